"""Doors: how they answered, and when they are looked at again."""

from datetime import timedelta

from diembao.archive import (
    hosts,
    visits,
)
from diembao.archive.hosts import PausedHost
from diembao.core.clock import now
from diembao.core.models import Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, URL, html, listed, page


def test_a_door_is_noted(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], [listed(f"{URL}?id={number}") for number in range(12)], "", "")
    with parts.archive.reading() as connection:
        (works,) = visits.door_states(connection)
    intake.door(source, source.doors[0], (), "timeout", "")
    with parts.archive.reading() as connection:
        (fails,) = visits.door_states(connection)
    assert (works.listed, works.works, works.failures) == (12, True, 0)
    assert (fails.reason, fails.listed, fails.works, fails.failures) == ("timeout", 0, False, 1)
    assert works.next_look_at
    assert fails.next_look_at
    assert works.next_look_at - works.checked_at < fails.next_look_at - fails.checked_at


def test_a_door_tells_how_much_of_what_it_lists_is_new(parts: Parts, intake: Intake, source: Source) -> None:
    def brought() -> float:
        with parts.archive.reading() as connection:
            return visits.door_states(connection)[0].brought

    known, broken, fresh = (listed(f"https://bao-mau.example/{name}") for name in ("a", "b", "c"))
    intake.page(source, known, page(html(FIRST), known.url))
    intake.page(source, broken, page("<html></html>", broken.url))
    intake.door(source, source.doors[0], [known, broken, fresh], "", "")
    assert brought() == 0  # a first look says nothing: everything is new
    intake.door(source, source.doors[0], [known, broken, fresh, fresh], "", "")
    assert brought() == 1


def test_a_door_that_has_not_changed_lists_what_it_did(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], [listed(), listed(f"{URL}?id=2")], "", "")
    intake.door(source, source.doors[0], (), "", "")
    with parts.archive.reading() as connection:
        (state,) = visits.door_states(connection)
    assert (state.listed, state.works, state.brought) == (2, True, 0)


def test_a_door_that_another_pass_is_looking_at_is_left_to_it(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], (), "busy", "bao-mau.example")
    with parts.archive.reading() as connection:
        assert visits.door_states(connection) == []


def test_a_paused_door_is_looked_at_when_the_pause_is_over(parts: Parts, intake: Intake, source: Source) -> None:
    until = now() + timedelta(hours=20)
    with parts.archive.writing() as connection:
        hosts.put(connection, PausedHost("127.0.0.1", "http-status", "429", 1, NOON, until))
    intake.door(source, source.doors[0], (), "paused", "429")
    with parts.archive.reading() as connection:
        (state,) = visits.door_states(connection)
    assert (state.next_look_at, state.failures) == (until, 0)


def test_a_pass_counts_the_doors_that_failed_in_it_and_in_no_other(
    parts: Parts, intake: Intake, source: Source
) -> None:
    with parts.archive.writing() as connection:
        other = Intake(parts, visits.begin(connection, "add", NOON))
    intake.door(source, source.doors[0], (), "timeout", "")
    assert intake.doors.failed == {(source.id, source.doors[0].url)}
    assert other.doors.failed == set()
