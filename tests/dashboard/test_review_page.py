"""*Điểm báo ngày* in a real browser: from the proposals to the Word file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import people
from diembao.core.casework import Role
from diembao.core.clock import now, today
from diembao.core.reviews import ReviewStep
from diembao.desk.review import editing as reviewing
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES
from tests.desk.press import report, story

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Desk:
    address: str
    parts: Parts
    stories: list[str]


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A desk of two people with seven stories of this hour."""
    home = found_home(tmp_path / "home", catalogue=SOURCES, name="Ban Thông tin")
    with Parts(home) as parts:
        with parts.archive.writing() as connection:
            people.add(connection, name="Lê Thu An", role=Role.ANALYST)
            people.add(connection, name="Trần Bình", role=Role.ANALYST)
        topics = ("environment", "environment", "environment", "development", "development", "coordination", "")
        stories = [
            story(parts.archive, [report(parts.archive, f"Tin số {n}", lead=f"Sa-pô {n}.", topic=topic, at=now())])
            for n, topic in enumerate(topics, 1)
        ]
        with dashboard(home.path) as address:
            yield Desk(f"{address}/diem-bao-ngay", parts, stories)


def come_as(page: Page, desk: Desk, name: str) -> None:
    page.goto(desk.address)
    settle(page)
    choose_person(page, name)


def go_to(page: Page, part: str) -> None:
    page.get_by_test_id("stMain").get_by_text(part, exact=True).click()
    settle(page)


def tick(page: Page, title: str) -> None:
    box = page.get_by_role("checkbox", name=title)
    expect(box).to_be_enabled()
    page.get_by_test_id("stCheckbox").filter(has_text=title).click()
    expect(box).to_be_checked()
    settle(page)


def saved(page: Page, stories: int) -> None:
    expect(page.get_by_text(f"Đã chọn {stories} tin · đã lưu lúc")).to_be_visible()


def kept(page: Page, desk: Desk, note: str) -> None:
    """Wait until the review has a note."""
    for _attempt in range(300):
        if any(item.note == note for item in reviewing.load(desk.parts.archive, today()).items):
            settle(page)
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the note was not kept: {note!r}")


def write_note(page: Page, position: int, text: str) -> None:
    field = page.get_by_role("textbox", name="Dòng tóm tắt, nhận xét").nth(position)
    field.fill(text)
    field.press("Control+Enter")
    settle(page)


def test_five_stories_are_chosen_ordered_commented_and_downloaded(page: Page, desk: Desk, tmp_path: Path) -> None:
    come_as(page, desk, "Lê Thu An")
    for number in (1, 2, 3, 4, 6):
        tick(page, f"Tin số {number}")
    saved(page, 5)
    go_to(page, "Soạn bản điểm báo")
    up = page.get_by_role("button", name="Lên")
    up.nth(3).focus()  # under the headline of environment's third story, by keyboard; development stands first
    page.keyboard.press("Enter")
    settle(page)
    headlines = page.get_by_test_id("stMain").locator("strong")
    expect(headlines).to_have_text(["1. Tin số 4", "1. Tin số 1", "2. Tin số 3", "3. Tin số 2", "1. Tin số 6"])
    write_note(page, 2, "Đề nghị theo dõi.\nCần số liệu của Sở.")
    kept(page, desk, "Đề nghị theo dõi.\nCần số liệu của Sở.")
    saved(page, 5)
    page.reload()
    settle(page)
    saved(page, 5)
    go_to(page, "Soạn bản điểm báo")
    expect(headlines).to_have_text(["1. Tin số 4", "1. Tin số 1", "2. Tin số 3", "3. Tin số 2", "1. Tin số 6"])
    expect(page.get_by_role("textbox", name="Dòng tóm tắt, nhận xét").nth(2)).to_have_value(
        "Đề nghị theo dõi.\nCần số liệu của Sở."
    )
    go_to(page, "Xem và gửi")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tệp Word").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == f"diem-bao-{today()}.docx"
    text = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    start = text.index("2. Tin số 3")
    assert text[start + 1 : start + 3] == ["Đề nghị theo dõi.", "Cần số liệu của Sở."]
    titles = [line for line in text if "Tin số" in line]
    assert titles == ["1. Tin số 4", "1. Tin số 1", "2. Tin số 3", "3. Tin số 2", "1. Tin số 6"]
    assert text[-1] == "Lê Thu An"


