from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import (
    article_addresses,
    articles,
    hosts,
    outbox,
    quarantine,
    recording,
    revisits,
    suspects,
    versions,
    visits,
)
from diembao.archive.hosts import PausedHost
from diembao.archive.schema import raw_pages
from diembao.archive.visits import Visit
from diembao.core.clock import now
from diembao.core.models import Absence, Channel, Doubt, Edit, Outcome, Source
from diembao.crawlers.reasons import Reason
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, SECOND, URL, all_articles, html, listed, page

MONDAY = "Mon, 14 Sep 2026 11:44:00 GMT"
KEY = "bao-mau.example/kinh-te/gia-gao-1.html"


@pytest.fixture
def source(parts: Parts) -> Source:
    return parts.sources[0]


@pytest.fixture
def seen() -> list[Visit]:
    return []


@pytest.fixture
def intake(parts: Parts, seen: list[Visit]) -> Intake:
    with parts.archive.writing() as connection:
        return Intake(parts, visits.begin(connection, "collect", NOON), seen.append)


def due(parts: Parts, hours: float) -> list[str]:
    with parts.archive.reading() as connection:
        return list(revisits.due(connection, "bao-mau", now() + timedelta(hours=hours), 10))


def statements(work: Callable[[], object]) -> list[str]:
    """What is asked of the database meanwhile, without the beginnings of transactions."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SELECT pg_advisory")):
            asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return asked


def test_all_links_of_a_door_are_asked_for_at_once(intake: Intake, source: Source) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now()))
    links = [listed(f"https://bao-mau.example/kinh-te/tin-{number}.html") for number in range(300)]
    assert len(statements(lambda: intake.wanted([listed(), *links]))) == 2
    assert list(intake.wanted([links[0], listed(), *links[1:]])) == links


def test_a_new_article_is_taken_in_with_few_statements(intake: Intake, source: Source, seen: list[Visit]) -> None:
    asked = statements(lambda: intake.page(source, listed(), page(html(FIRST), at=now())))
    assert [visit.outcome for visit in seen] == [Outcome.NEW]
    assert len(asked) <= 18, asked


def test_a_page_becomes_an_article_then_a_version_then_nothing(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    for body in (html(FIRST), html(FIRST, SECOND), html(FIRST, SECOND, head="<!-- quảng cáo khác -->")):
        intake.page(source, listed(), page(body))
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED]
    (article,) = all_articles(parts)
    assert article.content.text == f"{FIRST}\n\n{SECOND}"
    assert article.annotation
    assert article.annotation.language == "vi"
    with parts.archive.reading() as connection:
        assert {visit.article_id for visit in seen} == {article.id}
        assert visits.of_article(connection, article.id) == seen[::-1]
        assert visits.outcomes(connection, 1) == {Outcome.NEW: 1, Outcome.CHANGED: 1, Outcome.UNCHANGED: 1}
        assert outbox.pending(connection) == 2
        for visit in seen:
            assert visit.raw_digest
            assert parts.archive.raw.get(connection, visit.raw_digest).url == URL


def test_every_address_of_the_exchange_leads_to_the_article(parts: Parts, intake: Intake, source: Source) -> None:
    canonical = '<link rel="canonical" href="https://bao-mau.example/kinh-te/gia-gao-tang-tro-lai-123456.html">'
    fetched = page(html(FIRST, head=canonical), url=f"{URL}?trang=1", at=now())
    intake.page(source, listed(f"{URL}?utm_source=rss"), fetched)
    (article,) = all_articles(parts)
    assert article.url == "https://bao-mau.example/kinh-te/gia-gao-tang-tro-lai-123456.html"
    with parts.archive.reading() as connection:
        assert len(article_addresses.of(connection, article.id)) == 3
    assert not intake.wanted([listed(f"{URL}?trang=1")])


@pytest.mark.parametrize("body", ["", "<html><body><p>ngắn</p></body></html>", "\x00\x00"])
def test_what_is_no_article_waits_in_quarantine_until_it_is_one(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], body: str
) -> None:
    intake.page(source, listed(), page(body, at=now()))
    assert [visit.outcome for visit in seen] == [Outcome.QUARANTINED]
    with parts.archive.reading() as connection:
        (waiting,) = quarantine.pages(connection)
        assert waiting.raw_digest
        assert parts.archive.raw.get(connection, waiting.raw_digest).body == body.encode()
    assert (waiting.url, waiting.stage, waiting.reason) == (URL, "extract", seen[0].reason)
    assert waiting.reason in list(Reason)
    assert not intake.wanted([listed()])
    intake.page(source, listed(), page(html(FIRST)))
    with parts.archive.reading() as connection:
        assert quarantine.count(connection) == 0
    assert len(all_articles(parts)) == 1


def test_a_page_in_quarantine_is_wanted_again_after_a_day(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), page("", at=now() - timedelta(hours=25)))
    assert intake.wanted([listed()])


def test_a_page_that_breaks_a_parser_goes_to_quarantine_and_the_next_goes_on(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise RecursionError("thẻ lồng nhau")

    with monkeypatch.context() as patched:
        patched.setattr("diembao.pipeline.intake.extracting.extract", broken)
        intake.page(source, listed(), page(html(FIRST)))
    intake.page(
        source, listed("https://bao-mau.example/2.html"), page(html(SECOND), url="https://bao-mau.example/2.html")
    )
    assert [visit.outcome for visit in seen] == [Outcome.QUARANTINED, Outcome.NEW]
    assert (seen[0].reason, seen[0].detail) == (Reason.UNEXPECTED, "RecursionError: thẻ lồng nhau")


def test_an_address_is_wanted_when_it_is_new_or_due(parts: Parts, intake: Intake, source: Source) -> None:
    assert intake.wanted([listed()])
    intake.page(source, listed(), page(html(FIRST), at=now()))
    assert not intake.wanted([listed()])
    assert intake.revisits(source) == []
    with parts.archive.writing() as connection:
        revisits.put_off(connection, all_articles(parts)[0].id, now() - timedelta(minutes=5))
    assert intake.wanted([listed()])
    assert intake.revisits(source) == [URL]


@pytest.mark.parametrize("happens", ["failed", "skipped", "quarantined"])
def test_a_visit_that_brings_nothing_puts_the_article_off_until_its_next(
    parts: Parts, intake: Intake, source: Source, happens: str
) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now() - timedelta(hours=2)))
    assert due(parts, 0) == [URL]
    if happens == "quarantined":
        intake.page(source, listed(), page("", at=now()))
    else:
        getattr(intake, happens)(source, listed(), "http-status", "503")
    assert due(parts, 3) == []
    assert due(parts, 4.1) == [URL]
    assert all_articles(parts)[0].content.text == FIRST


def test_an_article_that_fails_at_its_last_visit_is_given_up(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now() - timedelta(days=30)))
    with parts.archive.writing() as connection:
        revisits.put_off(connection, all_articles(parts)[0].id, NOON - timedelta(days=1))
    intake.failed(source, listed(), "timeout", "")
    assert due(parts, 10_000) == []


def test_a_removal_is_noted_once_and_a_page_that_never_was_an_article_has_failed(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.gone(source, listed(), 404)
    intake.page(source, listed(), page(html(FIRST)))
    intake.gone(source, listed(), 410)
    intake.gone(source, listed(), 410)
    assert [visit.outcome for visit in seen] == [Outcome.FAILED, Outcome.NEW, Outcome.REMOVED, Outcome.FAILED]
    (article,) = all_articles(parts)
    assert article.removed_at
    assert not intake.wanted([listed()])
    assert seen[2].article_id == article.id


def test_a_door_is_noted(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], [listed(f"{URL}?id={number}") for number in range(12)], "", "")
    with parts.archive.reading() as connection:
        (works,) = visits.door_states(connection)
    intake.door(source, source.doors[0], (), "timeout", "")
    with parts.archive.reading() as connection:
        (fails,) = visits.door_states(connection)
    assert (works.listed, works.works, works.failures) == (12, True, 0)
    assert (fails.reason, fails.listed, fails.works, fails.failures) == ("timeout", 0, False, 1)
    assert works.next_look_at
    assert fails.next_look_at
    assert works.next_look_at - works.checked_at < fails.next_look_at - fails.checked_at


def test_a_door_tells_how_much_of_what_it_lists_is_new(parts: Parts, intake: Intake, source: Source) -> None:
    def brought() -> float:
        with parts.archive.reading() as connection:
            return visits.door_states(connection)[0].brought

    known, broken, fresh = (listed(f"https://bao-mau.example/{name}") for name in ("a", "b", "c"))
    intake.page(source, known, page(html(FIRST), known.url))
    intake.page(source, broken, page("<html></html>", broken.url))
    intake.door(source, source.doors[0], [known, broken, fresh], "", "")
    assert brought() == 0  # a first look says nothing: everything is new
    intake.door(source, source.doors[0], [known, broken, fresh, fresh], "", "")
    assert brought() == 1


def test_a_door_that_has_not_changed_lists_what_it_did(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], [listed(), listed(f"{URL}?id=2")], "", "")
    intake.door(source, source.doors[0], (), "", "")
    with parts.archive.reading() as connection:
        (state,) = visits.door_states(connection)
    assert (state.listed, state.works, state.brought) == (2, True, 0)


def test_what_a_door_said_once_is_not_lost_when_another_says_less(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(section="Kinh tế", lead="Dẫn", published_at=NOON), page(html(FIRST)))
    intake.page(source, listed(channel=Channel.REVISIT), page(html(FIRST, SECOND)))
    (article,) = all_articles(parts)
    assert article.version == 2
    assert (article.content.section, article.content.lead, article.content.published_at) == ("Kinh tế", "Dẫn", NOON)


def test_validators_are_those_of_a_page_that_was_taken_in_and_go_with_it(
    parts: Parts, intake: Intake, source: Source
) -> None:
    tagged = replace(page(html(FIRST), at=now()), headers=(("ETag", '"1"'), ("Last-Modified", MONDAY)))
    intake.page(source, listed(), replace(tagged, body=b""))
    assert intake.validators(URL) == {}
    intake.page(source, listed(), tagged)
    assert intake.validators(f"{URL}?utm_source=rss") == {
        "If-None-Match": '"1"',
        "If-Modified-Since": MONDAY,
    }
    intake.page(source, listed(), replace(tagged, headers=()))
    assert intake.validators(URL) == {}
    intake.page(source, listed(), tagged)
    intake.gone(source, listed(), 410)
    assert intake.validators(URL) == {}


def test_an_unchanged_article_waits_for_its_next_visit(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now() - timedelta(hours=2)))
    intake.unchanged(source, listed())
    (article,) = all_articles(parts)
    assert [visit.outcome for visit in seen] == [Outcome.NEW, Outcome.UNCHANGED]
    assert seen[1].article_id == article.id
    assert now() - article.fetched_at < timedelta(hours=1)
    assert due(parts, 3) == []
    assert due(parts, 5) == [URL]


def test_an_article_that_was_taken_away_meanwhile_is_no_unchanged_one(
    intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.unchanged(source, listed())
    assert [(visit.outcome, visit.detail) for visit in seen] == [(Outcome.FAILED, "304")]


def test_a_crash_between_raw_page_and_article_leaves_neither(
    parts: Parts, intake: Intake, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(recording, "record", crash)
        with pytest.raises(KeyboardInterrupt):
            intake.page(source, listed(), page(html(FIRST)))
    with parts.archive.reading() as connection:
        assert connection.execute(raw_pages.select()).all() == []
    intake.page(source, listed(), page(html(FIRST)))
    assert len(all_articles(parts)) == 1


LONG = [f"Đoạn {n} kể rằng xã số {n} có {n + 3} hộ phải di dời vì mưa lớn kéo dài suốt đêm." for n in range(12)]
HEADLINE = "Mười hai xã phải di dời dân trong đêm"


def long_page(*paragraphs: str, hours: float = 0, url: str = URL, title: str = HEADLINE, head: str = "") -> Any:
    return page(html(*paragraphs, title=title, head=head), url=url, at=NOON + timedelta(hours=hours))


def doubt(parts: Parts) -> Doubt | Absence | None:
    with parts.archive.reading() as connection:
        found = suspects.of(connection, all_articles(parts)[0].id)
    return found and found.reason


def next_visit_after(parts: Parts, hours: float) -> float | None:
    with parts.archive.reading() as connection:
        known = article_addresses.known(connection, KEY)
    assert known
    return (known.next_visit_at - NOON).total_seconds() / 3600 - hours if known.next_visit_at else None


def test_a_changed_text_is_kept_with_its_kind_of_edit(parts: Parts, intake: Intake, source: Source) -> None:
    notice = "Đính chính: Số hộ phải di dời ở xã số 3 là 7."
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), long_page(*LONG, title=HEADLINE.upper(), hours=1))
    intake.page(source, listed(), long_page(LONG[0].replace("3", "5"), *LONG[1:], hours=6))
    intake.page(source, listed(), long_page(LONG[0].replace("3", "5"), *LONG[1:], notice, hours=24))
    with parts.archive.reading() as connection:
        history = versions.history(connection, all_articles(parts)[0].id)
    assert [(each.edit, each.correction) for each in history] == [
        (None, ""),
        (Edit.COSMETIC, ""),
        (Edit.SUBSTANTIVE, ""),
        (Edit.CORRECTION, notice),
    ]


def test_a_text_of_which_most_is_gone_waits_until_a_second_visit_says_the_same(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), long_page(*LONG[:2], hours=1))
    (article,) = all_articles(parts)
    assert (article.version, doubt(parts)) == (1, Doubt.SHORTER)
    assert (seen[1].outcome, seen[1].reason, seen[1].article_id) == (Outcome.QUARANTINED, "shorter", article.id)
    assert next_visit_after(parts, 1) == 1
    with parts.archive.reading() as connection:
        assert seen[1].raw_digest
        assert LONG[0] in parts.archive.raw.get(connection, seen[1].raw_digest).body.decode()
    intake.page(source, listed(), long_page(*LONG[:2], hours=1.1))
    assert all_articles(parts)[0].version == 1
    intake.page(source, listed(), long_page(*LONG[:2], hours=2))
    assert (all_articles(parts)[0].version, doubt(parts)) == (2, None)
    assert seen[-1].outcome is Outcome.CHANGED


def test_a_text_that_is_back_at_the_second_visit_was_never_gone(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    for hours, paragraphs in ((0, LONG), (1, LONG[:2]), (2, LONG), (3, LONG[:2])):
        intake.page(source, listed(), long_page(*paragraphs, hours=hours))
    assert all_articles(parts)[0].version == 1
    assert [visit.outcome for visit in seen] == [
        Outcome.NEW,
        Outcome.QUARANTINED,
        Outcome.UNCHANGED,
        Outcome.QUARANTINED,
    ]


def test_a_remnant_that_is_another_at_each_visit_counts_after_a_day(
    parts: Parts, intake: Intake, source: Source
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    for hours in (1, 2, 3, 20):
        intake.page(source, listed(), long_page(LONG[0], f"Lượt xem: {hours}.", hours=hours))
        assert all_articles(parts)[0].version == 1
    intake.page(source, listed(), long_page(LONG[0], "Lượt xem: 26.", hours=26))
    assert all_articles(parts)[0].version == 2


def test_a_title_that_is_no_headline_any_more_waits(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), long_page(*LONG, title="Tin tức", hours=1))
    assert (all_articles(parts)[0].content.title, doubt(parts)) == (HEADLINE, Doubt.NO_TITLE)


def test_one_404_may_be_a_slip_and_the_second_an_hour_later_is_a_removal(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    for hours in (1.0, 1.5, 2.0, 3.0):
        monkeypatch.setattr("diembao.pipeline.intake.receiving.now", lambda at=NOON + timedelta(hours=hours): at)
        intake.gone(source, listed(), 404)
    assert [visit.outcome for visit in seen[1:]] == [Outcome.FAILED, Outcome.FAILED, Outcome.REMOVED, Outcome.FAILED]
    (article,) = all_articles(parts)
    assert (article.removed_at, article.removed_because) == (NOON + timedelta(hours=2), Absence.NOT_FOUND)
    assert next_visit_after(parts, 0) == 6, "it may come back"
    intake.page(source, listed(), long_page(*LONG, hours=6))
    assert all_articles(parts)[0].removed_at is None
    assert seen[-1].outcome is Outcome.UNCHANGED


def test_a_410_is_a_removal_at_once(parts: Parts, intake: Intake, source: Source, seen: list[Visit]) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.gone(source, listed(), 410)
    assert all_articles(parts)[0].removed_because is Absence.GONE


@pytest.mark.parametrize(
    ("url", "body", "because"),
    [
        ("https://bao-mau.example/", html(FIRST), Absence.REDIRECTED),
        ("https://bao-mau.example/kinh-te", "<html><body>Kinh tế</body></html>", Absence.REDIRECTED),
        ("https://bao-mau.example/kinh-te/bai-khac-han-234567.html", html(FIRST, SECOND), Absence.REDIRECTED),
        (URL, html("Mời bạn về trang chủ.", title="Không tìm thấy trang"), Absence.PLACEHOLDER),
        (URL, "<html><head><title>404 Not Found</title></head><body></body></html>", Absence.PLACEHOLDER),
        (
            URL,
            html("Bài viết bạn tìm không có ở đây. " * 5, title="Trang bạn yêu cầu không tồn tại"),
            Absence.PLACEHOLDER,
        ),
    ],
)
def test_what_leads_elsewhere_or_says_that_nothing_is_there_is_a_removal_at_the_second_visit(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], url: str, body: str, because: Absence
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), page(body, url=url, at=NOON + timedelta(hours=1)))
    assert (all_articles(parts)[0].removed_at, doubt(parts)) == (None, because)
    intake.page(source, listed(), page(body, url=url, at=NOON + timedelta(hours=2)))
    (article,) = all_articles(parts)
    assert (article.removed_because, article.version, article.content.title) == (because, 1, HEADLINE)
    assert [visit.outcome for visit in seen[1:]] == [Outcome.FAILED, Outcome.REMOVED]


def test_a_page_that_says_that_nothing_is_there_becomes_no_article(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    body = html("Bài viết bạn tìm không có ở đây. " * 5, title="Trang bạn yêu cầu không tồn tại")
    intake.page(source, listed(), page(body))
    assert (seen[0].outcome, seen[0].reason) == (Outcome.QUARANTINED, "placeholder")
    report = html(*LONG, title="Lỗi 404 là gì và cách sửa trên trang của bạn")
    intake.page(source, listed("https://bao-mau.example/2.html"), page(report, url="https://bao-mau.example/2.html"))
    assert seen[1].outcome is Outcome.NEW


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


def test_what_grows_is_visited_more_often(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), long_page(*LONG[:6]))
    assert next_visit_after(parts, 0) == 1
    intake.page(source, listed(), long_page(*LONG[:6], hours=6))
    assert next_visit_after(parts, 6) == 18
    intake.page(source, listed(), long_page(*LONG, hours=24))
    assert next_visit_after(parts, 24) == 6
    intake.page(source, listed(), long_page(*LONG, hours=30))
    assert next_visit_after(parts, 30) == 42
    intake.page(source, listed(), long_page(*LONG, *LONG, hours=167))
    assert next_visit_after(parts, 167) == 1
    intake.page(source, listed(), long_page(*LONG, *LONG, *LONG, hours=168))
    assert next_visit_after(parts, 168) is None


def test_a_door_that_another_pass_is_looking_at_is_left_to_it(parts: Parts, intake: Intake, source: Source) -> None:
    intake.door(source, source.doors[0], (), "busy", "bao-mau.example")
    with parts.archive.reading() as connection:
        assert visits.door_states(connection) == []


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


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_moved_is_not_removed_because_its_old_address_ends(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    old = "https://bao-mau.example/kinh-te/muoi-hai-xa-4420519.html"
    new = "https://bao-mau.example/xa-hoi/di-doi-dan-trong-dem-4420519.html"

    def gone(url: str, hours: float) -> None:
        monkeypatch.setattr("diembao.pipeline.intake.receiving.now", lambda: NOON + timedelta(hours=hours))
        intake.gone(source, listed(url), status)

    intake.page(source, listed(old), long_page(*LONG, url=old))
    intake.page(source, listed(new), long_page(*LONG, url=new, hours=1))
    gone(old, 6)
    assert due(parts, 0) == [new], "the second look goes where it was met, too"
    intake.page(source, listed(new), long_page(*LONG, url=new, hours=7))
    assert (doubt(parts), all_articles(parts)[0].url, all_articles(parts)[0].removed_at) == (None, new, None)
    gone(new, 24)
    assert all_articles(parts)[0].removed_at is None
    gone(old, 25)
    assert all_articles(parts)[0].removed_at
    assert [visit.outcome for visit in seen[3:]] == [Outcome.UNCHANGED, Outcome.FAILED, Outcome.REMOVED]


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


@pytest.mark.parametrize(("reason", "hours"), [("busy", 1), ("robots-unavailable", 1), ("paused", 20)])
def test_a_visit_that_is_put_off_is_made_when_the_host_is_free(
    parts: Parts, intake: Intake, source: Source, reason: str, hours: int
) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now() - timedelta(days=30)))
    with parts.archive.writing() as connection:
        revisits.put_off(connection, all_articles(parts)[0].id, NOON - timedelta(days=1))
        until = now() + timedelta(hours=20)
        hosts.put(
            connection, PausedHost("bao-mau.example", "http-status", "429", 1, NOON, until if hours == 20 else NOON)
        )
    intake.skipped(source, listed(), reason, "")
    assert due(parts, hours - 0.1) == []
    assert due(parts, hours + 0.1) == [URL]


def test_a_visit_that_another_pass_has_made_is_not_put_off(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), page(html(FIRST), at=now()))
    with parts.archive.writing() as connection:
        revisits.put_off(connection, all_articles(parts)[0].id, now() + timedelta(hours=5))
    intake.skipped(source, listed(), "busy", "")
    assert due(parts, 4.9) == []
    assert due(parts, 5.1) == [URL]


def test_a_paused_door_is_looked_at_when_the_pause_is_over(parts: Parts, intake: Intake, source: Source) -> None:
    until = now() + timedelta(hours=20)
    with parts.archive.writing() as connection:
        hosts.put(connection, PausedHost("127.0.0.1", "http-status", "429", 1, NOON, until))
    intake.door(source, source.doors[0], (), "paused", "429")
    with parts.archive.reading() as connection:
        (state,) = visits.door_states(connection)
    assert (state.next_look_at, state.failures) == (until, 0)
