"""Labels of topics: by a named person, in force at once, taken back by whoever gave them, kept in the audit log."""

from __future__ import annotations

import pytest

from diembao.archive import Archive, articles, audit, erasing, identity, outbox, people, topic_labels
from diembao.core.casework import Person, Role
from diembao.core.errors import UnknownArticle, UnknownPerson, UsageError, WrongStep
from diembao.core.withholding import passage
from diembao.desk import export, labelling, stories
from diembao.pipeline import indexing
from tests.desk.press import NOON, report, story

LAN = "Trần Thị Lan"


@pytest.fixture
def minh(archive: Archive, lan: Person) -> Person:
    with archive.writing() as connection:
        return people.add(connection, name="Nguyễn Minh", role=Role.ANALYST, actor=lan.id)


@pytest.fixture
def article(archive: Archive, lan: Person) -> str:
    """An article in which the machine finds one topic."""
    found = report(archive, "Bờ sông Vàm Trúc sạt lở", topic="environment")
    with archive.writing() as connection:
        outbox.remove(connection, outbox.pending_seqs(connection))
    return found


def topics_of(archive: Archive, article_id: str) -> tuple[str, ...]:
    with archive.reading() as connection:
        return articles.get(connection, [article_id])[0].topics


def test_what_people_say_stands_above_what_the_machine_finds(archive: Archive, article: str) -> None:
    labelling.label(archive, article, "public-concerns", carried=True, who=LAN)
    assert topics_of(archive, article) == ("public-concerns", "environment")
    labelling.label(archive, article, "environment", carried=False, who=LAN)
    assert topics_of(archive, article) == ("public-concerns",)


def test_documents_stories_and_exports_agree(archive: Archive, article: str) -> None:
    """All of them ask the article for its topics."""
    story_id = story(archive, [article])
    labelling.label(archive, article, "environment", carried=False, who=LAN)
    labelling.label(archive, article, "public-concerns", carried=True, who=LAN)
    with archive.reading() as connection:
        (known,) = articles.get(connection, [article])
        together = stories.of_article(connection, article)
        (newest,) = articles.newest(connection, 1)
        (following,) = articles.following(connection, "", 1)
    assert together is not None
    assert together.story.id == story_id
    assert indexing.document(known).topics == together.topics == ("public-concerns",)
    assert newest.topics == following.topics == ("public-concerns",)
    assert export.record(known, {})["topics"] == ["public-concerns"]


def test_an_article_that_only_people_have_read_counts_in_its_story(archive: Archive, article: str) -> None:
    bare = report(archive, "Kè Vàm Trúc")
    story(archive, [bare])
    labelling.label(archive, bare, "development", carried=True, who=LAN)
    with archive.reading() as connection:
        found = stories.of_article(connection, bare)
    assert found is not None
    assert found.topics == ("development",)


def test_the_index_is_told_and_the_log_has_the_name(archive: Archive, article: str, lan: Person) -> None:
    given = labelling.label(archive, article, "environment", carried=False, who="trần thị lan")
    labelling.take_back(archive, article, "environment", who=LAN)
    with archive.reading() as connection:
        assert [article_id for _seq, article_id in outbox.peek(connection, 10)] == [article, article]
        entries = audit.of(connection, article)
        assert audit.verify(connection).broken is None
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("topic-labelled", lan.id),
        ("topic-label-taken-back", lan.id),
    ]
    assert entries[0].data == {"label": given.id, "topic": "environment", "carried": False}


def test_undo_brings_back_what_was_said_before_and_then_what_the_machine_finds(
    archive: Archive, article: str, minh: Person
) -> None:
    labelling.label(archive, article, "environment", carried=False, who=LAN)
    labelling.label(archive, article, "environment", carried=True, who=minh.name)
    labelling.take_back(archive, article, "environment", who=minh.name)
    assert topics_of(archive, article) == ()
    labelling.take_back(archive, article, "environment", who=LAN)
    assert topics_of(archive, article) == ("environment",)
    with archive.reading() as connection:
        assert labelling.said_of(connection, article) == {}


