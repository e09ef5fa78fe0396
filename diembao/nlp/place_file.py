"""The gazetteer: the 34 provinces and cities as shipped, and what a desk adds in its ``places.toml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from diembao.core.errors import SettingsError
from diembao.core.i18n import _
from diembao.core.text import clean_line, index_form
from diembao.nlp.wordfile import Entry, entries, nearest

KINDS = ("tỉnh", "thành phố")

_KEYS = ("name", "kind", "merged", "aliases", "places", "not_places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province or city of the first level, and the names by which a text can mean it."""

    name: str
    kind: str = KINDS[0]
    merged: tuple[str, ...] = ()
    """Former provinces that are part of it since July 2025."""
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Well-known places inside it whose names mean no other place."""
    not_places: tuple[str, ...] = ()
    """Longer names that look like one of the others and are none: ``Thái Bình Dương``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All provinces that the desk knows, and its own."""

    provinces: tuple[Province, ...]
    home: str = ""
    """Name of the desk's own province; empty: none is."""


def load_places(home_province: str = "", extra: Path | None = None) -> Gazetteer:
    """The gazetteer of a desk.

    :param home_province: the desk's own province, by its name or an alias; empty: nothing is home.
    :param extra: the desk's own word file, of the same format: entries of a known name add to it, others are new
        provinces. Where a name in it means another province than the shipped one, the desk's word counts.
    :raises SettingsError: ``home_province`` is no province; the message names the nearest one, or the one that a
        former province is part of now.
    :raises CatalogueError: ``extra`` cannot be used as it is written.
    """
    provinces = {province.name: province for province in _shipped()}
    for added in _read(extra) if extra else ():
        known = provinces.pop(added.name, None)
        # at the end of the order: what comes later wins where two provinces claim one name
        provinces[added.name] = _joined(known, added) if known else added
    found = tuple(provinces.values())
    return Gazetteer(provinces=found, home=_home(home_province, found))


@cache
def _shipped() -> tuple[Province, ...]:
    with as_file(files("diembao.nlp") / "data" / "provinces.toml") as path:
        return _read(path)


def _read(path: Path) -> tuple[Province, ...]:
    found: dict[str, Province] = {}
    for entry in entries(path, "province"):
        province = _province(entry)
        if province.name in found:
            raise entry.error(
                "name",
                _("{value!r} stands twice.").format(value=province.name),
                _("Put all its places into one entry."),
            )
        found[province.name] = province
    return tuple(found.values())


def _province(entry: Entry) -> Province:
    name = clean_line(entry.text("name"))
    entry.label = f"{entry.kind} {name}"
    entry.refuse_unknown(_KEYS)
    kind = entry.text("kind", default=KINDS[0])
    if kind not in KINDS:
        raise entry.error(
            "kind",
            _("{value!r} is neither.").format(value=kind),
            _("Write one of: {names}.").format(names=", ".join(KINDS)),
        )
    lists = {key: tuple(map(clean_line, entry.texts(key))) for key in ("merged", "aliases", "places", "not_places")}
    return Province(name=name, kind=kind, **lists)


def _joined(known: Province, added: Province) -> Province:
    return replace(
        known,
        merged=known.merged + added.merged,
        aliases=known.aliases + added.aliases,
        places=known.places + added.places,
        not_places=known.not_places + added.not_places,
    )


def _home(name: str, provinces: tuple[Province, ...]) -> str:
    wanted = _plain(name)
    if not wanted:
        return ""
    for province in provinces:
        if wanted in map(_plain, (province.name, *province.aliases)):
            return province.name
    for province in provinces:
        if wanted in map(_plain, province.merged):
            raise SettingsError(
                _("{name} has been part of {province} since July 2025.").format(name=name, province=province.name),
                _('The name of the province is now "{province}".').format(province=province.name),
            )
    raise SettingsError(
        _("There is no province or city named {name}.").format(name=name),
        nearest(name, [province.name for province in provinces]),
    )


def _plain(name: str) -> str:
    """A name without the kind of unit before it, for comparison."""
    form = index_form(clean_line(name))
    for kind in ("tỉnh ", "thành phố ", "tp. ", "tp.", "tp "):
        form = form.removeprefix(kind)
    return form
