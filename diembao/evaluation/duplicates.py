"""How well copies of one text are recognised, over pairs of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from diembao.evaluation.grouping import grouped


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures voices on labelled articles. All ratios are 0 to 1.

    :param rows: see :func:`diembao.evaluation.grouping.grouped`; articles of one ``cluster`` are copies of one text, an
        article without is a copy of none.
    :return: ``articles``, ``pairs`` of copies that are labelled; ``precision``, ``recall``, ``f1``.
    """
    found = grouped(rows)
    labelled = _pairs(Counter(each.label for each in found if each.label is not None))
    together = _pairs(Counter(each.voice for each in found))
    right = _pairs(Counter((each.label, each.voice) for each in found if each.label is not None))
    return {
        "articles": len(found),
        "pairs": labelled,
        "precision": right / together if together else 0.0,
        "recall": right / labelled if labelled else 0.0,
        "f1": 2 * right / (together + labelled) if together + labelled else 0.0,
    }


def _pairs(groups: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())
