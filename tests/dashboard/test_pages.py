"""Every page of the dashboard in a real browser, on a really collected press."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from diembao.core.text import fold
from diembao.demo.server import PressServer
from diembao.nlp import load_topics
from tests.browser import dashboard, settle
from tests.conftest import run_cli
from tests.demo_home import Demo

pytestmark = pytest.mark.browser


def search(home: Path, *arguments: str) -> Any:
    """What the command line finds; the pages must agree with it."""
    done = run_cli("search", *arguments, "--home", home, "--json")
    assert done.code == 0, done.stderr
    return done.json()


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


@pytest.fixture
def press(demo: Demo) -> Iterator[PressServer]:
    """The fictional press, served again at the port that the demo home knows."""
    with demo.press() as server:
        yield server


def test_overview_lists_the_day_with_the_own_province_first(page: Page, address: str, demo_home: Path) -> None:
    open_page(page, address)
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    expect(page.get_by_role("heading", name="Ngoài tỉnh")).to_be_visible()
    headings = page.locator("h3").all_inner_texts()
    assert headings.index("Trong tỉnh: Phú Giang") < headings.index("Ngoài tỉnh")
    day = search(demo_home, "--since", _today(demo_home), "--until", _today(demo_home), "--limit", "0")
    expect(page.locator("[data-testid=stMetricValue]").first).to_have_text(str(day["total"]))
    inside = next(item["count"] for item in day["facets"]["home"] if item["value"] == "true")
    expect(page.locator("[data-testid=stMetricValue]").nth(1)).to_have_text(str(inside))


def test_overview_of_a_day_without_articles_says_so(page: Page, address: str) -> None:
    open_page(page, f"{address}/?day=2021-01-01")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.locator(".db-item")).to_have_count(0)


def test_search_marks_exactly_the_words_and_keeps_itself_in_the_address(
    page: Page, address: str, demo_home: Path
) -> None:
    open_page(page, f"{address}/tim-kiem")
    page.get_by_placeholder(re.compile("cụm từ")).fill("sat lo")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    marks = {text.lower() for text in page.locator("mark").all_inner_texts()}
    assert {fold(text) for text in marks} == {"sat", "lo"}
    total = search(demo_home, "sat lo", "--limit", "0")["total"]
    expect(page.get_by_text(f"{total} bài", exact=False).first).to_be_visible()
    expect(page).to_have_url(re.compile("q=sat"))


def test_a_facet_narrows_and_its_count_is_what_is_then_found(page: Page, address: str, demo_home: Path) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote('cầu')}")
    box = page.get_by_test_id("stCheckbox").filter(has_text="Hãng tin Phương Nam")
    promised = int(box.inner_text().rpartition("·")[2])
    box.click()
    expect(page.get_by_text(f"{promised} bài", exact=False).first).to_be_visible()
    expect(page).to_have_url(re.compile("source=phuong-nam"))
    assert promised == search(demo_home, "cầu", "--source", "phuong-nam", "--limit", "0")["total"]


def test_facets_of_two_fields_hold_together_and_can_be_taken_back(page: Page, address: str, demo_home: Path) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote('cầu')}")
    page.get_by_test_id("stCheckbox").filter(has_text="Hãng tin Phương Nam").click()
    expect(page).to_have_url(re.compile("source=phuong-nam"))
    settle(page)
    page.get_by_test_id("stCheckbox").filter(has_text="dự án phát triển").click()
    expect(page).to_have_url(re.compile("topic=development"))
    both = search(demo_home, "cầu", "--source", "phuong-nam", "--topic", "development", "--limit", "0")["total"]
    expect(page.get_by_text(re.compile(rf"^{both} bài")).first).to_be_visible()
    settle(page)
    page.get_by_test_id("stCheckbox").filter(has_text="Hãng tin Phương Nam").click()
    expect(page).not_to_have_url(re.compile("source="))
    expect(page).to_have_url(re.compile("topic=development"))


def test_a_search_can_be_opened_from_its_address(page: Page, address: str, demo_home: Path) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote('cầu')}&source=sao-mai&order=newest")
    total = search(demo_home, "cầu", "--source", "sao-mai", "--limit", "0")["total"]
    expect(page.get_by_text(f"{total} bài", exact=False).first).to_be_visible()


def test_a_search_is_still_there_after_another_page_and_after_a_query_that_cannot_be_read(
    page: Page, address: str
) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote('bão')}&home=true")
    page.locator("[data-testid=stPageLink] a").filter(has_text=re.compile("bão", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile("bai-viet"))
    settle(page)
    page.go_back()
    expect(page).to_have_url(re.compile("tim-kiem"))
    settle(page)
    expect(page.get_by_placeholder(re.compile("cụm từ"))).to_have_value("bão")
    for query, alerts in (('"bão', 2), ("bão", 0)):
        page.get_by_placeholder(re.compile("cụm từ")).fill(query)
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stAlert")).to_have_count(alerts)
        settle(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Tổng quan").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Tìm kiếm").click()
    expect(page.get_by_role("heading", name="Tìm kiếm")).to_be_visible()
    settle(page)


@pytest.mark.parametrize("query", ['"chưa đóng', "(a", "a OR", "nguon:x"])
def test_a_query_that_cannot_be_read_is_answered_with_what_to_do(page: Page, address: str, query: str) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote(query)}")
    expect(page.get_by_test_id("stAlert")).to_have_count(2)


def test_search_exports_what_it_found(page: Page, address: str, demo_home: Path) -> None:
    open_page(page, f"{address}/tim-kiem?q={quote('bão')}")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("id,published_at,source_name,title")
    assert "authors" not in text.splitlines()[0]
    total = search(demo_home, "bão", "--limit", "0")["total"]
    assert sum(line.startswith("01") for line in text.splitlines()) >= total


def test_article_shows_text_versions_and_where_it_came_from(page: Page, address: str, demo_home: Path) -> None:
    edited = next(
        hit for hit in search(demo_home, "nhà tốc mái", "--source", "bao-phu-giang")["hits"] if hit["version"] == 2
    )
    open_page(page, f"{address}/bai-viet?id={edited['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("310 ngôi nhà")
    page.get_by_role("tab", name=re.compile("Lịch sử")).click()
    expect(page.locator("del").first).to_contain_text("280")
    expect(page.locator("ins").first).to_contain_text("310")
    page.get_by_role("tab", name="Nguồn gốc").click()
    expect(page.get_by_text("Địa chỉ dẫn tới bài này")).to_be_visible()


def test_the_words_of_every_topic_are_visible(page: Page, address: str, demo_home: Path) -> None:
    for topic in load_topics(demo_home / "topics.toml"):
        open_page(page, f"{address}/chu-de?topic={topic.id}")
        expect(page.get_by_role("heading", level=1)).to_have_text(topic.name_vi)
        page.get_by_text("Mọi từ và trọng số").click()
        shown = page.get_by_test_id("stExpander").inner_text()
        assert all(word in shown for word, _weight in (*topic.words, *topic.title_words, *topic.not_words)), topic.id


def test_a_removed_article_is_kept_and_told_neutrally(page: Page, address: str, demo_home: Path) -> None:
    removed = next(hit for hit in search(demo_home, "đất nền Láng Cò")["hits"] if hit["removed_at"])
    open_page(page, f"{address}/bai-viet?id={removed['id']}")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("không còn")
    expect(page.locator(".db-text p").first).to_be_visible()


def test_an_unknown_article_is_answered_with_what_came_in_last(page: Page, address: str) -> None:
    open_page(page, f"{address}/bai-viet?id=nothing")
    expect(page.get_by_test_id("stAlert")).to_contain_text("nothing")
    expect(page.locator(".db-item").first).to_be_visible()


def test_sources_name_the_broken_feed(page: Page, address: str) -> None:
    open_page(page, f"{address}/nguon-tin")
    expect(page.get_by_role("button", name=re.compile(r"bị chặn · 1"))).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()


def test_an_article_can_be_added_by_its_address(page: Page, address: str, press: PressServer, demo_home: Path) -> None:
    known = search(demo_home, "cầu", "--source", "phuong-nam", "--limit", "1")["hits"][0]
    open_page(page, f"{address}/nguon-tin")
    page.get_by_placeholder("https://…").fill(known["url"])
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("link", name="Xem bài").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(known["title"])


@pytest.mark.parametrize("url", ["https://www.facebook.com/ai-do/posts/1", "https://khong-co.vn/bai-1", "không phải"])
def test_an_address_that_is_refused_says_why(page: Page, address: str, url: str) -> None:
    open_page(page, f"{address}/nguon-tin")
    page.get_by_placeholder("https://…").fill(url)
    page.get_by_role("button", name="Thêm").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def test_the_language_can_be_switched(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_the_first_visitor_of_a_new_server_may_come_to_any_page(page: Page, demo_home: Path) -> None:
    with dashboard(demo_home) as fresh:
        open_page(page, f"{fresh}/tim-kiem")
        page.wait_for_timeout(500)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_dashboard_listens_on_loopback_only(address: str) -> None:
    port = urlsplit(address).port
    assert port
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for host in own - {"127.0.0.1"}:
        with socket.socket() as client:
            client.settimeout(2)
            assert client.connect_ex((str(host), port)) != 0


def _today(home: Path) -> str:
    served_at = datetime.fromisoformat(json.loads((home / "demo.json").read_text())["served_at"])
    from diembao.core.clock import local_day

    return local_day(served_at).isoformat()
