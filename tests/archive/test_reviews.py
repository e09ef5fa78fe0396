from dataclasses import replace
from datetime import date

from diembao.archive import Archive, reviews
from diembao.core.reviews import Review, ReviewItem, ReviewStep
from tests.archive.conftest import NOON, after

DAY = date(2026, 11, 22)
FIRST = Review(
    day=DAY,
    revision=1,
    step=ReviewStep.NOTE,
    title="Điểm báo",
    intro="Mở đầu.",
    items=(ReviewItem(story_id="s1", topic="environment", note="Ghi chú", reports=("a1", "a2")),),
    edited_by="p1",
    edited_at=NOON,
)


def test_a_review_nobody_has_begun_is_empty(archive: Archive) -> None:
    with archive.reading() as connection:
        assert reviews.current(connection, DAY) == Review(day=DAY, revision=0)
        assert reviews.begun(connection, before=DAY) is None
        assert reviews.days(connection) == []


def test_every_state_stays_and_the_newest_is_the_review(archive: Archive) -> None:
    second = replace(FIRST, revision=2, previous=1, items=(), edited_by="p2", edited_at=after(1))
    with archive.writing() as connection:
        assert reviews.append(connection, FIRST)
        assert reviews.append(connection, second)
    with archive.reading() as connection:
        assert reviews.current(connection, DAY) == second
        assert reviews.revision(connection, DAY, 1) == FIRST
        assert reviews.editors(connection, DAY) == ["p1", "p2"]


def test_a_state_is_never_overwritten(archive: Archive) -> None:
    with archive.writing() as connection:
        assert reviews.append(connection, FIRST)
        assert not reviews.append(connection, replace(FIRST, title="Bản khác"))
        assert reviews.append(connection, replace(FIRST, revision=2))
    with archive.reading() as connection:
        assert reviews.revision(connection, DAY, 1).title == "Điểm báo"


def test_the_review_before_is_known_by_when_it_was_begun(archive: Archive) -> None:
    with archive.writing() as connection:
        reviews.append(connection, replace(FIRST, day=date(2026, 11, 20), edited_at=after(-48)))
        reviews.append(connection, replace(FIRST, day=date(2026, 11, 20), revision=2, edited_at=after(-30)))
        reviews.append(connection, FIRST)
    with archive.reading() as connection:
        assert reviews.begun(connection, before=DAY) == (date(2026, 11, 20), after(-48))
        assert reviews.days(connection) == [DAY, date(2026, 11, 20)]
