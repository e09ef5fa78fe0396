"""What a front page says of its outlet, and which addresses may be doors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.models import SourceKind
from diembao.crawlers.decoding import document
from diembao.crawlers.discovery import Imprint, candidates
from diembao.crawlers.discovery.imprint import kind_of, place_of, read_imprint
from tests.crawlers.making import SITE


def imprint(body: str, head: str = "") -> Imprint:
    tree = document(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert tree is not None
    return read_imprint(tree)


@pytest.mark.parametrize(
    "line",
    [
        "<li>Cơ quan của <b>Tỉnh ủy Phú Giang</b></li><li>Tổng biên tập: X</li>",
        "<p>Cơ quan chủ quản: Tỉnh ủy Phú Giang</p>",
        "<p>CƠ QUAN CHỦ QUẢN: Tỉnh ủy Phú Giang - Giấy phép số 1/GP-BTTTT</p>",
        "<div>© 2026 Báo Phú Giang. Cơ quan chủ quản: Tỉnh ủy Phú Giang. Địa chỉ: 1 Lê Lợi</div>",
        "<div><span>Cơ quan chủ quản:</span> <strong>Tỉnh ủy Phú Giang</strong><br>Tổng Biên tập: X</div>",
        "<p>Báo Phú Giang – Cơ quan của Tỉnh ủy Phú Giang | Điện thoại: 1</p>",
        "<p>Báo Phú Giang là cơ quan ngôn luận của Tỉnh ủy Phú Giang</p>",
    ],
)
def test_the_publisher_is_read_in_the_imprint(line: str) -> None:
    assert imprint(f"<p>Tin trong ngày</p><footer>{line}</footer>").publisher == "Tỉnh ủy Phú Giang"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ông cho biết hồ sơ đã được chuyển đến cơ quan của Bộ Công an để điều tra theo quy định của pháp luật.</p>",
        "<p>Cơ quan chủ quản: </p>",
        "<p>Cơ quan của chúng tôi luôn lắng nghe bạn đọc</p>",
        "<p>Tin trong ngày</p>",
    ],
)
def test_what_is_no_imprint_names_no_publisher(text: str) -> None:
    assert imprint(text).publisher == ""


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content="Báo Phú Giang"><title>Tin mới</title>', "Báo Phú Giang"),
        (
            '<script type="application/ld+json">{"@type":"WebSite","publisher":{"name":"Báo Phú Giang"}}</script>',
            "Báo Phú Giang",
        ),
        (
            '<script type="application/ld+json">[{"@graph":[{"@type":"Organization","name":"Báo A"}]}]</script>',
            "Báo A",
        ),
        ("<title>Báo Phú Giang - tin tức mới nhất</title>", "Báo Phú Giang"),
        ('<script type="application/ld+json">{</script><title>Báo Phú Giang | Tin</title>', "Báo Phú Giang"),
        ("", ""),
    ],
)
def test_the_name_is_what_the_site_calls_itself(head: str, name: str) -> None:
    assert imprint("<p>x</p>", head).name == name


@pytest.mark.parametrize(
    ("host", "said", "kind", "place"),
    [
        ("phugiang.gov.vn", Imprint("Cổng thông tin", "UBND tỉnh Phú Giang"), SourceKind.PORTAL, "Phú Giang"),
        ("ptth.vn", Imprint("Đài Phát thanh Truyền hình Phú Giang"), SourceKind.RADIO_TV, ""),
        ("baophugiang.vn", Imprint("Báo Phú Giang", "Tỉnh ủy Phú Giang"), SourceKind.LOCAL, "Phú Giang"),
        ("bao.vn", Imprint("Báo Mẫu", "Thành ủy TP. Phú Giang"), SourceKind.LOCAL, "Phú Giang"),
        ("bao.vn", Imprint("Báo Mẫu", "Bộ Mẫu"), SourceKind.CENTRAL, ""),
    ],
)
def test_the_kind_and_the_place_are_guessed(host: str, said: Imprint, kind: SourceKind, place: str) -> None:
    assert (kind_of(host, said), place_of(said)) == (kind, place)


def test_feeds_are_told_from_other_links() -> None:
    tree = document(
        b"""<html><head><link rel="alternate" type="application/rss+xml" href="/home.rss">
        <link rel="alternate" type="application/feed+json" href="/feed.json">
        <link rel="alternate" media="handheld" href="https://m.baophugiang.vn/"></head><body>
        <a href="/rss/thoi-su.rss">Th\xe1\xbb\x9di s\xe1\xbb\xb1</a><a href="/home.rss">RSS</a>
        <a href="/comments/feed/">x</a><a href="/rss.htm">RSS</a><a href="/thoi-su.htm">x</a>
        <a href="/kenh-rss">K\xc3\xaanh RSS</a><a href="javascript:rss()">x</a></body></html>"""
    )
    assert tree is not None
    assert candidates.feeds_named(tree, SITE) == {
        f"{SITE}/home.rss": "",
        f"{SITE}/feed.json": "",
        f"{SITE}/rss/thoi-su.rss": "Thời sự",
    }
    assert candidates.lists_named(tree, SITE) == [f"{SITE}/rss.htm", f"{SITE}/kenh-rss"]


def test_robots_txt_names_sitemaps() -> None:
    text = "User-agent: *\nDisallow: /x\nSitemap: https://baophugiang.vn/a.xml\r\n sitemap:/b.xml\n#Sitemap: /c.xml\n"
    assert candidates.sitemaps_named(text, SITE) == [f"{SITE}/a.xml", f"{SITE}/b.xml"]


@given(st.text())
def test_any_front_page_is_read(text: str) -> None:
    if (tree := document(f"<html>{text}</html>".encode(errors="ignore"))) is not None:
        read_imprint(tree)
        candidates.feeds_named(tree, SITE)
