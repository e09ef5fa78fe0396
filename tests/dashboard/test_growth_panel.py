"""What a day talks about, on the overview."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import settle
from tests.conftest import run_cli

pytestmark = pytest.mark.browser


def _days(home: Path) -> list[date]:
    """Days with articles."""
    told = run_cli("search", "--limit", "0", "--home", home, "--json").json()
    return [date.fromisoformat(bar["start"]) for bar in told["histogram"]]


def test_what_rises_leads_to_the_search_for_it(page: Page, address: str, demo_home: Path) -> None:
    day = _days(demo_home)[-1] - timedelta(days=1)
    told = run_cli("phrases", "--day", day.isoformat(), "--limit", "1", "--home", demo_home, "--json").json()
    (first,) = told["rising"]
    page.goto(f"{address}/?day={day}")
    settle(page)
    expect(page.get_by_role("heading", name="Nổi lên trong ngày")).to_be_visible()
    expect(page.locator(".db-spark").first).to_contain_text(f"{first['voices']} bài")
    page.get_by_role("link", name=first["phrase"], exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(r"/tim-kiem\?"))
    expect(page.get_by_placeholder(re.compile("cụm từ"))).to_have_value(f'"{first["phrase"]}"')
    expect(page.locator(".db-item").first).to_be_visible()


def test_without_a_week_of_past_nothing_rises(page: Page, address: str, demo_home: Path) -> None:
    day = _days(demo_home)[2]
    page.goto(f"{address}/?day={day}")
    settle(page)
    expect(page.get_by_role("heading", name="Được nhắc nhiều trong ngày")).to_be_visible()
    expect(page.get_by_text("đủ một tuần sẽ biết cụm từ nào đang nổi lên")).to_be_visible()
