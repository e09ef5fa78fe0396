"""What a page says about itself for machines: JSON-LD of schema.org, and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from diembao.core import addresses
from diembao.core.text import clean_line
from diembao.crawlers.decoding import plain

_ARTICLE_TYPES = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True, slots=True)
class ArticleObject:
    """The article object of a page's JSON-LD; empty strings where it says nothing."""

    headline: str = ""
    description: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    url: str = ""
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def article_object(tree: HtmlElement) -> ArticleObject | None:
    """The first object of a page's JSON-LD whose type is an article; None when there is none."""
    for item in _json_ld(tree):
        if any(_ARTICLE_TYPES.search(kind) for kind in _texts(item.get("@type"))):
            return _read(item)
    return None


def breadcrumb(tree: HtmlElement) -> str:
    """Name of the last section in a page's JSON-LD breadcrumb, the article itself left out."""
    for item in _json_ld(tree):
        if "BreadcrumbList" in _texts(item.get("@type")):
            names = [_name(entry) for entry in _objects(item.get("itemListElement"))]
            return next((name for name in reversed(names) if name), "")
    return ""


def meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by lower-case name, property or itemprop; the first of each name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = clean_line(unescape(element.get("content") or ""))
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def canonical_link(tree: HtmlElement) -> str:
    """The address in a page's canonical link, as written; empty when there is none."""
    links = (element.get("href") for element in tree.iter("link") if "canonical" in (element.get("rel") or "").lower())
    return next((link.strip() for link in links if link), "")


def own_address(tree: HtmlElement) -> str:
    """The web address that a page calls its own; empty when it names none."""
    announced = (canonical_link(tree), meta(tree).get("og:url", ""))
    return next((url for url in announced if addresses.is_web_address(url)), "")


def _json_ld(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _objects(_loads(script.text or ""))


def _loads(text: str) -> Any:
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    for item in _list(value):
        if isinstance(item, Mapping):
            yield item
            yield from _objects(item.get("@graph"), depth + 1)
        elif isinstance(item, list):
            yield from _objects(item, depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    # Some outlets escape twice: "Tu&amp;#7893;i Tr&amp;#7867;", "&lt;p&gt;".
    return [clean_line(plain(unescape(item))) for item in _list(value) if isinstance(item, str)]


def _text(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return _text(value.get("name")) or _name(value.get("item"))
    return _text(value)


def _is_outlet(author: Any) -> bool:
    """Whether an "author" is the outlet itself rather than somebody's by-line."""
    return isinstance(author, Mapping) and any("Organization" in kind for kind in _texts(author.get("@type")))


def _read(item: Mapping[str, Any]) -> ArticleObject:
    page = item.get("mainEntityOfPage")
    return ArticleObject(
        headline=_text(item.get("headline")) or _text(item.get("name")),
        description=_text(item.get("description")),
        published=_text(item.get("datePublished")),
        authors=tuple(name for entry in _list(item.get("author")) if not _is_outlet(entry) and (name := _name(entry))),
        section=_text(item.get("articleSection")),
        url=(_text(page.get("@id")) if isinstance(page, Mapping) else _text(page)) or _text(item.get("url")),
        types=tuple(_texts(item.get("@type"))),
        keywords=tuple(_texts(item.get("keywords"))),
    )
