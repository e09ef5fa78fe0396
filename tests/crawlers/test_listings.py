"""Article addresses among all the links of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.errors import FetchError
from diembao.core.models import Channel, Source
from diembao.crawlers.doors import listings
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import SITE, SOURCE, door, page

SECTION = f"{SITE}/thoi-su/"
SLUG = "ngap-nang-o-ba-phuong-trung-tam-thanh-pho"


def read(html: str | bytes, **said: str) -> list[tuple[str, str]]:
    found = listings.read(page(html, SECTION), SOURCE, door(Channel.LISTING, **said)).listed
    assert all(item.channel is Channel.LISTING and item.source_id == SOURCE.id for item in found)
    return [(item.url, item.title) for item in found]


def links(*hrefs: str, **said: str) -> list[str]:
    return [url for url, _title in read("".join(f'<p><a href="{href}">Tin</a></p>' for href in hrefs), **said)]


def refused(html: str | bytes, **said: str) -> str:
    with pytest.raises(FetchError) as error:
        read(html, **said)
    assert SECTION in str(error.value)
    return error.value.reason


@pytest.mark.parametrize(
    "path",
    [
        f"/thoi-su/{SLUG}.html",
        "/mua-lon-gay-ngap-184532.html",
        f"/{SLUG}-20260914184400.htm",
        f"/thoi-su/202609/{SLUG}-8d21f3a/",
        f"/chi-tiet-tin/{SLUG}",
        "/thoi-su/184532.html",
    ],
)
def test_an_articles_address_is_taken(path: str) -> None:
    assert links(path) == [f"{SITE}{path}"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/thoi-su",
        "/chinh-tri-xa-hoi",
        "/van-hoa/am-nhac.html",
        "/lien-he-quang-cao",
        "/rss/thoi-su-xa-hoi-hom-nay-ngay.rss",
        f"/{SLUG}.jpg",
        f"/{SLUG}.PDF",
    ],
)
def test_a_sections_address_is_not(path: str) -> None:
    assert links(path, f"/{SLUG}") == [f"{SITE}/{SLUG}"]


def test_links_to_other_sites_are_left_out() -> None:
    assert links(
        f"https://facebook.com/{SLUG}",
        f"https://baokhac.vn/{SLUG}",
        f"https://baophugiang.vn.evil.example/{SLUG}",
        f"https://phugiangonline.vn/{SLUG}",
        f"https://m.baophugiang.vn/{SLUG}",
        f"https://www.baophugiang.vn/{SLUG}",
    ) == [f"https://phugiangonline.vn/{SLUG}", f"https://m.baophugiang.vn/{SLUG}", f"https://www.baophugiang.vn/{SLUG}"]


def test_what_is_no_web_address_is_left_out() -> None:
    bad = ("", "#", "javascript:void(0)", "mailto:a@b.vn", "tel:1900", "http://[xau", f"//baophugiang.vn:abc/{SLUG}")
    assert links(*bad, f"/{SLUG}") == [f"{SITE}/{SLUG}"]


def test_links_are_relative_to_the_page() -> None:
    assert links(f"{SLUG}.html", f"../{SLUG}.html") == [f"{SECTION}{SLUG}.html", f"{SITE}/{SLUG}.html"]


def test_links_are_relative_to_the_base_that_the_page_names() -> None:
    html = f'<html><head><base href="/tin/"></head><body><a href="{SLUG}.html">Tin</a></body></html>'
    assert read(html) == [(f"{SITE}/tin/{SLUG}.html", "Tin")]


@pytest.mark.parametrize("base", ["", "http://[xau", "javascript:void(0)"])
def test_a_base_that_is_no_address_is_passed_over(base: str) -> None:
    html = f'<html><head><base href="{base}"></head><body><a href="{SLUG}.html">Tin</a></body></html>'
    assert read(html) == [(f"{SECTION}{SLUG}.html", "Tin")]


def test_each_address_comes_once_with_its_longest_title_in_reading_order() -> None:
    html = f"""
      <a href="/{SLUG}"><img src="/a.jpg"></a>
      <a href="/mot-bai-khac-cung-trang-nay-nua">Bài khác</a>
      <h2><a href="/{SLUG}#binh-luan" title="Ngập nặng ở ba phường">Ngập…</a></h2>"""
    assert read(html) == [
        (f"{SITE}/{SLUG}", "Ngập nặng ở ba phường"),
        (f"{SITE}/mot-bai-khac-cung-trang-nay-nua", "Bài khác"),
    ]


def test_a_pattern_decides_alone() -> None:
    assert links("/tin/123", f"/{SLUG}", "/tin/gioi-thieu", article_pattern=r"^/tin/\d+$") == [f"{SITE}/tin/123"]


def test_a_page_that_declares_an_xml_encoding_is_read() -> None:
    html = f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html><body><a href="/{SLUG}">Tin</a></body></html>'
    assert read(html) == [(f"{SITE}/{SLUG}", "Tin")]


@pytest.mark.parametrize("html", ["", "  ", "<!-- không có gì -->"])
def test_an_empty_page_is_refused_by_name(html: str) -> None:
    assert refused(html) == Reason.EMPTY_PAGE


@pytest.mark.parametrize(
    "html", ["<p>Bảo trì</p>", '<a href="/thoi-su">Thời sự</a>', "<a>Tin</a>", b"%PDF-1.4\n\xff\xfe"]
)
def test_a_page_without_articles_is_refused_by_name(html: str | bytes) -> None:
    assert refused(html) == Reason.NO_ARTICLES


@given(st.text(), st.text())
def test_any_link_is_an_address_or_left_out(href: str, base: str) -> None:
    html = f'<base href="{base}"><a href="{href}">Tin</a><a href="https://baophugiang.vn/{SLUG}">Tin</a>'
    try:
        assert all(url.startswith("http") for url, _title in read(html))
    except FetchError as error:
        assert error.reason == Reason.NO_ARTICLES


# the next page


def following(link: str, url: str = SECTION, source: Source = SOURCE) -> tuple[str, ...]:
    """Where a listing with this link goes on, below the site."""
    body = f'<a href="/{SLUG}-184532.html">Tin</a><ul class="pager">{link}</ul>'
    whole = listings.read(page(body, url), source, door(Channel.LISTING))
    return tuple(found.removeprefix(SITE) for found in whole.further)


@pytest.mark.parametrize(
    ("url", "link", "path"),
    [
        ("/thoi-su/", '<link rel="next" href="/thoi-su-p2">', "/thoi-su-p2"),
        ("/thoi-su", '<a rel="nofollow next" href="/thoi-su-page1">Tiếp</a>', "/thoi-su-page1"),
        ("/thoi-su.htm", '<a href="/thoi-su/trang-2.htm">2</a>', "/thoi-su/trang-2.htm"),
        ("/thoi-su/", '<a href="/thoi-su/?page=2">2</a>', "/thoi-su/?page=2"),
        ("/thoi-su", '<a href="?page=2&amp;loai=tin">2</a>', None),
        ("/danh-muc?loai=tin", '<a href="?page=2&amp;loai=tin">2</a>', "/danh-muc?page=2&loai=tin"),
        ("/danh-muc?loai=tin", '<a href="?loai=tin&amp;page=2">2</a>', "/danh-muc?loai=tin&page=2"),
        ("/thoi-su", '<a href="/thoi-su-p2">2</a>', "/thoi-su-p2"),
        ("/thoi-su", '<a href="/thoi-su/p2">2</a>', "/thoi-su/p2"),
        ("/thoi-su/", '<a href="/thoi-su/page/2/">2</a>', "/thoi-su/page/2/"),
        ("/thoi-su/trang-2.htm", '<a href="/thoi-su/trang-3.htm">3</a>', "/thoi-su/trang-3.htm"),
        ("/thoi-su/trang-2.htm", '<a href="/thoi-su.htm">1</a>', None),
        ("/thoi-su", '<a href="/thoi-su?page=1">Trang sau »</a>', "/thoi-su?page=1"),
        ("/thoi-su", '<a href="/thoi-su?page=9">9</a>', None),
        ("/thoi-su", '<a href="/kinh-te/trang-2">2</a>', None),
        ("/thoi-su", '<a href="/kinh-te">Trang sau</a>', None),
        ("/thoi-su", '<a href="#">Trang sau</a><a href="javascript:tiep()">2</a>', None),
        ("/thoi-su", '<link rel="next" href="https://bao-khac.vn/thoi-su-p2">', None),
    ],
)
def test_a_listing_says_where_it_goes_on(url: str, link: str, path: str | None) -> None:
    assert following(link, f"{SITE}{url}") == ((path,) if path else ())
