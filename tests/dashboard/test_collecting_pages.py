"""What collecting shows to people, in a real browser: how sources do, an article's fields, and withholding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import people, visits
from diembao.core.casework import Role
from diembao.core.clock import now
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests import fields_press
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES, run_cli

pytestmark = pytest.mark.browser

_MORE = """
[[source]]
id = "chung-thu"
name = "Báo <i>Chứng Thư</i>"
publisher = "Sở Thông tin tỉnh Mẫu"
kind = "local"
domains = ["chung-thu.example"]
feeds = ["https://chung-thu.example/rss"]

[[source]]
id = "doi-cho"
name = "Báo Dời Chỗ"
publisher = "Sở Thông tin tỉnh Mẫu"
kind = "local"
domains = ["doi-cho.example"]
feeds = ["https://doi-cho.example/rss"]
"""
_ADMIN, _ANALYST = "Lê Văn Bình", "Trần Thị Sáu"


@dataclass(frozen=True)
class Desk:
    """A served home."""

    address: str
    home: Path
    article_id: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    home = found_home(tmp_path_factory.mktemp("collecting") / "home", catalogue=SOURCES + _MORE)
    at = now()
    with Parts(home) as parts:
        article_id = fields_press.keep(parts, at - timedelta(hours=2))
        reasons = {"bao-mau": ("", ""), "chung-thu": ("certificate", "expired"), "doi-cho": ("timeout", "")}
        with parts.archive.writing() as connection:
            people.add(connection, name=_ADMIN, role=Role.ADMIN)
            people.add(connection, name=_ANALYST, role=Role.ANALYST)
            for source in parts.sources:
                reason, detail = reasons[source.id]
                for door in source.doors:
                    visits.note_door(connection, source.id, door, at, listed=30, reason=reason, detail=detail)
    with dashboard(home.path) as address:
        yield Desk(address, home.path, article_id)


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def test_sources_in_trouble_stand_first_with_what_to_do(page: Page, desk: Desk) -> None:
    open_page(page, f"{desk.address}/nguon-tin")
    cards = page.locator(".db-source")
    expect(cards).to_have_count(2)
    expect(cards.first.locator(".db-chip")).to_have_text("lỗi chứng chỉ")
    expect(cards.first).to_contain_text("Báo <i>Chứng Thư</i>")
    expect(cards.first).to_contain_text("đã hết hạn")
    expect(cards.first.locator("small")).to_contain_text("từ ")
    expect(cards.nth(1).locator(".todo code")).to_have_text("diembao sources check doi-cho")
    expect(cards.first.get_by_role("img", name="0 bài trong 28 ngày")).to_be_visible()
    needs_a_look = page.get_by_test_id("stMetric").filter(has_text="Nguồn cần xem")
    expect(needs_a_look.get_by_test_id("stMetricValue")).to_have_text("2")


def test_the_table_of_sources_shows_all_its_first_columns(page: Page, desk: Desk) -> None:
    open_page(page, f"{desk.address}/nguon-tin")
    canvas = page.get_by_test_id("stDataFrame").first  # draws itself, and describes what is in sight as a table
    expect(canvas.locator("td", has_text="Báo Dời Chỗ")).to_have_count(1)
    expect(canvas.locator("th", has_text="Lần lấy được gần nhất")).to_be_attached()
    page.get_by_role("button", name="lỗi chứng chỉ · 1").click()
    expect(canvas.locator("td", has_text="Báo Dời Chỗ")).to_have_count(0)
    expect(canvas.locator("td", has_text="Báo <i>Chứng Thư</i>")).to_have_count(1)


def test_on_a_narrow_screen_a_source_takes_the_whole_width(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    open_page(page, f"{desk.address}/nguon-tin")
    card = page.locator(".db-source").first
    expect(card).to_be_visible()
    outer, inner = card.bounding_box(), card.locator("p").first.bounding_box()
    assert outer
    assert inner
    assert inner["width"] > 0.9 * outer["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_an_outlet_prints_around_a_text_is_shown_and_read_as_text(page: Page, desk: Desk) -> None:
    open_page(page, f"{desk.address}/bai-viet?id={desk.article_id}")
    main = page.get_by_test_id("stMain")
    expect(main.locator(".db-tag", has_text="phóng sự ảnh")).to_be_visible()
    expect(main.get_by_text("(chưa chắc: ở tương lai)").first).to_be_visible()
    expect(main.get_by_text("Nguồn do báo ghi: Hãng tin Phương Nam")).to_be_visible()
    captions = main.locator(".db-list").first
    expect(captions.locator("li")).to_have_text(["Ghe hàng sáng sớm. Ảnh: Trần Bình", "<img src=x> Du khách."])
    expect(main.locator(".db-tag", has_text="<b>sông nước</b>")).to_be_visible()
    main.get_by_text("Liên kết trong bài (2)").click()
    expect(main.get_by_text("bấm vào đây")).to_be_visible()
    assert [link.get_attribute("href") for link in main.locator(".db-list a").all()] == [
        "https://cong.example/quyet-dinh?a=1&b=2"
    ]
    page.get_by_role("tab", name="Thông tin").click()
    table = page.get_by_test_id("stTable")
    expect(table).to_contain_text("địa chỉ của trang")
    expect(table).to_contain_text("Nguyễn Văn An")


def test_only_an_administrator_withholds_and_only_with_the_second_step(page: Page, desk: Desk) -> None:
    address = f"{desk.address}/bai-viet?id={desk.article_id}"
    reason = "Theo yêu cầu của gia đình người trong ảnh."
    open_page(page, address)
    expect(page.get_by_text("Ẩn bài này hoặc một đoạn")).to_have_count(0)
    choose_person(page, _ANALYST)
    expect(page.get_by_text("Ẩn bài này hoặc một đoạn")).to_have_count(0)
    choose_person(page, _ADMIN)
    page.get_by_text("Ẩn bài này hoặc một đoạn").click()
    expect(page.get_by_text("Không thể hoàn tác")).to_be_visible()
    page.get_by_label(re.compile("^Lý do")).fill(reason)
    page.get_by_role("button", name="Ẩn hẳn").click()
    expect(page.get_by_text("Chưa ẩn gì")).to_be_visible()
    expect(page.get_by_label(re.compile("^Lý do"))).to_have_value(reason)
    assert run_cli("show", desk.article_id, "--home", desk.home).code == 0
    settle(page)
    page.get_by_text("Tôi đã đọc lời cảnh báo").click()
    page.get_by_role("button", name="Ẩn hẳn").click()
    told = page.get_by_test_id("stAlert").filter(has_text="Bài này bị ẩn từ")
    expect(told).to_contain_text(f"người ẩn: {_ADMIN}")
    expect(told).to_contain_text(reason)
    expect(page.get_by_role("heading", name="Chợ nổi")).to_have_count(0)
    refused = run_cli("show", desk.article_id, "--home", desk.home, DIEMBAO_DESK__LANGUAGE="vi")
    assert refused.code == 2
    assert reason in refused.stderr
    assert "diembao withhold list" in refused.stderr
