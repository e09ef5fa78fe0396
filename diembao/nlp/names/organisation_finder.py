"""Organisations: listed ones, and those whose first word says what they are.

A name by grammar is a *head* ("Sở", "Công an", "Bệnh viện", "Công ty") and what belongs to it: words in capitals, small
words of the kind of which such names are made ("đa khoa", "phát triển nông thôn"), numbers, and at the end the place.
Without a word in capitals or a place it is no name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from diembao.core.text import index_form
from diembao.nlp.names.capitals import WORD, Person, is_vietnamese, row_at, word_before
from diembao.nlp.names.lexicon import Body, organisations
from diembao.nlp.names.model import Name
from diembao.nlp.names.organisation_names import FullNames
from diembao.nlp.names.place_finder import Found, capitals_agree
from diembao.nlp.phrases import Hit
from diembao.nlp.place_file import Gazetteer

_MOST_WORDS = 16
_TOKEN = re.compile(
    rf" ?(?:(?P<capital>{WORD})|(?P<number>\d+(?!\w|[.,/]\d))|(?P<joint>[-–&])(?= ?{WORD})|(?P<small>[^\W\d_]+))"
)
_CAPITALS_NEXT = re.compile(r" [^\W\d_a-zà-ỹ]{2}")
_CAPITAL_NEXT = re.compile(rf" {WORD}")
_FIELD_AFTER_COMMA = re.compile(
    r",(?= (?:Thể thao|Thể Thao|Giáo dục|Thương binh|Thanh niên|TT&DL|Công nghệ|Xã hội|An ninh|chống|chữa|Cứu nạn)\b)"
)
#: "(VFC)" after a name.
_ABBREVIATION = re.compile(
    r" ?(?:\(|[-–] )(?:viết tắt (?:là )?|gọi tắt (?:là )?)?([A-ZĐƯ][A-ZĐƯa-z]{0,2}[A-ZĐƯ&.-]{1,8}[A-ZĐƯ])(?=[),;.\s]|$)"
)
_DOMAIN = re.compile(r"(?<![\w@./])[A-Z][\w-]{2,}(?:\.\w+)?\.(?:vn|com|net|org|VN)(?!\w)")
_CUP = re.compile(r" (?:Cup|Champions|Games|Euro|Open|World|Suzuki|Premier|Series|Super|League)\b")
_WARE = re.compile(rf" (?:{WORD}|\d)")
_WARE_BEFORE = frozenset("xe chiếc mẫu giải cúp máy dòng".split())
_POLICE = re.compile(r" (?:Công an|CA) ")

#: Small words that need no neighbour.
_SINGLE = frozenset("và về số nam nữ tỉnh huyện quận lớn hỗn hợp".split())
#: Small words with which a name does not end.
_OPEN = _SINGLE | {"thành", "phố", "ban"}
#: Heads with these are no bodies.
_NO_BODIES = frozenset(
    [("bộ", word) for word in ("Quy", "Luật", "Tứ")] + [("trường", word) for word in ("Chinh", "Sa", "Sơn", "Giang")]
)
#: Half of no word of a name.
_FUNCTION_WORDS = frozenset(
    "đã đang sẽ cho và là có của tại ở với trong để vào khi từ đến do bị được thì mà này cũng không chưa phải nói vừa "
    "còn về ra lên trên dưới như nên nếu hay hoặc các những một hôm ngày sáng chiều mới theo cùng đưa "
    "yêu đề thông".split()
)
#: With these the head is another word: "hội nghị", "ban hành", "bộ phim".
_OTHER_WORDS = frozenset(
    "hợp phái nghị hành phim thảo trưởng đàm diễn chợ làng thi trại ngũ viên họp máy ba giám thân cánh".split()
)
#: Capitals with which something new begins.
_STOP_WORDS = frozenset(
    "Ông Bà Anh Chị Theo Trong Tại Khi Và Ảnh Nguồn Tuy Sau Trước Đây Đến Hiện Ngày Được Cho Những Các Một Với Từ Ở Là "
    "Đã Để Do Vì Tôi Ngoài Hôm Nhưng Trưởng Phó Thiếu Giám Thứ Lãnh".split()
)
_OFFICER = re.compile(r"(?:Đại|Trung|Thủ|Chủ|Thượng) (?:diện|tá|tướng|úy|tịch|sứ)\b")
_BODY_STARTS = frozenset(("Bộ", "Sở", "UBND", "Cục", "Tổng", "HĐND", "Viện", "Trường"))
_PLURAL = frozenset("các những nhiều mọi một mỗi hai ba số vài".split())
#: Offices that are named by their place right after the head; the others need a field first.
_OF_A_PLACE = frozenset(("quân khu", "ủy ban", "liên đoàn", "thanh tra", "đảng", "đảng bộ", "bảo tàng", "hội đồng"))
#: Brands of which a country alone is the name: "đội tuyển Việt Nam", but not "công ty Mỹ".
_OF_A_COUNTRY = frozenset("đt tuyển báo đài".split()) | {"đội tuyển"}
_NUMBERED = frozenset(
    ("quân khu", "sư đoàn", "trung đoàn", "lữ đoàn", "quân đoàn", "tiểu đoàn", "binh đoàn", "trạm", "đội")
)
#: Their names go on to "Việt Nam", whatever stands before it: "Hiệp hội Chế biến cá tra Việt Nam".
_OF_VIETNAM = frozenset(("hiệp hội", "hội", "liên đoàn", "liên minh", "viện", "trung tâm", "liên hiệp", "tổng hội"))
_TO_VIETNAM = re.compile(r"(?: (?!của|tại|ở|cho|đã|với|và|là|có|mời|về|từ)[^\W\d_]+){1,4} (Việt Nam)(?!\w)")
#: Of these there is one everywhere: the place, a number or two capitals must say which.
_EVERYWHERE = frozenset(("cơ quan", "phòng", "đội"))
#: Written small they are common words before a name, not part of it.
_APPOSITIONS = frozenset(("tổ chức", "nhóm", "doanh nghiệp", "đội bóng", "tờ", "trang", "diễn đàn", "nhà xe"))
_PREPOSITIONS = frozenset(("ở", "tại", "phố", "đến", "tới", "từ", "về", "đô", "sang", "bang", "đảo"))
#: Listed names that are common words or parts of other names.
_COMMON = frozenset(
    "AS Sport Time People Goal Real IS AP Nature Inter Rangers Santos Shell Meta Kia Ford Zing Canon Sharp Vogue Vivo "
    "EY HP AU EC RT".split()
)


@dataclass(slots=True)
class _Surroundings:
    """What is known of a text when organisations are looked for."""

    places: dict[int, Found]
    persons: dict[int, int]
    heads: set[int]
    """Where heads start with a capital: a new name."""
    long_heads: set[int]
    """Those of several words that have a name of their own after them: "Đại học", "Công ty"."""


@dataclass(slots=True)
class _Tail:
    """What belongs to a head, while it is read."""

    head: str
    kind: str
    """``territorial``, ``office`` or ``brand``."""
    small_head: bool
    """Whether the head is written small."""
    stop: int
    """Where the name ends, as far as is known."""
    place: Found | None = None
    proper: bool = False
    numbered: bool = False
    capitals: int = 0
    words: int = 0
    small: int = 0
    """Small words since the last capital."""
    last: str = field(default="")


class OrganisationFinder:
    """Finds organisations at the hits of one text after another.

    :param gazetteer: the provinces.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._words = organisations()
        self._full = FullNames(self._words, gazetteer)
        fields = {*self._words.fields.values(), *self._words.short_fields, *self._words.departments.values()}
        known = "|".join(map(re.escape, sorted((*fields, *self._words.fields), key=len, reverse=True)))
        #: A field that is known, after which only a place can stand.
        self._fields = re.compile(rf" (?:{known})(?!\w|[-&]\w| và |, (?:Thể|Giáo|Thương)| - )")
        self._named: dict[str, list[tuple[str, Body]]] = {}
        for written, body in self._words.named.items():
            self._named.setdefault(index_form(written), []).append((written, body))

    @property
    def words(self) -> tuple[str, ...]:
        """What to look for, in index form."""
        return (*self._named, *self._words.heads)

    def find(
        self,
        text: str,
        hits: Sequence[Hit],
        phrases: Sequence[str],
        listed: Container[str],
        places: Sequence[Found],
        persons: Sequence[Person],
    ) -> list[Name]:
        """Organisations at the hits; places and persons have been found before.

        :param listed: phrases that are names of places, also where they were not found to be meant.
        """
        starts: dict[int, str] = {}
        for hit in hits:  # the longest of a place comes first
            if text[hit.start].isupper() and hit.end > hit.start + 2 and phrases[hit.phrase] in self._words.heads:
                starts.setdefault(hit.start, phrases[hit.phrase])
        around = _Surroundings(
            {place.start: place for place in places},
            dict(persons),
            set(starts),
            {start for start, phrase in starts.items() if " " in phrase and self._words.heads[phrase] == "brand"},
        )
        found: list[Name] = []
        reached = failed = 0
        covered = _Covered(places)
        for start, end, number in hits:
            reached = max(reached, around.persons.get(start, 0))
            if start < reached or start < failed:
                continue
            phrase = phrases[number]
            name = None
            if phrase in self._words.heads:
                name = self._by_grammar(text, start, end, phrase, around)
                if name is None and " " in phrase and phrase not in self._named:
                    failed = max(failed, start + 1)  # a shorter head at the same place would cut a word
            if name is None and phrase in self._named:
                name = self._listed(text, start, end, phrase, around)
            if name is None and " " in phrase and phrase in listed and text[start].isupper():
                failed = end  # "Đài Loan" is no "Đài", "Tây Ban Nha" no "Ban"
            if name is None or covered(name.start, name.end):
                continue
            found.append(name)
            reached = name.end
            if (match := _ABBREVIATION.match(text, name.end)) and match.start(1) not in around.places:
                found.append(
                    Name(
                        start=match.start(1), end=match.end(1), kind="organisation", name=name.name, former=name.former
                    )
                )
                reached = match.end(1)
        return found + _domains(text, found)

    def _listed(self, text: str, start: int, end: int, phrase: str, around: _Surroundings) -> Name | None:
        written = text[start:end]
        for form, body in self._named[phrase]:
            if not capitals_agree(form, written):
                continue
            # a word in a heading of capitals is no abbreviation
            if " " not in form and written.isupper() and not form.isupper() and len(form) > 3:
                continue
            if form in _COMMON and not _stands_alone(text, start, end):
                continue
            before = index_form(word_before(text, start))
            if _CUP.match(text, end):
                continue
            if body.wares and (before in _WARE_BEFORE or (_WARE.match(text, end) and end + 1 not in around.places)):
                continue
            place = around.places.get(start)
            if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum():
                continue  # "RT-PCR"
            if place is not None and (place.end > end or before in _PREPOSITIONS):
                continue
            return Name(
                start=start,
                end=end,
                kind="organisation",
                name=body.now or body.name,
                former=body.name if body.now else "",
            )
        return None

    def _by_grammar(self, text: str, start: int, end: int, head: str, around: _Surroundings) -> Name | None:
        written = text[start:end]
        small = written[0].islower()
        if head in _APPOSITIONS and (small or head == "trang"):
            return self._apposed(text, end, around) if small else None
        if (
            small
            and head in self._words.capital_heads
            and not (head in ("bộ", "sở", "cục", "đảng", "đội", "phòng") and _CAPITAL_NEXT.match(text, end))
        ):
            return None
        if head.upper() in self._words.abbreviations and not written.isupper():
            return None
        abbreviated = len(written) < 4 and head not in self._words.capital_heads
        heading = written.isupper() and not abbreviated and _CAPITALS_NEXT.match(text, end) is not None
        if heading and self._words.heads[head] != "territorial":
            return None  # nothing tells where the name ends
        previous = word_before(text, start)
        before = index_form(previous)
        if before in self._words.part_of.get(head, ()):
            return None
        if (
            not small
            and " " not in head
            and previous.istitle()
            and is_vietnamese(previous)
            and previous not in _STOP_WORDS
        ):
            return None  # "Lương Xuân Trường", "Gỗ Trường Thành"
        tail = self._tail(text, end, head, small, around)
        police = _POLICE.match(text, tail.stop) if head in _EVERYWHERE else None
        if police and (place := around.places.get(police.end())):
            tail.stop, tail.place, tail.proper = place.end, place, True
        if not tail.proper:
            return None
        if tail.place is not None and head[0] == "u" and head[1:].isdigit() and tail.place.name.startswith("châu"):
            return None  # a competition
        only_place = tail.place is not None and tail.words == 1
        if only_place and small and before in _PLURAL:
            return None
        if head in _EVERYWHERE and tail.place is None and not tail.numbered and tail.capitals < 2:
            return None
        name, former = self._full.of(text[start : tail.stop], tail.place, start)
        return Name(start=start, end=tail.stop, kind="organisation", name=name, former=former)

    def _apposed(self, text: str, end: int, around: _Surroundings) -> Name | None:
        """The foreign or abbreviated name after a common word: "tờ Laos Post", "tổ chức ICDL"."""
        row = row_at(text, _next_start(text, end))
        if row is None or row.start() in around.places or row.start() in around.persons:
            return None
        first = row[0].split()[0]
        if is_vietnamese(first) and not first.isupper():
            return None
        return Name(start=row.start(), end=row.end(), kind="organisation", name=row[0])

    def _tail(self, text: str, end: int, head: str, small_head: bool, around: _Surroundings) -> _Tail:
        tail = _Tail(head, self._words.heads[head], small_head, end)
        at = end
        if head in ("sở", "bộ") and (known := self._fields.match(text, end)):
            tail.stop = at = known.end()
            tail.kind, tail.proper, tail.words = "territorial", True, 1
        while tail.words < _MOST_WORDS:
            if tail.kind == "office" and (comma := _FIELD_AFTER_COMMA.match(text, at)):
                at = comma.end()
            token = _TOKEN.match(text, at)
            if token is None:
                break
            start = token.start() + (text[at] == " ")
            if start == at and text[at - 1] != "." and token["joint"] is None:
                break
            if start in around.persons and not (tail.kind == "brand" and not tail.proper):
                break
            place = around.places.get(start)
            if place is not None and token["joint"] is None:
                if not _takes_place(text, place, tail):
                    break
                tail.place, tail.proper, tail.stop, tail.small = place, True, place.end, 0
                at = place.end
                tail.words += 1
                if tail.kind == "territorial":
                    break
                continue
            if head.endswith("cấp cao") and at == end and text.startswith(" tại ", at):
                at += 4
                continue
            if tail.kind == "territorial" or not self._takes(text, token, start, tail, around):
                if head in _OF_VIETNAM and tail.proper and (through := _TO_VIETNAM.match(text, at)):
                    tail.stop, tail.place = through.end(), around.places.get(through.start(1))
                elif tail.capitals == tail.words == 1 and is_vietnamese(tail.last) and tail.kind != "territorial":
                    # the one syllable in capitals is half of a word: "Hội Nghĩa tình"
                    half = token["small"]
                    if half and half not in _FUNCTION_WORDS:
                        tail.stop = at = token.end()
                        tail.words, tail.small, tail.last = 2, 1, index_form(half)
                        continue
                break
            at = token.end()
            tail.words += 1
        return tail

    def _takes(self, text: str, token: re.Match[str], start: int, tail: _Tail, around: _Surroundings) -> bool:
        """Whether a word belongs to the name; ``tail`` is told."""
        if word := token["capital"]:
            if word in _STOP_WORDS or _OFFICER.match(text, start) or (tail.words and start in around.long_heads):
                return False
            if not tail.words and (tail.head, word) in _NO_BODIES:
                return False
            if tail.words and tail.kind == "office" and (word in _BODY_STARTS or text.startswith("Công an", start)):
                return False
            named = tail.place is not None and not tail.small and tail.last != "-"
            if named and (tail.kind != "brand" or (tail.place is not None and tail.place.country)):
                return False
            if word not in self._words.kinds_only or tail.head in ("cục", "sở", "bộ"):
                tail.proper = True
                tail.capitals += 1
            tail.stop, tail.small, tail.last = token.end(), 0, index_form(word)
            return True
        if token["number"]:
            if not tail.proper and text[start - 3 : start] != "số " and tail.head not in _NUMBERED:
                return False
            if not tail.words and tail.small_head:
                return False
            tail.proper = tail.numbered = True
            tail.stop, tail.last = token.end(), ""
            return True
        if token["joint"]:
            tail.last = "-"
            return _next_start(text, token.end()) not in around.heads
        return self._takes_small(text, token, tail, around)

    def _takes_small(self, text: str, token: re.Match[str], tail: _Tail, around: _Surroundings) -> bool:
        small = index_form(token["small"])
        if small not in self._words.small or (not tail.words and small in _OTHER_WORDS):
            return False
        if tail.kind == "brand" and tail.proper and not tail.small and (tail.last, small) not in self._words.pairs:
            return False
        if small not in _SINGLE and (tail.last, small) not in self._words.pairs:
            following = _TOKEN.match(text, token.end())
            if following is None or (small, index_form(following[0].strip())) not in self._words.pairs:
                return False
        if small == "và" and (
            tail.place is not None
            or (tail.kind == "brand" and not tail.small)
            or _next_start(text, token.end()) in around.heads
        ):
            return False
        tail.small += 1
        if (
            tail.proper
            and small not in _OPEN
            and (tail.kind == "office" or tail.small > 1 or (tail.last, small) in self._words.pairs)
        ):
            tail.stop = token.end()
        tail.last = small
        return True


