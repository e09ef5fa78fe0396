"""What a subscriber's daily mail says: the new stories on their topics, what people confirmed or concluded, gaps.

Stories are ordered by the own province, by how many independent texts carry them, and by time; flags, outlets and
persons play no part. Of flags a mail tells only those that a person confirmed or opened a case on.

A text is news from the moment at which the desk first saw it, whatever its date: an outlet that could not be reached
over the weekend is told on Monday. Only what was old already when it was first seen, as in an archive, is no news.
Spans of mails follow each other without gap, and none reaches beyond a text that still waits for its story: so every
story is told, and none twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import Archive, audit, cases, flags, marks, people, stories, visits
from diembao.core.addresses import for_readers
from diembao.core.casework import CaseState, Rating, Role
from diembao.core.clock import VIETNAM, local_day, now
from diembao.core.mailing import SendingKind, Subscriber
from diembao.core.models import Article, Source
from diembao.desk import confirmed_flags, health
from diembao.desk.confirmed_flags import ConfirmedFlag
from diembao.desk.health import Health, HealthStatus
from diembao.desk.health.model import TROUBLED
from diembao.desk.stories import StoryReports, reports

#: Stories in each part of the mail; some mail programs cut off mails of more than 100 KB.
MOST_STORIES = 20
#: Reports under each story.
MOST_REPORTS = 4
#: Reach of a digest without one before it.
_DAY = timedelta(hours=24)
#: Age at first sight above which a text is no news; also the longest reach of a digest after a silence.
_OLD_DAYS = 7
_OLD = timedelta(days=_OLD_DAYS)
#: How long a page may be on its way into the archive: it is seen when it is fetched, and kept a little later.
SETTLING = timedelta(minutes=5)
#: How sources do from which nothing comes; how their pages are read is no matter for a reader of news.
_WITHOUT_NEWS = frozenset(
    {
        HealthStatus.CERTIFICATE,
        HealthStatus.BLOCKED,
        HealthStatus.ROBOTS,
        HealthStatus.FAILING,
        HealthStatus.SILENT,
    }
)
#: As many passes and imports may be at work together.
_MOST_RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One text that carries a story."""

    title: str
    source: str
    """Name of the outlet."""
    url: str
    """Empty when it has no address on the web."""
    dated: datetime | None
    copies: int
    """How many outlets printed the same text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story with what is new in it."""

    title: str
    lead: str
    topics: tuple[str, ...]
    """Ids."""
    voices: int
    """How many independent texts the story has had so far."""
    reports: tuple[Report, ...]
    """New ones, the one that gives the title first."""
    more: int
    """How many more new texts there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a person of the desk concluded."""

    number: int
    claim: str
    rating: Rating
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A source from which news may be missing."""

    source: str
    """Name of the outlet."""
    answers: bool
    """Whether its pages can be fetched."""
    since: datetime
    """When it stopped answering; of one that answers, when its newest article came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One subscriber's mail of one day."""

    subscriber: Subscriber
    day: date
    since: datetime
    until: datetime
    home: tuple[Entry, ...]
    """Stories of the own province."""
    elsewhere: tuple[Entry, ...]
    stories: int
    """How many stories there were, with those that there is no room for."""
    stories_at_home: int
    """How many of them are of the own province."""
    flags: tuple[ConfirmedFlag, ...]
    conclusions: tuple[Conclusion, ...]
    gaps: tuple[Gap, ...]
    troubled: tuple[Health, ...]
    """Sources that an admin should look at, in the catalogue's order; empty in everybody else's mail."""

    @property
    def left_out(self) -> int:
        """How many stories there was no room for."""
        return self.stories - len(self.home) - len(self.elsewhere)


def key(subscriber: Subscriber, day: date) -> str:
    """What is never sent twice."""
    return f"{SendingKind.DIGEST}:{day}:{subscriber.id}"


def due_at(subscriber: Subscriber, day: date) -> datetime:
    """When the mail of a day is due."""
    return datetime.combine(day, subscriber.time, VIETNAM)


def compose(archive: Archive, sources: Sequence[Source], subscriber: Subscriber, day: date) -> Digest:
    """The mail of a day: up to now, or up to the subscriber's time on a day that is over.

    It begins where the last one ended, at most a week before, and ends where the first text waits for its story.

    :param sources: the catalogue.
    """
    at = now()
    judged = health.current(archive, sources, at)
    names = {source.id: source.name for source in sources}
    with archive.reading() as connection:
        latest = _settled(connection, at) if day == local_day(at) else due_at(subscriber, day)
        since = _since(connection, subscriber, day, latest)
        until = _until(connection, since, latest)
        new = [found for found in _new(connection, since, until) if _concerns(subscriber, found.story)]
        confirmed = _flags(connection, subscriber, new, names, since, until)
        conclusions = _conclusions(connection, since, until)
        for_admin = _is_admin(connection, subscriber)
    new.sort(key=lambda found: (-found.story.story.voices, -found.story.story.last_at.timestamp()))
    home = [found for found in new if found.story.in_home_province]
    elsewhere = [found for found in new if not found.story.in_home_province]
    return Digest(
        subscriber=subscriber,
        day=day,
        since=since,
        until=until,
        home=tuple(_entry(found, names) for found in home[:MOST_STORIES]),
        elsewhere=tuple(_entry(found, names) for found in elsewhere[:MOST_STORIES]),
        stories=len(new),
        stories_at_home=len(home),
        flags=tuple(confirmed),
        conclusions=tuple(conclusions),
        gaps=tuple(_gaps(judged)),
        troubled=tuple(one for one in judged if one.status in TROUBLED) if for_admin else (),
    )