def test_nobody_takes_back_what_somebody_else_said(archive: Archive, article: str, minh: Person) -> None:
    labelling.label(archive, article, "environment", carried=False, who=LAN)
    with pytest.raises(WrongStep, match=LAN):
        labelling.take_back(archive, article, "environment", who=minh.name)
    with archive.reading() as connection:
        said = labelling.said_of(connection, article)
    assert (said["environment"].name, said["environment"].label.carried) == (LAN, False)


def test_nothing_to_take_back(archive: Archive, article: str) -> None:
    with pytest.raises(WrongStep, match="Nobody has said anything"):
        labelling.take_back(archive, article, "environment", who=LAN)


def test_saying_it_again_adds_nothing(archive: Archive, article: str, lan: Person, minh: Person) -> None:
    first = labelling.label(archive, article, "environment", carried=True, who=LAN)
    assert labelling.label(archive, article, "environment", carried=True, who=LAN) == first
    assert labelling.label(archive, article, "environment", carried=True, who=minh.name).person_id == minh.id
    with archive.reading() as connection:
        assert len(audit.of(connection, article)) == 2


@pytest.mark.parametrize("topic", ["rice-price", "", "Environment"])
def test_a_topic_of_the_desk_works_by_its_words(archive: Archive, article: str, topic: str) -> None:
    with pytest.raises(UsageError, match="takes no labels"):
        labelling.label(archive, article, topic, carried=True, who=LAN)


def test_what_is_unknown_is_named(archive: Archive, article: str) -> None:
    with pytest.raises(UnknownArticle, match="01NONE"):
        labelling.label(archive, "01NONE", "environment", carried=True, who=LAN)
    with pytest.raises(UnknownPerson):
        labelling.label(archive, article, "environment", carried=True, who="Ai Đó")
    assert topics_of(archive, article) == ("environment",)


def test_labels_follow_an_article_that_turns_out_to_be_another(archive: Archive, article: str) -> None:
    younger = report(archive, "Bờ sông Vàm Trúc lại sạt lở", topic="environment", at=NOON.replace(hour=7))
    labelling.label(archive, younger, "public-concerns", carried=True, who=LAN)
    with archive.writing() as connection:
        assert identity.merge(connection, article, younger, NOON) == article
    assert topics_of(archive, younger) == ("public-concerns", "environment")
    labelling.take_back(archive, younger, "public-concerns", who=LAN)
    assert topics_of(archive, article) == ("environment",)


def test_labels_of_a_withheld_article_stay_without_its_text(archive: Archive, article: str, lan: Person) -> None:
    labelling.label(archive, article, "environment", carried=True, who=LAN)
    with archive.writing() as connection:
        erasing.erase_article(connection, article, [passage("Bờ sông Vàm Trúc sạt lở")])
        assert set(topic_labels.standing(connection)[article]) == {"environment"}
        assert articles.get(connection, [article]) == []
    with pytest.raises(UnknownArticle):
        labelling.label(archive, article, "environment", carried=False, who=LAN)


def test_a_day_of_labels(archive: Archive, article: str, lan: Person, minh: Person) -> None:
    other = report(archive, "Khởi công cầu Vàm Trúc")
    assert labelling.day_of(archive, lan) == labelling.DayOfLabels(articles=0, last=None)
    labelling.label(archive, article, "environment", carried=True, who=LAN)
    labelling.label(archive, article, "development", carried=False, who=LAN)
    last = labelling.label(archive, other, "development", carried=True, who=LAN)
    assert labelling.day_of(archive, lan) == labelling.DayOfLabels(articles=2, last=last)
    assert labelling.day_of(archive, minh).articles == 0
    labelling.take_back(archive, other, "development", who=LAN)
    assert labelling.day_of(archive, lan).articles == 1
    with archive.reading() as connection:
        assert labelling.counts(connection) == {"environment": (1, 0), "development": (0, 1)}
