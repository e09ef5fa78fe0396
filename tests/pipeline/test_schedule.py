from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.models import Source, SourceKind
from diembao.core.settings import CrawlSettings
from diembao.pipeline.schedule import due_sources, next_visit, next_visit_of_watched
from tests.pipeline.conftest import NOON

CRAWL = CrawlSettings.model_validate({"interval_minutes": 30})
HOURS = (1, 6, 24)


def source(id: str, *, interval: int | None = None, enabled: bool = True) -> Source:
    return Source(
        id=id,
        name=id,
        publisher="x",
        kind=SourceKind.LOCAL,
        domains=(f"{id}.example",),
        interval_minutes=interval,
        enabled=enabled,
    )


@pytest.mark.parametrize(
    ("hours_passed", "next_hours"),
    [(0, 1), (0.5, 1), (1, 6), (5.9, 6), (6, 24), (23.9, 24), (24, None), (1000, None)],
)
def test_the_next_visit_is_the_first_that_has_not_passed(hours_passed: float, next_hours: float | None) -> None:
    at = NOON + timedelta(hours=hours_passed)
    expected = None if next_hours is None else NOON + timedelta(hours=next_hours)
    assert next_visit(NOON, at, HOURS) == next_visit(NOON, at, HOURS[::-1]) == expected


def test_without_hours_there_is_no_visit_and_with_0_one_at_every_pass() -> None:
    assert next_visit(NOON, NOON, ()) is None
    assert next_visit(NOON, NOON + timedelta(days=99), (1, 0)) == NOON + timedelta(days=99)


@given(st.lists(st.floats(0.01, 87_600)), st.floats(0, 100_000))
def test_a_visit_is_always_later_and_on_the_plan(hours: list[float], passed: float) -> None:
    at = NOON + timedelta(hours=passed)
    visit = next_visit(NOON, at, hours)
    assert visit is None or (visit > at and visit in {NOON + timedelta(hours=each) for each in hours})
    assert (visit is None) == (not any(NOON + timedelta(hours=each) > at for each in hours))


@pytest.mark.parametrize(("minutes", "due"), [(0, False), (29, False), (30, True), (999, True)])
def test_a_source_is_due_when_its_interval_has_passed(minutes: int, due: bool) -> None:
    looks = {"a": NOON}
    assert (due_sources([source("a")], looks, NOON + timedelta(minutes=minutes), CRAWL) != []) is due


def test_a_source_may_have_its_own_interval() -> None:
    sources = [source("a", interval=5), source("b", interval=60), source("c")]
    looks = dict.fromkeys("abc", NOON)
    assert [each.id for each in due_sources(sources, looks, NOON + timedelta(minutes=30), CRAWL)] == ["a", "c"]


def test_a_source_that_was_never_looked_at_is_due_unless_it_is_switched_off() -> None:
    sources = [source("a"), source("b", enabled=False)]
    assert [each.id for each in due_sources(sources, {}, NOON, CRAWL)] == ["a"]


@pytest.mark.parametrize(
    ("hours_passed", "next_hours"),
    [(0, 1), (1, 2), (4, 5), (8, 10), (23, 24), (24, 30), (100, 112), (150, 162), (167, 168), (168, None), (500, None)],
)
def test_what_is_watched_is_visited_more_often_but_not_for_longer(
    hours_passed: float, next_hours: float | None
) -> None:
    at = NOON + timedelta(hours=hours_passed)
    expected = None if next_hours is None else NOON + timedelta(hours=next_hours)
    assert next_visit_of_watched(NOON, at, (1, 6, 24, 72, 168)) == expected


def test_what_is_watched_is_visited_by_the_same_rule_at_every_pass_or_not_at_all() -> None:
    assert next_visit_of_watched(NOON, NOON, ()) is None
    assert next_visit_of_watched(NOON, NOON + timedelta(days=99), (0,)) == NOON + timedelta(days=99)
