"""*Bản tin* in a real browser: the list, what is unclear and one click to send it again, the preview."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import audit, people, sendings
from diembao.core.casework import Role
from diembao.core.clock import today
from diembao.core.home import Home
from diembao.core.mailing import SendingState
from diembao.desk.digest.rounds import Office, send_round
from diembao.desk.digest.subscribers import everybody, subscribe
from diembao.desk.people import enter
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.smtp import Catcher, mail_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


@pytest.fixture(scope="module")
def mail_home(tmp_path_factory: pytest.TempPathFactory, server: Catcher) -> Home:
    """A home with one subscriber, whose mail of today was interrupted."""
    home = found_home(tmp_path_factory.mktemp("mails") / "home", catalogue="")
    lines = [f"port = {server.port}", 'host = "127.0.0.1"', 'security = "none"', 'sender = "tin@ban-tin.example.vn"']
    home.settings_file.write_text("\n".join(["[mail]", *lines]), encoding="utf-8")
    home = Home(home.path)
    with Parts(home) as parts:
        enter(parts.archive, name="Lê Thu", role=Role.ADMIN)
        subscribe(parts.archive, name="Văn phòng *Một*", email="vp@example.vn", known_topics=())
        server.breaks_after_text = True
        office = Office(archive=parts.archive, settings=home.settings, sources=(), topics=parts.topics)
        (unclear,) = send_round(office, today(), everybody(parts.archive))
        server.breaks_after_text = False
    assert unclear.state is SendingState.HANDING_OVER
    return home


@pytest.fixture(scope="module")
def mails_address(mail_home: Home, browser: Browser) -> Iterator[str]:
    with dashboard(mail_home.path) as url:
        yield f"{url}/ban-tin"


def test_the_page_of_the_daily_mail(page: Page, mails_address: str, mail_home: Home, server: Catcher) -> None:
    page.goto(mails_address)
    settle(page)
    expect(page.get_by_role("heading", name="Chưa rõ đã gửi")).to_be_visible()
    expect(page.get_by_text("Văn phòng *Một*")).to_be_visible()

    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_role("heading", name="Chưa rõ đã gửi")).to_have_count(0)
    settle(page)
    assert len(server.contents) == 2
    assert server.contents[0] == server.contents[1]
    with Parts(mail_home) as parts, parts.archive.reading() as connection:
        assert [one.state for one in sendings.listing(connection)] == [SendingState.SENT]

    choose_person(page, "Lê Thu")
    settle(page)
    page.get_by_text("Thêm người nhận").click()
    page.get_by_label("Tên người hoặc cơ quan nhận").fill("Sở Nội vụ")
    page.get_by_label("Địa chỉ thư điện tử").fill("so-noi-vu@")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_text("không phải là địa chỉ thư điện tử")).to_be_visible()
    settle(page)
    page.get_by_label("Địa chỉ thư điện tử").fill("so-noi-vu@example.vn")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_text("06:30 · so-noi-vu@example.vn")).to_be_visible()
    settle(page)

    page.get_by_role("tab", name="Xem trước").click()
    page.get_by_role("combobox", name="Người nhận").click()
    page.get_by_role("option", name="Sở Nội vụ").click()
    mail = page.frame_locator("iframe[src^='data:text/html']")
    expect(mail.get_by_role("heading", level=1)).to_have_text("Điểm Báo")
    expect(mail.get_by_text("Trong thời gian này không có sự kiện mới nào")).to_be_visible()

    page.get_by_role("tab", name="Người nhận").click()
    page.get_by_role("button", name="Xóa").nth(1).click()
    page.get_by_role("button", name="Xóa khỏi danh sách").click()
    expect(page.get_by_text("so-noi-vu@example.vn")).to_have_count(0)
    with Parts(mail_home) as parts:
        assert [one.email for one in everybody(parts.archive)] == ["vp@example.vn"]
        with parts.archive.reading() as connection:
            removed, added = audit.newest(connection, 2)
            (person,) = people.listing(connection)
    assert [(one.action, one.actor) for one in (added, removed)] == [
        ("subscriber-added", person.id),
        ("subscriber-removed", person.id),
    ]
