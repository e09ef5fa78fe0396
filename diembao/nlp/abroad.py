"""Whether a text speaks of other countries only.

The coordination topics mean Việt Nam: a coup elsewhere is no matter of national security here. The words stand in
``data/abroad.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from diembao.nlp.wordfile import Entry, read

_KEYS = ("words", "home_words", "decoys")


@dataclass(frozen=True, slots=True)
class Abroad:
    """Words that place a text."""

    words: tuple[str, ...]
    """Countries, capitals and offices that Việt Nam does not have."""
    home_words: tuple[str, ...]
    """Places, offices and units of Việt Nam."""
    decoys: tuple[str, ...]
    """Longer phrases that look like one of the others: ``mỹ phẩm`` is not ``mỹ``."""


@cache
def load_abroad() -> Abroad:
    """The shipped words."""
    with as_file(files("diembao.nlp") / "data" / "abroad.toml") as path:
        return _read(path)


def _read(path: Path) -> Abroad:
    entry = Entry(path, "abroad", read(path), 1)
    entry.refuse_unknown(_KEYS)
    return Abroad(*(entry.texts(key) for key in _KEYS))


def share(abroad: float, home: float) -> float:
    """How far a text is away from home, 0 to 1.

    :param abroad: points of the words for abroad, a place in the title counting twice.
    :param home: points of the words for home, counted alike.
    """
    # one word alone ("by agencies", "a Thai cook") does not take a text out of the country
    return abroad / (abroad + home + 1) * min(1.0, abroad / 2)
