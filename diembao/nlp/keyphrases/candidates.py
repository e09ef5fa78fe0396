"""Where the phrases of a text are: rows of words that can make one, without names of persons.

Capitals tell names. A row of capitals is a name, and no part of a phrase, unless it is called by what it is the name of
("cầu Rạch Miễu", "bão Yagi"): of what bears only its name nobody can tell whether it is a place or a person, and a
person's name must never be a key phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from diembao.core.text import index_form
from diembao.nlp.keyphrases.lexicon import Cut, Kind, Lexicon, Word
from diembao.nlp.names.capitals import FAMILY_NAMES

_TOKEN = re.compile(r"[^\W_]+(?:-\d+)?|[^\w\s]|\n")
_ENDS = frozenset(".!?…\n:;\"“”‘’'«»()[]-–—•*|")
_OPENERS = _ENDS | {""}
#: Words that stand in a phrase, but not for themselves.
_EMPTY = frozenset(
    line
    for line in files("diembao.nlp").joinpath("data", "empty_phrases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
#: Things that are called by a name: name and thing together are a phrase.
_CALLED = frozenset(
    "cầu|sân bay|cảng hàng không|cảng|cao tốc|đường cao tốc|sông|kênh|đèo|hầm|bão|siêu bão|nhà máy|khu công nghiệp"
    "|thủy điện|nhiệt điện|vườn quốc gia|đảo|quần đảo|biển|cửa khẩu|vịnh|tuyến metro|ga|mỏ|virus|dịch|khu đô thị"
    "|cống|đập|hồ|núi|rừng|phá|nhà ga|bến xe|chợ|nhà máy điện|lọc dầu|trạm|đại học|trường đại học".split("|")
)
#: Things that are called by a number.
_NUMBERED = re.compile(
    r"(?<!\w)(?:bão số|quốc lộ|tỉnh lộ|đường tỉnh|vành đai|nghị định|nghị quyết|thông tư|chỉ thị)"
    r" \d{1,4}[a-z]?(?![\w/-])"
)
#: Offices: what follows is what somebody is the head of, and who holds it is one person.
_OFFICES = frozenset(
    "giám đốc|phó giám đốc|tổng giám đốc|chủ tịch|phó chủ tịch|bí thư|phó bí thư|bộ trưởng|thứ trưởng|thủ tướng"
    "|phó thủ tướng|tổng thống|phó tổng thống|trưởng phòng|trưởng ban|cục trưởng|vụ trưởng|viện trưởng|hiệu trưởng"
    "|hiệu phó|đại tướng|thượng tướng|thiếu tướng|trung tướng|đại tá|thượng tá|trung tá|thiếu tá|đại úy|tiến sĩ"
    "|thạc sĩ|giáo sư|luật sư|ca sĩ|nghệ sĩ|diễn viên|nhạc sĩ|nhà báo|phóng viên|huấn luyện viên|cầu thủ|tổng bí thư"
    "|ngôi sao|hoa hậu|người mẫu".split("|")
)
_FAMILY_NAMES = frozenset({*map(index_form, FAMILY_NAMES), "thị"})
#: Family names that are no word besides.
_NEVER_WORDS = frozenset("nguyễn huỳnh".split())
_SHORTEST_CAPITALS, _LONGEST_CAPITALS = 2, 4
_MOST_WORDS, _MOST_SYLLABLES = 4, 6
_MOST_NAME_SYLLABLES = 4
#: A clause of so many words, of which so large a part is in capitals, shouts: its capitals tell no names.
_SHOUTING_WORDS, _SHOUTING = 3, 0.6


class Candidate(NamedTuple):
    """A stretch of a text that can be a key phrase."""

    key: str
    """Index form."""
    start: int
    end: int
    words: tuple[Word | None, ...]
    """What it is made of; None for names, numbers and abbreviations."""
    parts: tuple[str, ...]
    """The same in index form."""
    opening: bool
    """Whether it begins its sentence, so that its first capital says nothing."""


class _Item(NamedTuple):
    """A word that may stand in a phrase."""

    cut: Cut
    text: str
    """Index form."""
    name: bool


def candidates(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """All stretches of a display text that can be key phrases, overlaps included."""
    lower = index_form(text)
    for match in _NUMBERED.finditer(lower):
        start, end = match.span()
        opens = text[max(0, start - 2) : start].rstrip(" ")[-1:] in _OPENERS
        yield Candidate(match.group(), start, end, (None,), (match.group(),), opens)
    clause: list[tuple[int, int]] = []
    opening = True
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if text[start].isalnum():
            clause.append((start, end))
            continue
        if clause:
            yield from _of_clause(text, lower, clause, opening, lexicon)
            clause = []
            opening = False
        opening = opening or text[start] in _ENDS
    if clause:
        yield from _of_clause(text, lower, clause, opening, lexicon)


def _of_clause(
    text: str, lower: str, spans: Sequence[tuple[int, int]], opening: bool, lexicon: Lexicon
) -> Iterator[Candidate]:
    written = [text[start:end] for start, end in spans]
    syllables = [lower[start:end] for start, end in spans]
    cuts = lexicon.cut(syllables)
    if text[spans[0][0] : spans[-1][1]].islower():  # most clauses: no capitals to think about
        items = [_plain_item(cut, syllables) for cut in cuts]
    else:
        shouts = len(written) >= _SHOUTING_WORDS and sum(map(str.isupper, written)) >= _SHOUTING * len(written)
        items = [_item(cut, written, syllables, opening=opening, shouts=shouts) for cut in cuts]
    for first, item in enumerate(items):
        if item is None or item.name:
            continue
        for last in range(first, min(first + _MOST_WORDS, len(items))):
            end_item = items[last]
            if end_item is None:
                break
            start, end = item.cut.start, end_item.cut.end
            if end_item.name:
                if last != first and _called(syllables, items, last, start):
                    end = _name_end(items, last)
                    if end - start <= _MOST_SYLLABLES + 1 and not _NEVER_WORDS.intersection(syllables[start:end]):
                        yield _candidate(lower, spans, [*items[first:last], None], start, end, opening)
                break
            if end - start > _MOST_SYLLABLES:
                break
            if end - start > 1 or item.cut.word is None:
                yield _candidate(lower, spans, items[first : last + 1], start, end, opening)


def _candidate(
    lower: str, spans: Sequence[tuple[int, int]], items: Sequence[_Item | None], start: int, end: int, opening: bool
) -> Candidate:
    key = " ".join(lower[a:b] for a, b in spans[start:end])
    words = tuple(item.cut.word if item else None for item in items)
    parts = tuple(item.text for item in items if item)
    return Candidate(key, spans[start][0], spans[end - 1][1], words, parts, opening and start == 0)


def _plain_item(cut: Cut, syllables: Sequence[str]) -> _Item | None:
    """What a word without capitals is; None when no phrase goes on through it."""
    return _Item(cut, " ".join(syllables[cut.start : cut.end]), name=False) if _has_content(cut.word) else None


def _item(cut: Cut, written: Sequence[str], syllables: Sequence[str], *, opening: bool, shouts: bool) -> _Item | None:
    """The same of a word of a clause with capitals."""
    start, end, word = cut
    if shouts:
        return _plain_item(cut, syllables) if end - start > 1 else None
    capitals = [one[0].isupper() for one in written[start:end]]
    if start == 0 and opening and not (len(written) > 1 and written[1][0].isupper() and not written[1].isupper()):
        capitals[0] = written[0].isupper() and len(written[0]) > 1
    if not any(capitals):
        return _plain_item(cut, syllables)
    if end - start > 1 and sum(capitals) == 1 and capitals[0]:
        return _plain_item(cut, syllables)
    abbreviation = end - start == 1 and word is None and _abbreviates(written[start])
    return _Item(cut, " ".join(syllables[start:end]), name=not abbreviation)


def _has_content(word: Word | None) -> bool:
    return word is not None and word.kind != Kind.OTHER


def _abbreviates(written: str) -> bool:
    letters = written.partition("-")[0]
    short = _SHORTEST_CAPITALS <= len(letters) <= _LONGEST_CAPITALS or letters != written
    return short and written[0].isalpha() and letters.isupper() and (letters.replace("Đ", "D")).isascii()


def _called(syllables: Sequence[str], items: Sequence[_Item | None], at: int, start: int) -> bool:
    """Whether the name at a place stands after what it is the name of."""
    item = items[at]
    assert item is not None
    before = " ".join(syllables[start : item.cut.start])
    return before in _CALLED and syllables[item.cut.start] not in _FAMILY_NAMES


def _name_end(items: Sequence[_Item | None], at: int) -> int:
    item = items[at]
    assert item is not None
    end = item.cut.end
    for following in items[at + 1 : at + _MOST_NAME_SYLLABLES]:
        if following is None or not following.name:
            break
        end = following.cut.end
    return end


def is_empty(candidate: Candidate) -> bool:
    """Whether a phrase says nothing: no part of it does, or it is an office, whose holder is a person."""
    parts = candidate.parts
    return candidate.key in _EMPTY or parts[0] in _OFFICES or (None not in candidate.words and _EMPTY.issuperset(parts))


def content_rows(text: str, lexicon: Lexicon) -> Iterator[list[str]]:
    """Rows of neighbouring words that may stand in a phrase, in index form: what set phrases are counted in."""
    lower = index_form(text)
    clause: list[str] = []
    for match in _TOKEN.finditer(lower):
        if match.group()[0].isalnum():
            clause.append(match.group())
        elif clause:
            yield from _rows(clause, lexicon)
            clause = []
    yield from _rows(clause, lexicon)


def _rows(clause: Sequence[str], lexicon: Lexicon) -> Iterator[list[str]]:
    row: list[str] = []
    for start, end, word in lexicon.cut(clause):
        if _has_content(word):
            row.append(" ".join(clause[start:end]))
        elif row:
            yield row
            row = []
    if row:
        yield row
