"""Pages of outlets that no profile knows: fields as printed, kinds, and pages built to break a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.models import ArticleKind, Content
from diembao.crawlers.extraction import Unusable, extract
from diembao.crawlers.profiles import Layout, Profile, ProfileLookup, Selector
from diembao.crawlers.reasons import Reason
from tests.crawlers.extraction.markup import MARKUP, PIECES
from tests.crawlers.extraction.pages import BODY, LEAD, PARAGRAPHS, TITLE, html, meta, read, refused, said
from tests.crawlers.making import ARTICLE, SITE, SOURCE, listed, page

TEXT = "\n\n".join(PARAGRAPHS)
MENU = "".join(f'<li><a href="/muc-{number}">Chuyên mục số {number} của báo</a></li>' for number in range(40))
TEASER = '<a href="/a-b-c-d-e-f-100200.html">Bài khác hẳn</a><p>Một đoạn dẫn của bài khác hẳn.</p>'
CARD = f'<div class="tin-khac">{TEASER}</div>'


def article(inside: str, head: str = "") -> Content:
    return read(html(head, inside))


# what is the text


def test_menus_teasers_and_footers_are_not_the_text() -> None:
    around = f'<ul>{MENU}</ul><div class="cot-chinh"><div class="x1">{BODY}</div></div>{CARD * 6}<ul>{MENU}</ul>'
    assert article(around).text == TEXT


def test_lists_tables_and_subheadings_stay_in_their_order() -> None:
    more = "<h3>Thiệt hại</h3><ul><li>300 nhà ngập.</li></ul><table><tr><td>Phường</td><td>Nhà</td></tr></table>"
    body = BODY.replace("</p><p>", f"</p>{more}<p>", 1)
    assert article(body).text.split("\n\n") == [
        PARAGRAPHS[0],
        "Thiệt hại",
        "300 nhà ngập.",
        "Phường | Nhà",
        *PARAGRAPHS[1:],
    ]


def test_lines_that_are_parted_by_line_ends_alone_are_paragraphs() -> None:
    assert article(f'<div class="chi-tiet">{"<br><br>".join(PARAGRAPHS)}</div>').text == TEXT


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="/thoi-su/mua-lon-gay-ngap-o-phu-giang-184000.html">Mưa lớn gây ngập ở Phú Giang</a></p>',
        '<p>&gt;&gt; <a href="/thoi-su/mua-lon-184000.html">Mưa lớn gây ngập</a></p>',
        "<p>Xem thêm: Mưa lớn gây ngập ở Phú Giang</p>",
        "<p>Quảng cáo</p>",
        '<p><a href="javascript:;">TIN MỚI</a></p>',
        "<p>Mời bạn đọc xem video tại đây</p>",
        '<div style="display:none">Đọc tiếp</div>',
    ],
)
def test_what_only_leads_elsewhere_is_not_text(line: str) -> None:
    assert article(BODY.replace("</p><p>", f"</p>{line}<p>", 1), said()).text == TEXT


def test_a_link_inside_a_sentence_is_text_and_a_link_of_the_article() -> None:
    linked = PARAGRAPHS[1].replace("300 nhà dân", '<a href="/nha-ngap-184001.html#a">300 nhà dân</a>')
    bad = '<a href="javascript:alert(1)">Công ty</a>'
    content = article(f"<p>{PARAGRAPHS[0]}</p><p>{linked}</p><p>{PARAGRAPHS[2].replace('Công ty', bad)}</p>", said())
    assert content.text == TEXT
    assert [(link.url, link.text) for link in content.links] == [(f"{SITE}/nha-ngap-184001.html", "300 nhà dân")]


# fields


@pytest.mark.parametrize(
    "printed",
    [
        f'<h2 class="sapo">{LEAD}</h2>{BODY}',
        f'<div class="bai"><p class="chapeau">{LEAD}</p>{BODY}</div>',
        f"<p>14/09/2026 06:05</p><p><b>{LEAD}</b></p>{BODY}",
    ],
)
def test_the_printed_lead_wins_over_the_one_that_meta_tags_cut(printed: str) -> None:
    content = article(printed, meta(og_description=LEAD[:50] + "…", og_type="article"))
    assert (content.lead, content.text) == (LEAD, TEXT)


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg'><figcaption>Nước ngập đường Trần Phú.</figcaption></figure>",
        "<p><img src='/a.jpg'></p><p style='text-align:center'>Nước ngập đường Trần Phú.</p>",
        "<p><img src='/a.jpg'></p><p><em>Nước ngập đường Trần Phú.</em></p>",
        "<div class='item-photo'><img src='/a.jpg'><em>Nước ngập đường Trần Phú.</em></div>",
    ],
)
def test_captions_are_kept_beside_the_text(picture: str) -> None:
    content = article(BODY.replace("</p><p>", f"</p>{picture}<p>", 1), said())
    assert (content.text, content.captions) == (TEXT, ("Nước ngập đường Trần Phú.",))


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("<p>Theo TTXVN</p>", "TTXVN"),
        ("<p>(Nguồn: Cổng thông tin tỉnh)</p>", "Cổng thông tin tỉnh"),
        ('<p class="source">Theo VTV</p>', "VTV"),
    ],
)
def test_a_credit_is_kept_beside_the_text(line: str, credit: str) -> None:
    content = article(BODY + line, said())
    assert (content.text, content.credit) == (TEXT, credit)


def test_a_sentence_that_begins_like_a_credit_is_text() -> None:
    closing = "<p>Theo dự báo, mưa còn kéo dài đến hết ngày mai.</p>"
    content = article(BODY + closing, said())
    assert content.text.endswith("hết ngày mai.")
    assert content.credit == ""


def test_who_wrote_and_photographed_signs() -> None:
    assert article(BODY + "<p>Bài, ảnh: Mỹ Nhiên</p>", said()).authors == ("Bài, ảnh: Mỹ Nhiên",)


def test_key_words_and_section_are_read_where_they_are_printed() -> None:
    around = '<div class="breadcrumb"><a href="/">Trang chủ</a><a href="/moi-truong">Môi trường</a></div>'
    tags = '<div class="tags"><a href="/tag/mua">mưa lớn</a><a href="/tag/ngap">#ngập lụt</a></div>'
    content = article(around + BODY + tags)
    assert (content.section, content.tags) == ("Môi trường", ("mưa lớn", "ngập lụt"))


# kinds


@pytest.mark.parametrize(
    ("head", "section", "kind"),
    [
        (said(**{"@type": "LiveBlogPosting"}), "", ArticleKind.LIVE),
        (said(**{"@type": ["NewsArticle", "OpinionNewsArticle"]}), "", ArticleKind.OPINION),
        (said(**{"@type": "AdvertiserContentArticle"}), "", ArticleKind.ADVERT),
        (said() + meta(og_type="video.other"), "", ArticleKind.VIDEO),
        (said(), "Góc nhìn", ArticleKind.OPINION),
        (said(), "XÃ LUẬN", ArticleKind.OPINION),
        (said(), "Video", ArticleKind.VIDEO),
        (said(), "Thông tin doanh nghiệp", ArticleKind.ADVERT),
        (said(), "Infographic", ArticleKind.PHOTO),
        (said(), "Thời sự", ArticleKind.ARTICLE),
        (said(), "Doanh nghiệp", ArticleKind.ARTICLE),
        (said(), "Pháp luật - Bạn đọc", ArticleKind.ARTICLE),
        (said(), "Tài trợ giáo dục vùng cao", ArticleKind.ARTICLE),
    ],
)
def test_kinds_are_told_by_what_the_page_says_and_its_section(head: str, section: str, kind: ArticleKind) -> None:
    assert read(html(head), section=section).kind is kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/goc-nhin/mot-cay-cau-va-hai-bo-song-184532.html", ArticleKind.OPINION),
        ("/video/mot-cay-cau-va-hai-bo-song-184532.html", ArticleKind.VIDEO),
        ("/video-xem-nhieu-nhat-trong-ngay-184532.html", ArticleKind.ARTICLE),
    ],
)
def test_kinds_are_told_by_addresses(path: str, kind: ArticleKind) -> None:
    assert read(html(said()), f"{SITE}{path}").kind is kind


def test_an_article_that_is_mostly_captions_is_a_photo_essay() -> None:
    picture = "<figure><img src='/a.jpg'><figcaption>{}</figcaption></figure>"
    pictures = "".join(picture.format(f"{text} Ảnh số {n}.") for n in range(3) for text in PARAGRAPHS)
    assert article(BODY + pictures, said()).kind is ArticleKind.PHOTO
    assert article(BODY + picture.format("Một ảnh."), said()).kind is ArticleKind.ARTICLE


def test_a_front_page_that_prints_its_first_story_as_headline_is_no_article() -> None:
    top = f'<h1><a href="/thoi-su/ngap-184532.html">{TITLE}</a></h1>'
    home = html(meta(og_type="article"), f"<p>{LEAD}</p>{BODY}", heading=top, title="Báo điện tử, tin mới nhất")
    assert refused(home) is Reason.NOT_AN_ARTICLE
    assert read(html(meta(og_type="article"), heading=top)).title == TITLE


# pages that would break a reader


def test_text_in_ten_thousand_elements_does_not_break_anything() -> None:
    deep = f"{'<div>' * 10_000}<p>{LEAD}</p>{'</div>' * 10_000}"
    assert article(BODY + deep, said()).text.startswith(PARAGRAPHS[0])


def test_one_text_of_ten_megabytes_is_read() -> None:
    assert len(article(f"<p>{'Mực nước sông Giang lên 3 cm. ' * 350_000}</p>", said()).text) > 10_000_000


def test_a_page_of_a_hundred_thousand_lines_is_read_up_to_a_bound() -> None:
    assert 1_000 < article("<br>".join(["Nước lên 3 cm trong giờ qua."] * 100_000), said()).text.count("\n\n") < 30_000


def test_a_large_page_without_prose_is_given_up() -> None:
    assert refused(html(meta(og_type="article"), "<div>a<br></div>" * 100_000)) is Reason.NO_TEXT


def test_many_names_of_boxes_in_each_other_do_not_hide_the_text() -> None:
    assert article(f"{'<div class=related>' * 500}{BODY * 30}", said()).text.startswith(PARAGRAPHS[0])


PROFILES = ProfileLookup(
    [
        Profile(
            name="baophugiang",
            domains=("baophugiang.vn",),
            layouts=(
                Layout(
                    title=(Selector("h1"),),
                    lead=(Selector("h2"), Selector("p b")),
                    lead_strip=(Selector("i"),),
                    body=(Selector("article"), Selector("div")),
                    captions=(Selector(".caption"), Selector("figure")),
                    strip=(Selector("aside"), Selector("div div")),
                    end=(Selector("hr"),),
                ),
            ),
        )
    ]
)
TAGS = ("<article>", "</article>", "<h2>", "<aside>", "<figure>", "<hr>", "<b>", "<i>", "<div>", "</div>", *MARKUP)


@given(st.lists(st.one_of(st.sampled_from(TAGS), PIECES), max_size=30).map("".join))
def test_any_markup_is_read_with_a_profile_or_refused(markup: str) -> None:
    try:
        content = extract(page(markup.encode(errors="replace")), listed(ARTICLE, title=TITLE), SOURCE, PROFILES).content
    except Unusable:
        return
    assert content.title
    assert all(link.url.startswith(("http://", "https://")) for link in content.links)
    assert all(text == text.strip() for text in (*content.captions, *content.tags, content.credit))
