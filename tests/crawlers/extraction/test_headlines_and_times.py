"""The headline, and when it was published: of several places that say so, which one counts."""

import pytest

from diembao.core.models import Channel, Provenance
from diembao.crawlers.reasons import Reason
from tests.crawlers.extraction.pages import BODY, EVENING, TITLE, html, meta, read, refused, said
from tests.crawlers.making import utc


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