def _takes_place(text: str, place: Found, tail: _Tail) -> bool:
    """Whether a place belongs to the name."""
    if tail.place is not None:
        return tail.kind == "brand" or text[tail.place.end : place.start].strip() in ("-", "–")
    if tail.words:
        return True
    if tail.kind == "brand":
        return not place.country or tail.head in _OF_A_COUNTRY
    return tail.kind == "territorial" or tail.head in _OF_A_PLACE


class _Covered:
    """Whether a span lies inside a place, of spans asked for in order."""

    def __init__(self, places: Sequence[Found]) -> None:
        self._places = places
        self._next = 0
        self._place: Found | None = None

    def __call__(self, start: int, end: int) -> bool:
        while self._next < len(self._places) and self._places[self._next].start <= start:
            self._place = self._places[self._next]
            self._next += 1
        place = self._place
        if place is None or start >= place.end:
            return False
        if end > place.end:
            # "xã Đội Bình" has no "Đội", but "sân vận động Quân khu 7" a "Quân khu 7"
            return start > place.start and place.category != "site"
        return start > place.start or bool(place.category)


def _next_start(text: str, at: int) -> int:
    return at + (text[at : at + 1] == " ")


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = word_before(text, start)
    return (
        not before[:1].isupper()
        and _CAPITAL_NEXT.match(text, end) is None
        and text[start - 2 : start] not in (". ", "")
    )


def _domains(text: str, found: Sequence[Name]) -> list[Name]:
    """Outlets that are called by their address: "Zing.vn"."""
    return [
        Name(start=match.start(), end=match.end(), kind="organisation", name=match[0])
        for match in _DOMAIN.finditer(text)
        if not any(name.start < match.end() and match.start() < name.end for name in found)
    ]
