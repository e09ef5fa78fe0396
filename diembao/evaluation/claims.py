"""How well sentences that need checking are told from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from diembao.core.text import clean_line
from diembao.evaluation.counts import Counts
from diembao.nlp.statements import SentenceKind, classify


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures :func:`diembao.nlp.statements.classify`.

    :param rows: sentences with ``sentence`` and ``label`` (``claim``, ``trivial``, ``opinion``, ``other``); other keys
        are ignored.
    :return: ``sentences``; ``precision``, ``recall`` and ``f1`` of ``claim``, 0 to 1; ``confusion``, from the label to
        how many sentences were taken for which kind.
    """
    confusion = {label.value: dict.fromkeys((kind.value for kind in SentenceKind), 0) for label in SentenceKind}
    for row in rows:
        confusion[row["label"]][classify(clean_line(row["sentence"])).kind] += 1
    claim = SentenceKind.CLAIM.value
    counts = Counts(right=confusion[claim][claim])
    counts.missed = sum(confusion[claim].values()) - counts.right
    counts.wrong = sum(found[claim] for found in confusion.values()) - counts.right
    return {
        "sentences": sum(sum(found.values()) for found in confusion.values()),
        **counts.ratios(),
        "confusion": confusion,
    }
