"""RSS 0.9 to 2.0, RDF and Atom feeds, read with feedparser; JSON Feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import feedparser

from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.dates import Order
from diembao.crawlers.decoding import decode, plain
from diembao.crawlers.doors.readings import MOST_LISTED, Reading, each_once, newest
from diembao.crawlers.links import absolute
from diembao.crawlers.reasons import Reason

_CHARACTER = re.compile(r"&#(?:(\d{1,7})|x([0-9a-f]{1,6}));", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>|<(?:item|entry)\b[^<>]*/>", re.IGNORECASE)
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1")


def read(page: Page, source: Source, door: Door) -> Reading:
    """Articles that a feed lists, in its order, each address once. A damaged feed gives the entries that can be read.

    :raises FetchError: the page is not a feed, or not one entry of it can be read.
    """
    content_type = page.header("Content-Type")
    # The bytes are decoded here: feedparser would believe a wrong charset in the header.
    text = decode(page.body, content_type)
    entries, further, left_out = (
        _json_entries(text, page) if text.lstrip().startswith("{") else _xml_entries(text, page)
    )
    # Dates of one feed are written alike: "9/8/2026" is what "9/14/2026" beside it says.
    order = dates.order_of((entry["published"] for entry in entries), page.fetched_at)
    every = [item for entry in entries if (item := _listed(entry, page, source, door, order))]
    if entries and not every:
        raise FetchError(_("No entry of {url} can be used.").format(url=page.url), reason=Reason.NO_ARTICLES)
    kept = newest(every, lambda item: item.published_at or item.modified_at)
    return Reading(each_once(kept), further, left_out + len(every) - len(kept))


#: What both forms of feeds say of an article: link, title, lead, section, guid, and times as they are written.
_Entry = Mapping[str, str]


def _not_a_feed(page: Page) -> FetchError:
    return FetchError(_("{url} is not a feed.").format(url=page.url), reason=Reason.NOT_A_FEED)


def _listed(entry: _Entry, page: Page, source: Source, door: Door, order: Order | None) -> Listed | None:
    link = absolute(page.url, entry["link"])
    if not link:
        return None

    def instant(*texts: str) -> datetime | None:
        found = [one for text in texts if (one := dates.read(text, now=page.fetched_at, order=order))]
        best = next((one for one in found if one.exact), next(iter(found), None))
        return best.at if best else None

    return Listed(
        url=link,
        source_id=source.id,
        channel=Channel.FEED,
        title=clean_line(plain(entry["title"])),
        lead=clean_line(plain(entry["lead"])),
        section=door.section or clean_line(plain(entry["section"])),
        published_at=instant(entry["published"], entry["published_else"]),
        modified_at=instant(entry["modified"]),
        guid=clean_line(entry["guid"]),
    )


# XML


def _xml_entries(text: str, page: Page) -> tuple[list[_Entry], tuple[str, ...], int]:
    text, left_out = _shortened(text)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    whole = io.BytesIO(_CHARACTER.sub(_no_half, text).encode())
    try:
        parsed = feedparser.parse(whole, response_headers=headers, sanitize_html=False)
    except Exception as error:  # feedparser has no error of its own for what it cannot read
        raise _not_a_feed(page) from error
    if not parsed.get("version") and not parsed.entries:
        raise _not_a_feed(page)
    links = parsed.feed.get("links", ())
    further = (absolute(page.url, link.get("href") or "") for link in links if link.get("rel") == "next")
    atom = str(parsed.get("version", "")).startswith("atom")
    return [_xml_entry(entry, atom) for entry in parsed.entries], tuple(filter(None, further)), left_out


def _shortened(text: str) -> tuple[str, int]:
    """A huge feed without its middle, and how many entries that leaves out: feedparser takes its time with each."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if len(ends) <= 2 * MOST_LISTED:
        return text, 0
    return text[: ends[MOST_LISTED - 1]] + text[ends[-MOST_LISTED - 1] :], len(ends) - 2 * MOST_LISTED


def _no_half(character: re.Match[str]) -> str:
    """Nothing for half of a surrogate pair, which careless encoders write and feedparser cannot take."""
    code = int(character[1]) if character[1] else int(character[2], 16)
    return "" if 0xD800 <= code <= 0xDFFF else character[0]


def _xml_entry(entry: feedparser.FeedParserDict, atom: bool) -> _Entry:
    # feedparser answers for a missing name with another one's value and a warning; "in" tells them apart.
    times = {name: entry[name] or "" for name in ("published", "updated", "created") if name in entry}
    # Atom has a name of its own for a change; elsewhere "updated" is how feedparser calls Dublin Core's date.
    changed = times.pop("updated", "") if atom else ""
    published = [text for text in times.values() if text]
    tags = [tag.get("term") or "" for tag in entry.get("tags", ())]
    return {
        "link": entry.get("link") or "",
        "title": entry.get("title", ""),
        "lead": entry.get("summary", ""),
        "section": next(filter(None, tags), ""),
        "guid": entry.get("id") or "",
        "published": next(iter(published), ""),
        "published_else": next(iter(published[1:]), ""),
        "modified": changed,
    }


# JSON


def _json_entries(text: str, page: Page) -> tuple[list[_Entry], tuple[str, ...], int]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise _not_a_feed(page) from error
    if not isinstance(feed, Mapping) or not _JSON_FEED.match(str(feed.get("version", ""))):
        raise _not_a_feed(page)
    items = feed.get("items")
    found = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    kept = found if len(found) <= 2 * MOST_LISTED else found[:MOST_LISTED] + found[-MOST_LISTED:]
    further = absolute(page.url, _text(feed, "next_url"))
    return [_json_entry(item) for item in kept], (further,) if further else (), len(found) - len(kept)


def _json_entry(item: Mapping[str, Any]) -> _Entry:
    tags = item.get("tags")
    return {
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "lead": _text(item, "summary"),
        "section": next((tag for tag in tags if isinstance(tag, str)), "") if isinstance(tags, list) else "",
        "guid": _text(item, "id"),
        "published": _text(item, "date_published"),
        "published_else": "",
        "modified": _text(item, "date_modified"),
    }


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) else ""
