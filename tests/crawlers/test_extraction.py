"""One page, one article. The pages are written here, in the structures of Vietnamese outlets."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.models import ArticleKind, Channel, Content, Provenance
from diembao.core.text import clean_line
from diembao.crawlers.extraction import Extracted, Unusable, extract
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import ARTICLE, SITE, SOURCE, listed, page, utc

EVENING = utc(2026, 9, 14, 11, 44)
TITLE = "Ngập nặng ở ba phường trung tâm Phú Giang"
LEAD = "Mưa lớn suốt đêm làm ba phường trung tâm ngập sâu nửa mét, nhiều trường cho học sinh nghỉ."
PARAGRAPHS = (
    "Theo Đài Khí tượng Thủy văn tỉnh, lượng mưa đo được từ 19 giờ hôm qua đến 6 giờ sáng nay là 182 mm.",
    "Tại phường Hòa An, nước tràn vào hơn 300 nhà dân; lực lượng dân quân đã đưa 45 hộ đến nơi cao.",
    "Công ty Thoát nước cho biết ba trạm bơm chạy hết công suất và dự kiến nước rút trước 15 giờ chiều nay.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def said(**fields: Any) -> str:
    news = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "description": LEAD}
    return script(news | {"datePublished": "2026-09-14T18:44:00+07:00"} | fields)


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in tags.items())


def html(head: str = "", body: str = BODY, *, heading: str = f"<h1>{TITLE}</h1>", title: str = TITLE) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head><title>{title} - Báo Phú Giang</title>{head}</head><body>
      <header><nav><a href="/">Trang chủ</a><a href="/thoi-su">Thời sự</a></nav></header>
      <main><article>{heading}{body}</article></main>
      <footer>Cơ quan chủ quản: Tỉnh ủy Phú Giang</footer></body></html>"""


def whole(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Extracted:
    return extract(page(text, url, type), listed(url, **door), SOURCE)


def read(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Content:
    return whole(text, url, type, **door).content


def refused(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Reason:
    with pytest.raises(Unusable) as error:
        read(text, url, type, **door)
    return error.value.reason


# what a page says for machines


def test_a_page_with_json_ld_gives_everything() -> None:
    head = said(author={"@type": "Person", "name": "Lê Minh"}, articleSection="Thời sự")
    assert read(html(head)) == Content(
        title=TITLE,
        lead=LEAD,
        text="\n\n".join(PARAGRAPHS),
        authors=("Lê Minh",),
        section="Thời sự",
        published_at=EVENING,
        published_from=Provenance.JSON_LD,
    )


def test_the_article_is_found_in_a_graph_and_among_other_objects() -> None:
    graph = [{"@type": "WebPage", "name": "Trang"}, {"@type": ["Article", "NewsArticle"], "headline": TITLE}]
    head = script({"@type": "Organization", "name": "Báo"}) + script({"@context": "x", "@graph": graph})
    assert read(html(head, heading="")).title == TITLE


def test_broken_json_ld_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Sai</script>'
    assert read(html(head + meta(og_title=TITLE, og_type="article"))).title == TITLE


def test_json_ld_with_a_comma_or_a_line_end_too_many_is_read() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Mưa lớn\n ở Phú Giang",}</script>'
    assert read(html(head, heading="")).title == "Mưa lớn ở Phú Giang"


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        None,
        "chuỗi",
        3,
        [[[[[[]]]]]],
        {"@graph": {"@graph": 1}},
        {"@type": 5},
        {"@type": "NewsArticle", "author": 5},
    ],
)
def test_json_ld_of_any_shape_does_not_lose_the_page(value: Any) -> None:
    assert read(html(script(value) + meta(article_published_time="2026-09-14T18:44:00+07:00"))).title == TITLE


def test_a_deeply_nested_json_ld_does_not_lose_the_page() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert read(html(head)).title == TITLE


def test_half_a_character_in_json_ld_does_not_come_through() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Mưa lớn \\ud83d"}</script>'
    content = read(html(head, heading=""))
    assert content.title == "Mưa lớn"
    assert content.digest


def test_entities_that_were_escaped_twice_become_letters() -> None:
    head = said(
        author={"name": "Tu&amp;#7893;i &amp;amp; Tr&amp;#7867;"},
        description="&lt;p&gt;M&amp;#432;a &amp;quot;l&#7899;n&amp;quot;&lt;/p&gt;",
    )
    content = read(html(head))
    assert content.authors == ("Tuổi & Trẻ",)
    assert content.lead == 'Mưa "lớn"'


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Ban Thời sự"},
        {"@type": "NewsMediaOrganization", "name": "Ban Thời sự"},
        {"@type": "Person", "name": "Báo Phú Giang"},
        {"@type": "Person", "name": "PHÚ GIANG"},
        {"@type": "Person", "name": ""},
        [],
        None,
    ],
)
def test_an_outlet_is_no_author(author: Any) -> None:
    assert read(html(said(author=author))).authors == ()


