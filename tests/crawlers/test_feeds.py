"""RSS, RDF and Atom feeds."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.errors import FetchError
from diembao.core.models import Channel, Listed
from diembao.crawlers.doors import MOST_LISTED, Reading, feeds
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import SITE, SOURCE, door, page, utc

FEED = f"{SITE}/rss/thoi-su.rss"
ITEM = """
<item>
  <title>Nước lũ rút, Phú Giang dọn bùn</title>
  <link>https://baophugiang.vn/thoi-su/nuoc-lu-rut-184532.html</link>
  <description>Bộ đội và dân quân cùng dân dọn bùn từ sáng sớm.</description>
  <pubDate>Mon, 14 Sep 2026 18:44:00 +0700</pubDate>
</item>"""


def rss(*items: str, version: str = "2.0", head: str = "") -> str:
    channel = f"<channel><title>Thời sự</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="{version}">{channel}</rss>'


def read(body: str | bytes, type: str = "application/rss+xml; charset=utf-8", **said: str) -> list[Listed]:
    return list(reading(body, type, **said).listed)


def reading(body: str | bytes, type: str = "application/rss+xml", **said: str) -> Reading:
    return feeds.read(page(body, FEED, type), SOURCE, door(Channel.FEED, **said))


def refused(body: str | bytes, type: str = "application/rss+xml") -> str:
    with pytest.raises(FetchError) as error:
        read(body, type)
    assert FEED in str(error.value)
    return error.value.reason


def titled(title: str) -> str:
    return read(rss(f"<item><title>{title}</title><link>/a</link></item>"))[0].title


def linked(link: str) -> list[str]:
    return [item.url for item in read(rss(ITEM, f"<item><title>Tin</title>{link}</item>"))[1:]]


def dated(date: str) -> object:
    return read(rss(f"<item><title>Tin</title><link>/a</link>{date}</item>"))[0].published_at


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_rss_gives_address_title_lead_and_time(version: str) -> None:
    assert read(rss(ITEM, version=version), section="Thời sự") == [
        Listed(
            url="https://baophugiang.vn/thoi-su/nuoc-lu-rut-184532.html",
            source_id=SOURCE.id,
            channel=Channel.FEED,
            title="Nước lũ rút, Phú Giang dọn bùn",
            lead="Bộ đội và dân quân cùng dân dọn bùn từ sáng sớm.",
            section="Thời sự",
            published_at=utc(2026, 9, 14, 11, 44),
        )
    ]


def test_rdf_is_read() -> None:
    body = """<?xml version="1.0"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
             xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://baophugiang.vn"><title>Thời sự</title></channel>
      <item rdf:about="https://baophugiang.vn/a"><title>Mưa lớn</title><link>https://baophugiang.vn/a</link>
        <dc:date>2026-09-14T18:44:00+07:00</dc:date></item>
    </rdf:RDF>"""
    assert [(item.url, item.title, item.published_at) for item in read(body)] == [
        ("https://baophugiang.vn/a", "Mưa lớn", utc(2026, 9, 14, 11, 44))
    ]


def test_atom_is_read() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Thời sự</title>
      <entry><title type="html">&lt;b&gt;Mưa&lt;/b&gt; lớn</title><id>tag:baophugiang.vn,2026:1</id>
        <link rel="alternate" href="/thoi-su/mua-lon-1.html"/><summary>Nhiều nơi ngập.</summary>
        <published>2026-09-14T18:44:00+07:00</published><updated>2026-09-15T00:00:00+07:00</updated></entry>
      <entry><title>Không có đường dẫn</title><id>tag:baophugiang.vn,2026:2</id></entry>
    </feed>"""
    assert [(item.url, item.title, item.lead, item.published_at) for item in read(body)] == [
        (f"{SITE}/thoi-su/mua-lon-1.html", "Mưa lớn", "Nhiều nơi ngập.", utc(2026, 9, 14, 11, 44))
    ]


