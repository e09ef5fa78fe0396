"""Decisions on flags: by a named person, with a written reason, kept for good, seen by the index."""

from __future__ import annotations

import pytest

from diembao.archive import Archive, audit, outbox, people
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import NoReason, UnknownFlag, UnknownPerson
from diembao.core.findings import FlagState
from diembao.desk.flagged import decide, flag_list, flagged, flags_of
from tests.pairs import plant_flag, plant_pair

WHY = "Đã gọi ban quản lý, hai con số là của hai năm."


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
        people.add(connection, name="Lê Thu", role=Role.ANALYST)
        outbox.remove(connection, outbox.pending_seqs(connection))
    return planted


def test_an_open_flag_comes_with_both_articles(archive: Archive, key: str, pair: tuple[str, str]) -> None:
    page = flag_list(archive)
    assert page.total == 1
    assert set(page.items[0].articles) == set(pair)
    assert [item.flag.key for item in flags_of(archive, pair[1])] == [key]


@pytest.mark.parametrize("state", [FlagState.CONFIRMED, FlagState.REJECTED])
def test_a_decision_moves_the_flag_and_tells_the_index(
    archive: Archive, key: str, pair: tuple[str, str], state: FlagState
) -> None:
    item = decide(archive, key, state, who="lê thu", reason=WHY)
    assert item.flag.state is state
    assert flag_list(archive).total == 0
    assert flag_list(archive, states=(state,)).total == 1
    with archive.reading() as connection:
        assert {article_id for _seq, article_id in outbox.peek(connection, 10)} == set(pair)


def test_every_word_stays_and_the_last_one_counts(archive: Archive, key: str) -> None:
    decide(archive, key, FlagState.REJECTED, who="Lê Thu", reason=WHY)
    decide(archive, key, FlagState.OPEN, who="Lê Thu", reason="Bác nhầm, xem lại số của năm nay.")
    item = decide(archive, key, FlagState.CONFIRMED, who="Lê Thu", reason="Cùng một năm, hai con số khác nhau.")
    assert [entry.action for entry in item.decisions] == ["flag-rejected", "flag-reopened", "flag-confirmed"]
    assert set(item.names.values()) == {"Lê Thu"}
    assert item.flag.state is FlagState.CONFIRMED
    with archive.reading() as connection:
        assert audit.verify(connection).broken is None


@pytest.mark.parametrize("reason", ["", "   ", "ok", "\n\n\t        x"])
def test_no_decision_without_a_written_reason(archive: Archive, key: str, reason: str) -> None:
    with pytest.raises(NoReason):
        decide(archive, key, FlagState.CONFIRMED, who="Lê Thu", reason=reason)
    assert flagged(archive, key).flag.state is FlagState.OPEN


def test_no_decision_by_nobody(archive: Archive, key: str) -> None:
    with pytest.raises(UnknownPerson):
        decide(archive, key, FlagState.CONFIRMED, who="Ai Đó", reason=WHY)
    assert not flagged(archive, key).decisions


def test_an_unknown_flag_is_named(archive: Archive, key: str) -> None:
    with pytest.raises(UnknownFlag, match="0000"):
        decide(archive, "0000", FlagState.CONFIRMED, who="Lê Thu", reason=WHY)
