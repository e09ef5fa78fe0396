"""Reads ranges and changes: two amounts of which one lends the other its unit and its scale."""

from __future__ import annotations

from dataclasses import replace

from diembao.nlp.quantities.amounts import Amount, AmountReader
from diembao.nlp.quantities.numbers import Number, read_number
from diembao.nlp.quantities.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens

_DASHES = frozenset("-~")


class RangeReader:
    """Reads the second ends of ranges in one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary, amounts: AmountReader) -> None:
        self._tokens = tokens
        self._amounts = amounts
        typed = words.typed
        self._from = typed("từ")
        self._to = (typed("đến"), typed("tới"))
        self._changes = (typed("lên"), typed("xuống"))

    def upper(self, number: Number) -> tuple[int, Number] | None:
        """The upper end of a range whose lower end has no unit: "20 - 25 tấn", "6 đến 7 tấn"."""
        tokens = self._tokens
        if tokens.form(number.end) not in _DASHES and tokens.form(number.end) not in self._to:
            return None
        upper = read_number(tokens, number.end + 1)
        return None if upper is None or upper.bare else (number.end + 1, upper)

    def lower(self, position: int, number: Number, second: Number, high: Amount) -> Amount | None:
        """The lower end, with the scale and the unit of the upper one: "15 - 20 triệu"."""
        value = number.value * high.factor
        if number.scale == 1 and second.scale > 1:
            value *= second.scale
        # "800 đến 1.200 triệu"
        if value > high.value:
            return None
        return replace(high, start=position, value=value, end=number.end)

    def second_end(self, amount: Amount, behind: int) -> Amount | None:
        """The upper end of a range that names the unit twice: "từ 15 triệu đến 20 triệu đồng"."""
        tokens = self._tokens
        if tokens.form(amount.end) not in _DASHES and tokens.form(amount.end) not in self._to:
            return None
        number = read_number(tokens, amount.end + 1)
        if number is None or number.bare:
            return None
        high = self._amounts.amount(amount.end + 1, number, behind)
        return high if high is not None and high.unit == amount.unit and high.value > amount.value else None

    def changing(self, position: int, number: Number, behind: int) -> list[tuple[int, Amount, Amount | None]] | None:
        """Both amounts of "từ 7.400 lên 8.900 đồng": the first has the unit of the second."""
        tokens = self._tokens
        if tokens.form(position - 1) != self._from or tokens.form(number.end) not in self._changes:
            return None
        second = number.end + 1
        while second < number.end + 4 and not tokens.is_number(second) and read_number(tokens, second) is None:
            second += 1
        other = read_number(tokens, second)
        amount = None if other is None else self._amounts.amount(second, other, behind)
        if other is None or amount is None:
            return None
        value = number.value * amount.factor * (other.scale if number.scale == 1 else 1)
        first = replace(amount, start=position, end=number.end, value=value, noun=None)
        return [(position, first, None), (second, amount, None)]
