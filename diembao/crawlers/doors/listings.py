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
from diembao.crawlers.links import absolute
from diembao.crawlers.paths import looks_like_article
from diembao.crawlers.reasons import Reason


def read(page: Page, source: Source, door: Door) -> list[Listed]:
    """Addresses on a page that look like articles of the source, in reading order, each once.

    ``door.article_pattern``, where given, decides alone which paths are articles.

    :raises FetchError: the page has no links, or none that looks like an article.
    """
    tree = document(page.body, dict(page.headers).get("Content-Type", ""))
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
    return list(found.values())


def _is_article(path: str, pattern: str) -> bool:
    return re.search(pattern, path) is not None if pattern else looks_like_article(path)
