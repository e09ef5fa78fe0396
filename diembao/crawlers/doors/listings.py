"""Front and section pages: article addresses among all the links of a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from diembao.core import addresses
from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.core.text import clean_line
from diembao.crawlers.decoding import document
from diembao.crawlers.doors.paging import next_page
from diembao.crawlers.doors.readings import MOST_LISTED, Reading
from diembao.crawlers.links import absolute
from diembao.crawlers.paths import looks_like_article
from diembao.crawlers.reasons import Reason


def read(page: Page, source: Source, door: Door) -> Reading:
    """Addresses on a page that look like articles of the source, in reading order, each once.

    ``door.article_pattern``, where given, decides alone which paths are articles.

    :raises FetchError: the page has no links, or none that looks like an article.
    """
    tree = document(page.body, page.header("Content-Type"))
    if tree is None:
        raise FetchError(_("{url} is empty.").format(url=page.url), reason=Reason.EMPTY_PAGE)
    base = next((absolute(page.url, element.get("href") or "") for element in tree.iter("base")), "") or page.url
    found: dict[str, Listed] = {}
    for link in tree.iter("a"):
        url = absolute(base, link.get("href") or "")
        if not url or not addresses.within(addresses.host(url), source.domains):
            continue
        if not _is_article(urlsplit(url).path, door.article_pattern):
            continue
        title = clean_line(link.get("title") or link.text_content())
        known = found.get(url)
        if known is None or len(title) > len(known.title):
            found[url] = Listed(
                url=url, source_id=source.id, channel=Channel.LISTING, title=title, section=door.section
            )
    if not found:
        raise FetchError(_("No article is listed on {url}.").format(url=page.url), reason=Reason.NO_ARTICLES)
    following = next_page(tree, base, page.url)
    further = (following,) if addresses.within(addresses.host(following), source.domains) else ()
    every = tuple(found.values())
    return Reading(every[:MOST_LISTED], further, len(every[MOST_LISTED:]))


def _is_article(path: str, pattern: str) -> bool:
    return re.search(pattern, path) is not None if pattern else looks_like_article(path)
