"""What the press says of one topic: a day's articles, the week's stories, and what they talk about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, stories
from diembao.core.models import Article
from diembao.core.text import fold, index_form
from diembao.desk.stories import StoryReports, reports
from diembao.index import FacetCount, FacetField, Filters, HistogramBar, SearchIndex
from diembao.nlp.phrases import PhraseMatcher

#: Days of the course and of the counts by place and organisation, and days of the stories.
COURSE_DAYS, WEEK_DAYS = 30, 7
_FACETS: Sequence[FacetField] = ("place", "organisation")
#: Articles of the week that stories, phrases and words are taken from; the newest.
_READ = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """One topic up to and including one Vietnamese day."""

    of_day: int
    """Articles of the day."""
    of_week: int
    """Articles of the seven days up to it."""
    articles: Sequence[Article]
    """The day's articles, newest first."""
    stories: Sequence[StoryReports]
    """Stories that carry the topic and have a report of the week, those of the most voices first."""
    course: Sequence[HistogramBar]
    """Articles a day, without empty days."""
    course_home: Sequence[HistogramBar]
    """The same for articles that name a place of the own province."""
    places: Sequence[FacetCount]
    organisations: Sequence[FacetCount]
    phrases: Sequence[tuple[str, int]]
    """Key phrases of the week that more than one article has, with how many have them."""
    words: Sequence[tuple[str, float]]
    """What decided in the week's articles: words with the weight that they brought together, the weightiest first."""


def topic_page(
    archive: Archive,
    index: SearchIndex,
    topic: str,
    day: date,
    *,
    home: bool = False,
    limit: int = 30,
    stories_shown: int = 12,
    values_shown: int = 12,
) -> TopicPage:
    """What the press says of a topic.

    :param topic: its id.
    :param home: only articles that name a place of the own province.
    :param limit: how many of the day's articles to list.
    :param values_shown: how many places, organisations, phrases and words to give.
    """

    def within(days: int, *, inside: bool = home) -> Filters:
        since = day - timedelta(days=days - 1)
        return Filters(topics=(topic,), home=True if inside else None, since=since, until=day)

    today = index.search(None, within(1), limit=limit, order="newest")
    week = index.search(None, within(WEEK_DAYS), limit=_READ, order="newest")
    course = index.search(None, within(COURSE_DAYS), limit=0, facets=_FACETS, facet_limit=values_shown, histogram="day")
    at_home = index.search(None, within(COURSE_DAYS, inside=True), limit=0, histogram="day")
    with archive.reading() as connection:
        of_week = articles.get(connection, [hit.id for hit in week.hits])
        return TopicPage(
            of_day=today.total,
            of_week=week.total,
            articles=articles.get(connection, [hit.id for hit in today.hits]),
            stories=_stories(connection, of_week, topic)[:stories_shown],
            course=course.histogram,
            course_home=at_home.histogram,
            places=course.facets["place"],
            organisations=course.facets["organisation"],
            phrases=_phrases(of_week)[:values_shown],
            words=_words(of_week, topic)[:values_shown],
        )


def counts(index: SearchIndex, day: date) -> tuple[dict[str, int], dict[str, int]]:
    """How many articles of a day, and of the seven days up to it, each topic has."""

    def of(days: int) -> dict[str, int]:
        span = Filters(since=day - timedelta(days=days - 1), until=day)
        return {each.value: each.count for each in index.aggregate("topic", None, span, limit=1000)}

    return of(1), of(WEEK_DAYS)


def spans(text: str, words: Iterable[str], *, unmarked: bool = False) -> tuple[tuple[int, int], ...]:
    """Where words that speak for a topic stand in a text: offsets, in order and apart from each other.

    :param text: display text.
    :param unmarked: whether it was typed without marks, and so the words count without theirs.
    """

    def form(part: str) -> str:
        return fold(index_form(part)) if unmarked else index_form(part)

    matcher = PhraseMatcher(tuple(dict.fromkeys(filter(None, map(form, words)))))
    found: list[tuple[int, int]] = []
    for hit in matcher.hits(form(text)):
        if found and hit.start < found[-1][1]:
            found[-1] = (found[-1][0], max(hit.end, found[-1][1]))
        else:
            found.append((hit.start, hit.end))
    return tuple(found)


def _stories(connection: Connection, several: Sequence[Article], topic: str) -> list[StoryReports]:
    """Stories of these articles that carry the topic themselves."""
    ids = dict.fromkeys(stories.story_of(connection, [article.id for article in several]).values())
    found = [each for each in reports(connection, stories.get(connection, list(ids))) if topic in each.topics]
    return sorted(found, key=lambda each: (-each.story.voices, -len(each.story.articles)))


def _phrases(several: Iterable[Article]) -> list[tuple[str, int]]:
    """Key phrases by how many articles have them; written as in the first of these."""
    times: Counter[str] = Counter()
    written: dict[str, str] = {}
    for article in several:
        own = {index_form(phrase): phrase for phrase in (article.annotation.phrases if article.annotation else ())}
        times.update(own.keys())
        written = own | written
    return [(written[phrase], number) for phrase, number in times.most_common() if number > 1]


def _words(several: Iterable[Article], topic: str) -> list[tuple[str, float]]:
    sums: defaultdict[str, float] = defaultdict(float)
    for article in several:
        for tag in article.annotation.topics if article.annotation else ():
            if tag.topic == topic:
                for word, weight in tag.why:
                    sums[word] += weight
    return sorted(((word, weight) for word, weight in sums.items() if weight > 0), key=lambda pair: -pair[1])
