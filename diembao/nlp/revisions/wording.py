"""What differs between two forms of one sentence, word by word, and whether it changes what is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Indel

from diembao.core.text import index_form
from diembao.nlp.quantities import find_quantities
from diembao.nlp.revisions.spelling import is_typo

Span = tuple[int, int]

#: Cells of the largest table that an alignment may fill; what is larger counts as replaced altogether. In bits.
_MOST_CELLS = 64_000_000

_TOKEN = re.compile(
    r"(?P<figure>(?:(?<![\w.,)])[-−–](?=\d))?\d+(?:[.,]\d+)*(?:\s?[%‰])?)|(?P<word>[^\W\d_]+)|(?P<mark>\S)"
)
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
#: Words behind which a figure is a date.
_BEFORE_DATE = frozenset("ngày mùng tháng năm thứ tuần quý".split())
_WEEKDAYS = frozenset("hai ba tư năm sáu bảy nhật".split())
_NEGATIONS = frozenset("không chưa chẳng chả đừng chớ".split())
#: Words that a sentence can do with or without.
_LIGHT = frozenset("thì là mà rằng của các những cũng này đó đấy ấy".split())


def _character(number: int) -> str:
    return chr(number if number < 0xD800 else number + 0x800)  # between them are halves of surrogate pairs


class Why(StrEnum):
    """What makes an edit more than cosmetic."""

    SENTENCE = "sentence"
    """A sentence came or went."""
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    WORDS = "words"
    """Other words."""


class Token(NamedTuple):
    """A figure, a word or a mark of a sentence."""

    kind: str
    text: str
    start: int
    end: int


class Difference(NamedTuple):
    """What differs between two forms of a sentence."""

    before: tuple[Span, ...]
    """Spans of the older form, in characters."""
    after: tuple[Span, ...]
    reasons: tuple[Why, ...]
    """Empty: cosmetic."""


def tokens(sentence: str) -> list[Token]:
    """Tokens of a sentence, in order."""
    return [Token(str(each.lastgroup), each.group(), *each.span()) for each in _TOKEN.finditer(sentence)]


def regions(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int, int, int]]:
    """Where two sequences differ: ``before[a:b]`` stands for ``after[c:d]``, in order, equal items between them.

    Time and memory are bounded: of two very long sequences all between the first and the last difference is one region.
    """
    start, shorter = 0, min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not old and not new:
        return []
    if len(old) * len(new) > _MOST_CELLS:
        return [(start, start + len(old), start, start + len(new))]
    found: list[tuple[int, int, int, int]] = []
    for step in Indel.opcodes(*as_strings([old, new])):
        if step.tag == "equal":
            continue
        a, b, c, d = (start + place for place in (step.src_start, step.src_end, step.dest_start, step.dest_end))
        if found and found[-1][1] == a and found[-1][3] == c:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


def as_strings(sequences: Iterable[Sequence[Hashable]]) -> list[str]:
    """Each sequence as a string with one character for each item, which is many times faster to align."""
    numbers: dict[Hashable, int] = {}
    return ["".join(_character(numbers.setdefault(item, len(numbers))) for item in each) for each in sequences]


def differences(before: str, after: str) -> Difference:
    """Compare two forms of one sentence."""
    old, new = tokens(before), tokens(after)
    found = regions([token.text for token in old], [token.text for token in new])
    reasons: set[Why] = set()
    values = None
    for a, b, c, d in found:
        why = _reasons(old, (a, b), new, (c, d))
        if why and not {token.kind for token in (*old[a:b], *new[c:d])} <= {"word", "mark"}:
            values = values or (_values(before), _values(after))
            if _same_values(values, _span(old[a:b]), _span(new[c:d])):
                continue
        reasons |= why
    return Difference(
        _merged(_span(old[a:b]) for a, b, _c, _d in found if b > a),
        _merged(_span(new[c:d]) for _a, _b, c, d in found if d > c),
        tuple(why for why in Why if why in reasons),
    )


class Piece(NamedTuple):
    """A stretch of two forms of one sentence told as one."""

    before: str
    """Empty: it is not in the older form."""
    after: str
    """Empty: it is not in the newer form. Equal to ``before``: it is in both, spacing aside."""


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two forms of one sentence, interwoven; the newer form's pieces, joined, are the newer form."""
    old, new = tokens(before), tokens(after)
    found: list[Piece] = []
    last = 0
    for a, b, c, d in regions([token.text for token in old], [token.text for token in new]):
        start = new[c].start if c < len(new) else len(after)
        end = new[d - 1].end if d > c else start
        if start > last:
            found.append(Piece(after[last:start], after[last:start]))
        gone = slice(*_span(old[a:b]))
        found.append(Piece(before[gone], after[start:end]))
        last = end
    if last < len(after):
        found.append(Piece(after[last:], after[last:]))
    return tuple(found)


