"""Places: by gazetteer, and by the words that names of places stand after.

A *unit word* ("xã", "đường", "sông", "sân bay") makes a name of what follows it in capitals. Names that need no unit
word are listed: provinces, well-known towns, countries, great cities. Between the two stands the chain: of
"phường Máy Chai, Ngô Quyền, Hải Phòng" the middle is a district because the last is its province.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from diembao.core.text import fold, index_form
from diembao.nlp.names import countries, units
from diembao.nlp.names.capitals import WORD, is_vietnamese, word_before
from diembao.nlp.names.lexicon import unit_words, world
from diembao.nlp.place_file import KINDS, Gazetteer, load_places

_LOOK_BACK = 40
#: How many words the name after a unit word has at most.
_MOST_WORDS = {"street": 4, "hamlet": 3, "site": 5, "administrative": 3}
#: The longest name of a unit that is known: "Phan Rang - Tháp Chàm".
_LONGEST_UNIT = 6

#: What a name stands for after these words is not the place itself.
_NOT_A_PLACE_AFTER = re.compile(
    r"(?:\b(?:(?<!cầu )(?<!mía )đường|(?<!cửa )ngõ|hẻm|đại lộ|chiến dịch|chiến thắng|bia|phim"
    r"|ông|(?<!đàn )bà|anh|chị|(?<!anh )(?<!chị )em|cô|chú|bác|cháu|bé|tên|(?<!thủ )tướng|mẹ|dì|bạn|nàng|chàng|thầy|bố"
    r"|hoa hậu|á hậu|người mẫu|mc|ts|bs|luật sư|đại úy|thượng úy|trung úy|thiếu úy|đại tá|thượng tá|trung tá|thiếu tá"
    r"|con gái|con trai|bạn gái|em gái|em trai|ca sĩ|nghệ sĩ|diễn viên|nhạc sĩ|cầu thủ|hlv|nsưt|nsnd|đạo diễn"
    r"|giải|hiệp định|dự án|anh hùng|thượng tọa|đại đức|hòa thượng) |\bđ\. ?)$"
)
_FIRM_AFTER = re.compile(r"\b(?:công ty|tập đoàn|hãng) $")
_SMALLER_UNIT_AFTER = re.compile(
    r"\b(?:(?<!thị )xã|phường|thị trấn|huyện|quận|(?<!nông )thôn|ấp|làng|bản|buôn|khóm|khu phố|p\.|x\.|h\.) ?$"
)
_QUALIFIERS = re.compile(
    r"(?: (?:quốc tế|quốc gia|hàng không|quân sự|cửa khẩu|vượt|mới|sinh thái|công nghệ cao|nước sâu|biển|thủy sản"
    r"|đầu mối|trung tâm|Hồi giáo|hồi giáo|Công giáo|thiên nhiên|di sản|nghỉ dưỡng|bộ|treo|cạn|hành hương|chính tòa"
    r"|tỉnh|thành phố|huyện|cổ|kinh tế|số \d+)(?= ))*"
)
_NUMBER = re.compile(
    r"[ .]?(\d{1,3}[A-Z]?(?:[-/]\d+)?)(?![\w.,]*\d)(?!\w| (?:tháng|năm|người|triệu|tỷ|tỉ|nghìn|m\b|km\b|giờ|phút|ngày))"
)
_ROUTE = re.compile(r"[ .]?((?:số )?\d{1,3}[A-Z]{0,2}(?:[-.]\d+)?)(?!\w)")
_NAME = re.compile(rf" ?({WORD}(?: [-–] (?={WORD})| (?={WORD})|{WORD}|(?<= )\d{{1,2}}(?!\w|[.,/]\d)){{0,24}})")
_ADDRESS = re.compile(rf" (?:nhà )?\d+\w{{0,2}}(?:[-/]\d+\w?)* ({WORD}(?: {WORD}){{0,3}})(?=\s?[,(\-–)])")
#: Capitals with which something new begins.
_STOP_WORDS = frozenset(
    "Quận Phường Huyện Xã Tỉnh TP TP. Km KM Công Sở UBND Anh Chị Theo Trong Tại Khi Và Ảnh Nguồn Tuy Sau Trước "
    "Đây Đến Hiện Ngày CSGT BKS Cơ Ban Bộ Đoàn Tổng "
    "Để Sẽ Có Không Các Những Một Vì Do Nếu Được Cho Với Từ Là Đã Đang Sáng Chiều Tối Bên Cùng Ngoài Lúc Hôm Chủ Phó "
    "Giám Clip Video Họ Tôi Chúng Người Lực".split()
)
_REGIONS = ("Bắc ", "Nam ", "Trung ", "Tây ", "Đông ", "Miền ")
_CHAIN_BEFORE = re.compile(rf"({WORD}(?: {WORD}){{0,3}})(?:,| ?[-–]| ?\(|/) ?$")
_BETWEEN_CHAINED = re.compile(r"(?:,| ?[-–]| ?\(|/)? ?(?:thuộc |của |ở )?")


class Listed(NamedTuple):
    """A name that needs no unit word."""

    name: str
    written: str
    province: str = ""
    first_level: bool = False
    """Whether it is the name of a province, now or formerly; smaller places elsewhere bear the same names."""
    former: str = ""
    """The former province that it names."""
    country: bool = False
    short: bool = False
    """Whether it is a person's name or a common word as well."""
    decoy: bool = False
    """Whether it is a phrase that only looks like a place."""


