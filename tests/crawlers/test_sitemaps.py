"""Sitemaps of articles."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.errors import FetchError
from diembao.core.models import Channel, Listed
from diembao.crawlers.doors import MOST_LISTED, Reading, sitemaps
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import SITE, SOURCE, door, page, utc

SITEMAP = f"{SITE}/sitemap-news.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
  <url>
    <loc>https://baophugiang.vn/thoi-su/nuoc-lu-rut-184532.html</loc>
    <lastmod>2026-09-15T08:00:00+07:00</lastmod>
    <news:news>
      <news:publication><news:name>Báo Phú Giang</news:name><news:language>vi</news:language></news:publication>
      <news:publication_date>2026-09-14T18:44:00+07:00</news:publication_date>
      <news:title>Nước lũ rút &amp; dọn bùn</news:title>
    </news:news>
  </url>
</urlset>"""


def read(body: str | bytes, type: str = "application/xml", **said: str) -> list[Listed]:
    return list(reading(body, type, **said).listed)


def reading(body: str | bytes, type: str = "application/xml", **said: str) -> Reading:
    return sitemaps.read(page(body, SITEMAP, type), SOURCE, door(Channel.SITEMAP, **said))


def refused(body: str | bytes) -> str:
    with pytest.raises(FetchError) as error:
        read(body)
    assert SITEMAP in str(error.value)
    return error.value.reason


def plain(*locations: str) -> str:
    urls = "".join(f"<url><loc>{location}</loc></url>" for location in locations)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def test_a_news_sitemap_gives_address_title_and_time() -> None:
    assert read(NEWS, section="Thời sự") == [
        Listed(
            url="https://baophugiang.vn/thoi-su/nuoc-lu-rut-184532.html",
            source_id=SOURCE.id,
            channel=Channel.SITEMAP,
            title="Nước lũ rút & dọn bùn",
            section="Thời sự",
            published_at=utc(2026, 9, 14, 11, 44),
            modified_at=utc(2026, 9, 15, 1),
        )
    ]


def test_a_plain_sitemap_gives_addresses_and_last_change() -> None:
    body = (
        "<urlset><url><loc> /a-1.html </loc><lastmod>2026-09-14</lastmod></url><url><loc>/b-2.html</loc></url></urlset>"
    )
    assert [(item.url, item.published_at, item.modified_at) for item in read(body)] == [
        (f"{SITE}/a-1.html", None, utc(2026, 9, 13, 17)),
        (f"{SITE}/b-2.html", None, None),
    ]


def test_an_entry_that_leads_nowhere_costs_only_itself() -> None:
    body = plain("", "http://[xau", "https://baophugiang.vn:abc/", "ftp://baophugiang.vn/a", f"{SITE}/a.html")
    assert [item.url for item in read(body)] == [f"{SITE}/a.html"]


def test_a_gzipped_sitemap_is_unpacked_whatever_its_type() -> None:
    assert read(gzip.compress(NEWS.encode()), "application/octet-stream") == read(NEWS)


def test_a_gzip_bomb_is_unpacked_to_the_limit_only() -> None:
    padding = ("<x>" + " " * 999_993 + "</x>") * 50
    body = f"<urlset><url><loc>/truoc.html</loc></url>{padding}<url><loc>/sau.html</loc></url></urlset>"
    assert [item.url for item in read(gzip.compress(body.encode()))] == [f"{SITE}/truoc.html"]


@pytest.mark.parametrize(
    "body", [gzip.compress(NEWS.encode(), mtime=0)[:-30], b"\x1f\x8b\x08\x00", b"\x1f\x8bkhong phai gzip"]
)
def test_a_broken_gzip_is_refused_by_name(body: bytes) -> None:
    assert refused(body) == Reason.NOT_A_SITEMAP


