"""What decisions on flags teach: the ranking, and nothing that a rule found."""

from __future__ import annotations

import pytest

from diembao.archive import flags, people
from diembao.core.casework import Role
from diembao.core.errors import CatalogueError, WrongStep
from diembao.core.findings import WHYS, DecisionWhy, Finding, Flag, FlagReason, FlagState, Passage
from diembao.desk.flagged import decide, take_back
from diembao.pipeline import flag_learning
from diembao.pipeline.parts import Parts
from diembao.verify.ranking_model import read, shipped_model
from tests.pairs import NOON, plant_pair

TOLD = "Huyện Bến Sậy thu hồi {} ha đất của {} hộ dân ở xã Hưng Lộc Tây để làm đường ven sông số {}."


@pytest.fixture
def desk(parts: Parts) -> Parts:
    """Twenty flags on people's homes, which this desk wants to see, and twenty on areas, which it does not."""
    pair = plant_pair(parts.archive)
    with parts.archive.writing() as connection:
        people.add(connection, name="Lan", role=Role.ANALYST)
        for number in range(40):
            ours = number % 2 == 0
            first, second = (120 + number, 210 + number) if ours else (45, 45)
            claim, evidence = TOLD.format(45, first, number), TOLD.format(45 if ours else 54, second, number)
            finding = Finding(
                reason=FlagReason.CONFLICTING_FIGURES,
                claim=Passage(ref=pair[0], text=claim),
                evidence=Passage(ref=pair[1], text=evidence),
                score=0.6,
                facts={"unit": "household" if ours else "m2"},
            )
            flags.record(connection, finding, flags.Run(rule="test/1", inputs="{}", output="[]", at=NOON))
    return parts


def every(parts: Parts) -> list[Flag]:
    with parts.archive.reading() as connection:
        return flags.listing(connection)


def ours(flag: Flag) -> bool:
    return flag.finding.facts["unit"] == "household"


def say(parts: Parts, *, most: int = 40) -> None:
    for flag in every(parts)[:most]:
        state = FlagState.CONFIRMED if ours(flag) else FlagState.REJECTED
        decide(parts.archive, flag.key, state, why=WHYS[state][0], who="Lan")


def test_decisions_move_the_order_and_nothing_that_was_found(desk: Parts) -> None:
    before = {flag.key: flag.finding for flag in every(desk)}
    say(desk)
    learnt = flag_learning.train(desk)
    assert (learnt.confirmed, learnt.rejected, learnt.is_used, learnt.moved) == (20, 20, True, 40)
    assert learnt.after < learnt.before
    after = every(desk)
    assert [ours(flag) for flag in after] == [True] * 20 + [False] * 20
    assert {flag.key: flag.finding for flag in after} == before
    assert (desk.ranking.measured.read, desk.ranking.measured.worth_a_look) == (20, 20)


def test_it_is_the_same_every_time_and_begins_anew(desk: Parts) -> None:
    say(desk)
    flag_learning.train(desk)
    file = desk.home.ranking_model_file
    once = file.read_bytes()
    assert flag_learning.train(desk).moved == 0
    assert file.read_bytes() == once
    read(once.decode())


@pytest.mark.parametrize("most", [0, 25])
def test_too_few_decisions_teach_nothing(desk: Parts, most: int) -> None:
    for flag in [flag for flag in every(desk) if ours(flag)][: most and flag_learning.LEAST_OF_EACH - 1]:
        decide(desk.archive, flag.key, FlagState.CONFIRMED, why=DecisionWhy.DIFFERS, who="Lan")
    with pytest.raises(WrongStep, match=str(flag_learning.LEAST_OF_EACH - 1 if most else 0)):
        flag_learning.train(desk)
    assert not desk.home.ranking_model_file.exists()


def test_what_was_taken_back_teaches_nothing(desk: Parts) -> None:
    say(desk)
    for flag in every(desk):
        take_back(desk.archive, flag.key, who="Lan")
    with pytest.raises(WrongStep):
        flag_learning.train(desk)


def test_decisions_without_a_pattern_leave_the_shipped_ranking(desk: Parts) -> None:
    say(desk)
    flag_learning.train(desk)
    for number, flag in enumerate(sorted(every(desk), key=lambda flag: (ours(flag), flag.finding.claim.text))):
        state = FlagState.CONFIRMED if number % 4 < 2 else FlagState.REJECTED
        decide(desk.archive, flag.key, state, why=WHYS[state][0], who="Lan")
    learnt = flag_learning.train(desk)
    assert learnt.is_used == (learnt.after < learnt.before)
    assert desk.home.ranking_model_file.exists() == learnt.is_used
    if not learnt.is_used:
        assert desk.ranking is shipped_model()


def test_a_file_that_is_no_ranking_is_named(parts: Parts) -> None:
    file = parts.home.ranking_model_file
    file.parent.mkdir(exist_ok=True)
    file.write_text("{}")
    with pytest.raises(CatalogueError, match=r"flags\.json"):
        _ = parts.ranking
