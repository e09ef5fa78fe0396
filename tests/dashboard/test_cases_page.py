"""*Hồ sơ* in a real browser: from a question to the published conclusion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from diembao.archive import audit, people
from diembao.core.casework import CaseState, Role
from diembao.core.clock import today
from diembao.desk import people as people_of_the_desk
from diembao.desk.casework import cases
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, free_port, settle
from tests.conftest import SOURCES

pytestmark = pytest.mark.browser

CLAIM = "Cầu Vàm Trúc có tổng mức đầu tư 2.510 tỷ đồng."
QUOTE = "Tổng mức đầu tư của dự án là 2.150 tỷ đồng."
ANSWER = "Tổng mức đầu tư là 2.150 tỷ đồng, theo Quyết định số 88/QĐ-UBND."
REASON_FIELD = "Lý do, viết để đồng nghiệp sau này đọc được"
OFFICE = "Sở Xây dựng tỉnh Phú Giang"


@dataclass(frozen=True)
class Desk:
    address: str
    parts: Parts


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A desk of two people without any case."""
    home = found_home(tmp_path / "home", catalogue=SOURCES, name="Bàn tin Phú Giang")
    with Parts(home) as parts:
        with parts.archive.writing() as connection:
            people.add(connection, name="Trần Thị Lan", role=Role.ANALYST)
            people.add(connection, name="Lê Văn Bình", role=Role.EDITOR)
        with dashboard(home.path) as address:
            yield Desk(f"{address}/ho-so", parts)


def come_as(page: Page, desk: Desk, name: str) -> None:
    page.goto(desk.address)
    settle(page)
    choose_person(page, name)


