"""Stories that the desk proposes for a day's press review, by coordination topic, and why each stands where it does.

The order knows the own province, the number of independent voices and the time, nothing else: no flag, outlet, person
or topic moves a story inside its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from diembao.archive import Archive, reviews
from diembao.archive import stories as archived
from diembao.core.clock import VIETNAM, now
from diembao.core.errors import UsageError
from diembao.core.i18n import _, moment, ngettext
from diembao.core.models import Article
from diembao.desk import stories
from diembao.desk.stories import StoryReports
from diembao.nlp import Topic

_DAY = timedelta(days=1)
#: A review of longer ago does not stretch the span: after holidays the analyst chooses days.
_LONGEST = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant up to, but not including, another."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A story of the span, with what decides its place."""

    story: StoryReports
    topic: str
    """The first of its topics that the desk has; empty when it has none."""
    headline: Article
    """The report that speaks for the story; the newest text of the span when that is older than the span."""
    reports: int
    """How many of its reports are dated within the span."""
    voices: int
    """How many independent texts among these."""
    last_at: datetime
    """When the latest of them is dated."""

    @property
    def why(self) -> str:
        """The same in words, without the own province, which lists show in their own way."""
        parts = [
            ngettext("{number} report", "{number} reports", self.reports).format(number=self.reports),
            ngettext("{number} independent voice", "{number} independent voices", self.voices).format(
                number=self.voices
            ),
        ]
        parts.append(_("latest {moment}").format(moment=moment(self.last_at)))
        earlier = len(self.story.story.articles) - self.reports
        if earlier:
            parts.append(ngettext("{number} report before", "{number} reports before", earlier).format(number=earlier))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """The stories of one topic, best first; the group without topic comes last."""

    topic: str
    proposals: tuple[Proposal, ...]


def whole_day(day: date) -> Span:
    """A Vietnamese day from midnight to midnight."""
    midnight = datetime.combine(day, time(), VIETNAM)
    return Span(midnight, midnight + _DAY)


def since_last_review(archive: Archive, day: date) -> Span:
    """From when the review before was begun until now; for an earlier day until its end.

    Without a review in the days before, the last 24 hours.
    """
    until = min(now(), whole_day(day).until)
    with archive.reading() as connection:
        before = reviews.begun(connection, before=day)
    if before is None:
        return Span(until - _DAY, until)
    # A review that was made up for days later still tells of its own day only.
    since = min(before[1], whole_day(before[0]).until)
    return Span(since if since <= until and until - since <= _LONGEST else until - _DAY, until)


def propose(archive: Archive, topics: Sequence[Topic], span: Span) -> list[ProposalGroup]:
    """Stories with a report of the span, grouped by topic in the desk's order; groups without any are left out.

    Within a group the own province stands first, then what more independent voices tell, then what is newer.
    """
    with archive.reading() as connection:
        found = stories.between(connection, span.since, span.until)
    known = [topic.id for topic in topics]
    groups: dict[str, list[Proposal]] = {topic: [] for topic in (*known, "")}
    for story in found:
        topic = _main_topic(story, known)
        groups[topic].append(_proposal(story, topic, span))
    return [
        ProposalGroup(topic, tuple(sorted(proposals, key=_rank))) for topic, proposals in groups.items() if proposals
    ]


def topics_of(archive: Archive, topics: Sequence[Topic], story_ids: Sequence[str]) -> dict[str, str]:
    """The topic under which each of these stories would be proposed; empty for one without.

    :raises UsageError: there is no such story.
    """
    with archive.reading() as connection:
        survivors = archived.resolve(connection, story_ids)
        found = stories.reports(connection, archived.get(connection, survivors.values()))
    known = [topic.id for topic in topics]
    main = {item.story.id: _main_topic(item, known) for item in found}
    for story_id in story_ids:
        if survivors[story_id] not in main:
            raise UsageError(
                _("There is no story {id}.").format(id=story_id), _("`diembao review propose` shows ids of stories.")
            )
    return {story_id: main[survivors[story_id]] for story_id in story_ids}


def _main_topic(story: StoryReports, known: Sequence[str]) -> str:
    return next((topic for topic in story.topics if topic in known), "")


def _proposal(story: StoryReports, topic: str, span: Span) -> Proposal:
    dated = [(report.dated, report) for voice in story.voices for report in voice if report.dated]
    within = [(at, report) for at, report in dated if span.since <= at < span.until]
    ids = {report.id for _at, report in within}
    newest_at, newest = max(within, key=lambda pair: pair[0])
    return Proposal(
        story=story,
        topic=topic,
        headline=story.headline if story.headline.id in ids else newest,
        reports=len(within),
        voices=sum(any(report.id in ids for report in voice) for voice in story.voices),
        last_at=newest_at,
    )


def _rank(proposal: Proposal) -> tuple[bool, int, float, str]:
    story = proposal.story
    return (not story.in_home_province, -proposal.voices, -proposal.last_at.timestamp(), story.story.id)
