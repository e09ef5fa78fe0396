"""Flags in the archive: found, kept, withdrawn, found again, replayed; and blind to who published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import (
    Archive,
    audit,
    cases,
    fact_checks,
    flags,
    outbox,
    people,
    recording,
    revisits,
    stories,
    unverified,
)
from diembao.core.casework import FactCheck, Rating, Role
from diembao.core.findings import Flag, FlagReason, FlagState
from diembao.core.models import Absence, Channel, Content
from diembao.verify import factbase, ranking, rules
from diembao.verify.examining import Examiner
from diembao.verify.factbase import Refusal, refusal
from diembao.verify.matching import FactBase
from diembao.verify.ranking_model import Measured, shipped_model, vague
from diembao.verify.replay import replay as rerun
from diembao.verify.reports import Report, instant
from diembao.verify.reviewing import hold_again
from tests.databases import KINDS


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """Each test runs on both."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql")


NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
BRIDGE = "Cầu Vàm Sậy có tổng mức đầu tư {} tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024."
TEXTS = (BRIDGE.format("2.150"), BRIDGE.format("2.510"), "UBND xã Hưng Lộc Tây cho biết cầu Vàm Sậy sắp hợp long.")
OUTLETS = ("bao-mot", "bao-hai", "bao-ba")
START = "Cầu Vàm Sậy ở xã Hưng Lộc Tây được khởi công ngày {}/3/2024 với tổng mức đầu tư 2.150 tỷ đồng."
STARTS = (START.format(12), START.format(21), "UBND xã Hưng Lộc Tây cho biết cầu Vàm Sậy sắp hợp long.")
CLAIM = "Đê biển xã An Lạc Đông vỡ một đoạn trong tối nay khiến 200 căn nhà bị ngập."
DENIAL = "UBND xã An Lạc Đông bác bỏ thông tin cho rằng đê biển bị vỡ, 200 căn nhà bị ngập."


def put(archive: Archive, number: int, text: str, *, outlet: str = "bao-mot", **more: Any) -> str:
    """One fetch of one article's page; the same number and outlet again is a later fetch."""
    url = f"https://{outlet}.example/bai-{number}"
    at = NOON + timedelta(minutes=number)
    with archive.writing() as connection:
        return recording.record(
            connection,
            Content(title=f"Bài số {number}", text=text, published_at=at, **more),
            source_id=outlet,
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
        ).article_id


def tell(archive: Archive, texts: Sequence[str], outlets: Sequence[str] = OUTLETS) -> tuple[str, list[str]]:
    """One story with these reports."""
    ids = [
        put(archive, number, text, outlet=outlets[number % len(outlets)], authors=(f"Tác giả {outlets[number % 3]}",))
        for number, text in enumerate(texts)
    ]
    with archive.writing() as connection:
        story_id = found_story(connection, ids)
    return story_id, ids


def found_story(connection: Connection, ids: Sequence[str]) -> str:
    """A new story of these articles."""
    story_id = str(ULID())
    stories.found(connection, {story_id: ids[0]})
    stories.put(connection, dict.fromkeys(ids, story_id))
    return story_id


def standing(archive: Archive, **more: Any) -> list[Flag]:
    with archive.reading() as connection:
        return flags.listing(connection, **more)


def actions(archive: Archive, key: str) -> list[str]:
    with archive.reading() as connection:
        return [entry.action for entry in audit.of(connection, key)]


