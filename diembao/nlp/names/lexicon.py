"""The words that names are recognised by: ``world.toml``, ``unit_words.toml`` and ``organisations.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from diembao.core.text import index_form
from diembao.nlp import wordfile

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class World:
    """Places that are no units of Việt Nam: written form -> canonical name."""

    countries: Mapping[str, str]
    others: Mapping[str, str]
    short: frozenset[str]
    """Those that are persons' names or common words as well: ``Nga``, ``Anh``, ``Ý``."""
    decoys: tuple[str, ...]
    """Longer phrases that look like one of the others."""


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Words that stand before the name of a place."""

    categories: Mapping[str, str]
    """Word -> ``administrative``, ``hamlet``, ``street``, ``site``."""
    kinds: Mapping[str, str]
    """Word of the administration as typed -> kind of unit: ``tp.``."""
    routes: frozenset[str]
    """Streets that may have a number for a name."""
    small_only: frozenset[str]
    """Those that mean something else when written with a capital: ``Hồ`` is a family name."""
    capital_only: frozenset[str]
    """Abbreviations that mean something else when written small."""
    part_of: Mapping[str, frozenset[str]]
    """Word -> words after which it is part of another one: ``phiên bản``."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body with a name of its own."""

    name: str
    now: str = ""
    """What has taken its place; empty: it exists."""
    until: date | None = None
    """The day on which it was merged or renamed."""
    wares: bool = False
    """Whether what it makes bears its name: a "Toyota" is a car."""


@dataclass(frozen=True, slots=True)
class Organisations:
    """Words for organisations."""

    named: Mapping[str, Body]
    """Written form -> body."""
    abbreviations: Mapping[str, str]
    """Abbreviation -> the words: ``UBND``."""
    fields: Mapping[str, str]
    """Abbreviation of a field without its joints -> the field: ``GDĐT``."""
    short_fields: Mapping[str, str]
    """What a field is called for short -> the field."""
    departments: Mapping[str, str]
    """Field of a former department of a province -> field of the one that took its place in March 2025."""
    heads: Mapping[str, str]
    """First word of a name, in index form -> ``territorial``, ``office``, ``brand``."""
    capital_heads: frozenset[str]
    """Heads that are parts of other words unless they are written with a capital."""
    small: frozenset[str]
    """Small words of which names are made."""
    pairs: frozenset[tuple[str, str]]
    """Neighbours among them: "hàng không" and "đầu tư" are fields, "hàng đầu" is none."""
    part_of: Mapping[str, frozenset[str]]
    """Head -> words after which it is part of another one: ``hiện trường``."""
    kinds_only: frozenset[str]
    """Capitals that say what a body is and not which: ``TNHH``."""


@cache
def world() -> World:
    """The shipped places of the world."""
    table = wordfile.read(_DATA / "world.toml")
    others = {
        written: name for key in ("cities", "regions", "vietnam") for written, name in _written(table[key]).items()
    }
    return World(_written(table["countries"]), others, frozenset(table["short"]), tuple(table["decoys"]))


@cache
def unit_words() -> UnitWords:
    """The shipped unit words."""
    table = wordfile.read(_DATA / "unit_words.toml")
    return UnitWords(
        categories={
            **dict.fromkeys(table["sites"], "site"),
            **dict.fromkeys(table["streets"], "street"),
            **dict.fromkeys(table["hamlets"], "hamlet"),
            **dict.fromkeys(table["addresses"], "address"),
            **dict.fromkeys(table["administrative"], "administrative"),
        },
        kinds=table["administrative"],
        routes=frozenset(table["routes"]),
        small_only=frozenset(table["small_only"]),
        capital_only=frozenset(table["capital_only"]),
        part_of={word: frozenset(before.split()) for word, before in table["part_of"].items()},
    )


@cache
def organisations() -> Organisations:
    """The shipped organisations."""
    table = wordfile.read(_DATA / "organisations.toml")
    named: dict[str, Body] = {}
    for group, rows in table["standing"].items():
        named |= {written: Body(name, wares=group == "companies") for written, name in _written(rows).items()}
    for row in (*table["body"], *table["former"]):
        body = Body(row["name"], row.get("now", ""), until=row.get("until"))
        named |= dict.fromkeys((row["name"], *row.get("aliases", ())), body)
    grammar = table["grammar"]
    words = grammar["small"].split()
    return Organisations(
        named=named,
        abbreviations=table["heads"],
        fields=table["fields"],
        short_fields=table["short_fields"],
        departments=table["departments"],
        heads={
            index_form(word): kind
            for kind, group in (("brand", "brands"), ("office", "offices"), ("territorial", "territorial"))
            for word in grammar[group]
        },
        capital_heads=frozenset(grammar["capital_heads"]),
        small=frozenset(words),
        pairs=frozenset(pairwise(words)),
        part_of={word: frozenset(before.split()) for word, before in grammar["part_of"].items()},
        kinds_only=frozenset(grammar["kinds_only"].split()),
    )


def _written(rows: Iterable[str]) -> dict[str, str]:
    """``"Mỹ|Hoa Kỳ"`` -> both written forms, the first being the name."""
    found: dict[str, str] = {}
    for row in rows:
        name, *others = row.split("|")
        found |= dict.fromkeys((name, *others), name)
    return found
