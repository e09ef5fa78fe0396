"""What the demo's people have done this morning, so that every page has something to show."""

from __future__ import annotations

from datetime import timedelta

from diembao.archive import Archive
from diembao.core.clock import today
from diembao.core.findings import DecisionWhy, FlagReason, FlagState
from diembao.demo.people import AGENCY, ANALYST
from diembao.desk.casework import cases
from diembao.desk.flagged import Flagged, decide, flag_list

_BRIDGE, _WATER = "2.510 tỷ đồng", "asen"
_WHY_CONFIRMED = (
    "Đã đối chiếu quyết định phê duyệt dự án: tổng mức đầu tư là 2.150 tỷ đồng. Hai bài nói về cùng một dự án."
)
_WHY_CASE = "Nội dung này đã được kiểm chứng nhưng lại xuất hiện trên báo; cần cơ quan chuyên môn trả lời chính thức."
_QUESTION = (
    "Đề nghị Quý cơ quan cho biết kết quả phân tích hàm lượng asen trong nước máy tại phường Tân Mỹ Lợi trong ba tháng "
    "gần nhất: thời điểm lấy mẫu, vị trí lấy mẫu, giá trị đo được và mức cho phép áp dụng."
)
_DAYS = 3


def morning(archive: Archive) -> None:
    """Decide what has not been decided yet: confirm one flag, open a case on another and write to the agency."""
    for item in flag_list(archive, limit=100).items:
        finding = item.flag.finding
        if finding.reason is FlagReason.CONFLICTING_FIGURES and _BRIDGE in finding.values:
            decide(
                archive,
                item.flag.key,
                FlagState.CONFIRMED,
                why=DecisionWhy.DIFFERS,
                note=_WHY_CONFIRMED,
                who=ANALYST,
            )
        elif finding.reason is FlagReason.MATCHES_FACT_CHECK and _WATER in finding.claim.text:
            _ask(archive, item)


def _ask(archive: Archive, item: Flagged) -> None:
    case = cases.open_from_flag(archive, item.flag.key, who=ANALYST, reason=_WHY_CASE)
    deadline = today() + timedelta(days=_DAYS)
    cases.write_letter(archive, str(case.number), to=AGENCY, question=_QUESTION, deadline=deadline, who=ANALYST)
