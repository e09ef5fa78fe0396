"""Texts from outside on every page, in a real browser: they are shown, and never read as Markdown or HTML."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from diembao.archive import people
from diembao.core.casework import Role
from diembao.core.clock import now
from diembao.desk.casework import cases
from diembao.pipeline.founding import found_home
from diembao.pipeline.indexing import drain
from diembao.pipeline.parts import Parts
from tests.browser import dashboard, settle
from tests.conftest import SOURCES
from tests.desk.press import report, story

pytestmark = pytest.mark.browser

PICTURE = "![tin](http://127.0.0.1:9/anh) <img src=http://127.0.0.1:9/anh> :red[đỏ]"


def test_no_page_loads_what_a_text_asks_for(page: Page, browser: Browser, tmp_path: Path) -> None:
    home = found_home(tmp_path / "home", catalogue=SOURCES.replace("Báo Mẫu", f"Báo Mẫu {PICTURE}"), name=PICTURE)
    with Parts(home) as parts:
        article = report(parts.archive, f"Tin {PICTURE}", lead=f"Sa-pô {PICTURE}.", topic="environment", at=now())
        story(parts.archive, [article])
        with parts.archive.writing() as connection:
            person = people.add(connection, name=f"Lê Thu {PICTURE}", role=Role.ANALYST)
        claim = f"Cầu tốn 2.150 tỷ đồng {PICTURE}."
        case = cases.open_from_question(
            parts.archive, claim=claim, title=f"Hồ sơ {PICTURE}", who=person.id, reason=f"Cần xem lại {PICTURE}"
        )
        drain(parts)
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((page.url, request.url)))
    foreign = quote(PICTURE)
    with dashboard(home.path) as address:
        for path in (
            "",
            "tim-kiem?q=tin",
            f"tim-kiem?q={quote(chr(34))}{foreign}",
            "bai-viet",
            f"bai-viet?id={article}",
            f"bai-viet?id={foreign}",
            f"can-kiem-chung?flag={foreign}",
            "ho-so",
            f"ho-so?case={case.number}",
            f"ho-so?case={foreign}",
            "diem-bao-ngay",
            "nguon-tin",
            "ban-tin",
        ):
            page.goto(f"{address}/{path}")
            settle(page)
            expect(page.locator("[data-testid=stAppViewContainer] img")).to_have_count(0)
            if path in ("", "ho-so", "tim-kiem?q=tin", f"bai-viet?id={article}", "nguon-tin"):
                expect(page.get_by_text("![tin](http://127.0.0.1:9/anh)").first).to_be_visible()
    assert asked
    assert [at for at, url in asked if url.startswith("http://127.0.0.1:9/")] == []


def test_a_day_of_articles_without_topics_is_shown(page: Page, browser: Browser, tmp_path: Path) -> None:
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    with Parts(home) as parts:
        report(parts.archive, "Một tin không thuộc chủ đề nào", at=now())
        drain(parts)
    with dashboard(home.path) as address:
        page.goto(address)
        settle(page)
        expect(page.get_by_text("Một tin không thuộc chủ đề nào").first).to_be_visible()
        expect(page.get_by_role("heading", name="Theo chủ đề")).to_be_visible()
