"""How well conflicting figures of two sentences are told from updates and from what goes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from diembao.core.findings import Passage
from diembao.core.text import clean_line
from diembao.evaluation.counts import Counts
from diembao.verify import figures


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures the rule of conflicting figures on pairs of sentences of two reports. All ratios are 0 to 1.

    :param rows: ``a``, ``b`` and ``label`` (``conflict``, ``update``, ``compatible``); other keys are ignored.
    :return: ``pairs``; ``precision``, ``recall`` and ``f1`` of ``conflict``; ``fired``, from label to how many pairs of
        it were called a conflict.
    """
    counts, fired = Counts(), Counter[str]()
    pairs = 0
    for row in rows:
        pairs += 1
        one, other = (Passage(ref=side, text=clean_line(row[side])) for side in ("a", "b"))
        found, labelled = figures.compare(one, other) > 0, row["label"] == "conflict"
        fired[row["label"]] += found
        counts.right += found and labelled
        counts.wrong += found and not labelled
        counts.missed += labelled and not found
    return {
        "pairs": pairs,
        "precision": counts.precision(),
        "recall": counts.recall(),
        "f1": counts.f1(),
        "fired": dict(sorted(fired.items())),
    }
