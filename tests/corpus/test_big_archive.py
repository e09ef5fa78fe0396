"""With some thousand real articles: search semantics, and every page of the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from diembao.core.text import fold, index_form
from tests.browser import dashboard, settle
from tests.conftest import run_cli
from tests.corpus.conftest import ARTICLES

pytestmark = pytest.mark.corpus


def diembao(home: Path, *arguments: str) -> Any:
    done = run_cli(*arguments, "--home", home, "--json")
    assert done.code == 0, done.stderr
    return done.json()


def test_archive_and_index_hold_the_same_articles(big_home: Path) -> None:
    status = diembao(big_home, "status")
    assert status["articles"] == status["indexed"] > 0.99 * ARTICLES
    assert status["waiting_for_index"] == 0


def test_words_are_found_with_and_without_marks(big_home: Path) -> None:
    unmarked = diembao(big_home, "search", "thu phi bot", "--limit", "1000")
    marked = diembao(big_home, "search", "thu phí BOT", "--limit", "1000")
    assert marked["total"] > 0
    assert {hit["id"] for hit in marked["hits"]} <= {hit["id"] for hit in unmarked["hits"]}


def test_a_differently_marked_word_is_not_found(big_home: Path) -> None:
    hits = diembao(big_home, "search", '"phỉ"', "--limit", "1000")["hits"]
    assert hits
    for hit in hits:
        words = [hit["passage"][start:end] for start, end in hit["highlights"]["passage"]]
        words += [hit["title"][start:end] for start, end in hit["highlights"]["title"]]
        assert {index_form(word) for word in words} <= {"phỉ", "phi"}


@pytest.mark.parametrize("query", ["thu phi bot", "thu phí BOT", '"đất đai"', "hoà bình", "TP.HCM ngập"])
def test_highlights_cover_exactly_the_matched_words(big_home: Path, query: str) -> None:
    wanted = set(fold(index_form(query)).replace('"', "").replace(".", " ").split())
    for hit in diembao(big_home, "search", query, "--limit", "100")["hits"]:
        for text, spans in ((hit["passage"], hit["highlights"]["passage"]), (hit["title"], hit["highlights"]["title"])):
            for start, end in spans:
                words = fold(index_form(text[start:end])).replace(".", " ").split()
                assert set(words) <= wanted
                assert not text[end : end + 1].isalnum()
                assert start == 0 or not text[start - 1].isalnum()


@pytest.mark.browser
def test_every_page_opens(big_home: Path, page: Page) -> None:
    article = diembao(big_home, "search", "thu phí BOT", "--limit", "1")["hits"][0]
    with dashboard(big_home) as address:
        for path, expected in (
            ("/", "Tổng quan"),
            ("/tim-kiem?q=thu+phi+bot", "Tìm kiếm"),
            (f"/bai-viet?id={article['id']}", article["title"]),
            ("/nguon-tin", "Nguồn tin"),
        ):
            page.goto(address + path)
            settle(page)
            expect(page.get_by_role("heading", level=1)).to_have_text(expected)
