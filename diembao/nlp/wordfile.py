"""Reading the word files (topics, places) that a desk edits by hand: every mistake is answered by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from diembao.core.errors import CatalogueError
from diembao.core.i18n import _
from diembao.core.system_words import why
from diembao.core.text import fold, index_form, nfc


def read(path: Path) -> dict[str, Any]:
    """The tables of one TOML file.

    :raises CatalogueError: the file cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(
            _("{file} cannot be read: {error}.").format(file=path, error=why(error)),
            _("Make the file again, or check who may read it."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(
            _("{file} is not valid TOML: {error}.").format(file=path, error=error), _("Mend that line and try again.")
        ) from error


def nearest(name: str, right: Iterable[str]) -> str:
    """A sentence that names the right word nearest to ``name``, or else all right words."""
    right = list(right)
    # compared without marks and capitals: who has no Vietnamese keyboard writes "Da Nang"
    match = process.extractOne(
        name, right, scorer=fuzz.ratio, processor=lambda text: fold(index_form(nfc(text))), score_cutoff=60
    )
    if match:
        return _("Did you mean {nearest}?").format(nearest=match[0])
    return _("Known names: {names}.").format(names=", ".join(right))


class Entry:
    """One table of a word file (a topic, a province), which knows where it stands for the sake of its errors.

    :param file: the file, as errors name it.
    :param kind: what the entries are called in the file: ``topic``, ``province``.
    :param values: the table.
    :param number: place among the entries of its kind, from 1; names the entry until its own name is read.
    """

    def __init__(self, file: Path, kind: str, values: Any, number: int) -> None:
        self.file = file
        self.kind = kind
        self.label = f"{kind} {number}"
        if not isinstance(values, Mapping):
            raise CatalogueError(
                _("{file}: {label} is not a table.").format(file=file, label=self.label),
                _("Each entry begins with a line [[{kind}]].").format(kind=kind),
            )
        self.values: Mapping[str, Any] = values

    def error(self, key: str, message: str, hint: str) -> CatalogueError:
        """An error that names file, entry and key."""
        return CatalogueError(f"{self.file}: {self.label}, {key}: {message}", hint)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """:raises CatalogueError: a key is none of ``known``; the nearest right one is named."""
        known = tuple(known)
        for key in self.values:
            if key not in known:
                raise self.error(key, _("there is no such key."), nearest(key, known))

    def text(self, key: str, *, default: str | None = None) -> str:
        """A string; without ``default`` it must be there and not be empty.

        :raises CatalogueError: it is missing, empty or not a string.
        """
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, _("it is missing."), _('Add a line: {key} = "…"').format(key=key))
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(
                key, _("{value!r} is not a text.").format(value=value), _('Write {key} = "…"').format(key=key)
            )
        return value.strip()

    def number(self, key: str, *, default: float) -> float:
        """A number above or equal to zero.

        :raises CatalogueError: it is something else.
        """
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise self.error(
                key,
                _("{value!r} is not a number from 0 up.").format(value=value),
                _("Write {key} = {default:g}").format(key=key, default=default),
            )
        return float(value)

    def texts(self, key: str, value: Any = None) -> tuple[str, ...]:
        """A list of strings that hold a letter or digit each; a key that is absent is an empty list.

        :param value: the list itself, where it stands deeper than ``key``.
        :raises CatalogueError: it is not a list, or one of its values is not a text.
        """
        value = self.values.get(key, []) if value is None else value
        if not isinstance(value, list):
            raise self.error(key, _("{value!r} is not a list.").format(value=value), _('Write a list: ["…", "…"]'))
        for item in value:
            if not isinstance(item, str) or not any(char.isalnum() for char in item):
                raise self.error(
                    key, _("{value!r} is not a text.").format(value=item), _("Put each phrase between quotation marks.")
                )
        return tuple(value)


def entries(path: Path, kind: str) -> list[Entry]:
    """The ``[[kind]]`` tables of a word file, which may hold nothing else.

    :raises CatalogueError: see :func:`read`; or something else stands in the file.
    """
    tables = read(path)
    for name in tables:
        if name != kind:
            raise CatalogueError(
                _("{file}: there is no such section: {name}.").format(file=path, name=name), nearest(name, [kind])
            )
    found = tables.get(kind, [])
    if not isinstance(found, list):
        raise CatalogueError(
            _("{file}: {label} is not a table.").format(file=path, label=kind),
            _("Each entry begins with a line [[{kind}]].").format(kind=kind),
        )
    return [Entry(path, kind, values, number) for number, values in enumerate(found, 1)]
