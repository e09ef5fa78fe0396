"""Steps of a press review: kept, taken back, never over somebody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as some

from diembao.archive import Archive, audit, people
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import ReviewChanged, UnknownPerson, UsageError
from diembao.core.reviews import Review, ReviewItem, ReviewStep
from diembao.desk.review import editing as reviewing
from tests.desk.press import DAY


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture(autouse=True)
def team(archive: Archive) -> None:
    with archive.writing() as connection:
        people.add(connection, name="Thu An", role=Role.ANALYST)
        people.add(connection, name="Bình", role=Role.ANALYST)


def add(archive: Archive, review: Review, story_id: str, topic: str = "environment", who: str = "Thu An") -> Review:
    changed = reviewing.with_story(review, story_id, topic)
    return reviewing.save(archive, review, changed, ReviewStep.STORY_ADDED, who=who, story_id=story_id)


def ids(review: Review) -> list[str]:
    return [item.story_id for item in review.items]


def test_a_step_is_kept_with_its_author_in_the_audit_log(archive: Archive) -> None:
    saved = add(archive, reviewing.load(archive, DAY), "s1")
    assert reviewing.load(archive, DAY) == saved
    assert saved.revision == 1
    with archive.reading() as connection:
        entry = audit.of(connection, "review:2026-11-22")[0]
        assert people.names(connection, [entry.actor]) == {saved.edited_by: "Thu An"}
    assert (entry.action, entry.data) == ("review-edited", {"revision": 1, "step": "story-added", "story": "s1"})


def test_what_changes_nothing_is_no_step(archive: Archive) -> None:
    first = add(archive, reviewing.load(archive, DAY), "s1")
    again = reviewing.save(archive, first, reviewing.with_title(first, "  "), ReviewStep.TITLE, who="Thu An")
    assert again == reviewing.load(archive, DAY) == first


def test_a_second_person_does_not_overwrite_what_they_have_not_seen(archive: Archive) -> None:
    seen = add(archive, reviewing.load(archive, DAY), "s1")
    noted = reviewing.with_note(seen, "s1", "Của An")
    reviewing.save(archive, seen, noted, ReviewStep.NOTE, who="Thu An")
    with pytest.raises(ReviewChanged, match="Thu An has changed this review meanwhile"):
        reviewing.save(archive, seen, reviewing.with_note(seen, "s1", "Của Bình"), ReviewStep.NOTE, who="Bình")
    with pytest.raises(ReviewChanged):
        reviewing.undo(archive, seen, who="Bình")
    assert reviewing.load(archive, DAY).items[0].note == "Của An"


def test_of_many_steps_at_once_exactly_one_is_kept(archive: Archive) -> None:
    seen = reviewing.load(archive, DAY)

    def attempt(number: int) -> int:
        try:
            add(archive, seen, f"s{number}")
        except ReviewChanged:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert len(reviewing.load(archive, DAY).items) == 1


def test_undo_goes_back_step_by_step_and_a_new_step_goes_on_from_there(archive: Archive) -> None:
    empty = reviewing.load(archive, DAY)
    one = add(archive, empty, "s1")
    two = add(archive, one, "s2")
    back = reviewing.undo(archive, two, who="Bình")
    assert (ids(back), back.revision, back.step) == (["s1"], 3, ReviewStep.UNDONE)
    three = add(archive, back, "s3")
    assert ids(three) == ["s1", "s3"]
    back = reviewing.undo(archive, three, who="Bình")
    assert ids(back) == ["s1"]
    back = reviewing.undo(archive, back, who="Bình")
    assert ids(back) == []
    assert not reviewing.can_undo(back)
    assert reviewing.undo(archive, back, who="Bình") == back


def test_nobody_edits_without_a_name(archive: Archive) -> None:
    seen = reviewing.load(archive, DAY)
    with pytest.raises(UnknownPerson):
        add(archive, seen, "s1", who="")
    assert reviewing.load(archive, DAY) == seen


def test_a_story_moves_among_those_of_its_topic_only() -> None:
    review = Review(
        day=DAY,
        revision=1,
        items=tuple(ReviewItem(story_id=name, topic=name[0]) for name in ("a1", "b1", "a2", "b2", "a3")),
    )
    assert ids(reviewing.moved(review, "a3", -1)) == ["a1", "b1", "a3", "b2", "a2"]
    assert ids(reviewing.moved(review, "a1", 1)) == ["a2", "b1", "a1", "b2", "a3"]
    assert reviewing.moved(review, "a1", -1) == review
    assert reviewing.moved(review, "b2", 1) == review
    with pytest.raises(UsageError, match="does not have the story c1"):
        reviewing.moved(review, "c1", 1)


@given(some.lists(some.tuples(some.sampled_from("abcd"), some.sampled_from((-1, 1)))))
def test_moving_never_loses_a_story_nor_disturbs_another_topic(moves: list[tuple[str, int]]) -> None:
    topics = {"a": "x", "b": "y", "c": "x", "d": "x"}
    review = Review(
        day=DAY, revision=1, items=tuple(ReviewItem(story_id=name, topic=topic) for name, topic in topics.items())
    )
    for name, direction in moves:
        review = reviewing.moved(review, name, -1 if direction < 0 else 1)
    assert sorted(ids(review)) == list(topics)
    assert ids(review)[1] == "b"


def test_texts_are_cleaned_and_kept_within_bounds() -> None:
    review = reviewing.with_story(Review(day=DAY, revision=0), "s1", "")
    noted = reviewing.with_note(review, "s1", "  Hai\x00 dòng\u200b\nnhé \x0b" + "x" * 5000)
    note = noted.items[0].note
    assert note.startswith("Hai dòng\nnhé")
    assert len(note) == reviewing.NOTE_LENGTH
    assert "\x00" not in note and "\x0b" not in note
    assert "\n" not in reviewing.with_title(review, "a\nb").title
