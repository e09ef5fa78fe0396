"""*Kho kiểm chứng* and *Số liệu công bố* in a real browser: found, opened with their flags, taken over by a click."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import fact_checks
from diembao.core.casework import Role
from diembao.core.clock import now
from diembao.core.home import Home
from diembao.desk.factchecks import base, register
from diembao.desk.people import enter
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.conftest import run_cli

pytestmark = pytest.mark.browser

ARTICLES = {
    "Được mùa lúa": "Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn.",
    "Cầu vẫn an toàn": "UBND huyện Tân Lợi Đông bác bỏ thông tin cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn.",
    "Nước máy": "Nước máy ở phường Tân Hòa Lợi nhiễm asen gấp 10 lần mức cho phép.",
}
REVIEWS = """claim,rating,publisher,label
Nước máy ở phường Tân Hòa Lợi nhiễm asen gấp 10 lần mức cho phép.,false,Trung tâm *Mẫu*,Tin giả
Tỉnh Hưng Giang miễn học phí cho học sinh THPT công lập.,true,Trung tâm *Mẫu*,Tin xác thực
"""
FIGURES = """name,value,publisher,place,period
Sản lượng lúa,"1,24 triệu tấn",Cục Mẫu,tỉnh Hưng Giang,năm 2024
"""


@pytest.fixture(scope="module")
def base_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two reviewed claims, one figure and three articles, of which two go against these."""
    folder = tmp_path_factory.mktemp("base")
    home = found_home(folder / "home", catalogue="")
    (folder / "reviews.csv").write_text(REVIEWS, encoding="utf-8")
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    with Parts(home) as parts:
        enter(parts.archive, name="Lê Thu", role=Role.ANALYST)
        base.import_file(parts.archive, folder / "reviews.csv")
        register.import_file(parts.archive, folder / "figures.csv")
    _import(home, folder / "articles.jsonl")
    return home


def _import(home: Home, file: Path) -> None:
    rows = [{"title": title, "text": text, "date": now().isoformat()} for title, text in ARTICLES.items()]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert run_cli("import", file, "--home", home.path).code == 0


@pytest.fixture(scope="module")
def base_address(base_home: Home, browser: Browser) -> Iterator[str]:
    with dashboard(base_home.path) as url:
        yield url


def test_a_reviewed_claim_is_found_and_opened_with_its_flags(page: Page, base_address: str) -> None:
    page.goto(f"{base_address}/kho-kiem-chung")
    expect(page.get_by_text("2 thông tin")).to_be_visible()
    page.get_by_role("textbox", name="Từ").fill("nuoc may")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 thông tin")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Nước máy ở phường").click()
    expect(page.get_by_text("Theo Trung tâm *Mẫu*: Tin giả")).to_be_visible()
    page.get_by_role("link", name="đã từng được kiểm chứng").click()
    expect(page.get_by_role("heading", name="Cần kiểm chứng")).to_be_visible()


def test_a_denied_claim_enters_the_base_by_a_click_in_a_persons_name(
    page: Page, base_address: str, base_home: Home
) -> None:
    page.goto(f"{base_address}/kho-kiem-chung")
    settle(page)
    choose_person(page, "Lê Thu")
    page.get_by_role("tab", name="Báo chí đã bác bỏ").click()
    settle(page)
    page.get_by_text("Tìm trong các bài").click()
    settle(page)
    page.get_by_role("button", name="Đưa vào kho").click()
    expect(page.get_by_text("Không có bài nào trong những ngày này bác bỏ")).to_be_visible()
    with Parts(base_home) as parts, parts.archive.reading() as connection:
        assert "Cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn" in {item.claim for item in fact_checks.every(connection)}


def test_a_figure_is_opened_with_the_report_that_differs(page: Page, base_address: str) -> None:
    page.goto(f"{base_address}/so-lieu")
    settle(page)
    page.get_by_role("button", name="Sản lượng lúa").click()
    expect(page.get_by_text("Theo Cục Mẫu: 1,24 triệu tấn")).to_be_visible()
    expect(page.get_by_text("Bài nêu 1,42 triệu tấn, Cục Mẫu công bố 1,24 triệu tấn")).to_be_visible()
    page.goto(f"{base_address}/so-lieu?id=none")
    expect(page.get_by_text("Kho không còn số liệu này.")).to_be_visible()
