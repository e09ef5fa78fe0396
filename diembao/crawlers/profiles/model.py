"""What a profile says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diembao.core.models import ArticleKind
from diembao.crawlers.dates import Order
from diembao.crawlers.profiles.selectors import Selector


class PageKind(StrEnum):
    """What a profile can tell a page to be: the kinds of articles, and a list of them."""

    ARTICLE = ArticleKind.ARTICLE.value
    BRIEF = ArticleKind.BRIEF.value
    OPINION = ArticleKind.OPINION.value
    PHOTO = ArticleKind.PHOTO.value
    VIDEO = ArticleKind.VIDEO.value
    LIVE = ArticleKind.LIVE.value
    ADVERT = ArticleKind.ADVERT.value
    LISTING = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the fields of an article stand on pages fetched up to a day. Selectors are tried in their order."""

    until: date | None = None
    """Last day on which pages looked like this; None: they still do."""
    title: tuple[Selector, ...] = ()
    lead: tuple[Selector, ...] = ()
    lead_strip: tuple[Selector, ...] = ()
    """What stands inside the lead and is none of it."""
    published: tuple[Selector, ...] = ()
    authors: tuple[Selector, ...] = ()
    author_split: tuple[str, ...] = ()
    """What stands between the names where one element holds several."""
    section: tuple[Selector, ...] = ()
    tags: tuple[Selector, ...] = ()
    body: tuple[Selector, ...] = ()
    paragraphs: tuple[Selector, ...] = ()
    """Inside the body; empty: every block of it."""
    captions: tuple[Selector, ...] = ()
    credit: tuple[Selector, ...] = ()
    strip: tuple[Selector, ...] = ()
    """Taken out before anything is read."""
    end: tuple[Selector, ...] = ()
    """From the first of these elements on nothing belongs to the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """What tells a kind of page; any of the three decides."""

    path: re.Pattern[str] | None = None
    sections: frozenset[str] = frozenset()
    """In lower case."""
    selectors: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How the pages of an outlet are read, or those of a content system that many outlets use."""

    name: str
    """Id of the outlet in the catalogue, or of the system."""
    domains: tuple[str, ...] = ()
    layouts: tuple[Layout, ...]
    """Oldest first; the last one has no ``until``."""
    family: str = ""
    date_order: Order | None = None
    """How it prints days and months; None: nobody says."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Name in addresses -> name for readers."""
    kinds: Mapping[PageKind, KindRule] = field(default_factory=dict)
    """In the order in which they are asked."""
    signs: tuple[Selector, ...] = ()
    """All of these are on a page that the system has built; outlets have none."""

    def layouts_for(self, day: date) -> tuple[Layout, ...]:
        """All layouts in the order in which a page fetched on ``day`` is tried with them."""
        own = next((layout for layout in self.layouts if layout.until is None or day <= layout.until), self.layouts[-1])
        return (own, *(layout for layout in reversed(self.layouts) if layout is not own))
