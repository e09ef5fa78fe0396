from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.archive import recording, revisits, rhythms, sightings, visits
from diembao.archive.visits import DoorState
from diembao.core.clock import VIETNAM
from diembao.core.models import Channel, Content, Door, Provenance, Source, SourceKind
from diembao.core.settings import CrawlSettings
from diembao.pipeline.parts import Parts
from diembao.pipeline.rhythm import MEMORY, learn
from diembao.pipeline.schedule import Rhythms, due_sources, next_due, next_visit, next_visit_of_watched, plan
from tests.pipeline.conftest import NOON

CRAWL = CrawlSettings.model_validate({"interval_minutes": 30})
HOURS = (1, 6, 24)


def source(
    id: str, *, interval: int | None = None, enabled: bool = True, doors: tuple[Door, ...] | None = None
) -> Source:
    return Source(
        id=id,
        name=id,
        publisher="x",
        kind=SourceKind.LOCAL,
        domains=(f"{id}.example",),
        doors=(RSS,) if doors is None else doors,
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


RSS = Door(url="https://bao-mau.example/rss", channel=Channel.FEED)
SITEMAP = Door(url="https://bao-mau.example/sitemap.xml", channel=Channel.SITEMAP)
NIGHT = NOON + timedelta(hours=14)


def state(door: Door = RSS, source: str = "a", *, at: datetime = NOON, **more: Any) -> DoorState:
    """A door that worked at its last look."""
    given = {"worked_at": at, "listed": 30, "reason": "", "detail": "", "failing_since": None} | more
    return DoorState(source_id=source, url=door.url, channel=door.channel, checked_at=at, **given)


def planned(minutes: float, door: Door = RSS, source: str = "a", **more: Any) -> DoorState:
    return state(door, source, next_look_at=NOON + timedelta(minutes=minutes), **more)


def due(
    sources: list[Source], states: list[DoorState], minutes: float, revisited: tuple[str, ...] = ()
) -> list[Source]:
    return due_sources(sources, states, revisited, NOON + timedelta(minutes=minutes), CRAWL)


@pytest.mark.parametrize(("minutes", "is_due"), [(0, False), (44, False), (45, True), (999, True)])
def test_a_door_is_due_when_its_planned_look_has_come(minutes: int, is_due: bool) -> None:
    assert (due([source("a")], [planned(45)], minutes) != []) is is_due


def test_only_the_doors_that_are_due_are_looked_at() -> None:
    both = source("a", doors=(RSS, SITEMAP))
    states = [planned(10), planned(60, SITEMAP)]
    assert [each.doors for each in due([both], states, 10)] == [(RSS,)]
    assert [each.doors for each in due([both], states, 60)] == [(RSS, SITEMAP)]


def test_a_source_with_articles_to_visit_again_is_due_without_a_door() -> None:
    assert [
        (each.id, each.doors)
        for each in due([source("a"), source("b")], [planned(60), planned(60, source="b")], 5, ("b",))
    ] == [("b", ())]
    assert due([source("b", enabled=False)], [], 5, ("b",)) == []


def test_a_door_that_was_never_looked_at_is_due_unless_its_source_is_switched_off() -> None:
    assert [each.id for each in due([source("a"), source("b", enabled=False)], [], 0)] == ["a"]


def test_a_door_without_a_plan_waits_for_the_usual_interval() -> None:
    assert due([source("a")], [state()], 29) == []
    assert due([source("a")], [state()], 30) != []


def test_the_catalogue_and_the_settings_win_over_an_older_plan() -> None:
    later = planned(100_000)
    assert due([source("a", interval=10)], [later], 9) == []
    assert due([source("a", interval=10)], [later], 10) != []
    assert due([source("a")], [later], CRAWL.longest_minutes) != []
    failing = planned(1000, failing_since=NOON, reason="timeout")
    assert due([source("a", interval=10)], [failing], 999) == []


BUSY = learn(
    [NOON - timedelta(minutes=20 * n) for n in range(2000)],
    since=NOON - MEMORY,
    until=NOON,
    interval=timedelta(minutes=30),
)


def pause(
    before: DoorState | None = None,
    *,
    of: Source | None = None,
    at: datetime = NOON,
    listed: int = 30,
    fresh: int = 3,
    reason: str = "",
) -> timedelta:
    return plan(BUSY, of or source("a"), before, at, CRAWL, listed=listed, fresh=fresh, reason=reason).next_look_at - at


def test_a_failing_door_is_asked_at_growing_pauses_but_at_least_once_a_day() -> None:
    before, pauses = state(), []
    for _ in range(40):
        found = plan(BUSY, source("a"), before, NOON, CRAWL, listed=0, fresh=0, reason="timeout")
        pauses.append(found.next_look_at - NOON)
        before = state(failing_since=NOON, **asdict(found))
    assert pauses == sorted(pauses)
    assert pause() < pauses[0] < pauses[1]
    assert set(pauses[20:]) == {timedelta(days=1)}
    recovered = plan(BUSY, source("a"), before, NOON, CRAWL, listed=30, fresh=3)
    assert recovered.failures == 0
    assert recovered.next_look_at - NOON < timedelta(hours=1)


def test_failing_does_not_make_a_rare_door_asked_more() -> None:
    rare = source("a", interval=3 * 24 * 60)
    assert pause(state(), of=rare, reason="timeout") == timedelta(days=3)


def test_a_look_that_was_put_off_for_the_sites_sake_is_no_failure() -> None:
    found = plan(BUSY, source("a"), state(), NOON, CRAWL, listed=0, fresh=0, reason="paused")
    assert found.failures == 0


def test_a_door_that_brings_nothing_is_asked_less_and_comes_back_when_it_does() -> None:
    before, at, pauses = state(), NOON, []
    for number in range(120):
        found = plan(BUSY, source("a"), before, at, CRAWL, listed=30, fresh=0 if number < 60 else 15)
        pauses.append(found.next_look_at - at)
        at += timedelta(hours=1)
        before = state(at=at - timedelta(hours=1), **asdict(found))
    assert pauses[59] > 3 * pauses[0]
    assert pauses[-1] < pauses[0]


def test_a_door_that_was_full_is_looked_at_again_as_soon_as_allowed() -> None:
    shortest = timedelta(minutes=CRAWL.shortest_minutes)
    assert pause(state(), fresh=30) == shortest < pause(state(), fresh=3)
    assert pause(None, fresh=30) > shortest  # at the first look everything is new


def test_a_source_may_have_its_own_interval() -> None:
    assert pause(state(), of=source("a", interval=7), fresh=30) == timedelta(minutes=7)


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


@given(
    st.integers(0, 50),
    st.integers(0, 50),
    st.sampled_from(["", "timeout", "paused"]),
    st.integers(0, 10_000),
    st.floats(0, 100),
    st.floats(0, 100),
    st.one_of(st.none(), st.integers(1, 10_080)),
)
def test_every_plan_is_in_the_future_and_within_its_bounds(
    listed: int, fresh: int, reason: str, failures: int, brought: float, awaited: float, interval: int | None
) -> None:
    before = state(failures=failures, brought=brought, awaited=awaited, at=NOON - timedelta(hours=1))
    found = plan(
        BUSY,
        source("a", interval=interval),
        before,
        NOON,
        CRAWL,
        listed=listed,
        fresh=min(fresh, listed),
        reason=reason,
    )
    usual = timedelta(minutes=interval or CRAWL.longest_minutes)
    assert (
        timedelta(minutes=min(interval or 5, CRAWL.shortest_minutes))
        <= found.next_look_at - NOON
        <= max(usual, timedelta(days=1))
    )
    assert found.brought >= 0
    assert 0 <= found.awaited <= 100


def sighted(parts: Parts, at: datetime, number: int, **more: Any) -> None:
    """An article that was first seen then."""
    with parts.archive.writing() as connection:
        url = f"https://bao-mau.example/{number}"
        recording.record(
            connection,
            Content(title="Bài", text=f"Số {number}.", **more),
            source_id="bao-mau",
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
        )


def test_a_rhythm_is_learned_from_the_archive_and_kept(parts: Parts) -> None:
    (known,) = parts.sources
    for day in range(20):
        for number in range(30):
            at = NOON - timedelta(days=day, minutes=10 * number)
            sighted(
                parts, at + timedelta(minutes=3), day * 100 + number, published_at=at, published_from=Provenance.FEED
            )
    with parts.archive.writing() as connection:
        own = Rhythms(CRAWL).of(connection, known, NOON)
        assert own.rate(NOON - timedelta(hours=1)) > 10 * own.rate(NIGHT)
        sighted_rates = rhythms.get(connection, known.id)
        assert sighted_rates == rhythms.Learned(own.rates, NOON)
        later = Rhythms(CRAWL).of(connection, known, NOON + timedelta(minutes=59))
        assert later == own
        aged = Rhythms(CRAWL).of(connection, known, NOON + timedelta(days=10))
        assert sum(aged.rates) < sum(own.rates)


def test_what_was_there_at_the_first_look_without_date_says_nothing(parts: Parts) -> None:
    for number in range(30):
        sighted(parts, NOON, number)
    with parts.archive.writing() as connection:
        assert sightings.published(connection, NOON - MEMORY, ["bao-mau"]) == {}
        assert sightings.first(connection, ["bao-mau", "bao-khac"]) == {"bao-mau": NOON}
    sighted(parts, NOON + timedelta(hours=2), 31)
    midnight = datetime(2026, 11, 22, tzinfo=VIETNAM)  # a day, not a time
    sighted(parts, NOON + timedelta(hours=3), 32, published_at=midnight, published_from=Provenance.FEED)
    sighted(
        parts, NOON + timedelta(hours=3), 33, published_at=NOON - timedelta(days=99), published_from=Provenance.FEED
    )
    with parts.archive.reading() as connection:
        found = sightings.published(connection, NOON - MEMORY, ["bao-mau"])["bao-mau"]
    assert sorted(found) == [NOON + timedelta(hours=2), NOON + timedelta(hours=3)]


def test_the_next_thing_that_is_due(parts: Parts) -> None:
    (known,) = parts.sources
    found = plan(BUSY, known, None, NOON, CRAWL, listed=30, fresh=3)
    with parts.archive.writing() as connection:
        assert next_due(connection, [], CRAWL, NOON) is None
        assert next_due(connection, [replace(known, enabled=False)], CRAWL, NOON) is None
        assert next_due(connection, [known], CRAWL, NOON) == NOON  # never looked at
        visits.note_door(connection, known.id, known.doors[0], NOON, listed=30, plan=found)
        assert next_due(connection, [known], CRAWL, NOON) == found.next_look_at
        assert next_due(connection, [known], CRAWL, NOON + timedelta(days=1)) == NOON + timedelta(days=1)
        url = "https://bao-mau.example/1"
        recording.record(
            connection,
            Content(title="Bài", text="Số."),
            source_id=known.id,
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=NOON,
            next_visit_at=NOON + timedelta(minutes=1),
        )
        assert next_due(connection, [known], CRAWL, NOON) == NOON + timedelta(minutes=1)
        assert revisits.due_sources(connection, NOON) == set()
        assert revisits.due_sources(connection, NOON + timedelta(minutes=1)) == {known.id}