def test_the_printed_by_line_counts_when_only_the_outlet_signs_for_machines() -> None:
    body = BODY + '<p class="author">Đặng Ước</p>'
    assert read(html(said(author={"@type": "Person", "name": "Báo Phú Giang"}), body)).authors == ("Đặng Ước",)


@pytest.mark.parametrize("name", ["An", "Giang", "Phú", "Bao"])
def test_a_pen_name_that_is_part_of_the_host_is_a_name(name: str) -> None:
    assert read(html(said(author={"@type": "Person", "name": name}))).authors == (name,)


def test_an_outlet_that_names_itself_as_author_and_as_site_is_no_author() -> None:
    head = meta(og_site_name="Báo điện tử Phú Giang+") + '<meta name="author" content="Báo điện tử Phú Giang+">'
    assert read(html(said() + head)).authors == ()


def test_an_address_as_author_gives_way_to_the_articles_author() -> None:
    head = '<meta name="author" content="baophugiang.vn">' + meta(article_author="Lê Minh")
    assert read(html(said() + head)).authors == ("Lê Minh",)


def test_several_authors_keep_their_order() -> None:
    authors = [{"@type": "Person", "name": "Lê Minh"}, {"@type": "Organization", "name": "TTXVN"}, "Hà Thu"]
    assert read(html(said(author=authors))).authors == ("Lê Minh", "Hà Thu")


def test_meta_tags_alone_are_enough() -> None:
    head = meta(og_type="article", og_title=TITLE, og_description=LEAD, article_section="Thời sự") + (
        '<meta name="author" content="Lê Minh"><meta name="pubdate" content="2026-09-14T18:44:00+07:00">'
    )
    content = read(html(head, heading=""))
    assert (content.title, content.lead, content.authors, content.section) == (TITLE, LEAD, ("Lê Minh",), "Thời sự")
    assert (content.published_at, content.published_from) == (EVENING, Provenance.META)


def test_the_section_is_the_last_step_of_the_breadcrumb() -> None:
    steps = [{"@type": "ListItem", "name": "Trang chủ"}, {"@type": "ListItem", "item": {"name": "Xã hội"}}]
    assert read(html(said() + script({"@type": "BreadcrumbList", "itemListElement": steps}))).section == "Xã hội"


def breadcrumb(*entries: Any) -> str:
    return script({"@type": "BreadcrumbList", "itemListElement": entries})


def test_steps_of_a_breadcrumb_may_be_packed_in_lists() -> None:
    steps = [[{"@type": "ListItem", "name": "Trang chủ"}], [{"@type": "ListItem", "name": "Thời tiết"}]]
    assert read(html(said() + breadcrumb(*steps))).section == "Thời tiết"


def test_of_several_sections_the_one_counts_that_the_breadcrumb_leads_to() -> None:
    named = meta(article_section="Đa phương tiện,Y tế,Video,Xã hội")
    assert read(html(said() + named + breadcrumb({"name": "Y tế"}))).section == "Y tế"


def test_a_sections_name_with_a_comma_is_one_name() -> None:
    assert read(
        html(said() + meta(article_section="Văn hóa, nghệ thuật") + breadcrumb({"name": "Đời sống"}))
    ).section == ("Văn hóa, nghệ thuật")


def test_the_doors_section_wins() -> None:
    assert read(html(said(articleSection="Tin nóng")), section="Thời sự").section == "Thời sự"


# when it was published


@pytest.mark.parametrize(
    "printed",
    [
        '<span class="date">Thứ Hai, 14/9/2026, 18:44 (GMT+7)</span>',
        '<div class="post-info">Báo Phú Giang | 14/09/2026 18:44</div>',
        '<p id="ngay-dang">18:44, ngày 14/9/2026</p>',
        '<time datetime="2026-09-14T18:44:00+07:00">hôm nay</time>',
    ],
)
def test_a_printed_time_is_read(printed: str) -> None:
    content = read(html(meta(og_type="article"), printed + BODY))
    assert (content.published_at, content.published_from) == (EVENING, Provenance.PAGE)


def test_the_doors_time_stands_in_before_a_printed_one() -> None:
    body = '<span class="date">Thứ Ba, 15/9/2026, 08:00</span>' + BODY
    content = read(html("", body), published_at=EVENING, channel=Channel.SITEMAP)
    assert (content.published_at, content.published_from) == (EVENING, Provenance.SITEMAP)


