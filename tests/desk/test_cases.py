"""Cases: every step, who may take it, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import Archive, audit, fact_checks, flags, outbox, people, recording, unverified
from diembao.core import addresses
from diembao.core.casework import Agency, CaseState, Person, Rating, Role
from diembao.core.clock import now, today
from diembao.core.errors import (
    NoReason,
    NotCheckable,
    UnknownAgency,
    UnknownArticle,
    UnknownCase,
    UnknownFlag,
    UnknownPerson,
    UsageError,
    WrongStep,
)
from diembao.core.findings import WHYS, DecisionWhy, Finding, FlagReason, FlagState, Passage
from diembao.core.models import Channel, Content
from diembao.desk import flagged
from diembao.desk.casework import cases
from tests.desk.conftest import CLAIM, DESK, REASON
from tests.pairs import plant_flag, plant_pair


def actions(archive: Archive, ref: str) -> list[str]:
    return [entry.action for entry in cases.case_file(archive, ref).history]


def test_a_case_goes_from_a_question_to_a_conclusion_and_every_step_is_in_the_log(
    archive: Archive, lan: Person, office: Agency, case: str
) -> None:
    opened = cases.case_file(archive, case).case
    assert (opened.number, opened.state, opened.claim, opened.reason) == (1, CaseState.OPEN, CLAIM, REASON)
    drafted = cases.write_letter(
        archive,
        case,
        to="sở xây dựng tỉnh phú giang",
        question="Tổng mức đầu tư là bao nhiêu?",
        deadline=today(),
        who=lan.id,
    )
    assert drafted.state is CaseState.OPEN
    assert cases.sent_on_paper(archive, case, "1", who=lan.id).state is CaseState.ASKED
    answered = cases.record_answer(archive, case, "1", answer="2.150 tỷ đồng.", who=lan.id)
    assert answered.state is CaseState.OPEN
    assert answered.letters[0].answer == "2.150 tỷ đồng."
    done = cases.conclude(
        archive, case, rating=Rating.TRUE, reason="Quyết định ghi như vậy.", publisher=DESK, who="trần thị lan"
    )
    assert (done.state, done.rating, done.concluded_by) == (CaseState.CONCLUDED, Rating.TRUE, lan.id)
    assert actions(archive, case) == [
        "case-opened",
        "case-evidence-added",
        "case-letter-written",
        "case-letter-sent",
        "case-answered",
        "case-concluded",
    ]
    with archive.reading() as connection:
        assert audit.verify(connection).broken is None


def test_a_conclusion_is_a_fact_check_until_it_is_taken_back(archive: Archive, lan: Person, case: str) -> None:
    cases.conclude(archive, case, rating=Rating.FALSE, reason="Quyết định ghi số khác.", publisher=DESK, who=lan.id)
    kept = cases.case_file(archive, case).fact_check
    assert kept is not None
    assert (kept.claim, kept.publisher, kept.rating_label) == (CLAIM, DESK, "Sai sự thật")
    again = cases.reopen(archive, case, who=lan.id, reason="Có văn bản mới cần xem xét.")
    assert (again.state, again.rating, again.conclusion, again.concluded_by) == (CaseState.OPEN, None, "", None)
    with archive.reading() as connection:
        assert fact_checks.every(connection) == []
    history = cases.case_file(archive, case).history
    assert history[-2].reason == "Quyết định ghi số khác."
    assert history[-1].action == "case-reopened"


def test_one_statement_has_one_conclusion_of_the_desk(archive: Archive, lan: Person, case: str) -> None:
    cases.conclude(archive, case, rating=Rating.FALSE, reason=REASON, publisher=DESK, who=lan.id)
    cases.open_from_question(archive, claim=CLAIM.upper(), who=lan.id, reason=REASON)
    cases.add_evidence(archive, "2", quote="Vốn là 2.150 tỷ đồng.", who=lan.id)
    with pytest.raises(WrongStep, match="Case 1 has concluded the same"):
        cases.conclude(archive, "2", rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id)
    cases.reopen(archive, case, who=lan.id, reason=REASON)
    assert cases.conclude(archive, "2", rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id).rating


def test_a_conclusion_has_recent_articles_looked_at_again(archive: Archive, lan: Person, case: str) -> None:
    with archive.writing() as connection:
        unverified.remove(connection, list(unverified.pending_seqs(connection)))
    concluded = cases.conclude(archive, case, rating=Rating.FALSE, reason=REASON, publisher=DESK, who=lan.id)
    cases.reopen(archive, case, who=lan.id, reason=REASON)
    with archive.reading() as connection:
        assert [waiting for _seq, waiting in unverified.peek(connection, 9)] == [concluded.id]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("Chính quyền nên dừng dự án này ngay.", "guard-"),
        ("Có đúng là cầu Vàm Trúc đội vốn không?", "guard-question"),
        ("Cầu Vàm Trúc có vốn 2.150 tỷ đồng. Thật đáng thất vọng!", "guard-"),
        ("Đội vốn", "no-claim"),
        ("", "no-claim"),
        (" \u200b\n ", "no-claim"),
    ],
)
def test_what_is_no_claim_gets_no_case(archive: Archive, lan: Person, claim: str, rule: str) -> None:
    with pytest.raises(NotCheckable) as caught:
        cases.open_from_question(archive, claim=claim, who=lan.id, reason=REASON)
    assert caught.value.rule.startswith(rule)
    assert cases.listing(archive) == []


@pytest.mark.parametrize("reason", ["", "   \n \t      ", "ok", "\u200b" * 20, "chín chữ."])
def test_no_decision_without_a_written_reason(archive: Archive, lan: Person, case: str, reason: str) -> None:
    with pytest.raises(NoReason):
        cases.open_from_question(archive, claim=CLAIM, who=lan.id, reason=reason)
    with pytest.raises(NoReason):
        cases.conclude(archive, case, rating=Rating.TRUE, reason=reason, publisher=DESK, who=lan.id)
    with pytest.raises(NoReason):
        cases.reopen(archive, case, who=lan.id, reason=reason)


@pytest.mark.parametrize("who", ["", "machine", "Ai Đó", "1"])
def test_no_decision_without_a_person_of_the_desk(archive: Archive, lan: Person, case: str, who: str) -> None:
    with pytest.raises(UnknownPerson):
        cases.conclude(archive, case, rating=Rating.TRUE, reason=REASON, publisher=DESK, who=who)
    with archive.writing() as connection:
        people.end(connection, lan.id, actor=lan.id)
    with pytest.raises(UnknownPerson):
        cases.conclude(archive, case, rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id)


def test_two_people_of_one_name_are_told_apart_by_id(archive: Archive, lan: Person) -> None:
    with archive.writing() as connection:
        people.add(connection, name="Trần Thị Lan", role=Role.EDITOR)
    with pytest.raises(UnknownPerson, match="2 people"):
        cases.open_from_question(archive, claim=CLAIM, who="Trần Thị Lan", reason=REASON)
    assert cases.open_from_question(archive, claim=CLAIM, who=lan.id, reason=REASON).opened_by == lan.id


def test_steps_out_of_order_are_refused_with_what_to_do(
    archive: Archive, lan: Person, office: Agency, case: str
) -> None:
    bare = str(cases.open_from_question(archive, claim=CLAIM, who=lan.id, reason=REASON).number)
    with pytest.raises(WrongStep, match="no evidence"):
        cases.conclude(archive, bare, rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id)
    with pytest.raises(WrongStep, match="Conclude it first"):
        cases.reopen(archive, case, who=lan.id, reason=REASON)
    cases.write_letter(archive, case, to=office.id, question="Vốn là bao nhiêu tỷ?", deadline=today(), who=lan.id)
    with pytest.raises(WrongStep, match="not sent"):
        cases.record_answer(archive, case, "1", answer="2.150", who=lan.id)
    cases.sent_on_paper(archive, case, "1", who=lan.id)
    with pytest.raises(WrongStep, match="already"):
        cases.sent_on_paper(archive, case, "1", who=lan.id)
    cases.conclude(archive, case, rating=Rating.UNPROVEN, reason=REASON, publisher=DESK, who=lan.id)
    for step in (
        lambda: cases.conclude(archive, case, rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id),
        lambda: cases.add_evidence(archive, case, quote="Câu khác.", who=lan.id),
        lambda: cases.write_letter(
            archive, case, to=office.id, question="Vốn là bao nhiêu tỷ?", deadline=today(), who=lan.id
        ),
    ):
        with pytest.raises(WrongStep, match="Open it again"):
            step()
    late = cases.record_answer(archive, case, "1", answer="2.150 tỷ đồng.", who=lan.id)
    assert late.state is CaseState.CONCLUDED
    assert cases.reopen(archive, case, who=lan.id, reason=REASON).state is CaseState.OPEN


def test_what_cannot_be_added_is_named(archive: Archive, lan: Person, office: Agency, case: str) -> None:
    with pytest.raises(UsageError, match="nothing to add"):
        cases.add_evidence(archive, case, quote=" ", who=lan.id)
    with pytest.raises(UsageError, match="web address"):
        cases.add_evidence(archive, case, url="javascript:alert(1)", who=lan.id)
    with pytest.raises(UnknownArticle):
        cases.add_evidence(archive, case, quote="Câu.", article_id="01NONE", who=lan.id)
    with pytest.raises(UnknownAgency):
        cases.write_letter(archive, case, to="Sở X", question="Vốn là bao nhiêu?", deadline=today(), who=lan.id)
    with pytest.raises(UsageError, match="deadline"):
        cases.write_letter(
            archive, case, to=office.id, question="Vốn là bao nhiêu?", deadline=today() - timedelta(1), who=lan.id
        )
    for ref in ("0", "99", "9" * 40, "-1", "", "²", "01NONE"):
        with pytest.raises(UnknownCase):
            cases.case_file(archive, ref)


@pytest.mark.parametrize(
    "question",
    [
        "Đề nghị Sở chỉ đạo gỡ bỏ bài viết nêu trên.",
        "de nghi xoa cac bai nay",
        "Yêu cầu báo hạ bài.",
        "Chặn trang này giúp.",
    ],
)
def test_no_letter_asks_to_take_anything_down(
    archive: Archive, lan: Person, office: Agency, case: str, question: str
) -> None:
    with pytest.raises(UsageError, match="take something down"):
        cases.write_letter(archive, case, to=office.id, question=question, deadline=today(), who=lan.id)
    asked = "Đơn vị nào đã chặn đường, xóa vạch kẻ và gỡ biển báo ở cầu Vàm Trúc?"
    assert cases.write_letter(archive, case, to=office.id, question=asked, deadline=today(), who=lan.id).letters


def test_a_passed_deadline_is_told_only_while_the_answer_is_awaited(
    archive: Archive, lan: Person, office: Agency, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.write_letter(archive, case, to=office.id, question="Vốn là bao nhiêu tỷ?", deadline=today(), who=lan.id)
    tomorrow = today() + timedelta(1)
    sent = cases.sent_on_paper(archive, case, "1", who=lan.id)
    assert not cases.is_overdue(sent.letters[0])
    monkeypatch.setattr(cases, "today", lambda: tomorrow)
    assert cases.is_overdue(sent.letters[0])
    answered = cases.record_answer(archive, case, "1", answer="2.150 tỷ đồng.", who=lan.id)
    assert not cases.is_overdue(answered.letters[0])


@pytest.fixture
def flag(archive: Archive) -> str:
    """Key of a flag on two articles; nothing waits to be indexed."""
    key = plant_flag(archive, plant_pair(archive))
    with archive.writing() as connection:
        outbox.remove(connection, outbox.pending_seqs(connection))
    return key


def waiting_for_the_index(archive: Archive) -> int:
    with archive.writing() as connection:
        seqs = list(outbox.pending_seqs(connection))
        outbox.remove(connection, seqs)
    return len(seqs)


def test_while_a_case_is_open_the_flag_waits_for_it_and_is_closed_with_it(
    archive: Archive, lan: Person, flag: str
) -> None:
    flagged.decide(archive, flag, FlagState.REJECTED, why=DecisionWhy.OTHER_TIME, who=lan.id)
    assert waiting_for_the_index(archive) == 2
    cases.open_from_flag(archive, flag[:8], who=lan.id, reason=REASON)
    assert waiting_for_the_index(archive) == 2
    assert (flagged.flagged(archive, flag).flag.state, flagged.flagged(archive, flag).open_case) == (FlagState.CASE, 1)
    for state in (FlagState.CONFIRMED, FlagState.REJECTED):
        with pytest.raises(WrongStep, match="Case 1 is open on this flag"):
            flagged.decide(archive, flag, state, why=WHYS[state][0], who=lan.id)
    with pytest.raises(WrongStep, match="Case 1 is open on this flag"):
        flagged.take_back(archive, flag, who=lan.id)
    cases.conclude(archive, "1", rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id)
    closed = flagged.flagged(archive, flag)
    assert (closed.flag.state, closed.case_number, closed.open_case) == (FlagState.CONCLUDED, 1, None)
    assert flagged.flag_list(archive, states=(FlagState.OPEN, FlagState.CASE)).total == 0
    cases.reopen(archive, "1", who=lan.id, reason=REASON)
    again = flagged.flagged(archive, flag)
    assert (again.flag.state, again.open_case) == (FlagState.CASE, 1)
    assert [entry.action for entry in again.decisions] == [
        "flag-rejected",
        "case-opened",
        "case-concluded",
        "case-reopened",
    ]


def test_an_article_alone_is_evidence_and_an_unknown_one_is_named(archive: Archive, lan: Person, case: str) -> None:
    article_id = record(archive, "https://a.example/1", "Tổng mức đầu tư là 2.510 tỷ đồng.")
    added = cases.add_evidence(archive, case, article_id=article_id, who=lan.id).evidence[-1]
    assert (added.quote, added.url, added.article_id) == ("Cầu Vàm Trúc", "https://a.example/1", article_id)
    with pytest.raises(UnknownArticle, match="01NONE"):
        cases.add_evidence(archive, case, article_id="01NONE", who=lan.id)


def test_an_article_without_address_on_the_web_gives_evidence_none(archive: Archive, lan: Person, case: str) -> None:
    with archive.writing() as connection:
        article_id = recording.record(
            connection,
            Content(title="Cầu Vàm Trúc", text="Tổng mức đầu tư là 2.510 tỷ đồng."),
            source_id="bao-mau",
            keys={"urn:sha256:ab": "urn:sha256:ab"},
            channel=Channel.IMPORT,
            fetched_at=now(),
        ).article_id
    added = cases.add_evidence(archive, case, article_id=article_id, who=lan.id).evidence[-1]
    assert (added.url, added.article_id) == ("", article_id)


def test_a_case_on_a_flag_holds_both_passages(archive: Archive, lan: Person) -> None:
    sentences = ("Cầu có tổng mức đầu tư 2.150 tỷ đồng.", "Cầu có tổng mức đầu tư 2.510 tỷ đồng.")
    ids = [record(archive, f"https://{n}.example/1", text) for n, text in zip("ab", sentences, strict=True)]
    finding = Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=ids[0], text=sentences[0]),
        evidence=Passage(ref=ids[1], text=sentences[1]),
        score=0.9,
    )
    run = flags.Run(rule="conflicting-figures/1", inputs="{}", output="{}", at=now())
    with archive.writing() as connection:
        flags.record(connection, finding, run)
    case = cases.open_from_flag(archive, finding.key, who=lan.id, reason=REASON)
    assert (case.claim, case.flag_key) == (sentences[0], finding.key)
    assert [(item.quote, item.article_id, item.url) for item in case.evidence] == [
        (sentences[0], ids[0], "https://a.example/1"),
        (sentences[1], ids[1], "https://b.example/1"),
    ]
    with archive.reading() as connection:
        flag = flags.get(connection, finding.key)
        assert flag is not None
        assert flag.state is FlagState.CASE
        assert [entry.action for entry in audit.of(connection, finding.key)] == ["case-opened"]
    with pytest.raises(WrongStep, match="Case 1"):
        cases.open_from_flag(archive, finding.key, who=lan.id, reason=REASON)
    with pytest.raises(UnknownFlag):
        cases.open_from_flag(archive, "0" * 32, who=lan.id, reason=REASON)


def record(archive: Archive, url: str, text: str) -> str:
    with archive.writing() as connection:
        return recording.record(
            connection,
            Content(title="Cầu Vàm Trúc", text=text),
            source_id="bao-mau",
            keys={addresses.normalise(url): url},
            channel=Channel.FEED,
            fetched_at=now(),
        ).article_id
