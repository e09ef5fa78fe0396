"""Reading a page that no profile knows."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from diembao.core.models import Page
from diembao.crawlers.extraction.body import extract_paragraphs, opens_in_bold, without_lead
from diembao.crawlers.extraction.reading import Reading


def read_generically(
    tree: HtmlElement, page: Page, *, title: str, lead: str, authors: Iterable[str], door_lead: str
) -> Reading:
    """The printed fields of a page that are not known yet."""
    paragraphs, signature = extract_paragraphs(tree, title=title, lead=lead, authors=authors)
    if not lead and len(paragraphs) > 1 and opens_in_bold(tree, paragraphs[0]):
        lead, *paragraphs = paragraphs
    elif not lead:
        lead, paragraphs = door_lead, without_lead(paragraphs, door_lead)
    return Reading(lead=lead, authors=(signature,) if signature else (), paragraphs=tuple(paragraphs))
