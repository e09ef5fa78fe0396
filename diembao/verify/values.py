"""Whether two amounts can both be right, with rounding, bounds and ranges allowed for."""

from __future__ import annotations

import re
from collections import Counter

from diembao.core.text_caches import kept
from diembao.nlp.quantities import Quantity

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# Below this, people, things and households are counted, not rounded.
_COUNTED_EXACTLY = 100
_COUNTED = frozenset(("person", "piece", "household"))
# Never rounded to tens: "20 ngày" is not "21 ngày".
_SPANS_OF_TIME = frozenset(("year", "month", "day", "hour"))
# A rounded figure is off by no more than this part of it.
_MOST_ROUNDING = 0.05
_ABOUT = 0.1
_OPEN = ("it nhat", "toi thieu", "khong duoi", "tren", "tro len")
_CLOSED_BELOW = ("gan", "ngot")


def agree(one: Quantity, one_text: str, other: Quantity, other_text: str) -> bool:
    """Whether both amounts can be right. They must have one unit.

    :param one_text: folded text of the span of ``one``; so ``other_text``.
    """
    low, high = _span(one, one_text)
    other_low, other_high = _span(other, other_text)
    if one.approx or other.approx or one.low != one.high or other.low != other.high:
        return low <= other_high and other_low <= high
    return low <= other.low <= high or other_low <= one.low <= other_high


def alike_but_different(one: Quantity, other: Quantity) -> bool:
    """Whether both are hedged in the same way, or both are ranges, around different numbers: "hơn 10", "hơn 20"."""
    hedged = (one.bound, one.approx) == (other.bound, other.approx) and one.approx
    ranges = one.low != one.high and other.low != other.high
    return (hedged or ranges) and (one.low, one.high) != (other.low, other.high)


def cut(short: Quantity, full: Quantity) -> bool:
    """Whether a headline's figure is a longer one cut off: 4,6 for 4,672."""
    return short.low <= full.low < short.low + _step(short)


def permuted(one: Quantity, other: Quantity) -> bool:
    """Whether one figure is the other with two digits exchanged, or with a nought too many at its end."""
    first, second = _significant(one.low), _significant(other.low)
    same_length = len(first) == len(second) and len(str(int(one.low))) == len(str(int(other.low)))
    if one.low == one.high and other.low == other.high and same_length and Counter(first) == Counter(second):
        return sum(here != there for here, there in zip(first, second, strict=True)) == 2
    smaller, larger = sorted((one.low, other.low))
    return larger == smaller * 10 and smaller != 1  # "1 người" is an article as often as a number


def _span(quantity: Quantity, folded: str) -> tuple[float, float]:
    step = _step(quantity)
    low, high = quantity.low, quantity.high
    if quantity.bound == "at-least":
        is_open = any(word in folded for word in _OPEN)
        if is_open:
            return low, float("inf")
        # people are counted, but "hơn 20 người" is said up to 30
        tens = 10.0 if quantity.unit in _COUNTED and low % 10 == 0 else 0.0
        return low, max(high + max(step, tens), high * (1 + _ABOUT))
    if quantity.bound == "at-most":
        closed = folded.startswith(_CLOSED_BELOW)
        return (min(low - step, low * (1 - _ABOUT)) if closed else float("-inf")), high
    if quantity.approx:
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    slack = min(step / 2, abs(high) * _MOST_ROUNDING)
    return low - slack, high + slack


def _step(quantity: Quantity) -> float:
    """What the last digit that is told stands for: 10 in 2.510, 100 in 300."""
    return _step_of(quantity.unit, abs(quantity.high))


@kept(10_000)
def _step_of(unit: str, value: float) -> float:
    if unit in _SPANS_OF_TIME or (unit in _COUNTED and value < _COUNTED_EXACTLY):
        return 0.0
    digits = _significant(value)
    whole = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in whole:
        return float(10 ** -len(whole.split(".")[1]))
    return float(10 ** (len(whole) - len(digits)))


def _significant(value: float) -> str:
    return (
        f"{abs(value):.6f}".rstrip("0").replace(".", "").strip("0") if value % 1 else str(int(abs(value))).rstrip("0")
    )
