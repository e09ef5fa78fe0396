"""How well sentences are matched to reviewed claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from diembao.core.casework import FactCheck, Rating
from diembao.core.text import clean_line
from diembao.evaluation.counts import Counts
from diembao.verify.matching import FactBase

_AT = datetime(2000, 1, 1, tzinfo=UTC)


def evaluate(data: Mapping[str, Any]) -> dict[str, Any]:
    """Measures matching on labelled sentences. All ratios are 0 to 1.

    :param data: ``factchecks`` with ``id``, ``claim`` and ``rating``; ``queries`` with ``text``, ``match`` (id of a
        fact-check, or None) and ``stance``.
    :return: ``match_precision``, ``match_recall`` and ``match_f1`` of the fact-check found; ``hard_negatives_matched``,
        the share of sentences without a match for which one was found; ``stance_accuracy`` among right matches.
    """
    base = FactBase(map(_fact_check, data["factchecks"]))
    counts = Counts()
    negatives = matched_negatives = right_stances = 0
    for query in data["queries"]:
        found = base.match(clean_line(query["text"]))
        wanted = query["match"]
        right = found is not None and found.fact_check.id == wanted
        counts.right += right
        counts.wrong += found is not None and not right
        counts.missed += wanted is not None and not right
        negatives += wanted is None
        matched_negatives += wanted is None and found is not None
        right_stances += right and found is not None and found.stance == query["stance"]
    return {
        "queries": len(data["queries"]),
        "match_precision": counts.precision(),
        "match_recall": counts.recall(),
        "match_f1": counts.f1(),
        "hard_negatives_matched": matched_negatives / negatives if negatives else 0.0,
        "stance_accuracy": right_stances / counts.right if counts.right else 0.0,
    }


def _fact_check(row: Mapping[str, Any]) -> FactCheck:
    return FactCheck(
        id=row["id"], claim=clean_line(row["claim"]), rating=Rating(row["rating"]), publisher="", imported_at=_AT
    )
