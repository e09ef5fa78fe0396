"""What happens to a fetched page: raw archive, extraction, version, annotation, outbox; or quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import annotation_store, articles, quarantine, visits
from diembao.archive.quarantine import Quarantined
from diembao.archive.visits import Visit
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.logs import logger
from diembao.core.models import Article, Channel, Door, Listed, Outcome, Page, Provenance, Source
from diembao.core.text import clean_line
from diembao.crawlers.extraction import Extracted, Unusable, extract
from diembao.crawlers.profiles import ProfileLookup
from diembao.crawlers.reasons import Reason
from diembao.pipeline.parts import Parts
from diembao.pipeline.schedule import next_visit

log = logger(__name__)

#: Most articles of one source that are visited again in one pass.
STAGE = "extract"
"""Of the quarantine: where pages wait that no article could be made of."""
_MAX_REVISITS = 200
#: A page in quarantine that is still listed is tried again after this time.
_QUARANTINE_PAUSE = timedelta(hours=24)


def as_listed(article: Article) -> Listed:
    """What a door once said of an article, as far as its present version still shows it."""
    content = article.content
    from_door = content.published_from in (Provenance.FEED, Provenance.SITEMAP)
    return Listed(
        url=article.url,
        source_id=article.source_id,
        channel=Channel(content.published_from) if from_door and content.published_from else Channel.REVISIT,
        title=content.title,
        lead=content.lead,
        section=content.section,
        published_at=content.published_at if from_door else None,
    )


def extracted_from(page: Page, listed: Listed, source: Source, profiles: ProfileLookup | None = None) -> Extracted:
    """Make an article of a page.

    :param profiles: how outlets' pages are built; None: the shipped ones.
    :raises Unusable: none can be made of it. A page that breaks a parser is one of those: it must not stop the rest.
    """
    try:
        return extract(page, listed, source, profiles)
    except Unusable:
        raise
    except Exception as error:
        log.exception("extraction broke", url=page.url)
        raise Unusable(Reason.UNEXPECTED, f"{type(error).__name__}: {error}") from error


class Intake:
    """A :class:`~diembao.crawlers.receiver.Receiver` that carries pages into the archive.

    :param run_id: the run that visits are counted under.
    :param on_visit: told of every visit, for progress.
    """

    def __init__(self, parts: Parts, run_id: int, on_visit: Callable[[Visit], None] | None = None) -> None:
        self._parts = parts
        self._run_id = run_id
        self._on_visit = on_visit
        self._hours = parts.home.settings.crawl.revisit_hours
        self._at = now()

    def revisits(self, source: Source) -> Iterable[str]:
        """Addresses of known articles whose next visit has come."""
        with self._parts.archive.reading() as connection:
            return articles.due(connection, source.id, self._at, _MAX_REVISITS)

    def wants(self, listed: Listed) -> bool:
        """Whether an address is new, or due again."""
        key = addresses.normalise(listed.url)
        with self._parts.archive.reading() as connection:
            if known := articles.known(connection, key):
                return known.next_visit_at is not None and known.next_visit_at <= self._at
            seen = quarantine.seen_at(connection, key)
        return seen is None or 0 in self._hours or seen + _QUARANTINE_PAUSE <= self._at

    def door(self, source: Source, door: Door, listed: int, reason: str, detail: str) -> None:
        """Note how a door answered."""
        if reason:
            log.warning("door failed", source=source.id, url=door.url, reason=reason, detail=detail)
        with self._parts.archive.writing() as connection:
            visits.note_door(
                connection, source.id, door, now(), listed=listed, reason=reason, detail=clean_line(detail)
            )

    def validators(self, url: str) -> Mapping[str, str]:
        """What to send along, so that an unchanged page is not sent again."""
        return {}

    def unchanged(self, source: Source, listed: Listed) -> None:
        """Note that a page is what it was."""

    def blocked(self, source: Source, listed: Listed, page: Page, detail: str) -> None:
        """Note that a wall stands before a page."""
        self._note(source, listed, Outcome.FAILED, Reason.BLOCKED, detail)

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        """Carry a page into the archive, or into quarantine."""
        with self._parts.archive.writing() as connection:
            digest = self._parts.archive.raw.put(connection, page)
        try:
            extracted = extracted_from(page, self._with_what_is_known(listed), source, self._parts.profiles)
        except Unusable as error:
            self._quarantine(source, listed, page, digest, error.reason, error.detail)
            return
        annotation = self._parts.annotator.annotate(extracted.content)
        keys = {
            addresses.normalise(url): url
            for url in (listed.url, page.requested_url, page.url, extracted.canonical_url)
            if url
        }
        with self._parts.archive.writing() as connection:
            first_key = next(iter(keys))
            known = articles.known(connection, first_key)
            first_seen_at = known.first_seen_at if known else page.fetched_at
            recorded = articles.record(
                connection,
                extracted.content,
                source_id=source.id,
                keys=keys,
                channel=listed.channel,
                fetched_at=page.fetched_at,
                next_visit_at=next_visit(first_seen_at, page.fetched_at, self._hours),
                raw_digest=digest,
            )
            if recorded.outcome is not Outcome.UNCHANGED:
                annotation_store.put(connection, recorded.article_id, recorded.version, annotation)
            for key in keys:
                quarantine.release(connection, key, STAGE)
            visit = self._visit(source, listed, recorded.outcome, page.fetched_at, digest, recorded.article_id)
            visits.add(connection, self._run_id, visit)
        self._tell(visit)

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        """Note a removal; an address that never led to an article has failed instead."""
        at = now()
        with self._parts.archive.writing() as connection:
            article_id = articles.mark_removed(connection, addresses.normalise(listed.url), at)
            outcome = Outcome.FAILED if article_id is None else Outcome.REMOVED
            visit = self._visit(
                source, listed, outcome, at, None, article_id, reason=Reason.HTTP_STATUS, detail=str(status)
            )
            visits.add(connection, self._run_id, visit)
        self._tell(visit)

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Note a failure."""
        self._note(source, listed, Outcome.FAILED, reason, detail)

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Note that a rule kept a page from being fetched."""
        self._note(source, listed, Outcome.SKIPPED, reason, detail)

    def _with_what_is_known(self, listed: Listed) -> Listed:
        """What a door says of an article, completed by what one said at an earlier visit; not every door says all."""
        with self._parts.archive.reading() as connection:
            known = articles.known(connection, addresses.normalise(listed.url))
            found = articles.get(connection, [known.article_id]) if known else []
        if not found:
            return listed
        before = as_listed(found[0])
        return replace(
            listed if listed.published_at else before,
            url=listed.url,
            title=listed.title or before.title,
            lead=listed.lead or before.lead,
            section=listed.section or before.section,
        )

    def _note(self, source: Source, listed: Listed, outcome: Outcome, reason: str, detail: str) -> None:
        visit = self._visit(source, listed, outcome, now(), None, None, reason=reason, detail=detail)
        with self._parts.archive.writing() as connection:
            visits.add(connection, self._run_id, visit)
            self._put_off(connection, addresses.normalise(listed.url), visit.at)
        self._tell(visit)

    def _put_off(self, connection: Connection, key: str, at: datetime) -> None:
        """A known article whose visit brought nothing waits for its next one, and does not crowd out the others."""
        known = articles.known(connection, key)
        if known and known.next_visit_at:
            articles.put_off(connection, known.article_id, next_visit(known.first_seen_at, at, self._hours))

    def _quarantine(self, source: Source, listed: Listed, page: Page, digest: str, reason: Reason, detail: str) -> None:
        visit = self._visit(
            source, listed, Outcome.QUARANTINED, page.fetched_at, digest, None, reason=reason, detail=detail
        )
        key = addresses.normalise(listed.url)
        with self._parts.archive.writing() as connection:
            quarantine.put(
                connection,
                key,
                Quarantined(
                    url=listed.url,
                    source_id=source.id,
                    stage=STAGE,
                    reason=reason,
                    detail=visit.detail,
                    raw_digest=digest,
                    since=page.fetched_at,
                    seen_at=page.fetched_at,
                ),
            )
            visits.add(connection, self._run_id, visit)
            self._put_off(connection, key, page.fetched_at)
        self._tell(visit)

    def _visit(
        self,
        source: Source,
        listed: Listed,
        outcome: Outcome,
        at: datetime,
        digest: str | None,
        article_id: str | None,
        *,
        reason: str = "",
        detail: str = "",
    ) -> Visit:
        # A detail may repeat what a page says, and a database does not take every character.
        return Visit(source.id, listed.url, listed.channel, outcome, at, reason, clean_line(detail), article_id, digest)

    def _tell(self, visit: Visit) -> None:
        log.info("visit", source=visit.source_id, url=visit.url, outcome=visit.outcome.value, reason=visit.reason)
        if self._on_visit:
            self._on_visit(visit)
