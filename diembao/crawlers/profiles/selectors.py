"""CSS selectors as profiles write them: ``css`` finds elements, ``css@attribute`` reads an attribute of them.

A profile has some fifty selectors, and most of them find nothing on a given page. So the names that a selector asks for
are held against those that the page has before the page is searched, and each selector searches it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from cssselect import HTMLTranslator, SelectorError
from cssselect.xpath import XPathExpr
from lxml import etree
from lxml.html import HtmlElement

from diembao.core.text import clean_line

_ATTRIBUTE = re.compile(r"@([\w:-]+)\s*$")
#: What must not be taken for names of classes and ids: texts, attributes, and what is asked of other elements.
_NO_NAMES = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|:[\w-]+\((?:[^()]|\([^()]*\))*\)")
_NAME = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f])+)")
_ALL_NAMES = etree.XPath("descendant-or-self::*/@class | descendant-or-self::*/@id", smart_strings=False)


class _Translator(HTMLTranslator):
    """cssselect's, with a test for classes that is cheap on the many elements that have none or others."""

    def xpath_attrib_includes(self, xpath: XPathExpr, name: str, value: str | None) -> XPathExpr:
        if value and not re.search(r"\s", value):
            xpath.add_condition(f"contains({name}, {self.xpath_literal(value)})")
        return super().xpath_attrib_includes(xpath, name, value)


@cache
def _compiled(css: str) -> etree.XPath:
    return etree.XPath(_Translator().css_to_xpath(css), smart_strings=False)


@cache
def _needed(css: str) -> tuple[frozenset[str], ...]:
    """Class names and ids without which the alternatives of a selector, one each, find nothing."""
    return tuple(frozenset(_NAME.findall(part)) for part in _NO_NAMES.sub("", css).split(","))


@dataclass(frozen=True, slots=True)
class Selector:
    """One entry of a profile's list; several CSS selectors in it, parted by commas, count in the order of the page.

    :raises ValueError: it is no CSS selector that can be compiled.
    """

    css: str
    attribute: str = field(init=False)
    needed: tuple[frozenset[str], ...] = field(init=False, repr=False, compare=False)
    _find: etree.XPath = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        match = _ATTRIBUTE.search(self.css)
        css = self.css[: match.start()] if match else self.css
        try:
            find = _compiled(css)
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"{self.css!r}: {error}") from error
        object.__setattr__(self, "attribute", match[1].lower() if match else "")
        object.__setattr__(self, "needed", _needed(css))
        object.__setattr__(self, "_find", find)

    def elements(self, tree: HtmlElement) -> list[HtmlElement]:
        """The elements at or below ``tree`` that match, in the order of the page."""
        found = self._find(tree)
        return found if isinstance(found, list) else []

    def read(self, element: HtmlElement) -> str:
        """What a matching element says: its text or the attribute, as one line."""
        return clean_line(element.get(self.attribute) or "" if self.attribute else element.text_content())


class Finder:
    """Finds elements of one page; what was found is kept until :meth:`forget`."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        names = _ALL_NAMES(tree)
        texts = names if isinstance(names, list) else []
        self._names = frozenset(name for text in set(texts) for name in text.split())
        self._found: dict[Selector, list[HtmlElement]] = {}

    def forget(self) -> None:
        """Search again from now on: elements were taken out of the page."""
        self._found.clear()

    def elements(self, selector: Selector) -> list[HtmlElement]:
        """All elements that match, in the order of the page."""
        found = self._found.get(selector)
        if found is None:
            possible = any(needed <= self._names for needed in selector.needed)
            found = self._found[selector] = selector.elements(self.tree) if possible else []
        return found

    def values(self, selector: Selector) -> list[str]:
        """What the matching elements say, empty ones left out."""
        return [line for element in self.elements(selector) if (line := selector.read(element))]

    def first_elements(self, selectors: Iterable[Selector]) -> list[HtmlElement]:
        """The elements of the first selector that finds any."""
        return next((found for selector in selectors if (found := self.elements(selector))), [])

    def all_elements(self, selectors: Iterable[Selector]) -> list[HtmlElement]:
        """The elements of all selectors, those of the first one first."""
        return [element for selector in selectors for element in self.elements(selector)]

    def first_values(self, selectors: Iterable[Selector]) -> list[str]:
        """What the first selector that finds words says."""
        return next((found for selector in selectors if (found := self.values(selector))), [])

    def first_value(self, selectors: Iterable[Selector]) -> str:
        """The first of these words; empty when there are none."""
        return next(iter(self.first_values(selectors)), "")
