"""Briefs, walls and what is no article."""

import pytest

from diembao.core.models import ArticleKind
from diembao.crawlers.reasons import Reason
from tests.crawlers.extraction.pages import LEAD, TITLE, html, meta, read, refused, said
from tests.crawlers.making import ARTICLE, SITE


def test_a_short_text_with_a_lead_is_a_brief() -> None:
    content = read(html(said(), "<p>Xem ảnh.</p>"))
    assert (content.kind, content.lead) == (ArticleKind.BRIEF, LEAD)


def test_a_long_text_is_an_article() -> None:
    assert read(html(said())).kind is ArticleKind.ARTICLE


@pytest.mark.parametrize(
    "wall",
    ["Vui lòng đăng nhập để đọc tiếp.", "Nội dung dành cho thuê bao.", "Bạn cần đăng nhập để xem bài này."],
)
def test_a_login_wall_is_called_one(wall: str) -> None:
    assert refused(html(said(), f"<div class='wall'>{wall}</div>")) is Reason.LOGIN_WALL


def test_a_brief_with_a_box_for_comments_is_no_login_wall() -> None:
    body = "<p>Xem ảnh.</p><div>Vui lòng đăng nhập để gửi bình luận</div>"
    assert read(html(said(), body)).kind is ArticleKind.BRIEF


@pytest.mark.parametrize("body", [b"", b"  \n ", b"<!-- trang trong -->"])
def test_an_empty_page_is_refused(body: bytes) -> None:
    assert refused(body) is Reason.EMPTY_PAGE


@pytest.mark.parametrize("type", ["application/pdf", "image/jpeg", "application/json", "video/mp4"])
def test_another_content_type_is_refused(type: str) -> None:
    assert refused(html(said()), type=type) is Reason.NOT_HTML


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"Cong hoa xa hoi chu nghia Viet Nam " * 50,
        b"\xff\xd8\xff\xe0" + b"JFIF" * 100,
        b"PK\x03\x04" + b"word/document.xml" * 50,
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>{LEAD * 5}</channel></rss>'.encode(),
    ],
)
@pytest.mark.parametrize("type", ["", "text/html", "text/xml"])
def test_another_file_under_the_name_of_a_page_is_refused(body: bytes, type: str) -> None:
    assert refused(body, type=type, title=TITLE) is Reason.NOT_HTML


@pytest.mark.parametrize("url", [SITE, f"{SITE}/", f"{SITE}/#top"])
def test_a_front_page_is_no_article(url: str) -> None:
    assert refused(html(said()), url) is Reason.NOT_AN_ARTICLE


def test_an_article_behind_a_query_on_the_front_page_is_one() -> None:
    assert read(html(said()), f"{SITE}/?id=184532").title == TITLE


def test_a_section_page_is_no_article() -> None:
    head = meta(og_type="website", og_url=f"{SITE}/thoi-su", og_title="Thời sự")
    assert refused(html(head), f"{SITE}/thoi-su") is Reason.NOT_AN_ARTICLE
    assert refused(html('<link rel="canonical" href="/thoi-su">')) is Reason.NOT_AN_ARTICLE


def test_a_portal_that_calls_every_page_a_website_has_articles() -> None:
    assert read(html(meta(og_type="website", og_url=ARTICLE))).title == TITLE
    assert read(html(meta(og_type="website"))).title == TITLE


def test_a_page_without_text_is_refused() -> None:
    assert refused(html(meta(og_type="article"), "")) is Reason.NO_TEXT
