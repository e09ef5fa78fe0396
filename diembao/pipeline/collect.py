"""One pass of collecting: doors of sources, or single addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from diembao.archive import revisits, visits
from diembao.archive.visits import Visit
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import FetchError, RefusedAddress
from diembao.core.i18n import _
from diembao.core.models import Outcome, Source
from diembao.crawlers.catalogue import SourceLookup, find_source
from diembao.crawlers.crawl import crawl
from diembao.crawlers.reasons import Reason
from diembao.pipeline import indexing, verifying
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from diembao.pipeline.politeness import HomeMemory
from diembao.pipeline.schedule import due_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What one pass did. ``fetched = collected + failed``; ``collected = new + changed + unchanged + quarantined``."""

    fetched: int
    collected: int
    new: int
    changed: int
    unchanged: int
    quarantined: int
    failed: int
    removed: int
    skipped: int
    sources: int
    """Sources from which at least one page was collected."""
    doors_failed: int
    doors_paused: int
    """Doors that were not knocked at, because their host turned requests away not long ago."""
    doors_busy: int
    """Doors that were left to another pass, which was talking to their host."""
    indexed: int | None
    """None: another process holds the index and will take these articles too. 0 if the index is out of order."""
    stories: int | None
    """Stories of the home, and flags; None: another process verifies, and takes these articles too."""
    flags: int | None

    def counts(self) -> Mapping[str, int | None]:
        """As plain numbers, in the order of the fields."""
        return asdict(self)


class Tally:
    """Counts visits as they come."""

    def __init__(self, on_visit: Callable[[Visit], None] | None = None) -> None:
        self._on_visit = on_visit
        self._visits: list[tuple[str, Outcome]] = []
        self.articles: set[str] = set()
        """Ids of the articles that were seen."""

    def __call__(self, visit: Visit) -> None:
        """Count one visit."""
        self._visits.append((visit.source_id, visit.outcome))
        if visit.article_id:
            self.articles.add(visit.article_id)
        if self._on_visit:
            self._on_visit(visit)

    def of(self, *outcomes: Outcome) -> int:
        """How many visits had one of these outcomes."""
        return sum(outcome in outcomes for _source, outcome in self._visits)

    def sources(self) -> int:
        """From how many sources pages were collected."""
        return len({source for source, outcome in self._visits if outcome in _COLLECTED})


_COLLECTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.QUARANTINED)


def collect(
    parts: Parts, only: Sequence[str] = (), *, once: bool = False, on_visit: Callable[[Visit], None] | None = None
) -> CollectReport:
    """Look at the doors of sources and fetch what is new or due. A process can do this once.

    :param only: ids of sources; empty: all enabled ones.
    :param once: look at each chosen source now, even if its interval has not passed.
    :raises UnknownSource: an id that the catalogue does not have.
    """
    chosen = [find_source(parts.sources, source_id) for source_id in dict.fromkeys(only)] or list(parts.sources)
    if once:
        sources = [source for source in chosen if source.enabled or only]
    else:
        at = now()
        with parts.archive.reading() as connection:
            states, revisited = visits.door_states(connection), revisits.due_sources(connection, at)
        sources = due_sources(chosen, states, revisited, at, parts.home.settings.crawl)
    return _pass(parts, "collect", sources, (), on_visit)


def add(parts: Parts, url: str, on_visit: Callable[[Visit], None] | None = None) -> tuple[CollectReport, Visit]:
    """Fetch one press page, under the same rules as any other. A process can do this once.

    :returns: the sums, and what became of the page.
    :raises RefusedAddress: no web address, a social network, or a host that no source of the catalogue names.
    :raises FetchError: Ctrl-C came before the answer.
    """
    source = source_of(parts.lookup, url)
    seen: list[Visit] = []

    def note(visit: Visit) -> None:
        seen.append(visit)
        if on_visit:
            on_visit(visit)

    report = _pass(parts, "add", (), [(source, url.strip())], note)
    if not seen:
        raise FetchError(
            _("{url} was not fetched: the program was interrupted.").format(url=url),
            _("Add it again."),
            reason=Reason.UNEXPECTED,
        )
    return report, seen[0]


def source_of(lookup: SourceLookup, url: str) -> Source:
    """The source that an address belongs to.

    :raises RefusedAddress: see :func:`add`.
    """
    if not addresses.is_web_address(url):
        raise RefusedAddress(
            _("{url} is not a web address.").format(url=url), _("It begins with https:// and names a page.")
        )
    if addresses.is_refused(url):
        raise RefusedAddress(
            _("{host} is a social network or messenger.").format(host=addresses.host(url)),
            _("The desk collects press and portals only, never posts of private people."),
        )
    if source := lookup.at(addresses.host(url)):
        return source
    raise RefusedAddress(
        _("No source of the catalogue has the host {host}.").format(host=addresses.host(url)),
        _("Add the outlet with its responsible publisher to sources.toml first."),
    )


def _pass(
    parts: Parts,
    kind: str,
    sources: Sequence[Source],
    single: Sequence[tuple[Source, str]],
    on_visit: Callable[[Visit], None] | None,
) -> CollectReport:
    parts.read_files()
    tally = Tally(on_visit)
    with parts.archive.writing() as connection:
        run_id = visits.begin(connection, kind, now())
    with HomeMemory(parts) as memory:
        intake = Intake(parts, run_id, tally)
        crawl(sources, intake, parts.home.settings.crawl, single, memory=memory, home=parts.home.path)
    # One page is waited for by a person: what else is left to verify is left to the next pass.
    verified = verifying.drain(parts, only=tally.articles if single else None)
    indexed = indexing.drain_if_possible(parts)
    report = CollectReport(
        fetched=tally.of(*_COLLECTED, Outcome.FAILED),
        collected=tally.of(*_COLLECTED),
        new=tally.of(Outcome.NEW),
        changed=tally.of(Outcome.CHANGED),
        unchanged=tally.of(Outcome.UNCHANGED),
        quarantined=tally.of(Outcome.QUARANTINED),
        failed=tally.of(Outcome.FAILED),
        removed=tally.of(Outcome.REMOVED),
        skipped=tally.of(Outcome.SKIPPED),
        sources=tally.sources(),
        doors_failed=len(intake.doors.failed),
        doors_paused=len(intake.doors.paused),
        doors_busy=len(intake.doors.busy),
        indexed=indexed,
        stories=verified.stories if verified else None,
        flags=verified.flags if verified else None,
    )
    with parts.archive.writing() as connection:
        visits.finish(connection, run_id, now(), {k: v for k, v in report.counts().items() if v is not None})
    return report
