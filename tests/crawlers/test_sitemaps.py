"""Sitemaps of articles."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.errors import FetchError
from diembao.core.models import Channel, Listed
from diembao.crawlers.doors import sitemaps
from diembao.crawlers.reasons import Reason, explain
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
        )
    ]


def test_a_plain_sitemap_gives_addresses_and_last_change() -> None:
    body = (
        "<urlset><url><loc> /a-1.html </loc><lastmod>2026-09-14</lastmod></url><url><loc>/b-2.html</loc></url></urlset>"
    )
    assert [(item.url, item.published_at) for item in read(body)] == [
        (f"{SITE}/a-1.html", utc(2026, 9, 13, 17)),
        (f"{SITE}/b-2.html", None),
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


def test_an_index_of_sitemaps_is_refused_as_such() -> None:
    body = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"
    assert refused(body) == Reason.SITEMAP_INDEX
    assert "index of sitemaps" in explain(Reason.SITEMAP_INDEX)


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
