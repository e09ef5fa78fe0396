"""What a page says for machines: JSON-LD and meta tags."""

from typing import Any

import pytest

from diembao.core.models import Content, Provenance
from tests.crawlers.extraction.pages import BODY, EVENING, LEAD, PARAGRAPHS, TITLE, html, meta, read, said, script


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
