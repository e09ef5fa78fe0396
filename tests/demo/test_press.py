"""The fictional press itself: enough of it, in good order, and plainly fictional."""

import re
from datetime import datetime, timedelta

import pytest

from diembao.core.clock import VIETNAM
from diembao.demo.outlets import OUTLETS
from diembao.demo.press import Press, PressArticle
from diembao.demo.sites import Site

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=VIETNAM)
DAWN = datetime(2026, 11, 22, 4, 30, tzinfo=VIETNAM)


def articles(served_at: datetime = NOON, visit: int = 1) -> list[PressArticle]:
    press = Press(served_at)
    return [article for outlet in OUTLETS for article in press.articles(outlet, visit)]


def test_at_least_140_articles_of_8_outlets_over_ten_days() -> None:
    found = articles()
    assert len(found) >= 140
    assert len({article.outlet.id for article in found}) >= 8
    assert {(NOON.date() - article.published_at.date()).days for article in found} == set(range(10))


def test_every_sort_of_outlet_feed_and_article_is_there() -> None:
    assert {outlet.kind.value for outlet in OUTLETS} >= {"central", "local", "portal", "radio-tv", "agency"}
    assert {outlet.feed for outlet in OUTLETS} >= {"rss", "rss-us-dates", "rdf", "atom", "broken"}
    assert any(outlet.sitemap for outlet in OUTLETS)
    assert any(outlet.listing and not outlet.feed for outlet in OUTLETS)
    found = articles()
    assert {article.kind for article in found} >= {"news", "opinion", "brief"}
    assert any(article.title.startswith("Đính chính") for article in found)
    texts = [article.paragraphs for article in found]
    assert len(set(texts)) < len(texts), "agency copy is reprinted word for word somewhere"
    figures = {
        value for article in found for value in re.findall(r"2\.[15]10 tỷ|2\.150 tỷ", " ".join(article.paragraphs))
    }
    assert figures >= {"2.150 tỷ", "2.510 tỷ"}


@pytest.mark.parametrize("served_at", [NOON, DAWN])
def test_nothing_is_published_in_the_future_and_no_placeholder_is_left(served_at: datetime) -> None:
    for article in articles(served_at):
        assert article.published_at <= served_at
        assert article.published_at > served_at - timedelta(days=11)
        assert "{" not in " ".join((article.title, article.lead, *article.paragraphs))


def test_one_article_is_edited_and_one_removed_between_the_visits() -> None:
    first, second = articles(visit=1), articles(visit=2)
    changed = [old.slug for old, new in zip(first, second, strict=True) if old.paragraphs != new.paragraphs]
    assert changed == ["310-ngoi-nha-toc-mai"]
    assert not any(article.removed for article in first)
    assert [article.slug for article in second if article.removed] == ["dat-nen-lang-co-tang-gia-gap-ba"]


def test_addresses_are_unique_and_stay_the_same_all_day() -> None:
    paths = [(article.outlet.id, article.path) for article in articles()]
    assert len(set(paths)) == len(paths)
    assert {(article.outlet.id, article.path) for article in articles(DAWN)} == set(paths)


def test_every_page_says_that_it_is_fictional() -> None:
    press = Press(NOON)
    for outlet in OUTLETS:
        site = Site(outlet, press, 80)
        for article in press.articles(outlet, 1):
            page = site.answer(article.path, 1)
            assert page.status == 200
            assert "hư cấu" in page.text
