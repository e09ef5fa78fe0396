"""Reads an amount at a token: a number with its unit, with what it counts, or of money that leaves its unit out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diembao.nlp.quantities.numbers import Number, counts_by_comma, read_number
from diembao.nlp.quantities.vocabulary import Unit, Vocabulary
from diembao.nlp.tokens import Tokens

#: Lengths of time in hours, to add the parts of "3 năm 6 tháng" and "2 ngày 6 giờ".
_TIME = {"year": 8760.0, "month": 730.0, "day": 24.0, "hour": 1.0}
_DIGITS_DECIDED = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, between two tokens."""

    start: int
    end: int
    value: float
    unit: str = ""
    factor: float = 1.0
    scale: float = 1.0
    figures: str = ""
    noun: tuple[int, int] | None = None


class AmountReader:
    """Reads amounts of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary) -> None:
        self._tokens = tokens
        self._words = words
        typed = words.typed
        self._five, self._half, self._times = typed("năm"), typed("rưỡi"), typed("lần")

    def amount(self, position: int, number: Number, behind: int) -> Amount | None:
        """A number and the unit or noun behind it; compound amounts as one."""
        tokens, words = self._tokens, self._words
        figures = tokens.form(position) if tokens.is_number(position) and number.end == position + 1 else ""
        amount = Amount(position, number.end, number.value, scale=number.scale, figures=figures)
        if tokens.form(position - 1) in ("$",) and tokens.touch(position):
            return replace(amount, unit="USD", start=position - 1)
        after = tokens.form(number.end)
        if after == self._times:
            return self._repeated(amount, number)
        unit = words.units.at(tokens, number.end)
        person = words.persons.at(tokens, number.end)
        if person is not None and (unit is None or person[1] > unit[1]):
            if (number.value % 1 and not counts_by_comma(figures)) or self._is_article(number, position, person[1]):
                return None
            return self._counted(amount, person[0], number.end, person[1])
        piece = words.pieces.at(tokens, number.end)
        if unit is not None and (piece is None or piece[1] <= unit[1]) and self._is_unit(number, unit[0], unit[1]):
            return self._measured(amount, number, unit[0], unit[1], behind)
        return self._thing(amount, number, piece)

    def _is_unit(self, number: Number, unit: Unit, end: int) -> bool:
        tokens, words = self._tokens, self._words
        form, after = tokens.form(number.end), tokens.form(end)
        if form in words.behind_figures and number.spelled and len(form) < 3:
            return False
        if unit == Unit("year") and form == self._five:
            # "khóa 14 năm 2020"
            if tokens.is_number(end) and tokens.form(end).isdigit() and len(tokens.form(end)) == 4:
                return False
        elif unit == Unit("month") and tokens.is_number(end) and not tokens.is_word(end + 1):
            return False
        elif unit == Unit("month") and after in (words.typed("đầu"), words.typed("cuối")):
            return tokens.form(end + 1) != self._five
        if form in (words.typed("công"), words.typed("mẫu"), words.typed("khối")):
            return after in words.area_nouns or not tokens.is_word(end)
        if form in ("m", "g", "h", "d", "đ", "k") and tokens.touch(end) and tokens.form(end) in ("'", "."):
            return tokens.form(end) == "." and not tokens.is_word(end + 1)
        return True

    def _measured(self, amount: Amount, number: Number, unit: Unit, end: int, behind: int) -> Amount | None:
        tokens = self._tokens
        value = number.value * unit.factor
        if number.spelled and number.value == 1 and self._is_rate(amount.start, end, unit, behind):
            return None
        if number.value == 1 and amount.start == behind and behind and not number.spelled:
            return None  # "20.000 đồng 1 kg"
        if tokens.form(end) == self._half:
            value, end = value + unit.factor / 2, end + 1
        else:
            value, end = self._compound(value, unit, end)
        return replace(amount, end=end, value=value, unit=unit.base, factor=unit.factor)

    def _is_rate(self, start: int, end: int, unit: Unit, behind: int) -> bool:
        """Whether "một" with a unit says what the amount before is divided by, or is an article: "một ngày nọ"."""
        before, after = self._tokens.form(start - 1), self._tokens.form(end)
        if (start == behind and behind) or before in (self._words.typed("mỗi"), self._words.typed("/")):
            return True
        return unit.base in _TIME and after in self._words.of_past

    def _compound(self, value: float, unit: Unit, end: int) -> tuple[float, int]:
        """Adds smaller units: "30 phút" in "1 giờ 30 phút", "6 tháng" in "3 năm 6 tháng", "70" in "1 m 70"."""
        tokens, words = self._tokens, self._words
        while (part := read_number(tokens, end)) is not None and part.scale == 1 and not part.bare:
            smaller = words.units.at(tokens, part.end)
            if smaller is None:
                form = tokens.form(end)
                if (
                    unit == Unit("m")
                    and form.isdigit()
                    and len(form) == _DIGITS_DECIDED
                    and not tokens.is_word(part.end)
                ):
                    return value + part.value / 100, part.end
                return value, end
            share = _share(smaller[0], unit)
            if share is None or part.value * share >= unit.factor * 1.01:
                return value, end
            value, end, unit = value + part.value * share, smaller[1], smaller[0]._replace(factor=share)
        return value, end

    def _is_article(self, number: Number, position: int, noun_end: int) -> bool:
        """Whether "một" is an article: it counts only where casualties, "chỉ" or a list of counts say so."""
        if not (number.spelled and number.value == 1):
            return False
        tokens, words = self._tokens, self._words
        behind = (tokens.form(noun_end), tokens.form(noun_end + 1))
        if behind[0] in words.casualties and behind[0] != words.typed("bị"):
            return False
        if behind[0] == words.typed("bị"):
            return behind[1] not in (words.typed("thương"), words.typed("chết"))
        return tokens.form(position - 1) not in (words.typed("chỉ"), words.typed("đúng"))

    def _thing(self, amount: Amount, number: Number, piece: tuple[str, int] | None) -> Amount | None:
        """A number before a noun that is no unit and no person, or an amount of money that leaves its unit out."""
        tokens, words = self._tokens, self._words
        end = number.end
        if number.value % 1 and number.scale == 1 and not counts_by_comma(amount.figures):
            return None
        if self._is_money(amount, number, piece is not None):
            return replace(amount, unit="VND")
        if piece is not None and not self._is_article(number, amount.start, piece[1]):
            return self._counted(amount, "piece", end, piece[1])
        if number.spelled or not tokens.is_word(end) or tokens.form(end) in words.not_counted:
            return None
        if tokens.touch(end) or tokens.text[tokens.starts[end]].isupper() or number.bare:
            return None
        return self._counted(amount, "piece", end, end + 1)

    def _is_money(self, amount: Amount, number: Number, before_piece: bool) -> bool:
        tokens, words = self._tokens, self._words
        if number.scale < 1e3 or (number.bare and number.scale < 1e6):
            return False
        after = tokens.form(number.end)
        follows_noun = tokens.is_word(number.end) and after not in words.not_counted
        if before_piece or (follows_noun and after != words.typed("tiền")):
            return False
        around = {tokens.form(at) for at in range(max(0, amount.start - 5), amount.start)}
        return not (around & {words.typed("dân")}) or bool(around & {words.typed("tiền")})

    def _counted(self, amount: Amount, unit: str, start: int, end: int) -> Amount:
        tokens, words = self._tokens, self._words
        if unit == "piece" and end == start + 1 and tokens.form(start) in words.classifiers:
            follows = tokens.form(end)
            longer = words.pieces.at(tokens, end)
            if longer is not None and longer[1] > end + 1:
                end = longer[1]
            elif (
                tokens.is_word(end)
                and follows not in words.not_counted
                and tokens.starts[end] == tokens.ends[end - 1] + 1
            ):
                end += not tokens.text[tokens.starts[end]].isupper()
        value = amount.value * 1000 if counts_by_comma(amount.figures) else amount.value
        return replace(amount, value=value, unit=unit, end=end, noun=(start, end))

    def _repeated(self, amount: Amount, number: Number) -> Amount | None:
        """Reads "lần": "khoảng bốn lần" of a comparison is a multiple; "gửi đơn 3 lần" counts."""
        tokens, words = self._tokens, self._words
        end, value = number.end + 1, number.value
        if tokens.form(end) == self._half:
            return replace(amount, end=end + 1, value=value + 0.5, unit="ratio")
        clause = {tokens.form(at) for at in range(max(0, amount.start - 7), amount.start)}
        compared = tokens.form(end) in words.behind_compared or bool(clause & words.comparing)
        if compared or number.value != int(number.value):
            return replace(amount, end=end, value=value, unit="ratio")
        if number.spelled and number.value == 1:
            return None
        return replace(amount, end=end, value=value, unit="piece", noun=(number.end, end))


def _share(smaller: Unit, unit: Unit) -> float | None:
    """How much of a base unit one of a smaller unit is, or nothing if the two do not add up."""
    if smaller.base == unit.base:
        return smaller.factor if smaller.factor < unit.factor else None
    if smaller.base in _TIME and unit.base in _TIME and _TIME[smaller.base] < _TIME[unit.base]:
        if (smaller.base, unit.base) == ("month", "year"):
            return smaller.factor / 12
        return smaller.factor * _TIME[smaller.base] / _TIME[unit.base]
    return None
