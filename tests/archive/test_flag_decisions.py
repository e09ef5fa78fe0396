"""Decisions hang on the flag's key, go along when two articles become one, and go when the flag is erased."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, erasing, flag_decisions, flags, identity, schema
from diembao.archive.flag_decisions import FlagDecision
from diembao.core.findings import DecisionWhy, FlagState
from diembao.core.withholding import passage
from tests.archive.conftest import NOON, after
from tests.pairs import plant_article, plant_flag, plant_pair


def decide(archive: Archive, key: str, state: FlagState, *, hours: float = 0, note: str = "") -> FlagDecision:
    why = DecisionWhy.DIFFERS if state is FlagState.CONFIRMED else DecisionWhy.OTHER_TIME
    with archive.writing() as connection:
        return flag_decisions.add(connection, key, state=state, why=why, note=note, person_id="lan", at=after(hours))


@pytest.fixture
def pair(archive: Archive) -> tuple[str, str]:
    return plant_pair(archive)


@pytest.fixture
def key(archive: Archive, pair: tuple[str, str]) -> str:
    return plant_flag(archive, pair)


def standing(archive: Archive) -> dict[str, FlagDecision]:
    with archive.reading() as connection:
        return flag_decisions.standing(connection)


def test_the_last_word_counts_and_the_one_before_when_it_is_taken_back(archive: Archive, key: str) -> None:
    first = decide(archive, key, FlagState.REJECTED)
    second = decide(archive, key, FlagState.CONFIRMED, hours=1)
    assert standing(archive) == {key: second}
    with archive.writing() as connection:
        assert flag_decisions.last_of(connection, "lan", NOON) == second
        assert flag_decisions.last_of(connection, "lan", after(2)) is None
        flag_decisions.take_back(connection, second.id, after(2))
        assert flag_decisions.standing(connection, [key, "no such key"]) == {key: first}
        assert flag_decisions.last_of(connection, "lan", NOON) == first


def test_it_goes_along_when_an_article_turns_out_to_be_another(
    archive: Archive, key: str, pair: tuple[str, str]
) -> None:
    decide(archive, key, FlagState.REJECTED)
    with archive.writing() as connection:
        flags.set_state(connection, key, FlagState.REJECTED)
    older = plant_article(archive, "https://a.example/2", "Cầu tốn 2.150 tỷ đồng")
    with archive.writing() as connection:
        connection.execute(
            schema.articles.update().where(schema.articles.c.id == older).values(first_seen_at=after(-9))
        )
        identity.merge(connection, pair[0], older, after(1))
        (flag,) = flags.listing(connection)
    assert flag.key != key and flag.state is FlagState.REJECTED
    assert list(standing(archive)) == [flag.key]


def test_it_goes_with_what_is_withheld(archive: Archive, key: str, pair: tuple[str, str]) -> None:
    decide(archive, key, FlagState.REJECTED, note="Bài viết: Cầu tốn 2.150 tỷ đồng.")
    with archive.writing() as connection:
        erasing.erase_article(connection, pair[0], [passage("Cầu tốn 2.150 tỷ đồng.")])
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.flag_decisions)) == 0
