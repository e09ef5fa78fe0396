"""Decisions on flags: by a named person, for a reason, kept for good, taken back by whoever took them."""

from __future__ import annotations

import pytest

from diembao.archive import Archive, audit, flag_decisions, outbox, people
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import NoReason, UnknownFlag, UnknownPerson, UsageError, WrongStep
from diembao.core.findings import WHYS, DecisionWhy, FlagState
from diembao.desk import words
from diembao.desk.flagged import decide, flag_list, flagged, flags_of, last_decision, take_back
from tests.pairs import plant_flag, plant_pair

NOTE = "Đã gọi ban quản lý, hai con số là của hai năm."
DECISIONS = (FlagState.CONFIRMED, FlagState.REJECTED)


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture
def pair(archive: Archive) -> tuple[str, str]:
    return plant_pair(archive)


@pytest.fixture
def key(archive: Archive, pair: tuple[str, str]) -> str:
    planted = plant_flag(archive, pair)
    with archive.writing() as connection:
        for name in ("Lê Thu", "Trần Bình"):
            people.add(connection, name=name, role=Role.ANALYST)
        outbox.remove(connection, outbox.pending_seqs(connection))
    return planted


def test_an_open_flag_comes_with_both_articles(archive: Archive, key: str, pair: tuple[str, str]) -> None:
    page = flag_list(archive)
    assert page.total == 1
    assert set(page.items[0].articles) == set(pair)
    assert [item.flag.key for item in flags_of(archive, pair[1])] == [key]


@pytest.mark.parametrize("state", DECISIONS)
def test_a_decision_moves_the_flag_and_tells_the_index(
    archive: Archive, key: str, pair: tuple[str, str], state: FlagState
) -> None:
    decision = decide(archive, key, state, why=WHYS[state][0], who="lê thu")
    item = flagged(archive, key)
    assert (item.flag.state, item.standing) == (state, decision)
    assert flag_list(archive).total == 0
    assert flag_list(archive, states=(state,)).total == 1
    with archive.reading() as connection:
        assert {article_id for _seq, article_id in outbox.peek(connection, 10)} == set(pair)


def test_every_word_stays_and_the_last_one_counts(archive: Archive, key: str) -> None:
    decide(archive, key, FlagState.REJECTED, why=DecisionWhy.OTHER_TIME, note=NOTE, who="Lê Thu")
    decide(archive, key, FlagState.CONFIRMED, why=DecisionWhy.DIFFERS, who="Trần Bình")
    take_back(archive, key, who="Trần Bình")
    item = flagged(archive, key)
    assert [words.decided(entry) for entry in item.decisions] == [
        f"another time: {NOTE}",
        "they really differ",
        "they really differ",
    ]
    assert [entry.action for entry in item.decisions] == ["flag-rejected", "flag-confirmed", "flag-reopened"]
    assert item.flag.state is FlagState.REJECTED and set(item.names.values()) == {"Lê Thu", "Trần Bình"}
    take_back(archive, key, who="Lê Thu")
    assert flagged(archive, key).flag.state is FlagState.OPEN
    with archive.reading() as connection:
        assert audit.verify(connection).broken is None
        assert flag_decisions.standing(connection) == {}


def test_the_same_word_twice_is_one_decision(archive: Archive, key: str) -> None:
    first = decide(archive, key, FlagState.REJECTED, why=DecisionWhy.TRIVIAL, who="Lê Thu")
    assert decide(archive, key, FlagState.REJECTED, why=DecisionWhy.TRIVIAL, who="Lê Thu") == first
    assert len(flagged(archive, key).decisions) == 1


def test_only_who_decided_takes_it_back(archive: Archive, key: str) -> None:
    with pytest.raises(WrongStep, match="Nobody's decision"):
        take_back(archive, key, who="Lê Thu")
    decide(archive, key, FlagState.CONFIRMED, why=DecisionWhy.ASK, who="Lê Thu")
    with pytest.raises(WrongStep, match="by Lê Thu"):
        take_back(archive, key, who="Trần Bình")
    assert flagged(archive, key).flag.state is FlagState.CONFIRMED


def test_the_last_decision_of_a_person_is_known_until_it_is_taken_back(archive: Archive, key: str) -> None:
    decision = decide(archive, key, FlagState.REJECTED, why=DecisionWhy.MISREAD, who="Lê Thu")
    with archive.reading() as connection:
        thu, binh = (
            next(each for each in people.listing(connection) if each.name == name) for name in ("Lê Thu", "Trần Bình")
        )
    assert (last_decision(archive, thu), last_decision(archive, binh)) == (decision, None)
    take_back(archive, key, who="Lê Thu")
    assert last_decision(archive, thu) is None


@pytest.mark.parametrize("note", ["", "   ", "ok", "\n\n\t        x"])
def test_another_reason_must_be_told(archive: Archive, key: str, note: str) -> None:
    with pytest.raises(NoReason):
        decide(archive, key, FlagState.CONFIRMED, why=DecisionWhy.OTHER, note=note, who="Lê Thu")
    assert flagged(archive, key).flag.state is FlagState.OPEN


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (FlagState.CONFIRMED, DecisionWhy.ROUNDING),
        (FlagState.REJECTED, DecisionWhy.DIFFERS),
        (FlagState.OPEN, DecisionWhy.OTHER),
        (FlagState.CASE, DecisionWhy.ASK),
    ],
)
def test_a_reason_fits_its_decision(archive: Archive, key: str, state: FlagState, why: DecisionWhy) -> None:
    with pytest.raises(UsageError, match=why):
        decide(archive, key, state, why=why, note=NOTE, who="Lê Thu")
    assert not flagged(archive, key).decisions


def test_no_decision_by_nobody(archive: Archive, key: str) -> None:
    with pytest.raises(UnknownPerson):
        decide(archive, key, FlagState.CONFIRMED, why=DecisionWhy.DIFFERS, who="Ai Đó")
    assert not flagged(archive, key).decisions


def test_an_unknown_flag_is_named(archive: Archive, key: str) -> None:
    with pytest.raises(UnknownFlag, match="0000"):
        decide(archive, "0000", FlagState.CONFIRMED, why=DecisionWhy.DIFFERS, who="Lê Thu")
    with pytest.raises(UnknownFlag, match="0000"):
        take_back(archive, "0000", who="Lê Thu")
