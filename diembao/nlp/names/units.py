"""Administrative units below the province: those since July 2025, and the districts and communes before.

Compiled by ``scripts/units.py``, which names the sources. The file is text, so that a change of a name can be seen::

    = An Giang                                              a province of today
    > p Long Xuyên, …; x Chợ Mới, …; k Phú Quốc, …          its units of today, by kind
    < Kiên Giang | h An Biên | t Thứ Ba; x Đông Thái, …     a former district, its province then, its communes then
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from diembao.core.text import index_form

FILE = Path(__file__).parents[1] / "data" / "units.txt"

#: First letters of the file, and the kinds that they stand for.
KINDS = {
    "p": "phường",
    "x": "xã",
    "t": "thị trấn",
    "k": "đặc khu",
    "q": "quận",
    "h": "huyện",
    "s": "thị xã",
    "c": "thành phố",
}
COMMUNES = frozenset({"phường", "xã", "thị trấn", "đặc khu"})
DISTRICTS = frozenset({"quận", "huyện", "thị xã", "thành phố"})

HEADER = """\
# Đơn vị hành chính dưới cấp tỉnh; do scripts/units.py làm ra, nguồn ghi ở đó.
# = tỉnh, thành phố nay; > đơn vị nay; < tỉnh cũ | đơn vị cấp huyện cũ | đơn vị cấp xã cũ
# p phường, x xã, t thị trấn, k đặc khu, q quận, h huyện, s thị xã, c thành phố"""


class Unit(NamedTuple):
    """A unit below the province."""

    kind: str
    name: str
    """Without its kind: ``Hòa Bình``."""
    province: str
    """The province of today that it lies in."""
    district: str = ""
    """Former district of a former commune: ``huyện Chợ Mới``; empty for districts and for units of today."""
    former: bool = False
    """Whether it ceased to exist in July 2025. A unit of today whose name and kind are as before stands twice."""

    @property
    def full(self) -> str:
        """With its kind: ``xã Hòa Bình``."""
        return f"{self.kind} {self.name}"


def key(name: str) -> str:
    """The form in which names are compared: lower case, one placement of tones, one kind of apostrophe."""
    return index_form(name).replace("’", "'").replace("‘", "'").replace("`", "'")


@cache
def load() -> dict[str, tuple[Unit, ...]]:
    """All units by the :func:`key` of their names, 14,000 in all."""
    named: dict[str, list[Unit]] = {}
    for unit in _read(FILE.read_text(encoding="utf-8")):
        named.setdefault(unit.name, []).append(unit)
    found: dict[str, tuple[Unit, ...]] = {}
    for name, same in named.items():
        form = key(name)
        found[form] = found.get(form, ()) + tuple(same)
    return found


def _read(text: str) -> Iterator[Unit]:
    province = ""
    for line in text.splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "=":
            province = rest
        elif sign == ">":
            for kind, name in _named(rest):
                yield Unit(kind, name, province)
        elif sign == "<":
            _former, district, communes = rest.split(" | ")
            letter, _, name = district.partition(" ")
            full = f"{KINDS[letter]} {name}"
            yield Unit(KINDS[letter], name, province, former=True)
            for kind, commune in _named(communes) if communes else ():
                yield Unit(kind, commune, province, full, former=True)


def _named(text: str) -> Iterator[tuple[str, str]]:
    for group in text.split("; "):
        letter, _, names = group.partition(" ")
        for name in names.split(", "):
            yield KINDS[letter], name
