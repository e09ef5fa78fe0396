"""Topic pages, "why this topic", and labels by one click, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from diembao.archive import annotation_store, articles, people
from diembao.core.casework import Role
from diembao.core.clock import VIETNAM, today
from diembao.core.models import Annotation, OrganisationTag, PlaceTag, TopicTag
from diembao.pipeline import indexing
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.browser import choose_person, dashboard, settle
from tests.conftest import SOURCES
from tests.desk.press import report, story

pytestmark = pytest.mark.browser

TITLE = "Bờ sông Vàm Trúc sạt lở"
LEAD = "Hoà Bình: xoà bóng bờ kè, SẠT LỞ lấn vào 12 nhà; hạn mặn chưa dứt."
ENVIRONMENT, CONCERNS = "Bảo vệ môi trường", "Vấn đề bức xúc, nổi cộm, nhân dân quan tâm"


@dataclass(frozen=True)
class Desk:
    address: str
    parts: Parts
    article: str

    @property
    def page(self) -> str:
        return f"{self.address}/bai-viet?id={self.article}"

    def topics(self) -> tuple[str, ...]:
        with self.parts.archive.reading() as connection:
            return articles.get(connection, [self.article])[0].topics


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A desk of one person; today two reports of one story, in one of which everything is found."""
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    noon = datetime.combine(today(), time(0, 5), VIETNAM)
    with Parts(home) as parts:
        article = report(parts.archive, TITLE, lead=LEAD, at=noon)
        other = report(parts.archive, "Kè Vàm Trúc vỡ", topic="environment", source="bao-khac", at=noon)
        report(parts.archive, "Tuần trước", topic="environment", at=noon - timedelta(days=3))
        read = Annotation(
            language="vi",
            topics=(
                TopicTag(topic="environment", score=0.62, why=(("sạt lở", 8.5), ("hạn mặn", 2.0), ("hòa bình", -1.5))),
            ),
            places=(PlaceTag(place="Vàm Trúc", count=2, home=True, within="Phú Giang"),),
            organisations=(OrganisationTag(name="Sở Y tế Phú Giang", count=1, former="Ty Y tế"),),
            phrases=("sạt lở bờ sông",),
        )
        with parts.archive.writing() as connection:
            annotation_store.put(connection, article, 1, read)
            people.add(connection, name="Lê Thu", role=Role.ANALYST)
        story(parts.archive, [article, other])
        indexing.drain(parts)
        with dashboard(home.path) as address:
            yield Desk(address, parts, article)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def come(page: Page, address: str, *, person: bool = False) -> None:
    page.goto(address)
    settle(page)
    if person:
        choose_person(page, "Lê Thu")
        page.evaluate("document.activeElement.blur()")


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_topic_page_is_reached_from_the_list_and_tells_the_day(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/chu-de")
    main(page).get_by_role("button", name=ENVIRONMENT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ENVIRONMENT)
    settle(page)
    assert query_of(page) == {"topic": ["environment"]}  # so that a reload, or a colleague, sees it too
    expect(page.get_by_role("heading", name=re.compile(": 2 bài$"))).to_be_visible()
    expect(page.locator(".db-item.open")).to_have_count(2)
    expect(main(page).get_by_text("2 bài, 2 nguồn độc lập")).to_be_visible()
    expect(page.locator(".db-why", has_text="sạt lở")).to_be_visible()
    expect(main(page).get_by_role("link", name="Sở Y tế Phú Giang · 1")).to_be_visible()
    page.locator("label").filter(has_text="Chỉ trong tỉnh").click()
    expect(page.locator(".db-item.open")).to_have_count(1)
    settle(page)
    main(page).get_by_role("link", name="Phú Giang · 1", exact=True).click()
    expect(page.get_by_text("1 bài viết", exact=True)).to_be_visible()
    settle(page)
    assert query_of(page)["place"] == ["Phú Giang"] and query_of(page)["topic"] == ["environment"]


def test_an_unknown_topic_is_answered_with_all(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/chu-de?topic=<b>nothing</b>")
    expect(page.get_by_test_id("stAlert")).to_contain_text("<b>nothing</b>")
    expect(main(page).get_by_role("button", name=ENVIRONMENT)).to_be_visible()


def test_why_this_topic_marks_the_words_to_the_letter(page: Page, desk: Desk) -> None:
    come(page, desk.page)
    expect(main(page).get_by_role("link", name=ENVIRONMENT)).to_be_visible()
    expect(page.locator(".db-text mark")).to_have_count(0)
    main(page).get_by_test_id("stButtonGroup").get_by_text(ENVIRONMENT).click()
    expect(page.locator(".db-text mark")).to_have_text(["SẠT LỞ", "hạn mặn", "sạt lở", "SẠT LỞ", "hạn mặn"])
    page.get_by_role("tab", name="Chủ đề").click()
    why = page.get_by_role("tabpanel", name="Chủ đề").locator(".db-why")
    expect(why).to_have_text(["sạt lở8,5", "hạn mặn2", "hòa bình-1,5"])
    expect(why.nth(2)).to_have_class(re.compile("against"))


def test_phrases_and_organisations_lead_to_their_articles(page: Page, desk: Desk) -> None:
    come(page, desk.page)
    main(page).get_by_role("link", name="sạt lở bờ sông").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tìm kiếm")
    settle(page)
    assert query_of(page)["q"] == ['"sạt lở bờ sông"']
    come(page, desk.page)
    page.get_by_role("tab", name="Thông tin").click()
    expect(page.get_by_text("Ty Y tế trong bài nay là Sở Y tế Phú Giang.")).to_be_visible()
    main(page).get_by_role("link", name="Sở Y tế Phú Giang").click()
    expect(page.get_by_role("checkbox", name="Sở Y tế Phú Giang · 1")).to_be_checked()
    expect(page.get_by_text("1 bài viết", exact=True)).to_be_visible()


def test_one_click_labels_and_another_takes_it_back(page: Page, desk: Desk) -> None:
    come(page, desk.page)
    page.get_by_role("tab", name="Chủ đề").click()
    expect(page.get_by_role("button", name="Không đúng")).to_be_disabled()
    come(page, desk.page, person=True)
    page.get_by_role("tab", name="Chủ đề").click()
    page.get_by_role("button", name="Không đúng").click()
    expect(page.get_by_text(re.compile("Lê Thu cho rằng bài không thuộc chủ đề này"))).to_be_visible()
    settle(page)
    assert desk.topics() == ()
    desk.parts.index.refresh()
    assert desk.parts.index.count() == 3
    page.get_by_role("button", name=CONCERNS).click()
    expect(page.get_by_text(re.compile("Lê Thu cho rằng bài thuộc chủ đề này"))).to_be_visible()
    settle(page)
    assert desk.topics() == ("public-concerns",)
    page.get_by_role("button", name="Rút lại").first.click()
    expect(page.get_by_role("button", name="Rút lại")).to_have_count(1)
    settle(page)
    assert desk.topics() == ("public-concerns", "environment")


def skip(page: Page, title: str) -> None:
    page.keyboard.press("3")
    expect(main(page).locator("a strong").filter(has_text=title)).to_have_count(0)
    settle(page)


def test_questions_are_answered_by_keys_and_the_last_answer_is_taken_back(page: Page, desk: Desk) -> None:
    come(page, f"{desk.address}/gan-nhan?topic=environment", person=True)
    question = page.get_by_role("heading", level=3)
    expect(question).to_have_text(f"Bài này có thuộc chủ đề “{ENVIRONMENT}” không?")
    asked = main(page).locator("a strong")
    expect(asked).to_have_count(1)
    while (title := asked.inner_text()) != TITLE:
        skip(page, title)
    page.keyboard.press("2")
    expect(page.get_by_text("Hôm nay bạn đã gán 1 bài.")).to_be_visible()
    expect(main(page).get_by_role("link", name=TITLE)).to_have_count(0)
    settle(page)
    assert desk.topics() == ()
    page.keyboard.press("z")
    expect(page.get_by_text("Hôm nay bạn đã gán 0 bài.")).to_be_visible()
    expect(main(page).get_by_role("link", name=TITLE)).to_be_visible()
    settle(page)
    assert desk.topics() == ("environment",)
    while asked.count():
        skip(page, asked.inner_text())
    expect(page.get_by_test_id("stAlert")).to_contain_text("Không còn gì để hỏi về chủ đề này")
