"""What a quantity is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount that a text states.

    :ivar start: first character of the span in the text: a hedge such as "hơn", or the number.
    :ivar end: behind the last character of the span: the unit, or what is counted.
    :ivar low: value in the base unit; of a range its lower end.
    :ivar high: the same as ``low``, or a range's upper end.
    :ivar unit: base unit: ``VND USD person household percent m2 m kg year month day hour piece ratio``, and for what
        these do not cover ``m3 degree W Wh EUR CNY JPY GBP KRW``. What an amount is divided by ("đồng/kg") is left out.
    :ivar approx: the span has a word such as "khoảng", "hơn" or "không quá".
    :ivar bound: ``about``, ``at-least``, ``at-most``, or nothing.
    :ivar counted: folded words of what is counted with what closely describes it, in order; of an amount of money or a
        measure the words before it that say what is measured. May be empty.
    :ivar context: folded content words of the clause around, without the figure.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str
    approx: bool
    bound: str
    counted: tuple[str, ...]
    context: tuple[str, ...]
