"""Where a listing goes on."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from diembao.core.text import clean_line, fold
from diembao.crawlers.links import absolute

#: What a link to the next page says.
_NEXT = re.compile(
    r"(?:trang )?(?:sau|tiep|tiep theo|ke tiep)|xem tiep|next(?: page)?|older(?: posts)?|[›»>]+|trang sau ?[›»>]+"
)
#: A page's number in its address: "?page=2", "/trang-2.htm", "/page/2", "-p2", "/p2".
_NUMBER = re.compile(
    r"(?:[?&](?:page|p|trang|pg|paged|pageindex|cpage)=|/(?:page|trang|p)[/-]?|-(?:page|trang|p)-?)(\d{1,4})"
    r"(?=/?(?:\.\w{2,5})?(?:[?&]|$))",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:/|\.\w{2,5})?$")


def next_page(tree: HtmlElement, base: str, url: str) -> str:
    """Address of the page behind a listing's page; empty when it names none.

    :param base: what links of the page are relative to; ``url``: its own address.
    """
    numbered = ""
    own_stem, own_number = _parts(url)
    for element in tree.iter("link", "a"):
        link = absolute(base, element.get("href") or "")
        if not link or link == url:
            continue
        if "next" in (element.get("rel") or "").lower().split():
            return link
        if element.tag == "a" and not numbered:
            stem, number = _parts(link)
            # Words alone do not tell: "Tiếp" stands on sliders, too. It is the next page of this very listing.
            follows = number == own_number + 1 or (number > 0 and _says_next(element))
            numbered = link if stem == own_stem and follows else ""
    return numbered


def _parts(url: str) -> tuple[str, int]:
    """An address without the number of its page, and that number; the first page has none."""
    match = None
    for match in _NUMBER.finditer(url):  # noqa: B007 - the last one counts
        pass
    if match is None:
        return _stem(url), 1
    rest = url[match.end() :]
    in_query = match[0].startswith("?")
    return _stem(url[: match.start()] + (rest.replace("&", "?", 1) if in_query else rest)), int(match[1])


def _stem(url: str) -> str:
    path, _mark, query = url.partition("://")[2].partition("?")
    return _ENDING.sub("", path, count=1).removesuffix("/") + (f"?{query}" if query else "")


def _says_next(element: HtmlElement) -> bool:
    words = element.get("title") or element.text_content()[:40]
    return _NEXT.fullmatch(fold(clean_line(words)).lower()) is not None
