"""RSS, RDF and Atom feeds, read with feedparser."""

from __future__ import annotations

import io
import re
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

_CHARACTER = re.compile(r"&#(?:(\d{1,7})|x([0-9a-f]{1,6}));", re.IGNORECASE)


def read(page: Page, source: Source, door: Door) -> list[Listed]:
    """Articles that a feed lists, in its order. A damaged feed gives the entries that can be read.

    :raises FetchError: the page is not a feed, or not one entry of it can be read.
    """
    content_type = dict(page.headers).get("Content-Type", "")
    # The bytes are decoded here: feedparser would believe a wrong charset in the header.
    text = io.BytesIO(_CHARACTER.sub(_whole, decode(page.body, content_type)).encode())
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    not_a_feed = FetchError(_("{url} is not a feed.").format(url=page.url), reason=Reason.NOT_A_FEED)
    try:
        parsed = feedparser.parse(text, response_headers=headers, sanitize_html=False)
    except Exception as error:  # feedparser has no error of its own for what it cannot read
        raise not_a_feed from error
    if not parsed.get("version") and not parsed.entries:
        raise not_a_feed
    listed = [item for entry in parsed.entries if (item := _listed(entry, page, source, door))]
    if parsed.entries and not listed:
        raise FetchError(_("No entry of {url} can be used.").format(url=page.url), reason=Reason.NO_ARTICLES)
    return listed


def _whole(character: re.Match[str]) -> str:
    """Nothing for half of a surrogate pair, which careless encoders write and feedparser cannot take."""
    code = int(character[1]) if character[1] else int(character[2], 16)
    return "" if 0xD800 <= code <= 0xDFFF else character[0]


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
