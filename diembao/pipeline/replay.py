"""Running archived pages through today's extraction and reading; no page is fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from diembao.archive import annotation_store, articles, outbox, quarantine, unverified, versions, withholdings
from diembao.archive.versions import Version
from diembao.core import addresses
from diembao.core.clock import local_day
from diembao.core.errors import ArchiveError
from diembao.core.models import Article, Channel, Content, Listed, Source
from diembao.crawlers.catalogue import find_source
from diembao.crawlers.extraction import Unusable
from diembao.pipeline import indexing, verifying
from diembao.pipeline.intake import as_listed, extracted_from
from diembao.pipeline.parts import Parts
from diembao.pipeline.reading import PressReader

_FIELDS = tuple(each.name for each in fields(Content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which pages are replayed: those of some sources, fetched on some Vietnamese days."""

    sources: Collection[str] = ()
    """Ids; empty: all."""
    since: date | None = None
    until: date | None = None
    """Included."""

    def has(self, instant: datetime) -> bool:
        """Whether a page that was fetched at this instant is one of them."""
        day = local_day(instant)
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


EVERYTHING = Span()


@dataclass(slots=True, kw_only=True)
class ReplayReport:
    """What a replay did, or in a dry run would do. ``replayed = changed + unchanged + unusable``, in versions.

    ``annotated`` counts every article that was read again.
    """

    replayed: int = 0
    changed: int = 0
    unchanged: int = 0
    unusable: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """How many versions changed in each field; one that changed in several counts in each."""
    annotated: int = 0
    released: int = 0
    """What came out of quarantine: pages that are fetched again at the next pass, articles that no rule breaks on."""
    indexed: int | None = 0
    stories: int | None = None
    """Stories of the home, and flags; None: another process verifies, and takes these articles too."""
    flags: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One version that today's extraction reads differently."""

    article_id: str
    number: int
    url: str
    before: Mapping[str, object]
    """Field -> value, of the fields that differ."""
    after: Mapping[str, object]


def count(parts: Parts, span: Span) -> int:
    """How many articles :func:`replay` looks at.

    :raises UnknownSource: an id that the catalogue does not have.
    """
    with parts.archive.reading() as connection:
        return len(articles.ids(connection, _chosen(parts, span)))


def replay(
    parts: Parts,
    span: Span = EVERYTHING,
    *,
    dry_run: bool = False,
    on_progress: Callable[[int], None] | None = None,
    on_difference: Callable[[Difference], None] | None = None,
) -> ReplayReport:
    """Extract and read again what the archive holds.

    Every version is corrected in place: a better extraction is no edit by the outlet, so numbers of versions and what
    people decided stay. Articles without raw page (imports) are only read again. A page is read as those of the day
    on which it was fetched.

    :param dry_run: only say what would change.
    :param on_progress: told of every article.
    :param on_difference: told of every version that is read differently.
    :raises UnknownSource: an id that the catalogue does not have.
    """
    parts.read_files()
    run = _Run(parts, span, dry_run, on_difference)
    chosen = _chosen(parts, span)
    with parts.archive.reading() as connection:
        ids = articles.ids(connection, chosen)
    for article_id in ids:
        run.article(article_id)
        if on_progress:
            on_progress(1)
    run.quarantine(chosen)
    if dry_run:
        run.report.indexed = None
    else:
        if verified := verifying.drain(parts):
            run.report.stories, run.report.flags = verified.stories, verified.flags
            run.report.released += verified.released
        run.report.indexed = indexing.drain_if_possible(parts)
    return run.report


def _chosen(parts: Parts, span: Span) -> list[str]:
    return sorted({find_source(parts.sources, source_id).id for source_id in span.sources})


class _Run:
    """One replay."""

    def __init__(
        self, parts: Parts, span: Span, dry_run: bool, on_difference: Callable[[Difference], None] | None
    ) -> None:
        self.report = ReplayReport()
        self._parts = parts
        self._span = span
        self._dry_run = dry_run
        self._on_difference = on_difference
        self._sources = {source.id: source for source in parts.sources}

    def article(self, article_id: str) -> None:
        """Replay one article, whole or not at all."""
        with self._parts.archive.reading() as connection:
            found = articles.get(connection, [article_id])
            history = [each for each in versions.history(connection, article_id) if self._span.has(each.fetched_at)]
            held = withholdings.passages(connection, [article_id])
        if not found or not history:
            return
        article = found[0]
        better = {version.number: self._better(article, version) for version in history}
        corrected = {version.number for version in history if better[version.number] != version.content}
        present = better.get(article.version)
        annotation = self._parts.annotator.annotate(present) if present else None
        self.report.annotated += present is not None
        if self._dry_run:
            return
        with self._parts.archive.writing() as connection:
            now = articles.get(connection, [article_id])
            if not now or now[0].version != article.version or withholdings.passages(connection, [article_id]) != held:
                return  # collected anew, or withheld, meanwhile
            reader = PressReader(self._sources[article.source_id]) if corrected else None
            for number in sorted(corrected):
                assert reader  # only a page of a source that the catalogue knows is read again
                if number == article.version:
                    versions.correct_present(connection, article, better[number], reader=reader)
                else:
                    versions.correct(connection, article_id, number, better[number], reader=reader)
            if annotation:
                annotation_store.put(connection, article_id, article.version, annotation)
                outbox.add(connection, [article_id])
                unverified.add(connection, [article_id])

    def quarantine(self, chosen: Collection[str]) -> None:
        """Let go of waiting pages of which an article can be made now."""
        with self._parts.archive.reading() as connection:
            pages = quarantine.pages(connection, limit=100_000)
        for page in pages:
            source = self._sources.get(page.source_id)
            if page.stage == verifying.STAGE:
                continue  # verification lets go of it when no rule breaks on it any more
            if source is None or not page.raw_digest or (chosen and source.id not in chosen):
                continue
            if not self._span.has(page.seen_at):
                continue
            listed = Listed(url=page.url, source_id=source.id, channel=Channel.REVISIT)
            try:
                self._extracted(page.raw_digest, listed, source)
            except (Unusable, ArchiveError):
                continue
            if not self._dry_run:
                with self._parts.archive.writing() as connection:
                    quarantine.release(connection, [addresses.normalise(page.url)], page.stage)
            self.report.released += 1

    def _better(self, article: Article, version: Version) -> Content:
        """What today's extraction makes of the page of a version; the same where there is none."""
        source = self._sources.get(article.source_id)
        if not version.raw_digest or source is None:
            return version.content
        self.report.replayed += 1
        try:
            content = self._extracted(version.raw_digest, as_listed(replace(article, content=version.content)), source)
        except (Unusable, ArchiveError):
            self.report.unusable += 1
            return version.content
        differing = [name for name in _FIELDS if getattr(content, name) != getattr(version.content, name)]
        self.report.fields.update(differing)
        self.report.changed += bool(differing)
        self.report.unchanged += not differing
        if differing and self._on_difference:
            before, after = ({name: getattr(each, name) for name in differing} for each in (version.content, content))
            self._on_difference(
                Difference(article_id=article.id, number=version.number, url=article.url, before=before, after=after)
            )
        return content

    def _extracted(self, raw_digest: str, listed: Listed, source: Source) -> Content:
        page = self._parts.archive.page(raw_digest)
        return extracted_from(page, listed, source, self._parts.profiles).content
