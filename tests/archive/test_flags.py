"""Flags and fact-checks as the archive keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from diembao.archive import Archive, fact_checks, flags
from diembao.archive.flags import Change, Run
from diembao.core.casework import FactCheck, Rating
from diembao.core.findings import Finding, FlagReason, FlagState, Passage, canonical, from_plain, to_plain
from tests.archive.conftest import NOON, Record, after


def finding(claim: str, evidence: str, **more: Any) -> Finding:
    values: dict[str, Any] = {"reason": FlagReason.CONFLICTING_FIGURES, "score": 0.5} | more
    return Finding(
        claim=Passage(ref=claim, text="Có 43 em nhập viện.", marks=((3, 5),)),
        evidence=Passage(ref=evidence, text="Có 34 em nhập viện."),
        **values,
    )


def run(inputs: str = "{}", hours: float = 0) -> Run:
    return Run(rule="rule/1", inputs=inputs, output="[]", at=after(hours))


@pytest.fixture
def pair(record: Record) -> tuple[str, str]:
    return (
        record("Một", "https://bao-mau.example/1").article_id,
        record("Hai", "https://bao-mau.example/2").article_id,
    )


def test_a_finding_survives_its_way_through_json(pair: tuple[str, str]) -> None:
    whole = finding(*pair, values=("43", "34"), also=(("A",), ("B", "C")), facts={"unit": "person"})
    assert from_plain(to_plain(whole)) == whole
    assert canonical({"b": 1, "a": "đ"}) == '{"a":"đ","b":1}'


def test_a_key_outlives_versions_and_places_in_the_text(pair: tuple[str, str]) -> None:
    moved = Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=pair[0], version=3, start=120, text="Có 43 em nhập viện"),
        evidence=Passage(ref=pair[1], text="Có 34 em nhập viện."),
        score=0.9,
    )
    assert moved.key == finding(*pair).key != finding(pair[1], pair[0]).key


def test_equal_runs_are_kept_once_and_state_stays(archive: Archive, pair: tuple[str, str]) -> None:
    found = finding(*pair)
    with archive.writing() as connection:
        assert flags.record(connection, found, run()) is Change.RAISED
        flags.set_state(connection, found.key, FlagState.REJECTED)
        assert flags.record(connection, found, run(hours=1)) is Change.UNCHANGED
        assert flags.record(connection, found, run("[1]", hours=2)) is Change.CHANGED
        assert flags.withdraw(connection, [found.key, "no such key"], after(3)) == [found.key]
        assert flags.withdraw(connection, [found.key], after(4)) == []
        assert flags.record(connection, found, run("[1]", hours=5)) is Change.RENEWED
        flag = flags.get(connection, found.key)
        assert [kept.inputs for kept in flags.runs(connection, found.key)] == ["{}", "[1]"]
    assert flag and (flag.state, flag.active, flag.first_at, flag.last_at) == (
        FlagState.REJECTED,
        True,
        NOON,
        after(5),
    )


def test_listing_by_score_then_age(archive: Archive, pair: tuple[str, str]) -> None:
    with archive.writing() as connection:
        low, high = finding(*pair, score=0.2), finding(pair[1], pair[0], score=0.8)
        other = finding(*pair, score=0.2, reason=FlagReason.DENIED)
        flags.record(connection, low, run(hours=1), story_id="S1")
        flags.record(connection, high, run(hours=2))
        flags.record(connection, other, run())
        flags.withdraw(connection, [other.key], after(3))
        keys = [flag.key for flag in flags.listing(connection)]
        assert keys == [high.key, low.key] and flags.count(connection) == 2
        assert [flag.key for flag in flags.listing(connection, active=None)] == [high.key, other.key, low.key]
        assert [flag.key for flag in flags.listing(connection, limit=1, offset=1)] == [low.key]
        assert [flag.key for flag in flags.listing(connection, story="S1")] == [low.key]
        assert [flag.key for flag in flags.listing(connection, active=None, reasons=[FlagReason.DENIED])] == [other.key]
        assert flags.listing(connection, states=[FlagState.CASE]) == []
        assert flags.find(connection, low.key[:9]) == [low.key] and flags.find(connection, "%") == []
        assert [len(found) for found in flags.of_articles(connection, pair).values()] == [2, 2]


def fact_check(**more: Any) -> FactCheck:
    values: dict[str, Any] = {
        "id": "01FACTCHECK000000000000000",
        "claim": "Nước máy ở phường Tân Hòa Lợi nhiễm asen.",
        "rating": Rating.FALSE,
        "publisher": "Trung tâm Mẫu",
        "imported_at": NOON,
    }
    return FactCheck(**(values | more))


def test_one_publishers_review_of_one_claim_is_one_entry(archive: Archive) -> None:
    with archive.writing() as connection:
        assert fact_checks.put(connection, fact_check()).change is fact_checks.Change.NEW
        again = fact_checks.put(connection, fact_check(id="02", imported_at=after(1)))
        assert (again.id, again.change) == (fact_check().id, fact_checks.Change.UNCHANGED)
        stamp = fact_checks.stamp(connection)
        changed = fact_checks.put(connection, fact_check(id="03", rating=Rating.TRUE, imported_at=after(2)))
        assert (changed.id, changed.change) == (fact_check().id, fact_checks.Change.CHANGED)
        assert fact_checks.stamp(connection) != stamp
        fact_checks.put(connection, fact_check(id="04", publisher="Trung tâm Khác"))
        assert [item.rating for item in fact_checks.every(connection)] == [Rating.TRUE, Rating.FALSE]
        fact_checks.remove(connection, ["04"])
        assert [item.id for item in fact_checks.get(connection, ["04", fact_check().id])] == [fact_check().id]
