"""CSS selectors as profiles write them: ``css`` finds elements, ``css@attribute`` reads an attribute of them.

A profile has some fifty selectors, and most of them find nothing on a given page. So the page's elements are listed
once by their classes and ids: what a selector's first step finds is looked up there, and only what follows it is
searched, below those elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from cssselect import HTMLTranslator, SelectorError
from cssselect import parser as css
from lxml import etree
from lxml.html import HtmlElement

from diembao.core.text import clean_line

_ATTRIBUTE = re.compile(r"@([\w:-]+)\s*$")
#: How CSS compares an attribute, absent as None, with a value that is not empty.
_OPERATORS: Mapping[str, Callable[[str | None, str], bool]] = {
    "exists": lambda own, _value: own is not None,
    "=": lambda own, value: own == value,
    "~=": lambda own, value: own is not None and value in own.split(),
    "^=": lambda own, value: own is not None and own.startswith(value),
    "$=": lambda own, value: own is not None and own.endswith(value),
    "*=": lambda own, value: own is not None and value in own,
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a selector that asks for no more than names and attributes: ``div.a#b[data-role=c]``."""

    tag: str | None
    classes: frozenset[str]
    id: str
    """Empty: any."""
    attributes: tuple[tuple[str, str, str], ...]
    """Name, operator and value of each."""

    def fits(self, element: HtmlElement) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.id and element.get("id") != self.id:
            return False
        if self.classes and not self.classes.issubset((element.get("class") or "").split()):
            return False
        return all(_OPERATORS[operator](element.get(name), value) for name, operator, value in self.attributes)


@dataclass(frozen=True, slots=True)
class _Search:
    """One alternative of a selector: where it starts, and what is searched from there."""

    start: _Step | None
    """None: the whole page."""
    below: etree.XPath | None
    """None: what it starts at is what it finds."""


def _step(tree: css.Tree) -> _Step | None:
    """A step as names and attributes; None when it asks for more than those."""
    classes: set[str] = set()
    ids: set[str] = set()
    attributes: list[tuple[str, str, str]] = []
    while isinstance(tree, css.Class | css.Hash | css.Attrib):
        if isinstance(tree, css.Class):
            classes.add(tree.class_name)
        elif isinstance(tree, css.Hash):
            ids.add(tree.id)
        elif tree.namespace or tree.operator not in _OPERATORS or (tree.operator != "exists" and not _value(tree)):
            return None
        else:
            attributes.append((tree.attrib.lower(), tree.operator, _value(tree)))
        tree = tree.selector
    if not isinstance(tree, css.Element) or tree.namespace or len(ids) > 1:
        return None
    if not classes and not ids and (attributes[0][0] in ("class", "id") if attributes else not tree.element):
        return None  # most elements of a page have those, and libxml2 goes through them faster
    return _Step(
        tree.element.lower() if tree.element else None, frozenset(classes), next(iter(ids), ""), tuple(attributes)
    )


def _value(tree: css.Attrib) -> str:
    return tree.value.value or "" if tree.value else ""


def _parted(tree: css.CombinedSelector) -> tuple[css.Tree, str, css.Tree]:
    """First step of a selector, how the rest hangs on it, and the rest."""
    if isinstance(tree.selector, css.CombinedSelector):
        first, combinator, rest = _parted(tree.selector)
        return first, combinator, css.CombinedSelector(rest, tree.combinator, tree.subselector)
    return tree.selector, tree.combinator, tree.subselector


@cache
def _searches(text: str) -> tuple[_Search, ...]:
    translator = HTMLTranslator()
    found = []
    for selector in css.parse(text):
        tree = selector.parsed_tree
        if selector.pseudo_element is None and (step := _step(tree)):
            found.append(_Search(step, None))
            continue
        if selector.pseudo_element is None and isinstance(tree, css.CombinedSelector):
            first, combinator, rest = _parted(tree)
            if combinator == " " and (step := _step(first)):
                found.append(_Search(step, _compiled(f"descendant::{translator.xpath(rest)}")))
                continue
        found.append(_Search(None, _compiled(translator.selector_to_xpath(selector))))
    return tuple(found)


