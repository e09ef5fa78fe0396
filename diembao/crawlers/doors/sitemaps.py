"""Sitemaps of articles, with or without Google's news extension, and indexes of sitemaps; gzipped or not."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from datetime import datetime, timedelta

from lxml import etree

from diembao.core.clock import local_day
from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.doors.readings import Reading, each_once, newest
from diembao.crawlers.links import absolute
from diembao.crawlers.reasons import Reason

#: Largest unpacked sitemap, in bytes; the protocol's own limit.
_MAX_BYTES = 50_000_000
#: A sitemap of an index that has not changed for so long holds nothing that a pass has missed.
_RECENT = timedelta(days=3)
_NEWS = re.compile(r"news|tin-?(?:moi|tuc)|latest|today", re.IGNORECASE)
#: Sitemaps of what is no article.
_OTHER = re.compile(r"categor|chuyen-?muc|tags?\b|tu-?khoa|topic|author|tac-?gia|image|photo|page[-_.]?sitemap", re.I)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_/.]?(0?[1-9]|1[0-2])(?:[-_/.]?(\d{1,2}))?(?!\d)")
#: Of sitemaps that say nothing of their age, so many from either end of the index.
_UNDATED = 2


def read(page: Page, source: Source, door: Door) -> Reading:
    """Articles that a sitemap lists, in its order, each address once; of an index, the sitemaps that may hold recent
    articles.

    :raises FetchError: the page is not a sitemap.
    """
    # Entities and the network are closed to whatever a site puts into its XML.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_unpacked(page.body), parser)
    except (etree.XMLSyntaxError, ValueError, OSError, EOFError, zlib.error):
        root = None
    name = "" if root is None else str(root.tag).rpartition("}")[2]
    if root is not None and name == "sitemapindex":
        return Reading((), _recent(root, page))
    if root is None or name != "urlset":
        raise FetchError(_("{url} is not a sitemap.").format(url=page.url), reason=Reason.NOT_A_SITEMAP)
    every = root.findall("{*}url")
    kept = newest(every, lambda url: dates.parse(_published(url) or url.findtext("{*}lastmod") or ""))
    listed = (item for url in kept if (item := _listed(url, page, source, door)))
    return Reading(each_once(listed), left_out=len(every) - len(kept))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
        return file.read(_MAX_BYTES)


def _published(url: etree._Element) -> str:
    return url.findtext("{*}news/{*}publication_date") or ""


def _listed(url: etree._Element, page: Page, source: Source, door: Door) -> Listed | None:
    link = absolute(page.url, url.findtext("{*}loc") or "")
    if not link:
        return None
    return Listed(
        url=link,
        source_id=source.id,
        channel=Channel.SITEMAP,
        title=clean_line(url.findtext("{*}news/{*}title") or ""),
        section=door.section,
        published_at=dates.parse(_published(url)),
        modified_at=dates.parse(url.findtext("{*}lastmod") or ""),
    )


def _recent(index: etree._Element, page: Page) -> tuple[str, ...]:
    """Sitemaps of an index that may hold articles of the last days: news first, then the one changed last."""
    dated: list[tuple[bool, datetime, str]] = []
    undated: list[str] = []
    for entry in index.iterfind("{*}sitemap"):
        url = absolute(page.url, entry.findtext("{*}loc") or "")
        name = url.partition("://")[2].partition("/")[2]
        if not url or _OTHER.search(name):
            continue
        changed = dates.parse(entry.findtext("{*}lastmod") or "")
        news = bool(_NEWS.search(name))
        if changed is None and (span := _named_span(name)):
            changed = page.fetched_at if span[0] <= local_day(page.fetched_at).isoformat() <= span[1] else None
            if changed is None:
                continue
        if news or changed:
            changed = changed or page.fetched_at
            if changed >= page.fetched_at - _RECENT or news:
                dated.append((news, changed, url))
        else:
            undated.append(url)
    # Sorting is stable: of two that were changed at one time the first stays first.
    dated.sort(key=lambda one: one[:2], reverse=True)
    ends = undated if len(undated) <= 2 * _UNDATED else [*undated[:_UNDATED], *reversed(undated[-_UNDATED:])]
    return tuple(dict.fromkeys([url for _news, _changed, url in dated] + ends))


def _named_span(name: str) -> tuple[str, str] | None:
    """First and last day, with the days around it on which it may still be filled, of "sitemap-2026-09.xml"."""
    if not (match := _MONTH.search(name)):
        return None
    year, month = int(match[1]), int(match[2])
    day = int(match[3]) if match[3] and 1 <= int(match[3]) <= 31 else None
    first = f"{year:04}-{month:02}-{day or 1:02}"
    if day is None:
        following = f"{year + month // 12:04}-{month % 12 + 1:02}"
        return first, f"{following}-{_RECENT.days:02}"
    last = dates.parse(first)
    return (first, local_day(last + _RECENT).isoformat()) if last else None
