"""What a sentence says when, where, in which office and whether: the parts of it that may be told otherwise elsewhere.

Each is read with its place in the sentence, so that the differing values can be marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from rapidfuzz import fuzz

from diembao.core.text import fold, index_form
from diembao.core.text_caches import kept
from diembao.nlp import names, times
from diembao.nlp.names.capitals import FAMILY_NAMES
from diembao.nlp.times import DayPart, Granularity, TimeExpression
from diembao.verify.cues import cues
from diembao.verify.vocabulary import plain

#: The day by which dates are read where none is known; only days that tell their year mean a year then.
_NO_DAY = datetime(2000, 7, 1, 12, tzinfo=UTC)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")
_AROUND_MIDNIGHT = frozenset((DayPart.NIGHT, DayPart.DAWN))
_LONGEST_DATED = timedelta(days=400)
#: Days so near to each other are often taken for one another.
_SLIP = 3
#: Characters from the beginning of a sentence to a time that may be that of the telling.
_OPENING = 80
_TELLING = re.compile(
    r"^[^.;:]{0,160}?\b(?:cho biet|cho hay|cho rang|thong tin (?:ve|toi|voi|them|cho)|da thong tin|xac nhan|trao doi"
    r"|tra loi|khang dinh|dua tin|phat bieu|bao cao|cong bo|thong bao"
    r"|noi rang|noi voi|chia se|dan loi|tiet lo|tuyen bo|bac bo|phu nhan"
    r"|hop bao|nhan duoc tin|tiep nhan|tiep tuc|dang dieu tra|lam ro|phan anh|thong ke|tinh den|ghi nhan"
    r"|dang tai|co cong van|ky cong van|co van ban)\b"
)
_SOURCE = re.compile(
    r"\b(?:theo|tin|nguon|bao cao|thong tin|thong bao|cap nhat|tinh den|phat bieu|tra loi|phong van|hop bao|cong van"
    r"|van ban|to trinh|anh|hinh)\b[^.,;:]{0,50}$"
)
#: Two names that are spelled so much alike are one: "Đăk Hrinh", "Đắc Hrinh".
_ONE_NAME = 80
_HOME = re.compile(r"\b(?:ngu|tru|que|thuong tru|tam tru|ho khau|cu tru|nha o|sinh song|o tro)\b[^;.)]{0,60}$")
_BIRTH = re.compile(r"\b(?:sinh|sn|sinh nam|sinh ngay|tuoi)\W*$")
_UNITS = {Granularity.MONTH: "month", Granularity.QUARTER: "month", Granularity.YEAR: "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part of a sentence.

    :ivar start: its first character.
    :ivar end: behind its last character.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Slot):
    """A time of which a sentence speaks."""

    first: date
    last: date
    has_year: bool
    """Whether the year is told, not only guessed."""
    relative: bool
    """Whether it means another day in another article: "hôm qua"."""
    of_telling: bool
    """Whether it is when somebody said so, not when it happened."""
    loose: bool
    """Whether it lies around midnight, which one report counts to the day before and another to the day after."""
    is_range: bool
    unit: str
    """``day``, ``month`` or ``year``: how sharply it is told."""

    @property
    def is_event(self) -> bool:
        """Whether it is a day that the sentence itself gives to what happened."""
        return not (self.of_telling or self.relative)

    def slips(self, other: When) -> bool:
        """Whether one may be a slip of the other: a day or two apart, another month, digits of a year exchanged."""
        here, there = self.first, other.first
        if self.unit == "year":
            return sum(a != b for a, b in zip(str(here.year), str(there.year), strict=True)) == 1 or sorted(
                str(here.year)
            ) == sorted(str(there.year))
        if self.unit == "month":
            return abs(here.month - there.month) <= 1
        try:
            days = abs((here.replace(year=2000) - there.replace(year=2000)).days)
        except ValueError:
            return False
        return (
            days <= _SLIP
            or here.day == there.day
            or (here.month == there.month and abs(here.day - there.day) % 10 == 0)
        )

    def apart(self, other: When) -> bool:
        """Whether both cannot be one time."""
        here, there = (self.first, self.last), (other.first, other.last)
        if not (self.has_year and other.has_year):
            try:
                here, there = _in_one_year(here), _in_one_year(there)
            except ValueError:
                return False
            if here[0] > here[1] or there[0] > there[1]:
                return False
        if self.is_range and other.is_range:
            return here != there
        slack = timedelta(days=1) if self.loose or other.loose else timedelta(0)
        return here[0] > there[1] + slack or there[0] > here[1] + slack


def _in_one_year(days: tuple[date, date]) -> tuple[date, date]:
    first, last = days
    return first.replace(year=2000), last.replace(year=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where(Slot):
    """A place or body that a sentence names, of a kind of which there are many."""

    level: str
    """Its kind: ``xã``, ``cầu``, ``bệnh viện``."""
    words: str
    """Folded words of its name without the kind."""
    full: str
    """Folded full name, as far as it is known."""
    is_home: bool
    """Whether it is where somebody lives or comes from."""

    def differs(self, other: Where) -> bool:
        """Whether it is another of the same kind, and not its name in another spelling."""
        return self.level == other.level and self.full != other.full and not _one_name(self.words, other.words)


def _one_name(some: str, other: str) -> bool:
    first, second = some.split(), other.split()
    if set(first) <= set(second) or set(second) <= set(first) or first[:2] == second[:2]:
        return True  # "Yên Nghĩa", "Yên Nghĩa - Kim Mã"
    initials = ["".join(word[0] for word in name.split()) for name in (some, other)]
    return some == initials[1] or other == initials[0] or fuzz.ratio(some, other) >= _ONE_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Slot):
    """An office that a sentence gives to a named person."""

    person: str
    """Folded name."""
    rank: str
    """Folded: ``pho chu tich``."""
    body: str
    """Folded beginning of what stands behind the rank: ``ubnd``."""

    def differs(self, other: Office) -> bool:
        """Whether one is the deputy's office and the other that of the head, in one body."""
        heads = self.rank.removeprefix("pho "), other.rank.removeprefix("pho ")
        return self.rank != other.rank and heads[0] == heads[1] and self.body == other.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation(Slot):
    """A word that a sentence negates."""

    word: str
    """Folded, the one behind the negation."""


