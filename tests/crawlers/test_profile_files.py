"""Reading profiles from files: what they say, what a family adds, and what is wrong in one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diembao.core.errors import CatalogueError
from diembao.core.models import ArticleKind, Content, Provenance
from diembao.crawlers.dates import Order
from diembao.crawlers.decoding import document
from diembao.crawlers.extraction import Unusable, extract
from diembao.crawlers.profiles import (
    Finder,
    Layout,
    PageKind,
    Profile,
    ProfileLookup,
    Selector,
    load_profiles,
    shipped_profiles,
)
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import ARTICLE, SOURCE, listed, page

PROFILE = """
domains = ["baophugiang.vn"]
date_order = "mdy"

[[version]]
until = 2020-06-30
title = "h2.tieu-de"
body = ["div.cu"]

[[version]]
title = ["h1.tieu-de"]
lead = ["p.sapo"]
lead_strip = ["span.noi-viet"]
published = [".ngay-dang"]
authors = [".tac-gia"]
author_split = [" - "]
section = [".duong-dan a:last-of-type"]
tags = ["meta[name=its_tag]@content", ".tu-khoa a"]
body = ["div.than-bai"]
captions = [".chu-thich"]
credit = [".nguon-tin"]
strip = [".bai-lien-quan"]
end = ["#het-bai"]

[sections]
thoi-su = "Thời sự"

