"""How well quantities are found: span, unit and value against labelled sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isclose
from typing import Any

from diembao.core.text import nfc
from diembao.evaluation.counts import Counts
from diembao.nlp.quantities import Quantity, find_quantities

#: Labelled values are rounded.
_TOLERANCE = 1e-3


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures :func:`diembao.nlp.quantities.find_quantities`. All ratios are 0 to 1.

    :param rows: sentences with ``text`` and ``quantities``, in order, each with ``span`` (a substring), ``value`` (a
        number, or low and high of a range), ``unit`` and ``approx``; other keys are ignored.
    :return: ``sentences``, ``quantities`` (labelled); ``precision``, ``recall``, ``f1`` of quantities whose span
        overlaps and whose unit and value agree; among those, ``exact_span`` and ``approx`` (share that agrees).
    """
    counts = Counts()
    sentences = exact = approx = 0
    for row in rows:
        sentences += 1
        text = nfc(row["text"])
        found = list(find_quantities(text))
        behind = 0
        for label in row["quantities"]:
            span = nfc(label["span"])
            start = max(text.find(span, behind), text.find(span) if text.find(span, behind) < 0 else 0)
            behind = start + 1
            match = next((quantity for quantity in found if _agrees(quantity, start, start + len(span), label)), None)
            if match is None:
                counts.missed += 1
                continue
            found.remove(match)
            counts.right += 1
            exact += (match.start, match.end) == (start, start + len(span))
            approx += match.approx == label["approx"]
        counts.wrong += len(found)
    return {
        "sentences": sentences,
        "quantities": counts.right + counts.missed,
        **counts.ratios(),
        "exact_span": exact / counts.right if counts.right else 0.0,
        "approx": approx / counts.right if counts.right else 0.0,
    }


def _agrees(quantity: Quantity, start: int, end: int, label: Mapping[str, Any]) -> bool:
    value = label["value"]
    low, high = value if isinstance(value, list) else (value, value)
    return (
        quantity.start < end
        and start < quantity.end
        and quantity.unit == label["unit"]
        and isclose(quantity.low, low, rel_tol=_TOLERANCE)
        and isclose(quantity.high, high, rel_tol=_TOLERANCE)
    )
