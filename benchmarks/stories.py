"""``python -m benchmarks.stories``: events that people grouped, alone and among the press that resembles them most.

Reports come in one after the other, in five orders; dates and outlets are hidden. A press article that really reports
one of the events may join it: it is not measured.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.corpus import corpus, rows
from benchmarks.duplicates import Row, show, unlabelled
from diembao.evaluation import stories
from diembao.nlp.terms import terms
from diembao.verify.window import matrix

_AMONG = 5000
_ORDERS = 5


def measure(folder: Path, orders: int = _ORDERS) -> None:
    """Measure and report."""
    press = list(rows(folder / "press" / "baomoi2017.jsonl.gz"))
    events = list(rows(folder / "stories" / "mds_dev.jsonl.gz"))
    _measure("stories, alone", events, orders)
    nearest = list(map(unlabelled, most_alike(events, press, _AMONG)))
    _measure(f"stories, among the {_AMONG} articles most alike", [*events, *nearest], orders)


def _measure(name: str, articles: Sequence[Row], orders: int) -> None:
    found = []
    for order in range(orders):
        figures = stories.evaluate(random.Random(order).sample(articles, len(articles)))
        show(f"{name}, order {order + 1}", figures)
        found.append(figures["bcubed_f1"])
    print(f"{name}: F1 {statistics.mean(found):.3f} ({min(found):.3f} to {max(found):.3f})", flush=True)


def most_alike(events: Sequence[Row], press: Sequence[Row], number: int) -> list[Row]:
    """The press articles that resemble a report of any event most."""
    reports = matrix([terms("", "", row["text"]) for row in events])
    others = matrix([terms(row["title"], row["summary"] or "", row["text"]) for row in press])
    closest = (others @ reports.T).max(axis=1).toarray().ravel()
    return [press[position] for position in np.argsort(-closest, kind="stable")[:number]]


if __name__ == "__main__":
    measured = corpus()
    if measured is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    measure(measured, *map(int, sys.argv[1:2]))
