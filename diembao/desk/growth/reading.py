"""What the archive's articles talk about: their key phrases, read for the day and the four weeks before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from diembao.archive import Archive, annotation_store, articles
from diembao.core.clock import VIETNAM, local_day
from diembao.core.models import Article
from diembao.desk.growth.ranking import PAST_DAYS, Said, Talk, WindowText, talk

#: Articles named with each phrase.
_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of the day with articles that have it."""

    said: Said
    examples: tuple[Article, ...]
    """First prints, one for each story, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What a day talks about; of one topic or place where asked so."""

    day: date
    talk: Talk
    rising: tuple[Phrase, ...]
    frequent: tuple[Phrase, ...]


def rising(archive: Archive, *, day: date, topic: str = "", place: str = "", limit: int = 10) -> Growth:
    """What a Vietnamese day talks about, and what of it rises against the same topic's and place's own past.

    :param topic: id; only articles that carry it.
    :param place: name of a province; only articles that name it.
    :param limit: how many phrases to give of each kind.
    """
    since = datetime.combine(day - timedelta(days=PAST_DAYS), time(), VIETNAM)
    until = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    with archive.reading() as connection:
        rows = annotation_store.phrases_between(connection, since, until, topic=topic, place=place)
        first_prints: dict[str, WindowText] = {}
        for row in rows:
            text = WindowText(row.voice, row.story, local_day(row.dated), row.phrases)
            first_prints.setdefault(row.voice, text)
        found = talk(first_prints.values(), day, limit=limit)
        stories = {text.voice: text.story or text.voice for text in first_prints.values()}
        chosen = {one.phrase: _examples(one, stories) for one in (*found.rising, *found.frequent)}
        known = {
            one.id: one for one in articles.get(connection, list({ref for refs in chosen.values() for ref in refs}))
        }

    def with_examples(said: Said) -> Phrase:
        return Phrase(said=said, examples=tuple(known[ref] for ref in chosen[said.phrase] if ref in known))

    return Growth(
        day=day,
        talk=found,
        rising=tuple(map(with_examples, found.rising)),
        frequent=tuple(map(with_examples, found.frequent)),
    )


def _examples(said: Said, stories: dict[str, str]) -> list[str]:
    by_story = {stories[voice]: voice for voice in reversed(said.voices)}
    return list(reversed(by_story.values()))[:_EXAMPLES]