def index(*entries: tuple[str, str]) -> tuple[str, ...]:
    """Paths that are followed of an index of these locations, each with its last change; it is 14 September 2026."""
    maps = "".join(f"<sitemap><loc>{url}</loc>{at and f'<lastmod>{at}</lastmod>'}</sitemap>" for url, at in entries)
    whole = reading(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>')
    assert whole.listed == ()
    return tuple(url.removeprefix(SITE) for url in whole.further)


def test_of_an_index_the_sitemaps_that_changed_lately_are_followed_the_newest_first() -> None:
    assert index(
        ("/bai-1.xml", "2026-09-13T10:00:00+07:00"),
        ("/bai-2.xml", "2026-09-14T10:00:00+07:00"),
        ("/bai-3.xml", "2026-08-01"),
        ("/bai-4.xml", "2019-01-01"),
    ) == ("/bai-2.xml", "/bai-1.xml")


def test_of_an_index_the_news_come_first_and_what_holds_no_articles_is_left() -> None:
    today = "2026-09-14T10:00:00+07:00"
    assert index(
        ("/sitemaps/categories.xml", today),
        ("/tag-sitemap.xml", today),
        ("/author-sitemap.xml", today),
        ("/image-sitemap.xml", today),
        ("/bai.xml", today),
        ("/google-news-sitemap.xml", ""),
    ) == ("/google-news-sitemap.xml", "/bai.xml")


def test_of_an_index_without_dates_the_names_tell_the_month() -> None:
    assert index(
        ("/sitemap-2026-09.xml", ""),
        ("/sitemap-2026-08.xml", ""),
        ("/sitemaps/2026/9/14.xml", ""),
        ("/sitemap_20260801.xml", ""),
        ("/sitemap-2025-09.xml", ""),
    ) == ("/sitemap-2026-09.xml", "/sitemaps/2026/9/14.xml")


def test_of_an_index_that_says_nothing_both_ends_are_followed() -> None:
    paths = [f"/so-do-{name}.xml" for name in "abcdefg"]
    assert index(*((path, "") for path in paths)) == (paths[0], paths[1], paths[6], paths[5])


def test_an_index_may_be_empty_or_lead_nowhere() -> None:
    assert index() == ()
    assert index(("", ""), ("mailto:a@b", ""), ("http://[", "2026-09-14")) == ()


def test_of_a_huge_sitemap_the_newest_addresses_are_taken_and_the_rest_is_counted() -> None:
    urls = "".join(
        f"<url><loc>/tin-{n}</loc><lastmod>{utc(2026, 9, 14) - timedelta(hours=n):%Y-%m-%dT%H:%MZ}</lastmod></url>"
        for n in range(3 * MOST_LISTED, -1, -1)
    )
    whole = reading(f"<urlset>{urls}</urlset>")
    assert {item.url for item in whole.listed} == {f"{SITE}/tin-{n}" for n in range(MOST_LISTED)}
    assert whole.left_out == 2 * MOST_LISTED + 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "<html><body>Bảo trì</body></html>",
        "{}",
        "không phải XML",
        "<rss/>",
        "<khong:co/>",
        b"%PDF-1.4",
        "<!-- x -->",
        "<?x?>",
    ],
)
def test_what_is_no_sitemap_is_refused_by_name(body: str | bytes) -> None:
    assert refused(body) == Reason.NOT_A_SITEMAP


def test_a_truncated_sitemap_gives_what_came_before_the_cut() -> None:
    body = plain(*(f"{SITE}/tin-{number}.html" for number in range(10)))
    assert [item.url for item in read(body[: body.index("tin-5")])][:5] == [f"{SITE}/tin-{n}.html" for n in range(5)]


def test_an_empty_sitemap_lists_nothing() -> None:
    assert read(plain()) == []


def test_an_entity_bomb_does_not_explode() -> None:
    entities = '<!ENTITY a0 "bom">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f"<!DOCTYPE urlset [{entities}]>" + plain(f"{SITE}/&a9;", f"{SITE}/a.html")
    assert all(len(item.url) < 1000 for item in read(body))


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mat-khau-cua-may")
    body = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + plain(f"{SITE}/&x;.html")
    assert "mat-khau" not in repr(read(body))


@given(st.binary())
def test_any_bytes_are_a_sitemap_or_refused(body: bytes) -> None:
    for content in (body, gzip.compress(body), b"\x1f\x8b" + body):
        with pytest.raises(FetchError):
            read(content)
