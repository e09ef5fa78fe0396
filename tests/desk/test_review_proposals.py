"""Which stories are proposed, in which order, and what plays no part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diembao.archive import Archive, flags, people, reviews
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import UsageError
from diembao.core.findings import Finding, FlagReason, FlagState, Passage
from diembao.core.reviews import Review
from diembao.desk.review.proposals import Span, propose, since_last_review, topics_of, whole_day
from diembao.nlp import Topic
from diembao.pipeline.parts import Parts
from tests.desk.press import DAY, NOON, before, report, story

TOPICS = tuple(Topic(id=name, name_vi=name, name_en=name) for name in ("law-elections", "environment", "coordination"))


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def titles(archive: Archive, span: Span | None = None) -> dict[str, list[str]]:
    groups = propose(archive, TOPICS, span or whole_day(DAY))
    return {group.topic: [proposal.headline.content.title for proposal in group.proposals] for group in groups}


def test_topics_stand_in_the_desks_order_and_other_news_last(archive: Archive) -> None:
    for topic in ("coordination", "", "environment", "deleted-topic", "law-elections"):
        story(archive, [report(archive, f"Tin {topic}", topic=topic)])
    assert list(titles(archive)) == ["law-elections", "environment", "coordination", ""]
    assert sorted(titles(archive)[""]) == ["Tin ", "Tin deleted-topic"]


def test_own_province_then_voices_then_freshness(archive: Archive) -> None:
    topic = "environment"
    story(archive, [report(archive, "Một nguồn, mới", topic=topic, at=before(0))])
    story(archive, [report(archive, "Một nguồn, cũ", topic=topic, at=before(3))])
    story(archive, [report(archive, f"Hai nguồn {n}", topic=topic, at=before(5)) for n in range(2)])
    story(
        archive,
        [report(archive, "Ba bản của một bài", topic=topic, at=before(6))],
        copies=[report(archive, "Ba bản của một bài", topic=topic, at=before(4), source=f"b{n}") for n in range(2)],
    )
    story(archive, [report(archive, "Trong tỉnh", topic=topic, at=before(9), home=True)])
    assert titles(archive)[topic] == [
        "Trong tỉnh",
        "Hai nguồn 0",
        "Một nguồn, mới",
        "Một nguồn, cũ",
        "Ba bản của một bài",
    ]


def test_why_counts_reports_and_voices_of_the_span_and_those_before(archive: Archive) -> None:
    first = report(archive, "Lũ lên", topic="environment", at=before(30))
    second = report(archive, "Lũ rút", topic="environment", at=before(1))
    story(archive, [first, second], copies=[report(archive, "Lũ lên", topic="environment", at=before(2), source="b")])
    proposal = propose(archive, TOPICS, whole_day(DAY))[0].proposals[0]
    assert (proposal.reports, proposal.voices) == (2, 2)
    assert proposal.headline.content.title == "Lũ rút"  # the story's own headline is of the day before
    assert proposal.why == "2 reports, 2 independent voices, latest 22/11/2026 11:00, 1 report before"


def test_a_report_of_another_day_makes_no_proposal(archive: Archive) -> None:
    midnight = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)  # in Việt Nam the 22nd begins
    story(archive, [report(archive, "Sát nửa đêm", at=midnight - timedelta(seconds=1))])
    story(archive, [report(archive, "Đúng nửa đêm", at=midnight)])
    story(archive, [report(archive, "Hết ngày", at=midnight + timedelta(days=1))])
    assert titles(archive) == {"": ["Đúng nửa đêm"]}


def test_flags_and_outlets_play_no_part_in_the_order(archive: Archive) -> None:
    refs = [report(archive, f"Tin {n}", topic="environment", at=before(n), source=f"bao-{n}") for n in range(4)]
    for ref in refs:
        story(archive, [ref])
    plain = titles(archive)
    finding = Finding(
        reason=FlagReason.HEADLINE_MISMATCH,
        claim=Passage(ref=refs[3], text="Tin 3"),
        evidence=Passage(ref=refs[3], text="Tin khác"),
        score=1.0,
    )
    with archive.writing() as connection:
        flags.record(connection, finding, flags.Run(rule="t/1", inputs="{}", output="[]", at=NOON))
        flags.set_state(connection, finding.key, FlagState.CONFIRMED)
        connection.exec_driver_sql("UPDATE articles SET source_id = 'bao-' || (3 - substr(source_id, 5))")
    assert titles(archive) == plain


def test_the_span_begins_with_the_review_before_it(archive: Archive) -> None:
    with archive.writing() as connection:
        person = people.add(connection, name="An", role=Role.ANALYST)
        yesterday = Review(day=DAY - timedelta(days=1), revision=1, edited_by=person.id, edited_at=before(29))
        reviews.append(connection, yesterday)
        reviews.append(connection, replace(yesterday, revision=2, edited_at=before(20)))
    span = since_last_review(archive, DAY)
    assert span == Span(before(29), whole_day(DAY).until)


def test_a_review_made_up_for_later_tells_of_its_own_day_only(archive: Archive) -> None:
    """An older day's review that is made this noon must not leave this day's proposals empty."""
    with archive.writing() as connection:
        reviews.append(
            connection, Review(day=DAY - timedelta(days=1), revision=1, edited_by="x", edited_at=before(0.1))
        )
    assert since_last_review(archive, DAY).since == whole_day(DAY).since


@pytest.mark.parametrize("days", [None, 30])
def test_without_a_recent_review_the_span_is_24_hours(archive: Archive, days: int | None) -> None:
    if days:
        with archive.writing() as connection:
            old = Review(day=DAY - timedelta(days=days), revision=1, edited_by="x", edited_at=before(24 * days))
            reviews.append(connection, old)
    span = since_last_review(archive, DAY)
    assert span.until - span.since == timedelta(days=1)


def test_an_unknown_story_is_named(archive: Archive) -> None:
    known = story(archive, [report(archive, "Tin", topic="environment")])
    assert topics_of(archive, TOPICS, [known]) == {known: "environment"}
    with pytest.raises(UsageError, match="no story nothing"):
        topics_of(archive, TOPICS, [known, "nothing"])


def test_the_shipped_topics_are_known(parts: Parts) -> None:
    story(parts.archive, [report(parts.archive, "Tin", topic="border-sovereignty")])
    assert [group.topic for group in propose(parts.archive, parts.topics, whole_day(DAY))] == ["border-sovereignty"]
