"""When an article was published: every place that says so, and which of them is believed."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from diembao.core.models import Channel, DateDoubt, Listed, Provenance
from diembao.crawlers.dates import Order
from diembao.crawlers.decoding import document
from diembao.crawlers.extraction.published import Published, read_published
from diembao.crawlers.extraction.structured import ArticleObject, article_object, meta
from tests.crawlers.making import SITE, SOURCE, listed, page, utc

EVENING = utc(2026, 9, 14, 11, 44)  # 18:44 in Việt Nam; pages are fetched at 19:00
THE_DAY = utc(2026, 9, 13, 17)
ADDRESS = f"{SITE}/thoi-su/ngap-nang-o-ba-phuong.html"


def read(
    body: str = "",
    *,
    json_ld: str = "",
    modified: str = "",
    url: str = ADDRESS,
    door: Listed | None = None,
    visible: str = "",
    online_since: int | None = None,
    order: Order | None = None,
    **tags: str,
) -> Published:
    """The published time of a page with these parts; ``tags``: meta tags, ``_`` for ``:``."""
    news = {"@type": "NewsArticle", "headline": "Ngập"}
    news |= {"datePublished": json_ld} if json_ld else {}
    news |= {"dateModified": modified} if modified else {}
    head = f'<script type="application/ld+json">{json.dumps(news)}</script>'
    head += "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in tags.items())
    fetched = page(f"<html><head>{head}</head><body><h1>Ngập</h1>{body}<p>Mưa lớn.</p></body></html>", url)
    tree = document(fetched.body)
    assert tree is not None
    return read_published(
        tree,
        meta(tree),
        article_object(tree) or ArticleObject(),
        door or listed(url),
        page=fetched,
        source=replace(SOURCE, online_since=online_since),
        visible=visible,
        order=order,
    )


def feed(at: datetime, channel: Channel = Channel.FEED) -> Listed:
    return listed(ADDRESS, channel=channel, published_at=at)


def printed(text: str) -> str:
    return f'<span class="date">{text}</span>'


# every place

PLACES = {
    Provenance.JSON_LD: read(json_ld="2026-09-14T18:44:00+07:00"),
    Provenance.META: read(article_published_time="2026-09-14T18:44:00+07:00"),
    Provenance.FEED: read(door=feed(EVENING)),
    Provenance.SITEMAP: read(door=feed(EVENING, Channel.SITEMAP)),
    Provenance.PAGE: read(printed("Thứ Hai, 14/9/2026, 18:44 (GMT+7)")),
    Provenance.URL: read(url=f"{SITE}/ngap-nang-o-ba-phuong-20260914184400123.htm"),
}


@pytest.mark.parametrize("provenance", PLACES)
def test_a_time_names_the_place_where_it_was_read(provenance: Provenance) -> None:
    assert PLACES[provenance] == Published(EVENING, provenance, None)


def test_a_page_that_says_nothing_has_no_time() -> None:
    assert read() == Published(None, None, None)


def test_a_time_element_and_a_relative_time_are_the_pages() -> None:
    assert read('<time datetime="2026-09-14T18:44:00+07:00">hôm nay</time>').at == EVENING
    assert read(printed("2 giờ trước")) == Published(None, None, None)  # it may be another article's ...
    assert read(visible="2 giờ trước").at == utc(2026, 9, 14, 10)  # ... unless a profile points at it


def test_the_change_of_a_page_is_not_its_publication() -> None:
    changed = read(
        '<time class="updated" datetime="2026-09-14T10:00:00Z"></time>',
        json_ld="2026-09-13T08:00:00+07:00",
        modified="2026-09-14T18:44:00+07:00",
        article_modified_time="2026-09-14T18:44:00+07:00",
    )
    assert changed == Published(utc(2026, 9, 13, 1), Provenance.JSON_LD, None)
    assert read('<time class="updated" datetime="2026-09-14T10:00:00Z"></time>').at is None
    assert read(printed("Đăng 18:44 14/09/2026, cập nhật 18:59 14/09/2026")).at == EVENING


def test_the_last_change_in_a_sitemap_is_the_last_that_is_asked() -> None:
    door = replace(listed(ADDRESS, channel=Channel.SITEMAP), modified_at=EVENING)
    assert read(door=door) == Published(EVENING, Provenance.SITEMAP, None)
    assert read(door=door, json_ld="2020-01-02T08:00:00+07:00") == Published(
        utc(2020, 1, 2, 1), Provenance.JSON_LD, None
    )


# what cannot be true


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("2026-09-14T20:30:00+07:00", DateDoubt.FUTURE),
        ("2027-09-14T18:44:00+07:00", DateDoubt.FUTURE),
        ("1996-09-14T18:44:00+07:00", DateDoubt.TOO_EARLY),
        ("2026-09-14T19:30:00+07:00", None),  # clocks differ
    ],
)
def test_what_cannot_be_true_is_kept_with_a_doubt(said: str, doubt: DateDoubt | None) -> None:
    assert read(json_ld=said).doubt is doubt


def test_an_outlet_is_not_older_than_the_catalogue_says() -> None:
    assert read(json_ld="2005-03-01T08:00:00+07:00").doubt is None
    assert read(json_ld="2005-03-01T08:00:00+07:00", online_since=2008).doubt is DateDoubt.TOO_EARLY


def test_what_cannot_be_true_gives_way_to_what_can() -> None:
    assert read(json_ld="2027-09-14T18:44:00+07:00", door=feed(EVENING)) == Published(EVENING, Provenance.FEED, None)
    assert read(json_ld="1996-01-01T08:00:00+07:00", pubdate="2026-09-14T18:44:00+07:00") == Published(
        EVENING, Provenance.META, None
    )


# where they differ


def test_a_day_between_two_places_is_a_doubt() -> None:
    assert read(json_ld="2026-09-10T08:00:00+07:00", door=feed(EVENING)) == Published(
        utc(2026, 9, 10, 1), Provenance.JSON_LD, DateDoubt.DISAGREE
    )
    assert read(json_ld="2026-09-14T08:00:00+07:00", door=feed(EVENING)).doubt is None


def test_two_that_agree_are_believed_against_one() -> None:
    door = feed(utc(2026, 9, 10, 8))
    said = read(json_ld="2026-09-13T08:00:00+07:00", article_published_time="2026-09-10T08:00:00Z", door=door)
    assert (said.at, said.provenance, said.doubt) == (utc(2026, 9, 10, 8), Provenance.META, DateDoubt.DISAGREE)


def test_a_clock_in_the_head_of_the_page_says_nothing() -> None:
    head = '<div class="date-time">Thứ Hai, 14/9/2026 19:00</div>'
    assert read(head, json_ld="2026-09-10T08:00:00+07:00") == Published(utc(2026, 9, 10, 1), Provenance.JSON_LD, None)
    assert read(head + printed("10/9/2026 08:00")).at == utc(2026, 9, 10, 1)


def test_an_address_is_older_than_what_it_leads_to() -> None:
    drafted = f"{SITE}/ngap-nang-o-ba-phuong-20260903184400123.htm"
    assert read(url=drafted, json_ld="2026-09-14T18:44:00+07:00").doubt is None
    old = f"{SITE}/ngap-nang-o-ba-phuong-20250903184400123.htm"
    assert read(url=old, json_ld="2026-09-14T18:44:00+07:00").doubt is DateDoubt.DISAGREE


@pytest.mark.parametrize("day", ["2026-09-14", "2026-09-14T00:00:00+07:00"])
def test_a_day_gives_way_to_a_minute_of_it(day: str) -> None:
    assert read(json_ld=day, door=feed(EVENING)) == Published(EVENING, Provenance.FEED, None)
    assert read(json_ld=day, visible="18:44 14/09/2026").at == EVENING
    assert read(json_ld=day) == Published(THE_DAY, Provenance.JSON_LD, None)


# seven hours


@pytest.mark.parametrize(
    "said",
    [
        "2026-09-14T18:44:10Z",  # local time, called UTC
        "2026-09-14T11:44:10+07:00",  # UTC, called local time
        "2026-09-14 11:44:10",
    ],
)
@pytest.mark.parametrize("where", ["visible", "body"])
def test_what_readers_see_is_believed_when_machines_are_told_the_wrong_zone(said: str, where: str) -> None:
    line = "14/09/2026 18:44 GMT+7"
    found = read(json_ld=said, visible=line) if where == "visible" else read(printed(line), json_ld=said)
    assert found == Published(EVENING, Provenance.PAGE, None)


def test_a_printed_time_that_differs_otherwise_changes_nothing() -> None:
    for line in ("14/09/2026 18:44", "14/09/2026 17:00", "13/09/2026 18:44"):
        assert read(printed(line), json_ld="2026-09-14T18:44:10+07:00").provenance is Provenance.JSON_LD
    beside = printed("14/09/2026 18:44") + printed("14/09/2026 11:44")  # another article's
    assert read(beside, json_ld="2026-09-14T18:44:10+07:00").at == utc(2026, 9, 14, 11, 44, 10)


# a profile's help


def test_a_printed_date_that_a_profile_knows_comes_before_the_doors() -> None:
    assert read(visible="14/09/2026 18:44", door=feed(utc(2026, 9, 14, 3))).provenance is Provenance.PAGE
    assert read(printed("14/09/2026 18:44"), door=feed(utc(2026, 9, 14, 3))).provenance is Provenance.FEED


def test_a_profile_may_say_how_its_outlet_prints_days() -> None:
    assert read(visible="9/8/2026 18:44", order=Order.MONTH_FIRST).at == utc(2026, 9, 8, 11, 44)
    assert read(visible="9/8/2026 18:44").at == utc(2026, 8, 9, 11, 44)