def test_the_order_of_the_feed_stays() -> None:
    items = [f"<item><title>Tin {n}</title><link>/tin-{n}</link></item>" for n in range(30)]
    assert [item.url for item in read(rss(*items))] == [f"{SITE}/tin-{n}" for n in range(30)]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link>/thoi-su/a.html</link>", f"{SITE}/thoi-su/a.html"),
        ("<link>a.html</link>", f"{SITE}/rss/a.html"),
        ("<link>//baophugiang.vn/a.html</link>", f"{SITE}/a.html"),
        ("<link>\n  https://baophugiang.vn/a.html\n</link>", f"{SITE}/a.html"),
        ("<link><![CDATA[https://baophugiang.vn/a?id=1&cat=2]]></link>", f"{SITE}/a?id=1&cat=2"),
        ("<link>https://baophugiang.vn/a?id=1&amp;cat=2</link>", f"{SITE}/a?id=1&cat=2"),
        ("<link>https://baophugiang.vn/a.html#binh-luan</link>", f"{SITE}/a.html"),
        ("<guid>https://baophugiang.vn/a.html</guid>", f"{SITE}/a.html"),
    ],
)
def test_links_are_made_absolute(link: str, url: str) -> None:
    assert linked(link) == [url]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "<link/>",
        "<link>   </link>",
        "<link>http://[xau</link>",
        "<link>https://baophugiang.vn:abc/a</link>",
        "<link>https://baophugiang.vn:99999/a</link>",
        "<link>mailto:toasoan@baophugiang.vn</link>",
        "<link>javascript:void(0)</link>",
        '<guid isPermaLink="false">184532</guid>',
    ],
)
def test_an_entry_that_leads_nowhere_costs_only_itself(link: str) -> None:
    assert linked(link) == []


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Giá &lt;b&gt;vàng&lt;/b&gt; tăng", "Giá vàng tăng"),
        ("<![CDATA[<b>Giá</b> vàng]]>", "Giá vàng"),
        ("<![CDATA[Giá &quot;nhảy múa&quot; &amp; giảm]]>", 'Giá "nhảy múa" & giảm'),
        ("Giá &amp;quot;nhảy múa&amp;quot;", 'Giá "nhảy múa"'),
        ("B&#7879;nh viện", "Bệnh viện"),
        ("  Mưa\n   lớn\u200b ", "Mưa lớn"),
        ("Nghê\u0323 An", "Nghệ An"),
        ("Cảnh sát 113 & người dân", "Cảnh sát 113 & người dân"),
        ("", ""),
    ],
)
def test_titles_become_plain_text(markup: str, title: str) -> None:
    assert titled(markup) == title