def test_the_pages_own_time_wins_over_the_doors() -> None:
    assert read(html(said()), published_at=utc(2026, 9, 15)).published_at == EVENING


def test_a_field_that_nobody_filled_in_gives_way_to_the_next() -> None:
    head = said(datePublished="0001-01-01T00:00:00") + meta(article_published_time="2026-09-14T18:44:00+07:00")
    assert read(html(head)).published_from is Provenance.META


def test_a_page_without_any_date_is_kept_without() -> None:
    content = read(html(meta(og_type="article")))
    assert (content.published_at, content.published_from) == (None, None)


# title


def test_the_printed_headline_wins_over_one_with_the_sites_name() -> None:
    assert read(html(meta(og_title=f"{TITLE} | Báo Phú Giang"))).title == TITLE


@pytest.mark.parametrize("logo", ["Báo Phú Giang", "BÁO PHÚ GIANG ĐIỆN TỬ", "Báo Phú Giang điện tử"])
def test_a_logo_in_a_heading_is_not_the_headline(logo: str) -> None:
    head = meta(og_title=f"{TITLE} - Báo Phú Giang điện tử")
    assert read(html(head, heading=f"<h1>{logo}</h1><h1>{TITLE}</h1>")).title == TITLE
    assert read(html(head, heading=f"<h1>{logo}</h1><h2>{TITLE}</h2>")).title.startswith(TITLE)


def test_a_page_without_metadata_has_its_heading_or_title_element() -> None:
    assert read(html(heading=f"<h1>Báo Phú Giang</h1><h1>{TITLE}</h1>")).title == TITLE
    assert read(html(heading="")).title == TITLE


def test_the_doors_title_stands_in_for_a_missing_one() -> None:
    assert read(f"<html><body>{BODY * 2}</body></html>", title=TITLE).title == TITLE


def test_a_page_without_any_title_is_refused() -> None:
    assert refused(f"<html><body>{BODY * 2}</body></html>") is Reason.NO_TITLE


# lead and text


def test_a_lead_that_the_text_repeats_is_taken_out_of_it() -> None:
    content = read(html(said(), f"<p><b>{LEAD}</b></p>{BODY}"))
    assert content.lead == LEAD
    assert content.text.split("\n\n") == list(PARAGRAPHS)


def test_a_lead_that_is_printed_above_the_text_and_repeated_in_it_is_taken_out_of_it() -> None:
    content = read(html(body=f'<h2 class="sapo">{LEAD}</h2><div class="noi-dung"><p>{LEAD}</p>{BODY}</div>'))
    assert (content.lead, content.text) == (LEAD, "\n\n".join(PARAGRAPHS))


def test_a_first_paragraph_in_bold_is_the_lead_when_nothing_else_says_one() -> None:
    content = read(html(meta(og_type="article"), f"<p><strong>{LEAD}</strong></p>{BODY}"))
    assert content.lead == LEAD
    assert content.text.split("\n\n") == list(PARAGRAPHS)


def test_the_doors_lead_stands_in_for_a_missing_one() -> None:
    assert read(html(), lead=LEAD).lead == LEAD
    assert read(html("", f"<p>{LEAD}</p>{BODY}"), lead=LEAD).text.split("\n\n") == list(PARAGRAPHS)


def test_what_the_page_prints_as_lead_wins_over_the_doors() -> None:
    content = read(html("", f"<p><strong>{LEAD}</strong></p>{BODY}"), lead="Đọc ngay trên Báo Phú Giang")
    assert content.lead == LEAD


CAPTION = "Nước ngập đường Trần Phú sáng 14/9, xe cộ chết máy hàng loạt."
OTHER = '<a href="/b">Bão số 3 đổi hướng, Phú Giang cấm biển từ chiều nay</a>'