class Found(NamedTuple):
    """A place of a text."""

    start: int
    end: int
    name: str
    province: str = ""
    kind: str = ""
    """Kind of unit below the province; empty for everything else."""
    candidates: tuple[units.Unit, ...] = ()
    """Units that it may be, until its province is known."""
    former: str = ""
    """The former province that the text named."""
    country: bool = False
    category: str = ""
    """Of the unit word before it; empty: there is none."""


def listed(gazetteer: Gazetteer) -> dict[str, Listed]:
    """All names that are looked for without a unit word, by their index form; what comes later wins."""
    found: dict[str, Listed] = {}
    places = world()
    for table, country in ((places.others, False), (places.countries, True)):
        for written, name in table.items():
            found[index_form(written)] = Listed(name, written, country=country, short=written in places.short)
    for written in places.decoys:
        found[index_form(written)] = Listed("", written, decoy=True)
    known = units.load()
    for province in gazetteer.provinces:
        for written in (province.name, *province.merged, *province.aliases):
            # of two spellings that differ in capitals only the later counts: "thành phố …" is an alias of "Thành phố …"
            found[index_form(written)] = Listed(
                province.name,
                written,
                province.name,
                first_level=True,
                former=written if written in province.merged else "",
                short=written in places.short,
            )
        for name in (province.name, *province.merged):
            for unit_word in ("tinh", "thanh pho", "tp", "tp."):
                # typed without marks: a name without its unit word is too easily something else
                written = f"{unit_word} {fold(name)}"
                former = name if name in province.merged else ""
                found[written.lower()] = Listed(province.name, written, province.name, first_level=True, former=former)
        for written in province.places:
            same = [unit for unit in known.get(units.key(written), ()) if unit.province == province.name]
            # of a ward and a former district of one name the district is meant
            same.sort(key=lambda unit: (unit.kind != "đặc khu", unit.kind not in units.DISTRICTS))
            found[index_form(written)] = Listed(same[0].full if same else written, written, province.name)
        for written in province.not_places:
            # "Thái Bình Dương" is no "Thái Bình", and a place all the same
            if index_form(written) not in found or found[index_form(written)].province:
                found[index_form(written)] = Listed("", written, decoy=True)
    return found


