"""Sentences held against reviewed claims. Every place and body is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.verify import matching
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report
from diembao.verify.stance import Stance

WATER = "Nước máy ở phường Tân Hòa Lợi nhiễm asen gấp 10 lần mức cho phép."
FEES = "Tỉnh Hưng Giang miễn học phí cho học sinh THPT công lập từ năm học 2025-2026."
DYKE = "Đê tả sông Lục ở xã Mỹ Thạnh Tây bị sạt một đoạn dài 60 m trong đợt lũ tháng 9/2025."
HOGS = "Giá lợn hơi ở tỉnh Hưng Giang rớt xuống còn 35.000 đồng/kg trong tháng 3/2025."


def fact_check(claim: str, rating: Rating = Rating.FALSE) -> FactCheck:
    return FactCheck(id=claim[:20], claim=claim, rating=rating, publisher="Trung tâm Mẫu", imported_at=now())


BASE = FactBase(fact_check(claim) for claim in (WATER, FEES, DYKE, HOGS))


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Người dân cho hay nước máy phường Tân Hòa Lợi nhiễm asen, cao gấp 10 lần mức cho phép.", WATER),
        ("Từ năm học 2025-2026, học sinh THPT trường công ở Hưng Giang được miễn học phí.", FEES),
        ("Sáu mươi mét đê tả sông Lục ở Mỹ Thạnh Tây bị sạt trong trận lũ tháng 9 năm 2025.", DYKE),
        ("De ta song Luc o xa My Thanh Tay bi sat lo 60 m trong dot lu thang 9/2025.", DYKE),
        ("Tháng 3/2025, lợn hơi ở Hưng Giang rớt giá còn 3,5 triệu đồng một tạ.", HOGS),
    ],
)
def test_other_wordings_of_a_claim(sentence: str, claim: str) -> None:
    match = BASE.match(sentence)
    assert match and match.fact_check.claim == claim and match.stance is Stance.REPEATS


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Nước máy ở phường Bình Hòa Lợi nhiễm asen gấp 10 lần mức cho phép.", id="place"),
        pytest.param("Nước máy ở phường Tân Hòa Lợi nhiễm asen gấp 2 lần mức cho phép.", id="figure"),
        pytest.param("Tỉnh Hưng Giang miễn học phí cho học sinh THPT công lập từ năm học 2027-2028.", id="time"),
        pytest.param("Tỉnh Hưng Giang miễn học phí cho trẻ mầm non công lập từ năm học 2025-2026.", id="pupils"),
        pytest.param("Đê hữu sông Lục ở xã Mỹ Thạnh Tây bị sạt 60 m trong đợt lũ tháng 9/2025.", id="bank"),
        pytest.param("Giá lợn giống ở tỉnh Hưng Giang còn 35.000 đồng/kg trong tháng 3/2025.", id="kind"),
        pytest.param("Phường Tân Hòa Lợi khai trương chợ đêm.", id="thing"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_claims_however_near(sentence: str) -> None:
    assert BASE.match(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Công ty bác tin nước máy phường Tân Hòa Lợi nhiễm asen gấp 10 lần mức cho phép.", Stance.DENIES),
        ("Nói nước máy phường Tân Hòa Lợi nhiễm asen gấp 10 lần mức cho phép là sai sự thật.", Stance.DENIES),
        ("Chưa rõ nước máy phường Tân Hòa Lợi có nhiễm asen gấp 10 lần mức cho phép hay không.", Stance.DISCUSSES),
    ],
)
def test_stance_is_towards_the_claim(sentence: str, stance: Stance) -> None:
    match = BASE.match(sentence)
    assert match and match.stance is stance


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize(
    ("sentence", "stance"), [(WATER, Stance.REPEATS), (f"Công ty bác bỏ tin: {WATER}", Stance.DENIES)]
)
def test_only_repeating_what_is_false_and_denying_what_is_true_are_flags(
    sentence: str, stance: Stance, rating: Rating
) -> None:
    base = FactBase([fact_check(WATER, rating)])
    given = matching.inputs([Report(id="R", title="Nước", text=sentence)], base)
    assert given is not None
    flagged = (stance, rating) in (
        (Stance.REPEATS, Rating.FALSE),
        (Stance.REPEATS, Rating.MISLEADING),
        (Stance.DENIES, Rating.TRUE),
    )
    assert len(matching.find(given)) == flagged


def test_copies_of_one_text_are_told_once() -> None:
    sources = [
        Report(id="R1", seen="1", title="Nước", text=WATER),
        Report(id="R2", seen="2", title="Nước", text=WATER, voice="R1"),
        Report(id="R3", seen="3", title="Nước", text=WATER),
    ]
    given = matching.inputs(sources, BASE)
    assert given is not None
    assert {finding.claim.ref: finding.also for finding in matching.find(given)} == {
        "R1": (("R2",), ()),
        "R3": ((), ()),
    }


def test_an_empty_base_matches_nothing() -> None:
    assert FactBase(()).match(WATER) is None


def test_the_order_of_the_base_decides_nothing() -> None:
    turned = FactBase(reversed([fact_check(claim) for claim in (WATER, FEES, DYKE, HOGS)]))
    here, there = BASE.match(WATER), turned.match(WATER)
    assert here and there and (here.fact_check.id, here.score) == (there.fact_check.id, there.score)


def test_a_place_and_its_institution_are_not_enough() -> None:
    claim = "Bệnh viện Đa khoa Bến Lúa ngừng nhận bệnh nhân có bảo hiểm y tế."
    sentence = (
        "Về việc thiếu thuốc tại Bệnh viện Đa khoa Bến Lúa, Giám đốc Sở Y tế nhận trách nhiệm và hứa hoàn tiền cho "
        "người có bảo hiểm phải mua ngoài."
    )
    base = FactBase([fact_check(claim)])
    assert base.match(sentence) is None and base.match(claim)


@pytest.mark.parametrize("turned", [False, True])
def test_a_claim_is_flagged_if_any_of_its_reviews_says_so(turned: bool) -> None:
    unproven, false = (
        replace(fact_check(WATER, rating), id=name, publisher=f"Trung tâm {name}")
        for rating, name in ((Rating.UNPROVEN, "B" if turned else "A"), (Rating.FALSE, "A" if turned else "B"))
    )
    base = FactBase([unproven, false])
    assert {match.fact_check.id for match in base.matches(WATER)} == {"A", "B"}
    given = matching.inputs([Report(id="R", title="Nước", text=WATER)], base)
    assert given is not None
    (finding,) = matching.find(given)
    assert finding.evidence.ref == false.id and finding.facts["further"] == f"{unproven.publisher}: unproven"


def test_reports_near_a_claim_are_found_whatever_reviews_say_of_it() -> None:
    about = matching.About([WATER, FEES])
    assert about.touched_by(Report(id="R", title="Nước", text=f"Hôm nay trời nắng. Có tin đồn rằng {WATER}"))
    assert not about.touched_by(Report(id="R", title="Lợn", text=HOGS))