def test_a_lead_loses_its_picture_and_link() -> None:
    lead = '<![CDATA[<a href="/a"><img src="/a.jpg" alt="ảnh"></a></br>Nhiều nơi <b>ngập sâu</b>.]]>'
    item = f"<item><title>Tin</title><link>/a</link><description>{lead}</description></item>"
    assert read(rss(item))[0].lead == "Nhiều nơi ngập sâu."


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("<pubDate>9/14/2026 6:44:00 PM</pubDate>", utc(2026, 9, 14, 11, 44)),
        ("<pubDate>Mon, 14 Sep 2026 18:44:00 GMT+7</pubDate>", utc(2026, 9, 14, 11, 44)),
        (
            "<pubDate>hôm qua</pubDate><dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-09-14T11:44:00Z</dc:date>",
            utc(2026, 9, 14, 11, 44),
        ),
        ("<pubDate>hôm qua</pubDate>", utc(2026, 9, 12, 17)),
        ("<pubDate>hôm kia 08:30</pubDate>", utc(2026, 9, 12, 1, 30)),
        ("<pubDate>bao giờ có</pubDate>", None),
        ("<pubDate/>", None),
        ("<pubDate>0000-00-00 00:00:00</pubDate>", None),
        ("<pubDate>9999-12-31T23:59:59-23:59</pubDate>", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left_open(date: str, expected: object) -> None:
    assert dated(date) == expected


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-16", "hex"])
def test_a_wrong_charset_in_the_header_does_not_matter(charset: str) -> None:
    assert read(rss(ITEM), f"text/xml; charset={charset}")[0].title == "Nước lũ rút, Phú Giang dọn bùn"


def test_a_wrong_encoding_in_the_declaration_does_not_matter() -> None:
    body = rss(ITEM).replace('encoding="utf-8"', 'encoding="windows-1252"')
    assert read(body)[0].title == "Nước lũ rút, Phú Giang dọn bùn"


def test_a_feed_that_is_served_as_html_is_still_a_feed() -> None:
    assert len(read(rss(ITEM), "text/html")) == 1


def test_a_truncated_feed_gives_what_came_before_the_cut() -> None:
    whole = rss(*(ITEM.replace("184532", str(number)) for number in range(3)))
    cut = whole[: whole.index("<title>", whole.index("/nuoc-lu-rut-1.html"))]
    assert [item.url[-6:] for item in read(cut)][:2] == ["0.html", "1.html"]


def test_an_unescaped_ampersand_does_not_lose_the_entries_behind_it() -> None:
    broken = "<item><title>Ăn & chơi</title><link>/a?x=1&y=2</link></item>"
    assert [item.url for item in read(rss(broken, ITEM))] == [
        f"{SITE}/a?x=1&y=2",
        f"{SITE}/thoi-su/nuoc-lu-rut-184532.html",
    ]


def test_an_emoji_in_two_halves_does_not_lose_the_feed() -> None:
    broken = "<item><title>Mừng &#55357;&#56832; lễ &#xD83D;&#xDE00; &#128512;</title><link>/a</link></item>"
    assert [item.title for item in read(rss(broken, ITEM))] == ["Mừng lễ 😀", "Nước lũ rút, Phú Giang dọn bùn"]


def test_an_empty_feed_is_a_feed_without_entries() -> None:
    assert read(rss()) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "<html><body><h1>Bảo trì</h1><p>Hệ thống đang được nâng cấp.</p></body></html>",
        '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
        '{"items": []}',
        "<urlset/>",
        "<rss><channel><entry><textInput></entry><title>x</title>",
        b"\x1f\x8b\x08\x00\x00",
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: str | bytes) -> None:
    assert refused(body) == Reason.NOT_A_FEED


def test_a_feed_of_which_no_entry_can_be_used_is_refused_by_name() -> None:
    assert refused(rss("<item><title>Tin</title></item>")) == Reason.NO_ARTICLES


def test_an_entity_bomb_does_not_explode() -> None:
    entities = '<!ENTITY a0 "bom">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = rss("<item><title>&a9;</title><link>/a</link></item>", head=f"<!DOCTYPE rss [{entities}]>")
    assert all(len(item.title) < 10_000 for item in read(body))


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mat-khau-cua-may")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = read(rss("<item><title>a &x; b</title><description>&x;</description><link>/a</link></item>", head=head))
    assert "mat-khau" not in repr(found)


# one entry, one address


def test_an_address_that_is_listed_twice_is_listed_once_and_guids_do_not_matter() -> None:
    same = '<item><title>Tin {0}</title><link>/tin-{0}?utm_source=rss</link><guid isPermaLink="false">1</guid></item>'
    found = read(rss(same.format(1), same.format(2), same.format(1)))
    assert [(item.url, item.guid) for item in found] == [
        (f"{SITE}/tin-1?utm_source=rss", "1"),
        (f"{SITE}/tin-2?utm_source=rss", "1"),
    ]


def test_the_category_is_the_section_unless_the_door_has_one() -> None:
    body = rss("<item><title>Tin</title><link>/a</link><category>Kinh tế</category><category>Giá cả</category></item>")
    assert read(body)[0].section == "Kinh tế"
    assert read(body, section="Thời sự")[0].section == "Thời sự"


