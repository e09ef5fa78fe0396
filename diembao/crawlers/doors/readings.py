"""What one page of a door says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from diembao.core import addresses
from diembao.core.models import Listed

#: Most articles that are taken from one page of a door. A paper publishes a few hundred a day; what lists more lists
#: its archive.
MOST_LISTED = 1000
Entry = TypeVar("Entry")
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page of a door lists, and where it says that the door goes on."""

    listed: tuple[Listed, ...]
    further: tuple[str, ...] = ()
    """Addresses of further pages of the door, the one most worth reading first."""
    left_out: int = 0
    """Entries beyond :data:`MOST_LISTED`."""


def newest(entries: Sequence[Entry], at: Callable[[Entry], datetime | None]) -> list[Entry]:
    """The newest :data:`MOST_LISTED` entries in their order; what has no date counts as old, and the first as newer."""
    if len(entries) <= MOST_LISTED:
        return list(entries)
    positions = sorted(range(len(entries)), key=lambda position: at(entries[position]) or _LONG_AGO, reverse=True)
    return [entries[position] for position in sorted(positions[:MOST_LISTED])]


def each_once(items: Iterable[Listed]) -> tuple[Listed, ...]:
    """Items without those whose address, however it is spelled, stands before them."""
    found: dict[str, Listed] = {}
    for item in items:
        found.setdefault(addresses.normalise(item.url), item)
    return tuple(found.values())
