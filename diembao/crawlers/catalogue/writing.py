"""Adding sources to ``sources.toml``. What stands in it stays as it is, comments and order too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import tomlkit

from diembao.core.errors import CatalogueError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Source
from diembao.crawlers.catalogue.loading import load_sources

_CHANNELS = {Channel.FEED: "feeds", Channel.SITEMAP: "sitemaps", Channel.LISTING: "listings"}
_DEFAULTS = {field.name: field.default for field in fields(Source)}
_ALWAYS = ("id", "name", "publisher", "kind", "domains", "verified")


def as_entry(source: Source) -> dict[str, Any]:
    """A source as an entry of the catalogue, without what is so anyhow."""
    entry: dict[str, Any] = {}
    for name in ("id", "name", "publisher", "kind", "place", "domains", "former", "interval_minutes", "online_since"):
        value = getattr(source, name)
        if name in _ALWAYS or value != _DEFAULTS[name]:
            entry[name] = list(value) if isinstance(value, tuple) else value
    entry["kind"] = str(source.kind)
    for name in ("ca_file", "local", "enabled", "verified"):
        if name in _ALWAYS or getattr(source, name) != _DEFAULTS[name]:
            entry[name] = getattr(source, name)
    for channel, key in _CHANNELS.items():
        if doors := [_door(door) for door in source.doors if door.channel is channel]:
            entry[key] = doors
    return entry


def as_toml(source: Source) -> str:
    """The ``[[source]]`` block of a source, written as the shipped catalogue is."""
    table = tomlkit.table()
    for key, value in as_entry(source).items():
        table.add(key, _lines(value) if key in _CHANNELS.values() else value)
    tables = tomlkit.aot()
    tables.append(table)
    document = tomlkit.document()
    document.add("source", tables)
    return tomlkit.dumps(document)


def add_sources(path: Path, sources: Sequence[Source]) -> None:
    """Write sources behind those of a catalogue; all of them, or none when one does not fit.

    :raises CatalogueError: the catalogue cannot be read, or has a source of that id or host already.
    """
    for source in sources:
        refuse_known(source, load_sources(path))
    text = path.read_text(encoding="utf-8")
    blocks = "\n".join(as_toml(source) for source in sources)
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, suffix=".toml", delete=False) as file:
        file.write(f"{text.rstrip()}\n\n{blocks}" if text.strip() else blocks)
        file.flush()
        os.fsync(file.fileno())
    new = Path(file.name)
    try:
        load_sources(new)  # what was written can be read, before it takes the old one's place
        shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def refuse_known(source: Source, known: Iterable[Source]) -> None:
    """:raises CatalogueError: a source of this id, or of one of its hosts, is known already."""
    for other in known:
        if other.id == source.id:
            raise CatalogueError(
                _("The catalogue has a source {id} already.").format(id=source.id), _("--id gives this one another.")
            )
        if shared := sorted({*source.domains} & {*other.domains}):
            raise CatalogueError(
                _("{host} belongs to the source {id} already.").format(host=shared[0], id=other.id),
                _("Add its doors to that entry of sources.toml."),
            )


def _door(door: Door) -> dict[str, str]:
    named = {"url": door.url, "section": door.section, "article_pattern": door.article_pattern}
    return {key: value for key, value in named.items() if value}


def _lines(doors: Sequence[Mapping[str, str]]) -> Any:
    lines = tomlkit.array().multiline(True)
    for door in doors:
        line = tomlkit.inline_table()
        line.update(door)
        lines.append(line)
    return lines