@kept(20_000)
def whens(sentence: str, dated: str = "") -> tuple[When, ...]:
    """The times of a sentence whose days can be told.

    :param dated: the instant of its report as text; empty: not known.
    """
    at = datetime.fromisoformat(dated) if dated else _NO_DAY
    folded = fold(index_form(sentence))
    return tuple(
        _when(item, sentence, folded)
        for item in times.find_times(sentence, at)
        if item.first and item.last and item.last - item.first < _LONGEST_DATED
        if not _BIRTH.search(folded[: item.start])
    )


def _when(item: TimeExpression, sentence: str, folded: str) -> When:
    assert item.first and item.last  # asked for by the caller
    before, behind = folded[: item.start], folded[item.end :]
    return When(
        start=item.start,
        end=item.end,
        first=item.first,
        last=item.last,
        has_year=_YEAR.search(sentence[item.start : item.end]) is not None,
        relative=item.relative,
        of_telling=(item.start <= _OPENING and _TELLING.search(behind) is not None)
        or _SOURCE.search(before[-60:]) is not None,
        loose=item.part in _AROUND_MIDNIGHT,
        is_range=item.first != item.last and item.granularity is Granularity.DAY,
        unit=_UNITS.get(item.granularity, "day"),
    )


@kept(20_000)
def wheres(sentence: str) -> tuple[Where, ...]:
    """The places and bodies of a sentence that bear the name of their kind."""
    if sentence.upper() == sentence:
        return ()
    found = []
    folded = fold(index_form(sentence))
    for name in names.find(sentence):
        written = folded[name.start : name.end]
        match = _level().match(written)
        if match:
            found.append(
                Where(
                    start=name.start,
                    end=name.end,
                    level=_SAME_LEVEL.get(match["level"], match["level"]),
                    words=" ".join(re.findall(r"\w+", match["name"])),
                    full=plain(name.name),
                    is_home=_HOME.search(folded[: name.start]) is not None,
                )
            )
    return tuple(found)


_SAME_LEVEL = {"tx": "thi xa", "tp": "thanh pho", "q": "quan", "h": "huyen", "p": "phuong", "x": "xa", "ql": "quoc lo"}


@cache
def _level() -> re.Pattern[str]:
    kinds = sorted({*map(plain, cues().places), *_SAME_LEVEL}, key=len, reverse=True)
    return re.compile(rf"(?P<level>{'|'.join(kinds)})(?:\. ?| )(?P<name>[\w ./-]+)$")


_CAPITALISED = "[A-ZĐÀ-Ỹ]\\w*"
_NAME = rf"{_CAPITALISED}(?: {_CAPITALISED}){{1,4}}"
_PERSON = rf"(?:{'|'.join(FAMILY_NAMES)})(?: {_CAPITALISED}){{1,3}}"


@kept(20_000)
def offices(sentence: str) -> tuple[Office, ...]:
    """The offices that a sentence gives to people, by rank words before or behind a name."""
    return tuple(_offices(sentence))


def _offices(sentence: str) -> Iterator[Office]:
    for pattern in (_office_before(), _office_behind()):
        for match in pattern.finditer(sentence):
            if not _FORMER.search(sentence[: match.start("rank")].lower()):
                yield Office(
                    start=match.start("rank"),
                    end=match.end("rank"),
                    person=plain(match["person"]),
                    rank=plain(match["rank"]),
                    body=_body(sentence[match.end("rank") :]),
                )


