"""*Kiểm tra bản thảo* in a real browser: what is marked, that it is cleared, and that nobody else sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.pipeline.founding import found_home
from tests.browser import dashboard, settle
from tests.conftest import SOURCES
from tests.draft_press import ALTERED, DRAFT, FALSE, OPINIONS, furnish, traces, traces_in

pytestmark = pytest.mark.browser

FIELD, CLEAR = "Nội dung bản thảo", "Xóa bản thảo khỏi màn hình"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the desk has on disk; its temporary files too."""
    folder = tmp_path_factory.mktemp("desk")
    furnish(found_home(folder / "home", catalogue=SOURCES), folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path, browser: Browser) -> Iterator[str]:
    scratch = folder / "scratch"
    scratch.mkdir()
    with (folder / "log").open("wb") as log, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(scratch))
        patch.setenv("DIEMBAO_LOG__LEVEL", "debug")
        with dashboard(folder / "home", log) as url:
            yield f"{url}/ban-thao"


def check(page: Page, address: str, text: str) -> None:
    page.goto(address)
    settle(page)
    page.get_by_label(FIELD).fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("button", name=CLEAR)).to_be_visible(timeout=30_000)
    settle(page)


def test_statements_are_marked_in_place_and_lead_to_both_passages(page: Page, address: str) -> None:
    check(page, address, DRAFT)
    marked = page.locator(".db-draft")
    statements = [f"{text}{number}" for number, text in enumerate((*ALTERED, FALSE), 1)]
    expect(marked.locator("a.db-found")).to_have_text(statements)
    expect(marked.locator("a.db-found mark").first).to_have_text("2.510 tỷ đồng")
    for opinion in OPINIONS:
        expect(marked.locator(".db-opinion", has_text=opinion)).to_have_count(1)
    expect(marked).to_contain_text("[câu hỏi]")
    expect(page.get_by_text("3 câu cần xem lại")).to_be_visible()

    found = page.locator("#dieu-1").locator("xpath=ancestor::*[@data-testid='stVerticalBlock'][1]")
    expect(found).to_contain_text("Bản thảo viết 2.510 tỷ đồng, một bài báo viết 2.150 tỷ đồng")
    expect(found.locator("blockquote mark")).to_have_text(["2.510 tỷ đồng", "2.150 tỷ đồng"])
    expect(page.get_by_text("Theo Trung tâm Kiểm chứng Mẫu: Tin giả")).to_be_visible()

    marked.locator("a.db-found").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-thao#dieu-2")
    expect(page.locator("#dieu-2")).to_be_in_viewport()


def test_markup_in_a_draft_is_text(page: Page, address: str) -> None:
    check(page, address, f"<b>{ALTERED[0]}</b> <img src=x onerror=\"document.title='x'\"> **đậm** $a$ :red[b]")
    expect(page.locator(".db-draft")).to_contain_text("<img src=x onerror=")
    assert page.locator(".db-draft img, .db-draft b").count() == 0 and page.title() != "x"


def test_a_file_is_checked_and_an_unreadable_one_leaves_the_page_as_it_was(
    page: Page, address: str, tmp_path: Path
) -> None:
    word = docx.Document()
    word.add_paragraph(ALTERED[1])
    word.save(str(tmp_path / "ban-thao.docx"))
    (tmp_path / "hong.docx").write_bytes(b"PK")
    page.goto(address)
    settle(page)
    expect(page.get_by_text("Bản thảo là của riêng bạn")).to_be_visible()
    for name, then in (("hong.docx", "Không đọc được hong.docx"), ("ban-thao.docx", "1 câu cần xem lại")):
        page.locator("input[type=file]").set_input_files(tmp_path / name)
        expect(page.get_by_text(name)).to_be_visible()
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        expect(page.get_by_text(then)).to_be_visible(timeout=30_000)


def test_a_draft_is_gone_once_cleared_and_nobody_else_sees_it(
    page: Page, browser: Browser, address: str, folder: Path
) -> None:
    check(page, address, DRAFT)
    assert traces(page.content().encode()) != []
    other = browser.new_page(locale="vi-VN")
    other.goto(page.url)
    settle(other)
    assert traces(other.content().encode()) == []
    expect(other.get_by_label(FIELD)).to_have_value("")
    other.close()

    page.get_by_role("button", name="Sửa bản thảo").click()
    expect(page.get_by_label(FIELD)).to_have_value(DRAFT.strip())
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.get_by_role("button", name=CLEAR).click()
    expect(page.get_by_label(FIELD)).to_have_value("")
    settle(page)
    assert traces(page.content().encode()) == [] and page.url == address
    assert traces_in(folder) == {}  # home, temporary files, and the log of the server
