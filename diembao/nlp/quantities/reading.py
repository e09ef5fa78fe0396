"""Reads quantities off a text: number, unit, hedge, range, and what is counted."""

from __future__ import annotations

from diembao.nlp.quantities.amounts import Amount, AmountReader
from diembao.nlp.quantities.designations import Designations
from diembao.nlp.quantities.model import Quantity
from diembao.nlp.quantities.numbers import Number, number_words, read_number
from diembao.nlp.quantities.ranges import RangeReader
from diembao.nlp.quantities.shares import ShareReader
from diembao.nlp.quantities.surroundings import Surroundings
from diembao.nlp.quantities.vocabulary import vocabulary
from diembao.nlp.tokens import Tokens, tokenize

_COUNTS = frozenset(("person", "household", "piece"))
#: "trên 2 xe", "gần 3 trường": with so small a count the word says where, not how many.
_FEW = 3


def find_quantities(text: str, *, tokens: Tokens | None = None) -> tuple[Quantity, ...]:
    """All quantities of a text, in order, without overlap.

    >>> [(text[q.start : q.end], q.low, q.unit) for q in find_quantities(text := "Hơn 1.204 hộ nhận 4,7 tỷ đồng.")]
    [('Hơn 1.204 hộ', 1204.0, 'household'), ('4,7 tỷ đồng', 4700000000.0, 'VND')]

    Dates, clock times, ordinals, scores, numbers of documents, roads, telephones and vague amounts ("hàng trăm hộ") are
    none.

    :param text: display text, NFC; offsets are characters of it. A text typed without marks is read by its bare words.
    :param tokens: of the text, where they are known.
    """
    return tuple(_Reader(tokens or tokenize(text)).read())


class _Reader:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._words = vocabulary(tokens.marked)
        self._designations = Designations(tokens, self._words)
        self._surroundings = Surroundings(tokens, self._words)
        self._amounts = AmountReader(tokens, self._words)
        self._ranges = RangeReader(tokens, self._words, self._amounts)
        self._shares = ShareReader(tokens, self._words, self._designations, self._ranges)
        typed = self._words.typed
        self._from, self._five, self._halved = typed("từ"), typed("năm"), typed("nửa")
        self._multiplied, self._rise = typed("gấp"), typed("tăng")

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

    def _at(self, position: int, behind: int) -> list[tuple[int, Amount, Amount | None]] | None:
        """The quantities that begin at a token: where their number stands, and both ends of a range."""
        tokens = self._tokens
        form = tokens.form(position)
        if form == self._multiplied:
            return self._shares.multiple(position)
        if form == self._halved and (half := self._shares.half_of(position)) is not None:
            return [(position, half, None)]
        number = read_number(tokens, position)
        if number is None:
            return None
        if tokens.is_number(position):
            if self._designations.shaped(position) or self._designations.joined(position):
                return None
            if (part := self._shares.fraction(position)) is not None:
                return [(position, part, None)]
            if tokens.form(number.end) == "/" and tokens.is_number(number.end + 1):
                return None
        elif (part := self._shares.spelled_fraction(position, number)) is not None:
            return [(position, part, None)]
        return self._plain(position, number, behind)

    # ---- numbers with a unit

    def _plain(self, position: int, number: Number, behind: int) -> list[tuple[int, Amount, Amount | None]] | None:
        tokens = self._tokens
        if not self._may_begin(position, number):
            return None
        upper = self._ranges.upper(number)
        if upper is not None:
            start, second = upper
            high = self._amounts.amount(start, second, behind)
            if high is not None:
                low = self._ranges.lower(position, number, second, high)
                if low is not None:
                    if self._designated(position, number, high):
                        return None
                    return [(position, low, high)]
        amount = self._amounts.amount(position, number, behind)
        if amount is None:
            return self._ranges.changing(position, number, behind)
        if self._designated(position, number, amount):
            return None
        following = self._ranges.second_end(amount, behind)
        if following is not None:
            return [(position, amount, following)]
        if tokens.form(position - 1) == "/" and tokens.touch(position):
            return None
        return [(position, amount, None)]

    def _designated(self, position: int, number: Number, amount: Amount) -> bool:
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

    # ---- spans

    def _quantity(self, position: int, amount: Amount, upper: Amount | None, behind: int) -> Quantity | None:
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