def test_an_atom_entry_that_was_only_changed_has_no_published_time() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>Tin</title><id>1</id>
      <link href="/a"/><updated>2026-09-14T18:44:00+07:00</updated></entry></feed>"""
    assert [(item.published_at, item.modified_at) for item in read(body)] == [(None, utc(2026, 9, 14, 11, 44))]


# day or month first


def test_dates_of_one_feed_are_read_in_the_order_that_one_of_them_proves() -> None:
    def at(*dates: str) -> list[object]:
        items = (f"<item><title>Tin</title><link>/{n}</link><pubDate>{d}</pubDate></item>" for n, d in enumerate(dates))
        return [item.published_at for item in read(rss(*items))]

    assert at("9/8/2026 18:44", "9/13/2026 18:44") == [utc(2026, 9, 8, 11, 44), utc(2026, 9, 13, 11, 44)]
    assert at("9/8/2026 18:44", "13/9/2026 18:44") == [utc(2026, 8, 9, 11, 44), utc(2026, 9, 13, 11, 44)]
    assert at("9/8/2026 6:44:00 PM", "13/9/2026 6:44:00 PM")[0] == utc(2026, 8, 9, 11, 44)


# a feed that is an archive


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_a_huge_feed_the_newest_entries_are_taken_and_the_rest_is_counted(newest_first: bool) -> None:
    count = 5 * MOST_LISTED
    ages = range(count) if newest_first else range(count - 1, -1, -1)
    day = utc(2026, 9, 14)
    dates = {age: f"<pubDate>{day - timedelta(minutes=age):%Y-%m-%d %H:%M}</pubDate>" for age in ages}
    items = (f"<item><title>Tin</title><link>/tin-{age}</link>{date}</item>" for age, date in dates.items())
    whole = reading(rss(*items))
    assert {item.url for item in whole.listed} == {f"{SITE}/tin-{age}" for age in range(MOST_LISTED)}
    assert whole.left_out == count - MOST_LISTED


# JSON


def json_feed(*items: dict[str, object], version: str = "https://jsonfeed.org/version/1.1", **said: object) -> str:
    return json.dumps({"version": version, "title": "Thời sự", "items": items, **said})


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_a_json_feed_is_read(version: str) -> None:
    item = {
        "id": "184532",
        "url": "/thoi-su/nuoc-lu-rut-184532.html",
        "title": "Nước lũ rút &amp; dọn bùn",
        "summary": "<b>Bộ đội</b> dọn bùn.",
        "date_published": "2026-09-14T18:44:00+07:00",
        "date_modified": "2026-09-14T19:00:00+07:00",
        "tags": ["Thời sự"],
    }
    whole = reading(json_feed(item, version=version, next_url="/feed.json?page=2"), "application/feed+json")
    assert whole == Reading(
        (
            Listed(
                url=f"{SITE}/thoi-su/nuoc-lu-rut-184532.html",
                source_id=SOURCE.id,
                channel=Channel.FEED,
                title="Nước lũ rút & dọn bùn",
                lead="Bộ đội dọn bùn.",
                section="Thời sự",
                published_at=utc(2026, 9, 14, 11, 44),
                modified_at=utc(2026, 9, 14, 12),
                guid="184532",
            ),
        ),
        (f"{SITE}/feed.json?page=2",),
    )


def test_an_entry_of_a_json_feed_that_cannot_be_used_costs_only_itself() -> None:
    good = {"external_url": f"{SITE}/a", "tags": 3, "date_published": 1789386240}
    body = json_feed({"url": None}, {"title": 5}, good)
    assert [(item.url, item.published_at) for item in read(body)] == [(f"{SITE}/a", utc(2026, 9, 14, 11, 44))]
    assert read(json_feed()) == []
    assert refused(json_feed({"id": "1"})) == Reason.NO_ARTICLES


@pytest.mark.parametrize("body", ["{", "{}", '{"version": 1, "items": []}', "[" * 100_000, "{" + '"a":{' * 50_000])
def test_json_that_is_no_feed_is_refused_by_name(body: str) -> None:
    assert refused(body) == Reason.NOT_A_FEED


@given(st.binary())
def test_any_bytes_are_a_feed_or_refused(body: bytes) -> None:
    try:
        read(body, "text/xml")
    except FetchError as error:
        assert error.reason in (Reason.NOT_A_FEED, Reason.NO_ARTICLES)


TAGS = st.sampled_from(
    ["title", "link", "guid", "description", "pubDate", "enclosure", "item", "content:encoded", "dc:date"]
)
PIECES = st.one_of(
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.text(max_size=20),
    st.just("<![CDATA["),
    st.just("]]>"),
    st.just("&"),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_feed_of_broken_markup_is_read_or_refused(markup: str) -> None:
    with suppress(FetchError):
        read(rss(ITEM, f"<item>{markup}"))
