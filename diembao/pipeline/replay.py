"""Running archived pages through today's extraction and reading; no page is fetched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from diembao.archive import annotation_store, articles, outbox, quarantine, unverified
from diembao.core import addresses
from diembao.core.errors import ArchiveError
from diembao.core.models import Channel, Content, Listed, Source
from diembao.crawlers.catalogue import find_source
from diembao.crawlers.extraction import Unusable
from diembao.pipeline import indexing, verifying
from diembao.pipeline.intake import as_listed, extracted_from
from diembao.pipeline.parts import Parts
from diembao.pipeline.reading import PressReader


@dataclass(slots=True, kw_only=True)
class ReplayReport:
    """What a replay did. ``replayed = changed + unchanged + unusable``.

    ``annotated`` counts every article that was read again.
    """

    replayed: int = 0
    changed: int = 0
    unchanged: int = 0
    unusable: int = 0
    annotated: int = 0
    released: int = 0
    """What came out of quarantine: pages that are fetched again at the next pass, articles that no rule breaks on."""
    indexed: int | None = 0
    stories: int | None = None
    """Stories of the home, and flags; None: another process verifies, and takes these articles too."""
    flags: int | None = None


def replay(parts: Parts, only: Sequence[str] = (), on_progress: Callable[[int], None] | None = None) -> ReplayReport:
    """Extract and read again what the archive holds.

    The present version of an article is corrected in place: a better extraction is no edit by the outlet. Articles
    without raw page (imports) are only read again.

    :param only: ids of sources; empty: all.
    :raises UnknownSource: an id that the catalogue does not have.
    """
    report = ReplayReport()
    sources = {source.id: source for source in parts.sources}
    chosen = {find_source(parts.sources, source_id).id for source_id in only}
    with parts.archive.reading() as connection:
        ids = articles.ids(connection, sorted(chosen))
    for article_id in ids:
        _replay(parts, article_id, sources, report)
        if on_progress:
            on_progress(1)
    _release(parts, sources, chosen, report)
    if verified := verifying.drain(parts):
        report.stories, report.flags = verified.stories, verified.flags
        report.released += verified.released
    report.indexed = indexing.drain_if_possible(parts)
    return report


def _replay(parts: Parts, article_id: str, sources: Mapping[str, Source], report: ReplayReport) -> None:
    with parts.archive.reading() as connection:
        article = articles.get(connection, [article_id])[0]
        raw_digest = articles.raw_digest(connection, article)
    content = article.content
    if raw_digest and (source := sources.get(article.source_id)):
        report.replayed += 1
        try:
            content = _extracted(parts, raw_digest, as_listed(article), source)
        except (Unusable, ArchiveError):
            report.unusable += 1
        else:
            report.changed += content != article.content
            report.unchanged += content == article.content
    annotation = parts.annotator.annotate(content)
    with parts.archive.writing() as connection:
        if articles.get(connection, [article_id])[0].version != article.version:
            return  # collected anew meanwhile, and read then
        if content != article.content:
            reader = PressReader(sources[article.source_id])
            articles.correct(connection, article, content, reader=reader)
        annotation_store.put(connection, article.id, article.version, annotation)
        outbox.add(connection, [article.id])
        unverified.add(connection, [article.id])
    report.annotated += 1


def _release(parts: Parts, sources: Mapping[str, Source], chosen: Collection[str], report: ReplayReport) -> None:
    with parts.archive.reading() as connection:
        pages = quarantine.pages(connection, limit=100_000)
    for page in pages:
        source = sources.get(page.source_id)
        if page.stage == verifying.STAGE:
            continue  # verification lets go of it when no rule breaks on it any more
        if source is None or not page.raw_digest or (chosen and source.id not in chosen):
            continue
        listed = Listed(url=page.url, source_id=source.id, channel=Channel.REVISIT)
        try:
            _extracted(parts, page.raw_digest, listed, source)
        except (Unusable, ArchiveError):
            continue
        with parts.archive.writing() as connection:
            quarantine.release(connection, addresses.normalise(page.url), page.stage)
        report.released += 1


def _extracted(parts: Parts, raw_digest: str, listed: Listed, source: Source) -> Content:
    with parts.archive.reading() as connection:
        page = parts.archive.raw.get(connection, raw_digest)
    return extracted_from(page, listed, source).content