def test_a_flag_is_raised_once_and_a_second_look_changes_nothing(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    assert Examiner(archive).examine(story_ids=[story_id], article_ids=ids).raised == 1
    before = standing(archive)
    with archive.reading() as connection:
        waiting = outbox.pending(connection)
    again = Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    (flag,) = standing(archive)
    assert [flag] == before and (again.raised, again.withdrawn) == (0, 0)
    assert (flag.story_id, flag.finding.reason, flag.state) == (
        story_id,
        FlagReason.CONFLICTING_FIGURES,
        FlagState.OPEN,
    )
    assert actions(archive, flag.key) == ["flag-raised"]
    with archive.reading() as connection:
        assert len(flags.runs(connection, flag.key)) == 1 and outbox.pending(connection) == waiting
        assert set(flags.of_articles(connection, ids)) == set(ids[:2])


def test_runs_replay_to_the_byte(archive: Archive) -> None:
    story_id, ids = tell(archive, [*TEXTS, CLAIM, DENIAL])
    with archive.writing() as connection:
        fact_checks.put(connection, reviewed(TEXTS[1]))
    Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    found = standing(archive)
    assert {flag.finding.reason for flag in found} == {
        FlagReason.CONFLICTING_FIGURES,
        FlagReason.DENIED,
        FlagReason.MATCHES_FACT_CHECK,
    }
    with archive.reading() as connection:
        assert [run.equal for flag in found for run in rerun(connection, flag.key)] == [True] * len(found)


def test_a_correction_withdraws_and_people_keep_their_word(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    examiner = Examiner(archive)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    (flag,) = standing(archive)
    with archive.writing() as connection:
        flags.set_state(connection, flag.key, FlagState.CONFIRMED)
    put(archive, 1, TEXTS[0], outlet=OUTLETS[1])
    assert examiner.examine(story_ids=[story_id], article_ids=ids[1:2]).withdrawn == 1
    (changed,) = standing(archive)
    assert changed.finding.reason is FlagReason.CHANGED_AFTER_PUBLICATION
    put(archive, 1, TEXTS[1], outlet=OUTLETS[1])
    assert examiner.examine(story_ids=[story_id], article_ids=ids[1:2]).raised >= 1
    (renewed,) = (each for each in standing(archive) if each.finding.reason is FlagReason.CONFLICTING_FIGURES)
    assert (renewed.key, renewed.state) == (flag.key, FlagState.CONFIRMED)
    assert actions(archive, flag.key) == ["flag-raised", "flag-withdrawn", "flag-renewed"]


def test_a_third_report_makes_a_new_run_of_the_same_flag(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS[:2])
    examiner = Examiner(archive)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    third = put(archive, 7, TEXTS[1], outlet="bao-ba")
    with archive.writing() as connection:
        stories.put(connection, {third: story_id})
    examiner.examine(story_ids=[story_id], article_ids=[third])
    (flag,) = standing(archive)
    assert flag.finding.also == ((third,), ())
    with archive.reading() as connection:
        assert len(flags.runs(connection, flag.key)) == 2


def test_a_late_report_with_an_earlier_date_takes_no_place(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS[:2])
    Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    (before,) = standing(archive)
    with archive.writing() as connection:
        flags.set_state(connection, before.key, FlagState.CONFIRMED)
    late = put(archive, -30, TEXTS[0], outlet="bao-ba")
    with archive.writing() as connection:
        stories.put(connection, {late: story_id})
    for _look in range(2):
        Examiner(archive).examine(story_ids=[story_id], article_ids=[late])
        (after,) = standing(archive)
        assert (after.key, after.state) == (before.key, FlagState.CONFIRMED)
        assert late in {*after.finding.also[0], *after.finding.also[1]}
    with archive.reading() as connection:
        assert len(flags.runs(connection, before.key)) == 2
        assert all(run.equal for run in rerun(connection, before.key))


def test_an_article_that_leaves_its_story_takes_its_flags_along(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    examiner = Examiner(archive)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    with archive.writing() as connection:
        other = found_story(connection, ids[2:])
        stories.move(connection, ids[1], other)
    examiner.examine(story_ids=[other], article_ids=ids[1:2])
    assert standing(archive) == []


def test_a_statement_that_was_changed_and_changed_back(archive: Archive) -> None:
    only = [name for name, reason in rules.REASONS.items() if reason is FlagReason.CHANGED_AFTER_PUBLICATION]
    first = put(archive, 1, TEXTS[0])
    Examiner(archive).examine(story_ids=[], article_ids=[first], only=only)
    assert standing(archive) == []
    put(archive, 1, TEXTS[1])
    Examiner(archive).examine(story_ids=[], article_ids=[first], only=only)
    (flag,) = standing(archive)
    assert flag.finding.reason is FlagReason.CHANGED_AFTER_PUBLICATION
    assert (flag.finding.claim.version, flag.finding.evidence.version) == (2, 1)
    with archive.reading() as connection:
        assert [run.equal for run in rerun(connection, flag.key)] == [True]
    put(archive, 1, TEXTS[0])
    Examiner(archive).examine(story_ids=[], article_ids=[first], only=only)
    (other,) = standing(archive)
    assert (other.finding.claim.version, other.finding.evidence.version) == (3, 2)


@pytest.mark.parametrize("turn", [1, 2])
def test_blind_to_outlets_addresses_and_authors(archive: Archive, turn: int) -> None:
    """The same reports, published by others: the same flags, scores, order and wording."""
    sets = [[*TEXTS], [CLAIM, DENIAL], [TEXTS[1], CLAIM, DENIAL, TEXTS[0]], [*STARTS], [STARTS[1], *TEXTS, STARTS[0]]]

    def seen(outlets: Sequence[str], shift: int) -> list[Any]:
        found = []
        for position, texts in enumerate(sets):
            numbered = {
                put(archive, shift + 100 * position + number, text, outlet=name, authors=(f"Tác giả {name}",)): number
                for number, text in enumerate(texts)
                for name in [outlets[number % 3]]
            }
            ids = list(numbered)
            with archive.writing() as connection:
                story_id = found_story(connection, ids)
            Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
            found.append(
                [
                    (
                        flag.finding.reason,
                        (flag.score, flag.finding.score),
                        numbered[flag.finding.claim.ref],
                        numbered[flag.finding.evidence.ref],
                        flag.finding.claim.text,
                        flag.finding.evidence.text,
                        flag.finding.values,
                        [[numbered[ref] for ref in side] for side in flag.finding.also],
                    )
                    for flag in standing(archive, story=story_id)
                ]
            )
        return found

    turned = OUTLETS[turn:] + OUTLETS[:turn]
    first = seen(OUTLETS, 1000)
    assert all(first) and first == seen(turned, 5000)


HOUSEHOLDS = "Sạt lở bờ sông khiến {} hộ dân ở xã Hưng Lộc Tây mất nhà cửa."
ALIKE = [HOUSEHOLDS.format(number) for number in (12, 35, 58)]
DISPUTE = [CLAIM, DENIAL, CLAIM.replace("tối", "đêm"), DENIAL.replace("UBND", "Lãnh đạo")]


@pytest.mark.parametrize("texts", [ALIKE, DISPUTE, [*ALIKE, CLAIM], [START.format(day) for day in (12, 13, 21)]])
def test_blind_to_ids(texts: Sequence[str]) -> None:
    """Reports of one instant under one title: whatever ids they are given, the same flags in the same order."""
    at = instant(NOON)
    base = FactBase([reviewed(CLAIM), replace(reviewed(CLAIM, publisher="Ban Mẫu"), id="01ANOTHER")])
    seen = set()
    for ids in permutations("ABCD"[: len(texts)]):
        names = dict(zip(ids, texts, strict=True))
        told = [Report(id=name, seen=at, dated=at, title="Tin", text=text) for name, text in sorted(names.items())]
        seen.add(
            tuple(
                (
                    item.finding.reason,
                    item.finding.score,
                    item.finding.claim.text,
                    item.finding.evidence.text,
                    *(tuple(names[ref] for ref in side) for side in item.finding.also),
                )
                for item in rules.hold(told, base).found
            )
        )
    assert len(seen) == 1 and any(seen)


def test_another_ranking_moves_a_flag_and_no_run_of_it(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    (before,) = standing(archive)
    indifferent = vague(Measured(0, 0))
    Examiner(archive, indifferent).examine(story_ids=[story_id], article_ids=ids)
    (after,) = standing(archive)
    assert before.score > after.score == 0.5 and before.finding == after.finding
    with archive.reading() as connection:
        (replayed,) = rerun(connection, after.key)
    assert replayed.equal
    with archive.writing() as connection:
        assert ranking.rank(connection, indifferent) == 0
        assert ranking.rank(connection, shipped_model()) == 1
    assert standing(archive)[0].score == before.score


def test_flags_below_the_threshold_are_kept_but_not_listed(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    (flag,) = standing(archive)
    score = flag.score
    assert standing(archive, least=score) == [flag] and standing(archive, least=score + 0.01) == []
    with archive.reading() as connection:
        assert (flags.count(connection, least=score), flags.count(connection, least=score + 0.01)) == (1, 0)


def reviewed(claim: str, **more: Any) -> FactCheck:
    values: dict[str, Any] = {"rating": Rating.FALSE, "publisher": "Trung tâm Mẫu", "imported_at": NOON} | more
    return FactCheck(id="01FACTCHECK000000000000000", claim=claim, **values)


def test_a_new_fact_check_is_held_against_articles_of_before(archive: Archive) -> None:
    article_id = put(archive, 1, CLAIM)
    put(archive, 2, "Trời hôm nay ở xã An Lạc Đông nắng đẹp, gió nhẹ, sóng biển không lớn.")
    examiner = Examiner(archive)
    examiner.examine(story_ids=[], article_ids=[article_id])
    assert standing(archive) == []
    with archive.writing() as connection:
        unverified.remove(connection, unverified.pending_seqs(connection))
        kept = fact_checks.put(connection, reviewed(CLAIM))
        assert factbase.look_again(connection, [kept.id], NOON + timedelta(days=60)) == 0
        assert factbase.look_again(connection, [kept.id], NOON + timedelta(days=1)) == 2
        assert [waiting for _seq, waiting in unverified.peek(connection, 9)] == [kept.id]  # asked twice, it waits once
        assert unverified.articles(connection) == 0
    for raised in (1, 0):
        done = hold_again(archive, examiner, [kept.id], NOON + timedelta(days=1))
        assert (done.raised, done.withdrawn, done.articles) == (raised, 0, {article_id})
    (flag,) = standing(archive)
    assert flag.finding.reason is FlagReason.MATCHES_FACT_CHECK
    with archive.writing() as connection:
        fact_checks.put(connection, reviewed(CLAIM, rating=Rating.TRUE, imported_at=NOON + timedelta(days=1)))
    # what has a flag of the claim is looked at however old it is
    assert hold_again(archive, examiner, [kept.id], NOON + timedelta(days=90)).withdrawn == 1
    assert standing(archive) == []


def test_what_other_rules_found_stands_while_fact_checks_are_held_again(archive: Archive) -> None:
    story_id, ids = tell(archive, [*TEXTS, CLAIM])
    examiner = Examiner(archive)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    before = standing(archive)
    with archive.writing() as connection:
        kept = fact_checks.put(connection, reviewed(CLAIM))
    hold_again(archive, examiner, [kept.id], NOON + timedelta(days=1))
    after = standing(archive)
    assert before and [flag for flag in after if flag.finding.reason is not FlagReason.MATCHES_FACT_CHECK] == before
    again = Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    assert (again.raised, again.withdrawn, standing(archive)) == (0, 0, after)


def test_a_conclusion_is_not_told_to_the_article_that_its_case_was_about(archive: Archive) -> None:
    story_id, ids = tell(archive, [CLAIM, DENIAL])
    Examiner(archive).examine(story_ids=[story_id], article_ids=ids)
    (flag,) = standing(archive)
    elsewhere = put(archive, 9, f"Người dân kể lại. {CLAIM}", outlet="bao-ba")
    with archive.writing() as connection:
        who = people.add(connection, name="Lê An", role=Role.ANALYST, actor=audit.MACHINE).id
        case_id = cases.open_case(
            connection, title="Đê vỡ?", claim=flag.finding.claim.text, actor=who, reason="Cần rõ", flag_key=flag.key
        )
        kept = fact_checks.put(connection, reviewed(flag.finding.claim.text, case_id=case_id))
    hold_again(archive, Examiner(archive), [kept.id], NOON + timedelta(days=1))
    (found,) = standing(archive, reasons=[FlagReason.MATCHES_FACT_CHECK])
    assert found.finding.claim.ref == elsewhere
    with archive.reading() as connection:
        assert [run.equal for run in rerun(connection, found.key)] == [True]


def test_another_review_that_comes_in_takes_no_flag_from_the_first(archive: Archive) -> None:
    article_id = put(archive, 1, CLAIM)
    with archive.writing() as connection:
        fact_checks.put(connection, reviewed(CLAIM))
    Examiner(archive).examine(story_ids=[], article_ids=[article_id])
    (before,) = standing(archive)
    with archive.writing() as connection:
        other = replace(reviewed(CLAIM, publisher="Ban Mẫu"), id="01ANOTHER00000000000000000")
        fact_checks.put(connection, replace(other, imported_at=NOON - timedelta(days=1)))
    Examiner(archive).examine(story_ids=[], article_ids=[article_id])
    (after,) = standing(archive)
    assert (after.key, after.finding.facts["further"]) == (before.key, "Ban Mẫu: false")


BROKEN_BRIDGE = "Theo hợp tác xã, vụ sập cầu ở Hưng Lộc có thể khiến 52 người thiệt mạng."
PADDING = " Hợp tác xã Hưng Lộc thả nuôi trên vùng bãi bồi ven sông từ nhiều năm nay." * 6


def test_a_headline_with_two_faults_against_one_sentence_is_one_flag(archive: Archive) -> None:
    with archive.writing() as connection:
        content = Content(
            title="Sập cầu ở Hưng Lộc, 25 người thiệt mạng", text=BROKEN_BRIDGE + PADDING, published_at=NOON
        )
        url = "https://bao-mot.example/cau"
        article_id = recording.record(
            connection, content, source_id="bao-mot", keys={url: url}, channel=Channel.FEED, fetched_at=NOON
        ).article_id
    assert Examiner(archive).examine(story_ids=[], article_ids=[article_id]).raised == 1
    (flag,) = standing(archive)
    assert len(flag.finding.claim.marks) == len(flag.finding.evidence.marks) == 2
    with archive.reading() as connection:
        waiting = outbox.pending(connection)
    Examiner(archive).examine(story_ids=[], article_ids=[article_id])
    with archive.reading() as connection:
        assert len(flags.runs(connection, flag.key)) == 1 and outbox.pending(connection) == waiting


def test_what_the_base_refuses() -> None:
    assert refusal(reviewed(CLAIM)) is None
    assert refusal(reviewed("Sai!")) is Refusal.NO_CLAIM
    assert refusal(reviewed(CLAIM, publisher=" ")) is Refusal.NO_PUBLISHER
    assert refusal(reviewed(CLAIM, reviewed_on=datetime(9999, 1, 1, tzinfo=UTC).date())) is Refusal.FUTURE_DATE
    assert refusal(reviewed("Chính quyền xã An Lạc Đông làm ăn quá tắc trách, thật đáng xấu hổ!")) is Refusal.OPINION


def test_a_removed_article_keeps_its_flags(archive: Archive) -> None:
    story_id, ids = tell(archive, TEXTS)
    examiner = Examiner(archive)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    with archive.writing() as connection:
        assert revisits.mark_removed(connection, ids[1], NOON + timedelta(days=1), Absence.GONE)
    examiner.examine(story_ids=[story_id], article_ids=ids)
    assert len(standing(archive)) == 1
