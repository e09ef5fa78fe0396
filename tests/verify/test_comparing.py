"""Drafts held against reports, without archive."""

from __future__ import annotations

import pytest

from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.core.findings import FlagReason
from diembao.nlp.statements import SentenceKind, classify
from diembao.verify.comparing import compare, reviewed
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report
from diembao.verify.stance import Stance

BRIDGE = "Cầu Vàm Sậy có tổng mức đầu tư {} tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024."
DYKE = "Đê biển xã An Lạc Đông vỡ một đoạn trong tối nay khiến 200 căn nhà bị ngập."
DRAFT = Report(id="draft", seen="9999", title="Bài viết", text=f"{BRIDGE.format('2.510')} {DYKE}")


def test_every_report_is_told_and_the_draft_claims() -> None:
    candidates = [
        Report(id="R1", seen="1", title="Cầu", text=BRIDGE.format("2.150")),
        Report(id="R2", seen="2", title="Cầu", text=BRIDGE.format("2.150")),
        Report(id="R3", seen="3", title="Đê", text="UBND xã An Lạc Đông khẳng định không có chuyện vỡ đê biển."),
        Report(id="R4", seen="4", title="Cầu", text=BRIDGE.format("2.510")),
    ]
    found = {(finding.reason, finding.claim.ref, finding.evidence.ref) for finding in compare(DRAFT, candidates)}
    assert found == {
        (FlagReason.CONFLICTING_FIGURES, "draft", "R1"),
        (FlagReason.CONFLICTING_FIGURES, "draft", "R2"),
        (FlagReason.DENIED, "draft", "R3"),
    }
    assert compare(DRAFT, []) == ()


def values(draft: str, *candidates: Report) -> list[tuple[str, str]]:
    """What figures of a draft of today differ from what reports give."""
    text = Report(id="draft", seen="9999", dated="2026-11-28T06:00:00+00:00", title="", text=draft)
    return [finding.values for finding in compare(text, candidates) if finding.reason is FlagReason.CONFLICTING_FIGURES]


def report(handle: str, dated: str, *, title: str = "Tin trong ngày", text: str) -> Report:
    return Report(id=handle, seen=dated, dated=f"{dated}:00+00:00", title=title, text=text)


SCHOOL = (
    "Sở Y tế tỉnh Phú Giang xác nhận 34 học sinh Trường Tiểu học Bến Sậy 2 phải nhập viện chiều nay, nghi ngộ độc "
    "thực phẩm."
)


@pytest.mark.parametrize(
    ("draft", "own"),
    [
        ("Chiều 22/11, 43 học sinh Trường Tiểu học Bến Sậy 2 nhập viện.", "43 học sinh"),
        ("Năm 2026, 43 học sinh Trường Tiểu học Bến Sậy 2 nhập viện.", "43 học sinh"),
        ("50 học sinh Trường Tiểu học Bến Sậy 2 nhập viện vì ngộ độc.", "50 học sinh"),
        ("20 học sinh Trường Tiểu học Bến Sậy 2 nhập viện vì ngộ độc.", "20 học sinh"),
        ("34 học sinh Trường Tiểu học Bến Sậy 2 nhập viện vì ngộ độc.", None),
        ("50 học sinh Trường Tiểu học Bến Sậy 1 nhập viện vì ngộ độc.", None),
        ("50 học sinh Trường Tiểu học Láng Cò 2 nhập viện vì ngộ độc.", None),
        ("50 học sinh Trường Tiểu học Bến Sậy 2 được khen thưởng.", None),
    ],
)
def test_a_figure_is_found_whatever_stands_before_and_behind_it(draft: str, own: str | None) -> None:
    found = values(draft, report("R", "2026-11-22T11:50", text=SCHOOL))
    assert found == ([(own, "34 học sinh")] if own else [])


def test_a_figure_is_found_in_a_sentence_but_not_in_an_opinion() -> None:
    draft = "Bão số 13 làm 410 nhà ở Phú Giang tốc mái."
    assert classify(draft).kind is SentenceKind.CLAIM
    storm = report(
        "R", "2026-11-28T00:45", text="Theo báo cáo nhanh sáng nay, bão số 13 làm 310 căn nhà ở Phú Giang tốc mái."
    )
    assert values(draft, storm) == [("410 nhà", "310 căn nhà")]
    assert values("Theo tôi, bão số 13 làm 410 nhà ở Phú Giang tốc mái là điều đáng tiếc.", storm) == []


def test_a_higher_toll_is_an_update_only_where_a_later_report_gives_it() -> None:
    text = "Sạt lở ở xã Hưng Lộc Tây khiến {} người thiệt mạng."
    early = report("R1", "2026-11-22T01:00", text=text.format(3))
    late = report("R2", "2026-11-22T09:00", text=text.format(7))
    assert values(text.format(7), early) == [("7 người", "3 người")]
    assert values(text.format(7), early, late) == []
    assert set(values(text.format(5), early, late)) == {("5 người", "3 người"), ("5 người", "7 người")}


def test_a_figure_that_a_report_quotes_as_wrong_is_not_what_it_says() -> None:
    text = f"{SCHOOL.replace('34', '43')} Con số 43 là sai."
    assert values("50 học sinh Trường Tiểu học Bến Sậy 2 nhập viện.", report("R", "2026-11-22T23:30", text=text)) == []


def test_reviewed_claims_are_told_as_context_too() -> None:
    review = FactCheck(id="F", claim=DYKE, rating=Rating.TRUE, publisher="Trung tâm Mẫu", imported_at=now())
    (found,) = reviewed(DRAFT, FactBase([review]))
    assert (found.match.stance, found.match.is_flag, found.passage.text) == (Stance.REPEATS, False, DYKE)