def _compiled(xpath: str) -> etree.XPath:
    return etree.XPath(xpath, smart_strings=False)


@dataclass(frozen=True, slots=True)
class Selector:
    """One entry of a profile's list; several CSS selectors in it, parted by commas, count in their order.

    :raises ValueError: it is no CSS selector that can be compiled.
    """

    css: str
    attribute: str = field(init=False)
    searches: tuple[_Search, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        match = _ATTRIBUTE.search(self.css)
        try:
            searches = _searches(self.css[: match.start()] if match else self.css)
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"{self.css!r}: {error}") from error
        object.__setattr__(self, "attribute", match[1].lower() if match else "")
        object.__setattr__(self, "searches", searches)

    def read(self, element: HtmlElement) -> str:
        """What a matching element says: its text or the attribute, as one line."""
        return clean_line(element.get(self.attribute) or "" if self.attribute else element.text_content())


class Finder:
    """Finds elements of one page; each selector is looked for once."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self._found: dict[Selector, list[HtmlElement]] = {}
        self._gone: set[HtmlElement] = set()
        self._by_class: dict[str, list[HtmlElement]] = {}
        self._by_id: dict[str, list[HtmlElement]] = {}
        self._by_attribute: dict[tuple[str, str | None], list[HtmlElement]] = {}
        for element in _elements(_having("class", None)(tree)):
            for name in (element.get("class") or "").split():
                self._by_class.setdefault(name, []).append(element)
        for element in _elements(_having("id", None)(tree)):
            self._by_id.setdefault(element.get("id") or "", []).append(element)

    def take_out(self, elements: Iterable[HtmlElement]) -> None:
        """Empty elements, so that nothing of them is found or read any more; the text behind them stays."""
        for element in elements:
            self._gone.update(element.iter())
            element.clear(keep_tail=True)
        self._found.clear()

    def elements(self, selector: Selector) -> list[HtmlElement]:
        """All elements that match: those of each alternative in the order of the page."""
        found = self._found.get(selector)
        if found is None:
            matches = (element for search in selector.searches for element in self._search(search))
            found = self._found[selector] = list(dict.fromkeys(matches))
        return found

    def _search(self, search: _Search) -> Iterator[HtmlElement]:
        if search.start is None:
            yield from _elements(search.below(self.tree)) if search.below else ()
            return
        fitting = self._fitting(search.start)
        if search.below is None:
            yield from fitting
            return
        starts = set(fitting)
        for element in fitting:
            if starts.isdisjoint(element.iterancestors()):  # what is below the others is below the outermost
                yield from _elements(search.below(element))

    def _fitting(self, start: _Step) -> list[HtmlElement]:
        possible: Iterable[HtmlElement]
        if start.id:
            possible = self._by_id.get(start.id, ())
        elif start.classes:
            fewest = min((self._by_class.get(name, []) for name in start.classes), key=len)
            possible = fewest
        elif start.attributes:
            possible = self._having(start.attributes[0][0], start.tag)
        else:
            possible = self.tree.iter(start.tag)
        return [element for element in possible if start.fits(element) and element not in self._gone]

    def _having(self, attribute: str, tag: str | None) -> Iterable[HtmlElement]:
        """The elements, of a name if one is given, that have an attribute."""
        asked = (attribute, tag)
        if asked not in self._by_attribute:
            self._by_attribute[asked] = _elements(_having(attribute, tag)(self.tree))
        return self._by_attribute[asked]

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


@cache
def _having(attribute: str, tag: str | None) -> etree.XPath:
    return _compiled(f"descendant-or-self::{tag or '*'}[@{attribute}]")


def _elements(found: object) -> list[HtmlElement]:
    return found if isinstance(found, list) else []
