"""What a topic page tells, and where the words that speak for a topic stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import annotation_store
from diembao.core.models import Annotation, OrganisationTag, PlaceTag, TopicTag
from diembao.desk.topic_page import counts, spans, topic_page
from diembao.pipeline import indexing
from diembao.pipeline.parts import Parts
from tests.desk.press import DAY, NOON, before, report, story


def read(parts: Parts, article: str, *phrases: str, **why: float) -> None:
    with parts.archive.writing() as connection:
        annotation = Annotation(
            language="vi",
            topics=(TopicTag(topic="environment", score=0.7, why=tuple(why.items())),),
            places=(PlaceTag(place="Vàm Trúc", count=1, home=True, within="Phú Giang"),),
            organisations=(OrganisationTag(name="Sở Y tế Phú Giang", count=1),),
            phrases=phrases,
        )
        annotation_store.put(connection, article, 1, annotation)


def test_a_page_tells_the_day_the_week_and_the_course(parts: Parts) -> None:
    archive = parts.archive
    one = report(archive, "Bờ sông sạt lở")
    two = report(archive, "Sạt lở bờ sông", source="bao-khac", at=before(1))
    read(parts, one, "Bờ sông", "bãi bồi", kè=2.0, lũ=1.0, biển=-4.0)
    read(parts, two, "bờ sông", kè=3.0)
    other = report(archive, "Cầu thông xe", topic="development")
    report(archive, "Lũ lên", topic="environment", at=before(50))
    report(archive, "Hạn mặn", topic="environment", at=before(24 * 20))
    report(archive, "Ngoài 30 ngày", topic="environment", at=before(24 * 40))
    report(archive, "Ngày mai", topic="environment", at=NOON + timedelta(days=1))
    carried = story(archive, [one, two, other])
    indexing.drain(parts)
    parts.index.refresh()
    page = topic_page(archive, parts.index, "environment", DAY)
    assert (page.of_day, page.of_week) == (2, 3)
    assert [article.id for article in page.articles] == [one, two]
    assert [each.story.id for each in page.stories] == [carried]
    assert sum(bar.count for bar in page.course) == 4
    assert [(bar.start, bar.count) for bar in page.course_home] == [(DAY, 2)]
    assert {each.value: each.count for each in page.places} == {"Vàm Trúc": 2, "Phú Giang": 2}
    assert [each.value for each in page.organisations] == ["Sở Y tế Phú Giang"]
    assert page.phrases == [("Bờ sông", 2)]
    assert page.words[:3] == [("từ", 9.0), ("kè", 5.0), ("lũ", 1.0)]
    at_home = topic_page(archive, parts.index, "environment", DAY, home=True)
    assert (at_home.of_day, at_home.of_week) == (2, 2)
    assert counts(parts.index, DAY) == ({"environment": 2, "development": 1}, {"environment": 3, "development": 1})


def test_a_story_without_the_topic_is_not_the_topics(parts: Parts) -> None:
    archive = parts.archive
    one = report(archive, "Bờ sông sạt lở", topic="environment")
    others = [report(archive, f"Cầu thông xe {number}", topic="development") for number in range(2)]
    story(archive, [*others, one])
    indexing.drain(parts)
    parts.index.refresh()
    page = topic_page(archive, parts.index, "environment", DAY)
    assert page.of_day == 1
    assert page.stories == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("SẠT LỞ ở xoá, xóa.", ["sạt lở", "xóa"], ["SẠT LỞ", "xoá", "xóa"]),
        ("sạt lở bờ sông", ["sạt lở", "lở bờ", "sông"], ["sạt lở bờ", "sông"]),
        ("sạt lởm", ["sạt lở"], []),
        ("sat lo", ["sạt lở"], []),
        ("İstanbul sạt lở", ["sạt lở"], ["sạt lở"]),
        ("sạt lở", [], []),
        ("sạt lở", [""], []),
        ("", ["sạt lở"], []),
    ],
)
def test_words_are_found_to_the_letter(text: str, words: list[str], expected: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, words)] == expected


def test_words_are_found_in_text_without_marks() -> None:
    text = "Bo song SAT LO"
    assert [text[start:end] for start, end in spans(text, ["sạt lở"], unmarked=True)] == ["SAT LO"]