def test_a_step_can_be_taken_back_also_after_a_reload(page: Page, desk: Desk) -> None:
    come_as(page, desk, "Lê Thu An")
    tick(page, "Tin số 1")
    tick(page, "Tin số 2")
    come_as(page, desk, "Trần Bình")
    page.get_by_role("button", name="Hoàn tác").click()
    saved(page, 1)
    expect(page.get_by_role("checkbox", name="Tin số 2")).not_to_be_checked()
    page.get_by_role("button", name="Hoàn tác").click()
    saved(page, 0)
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_disabled()


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(page: Page, desk: Desk) -> None:
    come_as(page, desk, "Lê Thu An")
    tick(page, "Tin số 1")
    go_to(page, "Soạn bản điểm báo")
    archive, story_id = desk.parts.archive, desk.stories[0]
    seen = reviewing.load(archive, today())
    noted = reviewing.with_note(seen, story_id, "Của Bình.")
    reviewing.save(archive, seen, noted, ReviewStep.NOTE, who="Trần Bình", story_id=story_id)
    write_note(page, 0, "Của An, gõ mất nửa giờ.")
    expect(page.get_by_test_id("stAlert").filter(has_text="Trần Bình đã sửa")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_have_text("Của An, gõ mất nửa giờ.")
    expect(page.get_by_role("textbox", name="Dòng tóm tắt, nhận xét")).to_have_value("Của Bình.")
    assert reviewing.load(archive, today()).items[0].note == "Của Bình."
    write_note(page, 0, "Của An và Bình.")
    kept(page, desk, "Của An và Bình.")


def test_looking_at_the_choices_of_a_story_changes_nothing(page: Page, desk: Desk) -> None:
    """What a fold-out holds is drawn by the browser only once it is opened."""
    come_as(page, desk, "Lê Thu An")
    tick(page, "Tin số 1")
    go_to(page, "Soạn bản điểm báo")
    page.get_by_label("Lời mở đầu").fill("Tình hình trong ngày.")
    page.get_by_label("Lời mở đầu").press("Control+Enter")
    settle(page)
    before = reviewing.load(desk.parts.archive, today())
    page.get_by_role("button", name="Bài đại diện, mục").click()
    expect(page.get_by_test_id("stPopoverBody").get_by_test_id("stMultiSelect")).to_contain_text("Tin số 1")
    page.keyboard.press("Escape")
    settle(page)
    go_to(page, "Xem và gửi")
    assert reviewing.load(desk.parts.archive, today()) == before
    assert before.intro == "Tình hình trong ngày."


def test_without_a_name_the_page_can_only_be_read(page: Page, desk: Desk) -> None:
    page.goto(desk.address)
    settle(page)
    expect(page.get_by_text("Chưa có gì được lưu")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        expect(box).to_be_disabled()
    go_to(page, "Xem và gửi")
    expect(page.get_by_test_id("stAlert").filter(has_text="Chưa chọn tin nào")).to_be_visible()


def test_a_past_day_without_reports_says_so_and_past_reviews_can_be_read(page: Page, desk: Desk) -> None:
    come_as(page, desk, "Lê Thu An")
    tick(page, "Tin số 1")
    page.goto(f"{desk.address}?review-day=2021-01-01")
    settle(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="Không có tin nào")).to_be_visible()
    page.get_by_role("button", name="Các bản trước").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button").first.click()
    settle(page)
    saved(page, 1)
    go_to(page, "Xem và gửi")
    expect(page.get_by_role("heading", name="1. Tin số 1")).to_be_visible()
