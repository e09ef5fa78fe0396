"""What a search engine takes, gives and promises; the rest of the program knows engines only by this page.

An index is derived from the archive and can be made again at any time. It holds no text for display: a hit is an
article's id, and the archive has the article. There is no facet, filter or order by persons, and none of conclusions. A
search may ask for articles with a flag; flags are no facet, and no such search says anything by source or organisation
(outlets are organisations, too): it gives no such counts, and is refused together with either
(:func:`diembao.index.rules.check`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol, Self, get_args

from diembao.index.query import Query

FacetField = Literal["source", "topic", "place", "organisation", "section", "kind", "home"]
FACET_FIELDS: tuple[FacetField, ...] = get_args(FacetField)
"""The fields that can be counted and filtered by."""

Order = Literal["relevance", "newest", "oldest"]
Interval = Literal["day", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """An article as a search engine sees it. Texts are in display form (NFC)."""

    id: str
    title: str
    lead: str = ""
    body: str = ""
    source: str = ""
    """Id of the source."""
    topics: tuple[str, ...] = ()
    """Ids of the topics."""
    places: tuple[str, ...] = ()
    """Names of the places, as the word file writes them, and of the provinces that they lie in."""
    organisations: tuple[str, ...] = ()
    """Names of the bodies that the article names, in full."""
    home: bool = False
    """Whether the article names a place of the desk's own province."""
    kind: str = ""
    section: str = ""
    story: str = ""
    """Id of the story."""
    flags: tuple[str, ...] = ()
    """Reason codes of the active flags, without those that a person has rejected."""
    dated: datetime | None
    """The instant that the article is filed under, with its zone; None for one of which no time is known: it has no
    day, no filter of days finds it, and it comes last in either order of time."""

    @property
    def text(self) -> str:
        """Lead and body, which are searched as one text; highlight them as one, too."""
        return "\n\n".join(filter(None, (self.lead, self.body)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search down: values of one field widen each other, fields narrow each other."""

    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    home: bool | None = None
    flags: tuple[str, ...] = ()
    """Reason codes; never together with sources or organisations."""
    story: str = ""
    since: date | None = None
    """First Vietnamese day."""
    until: date | None = None
    """Last Vietnamese day, included."""

    def selected(self, field: FacetField) -> tuple[str, ...]:
        """The chosen values of one field, as its facet writes them; empty where the field is not filtered."""
        match field:
            case "source":
                return self.sources
            case "topic":
                return self.topics
            case "place":
                return self.places
            case "organisation":
                return self.organisations
            case "section":
                return self.sections
            case "kind":
                return self.kinds
            case "home":
                return () if self.home is None else (str(self.home).lower(),)

    def without(self, field: FacetField) -> Filters:
        """The same filters, with this field free."""
        match field:
            case "source":
                return replace(self, sources=())
            case "topic":
                return replace(self, topics=())
            case "place":
                return replace(self, places=())
            case "organisation":
                return replace(self, organisations=())
            case "section":
                return replace(self, sections=())
            case "kind":
                return replace(self, kinds=())
            case "home":
                return replace(self, home=None)


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article."""

    id: str
    score: float
    """Relevance, comparable within one search only; 0 where hits are ordered by time."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the found articles have one value (``true`` and ``false`` for ``home``)."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """How many of the found articles are of one day or month."""

    start: date
    """The day, or the first day of the month, in Việt Nam."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What one search found."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[FacetField, tuple[FacetCount, ...]] = field(default_factory=dict)
    """By field, most frequent value first. A field's own filter does not narrow its counts, so that a second value can
    be chosen beside the first; chosen values are always listed, if need be with 0."""
    histogram: tuple[HistogramBar, ...] = ()
    """In order of time, without empty days or months; narrowed by every filter."""


class IndexWriter(Protocol):
    """The half of an index that changes it. Nothing is visible to a search, or safe, before :meth:`commit`."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one whose id is known replaces the older.

        :raises UnfitForIndex: documents cannot be stored; the others are kept.
        :raises SearchIndexError: writing failed.
        """

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents; unknown ids are not an error."""

    def commit(self) -> None:
        """Make everything since the last commit safe and visible; it outlives a crash from here on.

        :raises UnfitForIndex: the engine refused documents; all else is committed.
        :raises SearchIndexDown: the engine's service does not answer; everything still waits for the commit.
        :raises SearchIndexError: writing failed.
        """


class SearchIndex(IndexWriter, Protocol):
    """An engine with one index. Any thread may call it."""

    def search(
        self,
        query: Query | None = None,
        filters: Filters = NO_FILTERS,
        *,
        limit: int = 20,
        offset: int = 0,
        order: Order = "relevance",
        facets: Sequence[FacetField] = (),
        facet_limit: int = 50,
        histogram: Interval | None = None,
    ) -> SearchResult:
        """Find articles.

        :param query: what :func:`diembao.index.query.parse` made of the typed query; None finds everything.
        :param limit: how many hits to give; 0 for none, only counts.
        :param order: where the query asks for no word, "relevance" is "newest". Articles of one second keep one
            order, so that pages of hits do not overlap.
        :param facets: fields to count.
        :param facet_limit: how many values of a field to give.
        :param histogram: also count by day or by month.
        :raises SearchIndexError: the index cannot be read.
        :raises SearchIndexDown: the engine's service does not answer.
        :raises UsageError: flags are asked for by source or organisation, or hits lie deeper than the engine gives (at
            least the first million).
        """

    def count(self, query: Query | None = None, filters: Filters = NO_FILTERS) -> int:
        """How many articles a search would find."""

    def aggregate(
        self, field: FacetField, query: Query | None = None, filters: Filters = NO_FILTERS, *, limit: int = 50
    ) -> tuple[FacetCount, ...]:
        """Values of a field among the found articles, most frequent first; every filter counts."""

    def similar(
        self, text: str, *, exclude: Collection[str] = (), filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Articles that share the telling words of a text, most similar first.

        Never for a draft: the text may leave this process for an engine on another machine, and drafts do not.

        :param text: display text, such as the title, lead and body of an archived article. It is neither stored nor
            logged.
        :param exclude: ids to leave out, such as the article itself.
        """

    def size(self) -> int:
        """Bytes on disk of the index in use."""

    def refresh(self) -> None:
        """See what was committed since, also by other processes, also after a rebuild."""

    def rebuild(self) -> AbstractContextManager[IndexWriter]:
        """Make the index anew: what is put into the given writer replaces everything when the block ends well.

        Until then searches go on with what was there; if the block fails, nothing changes.
        """

    def close(self) -> None:
        """Let go of files and locks. What was not committed is lost."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc_info: object) -> None: ...
