"""Values in portions that one statement takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: SQLite takes 32,766 values in one statement, PostgreSQL 65,535; some statements ask for each value twice.
_MOST_VALUES = 10_000


def portions(values: Iterable[str]) -> Iterator[list[str]]:
    """All of the values, in order, at most 10,000 at a time."""
    every = list(values)
    return (every[start : start + _MOST_VALUES] for start in range(0, len(every), _MOST_VALUES))
