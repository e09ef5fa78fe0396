"""Labels: what people say of the topics of articles. They count at once, and the shipped topics learn from them.

A label needs no written reason, since it says nothing of anybody's conduct; who gave it and who took it back stays in
the audit log. A topic that the desk adds works by its words alone and takes no labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, audit, outbox, people, topic_labels
from diembao.archive.topic_labels import TopicLabel
from diembao.core.casework import Person
from diembao.core.clock import VIETNAM, now, today
from diembao.core.errors import UnknownArticle, UsageError, WrongStep
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.desk.people import acting
from diembao.nlp.topics import SHIPPED_TOPICS, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A label that counts, with the name of who gave it."""

    label: TopicLabel
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An article and a topic that a person is asked about."""

    article_id: str
    topic: str
    probability: float | None
    """How sure the machine is that the article carries the topic; None where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfLabels:
    """What one person has said today and not taken back."""

    articles: int
    last: TopicLabel | None


def may_be_labelled(topics: Iterable[Topic]) -> list[str]:
    """Ids of those topics of a desk that take labels, in the desk's order."""
    return [topic.id for topic in topics if topic.id in SHIPPED_TOPICS]


def label(archive: Archive, article_id: str, topic: str, *, carried: bool, who: str) -> TopicLabel:
    """Say that an article carries a topic, or that it does not. The last word counts.

    :param who: id or name of a person of the desk.
    :returns: the label that counts now; saying again what one has said adds none.
    :raises UsageError: the topic is none of the shipped ones.
    :raises UnknownArticle: the archive shows no such article.
    :raises UnknownPerson: nobody of the desk is called that.
    """
    if topic not in SHIPPED_TOPICS:
        raise UsageError(
            _("The topic {id} takes no labels: it works by its words.").format(id=topic),
            _("Topics that take labels: {ids}. Others are put right in topics.toml.").format(
                ids=", ".join(SHIPPED_TOPICS)
            ),
        )
    with archive.writing() as connection:
        person, article = acting(connection, who), _article(connection, article_id)
        counting = topic_labels.standing(connection, [article.id]).get(article.id, {}).get(topic)
        if counting and counting.person_id == person.id and counting.carried == carried:
            return counting
        added = topic_labels.add(connection, article.id, topic=topic, carried=carried, person_id=person.id, at=now())
        _log(connection, person, "topic-labelled", added)
    return added


def take_back(archive: Archive, article_id: str, topic: str, *, who: str) -> TopicLabel:
    """Take one's own label back; what was said before it counts again, or what the machine finds.

    :returns: the label that was taken back.
    :raises UnknownArticle: the archive shows no such article.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: no label counts there, or it is somebody else's.
    """
    with archive.writing() as connection:
        person, article = acting(connection, who), _article(connection, article_id)
        counting = topic_labels.standing(connection, [article.id]).get(article.id, {}).get(topic)
        if counting is None:
            raise WrongStep(
                _("Nobody has said anything of the topic {topic} in this article.").format(topic=topic),
                _("`diembao topics show ARTICLE` shows what counts."),
            )
        if counting.person_id != person.id:
            raise WrongStep(
                _("The label is by {name}, who alone can take it back.").format(name=_name(connection, counting)),
                _("Say the contrary instead: the last word counts."),
            )
        topic_labels.take_back(connection, counting.id, now())
        _log(connection, person, "topic-label-taken-back", counting)
    return counting


def said_of(connection: Connection, article_id: str) -> dict[str, Said]:
    """What people say of an article's topics and counts now, by topic."""
    found = topic_labels.standing(connection, [article_id]).get(article_id, {})
    names = people.names(connection, {each.person_id for each in found.values()})
    return {topic: Said(label=each, name=names.get(each.person_id, each.person_id)) for topic, each in found.items()}


def counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """How many articles are labelled as carrying a topic, and how many as not carrying it, by topic."""
    found: dict[str, tuple[int, int]] = {}
    for of_article in topic_labels.standing(connection).values():
        for topic, each in of_article.items():
            yes, no = found.get(topic, (0, 0))
            found[topic] = (yes + each.carried, no + (not each.carried))
    return found


def day_of(archive: Archive, person: Person) -> DayOfLabels:
    """What somebody has said since midnight in Việt Nam."""
    midnight = datetime.combine(today(), time(), VIETNAM)
    with archive.reading() as connection:
        found = topic_labels.by_person(connection, person.id, midnight)
    return DayOfLabels(articles=len({each.article_id for each in found}), last=found[0] if found else None)


def _article(connection: Connection, article_id: str) -> Article:
    found = articles.get(connection, [article_id])
    if not found:
        raise UnknownArticle(
            _("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids.")
        )
    return found[0]


def _name(connection: Connection, counting: TopicLabel) -> str:
    names: Mapping[str, str] = people.names(connection, {counting.person_id})
    return names.get(counting.person_id, counting.person_id)


def _log(connection: Connection, person: Person, action: str, about: TopicLabel) -> None:
    data = {"label": about.id, "topic": about.topic, "carried": about.carried}
    audit.append(connection, actor=person.id, action=action, subject=about.article_id, data=data)
    outbox.add(connection, [about.article_id])
