"""*Cần kiểm chứng* in a real browser: both passages with the values marked, decisions with a name and a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from diembao.archive import people, recording
from diembao.core import addresses
from diembao.core.casework import Role
from diembao.core.findings import DecisionWhy, FlagState
from diembao.core.models import Channel, Content
from diembao.desk.flagged import flagged
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES
from tests.pairs import NOON, plant_flag, plant_pair

pytestmark = pytest.mark.browser

NOTE_FIELD = "Ghi chú, viết để đồng nghiệp sau này đọc được"
NOTE = "Đã đối chiếu quyết định đầu tư, hai bài nói về một dự án."


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


def pill(page: Page, said: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("radio", name=said, exact=True)


def with_note(page: Page, choice: str, note: str) -> None:
    page.get_by_text("Kèm ghi chú, hoặc lập hồ sơ").click()
    page.get_by_label("Quyết định", exact=True).click()
    page.get_by_role("option", name=choice, exact=True).click()
    page.get_by_label(NOTE_FIELD).fill(note)


def test_both_passages_stand_there_with_the_values_marked(page: Page, desk: Desk) -> None:
    page.goto(desk.address)
    settle(page)
    expect(page.get_by_text("1 mục")).to_be_visible()
    expect(page.locator("blockquote mark")).to_have_text(["2.150 tỷ đồng", "2.510 tỷ đồng"])
    expect(pill(page, "đúng là khác nhau")).to_be_disabled()


def test_one_click_on_a_reason_decides_and_one_takes_it_back(page: Page, desk: Desk) -> None:
    come(page, desk)
    pill(page, "khác thời điểm").click()
    expect(page.get_by_text("Không còn mục nào chờ xem xét")).to_be_visible()
    item = flagged(desk.parts.archive, desk.key)
    assert (item.flag.state, item.standing and item.standing.why) == (FlagState.REJECTED, DecisionWhy.OTHER_TIME)
    settle(page)
    page.get_by_role("button", name="Rút lại", exact=True).click()
    expect(page.locator("blockquote mark")).to_have_text(["2.150 tỷ đồng", "2.510 tỷ đồng"])
    assert flagged(desk.parts.archive, desk.key).flag.state is FlagState.OPEN


def test_another_reason_is_told_in_a_note(page: Page, desk: Desk) -> None:
    come(page, desk)
    with_note(page, "Bác: lý do khác", "ok")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_role("alert").filter(has_text="lý do")).to_be_visible()
    settle(page)  # what is told stands above the form and moves it
    assert flagged(desk.parts.archive, desk.key).flag.state is FlagState.OPEN

    page.get_by_label(NOTE_FIELD).fill(NOTE)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("Không còn mục nào chờ xem xét")).to_be_visible()
    assert [entry.reason for entry in flagged(desk.parts.archive, desk.key).decisions] == [NOTE]
    settle(page)
    page.get_by_test_id("stMain").get_by_text("Đã bác", exact=True).click()
    expect(page.get_by_text(f"lý do khác: {NOTE}")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Rút lại quyết định").click()
    expect(page.get_by_text("Chưa có gì ở đây")).to_be_visible()
    assert flagged(desk.parts.archive, desk.key).flag.state is FlagState.OPEN


def test_a_case_is_opened_and_leads_there(page: Page, desk: Desk) -> None:
    come(page, desk)
    page.get_by_text("Kèm ghi chú, hoặc lập hồ sơ").click()
    page.get_by_label(NOTE_FIELD).fill(NOTE)
    page.get_by_role("button", name="Lập hồ sơ").click()
    settle(page)
    page.get_by_test_id("stMain").get_by_text("Đã lập hồ sơ", exact=True).click()
    settle(page)
    page.get_by_role("link", name=re.compile("Hồ sơ số 1")).click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cầu tốn 2.150 tỷ đồng")


def test_a_hurried_click_elsewhere_loses_no_decision_and_a_second_one_decides_nothing(page: Page, desk: Desk) -> None:
    """A click ends the drawing of the page that the click before it asked for."""
    come(page, desk)
    expect(pill(page, "đúng là khác nhau")).to_be_enabled()
    page.evaluate(
        """() => {
            const button = text => [...document.querySelectorAll("button")].find(b => b.innerText.includes(text));
            button("đúng là khác nhau").click();
            setTimeout(() => button("làm tròn số")?.click(), 40);
            setTimeout(() => button("Đã lập hồ sơ")?.click(), 120);
        }"""
    )
    expect(page.get_by_text("Chưa có gì ở đây")).to_be_visible()
    settle(page)
    item = flagged(desk.parts.archive, desk.key)
    assert item.flag.state is FlagState.CONFIRMED
    assert [entry.data["why"] for entry in item.decisions] == ["differs"]


def test_a_passage_that_was_corrected_says_so(page: Page, desk: Desk) -> None:
    with desk.parts.archive.writing() as connection:
        recording.record(
            connection,
            Content(title="Cầu tốn 2.510 tỷ đồng", text="Cầu tốn 2.510 tỷ đồng."),
            source_id="bao-mau",
            keys={addresses.normalise("https://a.example/1"): "https://a.example/1"},
            channel=Channel.FEED,
            fetched_at=NOON,
        )
    page.goto(desk.address)
    settle(page)
    expect(page.get_by_text("Đã sửa, bản 2 viết: Cầu tốn 2.510 tỷ đồng.")).to_be_visible()
