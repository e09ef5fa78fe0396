"""Reading ``sources.toml``; whatever is wrong in it is named with its source and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from rapidfuzz import process

from diembao.core import addresses
from diembao.core.errors import CatalogueError, UnknownSource
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Source, SourceKind

_DOORS = {"feeds": Channel.FEED, "sitemaps": Channel.SITEMAP, "listings": Channel.LISTING}
_REQUIRED = ("id", "name", "publisher", "kind", "domains")
_OPTIONAL: Mapping[str, type] = {
    "place": str,
    "former": str,
    "interval_minutes": int,
    "verified": bool,
    "enabled": bool,
    "local": bool,
    "ca_file": str,
    "online_since": int,
}
_DOOR_KEYS = ("url", "section", "article_pattern")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: What the archive's columns and indexes take; a door's address in bytes.
_LONGEST_ID = 100
_LONGEST_DOOR = 2000


def shipped_catalogue() -> str:
    """Text of the catalogue that the program ships, which ``diembao init`` writes into a new home."""
    return (files("diembao.crawlers.catalogue") / "sources.toml").read_text(encoding="utf-8")


def load_sources(path: Path) -> tuple[Source, ...]:
    """Sources of one catalogue file, in the order of the file.

    :raises CatalogueError: the file is missing or not TOML, or a source in it cannot be used.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a byte order mark
    except FileNotFoundError as error:
        raise CatalogueError(
            _("The catalogue {file} is missing.").format(file=path),
            _("`diembao init` writes the shipped one into a home that has none."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(
            _("{file} is not valid TOML: {error}.").format(file=path, error=error), _("Mend that line and try again.")
        ) from error
    for key in content:
        if key != "source":
            raise CatalogueError(
                _("{file}: there is no table {key}.").format(file=path, key=key), _("Each source is a [[source]].")
            )
    entries = content.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise CatalogueError(
            _("{file}: source is not a list of tables.").format(file=path), _("Each source is a [[source]].")
        )
    sources = tuple(read_source(entry, position, path) for position, entry in enumerate(entries, 1))
    ids = [source.id for source in sources]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        raise CatalogueError(
            _("{file}: source {id} stands there twice.").format(file=path, id=twice), _("Give one of them another id.")
        )
    return sources


def find_source(sources: Sequence[Source], source_id: str) -> Source:
    """The source of an id.

    :raises UnknownSource: there is none; the error names the nearest id.
    """
    for source in sources:
        if source.id == source_id:
            return source
    nearest = process.extractOne(source_id, [source.id for source in sources], score_cutoff=50)
    raise UnknownSource(
        _("The catalogue has no source {id}.").format(id=source_id),
        _("Did you mean {nearest}?").format(nearest=nearest[0]) if nearest else _("`diembao sources list` shows all."),
    )


def read_source(entry: Mapping[str, Any], position: int, path: Path) -> Source:
    """The source that one entry of a catalogue describes.

    :param position: its place in ``path``, which errors name when it has no id.
    :raises CatalogueError: it cannot be used.
    """
    name = str(entry.get("id") or _("number {position}").format(position=position))

    def fail(problem: str, hint: str = "") -> CatalogueError:
        return CatalogueError(_("{file}: source {id}: {problem}.").format(file=path, id=name, problem=problem), hint)

    _refuse_unknown(entry, (*_REQUIRED, *_OPTIONAL, *_DOORS), fail)
    for key in _REQUIRED:
        if not entry.get(key):
            hint = _("A source names its responsible publisher.") if key == "publisher" else ""
            raise fail(_("{key} is missing").format(key=key), hint)
        if key != "domains" and not isinstance(entry[key], str):
            raise fail(_("{key} cannot be {value!r}").format(key=key, value=entry[key]))
    if not _ID.fullmatch(entry["id"]):
        raise fail(_("an id has lower-case letters, digits and hyphens only"))
    if len(entry["id"]) > _LONGEST_ID:
        raise fail(_("{key} is longer than {limit} characters").format(key="id", limit=_LONGEST_ID))
    if entry["kind"] not in list(SourceKind):
        raise fail(
            _("kind cannot be {value!r}").format(value=entry["kind"]),
            _("It is one of: {values}.").format(values=", ".join(SourceKind)),
        )
    for key, kind in _OPTIONAL.items():
        if key in entry and (not isinstance(entry[key], kind) or (kind is int and isinstance(entry[key], bool))):
            raise fail(_("{key} cannot be {value!r}").format(key=key, value=entry[key]))
    if entry.get("interval_minutes", 1) < 1:
        raise fail(_("{key} cannot be {value!r}").format(key="interval_minutes", value=entry["interval_minutes"]))
    if not isinstance(entry["domains"], list) or not all(isinstance(domain, str) for domain in entry["domains"]):
        raise fail(_("{key} cannot be {value!r}").format(key="domains", value=entry["domains"]))
    for domain in entry["domains"]:
        if not domain or addresses.host(f"https://{domain}") != domain:
            raise fail(
                _("{key} cannot be {value!r}").format(key="domains", value=domain),
                _("A domain is a host name only, in lower case, without https:// and www."),
            )
    source = Source(
        id=entry["id"],
        name=entry["name"],
        publisher=entry["publisher"],
        kind=SourceKind(entry["kind"]),
        domains=tuple(entry["domains"]),
        doors=tuple(_door(item, key, fail) for key in _DOORS for item in _items(entry, key, fail)),
        **{key: entry[key] for key in _OPTIONAL if key in entry},
    )
    for domain in source.domains:
        if addresses.is_refused(f"https://{domain}"):
            raise fail(_("{host} is a social network or messenger, which are never collected").format(host=domain))
        if addresses.is_private(domain) and not source.local:
            raise fail(_("{host} is not a public host").format(host=domain), _("local = true allows it, for tests."))
    for door in source.doors:
        if not addresses.within(addresses.host(door.url), source.domains):
            raise fail(
                _("{url} is outside its domains").format(url=door.url),
                _("Its domains are: {domains}.").format(domains=", ".join(source.domains)),
            )
    return source


def _items(entry: Mapping[str, Any], key: str, fail: Any) -> list[Any]:
    items = entry.get(key, [])
    if not isinstance(items, list):
        raise fail(_("{key} cannot be {value!r}").format(key=key, value=items))
    return items


def _door(item: Any, key: str, fail: Any) -> Door:
    fields = {"url": item} if isinstance(item, str) else item
    if not isinstance(fields, Mapping) or not isinstance(fields.get("url"), str):
        raise fail(_("{key}: an address must be a text or have a url").format(key=key))
    _refuse_unknown(fields, _DOOR_KEYS, fail)
    for name, value in fields.items():
        if not isinstance(value, str):
            raise fail(_("{key} cannot be {value!r}").format(key=f"{key}.{name}", value=value))
    if not addresses.is_web_address(fields["url"]):
        raise fail(_("{key}: {url} is not a web address").format(key=key, url=fields["url"]))
    if len(fields["url"].encode()) > _LONGEST_DOOR:
        raise fail(_("{key} is longer than {limit} characters").format(key=f"{key}.url", limit=_LONGEST_DOOR))
    try:
        re.compile(fields.get("article_pattern", ""))
    except re.error as error:
        raise fail(_("article_pattern is not a regular expression: {error}").format(error=error)) from error
    return Door(channel=_DOORS[key], **fields)


def _refuse_unknown(entry: Mapping[str, Any], known: Iterable[str], fail: Any) -> None:
    for key in entry:
        if key not in known:
            nearest = process.extractOne(key, list(known), score_cutoff=50)
            raise fail(
                _("there is no key {key}").format(key=key),
                _("Did you mean {nearest}?").format(nearest=nearest[0]) if nearest else "",
            )
