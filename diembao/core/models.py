"""The vocabulary: typed, immutable values that rooms hand to each other.

Times are instants with a zone. Texts are in display form (:mod:`diembao.core.text`). Offsets count characters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """What sort of outlet a source is."""

    CENTRAL = "central"
    AGENCY = "agency"
    LOCAL = "local"
    RADIO_TV = "radio-tv"
    PORTAL = "portal"


class Channel(StrEnum):
    """How an address became known."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    ADDED = "added"
    REVISIT = "revisit"
    IMPORT = "import"
    CANONICAL = "canonical"
    """Another page calls it its own address; it was not fetched itself."""


class ArticleKind(StrEnum):
    """What sort of text an article holds."""

    ARTICLE = "article"
    BRIEF = "brief"
    """No text beyond its lead."""
    OPINION = "opinion"
    PHOTO = "photo"
    """A photo essay: its text is mostly captions."""
    VIDEO = "video"
    LIVE = "live"
    """A live blog, which grows while its event lasts."""
    ADVERT = "advert"
    """Advertising or PR that the outlet marks as such."""


class Provenance(StrEnum):
    """Where a published time was read."""

    JSON_LD = "json-ld"
    META = "meta"
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    """The text that readers see."""
    URL = "url"
    IMPORT = "import"


class DateDoubt(StrEnum):
    """Why a published time is not quite to be trusted."""

    FUTURE = "future"
    TOO_EARLY = "too-early"
    """Before the outlet was on line."""
    DISAGREE = "disagree"
    """Two provenances name different days."""


class Edit(StrEnum):
    """How a version differs from the one before it."""

    COSMETIC = "cosmetic"
    SUBSTANTIVE = "substantive"
    CORRECTION = "correction"
    """The outlet says in the text that it corrects itself ("đính chính")."""


class Absence(StrEnum):
    """How a source says that an article is not there any more."""

    GONE = "gone"
    """It answers 410."""
    NOT_FOUND = "not-found"
    """It answers 404."""
    REDIRECTED = "redirected"
    """Its address leads to the front page, to a section, or to another article."""
    PLACEHOLDER = "placeholder"
    """Its address answers with a page that says that there is nothing."""


class Doubt(StrEnum):
    """Why a fetched text is not taken for a new version at once: it may be a fault of the page."""

    SHORTER = "shorter"
    """Most of the text is gone."""
    NO_TITLE = "no-title"
    """What stands for the title is no headline."""


class Outcome(StrEnum):
    """What became of one visit to one article's address; every visit has exactly one.

    ``fetched = collected + failed`` and ``collected = new + changed + unchanged + quarantined``; ``removed`` (the
    source says that the page is gone) and ``skipped`` (robots.txt, host rules, known copy of another address) are
    neither.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"
    FAILED = "failed"
    REMOVED = "removed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One address at which a source lists its articles: a feed, a sitemap or a listing page."""

    url: str
    channel: Channel
    section: str = ""
    article_pattern: str = ""
    """Regular expression that an article's path must match (listing pages only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet: who publishes it, where its articles live, and the doors at which it lists them."""

    id: str
    name: str
    publisher: str
    kind: SourceKind
    domains: tuple[str, ...]
    place: str = ""
    former: str = ""
    doors: tuple[Door, ...] = ()
    interval_minutes: int | None = None
    verified: bool = False
    enabled: bool = True
    ca_file: str = ""
    """PEM file, relative to the home, with certificates that its hosts are verified against besides the usual ones."""
    online_since: int | None = None
    """Year in which it went on line; an article that says it is older has a wrong date."""
    local: bool = False
    """Whether its host may be this machine or a private network (demo and tests)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside an article's text."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one fetch of an article says: the part of it that versions are made of."""

    title: str
    text: str
    lead: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    published_at: datetime | None = None
    published_from: Provenance | None = None
    published_doubt: DateDoubt | None = None
    kind: ArticleKind = ArticleKind.ARTICLE
    tags: tuple[str, ...] = ()
    """Key words that the outlet gives the article."""
    captions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    credit: str = ""
    """Where the outlet says it has the text from ("theo …", "nguồn: …"), without that word."""

    @property
    def digest(self) -> str:
        """SHA-256 of what a reader reads (title, lead, text); equal digests are one version."""
        return hashlib.sha256("\x1f".join((self.title, self.lead, self.text)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A fetched page as it came: bytes, address after redirects, and the exchange around it."""

    url: str
    requested_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    fetched_at: datetime

    def header(self, name: str) -> str:
        """Value of a header, however its name is written; the last one where it came twice, empty where it did not."""
        return next((value for found, value in reversed(self.headers) if found.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article's address as a door lists it, with what the door says about it."""

    url: str
    source_id: str
    channel: Channel
    title: str = ""
    lead: str = ""
    section: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    """When the door says that the page was last changed; of plain sitemaps, which name nothing else."""
    guid: str = ""
    """Name that a feed gives the entry, whatever its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTag:
    """A topic of an article, with the words that say so."""

    topic: str
    score: float
    why: tuple[tuple[str, float], ...]
    """Words and phrases that speak for the topic, and against it (below 0), with what each contributed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTag:
    """A place that an article names."""

    place: str
    """Name of the place in the word file."""
    count: int
    home: bool
    """Whether the place is in the desk's own province."""
    within: str = ""
    """Province that a smaller place lies in; empty for a province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTag:
    """A named body in an article: state bodies at any level, parties, companies, schools, outlets, clubs."""

    name: str
    """Its name in full as far as it is known: "Sở Y tế An Giang" for "Sở YT An Giang"."""
    count: int
    former: str = ""
    """What the article calls it, where that was its name before it was merged or renamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What reading one version of an article found; made anew at any time from the version."""

    language: str
    """``vi``, ``vi-unmarked`` (Vietnamese typed without marks), ``other`` or ``unknown`` (too short to tell)."""
    topics: tuple[TopicTag, ...] = ()
    places: tuple[PlaceTag, ...] = ()
    organisations: tuple[OrganisationTag, ...] = ()
    phrases: tuple[str, ...] = ()
    """Key phrases as written, the weightiest first; no names of persons."""

    @property
    def in_home_province(self) -> bool:
        """Whether the article names a place of the desk's own province."""
        return any(place.home for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article with its present version and what is known about it."""

    id: str
    source_id: str
    url: str
    content: Content
    version: int
    first_seen_at: datetime
    fetched_at: datetime
    dated: datetime | None
    """The instant it is filed under: when it was published, else when it was first seen; None for an import without
    date, which says nothing of when it was published."""
    removed_at: datetime | None = None
    removed_because: Absence | None = None
    """None: it is there, or its removal was noted before reasons were kept."""
    annotation: Annotation | None = None
    said_topics: tuple[tuple[str, bool], ...] = ()
    """What people say of its topics: a topic, and whether the article carries it."""

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is about: the topics that people say, then those that reading found and nobody denies."""
        said = dict(self.said_topics)
        found = [tag.topic for tag in self.annotation.topics] if self.annotation else []
        return (*(topic for topic, carried in said.items() if carried), *(each for each in found if each not in said))
