"""What stands in a day's press review: its stories with headlines, sources and links, ready to be printed or mailed.

Quoted from the press are titles, leads and links, never whole texts; of flags only those that a person confirmed or
opened a case on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, identity, people, reviews, stories
from diembao.core import i18n
from diembao.core.addresses import for_readers
from diembao.core.errors import UsageError
from diembao.core.i18n import _, day
from diembao.core.models import Article
from diembao.core.reviews import Review, ReviewItem
from diembao.desk import confirmed_flags
from diembao.desk.confirmed_flags import ConfirmedFlag
from diembao.desk.review.editing import title
from diembao.desk.stories import StoryReports, reports
from diembao.nlp import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that the review quotes."""

    id: str
    title: str
    source: str
    """Name of the outlet."""
    url: str
    """Empty when it has no address on the web."""
    dated: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story of the review."""

    item: ReviewItem
    story: StoryReports | None
    """None when the archive no longer has the story; its chosen reports may still be there."""
    headline: str
    lead: str
    """Of the report that gives the headline."""
    note: str
    reports: tuple[Report, ...]
    others: int
    """How many more reports the story has."""


@dataclass(frozen=True, slots=True)
class Section:
    """The stories of one topic, in the analyst's order."""

    topic: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole review."""

    day: date
    desk: str
    title: str
    intro: str
    sections: tuple[Section, ...]
    flags: tuple[ConfirmedFlag, ...]
    """Under "needs checking"."""
    missing: tuple[ReviewItem, ...]
    """Stories of which the archive has nothing any more; they are left out."""
    written_by: tuple[str, ...]
    """Names of the people who worked on it."""
    edited_at: datetime
    revision: int


def sheet(
    archive: Archive,
    review: Review,
    *,
    topics: Sequence[Topic],
    source_names: Mapping[str, str],
    desk: str,
) -> Sheet:
    """A review with everything that it quotes.

    :param topics: the desk's topics, in the order of the sections.
    :param source_names: id of a source -> its name.
    :param desk: name of the desk.
    :raises UsageError: nobody has begun the review.
    """
    if review.edited_at is None:
        raise UsageError(
            _("Nobody has begun the press review of {day}.").format(day=day(review.day)),
            _('Choose its stories on the page "Press review", or with `diembao review edit`.'),
        )
    with archive.reading() as connection:
        entries = _entries(connection, review.items, source_names)
        shown = [entry for entry in entries if entry.reports]
        quoted = [
            article_id
            for entry in shown
            for article_id in (*(entry.story.story.articles if entry.story else ()), *entry.item.reports)
        ]
        found_flags = confirmed_flags.of_articles(connection, quoted, source_names)
        editors = reviews.editors(connection, review.day)
        names = people.names(connection, editors)
    return Sheet(
        day=review.day,
        desk=desk,
        title=title(review),
        intro=review.intro,
        sections=_sections(shown, topics),
        flags=tuple(found_flags),
        missing=tuple(entry.item for entry in entries if not entry.reports),
        written_by=tuple(names[editor] for editor in editors if editor in names),
        edited_at=review.edited_at,
        revision=review.revision,
    )


def topic_name(topic: Topic) -> str:
    """Name of a topic in the language spoken here."""
    return topic.name_en if i18n.language() == "en" and topic.name_en else topic.name_vi


def _entries(connection: Connection, items: Sequence[ReviewItem], source_names: Mapping[str, str]) -> list[Entry]:
    survivors = stories.resolve(connection, [item.story_id for item in items])
    known = {found.story.id: found for found in reports(connection, stories.get(connection, survivors.values()))}
    lasting = identity.resolve(connection, dict.fromkeys(ref for item in items for ref in item.reports))
    chosen = {article.id: article for article in articles.get(connection, list(lasting.values()))}
    by_id = {ref: chosen[article_id] for ref, article_id in lasting.items() if article_id in chosen}
    return [_entry(item, known.get(survivors[item.story_id]), by_id, source_names) for item in items]


def _entry(
    item: ReviewItem, story: StoryReports | None, chosen: Mapping[str, Article], names: Mapping[str, str]
) -> Entry:
    quoted = [chosen[article_id] for article_id in item.reports if article_id in chosen]
    if not quoted and story:
        quoted = [story.headline]
    everything = set(story.story.articles) if story else set()
    return Entry(
        item=item,
        story=story,
        headline=quoted[0].content.title if quoted else "",
        lead=quoted[0].content.lead if quoted else "",
        note=item.note,
        reports=tuple(_report(article, names) for article in quoted),
        others=len(everything - {article.id for article in quoted}),
    )


def _report(article: Article, names: Mapping[str, str]) -> Report:
    return Report(
        id=article.id,
        title=article.content.title,
        source=names.get(article.source_id, article.source_id),
        url=for_readers(article.url),
        dated=article.dated,
    )


def _sections(entries: Sequence[Entry], topics: Sequence[Topic]) -> tuple[Section, ...]:
    names = {**{topic.id: topic_name(topic) for topic in topics}, "": _("Other news")}
    by_topic: dict[str, list[Entry]] = {topic: [] for topic in names}
    for entry in entries:
        by_topic[entry.item.topic if entry.item.topic in names else ""].append(entry)
    return tuple(Section(topic, names[topic], tuple(found)) for topic, found in by_topic.items() if found)
