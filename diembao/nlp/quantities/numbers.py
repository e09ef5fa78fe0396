"""Numbers as the press writes them: ``1.204``, ``4,7 tỷ``, ``hai trăm lẻ năm``, ``bốn triệu hai``, ``2 tỉ rưỡi``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from diembao.core.text import fold
from diembao.nlp.tokens import Tokens, spelled

# Longer rows of figures are no amounts but numbers of accounts, cards and articles, or noise.
_MOST_FIGURES = 18
_THOUSANDS_BY_STOP = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_BY_COMMA = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_COUNT_BY_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")

_DIGITS = {
    "không": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
# Forms that a digit takes only behind a ten, a hundred or a larger unit.
_CLOSING_DIGITS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tr": 1e6, "tỉ": 1e9, "tỷ": 1e9}
_SMALL_SCALES = {"trăm": 100.0, "chục": 10.0}
#: Behind "4 triệu năm" these say that "năm" is the year.
_AFTER_YEARS = "trước qua nay tuổi sau tù nữa liền"
#: May follow the short end of an amount ("5 tỉ 5 đồng", "bốn triệu hai mỗi tháng"); any other word is what the next
#: number counts ("5 triệu 3 hộ").
_AFTER_SHORT_END = (
    "đồng đ vnd usd đô mỗi một cho để và thì là tiền từ của khi nhưng rồi trong vào ở tại do với mà nên đến"
)


class Number(NamedTuple):
    """A number and where it ends.

    :ivar value: without unit, scale words included.
    :ivar end: position of the token behind it.
    :ivar scale: what its last scale words stand for (``1e6`` in "15 triệu"); 1 without one.
    :ivar spelled: begins with a word, not with figures.
    :ivar bare: a scale word without a number ("gần chục", "hơn trăm"): an amount only behind a word like "hơn".
    """

    value: float
    end: int
    scale: float = 1.0
    spelled: bool = False
    bare: bool = False


@dataclass(frozen=True)
class _Words:
    digits: dict[str, int]
    closing: dict[str, int]
    scales: dict[str, float]
    small_scales: dict[str, float]
    ten: str
    tens: str
    hundred: str
    dozen: str
    odd: frozenset[str]
    half: str
    halved: str
    five: str
    after_years: frozenset[str]
    after_short_end: frozenset[str]


@cache
def _words(marked: bool) -> _Words:
    def as_typed(word: str) -> str:
        return word if marked else fold(word)

    return _Words(
        digits={as_typed(word): value for word, value in _DIGITS.items()},
        closing={as_typed(word): value for word, value in (_DIGITS | _CLOSING_DIGITS).items() if value},
        scales={as_typed(word): value for word, value in _SCALES.items()},
        small_scales={as_typed(word): value for word, value in _SMALL_SCALES.items()},
        ten=as_typed("mười"),
        tens=as_typed("mươi"),
        hundred=as_typed("trăm"),
        dozen=as_typed("chục"),
        odd=spelled("linh lẻ", marked=marked),
        half=as_typed("rưỡi"),
        halved=as_typed("nửa"),
        five=as_typed("năm"),
        after_years=spelled(_AFTER_YEARS, marked=marked),
        after_short_end=spelled(_AFTER_SHORT_END, marked=marked),
    )


def figures_value(figures: str) -> float | None:
    """What figures stand for: a stop parts thousands and a comma decimals, unless that cannot be.

    >>> figures_value("1.204"), figures_value("4,7"), figures_value("3.5"), figures_value("1,204,500")
    (1204.0, 4.7, 3.5, 1204500.0)

    :return: nothing where it is no number (``12.34.56``) or has more figures than any amount.
    """
    if len(figures) > _MOST_FIGURES or not figures.isascii():
        return None
    if _THOUSANDS_BY_STOP.fullmatch(figures) and figures[0] != "0":
        return float(figures.replace(".", "").replace(",", "."))
    if _THOUSANDS_BY_COMMA.fullmatch(figures) and figures[0] != "0":
        return float(figures.replace(",", ""))
    if _DECIMAL.fullmatch(figures):
        return float(figures.replace(",", "."))
    return None


def counts_by_comma(figures: str) -> bool:
    """Whether figures could be a count in thousands written the English way: ``1,204``."""
    return _COUNT_BY_COMMA.fullmatch(figures) is not None


def number_words(marked: bool) -> frozenset[str]:
    """Words that a number may begin with."""
    words = _words(marked)
    return frozenset((*words.digits, words.ten, words.halved, *words.small_scales, *words.scales))


def read_number(tokens: Tokens, position: int) -> Number | None:
    """The number that begins at a token, as far as it goes."""
    words = _words(tokens.marked)
    group = _group(tokens, position, words)
    if group is None:
        return None
    spelled_out = not tokens.is_number(position)
    scale, end = _scale(tokens, group.end, words, small=not spelled_out)
    if group.bare:
        # "chục triệu", "trăm triệu"
        return Number(group.value * scale, end, group.value * scale, spelled=True, bare=True)
    if scale == 1.0:
        return Number(group.value, end, spelled=spelled_out)
    return _smaller_parts(tokens, Number(group.value * scale, end, scale, spelled_out), words)


def _smaller_parts(tokens: Tokens, number: Number, words: _Words) -> Number:
    """Adds what follows a scale word: "600 triệu" in "78 tỉ 600 triệu", "hai" in "bốn triệu hai", "rưỡi"."""
    value, end, scale = number.value, number.end, number.scale
    while True:
        follows = tokens.form(end)
        if follows == words.half:
            return number._replace(value=value + scale / 2, end=end + 1, scale=scale)
        if follows in words.odd and (odd := _group(tokens, end + 1, words)) and not odd.bare:
            return number._replace(value=value + odd.value, end=odd.end, scale=scale)
        part = _closing(tokens, end, words)
        if part is None:
            return number._replace(value=value, end=end, scale=scale)
        part_scale, part_end = _scale(tokens, part.end, words, small=False)
        if 1.0 < part_scale < scale:
            value, end, scale = value + part.value * part_scale, part_end, part_scale
            continue
        share = _short_end(tokens, end, part, scale, words) if part_scale == 1.0 else None
        if share is None:
            return number._replace(value=value, end=end, scale=scale)
        return number._replace(value=value + share, end=part.end, scale=scale)


def _closing(tokens: Tokens, position: int, words: _Words) -> Number | None:
    """A part behind a scale word; there a lone digit may have its closing form."""
    group = _group(tokens, position, words)
    if group is not None:
        return None if group.bare else group
    form = tokens.form(position)
    return Number(words.closing[form], position + 1, spelled=True) if form in words.closing else None


def _short_end(tokens: Tokens, position: int, part: Number, scale: float, words: _Words) -> float | None:
    """What a part without a scale word of its own stands for: "5" in "5 tỉ 5" is half of the scale."""
    form = tokens.form(position)
    after = tokens.form(part.end)
    if tokens.is_number(position):
        figures = len(form)
        if not form.isdigit() or figures > 3 or not _ends_short(tokens, part.end, words):
            return None
        return part.value * scale / float(10**figures)
    if part.value >= 10:  # "hai nghìn ba trăm"; "hai triệu ba trăm" leaves the thousand unsaid
        return part.value * scale / 1e3
    if form == words.five and (scale < 1e6 or after in words.after_years):
        return None  # "hai nghìn năm": years
    return part.value * scale / 10 if _ends_short(tokens, part.end, words) else None


def _ends_short(tokens: Tokens, position: int, words: _Words) -> bool:
    return not tokens.is_word(position) or tokens.form(position) in words.after_short_end


def _scale(tokens: Tokens, position: int, words: _Words, *, small: bool) -> tuple[float, int]:
    """Scale words from a position on, multiplied ("nghìn tỉ"), and the position behind them."""
    scale = 1.0
    if small and tokens.form(position) in words.small_scales:  # "5 chục", "3 trăm triệu"
        scale = words.small_scales[tokens.form(position)]
        position += 1
    if tokens.form(position) == "k" and tokens.touch(position) and tokens.is_number(position - 1):
        return scale * 1e3, position + 1
    while tokens.form(position) in words.scales and scale < 1e15:
        scale *= words.scales[tokens.form(position)]
        position += 1
    return scale, position


def _group(tokens: Tokens, position: int, words: _Words) -> Number | None:
    """A number below a thousand in words, or one in figures, without its scale words."""
    form = tokens.form(position)
    if tokens.is_number(position):
        value = figures_value(form)
        return None if value is None else Number(value, position + 1)
    follows = tokens.form(position + 1)
    if form in words.digits:
        digit = words.digits[form]
        if follows == words.hundred:
            return _hundreds(tokens, position + 2, digit * 100, words)
        if digit:
            return _tens(tokens, position, words)
    if form == words.ten:
        return _tens(tokens, position, words)
    if form == words.halved and (follows in words.scales or follows in words.small_scales):
        return Number(0.5, position + 1, spelled=True)
    if form in words.small_scales:
        if follows == words.half:
            return Number(words.small_scales[form] * 1.5, position + 2, spelled=True)
        return Number(words.small_scales[form], position + 1, spelled=True, bare=True)
    if form in words.scales:
        return Number(words.scales[form], position + 1, spelled=True, bare=True)
    return None


def _hundreds(tokens: Tokens, position: int, hundreds: float, words: _Words) -> Number:
    follows = tokens.form(position)
    if follows == words.half:
        return Number(hundreds + 50, position + 1, spelled=True)
    if follows in words.odd and tokens.form(position + 1) in words.closing:
        return Number(hundreds + words.closing[tokens.form(position + 1)], position + 2, spelled=True)
    if (tens := _tens(tokens, position, words)) is not None and tens.value >= 10:
        return tens._replace(value=hundreds + tens.value)
    return Number(hundreds, position, spelled=True)


def _tens(tokens: Tokens, position: int, words: _Words) -> Number | None:
    """1 to 99 in words."""
    form = tokens.form(position)
    if form == words.ten and form not in words.digits:
        value, end = 10, position + 1
    elif words.digits.get(form):
        value, end = words.digits[form], position + 1
        if tokens.form(end) not in (words.tens, words.dozen):
            return Number(value, end, spelled=True)
        if tokens.form(end) == words.dozen:
            return Number(value * 10, end + 1, spelled=True)
        value, end = value * 10, end + 1
    else:
        return None
    closing = tokens.form(end)
    # "hai mươi năm" are twenty years: behind a ten, five is "lăm"
    if closing in words.closing and closing != words.five:
        return Number(value + words.closing[closing], end + 1, spelled=True)
    if closing == words.half:
        return Number(value + 5, end + 1, spelled=True)
    return Number(value, end, spelled=True)