def unfold(page: Page, name: str) -> None:
    page.get_by_test_id("stExpander").get_by_text(name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    expect(field).to_have_value(text)


def open_case(page: Page) -> None:
    fill(page, "Nội dung cần kiểm chứng", CLAIM)
    fill(page, REASON_FIELD, "Hai báo đưa hai con số khác nhau.")
    press(page, "Lập hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"1. {CLAIM}")


def test_a_question_goes_all_the_way_to_a_published_conclusion(page: Page, desk: Desk, tmp_path: Path) -> None:
    come_as(page, desk, "Trần Thị Lan")
    open_case(page)

    unfold(page, "Bổ sung chứng cứ")
    fill(page, "Đoạn trích nguyên văn", QUOTE)
    fill(page, "Địa chỉ nguồn", "https://bao-mau.example/cau-vam-truc")
    press(page, "Thêm chứng cứ")
    expect(page.locator("blockquote", has_text=QUOTE)).to_be_visible()

    unfold(page, "Hỏi cơ quan")
    fill(page, "Tên cơ quan", OFFICE)
    press(page, "Lưu cơ quan")
    page.get_by_test_id("stForm").get_by_role("combobox").click()
    page.get_by_role("option", name=OFFICE).click()
    fill(page, "Nội dung đề nghị cung cấp thông tin", "Tổng mức đầu tư được phê duyệt là bao nhiêu?")
    press(page, "Soạn công văn")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tệp Word").click()
    file = tmp_path / "letter.docx"
    download.value.save_as(file)
    assert f"Kính gửi: {OFFICE}" in [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    press(page, "Đã gửi bản giấy")
    expect(page.get_by_text(re.compile("chờ trả lời"))).to_be_visible()

    unfold(page, "Ghi nhận trả lời")
    fill(page, "Nội dung trả lời, nguyên văn hoặc tóm tắt", ANSWER)
    press(page, "Lưu trả lời")
    expect(page.locator("blockquote", has_text=ANSWER)).to_be_visible()

    unfold(page, "Kết luận")
    page.get_by_test_id("stRadio").get_by_text("sai sự thật", exact=True).click()
    fill(page, "Căn cứ, viết cho người đọc", "Quyết định số 88 ghi 2.150 tỷ đồng.")
    press(page, "Kết luận hồ sơ")
    expect(page.get_by_role("heading", name="Theo Bàn tin Phú Giang: Sai sự thật")).to_be_visible()

    press(page, "Công bố")
    expect(page.get_by_text(re.compile("đã công bố")).first).to_be_visible()
    unfold(page, "Xem trang")
    expect(page.frame_locator("iframe").get_by_text(ANSWER)).to_be_visible()
    published = desk.parts.home.published_folder / "ho-so-1.html"
    review = json.loads(html.parse(published).findtext(".//script") or "")
    assert (review["claimReviewed"], review["reviewRating"]["alternateName"]) == (CLAIM, "Sai sự thật")

    page.goto(desk.address)
    settle(page)
    expect(page.get_by_role("button", name=re.compile("^1\\. Cầu Vàm Trúc"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Đã kết luận")).click()
    settle(page)
    expect(page.get_by_text("Không có hồ sơ nào ở trạng thái này.")).to_be_visible()

    file_of_case = cases.case_file(desk.parts.archive, "1")
    assert file_of_case.case.state is CaseState.PUBLISHED
    assert {file_of_case.names[entry.actor] for entry in file_of_case.history} == {"Trần Thị Lan"}
    with desk.parts.archive.reading() as connection:
        assert audit.verify(connection).broken is None


def test_a_case_has_an_address_that_outlives_a_reload_and_leads_back(page: Page, desk: Desk) -> None:
    for claim in (CLAIM, "Cầu Rạch Miễu dài 2.150 m."):
        cases.open_from_question(desk.parts.archive, claim=claim, who="Lê Văn Bình", reason="Bạn đọc hỏi về cầu.")
    come_as(page, desk, "Trần Thị Lan")
    heading = page.get_by_role("heading", level=1)
    page.get_by_role("button", name=re.compile("^1\\. Cầu Vàm Trúc")).click()
    expect(heading).to_contain_text("1. Cầu Vàm Trúc")
    expect(page).to_have_url(f"{desk.address}?case=1")
    page.reload()
    settle(page)
    expect(heading).to_contain_text("1. Cầu Vàm Trúc")
    press(page, "Mọi hồ sơ")
    expect(heading).to_have_text("Hồ sơ")
    expect(page).to_have_url(desk.address)
    page.get_by_role("button", name=re.compile("^2\\. Cầu Rạch Miễu")).click()
    expect(heading).to_contain_text("2. Cầu Rạch Miễu")
    page.go_back()
    expect(heading).to_have_text("Hồ sơ")
    page.go_back()
    expect(heading).to_contain_text("1. Cầu Vàm Trúc")
    page.go_forward()
    expect(heading).to_have_text("Hồ sơ")


def test_a_letter_waits_for_the_mail_server_and_may_go_on_paper(page: Page, desk: Desk) -> None:
    home, archive = desk.parts.home, desk.parts.archive
    cases.open_from_question(archive, claim=CLAIM, who="Lê Văn Bình", reason="Bạn đọc hỏi về cầu.")
    people_of_the_desk.enter_agency(archive, name=OFFICE, email="so@so.example.vn", by="Lê Văn Bình")
    cases.write_letter(archive, "1", to=OFFICE, question="Vốn là bao nhiêu?", deadline=today(), who="Lê Văn Bình")
    mail = {"host": "127.0.0.1", "port": free_port(), "security": "none", "sender": "tin@ban-tin.example.vn"}
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in mail.items())
    home.settings_file.write_text(f"[mail]\n{lines}\n", encoding="utf-8")
    with dashboard(home.path) as address:
        page.goto(f"{address}/ho-so?case=1")
        settle(page)
        choose_person(page, "Trần Thị Lan")
        press(page, "Gửi thư điện tử")
        expect(page.get_by_test_id("stToast")).to_contain_text("Công văn đang chờ gửi")
        expect(page.get_by_text(re.compile("đang chờ máy chủ thư"))).to_be_visible()
        expect(page.get_by_role("button", name="Gửi lại qua thư điện tử")).to_be_enabled()
        press(page, "Đã gửi bản giấy")
        expect(page.get_by_text(re.compile("đã gửi bản giấy,"))).to_be_visible()
        expect(page.get_by_role("button", name="Gửi lại qua thư điện tử")).to_have_count(0)


def test_what_is_refused_is_told_and_nothing_is_kept(page: Page, desk: Desk) -> None:
    page.goto(desk.address)
    settle(page)
    expect(page.get_by_text("Chưa có hồ sơ nào.")).to_be_visible()
    expect(page.get_by_role("button", name="Lập hồ sơ", exact=True)).to_be_disabled()
    come_as(page, desk, "Lê Văn Bình")
    fill(page, "Nội dung cần kiểm chứng", "Chính quyền nên dừng ngay dự án này.")
    fill(page, REASON_FIELD, "Nhiều người hỏi về dự án.")
    press(page, "Lập hồ sơ")
    expect(page.get_by_role("alert").filter(has_text="guard-")).to_be_visible()
    settle(page)
    fill(page, "Nội dung cần kiểm chứng", CLAIM)
    fill(page, REASON_FIELD, "vì thế")
    press(page, "Lập hồ sơ")
    expect(page.get_by_role("alert").filter(has_text="Quyết định phải có lý do")).to_be_visible()
    page.goto(f"{desk.address}?case=99")
    settle(page)
    expect(page.get_by_role("alert").filter(has_text="Không có hồ sơ 99")).to_be_visible()
    assert cases.listing(desk.parts.archive) == []
