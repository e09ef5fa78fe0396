"""Pages that become articles and versions, or wait in quarantine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import (
    outbox,
    quarantine,
    recording,
    revisits,
    versions,
    visits,
)
from diembao.archive.schema import raw_pages
from diembao.archive.visits import Visit
from diembao.core.clock import now
from diembao.core.models import Channel, Edit, Outcome, Source
from diembao.crawlers.reasons import Reason
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, SECOND, URL, all_articles, html, listed, page
from tests.pipeline.intake.conftest import HEADLINE, LONG, due, long_page

MONDAY = "Mon, 14 Sep 2026 11:44:00 GMT"


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