_FORMER = re.compile(r"(?:nguyên|cựu|quyền|tân|từng là|khi còn là|làm)\W*$")
_BODIES = {"uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd", "hoi dong quan tri": "hdqt"}


def _body(behind: str) -> str:
    """The body in which a rank is held, by the first words behind it."""
    words = plain(behind[:60])
    for full, short in _BODIES.items():
        words = words.replace(full, short)
    return " ".join(words.split()[:1])


def _rank_words() -> str:
    ranks = "|".join(sorted(map(re.escape, cues().ranks), key=len, reverse=True))
    return rf"(?P<rank>(?i:(?:phó[ -])?(?:{ranks})))"


@cache
def _office_before() -> re.Pattern[str]:
    behind = r"(?=$|[,.;:)]| [^\WA-ZĐÀ-Ỹ])"
    return re.compile(rf"(?<!\w){_rank_words()}(?!\w)[\w&. ]{{0,70}}?(?:,? (?:ông|bà))? (?P<person>{_PERSON}){behind}")


@cache
def _office_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:ông|bà|Ông|Bà) (?P<person>{_PERSON}) ?[,(–-]+ ?{_rank_words()}(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation(Slot):
    """A number by which a sentence calls a thing, or that it tells of a person."""

    of: str
    """Folded: what is called so: ``nghi dinh``, ``android``; of a person what is told and the name."""
    number: str
    """Lower-case letters and digits."""
    is_plate: bool
    is_aside: bool
    """Whether no flag is made of it: a private person's age or number plate, the minute of a goal."""


_MINUTES = ("phut", "phut thu")
_BEFORE_NUMBER = re.compile(r" (?:so|thu|lan thu)$")
_ROMAN = re.compile(r"[ivx]+")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_PLATE = re.compile(r"(?<!\w)(?P<number>\d\d[A-ZĐ]{1,2}\d?\s?[-–.]?\s?\d{3}\.?\d{1,2})(?!\w)")
_BORN = re.compile(rf"(?P<of>{_NAME})[^.;()]{{0,10}}\(? ?(?:SN|sinh năm|sinh) ?(?P<number>(?:19|20)\d\d)")
_AGED = re.compile(rf"(?P<of>{_NAME}) ?[(,]? ?(?P<number>\d{{1,2}}) tuổi")
_VERSION = re.compile(r"(?<!\w)(?P<of>[A-Z][a-zA-Z]{2,}) (?P<number>\d+(?:\.\d+)+)(?![\d.]*\w)")


@kept(20_000)
def designations(sentence: str) -> tuple[Designation, ...]:
    """The numbers by which a sentence calls things, and those that it tells of persons."""
    found = []
    for told, pattern in (
        ("plate", _PLATE),
        ("born", _BORN),
        ("aged", _AGED),
        ("version", _VERSION),
        ("", _numbered()),
    ):
        for match in pattern.finditer(sentence):
            of = (
                ""
                if told == "plate"
                else plain(match["of"]).removesuffix(" so").removesuffix(" thu").removesuffix(" lan")
            )
            found.append(
                Designation(
                    start=match.start("number"),
                    end=match.end("number"),
                    of=f"{told} {of}".strip(),
                    number=_number(match["number"]),
                    is_plate=told == "plate",
                    is_aside=told in ("plate", "born", "aged") or plain(match["of"]) in _MINUTES,
                )
            )
    return tuple(found)


def _number(written: str) -> str:
    """Letters and digits of a number; "XIV" is 14, and "1A" is the 1 of a road."""
    number = "".join(filter(str.isalnum, written.lower()))
    if _ROMAN.fullmatch(number):
        digits = [_ROMAN_DIGITS[letter] for letter in number]
        return str(sum(-here if here < there else here for here, there in zip(digits, [*digits[1:], 0], strict=True)))
    return number[:-1] if number[:-1].isdigit() and not number[-1].isdigit() else number


@cache
def _numbered() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, cues().numbered), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<of>(?i:{words})) (?P<number>\d{{1,4}}\w?|[IVX]+)(?![\w%]|[.,]\d)")


# "chưa" is no more than "not yet": the next report may well tell that it came to pass.
_NEGATED = re.compile(
    r"(?<!\w)(?:không|chẳng|chưa từng|khong)(?: (?:hề|bị|được|he|bi|duoc|có|co))? (?P<word>\w+(?: \w+)?)"
)


@kept(20_000)
def negations(sentence: str) -> tuple[Negation, ...]:
    """The words that a sentence negates."""
    lowered = index_form(sentence)
    return tuple(
        Negation(start=match.start(), end=match.end(), word=fold(match["word"]))
        for match in _NEGATED.finditer(lowered)
        if not cues().no_negation.search(lowered[max(0, match.start() - 6) : match.end() + 15])
    )
