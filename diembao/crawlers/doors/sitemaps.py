"""Sitemaps of articles, with or without Google's news extension; gzipped or not."""

from __future__ import annotations

import gzip
import io
import zlib

from lxml import etree

from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.links import absolute
from diembao.crawlers.reasons import Reason

#: Largest unpacked sitemap, in bytes; the protocol's own limit.
_MAX_BYTES = 50_000_000


def read(page: Page, source: Source, door: Door) -> list[Listed]:
    """Articles that a sitemap lists, in its order.

    :raises FetchError: the page is not a sitemap, or is an index of sitemaps.
    """
    # Entities and the network are closed to whatever a site puts into its XML.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_unpacked(page.body), parser)
    except (etree.XMLSyntaxError, ValueError, OSError, EOFError, zlib.error):
        root = None
    name = "" if root is None else str(root.tag).rpartition("}")[2]
    if name == "sitemapindex":
        raise FetchError(_("{url} is an index of sitemaps.").format(url=page.url), reason=Reason.SITEMAP_INDEX)
    if root is None or name != "urlset":
        raise FetchError(_("{url} is not a sitemap.").format(url=page.url), reason=Reason.NOT_A_SITEMAP)
    return [item for url in root.iterfind("{*}url") if (item := _listed(url, page, source, door))]


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
        return file.read(_MAX_BYTES)


def _listed(url: etree._Element, page: Page, source: Source, door: Door) -> Listed | None:
    link = absolute(page.url, url.findtext("{*}loc") or "")
    if not link:
        return None
    news = url.find("{*}news")
    published = "" if news is None else news.findtext("{*}publication_date") or ""
    return Listed(
        url=link,
        source_id=source.id,
        channel=Channel.SITEMAP,
        title=clean_line("" if news is None else news.findtext("{*}title") or ""),
        section=door.section,
        published_at=dates.parse(published or url.findtext("{*}lastmod") or ""),
    )
