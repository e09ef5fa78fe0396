"""The history of an article, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.core.models import Content
from diembao.dashboard import revision_marks
from diembao.nlp.revisions import compare
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import dashboard, settle
from tests.conftest import SOURCES
from tests.history_press import NOTICE, tell


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Address of the page of an article with a history."""
    home = found_home(tmp_path_factory.mktemp("history") / "home", catalogue=SOURCES)
    with Parts(home) as parts:
        article_id = tell(parts, datetime(2026, 11, 10, 1, tzinfo=UTC))
    with dashboard(Path(home.path)) as address:
        yield f"{address}/bai-viet?id={article_id}"


def open_history(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.get_by_role("tab", name=re.compile("Lịch sử")).click()
    expect(page.locator(".db-timeline")).to_be_visible()


@pytest.mark.browser
def test_the_time_line_tells_what_happened_neutrally(page: Page, history: str) -> None:
    open_history(page, history)
    lines = page.locator(".db-timeline li").all_inner_texts()
    told = [" ".join(line.split()) for line in lines]
    assert [line.split(" ", 2)[2] for line in told] == [
        "Đã có lại tại nguồn",
        "Không còn tại nguồn: trang báo rằng không có trang này",
        f"Văn bản đã đổi: phiên bản 3 có lời đính chính Báo viết: {NOTICE}",
        "Văn bản đã đổi: phiên bản 2 chỉ hình thức",
        "Đọc lần đầu",
    ]
    expect(page.get_by_test_id("stAlert").filter(has_text="Chờ xem lại")).to_contain_text("thiếu phần lớn văn bản")
    expect(page.locator(".db-tag", has_text="chờ xem lại")).to_be_visible()


@pytest.mark.browser
def test_versions_stand_beside_each_other_or_in_one_text(page: Page, history: str) -> None:
    open_history(page, history)
    table = page.locator(".db-diff")
    expect(table.locator("del").first).to_have_text("53")
    expect(table.locator("ins").first).to_have_text("35")
    assert table.locator("th.sign").first.get_attribute("aria-label") == "có thay đổi"
    expect(table).to_contain_text("<script>alert(1)</script>")
    page.get_by_role("radio", name="song song").focus()
    page.keyboard.press("ArrowRight")
    woven = page.locator(".db-woven")
    expect(woven.locator("del").first).to_have_text("53")
    expect(woven.locator("ins").first).to_have_text("35")
    box = page.get_by_role("combobox", name=re.compile("So sánh"))
    box.focus()
    box.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(woven.locator("del").first).to_have_text(",")


def marks(before: str, after: str) -> tuple[str, str]:
    comparison = compare(Content(title="a", text=before), Content(title="a", text=after))
    return revision_marks.side_by_side(comparison, "1", "2"), revision_marks.interwoven(comparison)


@pytest.mark.parametrize(
    ("before", "after"), [("<b>Ba</b> người.", "<b>Bốn</b> người."), ("", "<img src=x>."), ("A & B.", "")]
)
def test_nothing_of_a_text_is_read_as_html(before: str, after: str) -> None:
    for html in marks(before, after):
        assert "<b>B" not in html
        assert "<img" not in html
        assert "& " not in html


def test_long_stretches_without_change_are_told_in_one_line() -> None:
    same = " ".join(f"Xã {number} có mưa." for number in range(9))
    for html in marks(f"{same} Ba người chết.", f"{same} Bốn người chết."):
        assert "9" in html
        assert "Xã 8" in html
        assert "Xã 7" not in html
