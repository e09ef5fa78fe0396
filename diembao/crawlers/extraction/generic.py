"""Reading a page that no profile knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import trafilatura
from lxml.html import HtmlElement

from diembao.core.models import Page
from diembao.core.text import clean_line
from diembao.crawlers.decoding import decode
from diembao.crawlers.extraction.blocks import Block, Role, one_line, read_blocks, web_links
from diembao.crawlers.extraction.container import find_container
from diembao.crawlers.extraction.leads import printed_lead
from diembao.crawlers.extraction.lines import Article, credit, key, trimmed
from diembao.crawlers.extraction.reading import Reading
from diembao.crawlers.extraction.roles import is_caption, is_source, role_of

#: Fewer words are no text to rely on.
_CREDIBLE = 25
#: Larger pages, in bytes, are not read a second time: trafilatura walks a tree many times over.
_LARGEST_SECOND_READING = 1_000_000


def read_generically(tree: HtmlElement, page: Page, *, title: str, lead: str, authors: Iterable[str]) -> Reading:
    """The printed fields of a page.

    :param title: of the article; ``lead`` and ``authors`` as far as they are known.
    """
    authors = tuple(authors)
    found = _found(tree, title)
    article = trimmed(found.lines, base=page.url, title=title, lead="", authors=authors)
    few = sum(len(line.text.split()) for line in article.lines) < _CREDIBLE
    if few and len(page.body) <= _LARGEST_SECOND_READING:
        article = _last_resort(article, page, title=title, authors=authors)
    lead, lines = printed_lead(article.lines, lead, before=found.before)
    return Reading(
        lead=lead,
        authors=(article.signature,) if article.signature else (),
        paragraphs=tuple(line.text for line in lines),
        captions=tuple(found.captions),
        links=web_links(lines, page.url),
        credit=next((name for text in found.credits if (name := credit(text))), "") or article.credit,
    )


@dataclass(slots=True)
class _Found:
    """What stands in an article's container, and the lines between the headline and it."""

    before: list[Block] = field(default_factory=list)
    lines: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


def _found(tree: HtmlElement, title: str) -> _Found:
    body = tree.find("body")
    everything = read_blocks(tree if body is None else body, role_of).lines
    container = find_container(everything)
    found = _Found()
    if container is None:
        return found

    def role(element: HtmlElement) -> Role:
        meaning = role_of(element)
        if meaning is Role.SKIP and is_source(element):
            found.credits.append(one_line(element))
        return meaning

    blocks = read_blocks(container, role)
    found.captions = blocks.captions
    for line in blocks.lines:
        if is_caption(line):
            found.captions.append(line.text)
        else:
            found.lines.append(line)
    if blocks.lines:
        found.before = _between(everything, title, blocks.lines[0])
    return found


def _between(everything: list[Block], title: str, first: Block) -> list[Block]:
    """The lines between the last print of the headline before the text and the text's first line."""
    start = next((place for place, line in enumerate(everything) if line.element is first.element), 0)
    headline = key(title)
    top = next((place for place in range(start - 1, -1, -1) if key(everything[place].text) == headline), start)
    return everything[top + 1 : start]


def _last_resort(article: Article, page: Page, *, title: str, authors: tuple[str, ...]) -> Article:
    """What trafilatura finds where the page's lines make no text; the lines themselves when that is no more."""
    text = trafilatura.extract(decode(page.body), include_comments=False, include_tables=True, deduplicate=False)
    container = article.lines[0].element if article.lines else HtmlElement()
    lines = [Block(line, container) for raw in (text or "").split("\n") if (line := clean_line(raw.lstrip("-| ")))]
    found = trimmed(lines, base=page.url, title=title, lead="", authors=authors)
    longer = sum(len(line.text) for line in found.lines) > sum(len(line.text) for line in article.lines)
    return found if longer else article