@dataclass(frozen=True, slots=True)
class _NewStory:
    """A story, and those of its texts that came in since the last mail, with their prints."""

    story: StoryReports
    voices: tuple[tuple[Article, ...], ...]


def _since(connection: Connection, subscriber: Subscriber, day: date, latest: datetime) -> datetime:
    """Where the last digest before this one ended; its key is marked with that."""
    before = (marks.get(connection, key(subscriber, day - timedelta(back))) for back in range(1, _OLD_DAYS + 1))
    last = max((end for end in before if end), default=latest - _DAY)
    return max(last, latest - _OLD)


def _settled(connection: Connection, at: datetime) -> datetime:
    """Up to when everything that was fetched is kept."""
    at_work = any(run.finished_at is None for run in visits.last_runs(connection, _MOST_RUNS))
    return at - SETTLING if at_work else at


def _until(connection: Connection, since: datetime, latest: datetime) -> datetime:
    waiting = stories.next_waiting(connection, since, dated_since=since - _OLD)
    return max(since, min(waiting or latest, latest))


def _new(connection: Connection, since: datetime, until: datetime) -> list[_NewStory]:
    """Stories with a text that came within ``[since, until)``; one that was only printed again is not news."""
    found = []
    for story in reports(connection, stories.met(connection, since, until)):
        voices = tuple(
            present
            for prints in story.voices
            if since <= (came := _came(prints)) < until
            and not _was_old(prints[0], came)
            and (present := tuple(article for article in prints if article.removed_at is None))
        )
        if voices:
            found.append(_NewStory(story, voices))
    return found


def _came(prints: Sequence[Article]) -> datetime:
    """When a text became known to this desk, in whichever print: an outlet's own page may follow its copies."""
    return min(article.first_seen_at for article in prints)


def _was_old(first_print: Article, came: datetime) -> bool:
    assert first_print.dated is not None  # undated articles are in no story
    return came - first_print.dated > _OLD


def _concerns(subscriber: Subscriber, story: StoryReports) -> bool:
    return (not subscriber.topics or bool({*subscriber.topics} & {*story.topics})) and (
        story.in_home_province or not subscriber.province_only
    )


def _entry(found: _NewStory, names: Mapping[str, str]) -> Entry:
    headline = found.story.headline
    voices = sorted(found.voices, key=lambda prints: headline.id not in {article.id for article in prints})
    first = voices[0][0].content
    return Entry(
        title=first.title,
        lead=first.lead,
        topics=found.story.topics,
        voices=found.story.story.voices,
        reports=tuple(_report(prints, names) for prints in voices[:MOST_REPORTS]),
        more=max(len(voices) - MOST_REPORTS, 0),
    )


def _report(prints: Sequence[Article], names: Mapping[str, str]) -> Report:
    article = prints[0]
    return Report(
        title=article.content.title,
        source=names.get(article.source_id, article.source_id),
        url=for_readers(article.url),
        dated=article.dated,
        copies=len(prints) - 1,
    )


def _flags(
    connection: Connection,
    subscriber: Subscriber,
    new: Sequence[_NewStory],
    names: Mapping[str, str],
    since: datetime,
    until: datetime,
) -> list[ConfirmedFlag]:
    """What people confirmed or opened a case on: in the mail's stories, and elsewhere since the last mail."""
    shown = [article_id for found in new for article_id in found.story.story.articles]
    return confirmed_flags.of_articles(connection, [*shown, *_decided(connection, subscriber, since, until)], names)


def _decided(connection: Connection, subscriber: Subscriber, since: datetime, until: datetime) -> list[str]:
    """Articles of the claims that people decided on meanwhile, as far as their stories concern the subscriber."""
    keys = {entry.subject for entry in audit.done_between(connection, "flag-confirmed", since, until)}
    keys |= {case.flag_key for case in cases.listing(connection) if case.flag_key and since < case.opened_at <= until}
    decided = [flag for flag in flags.listing(connection, states=confirmed_flags.STATES) if flag.key in keys]
    survivors = stories.resolve(connection, {flag.story_id for flag in decided})
    known = reports(connection, stories.get(connection, survivors.values()))
    concerning = {story.story.id for story in known if _concerns(subscriber, story)}
    return [flag.finding.claim.ref for flag in decided if survivors[flag.story_id] in concerning]


def _conclusions(connection: Connection, since: datetime, until: datetime) -> list[Conclusion]:
    """What people of the desk concluded; it concerns every subscriber."""
    return [
        Conclusion(number=case.number, claim=case.claim, rating=case.rating, text=case.conclusion)
        for case in cases.listing(connection, states=(CaseState.CONCLUDED, CaseState.PUBLISHED))
        if case.rating and case.concluded_at and since < case.concluded_at <= until
    ]


def _gaps(judged: Sequence[Health]) -> list[Gap]:
    """Sources that cannot be read, and those that have been silent for longer than their rhythm explains."""
    return [
        Gap(one.source.name, one.status is HealthStatus.SILENT, one.since)
        for one in judged
        if one.status in _WITHOUT_NEWS
    ]


def _is_admin(connection: Connection, subscriber: Subscriber) -> bool:
    """Whether the mail goes to an admin of the desk, whom the troubles of its sources concern."""
    address = subscriber.email.casefold()
    return any(
        person.role is Role.ADMIN and person.email.casefold() == address for person in people.listing(connection)
    )
