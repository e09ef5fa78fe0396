"""Words of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from diembao.nlp.quantities.numbers import number_words
from diembao.nlp.times.calendar import Third
from diembao.nlp.times.model import DayPart, Granularity
from diembao.nlp.times.told import Lasting, Near, SameDay, Told
from diembao.nlp.tokens import Phrases, spelled

_Meaning = TypeVar("_Meaning")
_D, _W, _M, _Q, _Y = Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.QUARTER, Granularity.YEAR

_UNITS = {"ngày": (_D, 1), "tuần": (_W, 1), "tháng": (_M, 1), "quý": (_Q, 1), "năm": (_Y, 1)} | {
    "giờ": (Granularity.HOUR, 1),
    "tiếng": (Granularity.HOUR, 1),
    "phút": (Granularity.MINUTE, 1),
    "hôm": (_D, 1),
    "tuần lễ": (_W, 1),
    **dict.fromkeys(("thập kỷ", "thập kỉ", "thập niên"), (_Y, 10)),
    **dict.fromkeys(("thế kỷ", "thế kỉ"), (_Y, 100)),
}
_NEAR: dict[str, Told] = {
    **dict.fromkeys(("hôm nay", "ngày hôm nay"), Near(_D, 0)),
    **dict.fromkeys(("hôm qua", "ngày hôm qua"), Near(_D, -1)),
    **dict.fromkeys(("hôm kia", "ngày hôm kia"), Near(_D, -2)),
    "ngày mai": Near(_D, 1),
    **dict.fromkeys(("ngày kia", "ngày mốt"), Near(_D, 2)),
    **dict.fromkeys(("hôm sau", "ngày hôm sau"), SameDay(1)),
    **dict.fromkeys(("cùng ngày", "ngày cùng ngày"), SameDay()),
    "năm nay": Near(_Y, 0),
    **dict.fromkeys(("năm ngoái", "năm trước", "năm rồi", "năm vừa rồi"), Near(_Y, -1)),
    "năm kia": Near(_Y, -2),
    **{
        f"{word} {which}": Near(unit, offset)
        for word, unit in (("tuần", _W), ("tháng", _M), ("quý", _Q), ("năm", _Y))
        for which, offset in {"này": 0, "trước": -1, "rồi": -1, "vừa rồi": -1, "tới": 1, "sau": 1, "sắp tới": 1}.items()
        if not (unit is _Y and which == "này")
    },
    **{
        f"{word} {which}": Lasting(1, unit, -1)
        for word, unit in (("tuần", _W), ("tháng", _M), ("quý", _Q), ("năm", _Y))
        for which in ("qua", "vừa qua")
    },
}
#: Behind a part of a day: "sáng nay", "tối qua".
_NEAR_DAYS = {"nay": 0, "qua": -1, "mai": 1, "hôm nay": 0, "hôm qua": -1, "hôm kia": -2, "ngày mai": 1}
_PARTS_OF_DAY = {
    "rạng sáng": DayPart.DAWN,
    **dict.fromkeys(("sáng", "sáng sớm", "buổi sáng", "sáng ngày"), DayPart.MORNING),
    **dict.fromkeys(("trưa", "buổi trưa", "giữa trưa"), DayPart.NOON),
    **dict.fromkeys(("chiều", "buổi chiều", "xế chiều", "chiều muộn", "đầu giờ chiều"), DayPart.AFTERNOON),
    **dict.fromkeys(("tối", "buổi tối", "chiều tối", "tối muộn"), DayPart.EVENING),
    **dict.fromkeys(("đêm", "khuya", "đêm khuya", "nửa đêm", "đêm muộn"), DayPart.NIGHT),
}
_WEEKDAYS = {
    f"thứ {name}": number
    for number, names in enumerate(("hai 2", "ba 3", "tư 4", "năm 5", "sáu 6", "bảy 7"))
    for name in names.split()
} | {"chủ nhật": 6}
_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), 1
    )
}
_THIRDS = {"đầu": Third.BEGINNING, "giữa": Third.MIDDLE, "cuối": Third.END}
_LUNAR_MONTHS = {"giêng": 1, "chạp": 12}
_QUARTERS = {
    name: number
    for number, names in enumerate(("i 1 một", "ii 2 hai", "iii 3 ba", "iv 4 tư bốn"), 1)
    for name in names.split()
}
#: Behind a length of time: a point, or a length, and in which direction.
_POINTS = {"trước": -1, "nữa": 1, "sau nữa": 1, "trước đây": -1}
_LENGTHS = {
    **dict.fromkeys(("qua", "vừa qua", "gần đây", "gần nhất", "trở lại đây", "nay", "vừa rồi", "đã qua"), -1),
    **dict.fromkeys(("tới", "sắp tới", "tới đây"), 1),
}
_AGO = dict.fromkeys(("cách đây", "cách nay"), -1)
_TURNS = {
    **dict.fromkeys(("tới", "sắp tới", "tới đây", "này"), 1),
    **dict.fromkeys(("vừa qua", "vừa rồi", "rồi", "qua", "trước"), -1),
}
_PERIODS = ("giai đoạn", "nhiệm kỳ", "nhiệm kì", "niên khóa", "thời kỳ", "thời kì", "khóa")
#: Words that numberless lengths begin with.
_VAGUE = "mấy vài nhiều những các bao dăm"
#: Behind "trước" and "sau" these say of what: the length is not counted from the article.
_OF_ANOTHER = "đó khi ngày đấy ấy lúc thời này"
_STREETS = "đường phố cầu viên quận phường ngõ hẻm trường viện kênh ngách khu chợ xã số nhà máy"
_EVERY = "mỗi hàng hằng từng mọi một"

#: What may begin with figures, in the order in which it is looked for.
FIGURES = ("years", "length", "moment", "month")
_OPENERS = {
    "từ": (),
    "ngày hôm thứ chủ mùng mồng rằm sáng trưa chiều tối đêm khuya rạng buổi xế": ("moment",),
    "tuần": ("near",),
    "tháng": ("month", "near"),
    "quý": ("quarter", "near"),
    "năm": ("years", "near"),
    "giai nhiệm niên thời khóa": ("years",),
    "nửa": ("part", "moment"),
    "đầu": ("part", "moment"),
    "giữa": ("part", "moment"),
    "cuối": ("part",),
    "cùng": ("same", "moment"),
    "mấy vài nhiều những các bao dăm": ("vague",),
}


@cache
def _typed(word: str, marked: bool) -> str:
    (form,) = spelled((word,), marked=marked)
    return form


@dataclass(frozen=True)
class Vocabulary:
    """All words in the form that texts of one kind have, typed with marks or without."""

    units: Phrases[tuple[Granularity, int]]
    near: Phrases[Told]
    near_days: Phrases[int]
    parts_of_day: Phrases[DayPart]
    weekdays: Phrases[int]
    months: Phrases[int]
    thirds: Mapping[str, Third]
    lunar_months: Mapping[str, int]
    quarters: Mapping[str, int]
    points: Phrases[int]
    lengths: Phrases[int]
    ago: Phrases[int]
    turns: Phrases[int]
    periods: Phrases[str]
    school_year: Phrases[str]
    lunar: Phrases[str]
    same_period: Phrases[str]
    vague: frozenset[str]
    of_another: frozenset[str]
    streets: frozenset[str]
    every: frozenset[str]
    openers: Mapping[str, tuple[str, ...]]
    """What may begin with a word, in the order in which it is looked for."""
    marked: bool

    def typed(self, word: str) -> str:
        """One word in the form of these texts."""
        return _typed(word, self.marked)


@cache
def vocabulary(marked: bool) -> Vocabulary:
    """The words for texts typed with marks, or without."""

    def phrases(listed: Mapping[str, _Meaning]) -> Phrases[_Meaning]:
        return Phrases(listed, marked=marked)

    def words(listed: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
        return {_typed(word, marked): meaning for word, meaning in listed.items()}

    def typed(listed: str) -> frozenset[str]:
        return spelled(listed, marked=marked)

    openers: dict[str, tuple[str, ...]] = dict.fromkeys(number_words(marked), ("length",))
    for listed, readers in _OPENERS.items():
        for word in typed(listed):
            openers[word] = tuple(dict.fromkeys((*openers.get(word, ()), *readers)))
    return Vocabulary(
        units=phrases(_UNITS),
        near=phrases(_NEAR),
        near_days=phrases(_NEAR_DAYS),
        parts_of_day=phrases(_PARTS_OF_DAY),
        weekdays=phrases(_WEEKDAYS),
        months=phrases(_MONTH_NAMES),
        thirds=words(_THIRDS),
        lunar_months=words(_LUNAR_MONTHS),
        quarters=words(_QUARTERS),
        points=phrases(_POINTS),
        lengths=phrases(_LENGTHS),
        ago=phrases(_AGO),
        turns=phrases(_TURNS),
        periods=phrases(dict.fromkeys(_PERIODS, "")),
        school_year=phrases({"năm học": ""}),
        lunar=phrases(dict.fromkeys(("âm lịch", "al", "tết", "tết nguyên đán"), "")),
        same_period=phrases(dict.fromkeys(("cùng kỳ", "cùng kì"), "")),
        vague=typed(_VAGUE),
        of_another=typed(_OF_ANOTHER),
        streets=typed(_STREETS),
        every=typed(_EVERY),
        openers=openers,
        marked=marked,
    )