def letters(text: str) -> str:
    """A text by its letters and figures alone, whatever its case, punctuation and spacing; a question stays one."""
    said = (token for token in tokens(index_form(text)) if token.kind != "mark" or token.text in "?/")
    return "".join(token.text if token.kind == "word" else f" {_figure(token.text)} " for token in said)


def _reasons(old: Sequence[Token], at: Span, new: Sequence[Token], there: Span) -> set[Why]:
    before, after = old[slice(*at)], new[slice(*there)]
    if letters(" ".join(each.text for each in before)) == letters(" ".join(each.text for each in after)):
        return set()
    found: set[Why] = set()
    if _forms(before, "figure") != _forms(after, "figure"):
        dated = _is_date(old, *at) or _is_date(new, *there)
        found.add(Why.DATE if dated else Why.FIGURE)
    if _count(before, "?") != _count(after, "?"):
        found.add(Why.WORDS)
    words, others = ([each for each in side if each.kind == "word"] for side in (before, after))
    if _repeats(old, at, words) or _repeats(new, there, others):
        return found
    left, right = _unlike(words, others)
    if _names(old, left) != _names(new, right):
        found.add(Why.NAME)
    lost, won = (Counter(index_form(each.text) for each in side) for side in (left, right))
    differing = {word for word in (lost - won) | (won - lost) if word not in _LIGHT}
    if differing & _NEGATIONS:
        found.add(Why.NEGATION)
    if differing and not found:
        found.add(Why.DATE if _is_weekday(old, at, differing) or _is_weekday(new, there, differing) else Why.WORDS)
    return found


def _unlike(before: Sequence[Token], after: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Words that are left when mended spellings are taken away."""
    if len(before) != len(after):
        return list(before), list(after)
    pairs = [
        (one, other)
        for one, other in zip(before, after, strict=True)
        if index_form(one.text) != index_form(other.text) and not is_typo(one.text, other.text)
    ]
    return [one for one, _other in pairs], [other for _one, other in pairs]


def _repeats(side: Sequence[Token], at: Span, words: Sequence[Token]) -> bool:
    """Whether what stands on one side only is the word before it once more ("của của")."""
    start, end = at
    return (
        len(words) == end - start == 1
        and start > 0
        and index_form(side[start - 1].text) == index_form(side[start].text)
    )


def _names(side: Sequence[Token], words: Iterable[Token]) -> Counter[str]:
    """Capitalised words that no sentence or quotation begins with."""
    first = {token.start for place, token in enumerate(side) if place == 0 or side[place - 1].text in '.:“"‘([-–—'}
    return Counter(each.text for each in words if each.text[0].isupper() and each.start not in first)


def _is_date(side: Sequence[Token], start: int, end: int) -> bool:
    before = index_form(side[start - 1].text) if start > 0 else ""
    slashes = (place for place in (start - 1, end) if 0 < place < len(side) - 1 and side[place].text == "/")
    return before in _BEFORE_DATE or any(side[at - 1].kind == side[at + 1].kind == "figure" for at in slashes)


def _is_weekday(side: Sequence[Token], at: Span, differing: set[str]) -> bool:
    start, _end = at
    return differing <= _WEEKDAYS and start > 0 and index_form(side[start - 1].text) in ("thứ", "chủ")


def _forms(side: Iterable[Token], kind: str) -> Counter[str]:
    return Counter(_figure(each.text) for each in side if each.kind == kind)


def _count(side: Iterable[Token], mark: str) -> int:
    return sum(each.text == mark for each in side)


def _figure(text: str) -> str:
    """One form of a figure, however it is grouped, padded or spaced."""
    sign = "-" if text[0] in "-−–" else ""
    percent = text[-1] if text[-1] in "%‰" else ""
    digits = text.strip("-−–%‰ \u00a0")
    if _GROUPS.fullmatch(digits):
        digits = re.sub("[.,]", "", digits)
    return f"{sign}{digits.replace(',', '.').lstrip('0') or '0'}{percent}" if digits[:1].isdigit() else text


def _values(sentence: str) -> list[tuple[int, int, tuple[float, float, str, str]]]:
    return [(each.start, each.end, (each.low, each.high, each.unit, each.bound)) for each in find_quantities(sentence)]


def _same_values(values: tuple[list[tuple[int, int, tuple[float, float, str, str]]], ...], *spans: Span) -> bool:
    """Whether both spans lie in quantities of equal value ("5 triệu", "5.000.000")."""
    stated = [
        [value for start, end, value in side if start <= span[0] and span[1] <= end]
        for side, span in zip(values, spans, strict=True)
    ]
    return bool(stated[0]) and stated[0] == stated[1]


def _span(some: Sequence[Token]) -> Span:
    return (some[0].start, some[-1].end) if some else (0, 0)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with at most a blank between them as one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
