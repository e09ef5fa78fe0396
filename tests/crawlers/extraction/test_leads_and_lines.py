"""Lead and text, without what stands around them."""

import pytest

from tests.crawlers.extraction.pages import BODY, EVENING, LEAD, PARAGRAPHS, TITLE, html, meta, read, said


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
