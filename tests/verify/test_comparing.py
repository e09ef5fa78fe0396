"""Drafts held against reports, without archive."""

from __future__ import annotations

from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.core.findings import FlagReason
from diembao.verify.comparing import compare, reviewed
from diembao.verify.matching import FactBase, Stance
from diembao.verify.reports import Report

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


def test_reviewed_claims_are_told_as_context_too() -> None:
    review = FactCheck(id="F", claim=DYKE, rating=Rating.TRUE, publisher="Trung tâm Mẫu", imported_at=now())
    (found,) = reviewed(DRAFT, FactBase([review]))
    assert (found.match.stance, found.match.is_flag, found.passage.text) == (Stance.REPEATS, False, DYKE)