[kinds]
opinion = { section = ["Góc nhìn"] }
video = { path = "^/video" }
live = { selector = [".truc-tiep"] }
listing = { selector = [".danh-sach-bai"] }
"""

PAGE = """<html><head><title>Cầu Bến Lở thông xe | Báo Phú Giang</title>
<meta name="its_tag" content="cầu, Bến Lở"></head>
<body><nav class="duong-dan"><a href="/">Trang chủ</a><a href="/thoi-su">THỜI SỰ</a></nav>
<h1 class="tieu-de">Cầu Bến Lở thông xe</h1><span class="ngay-dang">9/14/2026 6:44:00 PM</span>
<p class="sapo"><span class="noi-viet">Phú Giang</span>Cầu dài 412 m nối hai bờ sông Giang.</p>
<div class="anh-bia"><p class="chu-thich">Cầu nhìn từ bờ đông.</p></div>
<div class="than-bai">
<p>Sáng 14/9, <a href="/thoi-su/cau-ben-lo-hop-long-184000.html">cầu Bến Lở</a> cho xe dưới 18 tấn qua lại.</p>
<div class="bai-lien-quan">Bài khác</div>
<h3>Chi phí</h3>
<table><tr><td>Móng</td><td>42 tỷ</td></tr><tr><td>Dầm</td><td>58 tỷ</td></tr></table>
<figure><img src="/a.jpg"><figcaption class="chu-thich">Xe qua cầu.<br>Ảnh: M.T</figcaption></figure>
<ul><li>Xe máy đi làn phải.</li><li>Xe tải đi làn trái.<br>Người đi bộ có vỉa hè.</li></ul>
<p class="tac-gia">Lê Minh - Hà Thu</p><p class="nguon-tin">(Theo TTXVN)</p>
<div id="het-bai"></div><p>Quảng bá cuối trang của tòa soạn.</p></div></body></html>"""


def loaded(folder: Path, text: str = PROFILE) -> ProfileLookup:
    (folder / "baophugiang.toml").write_text(text, encoding="utf-8")
    return load_profiles(folder)


def read(profiles: ProfileLookup, html: str = PAGE, url: str = ARTICLE) -> Content:
    return extract(page(html, url), listed(url), SOURCE, profiles).content


def test_a_profile_reads_every_field_as_printed(tmp_path: Path) -> None:
    content = read(loaded(tmp_path))
    assert content.title == "Cầu Bến Lở thông xe"
    assert content.lead == "Cầu dài 412 m nối hai bờ sông Giang."
    assert content.text.split("\n\n") == [
        "Sáng 14/9, cầu Bến Lở cho xe dưới 18 tấn qua lại.",
        "Chi phí",
        "Móng | 42 tỷ",
        "Dầm | 58 tỷ",
        "Xe máy đi làn phải.",
        "Xe tải đi làn trái.",
        "Người đi bộ có vỉa hè.",
    ]
    assert content.authors == ("Lê Minh", "Hà Thu")
    assert content.section == "Thời sự"
    assert content.tags == ("cầu", "Bến Lở")
    assert content.captions == ("Cầu nhìn từ bờ đông.", "Xe qua cầu. Ảnh: M.T")
    assert content.credit == "TTXVN"
    assert [(link.url, link.text) for link in content.links] == [
        ("https://baophugiang.vn/thoi-su/cau-ben-lo-hop-long-184000.html", "cầu Bến Lở")
    ]
    assert content.published_at == datetime(2026, 9, 14, 11, 44, tzinfo=UTC)
    assert content.published_from is Provenance.PAGE


def test_words_in_bold_before_a_paragraph_are_no_lead(tmp_path: Path) -> None:
    profiles = loaded(tmp_path, 'domains = ["baophugiang.vn"]\n[[version]]\nbody = [".a"]\nlead = [".a strong"]')
    html = (
        f"<h1>Cầu thông xe</h1><div class='a'><p><strong>(PG) -</strong> Cầu mở.</p>{'<p>Xe qua cầu từ sáng.</p>' * 5}"
    )
    assert read(profiles, html).text.startswith("(PG) - Cầu mở.")


@pytest.mark.parametrize(
    ("path", "inside", "kind"),
    [
        ("/video/cau-ben-lo-thong-xe-184532.html", "", ArticleKind.VIDEO),
        ("/thoi-su/cau-ben-lo-thong-xe-184532.html", '<i class="truc-tiep"></i>', ArticleKind.LIVE),
        ("/thoi-su/cau-ben-lo-thong-xe-184532.html", "", ArticleKind.ARTICLE),
    ],
)
def test_a_profile_tells_kinds(tmp_path: Path, path: str, inside: str, kind: ArticleKind) -> None:
    html = PAGE.replace("<h1", f"{inside}<h1")
    assert read(loaded(tmp_path), html, f"https://baophugiang.vn{path}").kind is kind


def test_a_section_of_opinions_makes_one(tmp_path: Path) -> None:
    assert read(loaded(tmp_path), PAGE.replace("THỜI SỰ", "Góc nhìn")).kind is ArticleKind.OPINION


def test_a_page_that_the_profile_calls_a_listing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as error:
        read(loaded(tmp_path), PAGE.replace("<h1", '<div class="danh-sach-bai"></div><h1'))
    assert error.value.reason is Reason.NOT_AN_ARTICLE


def test_the_layout_of_the_day_comes_first_and_the_others_stand_in(tmp_path: Path) -> None:
    profile = loaded(tmp_path).by_name["baophugiang"]
    old, new = profile.layouts
    assert profile.layouts_for(date(2020, 6, 30)) == (old, new)
    assert profile.layouts_for(date(2020, 7, 1)) == (new, old)
    former = f'<h2 class="tieu-de">Cầu Bến Lở khởi công</h2><div class="cu">{"<p>Cầu dài 412 m.</p>" * 8}</div>'
    assert read(ProfileLookup([profile]), former).title == "Cầu Bến Lở khởi công"


def test_a_page_in_none_of_the_layouts_is_read_all_the_same(tmp_path: Path) -> None:
    html = f"<h1>Cầu Bến Lở thông xe</h1><article>{'<p>Sáng 14/9, cầu cho xe dưới 18 tấn qua lại.</p>' * 5}</article>"
    assert "18 tấn" in read(loaded(tmp_path), html).text


def test_a_saved_page_is_known_by_the_address_that_it_calls_its_own(tmp_path: Path) -> None:
    html = PAGE.replace("<head>", f'<head><link rel="canonical" href="{ARTICLE}">')
    url = "http://saved.localhost/trang-bao-da-luu-lai-ve-may-123456.html"
    assert read(loaded(tmp_path), html, url).authors == ("Lê Minh", "Hà Thu")


def test_a_profile_of_the_home_replaces_a_shipped_one(tmp_path: Path) -> None:
    shipped = load_profiles(tmp_path / "none")
    for name, profile in list(shipped.by_name.items())[:1]:
        text = PROFILE.replace("baophugiang.vn", profile.domains[0])
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        assert load_profiles(tmp_path).by_name[name].date_order is Order.MONTH_FIRST
    assert load_profiles(tmp_path).by_name.keys() >= shipped.by_name.keys()


def test_the_narrowest_domain_decides() -> None:
    layouts = (Layout(body=(Selector(".a"),)),)
    wide = Profile(name="wide", domains=("phugiang.vn",), layouts=layouts)
    narrow = Profile(name="narrow", domains=("bao.phugiang.vn",), layouts=layouts)
    lookup = ProfileLookup([wide, narrow])
    assert [lookup.at(host) for host in ("m.bao.phugiang.vn", "phugiang.vn", "vn")] == [narrow, wide, None]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("domains = [", "TOML"),
        ('[[version]]\nbody = ".a"', "domains"),
        ('domains = ["https://a.vn"]\n[[version]]\nbody = ".a"', "https://a.vn"),
        ('domains = ["a.vn"]', "version"),
        ('domains = ["a.vn"]\n[[version]]\ntitle = "h1"', "body"),
        ('domains = ["a.vn"]\n[[version]]\nbody = ".a["', ".a["),
        ('domains = ["a.vn"]\n[[version]]\nbody = 3', "body"),
        ('domains = ["a.vn"]\n[[version]]\nbodi = ".a"', "bodi"),
        ('domains = ["a.vn"]\n[[version]]\nuntil = 2020-01-01\nbody = ".a"', "version"),
        ('domains = ["a.vn"]\n[[version]]\nuntil = "2020"\nbody = ".a"', "until"),
        ('domains = ["a.vn"]\nfamily = "khong-co"\n[[version]]\nbody = ".a"', "khong-co"),
        ('domains = ["a.vn"]\ndate_order = "ymd"\n[[version]]\nbody = ".a"', "ymd"),
        ('domains = ["a.vn"]\n[[version]]\nbody = ".a"\n[kinds]\nvide = {}', "vide"),
        ('domains = ["a.vn"]\n[[version]]\nbody = ".a"\n[kinds]\nvideo = { path = "(" }', "kinds.video.path"),
        ('domains = ["a.vn"]\n[[version]]\nbody = ".a"\n[kinds]\nvideo = 1', "kinds.video"),
        ('domains = ["a.vn"]\n[[version]]\nbody = ".a"\n[sections]\na = 1', "sections"),
        ('domains = ["a.vn"]\nversion = 3', "version"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(CatalogueError) as error:
        loaded(tmp_path, text)
    assert named in str(error.value)
    assert "baophugiang" in str(error.value)


def test_content_systems_read_pages_of_homes_with_profiles_of_their_own_too(tmp_path: Path) -> None:
    (tmp_path / "baophugiang.toml").write_text(PROFILE, encoding="utf-8")
    systems = load_profiles(tmp_path).systems
    assert systems == shipped_profiles().systems
    assert all(system.signs and system.layouts[-1].until is None for system in systems)


# selectors

TREE = """<html><body id="top"><div class="a b"><p class="x">1</p><div class="a"><p class="x y">2</p></div></div>
<p class="x" data-role="lead">3</p><section data-role="lead-in"><p>4</p></section><figure>5</figure></body></html>"""


@pytest.mark.parametrize(
    ("css", "texts"),
    [
        (".x", ["1", "2", "3"]),
        ("p.x.y", ["2"]),
        ("div.x", []),
        (".a .x", ["1", "2"]),
        (".b > .x", ["1"]),
        (".a p:last-child", ["1", "2"][1:]),
        ("#top > p", ["3"]),
        ("[data-role=lead]", ["3"]),
        ("[data-role^=lead] p", ["4"]),
        ("p[class*=y]", ["2"]),
        ("[class~=y]", ["2"]),
        ("[data-role$=in]", ["4"]),
        ("p[data-role]", ["3"]),
        ("figure", ["5"]),
        ("p:not(.x)", ["4"]),
        ("figure, .y", ["5", "2"]),
        (".missing .x, #none", []),
        ("[data-role=lead]@data-role", ["lead"]),
    ],
)
def test_a_selector_finds_what_css_says(css: str, texts: list[str]) -> None:
    tree = document(TREE.encode())
    assert tree is not None
    assert Finder(tree).values(Selector(css)) == texts


def test_what_was_taken_out_is_not_found_any_more() -> None:
    tree = document(TREE.encode())
    assert tree is not None
    finder = Finder(tree)
    assert len(finder.elements(Selector(".x"))) == 3
    finder.take_out(finder.elements(Selector(".a")))
    assert finder.values(Selector(".x")) == ["3"]
    assert finder.values(Selector(".a .x")) == []


def test_every_kind_of_an_article_can_be_told() -> None:
    assert {kind.value for kind in ArticleKind} < {kind.value for kind in PageKind}
