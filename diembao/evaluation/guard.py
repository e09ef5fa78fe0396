"""How well the guard tells what may become a flag from what may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from diembao.core.text import clean_line
from diembao.nlp.guard import judge


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures :func:`diembao.nlp.guard.judge`.

    :param rows: sentences with ``text``, ``flaggable`` and, if known, ``kind``; other keys are ignored.
    :return: ``opinions`` and ``opinions_passed`` (how many the guard let through; the worst failure of the product),
        ``passed_by_kind``; ``claims`` and ``claim_recall``, the share that passed, 0 to 1.
    """
    opinions = claims = claims_passed = 0
    passed: Counter[str] = Counter()
    for row in rows:
        flaggable = judge(clean_line(row["text"])).flaggable
        if row["flaggable"]:
            claims += 1
            claims_passed += flaggable
        else:
            opinions += 1
            if flaggable:
                passed[row.get("kind", "")] += 1
    return {
        "opinions": opinions,
        "opinions_passed": passed.total(),
        "passed_by_kind": dict(passed.most_common()),
        "claims": claims,
        "claim_recall": claims_passed / claims if claims else 0.0,
    }
