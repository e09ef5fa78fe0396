"""*Cần kiểm chứng* in a real browser: both passages with the values marked, decisions with a name and a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import people
from diembao.core.casework import Role
from diembao.core.findings import FlagState
from diembao.desk.flagged import flagged
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES
from tests.pairs import plant_flag, plant_pair

pytestmark = pytest.mark.browser

REASON_FIELD = "Lý do, viết để đồng nghiệp sau này đọc được"
WHY = "Đã đối chiếu quyết định đầu tư, hai bài nói về một dự án."


@dataclass(frozen=True)
class Desk:
    address: str
    parts: Parts
    key: str


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A desk of one person with one flag."""
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    with Parts(home) as parts:
        key = plant_flag(parts.archive, plant_pair(parts.archive))
        with parts.archive.writing() as connection:
            people.add(connection, name="Lê Thu", role=Role.ANALYST)
        with dashboard(home.path) as address:
            yield Desk(f"{address}/can-kiem-chung", parts, key)


def come(page: Page, desk: Desk) -> None:
    page.goto(desk.address)
    settle(page)
    choose_person(page, "Lê Thu")


def decide(page: Page, button: str, reason: str) -> None:
    page.get_by_text(re.compile("^Quyết định")).click()
    page.get_by_label(REASON_FIELD).fill(reason)
    page.get_by_role("button", name=button).click()
    settle(page)


def test_both_passages_stand_there_with_the_values_marked(page: Page, desk: Desk) -> None:
    page.goto(desk.address)
    settle(page)
    expect(page.get_by_text("1 mục")).to_be_visible()
    expect(page.locator("blockquote mark")).to_have_text(["2.150 tỷ đồng", "2.510 tỷ đồng"])
    page.get_by_test_id("stExpander").get_by_text("Quyết định").click()
    expect(page.get_by_role("button", name="Xác nhận: đúng là khác nhau")).to_be_disabled()


def test_a_decision_needs_a_reason_and_can_be_taken_back(page: Page, desk: Desk) -> None:
    come(page, desk)
    decide(page, "Xác nhận: đúng là khác nhau", "ok")
    expect(page.get_by_role("alert").filter(has_text="lý do")).to_be_visible()
    settle(page)  # what is told stands above the form and moves it
    assert flagged(desk.parts.archive, desk.key).flag.state is FlagState.OPEN

    page.get_by_label(REASON_FIELD).fill(WHY)
    page.get_by_role("button", name="Xác nhận: đúng là khác nhau").click()
    expect(page.get_by_text("Không còn mục nào chờ xem xét")).to_be_visible()
    item = flagged(desk.parts.archive, desk.key)
    assert item.flag.state is FlagState.CONFIRMED
    assert [entry.reason for entry in item.decisions] == [WHY]

    page.get_by_test_id("stMain").get_by_text("Đã xác nhận", exact=True).click()
    expect(page.get_by_text(WHY)).to_be_visible()
    decide(page, "Rút lại quyết định", "Cần xem lại số của năm nay trước đã.")
    expect(page.get_by_text("Chưa có gì ở đây")).to_be_visible()
    assert flagged(desk.parts.archive, desk.key).flag.state is FlagState.OPEN


def test_a_case_is_opened_and_leads_there(page: Page, desk: Desk) -> None:
    come(page, desk)
    decide(page, "Lập hồ sơ", WHY)
    page.get_by_test_id("stMain").get_by_text("Đã lập hồ sơ", exact=True).click()
    settle(page)
    page.get_by_role("link", name=re.compile("Hồ sơ số 1")).click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cầu tốn 2.150 tỷ đồng")


def test_a_hurried_click_elsewhere_loses_no_decision_and_a_second_one_decides_nothing(page: Page, desk: Desk) -> None:
    """A click ends the drawing of the page that the click before it asked for."""
    come(page, desk)
    page.get_by_text(re.compile("^Quyết định")).click()
    page.get_by_label(REASON_FIELD).fill(WHY)
    confirm = page.get_by_role("button", name="Xác nhận: đúng là khác nhau")
    expect(confirm).to_be_enabled()
    page.evaluate(
        """() => {
            const button = text => [...document.querySelectorAll("button")].find(b => b.innerText.includes(text));
            button("Xác nhận: đúng là khác nhau").click();
            setTimeout(() => button("Xác nhận: đúng là khác nhau")?.click(), 40);
            setTimeout(() => button("Bác: không có gì")?.click(), 80);
            setTimeout(() => button("Đã lập hồ sơ")?.click(), 120);
        }"""
    )
    expect(page.get_by_text("Chưa có gì ở đây")).to_be_visible()
    settle(page)
    item = flagged(desk.parts.archive, desk.key)
    assert item.flag.state is FlagState.CONFIRMED
    assert [entry.reason for entry in item.decisions] == [WHY]
