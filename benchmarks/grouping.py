"""``python -m benchmarks.grouping``: stories and copies among real press, and what verification costs.

Copies are made here, by edits that desks make to agency texts; the press that they hide among is real, its known
near-duplicates left out. Events are those that people grouped, among the press articles that resemble them most.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from benchmarks.corpus import corpus
from diembao.evaluation import duplicates, stories
from diembao.nlp.terms import BUCKETS, Terms, terms

Row = dict[str, Any]
_COPIED = 400
_AMONG = 5000


def measure(folder: Path) -> None:
    """Measure and report."""
    press = list(rows(folder / "press" / "baomoi2017.jsonl.gz"))
    events = list(rows(folder / "stories" / "mds_dev.jsonl.gz"))
    show("stories, alone", stories.evaluate(events))
    chosen = random.Random(1).sample(press, _AMONG)
    show(f"stories, among {_AMONG} random articles", stories.evaluate([*events, *map(unlabelled, chosen)]))
    nearest = most_alike(events, press, _AMONG)
    show(f"stories, among the {_AMONG} most alike", stories.evaluate([*events, *map(unlabelled, nearest)]))
    pairs = (folder / "press" / "near_duplicate_pairs_silver.tsv").read_text().split()
    alone = [row for row in chosen if str(row["id"]) not in set(pairs)]
    for name, edit in EDITS.items():
        copied = [row | {"cluster": str(row["id"])} for row in alone[:_COPIED]]
        copies = [edit(row, random.Random(row["id"])) for row in copied]
        show(f"copies, {name}", duplicates.evaluate([*copied, *copies, *map(unlabelled, alone[_COPIED:])]))


def rows(file: Path) -> Iterator[Row]:
    """Objects of a file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def unlabelled(row: Row) -> Row:
    """What grouping reads of an article."""
    return {key: row[key] for key in ("title", "summary", "text")}


def most_alike(events: Sequence[Row], press: Sequence[Row], number: int) -> list[Row]:
    """The press articles that resemble a report of any event most."""

    def vectors(several: Sequence[Terms]) -> csr_array:
        return csr_array(
            (
                np.concatenate([each.weights for each in several]).astype(np.float32),
                np.concatenate([each.numbers for each in several]).astype(np.int64),
                np.cumsum([0, *(len(each.numbers) for each in several)]),
            ),
            shape=(len(several), BUCKETS),
        )

    reports = vectors([terms("", "", row["text"]) for row in events])
    others = vectors([terms(row["title"], row["summary"] or "", row["text"]) for row in press])
    closest = (others @ reports.T).max(axis=1).toarray().ravel()
    return [press[position] for position in np.argsort(-closest)[:number]]


def _sentences(text: str) -> list[str]:
    return text.split(". ")


def _removed(row: Row, chance: random.Random) -> Row:
    sentences = _sentences(row["text"])
    del sentences[chance.randrange(len(sentences))]
    return row | {"text": ". ".join(sentences)}


def _cut(row: Row, chance: random.Random) -> Row:
    return row | {"text": row["text"][: len(row["text"]) * 2 // 3]}


def _abridged(row: Row, chance: random.Random) -> Row:
    sentences = _sentences(row["text"])
    kept = sorted(chance.sample(range(len(sentences)), max(1, len(sentences) * 2 // 5)))
    return row | {"text": ". ".join(sentences[position] for position in kept), "summary": ""}


def _retitled(row: Row, chance: random.Random) -> Row:
    return row | {"title": "Tin trong ngày", "summary": "", "text": "Tin của bản báo. " + row["text"]}


def _reworded(row: Row, chance: random.Random) -> Row:
    words = row["text"].split(" ")
    return row | {"text": " ".join("khác" if chance.random() < 0.05 else word for word in words)}


EDITS: dict[str, Callable[[Row, random.Random], Row]] = {
    "a sentence removed": _removed,
    "title and lead replaced": _retitled,
    "last third cut": _cut,
    "two fifths of the sentences kept": _abridged,
    "5 % of the words replaced": _reworded,
}


def show(name: str, figures: dict[str, Any]) -> None:
    """One line of figures."""
    shown = (f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items())
    print(f"{name}: {', '.join(shown)}", flush=True)


if __name__ == "__main__":
    measured = corpus()
    if measured is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    measure(measured)