@pytest.mark.parametrize(
    "noise",
    [
        f'<figure><img src="/a.jpg"><figcaption>{CAPTION}</figcaption></figure>',
        f'<table class="pic"><tr><td><img src="/a.jpg"></td></tr><tr><td class="caption">{CAPTION}</td></tr></table>',
        f'<div class="PhotoCMS_Caption"><p>{CAPTION}</p></div>',
        f'<div class="related-news">{OTHER}</div>',
        f'<ul class="tin-lien-quan"><li>{OTHER}</li></ul>',
        '<p class="author">Lê Minh</p>',
        '<p class="nguon">Theo TTXVN</p>',
        '<div class="tags"><a href="/tag/mua">mưa lớn</a><a href="/tag/ngap">ngập lụt Phú Giang</a></div>',
    ],
)
def test_captions_by_lines_and_boxes_are_not_text(noise: str) -> None:
    middle = "".join(f"<p>{text}</p>{noise if number == 1 else ''}" for number, text in enumerate(PARAGRAPHS))
    for body in (middle, BODY + noise):
        assert read(html(said(), body)).text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Hà Thu (tổng hợp)", ("Hà Thu (tổng hợp)",)),
        ("NHẬT XUÂN - NGHI VŨ", ("NHẬT XUÂN - NGHI VŨ",)),
        ("Đỗ Đức Hiếu", ("Đỗ Đức Hiếu",)),
        ("Ưng Ánh – Ấn Độ", ("Ưng Ánh – Ấn Độ",)),
        ("Theo TTXVN", ()),
        ("Nguồn: Cổng thông tin tỉnh", ()),
        ("Ảnh: Lê Minh", ()),
    ],
)
def test_a_closing_by_line_or_credit_is_not_text(line: str, authors: tuple[str, ...]) -> None:
    content = read(html(meta(og_type="article"), f"{BODY}<p><strong>{line}</strong></p>"))
    assert content.text.split("\n\n") == list(PARAGRAPHS)
    assert content.authors == authors


def test_a_closing_sentence_is_text() -> None:
    content = read(html(said(), f"{BODY}<p>Đến trưa nay trời đã tạnh.</p>"))
    assert content.text.endswith("Đến trưa nay trời đã tạnh.")


def test_a_line_of_capitals_does_not_take_for_ever() -> None:
    assert read(html(said(), f"{BODY}<p>{'Đ' * 58}#</p><p>{'A' * 58}#</p>")).title == TITLE


def test_nothing_follows_the_line_that_ends_an_article() -> None:
    body = f"{BODY}<p>Tin liên quan</p><p>Bão số 3 đổi hướng, Phú Giang cấm biển từ chiều nay, tàu thuyền vào bờ.</p>"
    assert read(html(said(), body)).text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "built",
    [
        f"""<article><h1 class="news-title" data-field="title">{TITLE}</h1>
        <address data-role="author">Lê Minh</address>
        <time data-role="publishdate" datetime="2026-09-14T18:44:00+07:00">14/09/2026 18:44</time>
        <div class="detail-body"><p data-role="sapo">{LEAD}</p>
        <div class="detail-content afcbc-body" data-role="content">{BODY}
        <div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="/x-1842026091412.htm">Tin khác</a>
        <p class="VCObjectBoxRelatedNewsItemSapo">Nước lên nhanh trong đêm ở vùng trũng Hòa An.</p></div></div>
        <div class="gg-news"><a href="/g">Thêm báo trên Google</a> <span>Chọn báo làm nguồn <b>ưu tiên</b>.</span></div>
        </div></article>""",
        f"""<div class="article"><h1 class="article__title cms-title">{TITLE}</h1>
        <div class="article__sapo cms-desc"><p>{LEAD}</p></div>
        <time class="time" datetime="2026-09-14T18:44:00+07:00">14/09/2026 18:44</time>
        <div class="article__body cms-body">{BODY}<div class="article-relate"><article class="story">
        <h2><a href="/x-post1.html">Tin khác</a></h2><p>Nước lên nhanh ở vùng trũng Hòa An.</p></article></div>
        <div class="article__author"><p class="name">Lê Minh</p></div></div></div>""",
    ],
    ids=["vccorp", "epi"],
)
def test_an_outlet_without_a_profile_is_read_by_the_system_that_built_its_page(built: str) -> None:
    content = read(html(body=built, heading=""))
    assert (content.title, content.lead, content.authors) == (TITLE, LEAD, ("Lê Minh",))
    assert (content.text, content.published_at) == ("\n\n".join(PARAGRAPHS), EVENING)


@pytest.mark.parametrize(
    "noise",
    [
        f"""<div class="insert"><article><a href="/khac-184500.html"><img src="1.jpg" alt=""></a>
        <h5><a href="/khac-184500.html">Nước lên nhanh trong đêm</a></h5><div>{"Vùng trũng ngập sâu. " * 6}</div>
        </article></div>""",
        f"""<div class="gg-news"><a href="/g">Thêm Báo Phú Giang trên Google</a> <span>Chọn Báo Phú Giang làm nguồn
        <b>ưu tiên</b> trên Google Search. {"Bấm vào ô vuông bên phải. " * 3}</span></div>""",
    ],
    ids=["card", "google"],
)
def test_cards_of_other_articles_and_buttons_of_search_engines_are_not_text(noise: str) -> None:
    first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    assert read(html(said(), first + noise + "".join(rest))).text == "\n\n".join(PARAGRAPHS)


