"""The stories of a day, the page of one, and stories put right on it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from diembao.archive import people, stories
from diembao.core.casework import Role
from diembao.core.clock import local_day, now
from diembao.pipeline import indexing
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from diembao.verify.examining import Examiner
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES
from tests.desk.press import report, story

pytestmark = pytest.mark.browser

FIVE = "Vụ chìm phà trên sông Vàm Trúc làm 5 người mất tích, theo công an xã Bến Sậy."
SEVEN = "Công an xã Bến Sậy cho biết vụ chìm phà trên sông Vàm Trúc làm 7 người mất tích."
MONEY = "Tỉnh Phú Giang hỗ trợ các gia đình bị nạn ở sông Vàm Trúc 200 triệu đồng."
MONEY_TOO = "200 triệu đồng là số tiền tỉnh Phú Giang hỗ trợ các gia đình bị nạn ở sông Vàm Trúc."


@dataclass(frozen=True)
class Desk:
    address: str
    parts: Parts
    refs: list[str]
    ferry: str
    other: str

    def members(self, story_id: str) -> tuple[str, ...]:
        with self.parts.archive.reading() as connection:
            return stories.get(connection, [story_id])[0].articles


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A desk of one person; two stories of one event, one of them with a copy and reports that differ."""
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    at = now() - timedelta(minutes=50)
    with Parts(home) as parts:
        refs = [
            report(
                parts.archive, title, lead=lead, at=at + timedelta(minutes=place), topic="public-concerns", home=True
            )
            for place, (title, lead) in enumerate(
                (
                    ("Chìm phà [Vàm Trúc](http://x.example)", f"{FIVE} {MONEY}"),
                    ("Phà Vàm Trúc chìm", f"{SEVEN} {MONEY_TOO}"),
                    ("Phà Vàm Trúc chìm, in lại", f"{FIVE} {MONEY}"),
                    ("Giá lúa ở Vàm Trúc", ""),
                    ("Chìm phà Vàm Trúc: tìm người", ""),
                )
            )
        ]
        ferry = story(parts.archive, [refs[0], refs[1], refs[3]], copies=refs[2:3])
        other = story(parts.archive, refs[4:])
        with parts.archive.writing() as connection:
            people.add(connection, name="Lê Thu", role=Role.ANALYST)
        Examiner(parts.archive).examine(story_ids=[ferry], article_ids=refs[:4])
        indexing.drain(parts)
        with dashboard(home.path) as address:
            yield Desk(address, parts, refs, ferry, other)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def come(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def test_from_the_list_to_a_story_and_what_its_reports_say(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/su-kien?day={local_day(now() - timedelta(minutes=50))}")
    expect(main(page).get_by_text("1 sự kiện", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("4 bài, 3 nguồn độc lập · 3 nguồn mới trong 24 giờ · 1 chỗ"))).to_be_visible()
    expect(page.locator(".db-chip", has_text="Nóng")).to_be_visible()
    main(page).get_by_role("button", name="Chìm phà [Vàm Trúc](http://x.example)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chìm phà [Vàm Trúc](http://x.example)")
    settle(page)
    assert parse_qs(urlsplit(page.url).query) == {"story": [desk.ferry]}
    expect(page.locator(".db-quote mark:visible")).to_have_text(["5 người", "7 người", "200 triệu đồng"])
    expect(main(page).get_by_text("Hai bài đưa khác nhau: 5 người và 7 người")).to_be_visible()
    expect(main(page).get_by_text("2 nguồn độc lập", exact=True)).to_be_visible()
    main(page).get_by_text("In lại: 1 bài").click()
    expect(main(page).get_by_text("100% văn bản giống nhau")).to_be_visible()
    main(page).get_by_role("link", name="Xem và quyết định").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cần kiểm chứng")
    settle(page)
    main(page).get_by_role("link", name="Sự kiện với tất cả các bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chìm phà [Vàm Trúc](http://x.example)")


def edit(page: Page) -> Locator:
    box = main(page).get_by_test_id("stExpander").filter(has_text="Sửa sự kiện này")
    if not box.get_by_role("button", name="Gộp").is_visible():
        box.get_by_text("Sửa sự kiện này").click()
    expect(box.get_by_role("button", name="Gộp")).to_be_visible()
    return box


def test_reports_are_split_off_and_stories_merged_and_both_is_undone(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/su-kien?story={desk.ferry}")
    box = edit(page)
    expect(box.get_by_role("button", name="Chuyển", exact=True)).to_be_disabled()
    choose_person(page, "Lê Thu")
    box = edit(page)
    box.get_by_role("combobox").first.click()
    page.get_by_role("option", name=re.compile("Giá lúa")).click()
    settle(page)
    page.keyboard.press("Escape")
    box.get_by_role("button", name="Chuyển", exact=True).click()
    expect(main(page).get_by_text("Lê Thu đã tách ra 1 bài").first).to_be_visible()
    settle(page)
    assert desk.members(desk.ferry) == tuple(desk.refs[:3])
    main(page).get_by_role("button", name="Hoàn tác").first.click()
    expect(main(page).get_by_text("Lê Thu đã tách ra 1 bài")).to_have_count(0)
    settle(page)
    assert desk.members(desk.ferry) == tuple(desk.refs[:4])
    box = edit(page)
    box.get_by_role("combobox").last.click()
    page.get_by_role("option", name=re.compile("^Chìm phà Vàm Trúc: tìm người")).click()
    settle(page)
    box.get_by_role("button", name="Gộp").click()
    expect(main(page).get_by_text("Lê Thu đã gộp hai sự kiện").first).to_be_visible()
    settle(page)
    assert desk.members(desk.other) == tuple(desk.refs)
    expect(main(page).get_by_text(re.compile("5 bài, 4 nguồn độc lập"))).to_be_visible()


def test_a_pasted_address_and_one_that_leads_nowhere(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/su-kien?story={desk.other}")
    choose_person(page, "Lê Thu")
    for typed in ("01NONE", f"{desk.address}/su-kien?story={desk.ferry}"):
        box = edit(page)
        box.get_by_role("combobox").last.fill(typed)
        page.keyboard.press("Enter")
        settle(page)
        box.get_by_role("button", name="Gộp").click()
        if typed == "01NONE":
            expect(page.get_by_test_id("stAlert").filter(has_text="Không có sự kiện 01NONE.")).to_be_visible()
            settle(page)
    expect(main(page).get_by_text("Lê Thu đã gộp hai sự kiện").first).to_be_visible()
    settle(page)
    assert desk.members(desk.other) == tuple(desk.refs)
