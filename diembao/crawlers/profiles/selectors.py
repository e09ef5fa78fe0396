"""CSS selectors as profiles write them: ``css`` finds elements, ``css@attribute`` reads an attribute of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from diembao.core.text import clean_line

_ATTRIBUTE = re.compile(r"@([\w:-]+)\s*$")


@cache
def _compiled(css: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(css), smart_strings=False)


@dataclass(frozen=True, slots=True)
class Selector:
    """One entry of a profile's list; several CSS selectors in it, parted by commas, count in the order of the page.

    :raises ValueError: it is no CSS selector that can be compiled.
    """

    css: str
    attribute: str = field(init=False)
    _find: etree.XPath = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        match = _ATTRIBUTE.search(self.css)
        try:
            find = _compiled(self.css[: match.start()] if match else self.css)
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"{self.css!r}: {error}") from error
        object.__setattr__(self, "attribute", match[1].lower() if match else "")
        object.__setattr__(self, "_find", find)

    def elements(self, tree: HtmlElement) -> list[HtmlElement]:
        """The elements at or below ``tree`` that match, in the order of the page."""
        found = self._find(tree)
        return found if isinstance(found, list) else []

    def values(self, tree: HtmlElement) -> list[str]:
        """What the matching elements say (their text or the attribute), each one line, empty ones left out."""
        texts = (
            element.get(self.attribute) or "" if self.attribute else element.text_content()
            for element in self.elements(tree)
        )
        return [line for text in texts if (line := clean_line(text))]


def first_elements(selectors: Iterable[Selector], tree: HtmlElement) -> list[HtmlElement]:
    """The elements of the first selector that finds any."""
    return next((found for selector in selectors if (found := selector.elements(tree))), [])


def all_elements(selectors: Iterable[Selector], tree: HtmlElement) -> list[HtmlElement]:
    """The elements of all selectors, those of the first one first."""
    return [element for selector in selectors for element in selector.elements(tree)]


def first_values(selectors: Iterable[Selector], tree: HtmlElement) -> list[str]:
    """What the first selector that finds words says."""
    return next((found for selector in selectors if (found := selector.values(tree))), [])
