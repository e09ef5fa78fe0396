"""When an article's page is visited again."""

from datetime import timedelta

import pytest

from diembao.archive import (
    hosts,
    revisits,
)
from diembao.archive.hosts import PausedHost
from diembao.core.clock import now
from diembao.core.models import Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, URL, all_articles, html, listed, page
from tests.pipeline.intake.conftest import LONG, due, long_page, next_visit_after


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
