"""Which article a page belongs to: addresses, numbers, canonical links, and the texts."""

from datetime import timedelta

import pytest

from diembao.archive import (
    article_addresses,
    articles,
)
from diembao.archive.visits import Visit
from diembao.core.clock import now
from diembao.core.models import Outcome, Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, SECOND, URL, all_articles, html, listed, page
from tests.pipeline.intake.conftest import HEADLINE, LONG, due, long_page


def test_every_address_of_the_exchange_leads_to_the_article(parts: Parts, intake: Intake, source: Source) -> None:
    canonical = '<link rel="canonical" href="https://bao-mau.example/kinh-te/gia-gao-tang-tro-lai-123456.html">'
    fetched = page(html(FIRST, head=canonical), url=f"{URL}?trang=1", at=now())
    intake.page(source, listed(f"{URL}?utm_source=rss"), fetched)
    (article,) = all_articles(parts)
    assert article.url == "https://bao-mau.example/kinh-te/gia-gao-tang-tro-lai-123456.html"
    with parts.archive.reading() as connection:
        assert len(article_addresses.of(connection, article.id)) == 3
    assert not intake.wanted([listed(f"{URL}?trang=1")])


def test_an_article_that_moved_to_another_section_is_the_same_one(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    one = "https://bao-mau.example/kinh-te/muoi-hai-xa-4420519.html"
    two = "https://bao-mau.example/xa-hoi/di-doi-dan-trong-dem-4420519.html"
    other = "https://bao-mau.example/video/gao-len-gia-4420519.html"
    for hours, url, paragraphs in ((0, one, LONG), (1, two, LONG[:11]), (2, other, [FIRST, SECOND] * 3)):
        title = "Gạo lên giá" if url == other else HEADLINE
        intake.page(source, listed(url), long_page(*paragraphs, url=url, hours=hours, title=title))
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.CHANGED, Outcome.NEW]
    assert seen[0].article_id == seen[1].article_id != seen[2].article_id


