"""Exchanging sources with other programs and other desks, by OPML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from diembao.core import addresses
from diembao.core.errors import CatalogueError
from diembao.core.i18n import N_, _
from diembao.core.models import Channel, Door, Source, SourceKind
from diembao.crawlers.catalogue.loading import load_sources, read_source, shipped_catalogue
from diembao.crawlers.catalogue.lookup import SourceLookup
from diembao.crawlers.catalogue.opml import ForeignFeed, by_host, from_opml, to_opml
from diembao.crawlers.catalogue.writing import refuse_known

_FOLDERS = {
    SourceKind.CENTRAL: N_("National press"),
    SourceKind.AGENCY: N_("News agencies"),
    SourceKind.LOCAL: N_("Provincial press"),
    SourceKind.RADIO_TV: N_("Radio and television"),
    SourceKind.PORTAL: N_("Portals"),
}


@dataclass(frozen=True, slots=True)
class Unused:
    """What of a file was not taken over, why, and what a person can do."""

    what: str
    why: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What a file brings to a catalogue."""

    new: tuple[Source, ...]
    known: tuple[str, ...]
    """Ids of sources, and addresses of feeds, that the catalogue has already."""
    unused: tuple[Unused, ...]


def export_sources(sources: Sequence[Source]) -> bytes:
    """Sources as an OPML file, in folders by kind."""
    return to_opml(
        sources, title=_("Sources of the press desk"), folders={kind: _(name) for kind, name in _FOLDERS.items()}
    )


def sort_out(content: bytes, catalogue: Sequence[Source]) -> SortedOut:
    """Tell what of an OPML file a catalogue can take.

    A source that a desk exported comes over whole. Another program's list knows feeds only, and no feed says who
    publishes it: where the shipped catalogue knows the host, its entry is taken with the feeds of the list; any other
    feed is named, because a source without a responsible publisher is none.

    :raises CatalogueError: the file cannot be read.
    """
    outlines = from_opml(content)
    new: list[Source] = []
    known: list[str] = []
    unused: list[Unused] = []

    def take(source: Source) -> None:
        try:
            refuse_known(source, [*catalogue, *new])
        except CatalogueError as error:
            unused.append(Unused(source.id, error.message))
        else:
            new.append(source)

    for position, entry in enumerate(outlines.entries, 1):
        if entry.get("id") in {source.id for source in catalogue}:
            known.append(entry["id"])
            continue
        try:
            take(read_source(entry, position, Path("OPML")))
        except CatalogueError as error:
            unused.append(Unused(str(entry.get("id")), error.message, error.hint))
    unused.extend(
        Unused(feed.url, _("This is not a web address."))
        for feed in outlines.foreign
        if not addresses.is_web_address(feed.url)
    )
    own, shipped = SourceLookup([*catalogue, *new]), SourceLookup(_shipped())
    for host, feeds in by_host(outlines.foreign).items():
        if source := own.at(host):
            have = {addresses.normalise(door.url) for door in source.doors}
            for feed in feeds:
                if addresses.normalise(feed.url) in have:
                    known.append(feed.url)
                else:
                    why = _("{host} belongs to the source {id} already.").format(host=host, id=source.id)
                    unused.append(Unused(feed.url, why, _("Add its doors to that entry of sources.toml.")))
        elif addresses.is_refused(feeds[0].url):
            why = _("{host} is a social network or messenger, which are never collected").format(host=host)
            unused.extend(Unused(feed.url, why) for feed in feeds)
        elif source := shipped.at(host):
            # The same outlet under a second of its hosts is one source.
            earlier = next((one for one in new if one.id == source.id), None)
            doors = (*(earlier.doors if earlier else ()), *_doors(feeds))
            if earlier:
                new[new.index(earlier)] = replace(earlier, doors=doors)
            else:
                take(replace(source, doors=doors))
        else:
            why = _("Nothing says who publishes it.")
            command = f"diembao sources add https://{host} --publisher …"
            unused.extend(Unused(feed.url, why, command) for feed in feeds)
    return SortedOut(tuple(new), tuple(known), tuple(unused))


def _doors(feeds: Sequence[ForeignFeed]) -> tuple[Door, ...]:
    found = {addresses.normalise(feed.url): Door(url=feed.url, channel=Channel.FEED) for feed in feeds}
    return tuple(found.values())


def _shipped() -> tuple[Source, ...]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sources.toml"
        file.write_text(shipped_catalogue(), encoding="utf-8")
        return load_sources(file)
