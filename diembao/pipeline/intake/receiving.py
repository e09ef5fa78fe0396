"""What happens to a fetched page: raw archive, extraction, version, annotation, outbox; or quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import (
    annotation_store,
    article_addresses,
    articles,
    hosts,
    identity,
    quarantine,
    recording,
    revisits,
    suspects,
    validators,
    versions,
    visits,
    withholdings,
)
from diembao.archive.article_addresses import Known
from diembao.archive.quarantine import Quarantined
from diembao.archive.raw import to_record
from diembao.archive.suspects import Suspect
from diembao.archive.visits import Visit
from diembao.archive.withholdings import Held
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.logs import logger
from diembao.core.models import Absence, Content, Door, Doubt, Listed, Outcome, Page, Source
from diembao.core.text import clean_line
from diembao.core.withholding import redact_content
from diembao.crawlers.absence import absence, is_placeholder
from diembao.crawlers.conditional import Validators
from diembao.crawlers.extraction import Extracted, Unusable
from diembao.crawlers.reasons import FOR_NOW, Reason
from diembao.pipeline.intake.doors import DoorNotes, keep_validators
from diembao.pipeline.intake.extracting import as_listed, extracted_from
from diembao.pipeline.intake.planning import VisitPlan
from diembao.pipeline.parts import Parts
from diembao.pipeline.reading import PressReader

log = logger(__name__)

STAGE = "extract"
"""Of the quarantine: where pages wait that no article could be made of."""
#: Most articles of one source that are visited again in one pass.
_MAX_REVISITS = 200
#: A page in quarantine that is still listed is tried again after this time.
_QUARANTINE_PAUSE = timedelta(hours=24)
#: How long "unchanged" is believed, since some servers say so after a change. A door comes in full once a day; an
#: article at its visit on the seventh day, because the one before it was more than this long ago.
_BELIEVED_OF_DOORS = timedelta(hours=24)
_BELIEVED_OF_ARTICLES = timedelta(days=3)
_DOUBTS = {Doubt.SHORTER: Reason.SHORTER, Doubt.NO_TITLE: Reason.NO_TITLE}
_ABSENCES = {
    Absence.GONE: (Reason.HTTP_STATUS, "410"),
    Absence.NOT_FOUND: (Reason.HTTP_STATUS, "404"),
    Absence.REDIRECTED: (Reason.REDIRECTED, ""),
    Absence.PLACEHOLDER: (Reason.PLACEHOLDER, ""),
}


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
        self._plan = VisitPlan(self._hours)
        self.doors = DoorNotes(parts)
        """What the doors have answered."""
        self._at = now()

    def revisits(self, source: Source) -> Iterable[str]:
        """Addresses of known articles whose next visit has come."""
        with self._parts.archive.reading() as connection:
            return revisits.due(connection, source.id, self._at, _MAX_REVISITS)

    def wanted(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        """Those of the addresses that are new, or due again."""
        keys = [addresses.normalise(item.url) for item in listed]
        with self._parts.archive.reading() as connection:
            known, waiting = article_addresses.known_at(connection, keys), quarantine.seen_at(connection, keys)
        pairs = zip(keys, listed, strict=True)
        return [item for key, item in pairs if self._is_wanted(known.get(key), waiting.get(key))]

    def _is_wanted(self, known: Known | None, waits_since: datetime | None) -> bool:
        if known and known.fetched:
            return known.next_visit_at is not None and known.next_visit_at <= self._at
        return waits_since is None or 0 in self._hours or waits_since + _QUARANTINE_PAUSE <= self._at

    def door(self, source: Source, door: Door, listed: Sequence[Listed], reason: str, detail: str) -> None:
        """Note how a door answered."""
        self.doors.answered(source, door, listed, reason, detail)

    def door_unchanged(self, source: Source, door: Door) -> None:
        """Note that a door works and has nothing new."""
        self.doors.unchanged(source, door)

    def door_taken_in(self, source: Source, door: Door, found: Validators) -> None:
        """Have a door sent again only when it has changed."""
        self.doors.taken_in(source, door, found)

    def validators(self, url: str) -> Mapping[str, str]:
        """What to send along, so that an unchanged page is not sent again."""
        key = addresses.normalise(url)
        with self._parts.archive.reading() as connection:
            found = validators.get(connection, key)
            believed = (
                _BELIEVED_OF_ARTICLES if found and article_addresses.known(connection, key) else _BELIEVED_OF_DOORS
            )
        if found is None or found.at + believed <= self._at:
            return {}
        return Validators(found.etag, found.last_modified).question()

    def unchanged(self, source: Source, listed: Listed) -> None:
        """Note that a page is what it was."""
        at = now()
        key = addresses.normalise(listed.url)
        with self._parts.archive.writing() as connection:
            known = article_addresses.known(connection, key)
            if known is None:  # it was taken away while the question was under way: the next pass asks in full
                validators.forget(connection, [key])
                outcome, article_id = Outcome.FAILED, None
            else:
                outcome, article_id = Outcome.UNCHANGED, known.article_id
                if content := versions.present(connection, article_id):
                    planned = self._plan.after(connection, article_id, content, content, at)
                    revisits.note_unchanged(connection, article_id, at, planned)
                suspects.clear(connection, article_id)  # the text that was taken in stands there again
            reason, detail = ("", "") if known else (Reason.HTTP_STATUS, "304")
            visit = self._visit(source, listed, outcome, at, None, article_id, reason=reason, detail=detail)
            visits.add(connection, self._run_id, visit)
        self._tell(visit)

    def blocked(self, source: Source, listed: Listed, page: Page, detail: str) -> None:
        """Note that a wall stands before a page."""
        self._note(source, listed, Outcome.FAILED, Reason.BLOCKED, detail)

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        """Read a page, then carry it into the archive, or into quarantine.

        One transaction takes the raw page and what was read in it: a crash leaves both or neither, so that no page
        waits in the archive for somebody to read it, and none is fetched that the archive holds.
        """
        with self._parts.archive.reading() as connection:
            known = article_addresses.known(connection, addresses.normalise(listed.url))
            held = withholdings.at(connection, _met_at(listed, page), source.id)
        if held and held.whole:
            self.skipped(source, listed, Reason.WITHHELD, "")
            return
        if known and not known.fetched:  # what stands there is not known to be that article
            known = None
        try:
            said = self._with_what_is_known(listed, known) if known else listed
            extracted = extracted_from(page, said, source, self._parts.profiles)
        except Unusable as error:
            if known and (away := absence(page, listed.url)):
                self._absent(source, listed, known, away, page.fetched_at, page)
            else:
                self._quarantine(source, listed, page, error.reason, error.detail)
            return
        reader = PressReader(source)
        content = extracted.content
        if known and (away := self._away(known, listed, page, content, reader)):
            self._absent(source, listed, known, away, page.fetched_at, page)
        elif is_placeholder(content):
            self._quarantine(source, listed, page, Reason.PLACEHOLDER, "")
        else:
            self._take_in(source, listed, page, extracted, reader, held)

    def _away(self, known: Known, listed: Listed, page: Page, content: Content, reader: PressReader) -> Absence | None:
        """How the source says that a known article is not there, although what it gave reads like an article."""
        if is_placeholder(content):
            return Absence.PLACEHOLDER
        moved = addresses.normalise(page.url) != addresses.normalise(listed.url)
        number = addresses.page_number(listed.url)
        if not moved or (number and number == addresses.page_number(page.url)):
            return None
        with self._parts.archive.reading() as connection:
            before = versions.present(connection, known.article_id)
        return None if before is None or reader.are_alike(before, content) else Absence.REDIRECTED

    def _take_in(
        self,
        source: Source,
        listed: Listed,
        page: Page,
        extracted: Extracted,
        reader: PressReader,
        held: Held | None,
    ) -> None:
        """Record what a page says, unless it may be a fault of the page.

        :param held: what is withheld at the addresses that were fetched.
        """
        at = page.fetched_at
        fetched = _met_at(listed, page)
        called = {addresses.normalise(url): url for url in (extracted.canonical_url,) if url}
        keys = fetched | called
        if not called.keys() <= fetched.keys():
            with self._parts.archive.reading() as connection:
                held = withholdings.at(connection, keys, source.id)
        if held and held.whole:  # only its canonical address says what it is
            self.skipped(source, listed, Reason.WITHHELD, "")
            return
        content = redact_content(extracted.content, held.passages) if held else extracted.content
        annotation = self._parts.annotator.annotate(content)
        record = None if held else to_record(page)  # made here, so that nobody waits for it
        with self._parts.archive.writing() as connection:
            if withholdings.at(connection, keys, source.id) != held:  # decided meanwhile: the next pass asks anew
                visit = self._visit(source, listed, Outcome.SKIPPED, at, None, None, reason=Reason.WITHHELD)
                visits.add(connection, self._run_id, visit)
                self._tell(visit)
                return
            digest = self._parts.archive.raw.put(connection, page, record) if record else None
            met = identity.met_before(connection, content, keys, source.id, reader)
            before = versions.present(connection, met[0]) if met else None
            doubt = reader.doubt(before, content) if before else None
            if before and doubt and not self._is_confirmed(connection, met[0], doubt, content, digest, at):
                revisits.put_off(connection, met[0], self._plan.second_look(at))
                visit = self._visit(source, listed, Outcome.QUARANTINED, at, digest, met[0], reason=_DOUBTS[doubt])
            else:
                recorded = recording.record(
                    connection,
                    content,
                    source_id=source.id,
                    keys=keys,
                    channel=listed.channel,
                    fetched_at=at,
                    next_visit_at=self._plan.after(connection, met[0] if met else None, before, content, at),
                    raw_digest=digest,
                    reader=reader,
                    canonical=next((key for key in called if key not in fetched), ""),
                    met=met,
                )
                if recorded.outcome is Outcome.NEW:
                    annotation_store.put_new(connection, {recorded.article_id: annotation})
                elif recorded.outcome is Outcome.CHANGED:
                    annotation_store.put(connection, recorded.article_id, recorded.version, annotation)
                quarantine.release(connection, keys, STAGE)
                # Not under the canonical address: what came from it, or would come, is another page.
                keep_validators(connection, [listed.url, page.url], Validators.of(page), at)
                visit = self._visit(source, listed, recorded.outcome, at, digest, recorded.article_id)
            visits.add(connection, self._run_id, visit)
        self._tell(visit)

    def _kept(self, connection: Connection, listed: Listed, page: Page) -> str | None:
        """Keep a raw page of which no version is made, unless something of its article is withheld."""
        return (
            None
            if withholdings.at(connection, _met_at(listed, page), listed.source_id)
            else self._parts.archive.raw.put(connection, page)
        )

    def _is_confirmed(
        self,
        connection: Connection,
        article_id: str,
        doubt: Doubt,
        content: Content,
        raw_digest: str | None,
        at: datetime,
    ) -> bool:
        found = Suspect(article_id=article_id, reason=doubt, digest=content.digest, raw_digest=raw_digest, seen_at=at)
        return suspects.meet(connection, found)

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        """Note a removal; an address that never led to an article has failed instead."""
        away = Absence.GONE if status == 410 else Absence.NOT_FOUND
        with self._parts.archive.reading() as connection:
            known = article_addresses.known(connection, addresses.normalise(listed.url))
        if known and known.fetched:
            self._absent(source, listed, known, away, now(), None)
        else:
            self._note(source, listed, Outcome.FAILED, *_ABSENCES[away])

    def _absent(
        self, source: Source, listed: Listed, known: Known, away: Absence, at: datetime, page: Page | None
    ) -> None:
        """Note that a known article is not there. Only 410 counts at once: servers stumble, and answer 404.

        An article that was met at another address, too, may have moved: the second look goes there.
        """
        reason, detail = _ABSENCES[away]
        article_id, key = known.article_id, addresses.normalise(listed.url)
        planned = self._plan.usual(known.first_seen_at, at)
        with self._parts.archive.writing() as connection:
            validators.forget(connection, [key])
            elsewhere = article_addresses.other_address(connection, article_id, key)
            digest = self._kept(connection, listed, page) if page else None
            found = Suspect(article_id=article_id, reason=away, digest="", raw_digest=digest, seen_at=at)
            outcome = Outcome.FAILED
            if known.removed:
                revisits.put_off(connection, article_id, planned)
            elif (away is Absence.GONE and not elsewhere) or suspects.meet(connection, found):
                revisits.mark_removed(connection, article_id, at, away, planned)
                outcome = Outcome.REMOVED
            else:
                revisits.put_off(connection, article_id, self._plan.second_look(at))
                if elsewhere:
                    revisits.show_at(connection, article_id, elsewhere)
            visit = self._visit(source, listed, outcome, at, digest, article_id, reason=reason, detail=detail)
            visits.add(connection, self._run_id, visit)
        self._tell(visit)

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Note a failure."""
        self._note(source, listed, Outcome.FAILED, reason, detail)

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Note that a rule kept a page from being fetched."""
        self._note(source, listed, Outcome.SKIPPED, reason, detail)

    def _with_what_is_known(self, listed: Listed, known: Known) -> Listed:
        """What a door says of an article, completed by what one said at an earlier visit; not every door says all."""
        with self._parts.archive.reading() as connection:
            found = articles.get(connection, [known.article_id]) if known.fetched else []
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
            self._put_off(connection, listed, visit.at, for_now=reason in FOR_NOW)
        self._tell(visit)

    def _put_off(self, connection: Connection, listed: Listed, at: datetime, *, for_now: bool = False) -> None:
        """A known article whose visit brought nothing waits for its next one, and does not crowd out the others.

        :param for_now: the visit was not made at all, and still is to be.
        """
        key = addresses.normalise(listed.url)
        known = article_addresses.known(connection, key)
        if known is None or known.next_visit_at is None:
            return
        if for_now:
            if known.next_visit_at <= at:  # else another pass was there
                revisits.put_off(connection, known.article_id, self._once_free(connection, listed.url, at))
        elif known.fetched:
            revisits.put_off(connection, known.article_id, self._plan.usual(known.first_seen_at, at))
        else:  # a page called it its own, but there is nothing: the article is looked for where it was met
            article_addresses.give_up(connection, key, keep=False)

    def _once_free(self, connection: Connection, url: str, at: datetime) -> datetime:
        """When an address may be asked again, of which a rule says: not now."""
        paused = hosts.get(connection, addresses.host(url))
        return paused.paused_until if paused and paused.paused_until > at else self._plan.second_look(at)

    def _quarantine(self, source: Source, listed: Listed, page: Page, reason: Reason, detail: str) -> None:
        key = addresses.normalise(listed.url)
        with self._parts.archive.writing() as connection:
            digest = self._kept(connection, listed, page)
            visit = self._visit(
                source, listed, Outcome.QUARANTINED, page.fetched_at, digest, None, reason=reason, detail=detail
            )
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
            self._put_off(connection, listed, page.fetched_at)
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


def _met_at(listed: Listed, page: Page) -> dict[str, str]:
    """Normal form -> address, of those that were fetched."""
    return {addresses.normalise(url): url for url in (listed.url, page.requested_url, page.url)}