def test_an_article_that_was_taken_for_two_becomes_one_when_its_canonical_link_says_so(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    one, two = (
        "https://bao-mau.example/bai-tin-dau-tien-ve-mua-lon",
        "https://bao-mau.example/mua-lon-keo-dai-ca-dem-qua",
    )
    canonical = f'<link rel="canonical" href="{one}">'
    intake.page(source, listed(one), long_page(*LONG, url=one))
    intake.page(source, listed(two), long_page(*LONG, url=two, hours=1))
    intake.page(source, listed(two), long_page(*LONG, url=two, hours=6, head=canonical))
    (article,) = all_articles(parts)
    assert article.id == seen[0].article_id == seen[2].article_id
    with parts.archive.reading() as connection:
        assert {each.url for each in article_addresses.of(connection, article.id)} == {one, two}
        assert articles.get(connection, [seen[1].article_id or ""]) == [article]


def test_two_articles_with_one_canonical_link_stay_two(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    one, two = "https://bao-mau.example/bai-tin-dau-tien-ve-mua-lon", "https://bao-mau.example/gia-gao-len-cao-nhat-nam"
    canonical = f'<link rel="canonical" href="{one}">'
    intake.page(source, listed(one), long_page(*LONG, url=one, head=canonical))
    intake.page(source, listed(two), long_page(*[FIRST, SECOND] * 3, url=two, head=canonical, title="Gạo lên giá"))
    assert seen[0].article_id != seen[1].article_id
    assert [article.content.title for article in all_articles(parts)] == [HEADLINE, "Gạo lên giá"]


def test_an_article_behind_an_address_that_others_call_theirs_is_not_lost(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    one, named = (
        "https://bao-mau.example/bai-tin-dau-tien-ve-mua-lon",
        "https://bao-mau.example/gia-gao-len-cao-nhat-nam",
    )
    canonical = f'<link rel="canonical" href="{named}">'
    intake.page(source, listed(one), long_page(*LONG, url=one, head=canonical))
    assert intake.wanted([listed(named)])
    intake.page(source, listed(named), long_page(*[FIRST, SECOND] * 3, url=named, title="Gạo lên giá"))
    first, second = sorted(all_articles(parts), key=lambda article: article.content.title, reverse=True)
    assert (first.content.title, first.url, first.version) == (HEADLINE, one, 1)
    assert (second.content.title, second.url) == ("Gạo lên giá", named)
    intake.page(source, listed(one), long_page(*LONG, url=one, head=canonical))
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.NEW, Outcome.UNCHANGED]


def test_an_address_that_an_article_called_its_own_is_its_own_when_the_text_says_so(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    one, named = (
        "https://bao-mau.example/bai-tin-dau-tien-ve-mua-lon",
        "https://bao-mau.example/mua-lon-keo-dai-ca-dem-qua",
    )
    intake.page(source, listed(one), long_page(*LONG, url=one, head=f'<link rel="canonical" href="{named}">'))
    intake.page(source, listed(named), long_page(*LONG, url=named))
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.UNCHANGED]
    with parts.archive.reading() as connection:
        known = article_addresses.known(connection, named.removeprefix("https://"))
    assert known
    assert (known.article_id, known.fetched) == (seen[0].article_id, True)


def prices(day: int, *, head: str = "") -> str:
    """What is written anew each day from one pattern."""
    towns = [
        f"Tại chợ số {n} thương lái mua lúa tươi với giá {7000 + day} đồng mỗi ký, gạo không đổi." for n in range(9)
    ]
    at = f'<meta property="article:published_time" content="2026-09-{day}T06:00:00+07:00">'
    return html(*towns, title=f"Giá lúa gạo hôm nay {day}/9", head=at + head)


@pytest.mark.parametrize("shared", ["number", "canonical"])
def test_two_issues_of_a_daily_series_stay_two(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], shared: str
) -> None:
    end = "-4420519.html" if shared == "number" else ".html"
    head = (
        ""
        if shared == "number"
        else '<link rel="canonical" href="https://bao-mau.example/gia-lua-gao-hom-nay-moi-nhat">'
    )
    for day in (14, 15):
        url = f"https://bao-mau.example/gia-lua-gao-hom-nay-ngay-{day}-9{end}"
        intake.page(source, listed(url), page(prices(day, head=head), url=url))
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.NEW]
    assert {article.content.title for article in all_articles(parts)} == {
        f"Giá lúa gạo hôm nay {d}/9" for d in (14, 15)
    }


@pytest.mark.parametrize("happens", ["gone", "failed", "quarantined"])
def test_an_address_that_was_only_named_and_leads_nowhere_is_given_up(
    parts: Parts, intake: Intake, source: Source, happens: str
) -> None:
    named = "https://bao-mau.example/mua-lon-keo-dai-ca-dem-qua"
    intake.page(source, listed(), long_page(*LONG, head=f'<link rel="canonical" href="{named}">'))
    assert due(parts, 0) == [named]
    if happens == "gone":
        intake.gone(source, listed(named), 410)
    elif happens == "failed":
        intake.failed(source, listed(named), "timeout", "")
    else:
        intake.page(source, listed(named), page("", url=named))
    assert due(parts, 0) == [URL], "its visit is still to be made"
    assert all_articles(parts)[0].removed_at is None


def test_what_stands_at_an_address_that_was_only_named_is_not_told_by_what_others_are(
    parts: Parts, intake: Intake, source: Source
) -> None:
    named = "https://bao-mau.example/gia-gao-len-cao-nhat-nam"
    said = listed(published_at=NOON - timedelta(days=3), section="Thời sự")
    intake.page(source, said, long_page(*LONG, head=f'<link rel="canonical" href="{named}">'))
    intake.page(source, listed(named), page(html(*[FIRST, SECOND] * 3, title="Gạo lên giá"), url=named))
    (other,) = [article for article in all_articles(parts) if article.url == named]
    assert (other.content.published_at, other.content.section) == (None, "")
