"""RSS, RDF and Atom feeds, read with feedparser."""

from __future__ import annotations

import io
from datetime import datetime

import feedparser

from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.decoding import decode, plain
from diembao.crawlers.links import absolute
from diembao.crawlers.reasons import Reason


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
    if not parsed.get("version") and not parsed.entries:
        raise FetchError(_("{url} is not a feed.").format(url=page.url), reason=Reason.NOT_A_FEED)
    listed = [item for entry in parsed.entries if (item := _listed(entry, page, source, door))]
    if parsed.entries and not listed:
        raise FetchError(_("No entry of {url} can be used.").format(url=page.url), reason=Reason.NO_ARTICLES)
    return listed


def _listed(entry: feedparser.FeedParserDict, page: Page, source: Source, door: Door) -> Listed | None:
    link = absolute(page.url, entry.get("link") or "")
    if not link:
        return None
    return Listed(
        url=link,
        source_id=source.id,
        channel=Channel.FEED,
        title=clean_line(plain(entry.get("title", ""))),
        lead=clean_line(plain(entry.get("summary", ""))),
        section=door.section,
        published_at=_published(entry),
    )


def _published(entry: feedparser.FeedParserDict) -> datetime | None:
    for name in ("published", "updated", "created", "date"):
        # feedparser answers for a missing name with another one's value and a warning; "in" tells them apart.
        if name in entry and (found := dates.parse(entry[name] or "")):
            return found
    return None
