"""Figures of reports held against the register of official figures. Every place and body is invented."""

from __future__ import annotations

import pytest

from diembao.core.casework import OfficialFigure
from diembao.core.clock import now
from diembao.core.findings import FlagReason, PassageKind
from diembao.nlp.quantities import find_quantities
from diembao.verify import official, rules
from diembao.verify.matching import FactBase
from diembao.verify.official import Register
from diembao.verify.reports import Report


def figure(
    name: str, written: str, place: str = "", period: str = "năm 2024", publisher: str = "Cơ quan Mẫu"
) -> OfficialFigure:
    (amount,) = find_quantities(written)
    return OfficialFigure(
        id=f"{name} {place}",
        name=name,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        written=written,
        place=place,
        period=period,
        publisher=publisher,
        imported_at=now(),
    )


RICE = figure("sản lượng lúa", "1,24 triệu tấn", "tỉnh Hưng Giang")
POOR = figure("số hộ nghèo", "3.215 hộ", "huyện Tân Lợi Đông")
BUDGET = figure("thu ngân sách", "7.850 tỉ đồng", "tỉnh Kiến Sơn", "9 tháng đầu năm 2024")
RATE = figure("tỉ lệ hộ nghèo", "2,1%", "cả nước")
REGISTER = Register((RICE, POOR, BUDGET, RATE))


def report(text: str, title: str = "Tin trong ngày", **more: str) -> Report:
    return Report(id="a", title=title, text=text, **more)


def told(text: str, title: str = "Tin trong ngày") -> list[tuple[str, str]]:
    given = official.inputs([report(text, title)], REGISTER)
    return [finding.values for finding in official.find(given)] if given else []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn.", "1,42 triệu tấn"),
        ("Tổng sản lượng lúa của tỉnh Hưng Giang trong năm 2024 là 950.000 tấn.", "950.000 tấn"),
        ("Huyện Tân Lợi Đông có 3.512 hộ nghèo trong năm 2024.", "3.512 hộ nghèo"),
        ("Chín tháng đầu năm 2024, thu ngân sách của tỉnh Kiến Sơn đạt 7.580 tỷ đồng.", "7.580 tỷ đồng"),
        ("Cơ quan thống kê cho biết tỉ lệ hộ nghèo của cả nước năm 2024 là 3,4%.", "3,4%"),
    ],
)
def test_another_value_of_one_quantity(text: str, value: str) -> None:
    ((said, _official),) = told(text)
    assert said == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Năm 2024, sản lượng lúa tỉnh Hưng Giang là 1.240.000 tấn.", id="converted"),
        pytest.param("Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt hơn 1,2 triệu tấn.", id="bound"),
        pytest.param("Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,2 triệu tấn.", id="rounded"),
        pytest.param("Năm 2023, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn.", id="year"),
        pytest.param("Quý II/2024, sản lượng lúa của tỉnh Hưng Giang đạt 0,42 triệu tấn.", id="quarter"),
        pytest.param("Sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn.", id="no period"),
        pytest.param("Năm 2024, sản lượng lúa hè thu của tỉnh Hưng Giang đạt 0,42 triệu tấn.", id="narrower"),
        pytest.param("Năm 2024, sản lượng cà phê của tỉnh Hưng Giang đạt 0,42 triệu tấn.", id="thing"),
        pytest.param("Năm 2024, sản lượng lúa của tỉnh Phú Giang đạt 1,42 triệu tấn.", id="place"),
        pytest.param("Năm 2024, sản lượng lúa của xã Mỹ Lộc, tỉnh Hưng Giang đạt 42 nghìn tấn.", id="place within"),
        pytest.param("Năm 2024, sản lượng lúa của tỉnh Hưng Giang tăng 0,1 triệu tấn.", id="change"),
        pytest.param("Năm 2024, sản lượng lúa của tỉnh Hưng Giang dự kiến 1,5 triệu tấn.", id="plan"),
        pytest.param("Huyện Tân Lợi Đông có 512 hộ cận nghèo trong năm 2024.", id="counted"),
        pytest.param("Năm 2024, thu ngân sách của tỉnh Kiến Sơn đạt 9.580 tỷ đồng.", id="whole year"),
        pytest.param("Không có chuyện sản lượng lúa năm 2024 của tỉnh Hưng Giang đạt 1,42 triệu tấn.", id="denied"),
    ],
)
def test_no_difference(text: str) -> None:
    assert told(text) == []


def test_the_place_may_stand_in_the_headline() -> None:
    text = "Năm 2024, sản lượng lúa đạt 1,42 triệu tấn."
    assert told(text, "Hưng Giang được mùa lúa") and not told(text, "Phú Giang được mùa lúa")


def test_a_flag_is_a_pair_with_the_entry_and_replays() -> None:
    first = report("Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn.")
    copy = Report(id="b", voice="a", title=first.title, text=first.text)
    held = rules.hold([first, copy], FactBase(()), REGISTER)
    (found,) = [item for item in held.found if item.rule == official.NAME]
    finding = found.finding
    assert finding.reason is FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE and finding.claim.ref == "a"
    assert finding.evidence.kind is PassageKind.OFFICIAL_FIGURE and finding.evidence.ref == RICE.id
    (mark,) = finding.evidence.marks
    assert finding.evidence.text[slice(*mark)] == "1,24 triệu tấn" and finding.also[0] == ("b",)
    assert rules.run(found.rule, found.inputs) == found.output and not held.broken


def test_the_publisher_of_an_entry_decides_nothing() -> None:
    text = "Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn."
    scores = set()
    for publisher in ("Cục Thống kê", "Hội Nông dân"):
        register = Register((figure("sản lượng lúa", "1,24 triệu tấn", "tỉnh Hưng Giang", publisher=publisher),))
        given = official.inputs([report(text)], register)
        assert given
        (finding,) = official.find(given)
        scores.add((finding.key, finding.score, finding.values))
    assert len(scores) == 1


def test_an_opinion_piece_claims_nothing() -> None:
    text = "Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn."
    assert official.inputs([Report(id="a", title="Tin", text=text, opinion=True)], REGISTER) is None
