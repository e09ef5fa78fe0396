from __future__ import annotations

import sqlalchemy as sa

from diembao.archive import (
    Archive,
    article_addresses,
    articles,
    flags,
    identity,
    outbox,
    revisits,
    signatures,
    stories,
    unverified,
    versions,
    visits,
)
from diembao.archive.flags import Run
from diembao.archive.schema import copies
from diembao.archive.visits import Visit
from diembao.core.findings import Finding, FlagReason, FlagState, Passage
from diembao.core.models import Channel, Outcome
from tests.archive.conftest import NOON, Record, after

ONE = "https://bao-mau.example/tin-mot-123456.html"
TWO = "https://bao-mau.example/tin-hai-234567.html"
THREE = "https://bao-khac.example/tin-ba-345678.html"


def three(record: Record) -> tuple[str, str, str]:
    """Two of one source that will be one, and one of another source."""
    return (
        record("a", ONE).article_id,
        record("b", TWO, at=after(1)).article_id,
        record("c", THREE, at=after(2), source="bao-khac").article_id,
    )


def merge(archive: Archive, one: str, other: str) -> str:
    with archive.writing() as connection:
        return identity.merge(connection, one, other, after(3))


def finding(claim: str, evidence: str) -> Finding:
    return Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=claim, text="Có 3 người chết."),
        evidence=Passage(ref=evidence, text="Có 5 người chết."),
        score=0.5,
    )


def raise_flag(archive: Archive, found: Finding, state: FlagState) -> str:
    with archive.writing() as connection:
        flags.record(connection, found, Run(rule="x/1", inputs="{}", output="{}", at=NOON))
        flags.set_state(connection, found.key, state)
    return found.key


def test_the_older_survives_and_the_younger_leads_to_it(archive: Archive, record: Record) -> None:
    one, two, three_ = three(record)
    with archive.writing() as connection:
        unverified.add(connection, [two])
    assert merge(archive, two, one) == one
    with archive.reading() as connection:
        assert identity.resolve(connection, [one, two, "la"]) == {one: one, two: one, "la": "la"}
        assert [article.id for article in articles.get(connection, [two, three_, one])] == [one, three_]
        assert articles.ids(connection) == sorted([one, three_])
        assert [article.id for article in articles.following(connection, "", 9)] == sorted([one, three_])
        assert {article.id for article in articles.newest(connection, 9)} == {one, three_}
        assert two not in articles.dated_since(connection, NOON)
        assert articles.count(connection) == 2
        assert {address.url for address in article_addresses.of(connection, one)} == {ONE, TWO}
        assert [each.content.text for each in versions.history(connection, two)] == ["b"]
        assert identity.aliases_of(connection, one) == [(two, after(3))]
        assert two not in [entry.id for entry in signatures.waiting(connection)]
        assert two in [article_id for _seq, article_id in outbox.peek(connection, 99)]
        assert revisits.due(connection, "bao-mau", after(9999), 9) == []
    assert record("b", TWO, at=after(4)).article_id == one


def test_aliases_of_an_alias_lead_to_the_last_survivor(archive: Archive, record: Record) -> None:
    _one, two, _three = three(record)
    four = record("d", "https://bao-mau.example/tin-bon.html", at=after(5)).article_id
    merge(archive, two, four)
    zero = record("e", "https://bao-mau.example/tin-khong.html", at=after(-5)).article_id
    assert merge(archive, zero, two) == zero
    with archive.reading() as connection:
        assert identity.resolve(connection, [four, two]) == {four: zero, two: zero}


def test_the_survivor_takes_the_place_in_the_story_and_among_the_copies(archive: Archive, record: Record) -> None:
    one, two, three_ = three(record)
    with archive.writing() as connection:
        stories.found(connection, {"S" * 26: two})
        stories.put(connection, {two: "S" * 26, three_: "S" * 26})
        signatures.put_copies(connection, {three_: (two, 0.9), one: (two, 0.8)})
    merge(archive, one, two)
    with archive.reading() as connection:
        assert stories.story_of(connection, [one, two, three_]) == {one: "S" * 26, three_: "S" * 26}
        (story,) = stories.get(connection, ["S" * 26])
        assert set(story.articles) == {one, three_}
        rows = connection.execute(sa.select(copies.c.article_id, copies.c.origin_id)).all()
    assert [tuple(row) for row in rows] == [(three_, one)]


def test_a_story_that_is_left_empty_leads_on(archive: Archive, record: Record) -> None:
    one, two, _three = three(record)
    with archive.writing() as connection:
        stories.found(connection, {"S" * 26: one, "T" * 26: two})
        stories.put(connection, {one: "S" * 26, two: "T" * 26})
    merge(archive, one, two)
    with archive.reading() as connection:
        assert stories.resolve(connection, ["T" * 26]) == {"T" * 26: "S" * 26}
        assert stories.count(connection) == 1


def test_what_people_made_of_a_flag_goes_along(archive: Archive, record: Record) -> None:
    one, two, three_ = three(record)
    old = raise_flag(archive, finding(two, three_), FlagState.REJECTED)
    merge(archive, one, two)
    new = finding(one, three_).key
    with archive.reading() as connection:
        kept, before = flags.get(connection, new), flags.get(connection, old)
        assert kept
        assert before
        assert (kept.state, kept.active, kept.finding) == (FlagState.REJECTED, True, finding(one, three_))
        assert not before.active
        assert [run.rule for run in flags.runs(connection, new)] == ["x/1"]
        assert list(flags.of_articles(connection, [one])) == [one]
    with archive.writing() as connection:
        run = Run(rule="x/1", inputs="{}", output="{}", at=after(4))
        assert flags.record(connection, finding(one, three_), run) is flags.Change.UNCHANGED


def test_a_decision_on_the_survivor_stands(archive: Archive, record: Record) -> None:
    one, two, three_ = three(record)
    raise_flag(archive, finding(two, three_), FlagState.REJECTED)
    key = raise_flag(archive, finding(one, three_), FlagState.CONFIRMED)
    merge(archive, one, two)
    with archive.reading() as connection:
        flag = flags.get(connection, key)
    assert flag
    assert flag.state is FlagState.CONFIRMED


def test_two_sides_that_are_one_article_disagree_no_more(archive: Archive, record: Record) -> None:
    one, two, _three = three(record)
    key = raise_flag(archive, finding(two, one), FlagState.OPEN)
    merge(archive, one, two)
    with archive.reading() as connection:
        assert flags.count(connection) == 0
        assert flags.get(connection, key)


def test_visits_go_along(archive: Archive, record: Record) -> None:
    one, two, _three = three(record)
    with archive.writing() as connection:
        run_id = visits.begin(connection, "collect", NOON)
        visits.add(connection, run_id, Visit("bao-mau", TWO, Channel.FEED, Outcome.NEW, NOON, article_id=two))
    merge(archive, one, two)
    with archive.reading() as connection:
        assert [visit.url for visit in visits.of_article(connection, one)] == [TWO]
