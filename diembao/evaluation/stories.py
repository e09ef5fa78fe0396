"""How well reports of one event are brought together: B-cubed over events grouped by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from diembao.evaluation.grouping import grouped


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures stories on labelled reports that come in one after the other. All ratios are 0 to 1.

    :param rows: see :func:`diembao.evaluation.grouping.grouped`; ``cluster`` is the event. Rows without it take part in
        the grouping and are not measured.
    :return: ``articles`` that are labelled, ``events``, ``stories`` that they fell into; ``bcubed_precision``,
        ``bcubed_recall``, ``bcubed_f1``.
    """
    labelled = [each for each in grouped(rows) if each.label is not None]
    events = Counter(each.label for each in labelled)
    stories = Counter(each.story for each in labelled)
    both = Counter((each.label, each.story) for each in labelled)
    shared = [(both[each.label, each.story], stories[each.story], events[each.label]) for each in labelled]
    precision = sum(together / story for together, story, _event in shared) / len(labelled) if labelled else 0.0
    recall = sum(together / event for together, _story, event in shared) / len(labelled) if labelled else 0.0
    return {
        "articles": len(labelled),
        "events": len(events),
        "stories": len(stories),
        "bcubed_precision": precision,
        "bcubed_recall": recall,
        "bcubed_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }
