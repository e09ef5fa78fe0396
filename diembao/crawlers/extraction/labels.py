"""What is printed around an article in elements of their own: by-line, key words, the way to its section."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from diembao.core.text import clean_line
from diembao.crawlers.extraction.blocks import names_of
from diembao.crawlers.extraction.lines import is_names

_BY_LINE = re.compile(r"\b(author|byline|by-line|tac-?gia)\b", re.I)
_TAGS = re.compile(r"(^|[\s_-])(tags?|keywords?|tu-?khoa)([\s_-]|$)", re.I)
_BREADCRUMB = re.compile(r"bread-?crumb", re.I)
_NO_SECTION = re.compile(r"^(trang (chủ|nhất)|home|tin tức|>|»|/)?$", re.I)
#: In characters.
_LONGEST_NAME, _LONGEST_TAG = 60, 60
_MOST_TAGS = 30


def visible_author(tree: HtmlElement) -> str:
    """The first by-line on a page; empty when there is none."""
    for element in tree.iter("span", "div", "p", "a", "strong"):
        if _BY_LINE.search(element.get("class") or ""):
            name = clean_line(element.text_content())
            if is_names(name) and len(name) <= _LONGEST_NAME:
                return name
    return ""


def visible_tags(tree: HtmlElement) -> tuple[str, ...]:
    """The key words of the first list of links that is named for them."""
    for element in tree.iter("div", "ul", "p", "section", "span"):
        if _TAGS.search(names_of(element)):
            texts = _link_texts(element)
            if texts and len(texts) <= _MOST_TAGS and all(len(text) <= _LONGEST_TAG for text in texts):
                return tuple(dict.fromkeys(text.lstrip("#") for text in texts))
    return ()


def visible_section(tree: HtmlElement) -> str:
    """The last step of the first breadcrumb."""
    for element in tree.iter("div", "ul", "ol", "nav", "p", "section"):
        if _BREADCRUMB.search(names_of(element)):
            steps = [text for text in _link_texts(element) if not _NO_SECTION.match(text)]
            if steps:
                return steps[-1] if len(steps) <= 4 and len(steps[-1]) <= _LONGEST_TAG else ""
    return ""


def _link_texts(element: HtmlElement) -> list[str]:
    """Texts of the links in an element, as far as a list of labels goes."""
    found: list[str] = []
    for link in element.iter("a"):
        if text := clean_line(link.text_content()):
            found.append(text)
        if len(found) > _MOST_TAGS:
            break
    return found