def test_a_link_in_a_sentence_is_text_whatever_it_is_named() -> None:
    linked = BODY.replace("phường Hòa An", '<a class="cms-relate" href="/phuong-hoa-an.html">phường Hòa An</a>')
    assert read(html(said(), linked)).text == "\n\n".join(PARAGRAPHS)


def test_a_page_in_a_wrong_charset_is_read() -> None:
    assert read(html(said()).encode(), type="text/html; charset=iso-8859-1").text.split("\n\n") == list(PARAGRAPHS)


def test_a_page_that_declares_an_xml_encoding_is_read() -> None:
    assert read('<?xml version="1.0" encoding="utf-8"?>' + html(said())).title == TITLE


def test_a_page_with_a_charset_that_is_none_is_read() -> None:
    assert read(html(said()), type="text/html; charset=hex").title == TITLE


def test_a_very_long_page_is_read_to_its_end() -> None:
    many = [
        f"Đoạn {number}: mực nước sông Giang lúc {number % 24} giờ là {number} cm, còn lên." for number in range(5000)
    ]
    content = read(html(said(), "".join(f"<p>{text}</p>" for text in many)))
    assert content.text.split("\n\n") == many


# briefs, walls and what is no article


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


# the address that a page calls its own


def canonical(link: str, url: str = ARTICLE) -> str | None:
    return whole(html(f'<link rel="canonical" href="{link}">{said()}'), url).canonical_url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (ARTICLE, f"{ARTICLE}?utm_source=zalo"),
        (ARTICLE, ARTICLE.replace("//", "//m.")),
        (ARTICLE, ARTICLE.replace("/thoi-su/", "/amp/thoi-su/")),
        ("/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html", f"{SITE}/x/184532"),
        (ARTICLE.replace(SITE, "https://phugiangonline.vn"), ARTICLE),
        (f"{SITE}/bai/77", f"{SITE}/amp/bai/77"),
        (f"{SITE}/Default.aspx?id=77", f"{SITE}/m/Default.aspx?id=77"),
    ],
)  # fmt: skip
def test_a_canonical_link_within_the_source_counts(link: str, url: str) -> None:
    assert canonical(link, url) == (link if link.startswith("http") else ARTICLE)


@pytest.mark.parametrize(
    "link",
    [
        "https://baokhac.vn/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        "https://baophugiang.vn.evil.example/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        SITE,
        "/",
        f"{SITE}/thoi-su",
        f"{SITE}/chi-tiet-tin/",
        "",
        "http://[xau",
        "https://baophugiang.vn:abc/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        "javascript:void(0)",
    ],
)
def test_any_other_canonical_link_does_not(link: str) -> None:
    assert canonical(link) is None


def test_a_canonical_link_that_leaves_the_number_out_does_not_count() -> None:
    assert canonical(f"{SITE}/Default.aspx", f"{SITE}/Default.aspx?id=77") is None


def test_the_open_graph_address_stands_in_for_a_canonical_link() -> None:
    assert whole(html(said() + meta(og_url=ARTICLE)), f"{ARTICLE}?a=1").canonical_url == ARTICLE


# anything at all


@given(st.binary(), st.sampled_from(["", "text/html", "text/html; charset=utf-16", "text/html; charset=hex"]))
def test_any_bytes_are_an_article_or_unusable(body: bytes, type: str) -> None:
    for url in (ARTICLE, SITE):
        try:
            read(body, url, type, title=TITLE)
        except Unusable as error:
            assert error.reason in Reason


MARKUP = (
    "<p>",
    "</p>",
    "<h1>",
    "<svg>",
    "<body>",
    "<!--",
    "<div class='caption'>",
    "<a href='http://['>",
    "<table><tr><td>",
    "<time datetime='9999-12-31T23:59:59-23:59'>",
    "<meta property='og:title' content='",
    "<link rel='canonical' href='http://[x'>",
    "'>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "',
    '"}</script>',
    "&#xD800;",
    "\\ud800",
    LEAD,
    PARAGRAPHS[0],
)
PIECES = st.one_of(st.sampled_from(MARKUP), st.text(max_size=30))


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_markup_is_an_article_that_can_be_stored_or_unusable(markup: str) -> None:
    try:
        content = read(markup.encode(errors="replace"), title=TITLE)
    except Unusable:
        return
    assert content.title
    assert content.digest
    assert all(clean_line(text) == text for text in (content.title, content.section, *content.authors))
