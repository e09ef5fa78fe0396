"""One report says that another's claim is not so. Every place and body is invented."""

from __future__ import annotations

import pytest

from diembao.core.findings import Finding, Part, Passage
from diembao.verify import denials
from diembao.verify.reports import Report

CLAIM = "Đê biển xã An Lạc Đông vỡ một đoạn trong tối nay khiến 200 căn nhà bị ngập."
DENIAL = "UBND xã An Lạc Đông bác bỏ thông tin cho rằng đê biển bị vỡ, 200 căn nhà bị ngập."


def found(*texts: str) -> tuple[Finding, ...]:
    sources = [
        Report(id=f"R{number}", seen=f"2026-11-2{number}", title=f"Bài {number}", text=text)
        for number, text in enumerate(texts)
    ]
    given = denials.inputs(sources)
    return denials.find(given) if given else ()


def test_the_pair_is_found_with_the_words_of_denial() -> None:
    (finding,) = found(CLAIM, DENIAL)
    assert (finding.claim.ref, finding.evidence.ref) == ("R0", "R1")
    assert finding.evidence.text[slice(*finding.evidence.marks[0])] == "bác bỏ thông tin"


@pytest.mark.parametrize(
    "denial",
    [
        "UBND xã An Lạc Đông khẳng định không có chuyện vỡ đê biển.",
        "Lãnh đạo xã An Lạc Đông phủ nhận việc đê biển bị vỡ trong tối nay.",
        "Thông tin đê biển xã An Lạc Đông vỡ khiến 200 căn nhà bị ngập là sai sự thật.",
        "Trên mạng có tin đê biển xã An Lạc Đông vỡ, 200 căn nhà bị ngập. Thông tin này là không đúng sự thật.",
    ],
)
def test_ways_of_denying(denial: str) -> None:
    assert [finding.claim.ref for finding in found(CLAIM, denial)] == ["R0"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("UBND xã Bình Hòa Tây bác bỏ thông tin cho rằng đê biển bị vỡ.", id="another place"),
        pytest.param("UBND xã An Lạc Đông bác bỏ tin 12 căn nhà bị ngập vì đê biển bị vỡ.", id="another figure"),
        pytest.param("UBND xã An Lạc Đông bác bỏ đề xuất lùi thời hạn nộp thuế đất.", id="another thing"),
        pytest.param("Không thể phủ nhận đê biển xã An Lạc Đông bị vỡ khiến nhà bị ngập.", id="no denial"),
        pytest.param("Đê biển xã An Lạc Đông vỡ một đoạn, nhiều căn nhà bị ngập sâu.", id="the same claim"),
    ],
)
def test_what_denies_nothing_of_it(other: str) -> None:
    assert found(CLAIM, other) == ()


def test_who_tells_of_a_rumour_claims_nothing() -> None:
    rumour = "Trên mạng lan truyền tin đồn đê biển xã An Lạc Đông vỡ một đoạn khiến 200 căn nhà bị ngập."
    assert found(rumour, DENIAL) == ()


def test_who_tells_of_the_denial_as_well_does_not_stand_by_the_claim() -> None:
    assert found(f"{CLAIM} Tối muộn, {DENIAL}", DENIAL) == ()


def test_a_correction_counts_against_others_that_still_say_it() -> None:
    claim = "Có 43 học sinh Trường An Lạc 2 nhập viện sau bữa ăn trưa bán trú."
    correction = "Đính chính: thông tin 43 học sinh Trường An Lạc 2 nhập viện sau bữa ăn trưa là không chính xác."
    (finding,) = found(claim, correction)
    assert (finding.claim.ref, finding.evidence.ref) == ("R0", "R1")


def test_one_finding_a_claiming_voice_with_all_who_deny_beside_it() -> None:
    (finding,) = found(CLAIM, DENIAL, "UBND xã An Lạc Đông khẳng định không có chuyện vỡ đê biển.")
    assert finding.evidence.ref == "R1" and finding.also == ((), ("R2",))


def test_the_least_inputs_give_the_same_finding() -> None:
    sources = [Report(id=f"R{n}", title=f"Bài {n}", text=text) for n, text in enumerate((CLAIM, DENIAL, "Trời mưa."))]
    given = denials.inputs(sources)
    assert given is not None
    (finding,) = denials.find(given)
    assert denials.find(denials.narrowed(given, finding)) == (finding,)


def test_a_dispute_is_told_once_however_many_take_part() -> None:
    (finding,) = found(CLAIM, DENIAL, f"Tối qua, {CLAIM[0].lower()}{CLAIM[1:]}", DENIAL)
    assert (finding.claim.ref, finding.evidence.ref) == ("R0", "R1")
    assert finding.also == (("R2",), ("R3",))


def test_a_court_that_rejects_an_appeal_denies_no_report() -> None:
    assert not found("Ông Trần Văn Mẫu đã gửi đơn kháng cáo bản án.", "Tòa bác bỏ đơn kháng cáo của ông Trần Văn Mẫu.")


@pytest.mark.parametrize(
    "denial",
    [
        "Theo tôi, sẽ không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Tôi xin thề không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Hãy nói thẳng: không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Thật nực cười, không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Làm gì có, không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Từ nay không có chuyện vỡ đê biển xã An Lạc Đông.",
        "Không có chuyện vỡ đê biển xã An Lạc Đông nữa.",
        "Không có chuyện vỡ đê biển xã An Lạc Đông đâu!",
        "Theo tôi, thông tin đê biển xã An Lạc Đông vỡ khiến 200 căn nhà bị ngập là sai sự thật.",
        "Trên mạng có tin đê biển xã An Lạc Đông vỡ, 200 nhà bị ngập. Theo tôi, tin này là sai sự thật.",
        "Toi xin the khong co chuyen vo de bien xa An Lac Dong.",
    ],
)
def test_opinions_promises_demands_and_mockery_deny_nothing(denial: str) -> None:
    assert found(CLAIM, denial) == ()
    claimed, said = (
        Passage(ref=ref, version=1, part=Part.TEXT, text=text) for ref, text in (("A", CLAIM), ("B", denial))
    )
    assert denials.compare(claimed, said) == 0.0


@pytest.mark.parametrize(
    "denial",
    [
        "UBND xã An Lạc Đông bác bỏ thông tin đê biển sẽ bị vỡ, 200 căn nhà bị ngập.",
        "Thông tin đê biển xã An Lạc Đông vỡ khiến 200 căn nhà sẽ bị ngập là sai sự thật.",
    ],
)
def test_what_is_denied_may_be_anything(denial: str) -> None:
    assert [finding.evidence.ref for finding in found(CLAIM, denial)] == ["R1"]


def test_who_tells_of_a_denial_in_mockery_does_not_stand_by_the_claim_either() -> None:
    assert not found(f"{CLAIM} Thật nực cười, không có chuyện vỡ đê biển xã An Lạc Đông.", DENIAL)