class PlaceFinder:
    """Finds the places at hits of listed names and unit words.

    :param gazetteer: the provinces, and which one is home.
    :param names: the names of :func:`listed`.
    """

    def __init__(self, gazetteer: Gazetteer, names: dict[str, Listed]) -> None:
        self._home = gazetteer.home
        self._units = units.load()
        self._provinces = {units.key(form): entry for form, entry in names.items() if entry.first_level}
        self._cities = {province.name for province in gazetteer.provinces if province.kind == KINDS[1]}
        self._own = _desks_own(gazetteer)
        self._words = unit_words()

    def listed(self, text: str, start: int, end: int, entry: Listed, persons: frozenset[str]) -> Found | None:
        """The place of a listed name at ``text[start:end]``, unless it means something else there.

        :param persons: last names, that is given names, of the persons in the text.
        """
        written = text[start:end]
        # "Thụy sĩ": of a country's name the first letter is enough
        if not capitals_agree(entry.written, written) and not (
            entry.country and " " in written and written[0].isupper()
        ):
            return None
        before = index_form(text[max(0, start - _LOOK_BACK) : start])
        if _NOT_A_PLACE_AFTER.search(before) or (entry.first_level and _SMALLER_UNIT_AFTER.search(before)):
            return None
        if countries.is_nationality(before) if entry.country else _FIRM_AFTER.search(before):
            return None
        if entry.short and not countries.is_meant(text, start, end, before, persons):
            return None
        return Found(start, end, entry.name, entry.province, former=entry.former, country=entry.country)

    def after_unit_word(self, text: str, start: int, end: int, word: str) -> Found | None:
        """The place whose unit word stands at ``text[start:end]``.

        :param word: the unit word in index form.
        """
        capital = text[start].isupper()
        category = self._words.categories[word]
        if word in self._words.capital_only and (not capital or text[start - 1 : start] == "&"):
            return None
        before = word_before(text, start)
        if before.lower() in self._words.part_of.get(word, ()):
            return None
        if capital and category != "administrative" and (before.istitle() or text[start:end].isupper()):
            return None
        if capital and word in self._words.small_only:
            return None
        if category == "administrative":
            return self._administrative(text, start, end, self._words.kinds[word])
        if category == "address":
            address = _ADDRESS.match(text, end)
            # a shirt has a number as well
            if address is None or before.lower() in ("áo", "mang") or not is_vietnamese(address[1].split()[0]):
                return None
            return Found(address.start(1), address.end(1), address[1], category=category)
        if category == "street" and word in self._words.routes and (number := _ROUTE.match(text, end)):
            return Found(start, number.end(), text[start : number.end()], category=category)
        if category == "hamlet" and word not in ("làng", "bản") and (number := _NUMBER.match(text, end)):
            return Found(start, number.end(), text[start : number.end()], category=category)
        if category == "site" and (qualifiers := _QUALIFIERS.match(text, end)):
            end = qualifiers.end()
        return self._called(text, start, end, category)

    def _called(self, text: str, start: int, end: int, category: str) -> Found | None:
        """The place named after its unit word as it is written."""
        if text[end : end + 1] != " ":
            return None
        stop = _name_end(text, end, _MOST_WORDS[category])
        if stop == end:
            return None
        # "bản Android" is no hamlet
        if category == "hamlet" and not is_vietnamese(re.split(r"[ -]", text[end + 1 : stop], maxsplit=1)[0]):
            return None
        return Found(start, stop, text[start:stop], category=category)

    def _administrative(self, text: str, start: int, end: int, kind: str) -> Found | None:
        if kind in ("quận", "phường") and (number := _NUMBER.match(text, end)):
            name = str(int(number[1])) if number[1].isdigit() else number[1]
            fitting = tuple(unit for unit in self._units.get(name, ()) if unit.kind == kind)
            return Found(start, number.end(), f"{kind} {name}", "", kind, fitting, category="administrative")
        row = _NAME.match(text, end)
        if row is None:
            return None
        name_start = row.start(1)
        for stop in _ends(text, name_start, row.end(), _LONGEST_UNIT):
            key = units.key(text[name_start:stop])
            if (entry := self._provinces.get(key)) and (
                kind == "tỉnh" or (kind == "thành phố" and entry.name in self._cities and not entry.former)
            ):
                return Found(start, stop, entry.name, entry.province, former=entry.former, category="administrative")
            if kind != "tỉnh" and (province := self._own.get(key)):
                return Found(start, stop, text[start:stop], province, kind, category="administrative")
            if kind != "tỉnh" and (fitting := _of_kind(self._units.get(key, ()), kind)):
                name = f"{kind} {fitting[0].name}"
                return Found(start, stop, name, "", kind, fitting, category="administrative")
        # of an abbreviation, or among capitals, only what is known is believed
        if text[end - 1] == "." or end - start == 1 or text[name_start : name_start + 3].isupper():
            return None
        if kind == "tỉnh" and text.startswith(_REGIONS, name_start):
            return None  # "các tỉnh Bắc Bộ"
        stop = _name_end(text, end, _MOST_WORDS["administrative"])
        return Found(start, stop, text[start:stop], kind=kind, category="administrative") if stop > name_start else None

    def chained(self, text: str, found: Sequence[Found]) -> list[Found]:
        """``found`` and the units that stand before one of them without a unit word: "Ngô Quyền, Hải Phòng"."""
        places = list(found)
        taken = bytearray(len(text))
        for place in found:
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
        for place in found:
            later: Found | None = place
            while later is not None and (provinces := _provinces_of(later)):
                later = self._before(text, later.start, provinces)
                if later is None or any(taken[later.start : later.end]):
                    break
                places.append(later)
                taken[later.start : later.end] = b"\1" * (later.end - later.start)
        places.sort(key=lambda place: (place.start, -place.end))
        return places

    def _before(self, text: str, end: int, provinces: frozenset[str]) -> Found | None:
        """The unit in one of ``provinces`` that is named just before ``end``."""
        match = _CHAIN_BEFORE.search(text, max(0, end - _LOOK_BACK), end)
        if match is None or match[1].isupper():
            return None
        known = [unit for unit in self._units.get(units.key(match[1]), ()) if unit.province in provinces]
        if not known:
            return None
        # a name alone means the district rather than the commune that is called like it
        known.sort(key=lambda unit: unit.kind not in units.DISTRICTS)
        return Found(match.start(1), match.end(1), known[0].full, "", known[0].kind, tuple(known))

    def resolved(self, text: str, places: Sequence[Found]) -> list[Found]:
        """Places with their provinces, as far as what stands around them tells which of several homonyms is meant."""
        named = Counter(place.province for place in places if place.province)
        resolved: list[Found] = []
        following: Found | None = None
        for place in reversed(places):
            if place.candidates and not place.province:
                chained = following if following is not None and _are_chained(text, place, following) else None
                place = place._replace(province=self._meant(place.candidates, chained, named), candidates=())
            resolved.append(place)
            following = place
        resolved.reverse()
        return resolved

    def _meant(self, candidates: Sequence[units.Unit], chained: Found | None, named: Counter[str]) -> str:
        """The province of the unit that is meant; empty: nothing tells.

        In this order: the rest of the chain, also when it is a district that nobody knows; the only one of its name;
        the province that the text names most; home, in a text that names no other.
        """
        if chained is not None and (chained.province or chained.kind):
            if within := {unit.province for unit in candidates if units.key(unit.district) == units.key(chained.name)}:
                return chained.province if chained.province in within else min(within) if len(within) == 1 else ""
            return chained.province if any(unit.province == chained.province for unit in candidates) else ""
        provinces = {unit.province for unit in candidates}
        if len(provinces) == 1:
            return provinces.pop()
        if near := [province for province, _count in named.most_common() if province in provinces]:
            return near[0]
        return self._home if self._home in provinces and not named else ""


