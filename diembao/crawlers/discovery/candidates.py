"""Addresses that may be feeds or sitemaps: those that a page names, and those where they usually lie."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from diembao.core.text import clean_line, fold
from diembao.crawlers.links import absolute

_FEED_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)|^application/json$", re.IGNORECASE)
_FEED_PATH = re.compile(r"\.rss$|/rss/[^/]+|/feeds?/[^/]+|/feed/?$|rss[^/]*\.xml$|atom[^/]*\.xml$", re.IGNORECASE)
#: Pages that list feeds: "/rss", "/rss.htm", "/rssMain.html", "/kenh-rss".
_LIST_PATH = re.compile(r"^/(?:[\w-]*rss[\w-]*|feeds?)(?:\.(?:html?|aspx|php|chn|vnp|vov))?/?$", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|binh-?luan|author|/tag/", re.IGNORECASE)
_NO_SECTION = re.compile(r"^(?:rss|xml|feed|atom|https?:.*|.*\.rss)?$", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_LONGEST_SECTION = 60

USUAL_FEEDS = ("/rss.xml", "/feed", "/home.rss", "/rss/home.rss", "/trang-chu.rss", "/rss/tin-moi-nhat.rss")
USUAL_LISTS = ("/rss", "/rss.htm", "/rss.html", "/rss.aspx")
USUAL_SITEMAPS = ("/sitemap_index.xml", "/sitemap.xml", "/sitemap-news.xml", "/news-sitemap.xml", "/sitemap.xml.gz")


def feeds_named(tree: HtmlElement, base: str) -> dict[str, str]:
    """Feeds that a page names, each with the section that the link is called by (empty when it has no such name)."""
    found: dict[str, str] = {}
    for element in tree.iter("link", "a"):
        url = absolute(base, element.get("href") or "")
        if not url or _COMMENTS.search(urlsplit(url).path):
            continue
        if element.tag == "link":
            if "alternate" in (element.get("rel") or "").lower() and _FEED_TYPES.search(element.get("type") or ""):
                found.setdefault(url, "")
        elif _FEED_PATH.search(urlsplit(url).path):
            section = _section(element)
            found[url] = found.get(url) or section
    return found


def lists_named(tree: HtmlElement, base: str) -> list[str]:
    """Pages, named by a page, that may list feeds."""
    links = (absolute(base, element.get("href") or "") for element in tree.iter("a"))
    return list(dict.fromkeys(url for url in links if url and _LIST_PATH.match(urlsplit(url).path)))


def sitemaps_named(robots: str, base: str) -> list[str]:
    """Sitemaps that a robots.txt names."""
    found = (absolute(base, match[1]) for match in _SITEMAP_LINE.finditer(robots))
    return list(dict.fromkeys(url for url in found if url))


def usual(base: str, paths: tuple[str, ...]) -> list[str]:
    """Addresses of a site at which something usually lies."""
    return [urljoin(base, path) for path in paths]


def _section(element: HtmlElement) -> str:
    name = clean_line(element.get("title") or element.text_content())
    name = re.sub(r"^rss\s*[-:–]?\s*|\s*[-:–]?\s*rss$", "", name, flags=re.IGNORECASE)
    return "" if _NO_SECTION.match(fold(name)) or len(name) > _LONGEST_SECTION else name
