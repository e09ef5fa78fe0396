"""Stories as people look at them: voices with their reports, topics, own province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import articles, stories
from diembao.core.clock import VIETNAM
from diembao.core.models import Article
from diembao.core.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReports:
    """One story with its reports."""

    story: Story
    headline: Article
    """The report that speaks for it."""
    voices: tuple[tuple[Article, ...], ...]
    """Reports by text, the first print of each before its copies; voices and copies oldest first."""
    topics: tuple[str, ...]
    """Topics of at least half of its voices, the most frequent first."""
    in_home_province: bool
    """Whether at least half of its voices name a place of the desk's own province."""


def of_day(connection: Connection, day: date) -> list[StoryReports]:
    """Stories with a report of a Vietnamese day."""
    midnight = datetime.combine(day, time(), VIETNAM)
    return between(connection, midnight, midnight + timedelta(days=1))


def between(connection: Connection, since: datetime, until: datetime) -> list[StoryReports]:
    """Stories with a report that is dated within ``[since, until)``, the longest-running first."""
    return reports(connection, stories.active(connection, since, until))


def of_article(connection: Connection, article_id: str) -> StoryReports | None:
    """The story that an article belongs to; None for an article in none, such as an undated one."""
    story_id = stories.story_of(connection, [article_id]).get(article_id)
    return reports(connection, stories.get(connection, [story_id]))[0] if story_id else None


def reports(connection: Connection, chosen: Sequence[Story]) -> list[StoryReports]:
    """Stories with their reports, in the order given."""
    ids = [article_id for story in chosen for article_id in story.articles]
    voices = stories.voices(connection, ids)
    found = {article.id: article for article in articles.get(connection, ids)}
    return [_reports(story, found, voices) for story in chosen]


def _reports(story: Story, found: dict[str, Article], voice_of: dict[str, str]) -> StoryReports:
    voices: dict[str, list[Article]] = {}
    for article_id in story.articles:
        voices.setdefault(voice_of[article_id], []).append(found[article_id])
    for voice, prints in voices.items():
        prints.sort(key=lambda article: article.id != voice)
    read = [prints[0] for prints in voices.values() if prints[0].annotation or prints[0].said_topics]
    topics = Counter(topic for article in read for topic in article.topics)
    home = sum(article.annotation.in_home_province for article in read if article.annotation)
    return StoryReports(
        story=story,
        headline=found[story.headline],
        voices=tuple(tuple(prints) for prints in voices.values()),
        topics=tuple(topic for topic, times in topics.most_common() if 2 * times >= len(read)),
        in_home_province=home > 0 and 2 * home >= len(read),
    )
