from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from diembao.archive import Archive, visits
from diembao.archive.visits import Visit
from diembao.core.errors import ArchiveError
from diembao.core.models import Channel, Door, Outcome
from tests.archive.conftest import NOON, Record, after

RSS = Door(url="https://bao-mau.example/rss", channel=Channel.FEED)


def visit(outcome: Outcome, at: datetime = NOON, source: str = "bao-mau", **more: Any) -> Visit:
    return Visit(source, "https://bao-mau.example/1", Channel.FEED, outcome, at, **more)


def test_the_visits_of_a_run_add_up(archive: Archive) -> None:
    wanted = Counter({Outcome.NEW: 3, Outcome.UNCHANGED: 2, Outcome.FAILED: 1, Outcome.REMOVED: 1})
    with archive.writing() as connection:
        run, other = (visits.begin(connection, "collect", NOON) for _ in range(2))
        for outcome in wanted.elements():
            visits.add(connection, run, visit(outcome))
        visits.add(connection, other, visit(Outcome.CHANGED))
        assert visits.outcomes(connection, run) == wanted
        assert visits.outcomes(connection, other) == {Outcome.CHANGED: 1}


def test_a_run_is_open_until_it_is_finished(archive: Archive) -> None:
    with archive.writing() as connection:
        first = visits.begin(connection, "collect", NOON)
        second = visits.begin(connection, "import", after(1))
        visits.finish(connection, first, after(2), {"new": 3})
        runs = visits.last_runs(connection)
    assert [(run.id, run.kind, run.finished_at, run.counts) for run in runs] == [
        (second, "import", None, {}),
        (first, "collect", after(2), {"new": 3}),
    ]


def test_a_visit_belongs_to_a_run(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match=r"(?i)foreign key"), archive.writing() as connection:
        visits.add(connection, 99, visit(Outcome.NEW))


def test_the_visits_of_an_article(archive: Archive, record: Record) -> None:
    article_id = record("a", "https://bao-mau.example/1").article_id
    of_article = [visit(Outcome.NEW, article_id=article_id), visit(Outcome.UNCHANGED, after(1), article_id=article_id)]
    failure = visit(Outcome.FAILED, reason="http-status", detail="503", raw_digest="1" * 64)
    with archive.writing() as connection:
        run = visits.begin(connection, "collect", NOON)
        for each in (*of_article, failure, visit(Outcome.FAILED, source="bao-khac")):
            visits.add(connection, run, each)
        assert visits.of_article(connection, article_id) == of_article[::-1]
        assert visits.of_article(connection, article_id, limit=1) == of_article[1:]


def test_a_door_fails_since_its_first_failure_and_until_it_works(archive: Archive) -> None:
    with archive.writing() as connection:
        visits.note_door(connection, "bao-mau", RSS, NOON, listed=30)
        for hours in (1, 2):
            visits.note_door(connection, "bao-mau", RSS, after(hours), listed=0, reason="timeout", detail="30 s")
        (state,) = visits.door_states(connection)
        assert not state.works
        assert (state.failing_since, state.worked_at, state.checked_at) == (after(1), NOON, after(2))
        assert (state.listed, state.reason, state.detail, state.channel) == (0, "timeout", "30 s", Channel.FEED)
        visits.note_door(connection, "bao-mau", RSS, after(3), listed=5)
        (state,) = visits.door_states(connection)
        assert state.works
        assert (state.failing_since, state.worked_at, state.reason) == (None, after(3), "")
