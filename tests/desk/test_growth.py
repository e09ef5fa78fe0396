"""What a day talks about, and what rises against its own past."""

from __future__ import annotations

from datetime import date, timedelta

from diembao.archive import Archive, annotation_store
from diembao.core.models import Annotation, PlaceTag, TopicTag
from diembao.desk.growth import WindowText, rising, talk
from diembao.desk.growth.ranking import LEAST_SCORE, surprise
from tests.desk import press

DAY = date(2026, 11, 22)


def texts(back: int, count: int, *phrases: str, story: str = "") -> list[WindowText]:
    """So many voices of a day so many days back, all with these phrases."""
    return [
        WindowText(f"{back}-{'-'.join(phrases)}-{number}", story, DAY - timedelta(back), phrases)
        for number in range(count)
    ]


def month(*phrases: str, a_day: int = 5) -> list[WindowText]:
    return [text for back in range(1, 29) for text in texts(back, a_day, *phrases)]


def test_what_is_said_every_day_does_not_rise_and_what_is_new_does() -> None:
    found = talk([*month("thời tiết"), *texts(0, 5, "thời tiết"), *texts(0, 5, "hạn mặn")], DAY, limit=5)
    assert [one.phrase for one in found.rising] == ["hạn mặn"]
    assert found.rising[0].by_day == (*[0] * 28, 5) and found.rising[0].before == 0
    assert {one.phrase for one in found.frequent} == {"thời tiết", "hạn mặn"}


def test_two_texts_are_too_few() -> None:
    assert not talk([*month("thời tiết"), *texts(0, 2, "hạn mặn")], DAY, limit=5).rising


def test_less_than_a_week_of_past_raises_nothing_but_counts() -> None:
    past = [text for back in range(1, 7) for text in texts(back, 5, "thời tiết")]
    found = talk([*past, *texts(0, 5, "hạn mặn")], DAY, limit=5)
    assert (found.past_days, found.has_past, found.rising) == (6, False, ())
    assert [one.phrase for one in found.frequent] == ["hạn mặn"]
    assert talk([*past, *texts(7, 1, "thời tiết"), *texts(0, 5, "hạn mặn")], DAY, limit=5).rising


def test_a_weekly_column_is_held_against_its_own_day() -> None:
    column = [text for back in (7, 14, 21, 28) for text in texts(back, 6, "giá vàng tuần")]
    today = [*texts(0, 6, "giá vàng tuần"), *texts(0, 6, "hạn mặn")]
    found = talk([*month("thời tiết"), *column, *today], DAY, limit=5)
    assert [one.phrase for one in found.rising] == ["hạn mặn"]


def test_contained_phrases_cases_and_tone_places_are_one_phrase() -> None:
    today = [
        WindowText("1", "", DAY, ("giá xăng dầu", "thủy lợi")),
        WindowText("2", "", DAY, ("Giá xăng dầu", "thuỷ lợi")),
        WindowText("3", "", DAY, ("giá xăng dầu", "thủy lợi")),
        WindowText("4", "", DAY, ("giá xăng", "giá xăng dầu")),
        WindowText("5", "", DAY, ("giá xăng",)),
    ]
    said = {one.phrase: one for one in talk([*month("giá xăng", a_day=1), *today], DAY, limit=9).frequent}
    assert set(said) == {"giá xăng dầu", "thủy lợi"}
    assert said["giá xăng dầu"].voices == ("1", "2", "3", "4", "5")
    assert said["giá xăng dầu"].before == 1


def test_rare_words_apart_in_one_phrase_stay_apart() -> None:
    today = [*texts(0, 4, "bệnh viện"), *texts(0, 3, "bệnh viện tuyến huyện")]
    assert {one.phrase for one in talk(today, DAY, limit=9).frequent} == {"bệnh viện", "bệnh viện tuyến huyện"}


def test_stories_are_counted_once() -> None:
    found = talk([*texts(0, 3, "cầu Vàm Trúc", story="a"), *texts(0, 1, "cầu Vàm Trúc", "bến phà")], DAY, limit=1)
    assert found.frequent[0].stories == 2 and len(found.frequent[0].voices) == 4


def test_surprise_grows_with_evidence_and_knows_how_much_was_counted() -> None:
    assert surprise(0, 0, 0, 0) == 0
    assert surprise(1, 100, 0, 2800) < surprise(3, 100, 0, 2800) < surprise(10, 100, 0, 2800)
    assert surprise(3, 10, 0, 30) < surprise(3, 10, 0, 280)
    assert abs(surprise(10, 100, 99.5, 1000)) < 1e-9
    assert surprise(5, 100, 280, 2800) < 0
    # never met among many thousand texts
    assert surprise(20, 1000, 0, 28_000) > surprise(30, 1000, 280, 28_000) > LEAST_SCORE


def test_what_comes_in_bursts_must_rise_above_its_bursts() -> None:
    bursts = [text for back in (3, 12, 19) for text in texts(back, 12, "bóng đá")]
    found = talk([*month("thời tiết"), *bursts, *texts(0, 7, "bóng đá"), *texts(0, 7, "hạn mặn")], DAY, limit=5)
    assert [one.phrase for one in found.rising] == ["hạn mặn"]


def _report(archive: Archive, title: str, back: int, phrase: str, *, topic: str = "", place: str = "") -> str:
    ref = press.report(archive, title, at=press.before(24 * back))
    annotation = Annotation(
        language="vi",
        phrases=(phrase,),
        topics=(TopicTag(topic=topic, score=9, why=()),) if topic else (),
        places=(PlaceTag(place=place, count=1, home=False),) if place else (),
    )
    with archive.writing() as connection:
        annotation_store.put(connection, ref, 1, annotation)
    return ref


def test_the_archive_is_read_by_topic_and_place_and_copies_count_once(archive: Archive) -> None:
    for number in range(18):
        _report(archive, f"Tin ngày trước {number}", 1 + number % 9, "thời tiết", topic="environment")
    salty = [
        _report(archive, f"Mặn vào sâu {number}", 0, "hạn mặn", topic="environment", place="Cà Mau")
        for number in range(6)
    ]
    for number in range(3):
        _report(archive, f"Cầu mới {number}", 0, "cầu Vàm Trúc", topic="development")
    press.story(archive, salty[:3], copies=salty[4:])

    found = rising(archive, day=press.DAY)
    assert found.talk.voices == 7 and found.talk.past_days == 9
    assert [(one.said.phrase, len(one.said.voices)) for one in found.rising] == [("hạn mặn", 4), ("cầu Vàm Trúc", 3)]
    # three texts of one story and one by itself: two examples, none of them a copy
    assert [article.id for article in found.rising[0].examples] == [salty[0], salty[3]]
    of_topic = rising(archive, day=press.DAY, topic="development")
    assert [one.said.phrase for one in of_topic.frequent] == ["cầu Vàm Trúc"] and not of_topic.talk.has_past
    assert [one.said.phrase for one in rising(archive, day=press.DAY, place="Cà Mau").frequent] == ["hạn mặn"]
