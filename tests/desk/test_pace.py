"""How fast a story grows against its own past."""

from __future__ import annotations

from diembao.desk.growth import pace
from tests.desk.press import NOON, before


def hours(*back: float) -> list:
    return [before(hour) for hour in back]


def test_texts_of_the_last_day_and_of_the_three_before() -> None:
    how = pace(hours(0, 1, 23.9, 24.1, 95.9, 96.5, -1), NOON)
    assert (how.recent, how.before) == (3, 2)
    assert how.bars == (1, *[0] * 10, 1, 1, 0, 0, 2)


def test_a_story_that_several_take_up_is_hot_and_one_that_goes_on_as_before_is_not() -> None:
    assert pace(hours(1, 2, 3), NOON).is_hot
    assert not pace(hours(1, 2), NOON).is_hot, "two may be chance"
    steady = pace(hours(*range(1, 96, 6)), NOON)
    assert not steady.is_hot and abs(steady.score) < 1
    assert pace(hours(*range(30, 96, 6)), NOON).score < -1


def test_faster_is_higher() -> None:
    slow, fast = hours(*range(1, 24, 6), 40, 60), hours(*range(1, 24, 2), 40, 60)
    assert pace(fast, NOON).score > pace(slow, NOON).score > 0


def test_nothing_at_all() -> None:
    how = pace([], NOON)
    assert (how.recent, how.before, how.is_hot) == (0, 0, False)
