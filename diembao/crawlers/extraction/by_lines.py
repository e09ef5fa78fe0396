"""By-lines that are printed in an element of their own."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from diembao.core.text import clean_line
from diembao.crawlers.extraction.lines import is_names

_BY_LINE = re.compile(r"\b(author|byline|by-line|tac-?gia)\b", re.I)
_LONGEST = 60


def visible_author(tree: HtmlElement) -> str:
    """The first by-line on a page; empty when there is none."""
    for element in tree.iter("span", "div", "p", "a", "strong"):
        if _BY_LINE.search(element.get("class") or ""):
            name = clean_line(element.text_content())
            if is_names(name) and len(name) <= _LONGEST:
                return name
    return ""
