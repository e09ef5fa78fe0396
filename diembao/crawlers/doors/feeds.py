"""RSS, RDF and Atom feeds, read with feedparser."""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from urllib.parse import urljoin

import feedparser
from lxml.html import fromstring

from diembao.core import addresses
from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.decoding import decode
from diembao.crawlers.reasons import Reason

_MARKUP = re.compile(r"<[a-zA-Z/!]")


def read(page: Page, source: Source, door: Door) -> list[Listed]:
    """Articles that a feed lists, in its order. A damaged feed gives the entries that can be read.

    :raises FetchError: the page is not a feed, or not one entry of it can be read.
    """
    content_type = dict(page.headers).get("Content-Type", "")
    # The bytes are decoded here: feedparser would believe a wrong charset in the header.
    parsed = feedparser.parse(
        io.BytesIO(decode(page.body, content_type).encode()),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": page.url},
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise FetchError(_("{url} is not a feed.").format(url=page.url), reason=Reason.NOT_A_FEED)
    listed = [item for entry in parsed.entries if (item := _listed(entry, page, source, door))]
    if parsed.entries and not listed:
        raise FetchError(_("No entry of {url} can be used.").format(url=page.url), reason=Reason.NO_ARTICLES)
    return listed


def _listed(entry: feedparser.FeedParserDict, page: Page, source: Source, door: Door) -> Listed | None:
    link = urljoin(page.url, (entry.get("link") or entry.get("id") or "").strip())
    if not addresses.is_web_address(link):
        return None
    return Listed(
        url=link,
        source_id=source.id,
        channel=Channel.FEED,
        title=clean_line(_plain(entry.get("title", ""))),
        lead=clean_line(_plain(entry.get("summary", ""))),
        section=door.section,
        published_at=_published(entry),
    )


def _plain(markup: str) -> str:
    if not _MARKUP.search(markup):
        return markup
    try:
        text: str = fromstring(f"<div>{markup}</div>").text_content()
    except (ValueError, AssertionError):  # lxml gives up on some broken markup
        return ""
    return text


def _published(entry: feedparser.FeedParserDict) -> datetime | None:
    for name in ("published", "updated", "created", "date"):
        if text := entry.get(name, ""):
            if found := dates.parse(text):
                return found
            if parts := entry.get(f"{name}_parsed"):
                return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    return None
