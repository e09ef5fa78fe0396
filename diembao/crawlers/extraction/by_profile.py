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
from diembao.crawlers.extraction.blocks import BLOCKS, Block, Role, one_line, read_blocks, web_links
from diembao.crawlers.extraction.leads import printed_lead
from diembao.crawlers.extraction.lines import bare, credit, trimmed
from diembao.crawlers.extraction.reading import Reading
from diembao.crawlers.profiles import Finder, Layout, PageKind, Profile

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
    finder = Finder(tree)
    day = page.fetched_at.astimezone(VIETNAM).date()
    layout = next((layout for layout in profile.layouts_for(day) if _fits(finder, layout)), None)
    section = _section(finder, profile, layout, page)
    kind = _kind(finder, profile, page, section)
    if layout is None or kind is PageKind.LISTING:
        return Profiled(reading=Reading(section=section), kind=kind)
    reading = replace(_read(finder, layout, page, lead), section=section)
    return Profiled(reading=reading, kind=kind, fits=True, order=profile.date_order)


def _fits(finder: Finder, layout: Layout) -> bool:
    return bool(finder.first_elements(layout.body)) and (not layout.title or bool(finder.first_value(layout.title)))


def _section(finder: Finder, profile: Profile, layout: Layout | None, page: Page) -> str:
    """The section as the page prints it, else as its address names it."""
    printed = finder.first_value(layout.section) if layout else ""
    segments = urlsplit(page.url).path.split("/")
    named = (profile.sections[segment] for segment in reversed(segments) if segment in profile.sections)
    return _unshouted(printed, profile) or next(named, "")


def _unshouted(name: str, profile: Profile) -> str:
    """A name that the page prints in capitals ("KINH TẾ") as the profile writes it, where it knows it."""
    slug = "-".join(words(fold(name.lower())))
    return profile.sections.get(slug, name) if name.isupper() else name


def _kind(finder: Finder, profile: Profile, page: Page, section: str) -> PageKind | None:
    path, name = urlsplit(page.url).path, section.lower()
    for kind, rule in profile.kinds.items():
        if (
            (rule.path and rule.path.search(path))
            or (name and name in rule.sections)
            or finder.first_elements(rule.selectors)
        ):
            return kind
    return None


def _read(finder: Finder, layout: Layout, page: Page, announced: str) -> Reading:
    _take_out(finder, layout)
    title = finder.first_value(layout.title)
    lead = _lead(finder, layout)
    authors = tuple(_split(finder.first_values(layout.authors), layout.author_split))
    source = finder.first_value(layout.credit)
    pictures = finder.all_elements(layout.captions)
    roles = dict.fromkeys(_fields(finder, layout), Role.SKIP)
    roles |= dict.fromkeys(pictures, Role.CAPTION)
    roles |= dict.fromkeys(finder.all_elements(layout.end), Role.END)
    bodies = finder.first_elements(layout.body)
    body = next((element for element in bodies if element.text_content().strip()), bodies[0] if bodies else finder.tree)
    blocks = read_blocks(body, lambda element: roles.get(element, Role.TEXT))
    lines = blocks.lines
    if layout.paragraphs:
        wanted = set(finder.all_elements(layout.paragraphs))
        lines = [line for line in lines if _inside(line.element, wanted, body)]
    article = trimmed(lines, base=page.url, title=title, lead=lead, authors=authors)
    kept: Sequence[Block] = article.lines
    if not lead:
        lead, kept = printed_lead(kept, announced)
    return Reading(
        title=title,
        lead=lead,
        published=finder.first_value(layout.published),
        authors=authors or ((article.signature,) if article.signature else ()),
        tags=tuple(dict.fromkeys(_tags(finder, layout))),
        paragraphs=tuple(line.text for line in kept),
        captions=(*_between(finder.first_elements(layout.title), pictures, body, finder.tree), *blocks.captions),
        links=web_links(kept, page.url),
        credit=(credit(source) or bare(source)) if source else article.credit,
    )


def _take_out(finder: Finder, layout: Layout) -> None:
    """Take out what the layout strips.

    An element that was never closed holds all that follows it: where that would be the whole article, it stays.
    """
    leads = set(finder.all_elements(layout.lead))
    out = finder.all_elements(layout.strip)
    if leads and layout.lead_strip:
        inside = finder.all_elements(layout.lead_strip)
        out += [element for element in inside if not leads.isdisjoint(element.iterancestors())]
    bodies = [{body, *body.iterancestors()} for body in finder.first_elements(layout.body)]
    if all(not body.isdisjoint(out) for body in bodies):
        out = [element for element in out if not any(element in body for body in bodies)]
    finder.take_out(out)


def listed_words(text: str) -> tuple[str, ...]:
    """Key words as meta tags list them."""
    return tuple(dict.fromkeys(word for raw in _BETWEEN_TAGS.split(text) if (word := clean_line(raw))))


def _between(
    headline: list[HtmlElement], pictures: list[HtmlElement], body: HtmlElement, tree: HtmlElement
) -> list[str]:
    """Captions of pictures that stand between the headline and the body; elsewhere they belong to other articles."""
    wanted = {element for element in pictures if body not in element.iterancestors()}
    if not headline or not wanted:
        return []
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


def _fields(finder: Finder, layout: Layout) -> Iterable[HtmlElement]:
    """Elements that hold another field, so that they are no text where they stand inside the body."""
    yield from _lead_elements(finder, layout)
    for selectors in (layout.title, layout.authors, layout.credit, layout.published, layout.tags):
        yield from finder.first_elements(selector for selector in selectors if not selector.attribute)


def _lead_elements(finder: Finder, layout: Layout) -> list[HtmlElement]:
    """The elements of the first selector that finds a lead: words in bold at the beginning of a paragraph are none."""
    printed = (finder.elements(selector) for selector in layout.lead if not selector.attribute)
    whole = ([element for element in found if one_line(element) and _is_whole(element)] for found in printed)
    return next((found for found in whole if found), [])


def _is_whole(element: HtmlElement) -> bool:
    """Whether an element is all of its line."""
    around = element.getparent()
    if element.tag in BLOCKS or around is None or around.tag not in ("p", "h2"):
        return True
    return one_line(element) == one_line(around)


def _lead(finder: Finder, layout: Layout) -> str:
    printed = next((one_line(element) for element in _lead_elements(finder, layout)), "")
    return printed or finder.first_value(selector for selector in layout.lead if selector.attribute)


def _split(names: Iterable[str], separators: tuple[str, ...]) -> Iterable[str]:
    for name in names:
        parts = [name]
        for separator in separators:
            parts = [part for whole in parts for part in whole.split(separator)]
        yield from (part for raw in parts if (part := clean_line(raw)))


def _tags(finder: Finder, layout: Layout) -> Iterable[str]:
    for selector in layout.tags:
        if found := finder.values(selector):
            for text in found:
                yield from listed_words(text) if selector.attribute else [text.strip("#,; ")]
            return


def _inside(element: HtmlElement, wanted: set[HtmlElement], body: HtmlElement) -> bool:
    while True:
        if element in wanted:
            return True
        parent = element.getparent()
        if element is body or parent is None:
            return False
        element = parent
