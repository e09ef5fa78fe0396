"""Reads quantities off a text: number, unit, hedge, range, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diembao.nlp.quantities.designations import Designations
from diembao.nlp.quantities.model import Quantity
from diembao.nlp.quantities.numbers import Number, counts_by_comma, number_words, read_number
from diembao.nlp.quantities.surroundings import Surroundings
from diembao.nlp.quantities.vocabulary import Unit, vocabulary
from diembao.nlp.tokens import Tokens, tokenize

_DASHES = frozenset("-–—~")
_COUNTS = frozenset(("person", "household", "piece"))
#: Lengths of time in months and hours, to add the parts of "3 năm 6 tháng" and "2 ngày 6 giờ".
_TIME = {"year": 8760.0, "month": 730.0, "day": 24.0, "hour": 1.0}
#: "trên 2 xe", "gần 3 trường": with so small a count the word says where, not how many.
_FEW = 3
_DIGITS_DECIDED = 2


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text, in order, without overlap.

    >>> [(text[q.start : q.end], q.low, q.unit) for q in find_quantities(text := "Hơn 1.204 hộ nhận 4,7 tỷ đồng.")]
    [('Hơn 1.204 hộ', 1204.0, 'household'), ('4,7 tỷ đồng', 4700000000.0, 'VND')]

    Dates, clock times, ordinals, scores, numbers of documents, roads, telephones and vague amounts ("hàng trăm hộ") are
    none.

    :param text: display text, NFC; offsets are characters of it. A text typed without marks is read by its bare words.
    """
    tokens = tokenize(text)
    return tuple(_Reader(tokens).read())


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, between two tokens."""

    start: int
    end: int
    value: float
    unit: str = ""
    factor: float = 1.0
    scale: float = 1.0
    figures: str = ""
    noun: tuple[int, int] | None = None


class _Reader:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._words = vocabulary(tokens.marked)
        self._designations = Designations(tokens, self._words)
        self._surroundings = Surroundings(tokens, self._words)
        typed = self._words.typed
        self._from = typed("từ")
        self._to = (typed("đến"), typed("tới"))
        self._changes = (typed("lên"), typed("xuống"))
        self._five, self._one, self._father = typed("năm"), typed("một"), typed("ba")
        self._half, self._halved = typed("rưỡi"), typed("nửa")
        self._times = typed("lần")
        self._multiplied, self._rise = typed("gấp"), typed("tăng")
        self._parts = typed("phần")
        self._twice, self._count_word = typed("đôi"), typed("số")

    def read(self) -> list[Quantity]:
        tokens = self._tokens
        found: list[Quantity] = []
        openers = number_words(tokens.marked) | {self._multiplied}
        behind = 0  # the token after the last quantity
        unread = 0  # the token after the last number
        for position in [at for at, form in enumerate(tokens.forms) if form in openers or form[:1].isdigit()]:
            if position < unread:
                continue
            read = self._at(position, behind)
            if read is None:
                unread = self._skip(position)
                continue
            for start, amount, upper in read:
                quantity = self._quantity(start, amount, upper, behind)
                if quantity is not None:
                    found.append(quantity)
                    behind = (upper or amount).end
            unread = (read[-1][2] or read[-1][1]).end
        return found

    def _skip(self, position: int) -> int:
        """Behind a number that is none of ours, so that its tail is not read as another one."""
        if not self._tokens.is_number(position):
            return position + 1
        number = read_number(self._tokens, position)
        return number.end if number is not None else position + 1

    def _at(self, position: int, behind: int) -> list[tuple[int, _Amount, _Amount | None]] | None:
        """The quantities that begin at a token: where their number stands, and both ends of a range."""
        tokens = self._tokens
        form = tokens.form(position)
        if form == self._multiplied:
            return self._multiple(position)
        if form == self._halved and (half := self._half_of(position)) is not None:
            return [(position, half, None)]
        number = read_number(tokens, position)
        if number is None:
            return None
        if tokens.is_number(position):
            if self._designations.shaped(position) or self._designations.joined(position):
                return None
            if (part := self._fraction(position)) is not None:
                return [(position, part, None)]
            if tokens.form(number.end) == "/" and tokens.is_number(number.end + 1):
                return None
        elif (part := self._spelled_fraction(position, number)) is not None:
            return [(position, part, None)]
        return self._plain(position, number, behind)

    # ---- numbers with a unit

    def _plain(self, position: int, number: Number, behind: int) -> list[tuple[int, _Amount, _Amount | None]] | None:
        tokens = self._tokens
        if not self._may_begin(position, number):
            return None
        upper = self._upper(number)
        if upper is not None:
            start, second = upper
            high = self._amount(start, second, behind)
            if high is not None:
                low = self._lower(position, number, second, high)
                if low is not None:
                    if self._designated(position, number, high):
                        return None
                    return [(position, low, high)]
        amount = self._amount(position, number, behind)
        if amount is None:
            return self._changing(position, number, behind)
        if self._designated(position, number, amount):
            return None
        following = self._second_end(amount, behind)
        if following is not None:
            return [(position, amount, following)]
        if tokens.form(position - 1) == "/" and tokens.touch(position):
            return None
        return [(position, amount, None)]

    def _designated(self, position: int, number: Number, amount: _Amount) -> bool:
        measured = amount.scale > 1 or amount.unit != "piece"
        designations = self._designations
        return (
            designations.numbered(position, number, measured=measured)
            or designations.dated(position, number)
            or (amount.unit == "hour" and designations.clock(position, number))
        )

    def _may_begin(self, position: int, number: Number) -> bool:
        """Whether words may be a number here: "năm" is a year, "ba" a father, "một" an article, "vài trăm" vague."""
        tokens, words = self._tokens, self._words
        before, form = tokens.form(position - 1), tokens.form(position)
        if before in words.vague_before_numbers or (number.bare and before in words.vague):
            return False
        if number.bare and self._words.hedge(self._tokens, position) is None:
            return False
        if not number.spelled:
            return True
        single = number.end == position + 1
        if single and form == self._five:
            return before not in words.not_five_after and not tokens.is_number(position - 1)
        if single and not words.marked:
            return self._words.units.at(tokens, number.end) is not None or (
                words.persons.at(tokens, number.end) is not None
            )
        return True

    def _amount(self, position: int, number: Number, behind: int) -> _Amount | None:
        """A number and the unit or noun behind it; compound amounts as one."""
        tokens, words = self._tokens, self._words
        figures = tokens.form(position) if tokens.is_number(position) and number.end == position + 1 else ""
        amount = _Amount(position, number.end, number.value, scale=number.scale, figures=figures)
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
        if form in ("m", "g", "h", "d", "đ", "k") and tokens.touch(end) and tokens.form(end) in ("'", "’", "."):
            return tokens.form(end) == "." and not tokens.is_word(end + 1)
        return True

    def _measured(self, amount: _Amount, number: Number, unit: Unit, end: int, behind: int) -> _Amount | None:
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

    def _thing(self, amount: _Amount, number: Number, piece: tuple[str, int] | None) -> _Amount | None:
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

    def _is_money(self, amount: _Amount, number: Number, before_piece: bool) -> bool:
        tokens, words = self._tokens, self._words
        if number.scale < 1e3 or (number.bare and number.scale < 1e6):
            return False
        after = tokens.form(number.end)
        follows_noun = tokens.is_word(number.end) and after not in words.not_counted
        if before_piece or (follows_noun and after != words.typed("tiền")):
            return False
        around = {tokens.form(at) for at in range(max(0, amount.start - 5), amount.start)}
        return not (around & {words.typed("dân")}) or bool(around & {words.typed("tiền")})

    def _counted(self, amount: _Amount, unit: str, start: int, end: int) -> _Amount:
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

    # ---- ranges

    def _upper(self, number: Number) -> tuple[int, Number] | None:
        """The upper end of a range whose lower end has no unit: "20 - 25 tấn", "6 đến 7 tấn"."""
        tokens = self._tokens
        if tokens.form(number.end) not in _DASHES and tokens.form(number.end) not in self._to:
            return None
        upper = read_number(tokens, number.end + 1)
        return None if upper is None or upper.bare else (number.end + 1, upper)

    def _lower(self, position: int, number: Number, second: Number, high: _Amount) -> _Amount | None:
        """The lower end, with the scale and the unit of the upper one: "15 - 20 triệu"."""
        value = number.value * high.factor
        if number.scale == 1 and second.scale > 1:
            value *= second.scale
        # "800 đến 1.200 triệu"
        if value > high.value:
            return None
        return replace(high, start=position, value=value, end=number.end)

    def _second_end(self, amount: _Amount, behind: int) -> _Amount | None:
        """The upper end of a range that names the unit twice: "từ 15 triệu đến 20 triệu đồng"."""
        tokens = self._tokens
        if tokens.form(amount.end) not in _DASHES and tokens.form(amount.end) not in self._to:
            return None
        number = read_number(tokens, amount.end + 1)
        if number is None or number.bare:
            return None
        high = self._amount(amount.end + 1, number, behind)
        return high if high is not None and high.unit == amount.unit and high.value > amount.value else None

    def _changing(self, position: int, number: Number, behind: int) -> list[tuple[int, _Amount, _Amount | None]] | None:
        """Both amounts of "từ 7.400 lên 8.900 đồng": the first has the unit of the second."""
        tokens = self._tokens
        if tokens.form(position - 1) != self._from or tokens.form(number.end) not in self._changes:
            return None
        second = number.end + 1
        while second < number.end + 4 and not tokens.is_number(second) and read_number(tokens, second) is None:
            second += 1
        other = read_number(tokens, second)
        amount = None if other is None else self._amount(second, other, behind)
        if other is None or amount is None:
            return None
        value = number.value * amount.factor * (other.scale if number.scale == 1 else 1)
        first = replace(amount, start=position, end=number.end, value=value, noun=None)
        return [(position, first, None), (second, amount, None)]

    # ---- shares and multiples

    def _fraction(self, position: int) -> _Amount | None:
        """Reads "3/10 lao động", "17/52", "bằng 2/5": a share, unless it can be a day of the year."""
        tokens = self._tokens
        if not self._designations.is_share(position):
            return None
        over, under = int(tokens.form(position)[:9]), int(tokens.form(position + 2)[:9])
        return self._with_noun(_Amount(position, position + 3, over / under, unit="ratio"))

    def _spelled_fraction(self, position: int, number: Number) -> _Amount | None:
        """Reads "một phần ba", "ba phần tư"."""
        tokens = self._tokens
        if tokens.form(number.end) != self._parts or number.scale > 1:
            return None
        under = read_number(tokens, number.end + 1)
        if under is None and tokens.form(number.end + 1) == self._words.typed("tư"):
            under = Number(4, number.end + 2)
        if under is None or not number.value < under.value or under.scale > 1:
            return None
        return self._with_noun(_Amount(position, under.end, number.value / under.value, unit="ratio"))

    def _half_of(self, position: int) -> _Amount | None:
        """Reads "một nửa", "hơn nửa số hộ", "nửa ha"."""
        tokens, words = self._tokens, self._words
        before, after = tokens.form(position - 1), tokens.form(position + 1)
        unit = words.units.at(tokens, position + 1)
        if unit is not None and before != self._one:
            if tokens.form(unit[1]) in (words.typed("đầu"), words.typed("cuối"), words.typed("sau")):
                return None
            if len(after) == 1:
                return None
            return _Amount(position, unit[1], unit[0].factor / 2, unit=unit[0].base, factor=unit[0].factor)
        if before == self._one or before == words.typed("phân"):
            return self._with_noun(_Amount(position - 1, position + 1, 0.5, unit="ratio"))
        if after == self._count_word or self._words.hedge(self._tokens, position) is not None:
            return self._with_noun(_Amount(position, position + 1, 0.5, unit="ratio"))
        return None

    def _with_noun(self, amount: _Amount) -> _Amount:
        """Takes "số hộ" behind a share into its span."""
        tokens, words = self._tokens, self._words
        end = amount.end
        if tokens.form(end) != self._count_word:
            return amount
        noun = words.persons.at(tokens, end + 1) or words.pieces.at(tokens, end + 1)
        behind = noun[1] if noun is not None else end + 2 if tokens.is_word(end + 1) else end + 1
        return replace(amount, end=behind, noun=(end + 1, behind))

    def _repeated(self, amount: _Amount, number: Number) -> _Amount | None:
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

    def _multiple(self, position: int) -> list[tuple[int, _Amount, _Amount | None]] | None:
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
            upper = self._upper(number)
            if upper is not None:
                high, end = upper[1].value, upper[1].end
            times = tokens.form(end) == self._times
            if not times and number.scale > 1:
                return None
            end += times
            if tokens.form(end) == self._half:
                value, end = value + 0.5, end + 1
        amount = _Amount(start, end, value, unit="ratio")
        upper_end = None if high is None or high <= value else replace(amount, value=high)
        return [(start, amount, upper_end)]

    # ---- spans

    def _quantity(self, position: int, amount: _Amount, upper: _Amount | None, behind: int) -> Quantity | None:
        tokens, words = self._tokens, self._words
        end = (upper or amount).end
        start = min(position, amount.start)
        bounds: list[str] = []
        if amount.unit == "ratio" and tokens.form(position) in (self._multiplied, self._rise):
            inner = position + 1 + (tokens.form(position) == self._rise)
            if (hedge := words.hedges.at(tokens, inner)) is not None:
                bounds.append(hedge[0])
        few = amount.unit == "piece" and upper is None and amount.value <= _FEW
        while (found := words.hedge(tokens, start)) is not None and found[1] >= behind:
            if few and tokens.form(found[1]) in (words.typed("trên"), words.typed("gần"), words.typed("dưới")):
                break
            bounds.insert(0, found[0])
            start = found[1]
        if upper is not None and tokens.form(start - 1) == self._from and start - 1 >= behind:
            start -= 1
        bound = bounds[0] if bounds else self._open_end(end)
        return Quantity(
            start=tokens.starts[start],
            end=tokens.ends[end - 1],
            low=round(amount.value, 6),
            high=round((upper or amount).value, 6),
            unit=amount.unit,
            approx=bool(bounds),
            bound=bound,
            counted=self._surroundings.counted(start, end, (upper or amount).noun, counts=amount.unit in _COUNTS),
            context=self._surroundings.context(start, end),
        )

    def _open_end(self, end: int) -> str:
        """The bound that stands behind: "10 người trở lên"."""
        tokens, typed = self._tokens, self._words.typed
        for position in range(end, min(end + 3, tokens.last)):
            if tokens.form(position) == typed("trở"):
                return "at-least" if tokens.form(position + 1) == typed("lên") else "at-most"
        return ""


def _share(smaller: Unit, unit: Unit) -> float | None:
    """How much of a base unit one of a smaller unit is, or nothing if the two do not add up."""
    if smaller.base == unit.base:
        return smaller.factor if smaller.factor < unit.factor else None
    if smaller.base in _TIME and unit.base in _TIME and _TIME[smaller.base] < _TIME[unit.base]:
        if (smaller.base, unit.base) == ("month", "year"):
            return smaller.factor / 12
        return smaller.factor * _TIME[smaller.base] / _TIME[unit.base]
    return None
