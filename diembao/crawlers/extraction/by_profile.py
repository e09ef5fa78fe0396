"""Reading a page whose outlet has a profile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from diembao.core.clock import VIETNAM
from diembao.core.models import Page
from diembao.core.text import clean_line, fold, words
from diembao.crawlers.dates import Order
from diembao.crawlers.extraction.blocks import Block, Role, one_line, read_blocks, web_links
from diembao.crawlers.extraction.leads import printed_lead
from diembao.crawlers.extraction.lines import bare, credit, trimmed
from diembao.crawlers.extraction.reading import Reading
from diembao.crawlers.profiles import Layout, PageKind, Profile, Selector
from diembao.crawlers.profiles.selectors import all_elements, first_elements, first_values

_BETWEEN_TAGS = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiled:
    """What a profile makes of a page."""

    reading: Reading = field(default_factory=Reading)
    kind: PageKind | None = None
    """None: the profile names none."""
    fits: bool = False
    """Whether the page is built in one of its layouts."""
    order: Order | None = None
    """How the outlet prints days and months."""


def read_by_profile(tree: HtmlElement, profile: Profile, page: Page, *, lead: str) -> Profiled:
    """Read a page by its outlet's profile; what the layout strips is taken out of the tree.

    :param lead: as meta tags have it, for pages on which the layout finds none.

    The layout is that of the day when the page was fetched, else the newest whose body is on the page.
    """
    day = page.fetched_at.astimezone(VIETNAM).date()
    layout = next((layout for layout in profile.layouts_for(day) if _fits(tree, layout)), None)
    section = _section(tree, profile, layout, page)
    kind = _kind(tree, profile, page, section)
    if layout is None or kind is PageKind.LISTING:
        return Profiled(reading=Reading(section=section), kind=kind)
    return Profiled(
        reading=replace(_read(tree, layout, page, lead), section=section),
        kind=kind,
        fits=True,
        order=profile.date_order,
    )


def _fits(tree: HtmlElement, layout: Layout) -> bool:
    return bool(first_elements(layout.body, tree)) and bool(not layout.title or first_values(layout.title, tree))


def _section(tree: HtmlElement, profile: Profile, layout: Layout | None, page: Page) -> str:
    """The section as the page prints it, else as its address names it."""
    printed = first_values(layout.section, tree) if layout else []
    segments = urlsplit(page.url).path.split("/")
    named = (profile.sections[segment] for segment in reversed(segments) if segment in profile.sections)
    return _unshouted(next(iter(printed), ""), profile) or next(named, "")


def _unshouted(name: str, profile: Profile) -> str:
    """A name that the page prints in capitals ("KINH TẾ") as the profile writes it, where it knows it."""
    slug = "-".join(words(fold(name.lower())))
    return profile.sections.get(slug, name) if name.isupper() else name


def _kind(tree: HtmlElement, profile: Profile, page: Page, section: str) -> PageKind | None:
    path, name = urlsplit(page.url).path, section.lower()
    for kind, rule in profile.kinds.items():
        if (
            (rule.path and rule.path.search(path))
            or (name and name in rule.sections)
            or any(selector.elements(tree) for selector in rule.selectors)
        ):
            return kind
    return None


def _read(tree: HtmlElement, layout: Layout, page: Page, announced: str) -> Reading:
    for element in all_elements(layout.strip, tree):
        element.clear(keep_tail=True)
    for lead_element in all_elements(layout.lead, tree):
        for element in all_elements(layout.lead_strip, lead_element):
            element.clear(keep_tail=True)
    title = next(iter(first_values(layout.title, tree)), "")
    lead = next(iter(_lines(layout.lead, tree)), "")
    authors = tuple(_split(first_values(layout.authors, tree), layout.author_split))
    source = next(iter(first_values(layout.credit, tree)), "")
    pictures = all_elements(layout.captions, tree)
    roles = dict.fromkeys(_fields(layout, tree), Role.SKIP)
    roles |= dict.fromkeys(pictures, Role.CAPTION)
    roles |= dict.fromkeys(all_elements(layout.end, tree), Role.END)
    bodies = first_elements(layout.body, tree)
    body = next((element for element in bodies if element.text_content().strip()), bodies[0])
    blocks = read_blocks(body, lambda element: roles.get(element, Role.TEXT))
    lines = blocks.lines
    if layout.paragraphs:
        wanted = set(all_elements(layout.paragraphs, body))
        lines = [line for line in lines if _inside(line.element, wanted, body)]
    article = trimmed(lines, base=page.url, title=title, lead=lead, authors=authors)
    kept: Sequence[Block] = article.lines
    if not lead:
        lead, kept = printed_lead(kept, announced)
    return Reading(
        title=title,
        lead=lead,
        published=next(iter(first_values(layout.published, tree)), ""),
        authors=authors or ((article.signature,) if article.signature else ()),
        tags=tuple(dict.fromkeys(_tags(layout, tree))),
        paragraphs=tuple(line.text for line in kept),
        captions=(*_between(first_elements(layout.title, tree), pictures, body, tree), *blocks.captions),
        links=web_links(kept, page.url),
        credit=(credit(source) or bare(source)) if source else article.credit,
    )


def listed_words(text: str) -> tuple[str, ...]:
    """Key words as meta tags list them."""
    return tuple(dict.fromkeys(word for raw in _BETWEEN_TAGS.split(text) if (word := clean_line(raw))))


def _between(
    headline: list[HtmlElement], pictures: list[HtmlElement], body: HtmlElement, tree: HtmlElement
) -> list[str]:
    """Captions of pictures that stand between the headline and the body; elsewhere they belong to other articles."""
    if not headline or not pictures:
        return []
    wanted = set(pictures)
    found: list[str] | None = None
    for element in tree.iter():
        if element is headline[0]:
            found = []
        elif element is body:
            break
        elif found is not None and element in wanted and (text := one_line(element)):
            found.append(text)
            wanted.difference_update(element.iterdescendants())
    return found or []


def _fields(layout: Layout, tree: HtmlElement) -> Iterable[HtmlElement]:
    """Elements that hold another field, so that they are no text where they stand inside the body."""
    for selectors in (layout.title, layout.lead, layout.authors, layout.credit, layout.published, layout.tags):
        printed = [selector for selector in selectors if not selector.attribute]
        yield from first_elements(printed, tree)


def _lines(selectors: Iterable[Selector], tree: HtmlElement) -> list[str]:
    for selector in selectors:
        texts = (
            clean_line(element.get(selector.attribute) or "") if selector.attribute else one_line(element)
            for element in selector.elements(tree)
        )
        if found := [text for text in texts if text]:
            return found
    return []


def _split(names: Iterable[str], separators: tuple[str, ...]) -> Iterable[str]:
    for name in names:
        parts = [name]
        for separator in separators:
            parts = [part for whole in parts for part in whole.split(separator)]
        yield from (part for raw in parts if (part := clean_line(raw)))


def _tags(layout: Layout, tree: HtmlElement) -> Iterable[str]:
    for selector in layout.tags:
        if found := selector.values(tree):
            for text in found:
                yield from listed_words(text) if selector.attribute else [text]
            return


def _inside(element: HtmlElement, wanted: set[HtmlElement], body: HtmlElement) -> bool:
    while True:
        if element in wanted:
            return True
        parent = element.getparent()
        if element is body or parent is None:
            return False
        element = parent