def _desks_own(gazetteer: Gazetteer) -> dict[str, str]:
    """Places that the desk has added to the shipped ones: name -> province. Its word counts against shipped units."""
    shipped = {province.name: set(province.places) for province in load_places().provinces}
    return {
        units.key(place): province.name
        for province in gazetteer.provinces
        for place in province.places
        if place not in shipped.get(province.name, ())
    }


def capitals_agree(written: str, found: str) -> bool:
    """Capitals of the list must be capitals in the text; small letters may be either (headlines)."""
    return all(there.isupper() for here, there in zip(written, found, strict=True) if here.isupper())


def _of_kind(known: Sequence[units.Unit], kind: str) -> tuple[units.Unit, ...]:
    """Units of a kind, else those of its level: a "huyện" of the text may be a "thị xã" since."""
    level = units.COMMUNES if kind in units.COMMUNES else units.DISTRICTS
    return tuple(unit for unit in known if unit.kind == kind) or tuple(unit for unit in known if unit.kind in level)


def _provinces_of(place: Found) -> frozenset[str]:
    return frozenset((place.province,) if place.province else (unit.province for unit in place.candidates))


def _are_chained(text: str, place: Found, following: Found) -> bool:
    return following.start - place.end < 10 and (
        _BETWEEN_CHAINED.fullmatch(text, place.end, following.start) is not None
    )


def _ends(text: str, start: int, end: int, most: int) -> list[int]:
    """Where the first ``most`` words of ``text[start:end]`` end, the last first."""
    return [match.end() for match in re.compile(r"\S+").finditer(text, start, end)][most - 1 :: -1] or [end]


def _name_end(text: str, end: int, most: int) -> int:
    """Where the name after a unit word ends, at most ``most`` words on; ``end`` if there is none."""
    row = _NAME.match(text, end)
    if row is None:
        return end
    stop = end
    count = 0
    for word in re.compile(r"\S+").finditer(text, row.start(1), row.end()):
        if word[0] in ("-", "–"):
            count = 0  # from one place to another
            continue
        count += 1
        if count > most or word[0] in _STOP_WORDS or text.startswith("Thành phố", word.start()):
            break
        stop = word.end()
    return len(text[:stop].rstrip(" .,-–")) if stop > end else end
