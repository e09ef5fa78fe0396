"""OPML, in which feed readers exchange their lists: https://opml.org/spec2.opml.

Any reader can use what is written here: a folder a kind of outlet, in it a folder an outlet, in it its feeds. What OPML
has no word for stands in attributes of the namespace :data:`NAMESPACE`, so that nothing is lost on the way back:

==========================================  ===========================================================================
on an outlet's folder                       ``id``, ``name``, ``publisher``, ``kind``, ``place``, ``domains`` (parted by
                                            blanks), ``former``, ``interval_minutes``, ``online_since``, ``ca_file``,
                                            ``local``, ``enabled``, ``verified``
on a door (an outline of type ``rss``, of   ``channel`` (feed, sitemap, listing), ``section``, ``article_pattern``
type ``link`` when it is no feed)
==========================================  ===========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from diembao.core import addresses
from diembao.core.errors import CatalogueError
from diembao.core.i18n import _
from diembao.core.models import Channel, Source, SourceKind
from diembao.core.text import clean_line
from diembao.crawlers.catalogue.writing import as_entry

NAMESPACE = "urn:diembao:opml:1"
_KEYS = {"feed": "feeds", "sitemap": "sitemaps", "listing": "listings"}
_NUMBERS, _FLAGS = ("interval_minutes", "online_since"), ("local", "enabled", "verified")
#: What no OPML needs and what bombs are made of.
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: Folders are not nested deeper by any reader.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class ForeignFeed:
    """A feed of another program's list: nothing says who publishes it."""

    url: str
    title: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    """What an OPML file holds."""

    entries: tuple[dict[str, Any], ...]
    """Sources that this program wrote, as entries of a catalogue."""
    foreign: tuple[ForeignFeed, ...]


def to_opml(sources: Iterable[Source], *, title: str, folders: dict[SourceKind, str]) -> bytes:
    """Sources as an OPML file.

    :param folders: what the folder of each kind is called.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"diembao": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    by_kind: dict[SourceKind, etree._Element] = {}
    for source in sources:
        if source.kind not in by_kind:
            by_kind[source.kind] = _outline(body, folders[source.kind])
        folder = _outline(by_kind[source.kind], source.name)
        for key, value in as_entry(source).items():
            if key not in _KEYS.values():
                folder.set(f"{{{NAMESPACE}}}{key}", _written(value))
        for door in source.doors:
            text = f"{source.name} – {door.section}" if door.section else source.name
            line = _outline(folder, text)
            if door.channel is Channel.FEED:
                line.attrib.update({"type": "rss", "xmlUrl": door.url, "htmlUrl": f"https://{source.domains[0]}/"})
            else:
                line.attrib.update({"type": "link", "url": door.url})
            for key in ("channel", "section", "article_pattern"):
                if value := getattr(door, key):
                    line.set(f"{{{NAMESPACE}}}{key}", str(value))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def from_opml(content: bytes) -> Outlines:
    """What an OPML file holds, in its order.

    :raises CatalogueError: it is not OPML, or declares entities.
    """
    no_opml = CatalogueError(_("This is not an OPML file."), _("Feed readers write one under “export”."))
    if _DECLARATION.search(content.replace(b"\0", b"")):  # of UTF-16, too
        raise CatalogueError(
            _("The OPML file declares entities, which none needs."), _("Take the <!DOCTYPE …> out of it.")
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise no_opml from error
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise no_opml
    entries: list[dict[str, Any]] = []
    foreign: list[ForeignFeed] = []
    _gather(body, "", entries, foreign, 0)
    return Outlines(tuple(entries), tuple(foreign))


def _gather(
    parent: etree._Element, folder: str, entries: list[dict[str, Any]], foreign: list[ForeignFeed], depth: int
) -> None:
    if depth > _DEEPEST:
        return
    for outline in parent.iterfind("outline"):
        text = clean_line(outline.get("text") or outline.get("title") or "")
        if outline.get(f"{{{NAMESPACE}}}id"):
            entries.append(_entry(outline))
        elif url := (outline.get("xmlUrl") or "").strip():
            foreign.append(ForeignFeed(url, text, folder))
        else:
            _gather(outline, text, entries, foreign, depth + 1)


def _entry(outline: etree._Element) -> dict[str, Any]:
    entry: dict[str, Any] = dict(_own(outline))
    entry["domains"] = entry.get("domains", "").split()
    for key in _NUMBERS:
        if key in entry and entry[key].isdecimal():
            entry[key] = int(entry[key])
    for key in _FLAGS:
        if entry.get(key) in ("true", "false"):
            entry[key] = entry[key] == "true"
    for line in outline.iterfind("outline"):
        door = dict(_own(line))
        door["url"] = (line.get("xmlUrl") or line.get("url") or "").strip()
        key = _KEYS.get(door.pop("channel", "feed"), "feeds")
        entry.setdefault(key, []).append(door)
    return entry


def _own(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Attributes of our namespace."""
    for name, value in element.attrib.items():
        qualified = etree.QName(str(name))
        if qualified.namespace == NAMESPACE:
            yield qualified.localname, str(value)


def _outline(parent: etree._Element, text: str) -> etree._Element:
    return etree.SubElement(parent, "outline", {"text": text, "title": text})


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else str(value)


def by_host(feeds: Iterable[ForeignFeed]) -> dict[str, list[ForeignFeed]]:
    """Feeds of web addresses by host, in their order."""
    found: dict[str, list[ForeignFeed]] = {}
    for feed in feeds:
        if addresses.is_web_address(feed.url):
            found.setdefault(addresses.host(feed.url), []).append(feed)
    return found
