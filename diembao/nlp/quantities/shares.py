"""Reads shares and multiples: "3/10 lao động", "một phần ba", "hơn nửa số hộ", "gấp đôi"."""

from __future__ import annotations

from dataclasses import replace

from diembao.nlp.quantities.amounts import Amount
from diembao.nlp.quantities.designations import Designations
from diembao.nlp.quantities.numbers import Number, read_number
from diembao.nlp.quantities.ranges import RangeReader
from diembao.nlp.quantities.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens


class ShareReader:
    """Reads shares and multiples of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary, designations: Designations, ranges: RangeReader) -> None:
        self._tokens = tokens
        self._words = words
        self._designations = designations
        self._ranges = ranges
        typed = words.typed
        self._one, self._half, self._times = typed("một"), typed("rưỡi"), typed("lần")
        self._multiplied, self._rise = typed("gấp"), typed("tăng")
        self._parts, self._twice, self._count_word = typed("phần"), typed("đôi"), typed("số")

    def fraction(self, position: int) -> Amount | None:
        """Reads "3/10 lao động", "17/52", "bằng 2/5": a share, unless it can be a day of the year."""
        tokens = self._tokens
        if not self._designations.is_share(position):
            return None
        over, under = int(tokens.form(position)[:9]), int(tokens.form(position + 2)[:9])
        return self._with_noun(Amount(position, position + 3, over / under, unit="ratio"))

    def spelled_fraction(self, position: int, number: Number) -> Amount | None:
        """Reads "một phần ba", "ba phần tư"."""
        tokens = self._tokens
        if tokens.form(number.end) != self._parts or number.scale > 1:
            return None
        under = read_number(tokens, number.end + 1)
        if under is None and tokens.form(number.end + 1) == self._words.typed("tư"):
            under = Number(4, number.end + 2)
        if under is None or not number.value < under.value or under.scale > 1:
            return None
        return self._with_noun(Amount(position, under.end, number.value / under.value, unit="ratio"))

    def half_of(self, position: int) -> Amount | None:
        """Reads "một nửa", "hơn nửa số hộ", "nửa ha"."""
        tokens, words = self._tokens, self._words
        before, after = tokens.form(position - 1), tokens.form(position + 1)
        unit = words.units.at(tokens, position + 1)
        if unit is not None and before != self._one:
            if tokens.form(unit[1]) in (words.typed("đầu"), words.typed("cuối"), words.typed("sau")):
                return None
            if len(after) == 1:
                return None
            return Amount(position, unit[1], unit[0].factor / 2, unit=unit[0].base, factor=unit[0].factor)
        if before == self._one or before == words.typed("phân"):
            return self._with_noun(Amount(position - 1, position + 1, 0.5, unit="ratio"))
        if after == self._count_word or self._words.hedge(self._tokens, position) is not None:
            return self._with_noun(Amount(position, position + 1, 0.5, unit="ratio"))
        return None

    def _with_noun(self, amount: Amount) -> Amount:
        """Takes "số hộ" behind a share into its span."""
        tokens, words = self._tokens, self._words
        end = amount.end
        if tokens.form(end) != self._count_word:
            return amount
        noun = words.persons.at(tokens, end + 1) or words.pieces.at(tokens, end + 1)
        behind = noun[1] if noun is not None else end + 2 if tokens.is_word(end + 1) else end + 1
        return replace(amount, end=behind, noun=(end + 1, behind))

    def multiple(self, position: int) -> list[tuple[int, Amount, Amount | None]] | None:
        """Reads "gấp đôi", "gấp rưỡi", "tăng gấp 3,4 lần", "gấp 2 - 3 lần"."""
        tokens = self._tokens
        inner = position + 1
        while (hedge := self._words.hedges.at(tokens, inner)) is not None:
            inner = hedge[1]
        form = tokens.form(inner)
        start = position - (tokens.form(position - 1) == self._rise)
        high = None
        if form == self._twice:
            value, end = 2.0, inner + 1
        elif form == self._half:
            value, end = 1.5, inner + 1
        else:
            number = read_number(tokens, inner)
            if number is None or number.bare or self._designations.shaped(inner):
                return None
            value, end = number.value, number.end
            upper = self._ranges.upper(number)
            if upper is not None:
                high, end = upper[1].value, upper[1].end
            times = tokens.form(end) == self._times
            if not times and number.scale > 1:
                return None
            end += times
            if tokens.form(end) == self._half:
                value, end = value + 0.5, end + 1
        amount = Amount(start, end, value, unit="ratio")
        upper_end = None if high is None or high <= value else replace(amount, value=high)
        return [(start, amount, upper_end)]
