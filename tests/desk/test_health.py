"""How sources do: judged from facts, kept in the archive, told in plain sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, hosts, recording, schema, source_health, visits
from diembao.archive.hosts import PausedHost
from diembao.archive.source_health import Fields, Kept, Visited
from diembao.archive.visits import DoorState, Visit
from diembao.core import i18n
from diembao.core.clock import VIETNAM
from diembao.core.models import Channel, Content, DateDoubt, Door, Outcome, Provenance, Source, SourceKind
from diembao.desk import health
from diembao.desk.health import Facts, Finding, HealthStatus, judge
from diembao.desk.health import words as health_words

#: A Monday.
AT = datetime(2026, 11, 23, 10, tzinfo=VIETNAM)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=VIETNAM)
RSS = Door(url="https://bao-mau.example/rss", channel=Channel.FEED)
SITEMAP = Door(url="https://bao-mau.example/sitemap.xml", channel=Channel.SITEMAP)
SOURCE = Source(
    id="bao-mau",
    name="Báo Mẫu",
    publisher="Sở",
    kind=SourceKind.LOCAL,
    domains=("bao-mau.example",),
    doors=(RSS, SITEMAP),
)


def door(of: Door = RSS, *, at: datetime = AT, reason: str = "", detail: str = "", days: float = 2) -> DoorState:
    """A door that works, or has failed for so many days."""
    failing = at - timedelta(days=days) if reason else None
    return DoorState("bao-mau", of.url, of.channel, at, failing or at, 30, reason, detail, failing)


def published(*a_day: int, until: datetime = MIDNIGHT) -> list[datetime]:
    """As many articles on each of the days before a midnight, the last day last."""
    return [
        until - timedelta(days=back) + timedelta(hours=8, minutes=number)
        for back, articles in zip(reversed(range(1, len(a_day) + 1)), a_day, strict=True)
        for number in range(articles)
    ]


def facts(**more: Any) -> Facts:
    """A source of ten articles a day that does well."""
    usual = {
        "source": SOURCE,
        "doors": [door(), door(SITEMAP)],
        "published": published(*[10, 11, 9, 10, 12, 8, 10] * 8),
        "first_seen_at": AT - timedelta(days=90),
        "last_seen_at": AT - timedelta(hours=1),
    }
    return Facts(**{**usual, **more})


def statuses(**more: Any) -> list[HealthStatus]:
    return [finding.status for finding in judge(facts(**more), AT)]


def only(**more: Any) -> Finding:
    (finding,) = judge(facts(**more), AT)
    return finding


def test_a_source_that_publishes_as_usual_is_well() -> None:
    assert statuses() == [HealthStatus.OK]


def test_a_source_that_is_off_or_new_is_not_judged() -> None:
    assert statuses(source=dataclasses.replace(SOURCE, enabled=False), doors=[]) == [HealthStatus.OFF]
    assert statuses(doors=[]) == [HealthStatus.NEVER]
    assert statuses(first_seen_at=AT - timedelta(days=13)) == [HealthStatus.LEARNING]
    assert statuses(published=published(*[1] * 19)) == [HealthStatus.LEARNING]
    few = published(*[10] * 12, 0)
    assert statuses(first_seen_at=AT - timedelta(days=13), published=few) == [HealthStatus.LEARNING]


@pytest.mark.parametrize(
    ("reason", "detail", "status"),
    [
        ("timeout", "", HealthStatus.FAILING),
        ("certificate", "expired", HealthStatus.CERTIFICATE),
        ("blocked", "", HealthStatus.BLOCKED),
        ("paused", "", HealthStatus.BLOCKED),
        ("http-status", "403", HealthStatus.BLOCKED),
        ("http-status", "429", HealthStatus.BLOCKED),
        ("http-status", "500", HealthStatus.FAILING),
        ("robots", "", HealthStatus.ROBOTS),
        ("a word of an older program", "", HealthStatus.FAILING),
    ],
)
def test_a_source_none_of_whose_doors_opens_is_told_why(reason: str, detail: str, status: HealthStatus) -> None:
    broken = [door(reason=reason, detail=detail, days=5), door(SITEMAP, reason=reason, detail=detail, days=2)]
    finding = only(doors=broken)
    assert (finding.status, finding.since) == (status, AT - timedelta(days=2))


def test_a_source_that_opens_one_door_of_two_fails_partly() -> None:
    finding = only(doors=[door(), door(SITEMAP, reason="timeout", days=3)])
    assert (finding.status, finding.since) == (HealthStatus.PARTLY, AT - timedelta(days=3))
    assert SITEMAP.url in health_words.sentence(finding)


def seen(outcome: Outcome, count: int, reason: str = "") -> Visited:
    return Visited(
        outcome=outcome, reason=reason, count=count, first_at=AT - timedelta(hours=20), last_at=AT - timedelta(hours=1)
    )


def test_a_wall_before_the_articles_counts_though_the_feed_is_open() -> None:
    blocked = seen(Outcome.FAILED, 6, "blocked")
    finding = only(visited=[blocked, seen(Outcome.NEW, 3)])
    assert (finding.status, finding.since) == (HealthStatus.BLOCKED, blocked.first_at)
    assert "6" in health_words.sentence(finding)
    assert statuses(visited=[blocked, seen(Outcome.NEW, 30)]) == [HealthStatus.OK]
    assert statuses(visited=[seen(Outcome.SKIPPED, 4, "robots")]) == [HealthStatus.OK]


def test_a_host_that_is_left_alone_shows() -> None:
    pause = PausedHost("bao-mau.example", "paused", "429", 2, AT - timedelta(hours=3), AT + timedelta(hours=1))
    finding = only(pauses=[pause])
    assert (finding.status, finding.since) == (HealthStatus.BLOCKED, pause.since)
    with i18n.speaking("en"):
        assert health_words.sentence(finding).endswith("bao-mau.example. It is left alone until 23/11/2026 11:00.")


def test_doors_that_wait_for_a_host_say_until_when_and_no_longer_once_it_is_over() -> None:
    doors = [door(each, reason="paused", detail="429", days=4) for each in (RSS, SITEMAP)]
    pauses = [
        PausedHost(host, "http-status", "429", 2, AT - timedelta(hours=3), AT + timedelta(hours=hours))
        for host, hours in (("bao-mau.example", 30), ("anh.bao-mau.example", 1))
    ]
    finding = only(doors=doors, pauses=pauses)
    assert finding.since == AT - timedelta(days=4)
    with i18n.speaking("vi"):
        assert "Tạm ngừng truy cập đến 24/11/2026 16:00." in health_words.sentence(finding)
    over = [dataclasses.replace(pause, paused_until=AT - timedelta(minutes=1)) for pause in pauses]
    with i18n.speaking("vi"):
        assert "Tạm ngừng" not in health_words.sentence(only(doors=doors, pauses=over))


FULL = Fields(articles=100, lead=95, section=90, authors=40, date=100)


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        (Fields(articles=30, lead=28, section=27, authors=12, date=30), None),
        (Fields(articles=30, lead=0, section=27, authors=12, date=30), ["lead"]),
        (Fields(articles=30, lead=12, section=2, authors=0, date=30), ["lead", "section"]),
        (Fields(articles=9), None),
    ],
)
def test_fields_that_used_to_be_there_show_a_changed_layout(now: Fields, missing: list[str] | None) -> None:
    found = judge(facts(before=FULL, now=now), AT)
    layout = next((finding for finding in found if finding.status is HealthStatus.LAYOUT), None)
    assert (layout and layout.detail["fields"]) == missing


def test_pages_that_no_article_can_be_made_of_show_a_changed_layout() -> None:
    unread = seen(Outcome.QUARANTINED, 8, "no-text")
    finding = only(visited=[unread, seen(Outcome.NEW, 8)])
    assert (finding.status, finding.since) == (HealthStatus.LAYOUT, unread.first_at)
    assert statuses(visited=[unread, seen(Outcome.NEW, 80)]) == [HealthStatus.OK]


def test_absent_and_doubtful_dates_are_told() -> None:
    assert statuses(now=Fields(articles=20, date=8)) == [HealthStatus.UNDATED]
    assert statuses(now=Fields(articles=20, date=20, doubtful=5)) == [HealthStatus.DOUBTFUL_DATES]
    assert statuses(now=Fields(articles=20, date=20, doubtful=3)) == [HealthStatus.OK]


@pytest.mark.parametrize(
    ("a_day", "silent_days", "silent"),
    [(10, 0.5, False), (10, 2, True), (1, 4, False), (1, 7, True), (None, 6.9, False), (None, 7, True)],
)
def test_silence_is_measured_by_what_was_to_be_expected(a_day: int | None, silent_days: float, silent: bool) -> None:
    last = AT - timedelta(days=silent_days)
    history = published(*[a_day] * 56, until=last.replace(hour=0)) if a_day else [last]
    first = AT - timedelta(days=90) if a_day else last
    found = statuses(published=history, first_seen_at=first, last_seen_at=last)
    assert (HealthStatus.SILENT in found) is silent
    if silent:
        assert HealthStatus.BELOW not in found  # one thing is said once


def test_a_rare_source_may_be_silent_for_a_week() -> None:
    last = AT - timedelta(days=8)
    history = published(*[0, 0, 0, 0, 0, 0, 1] * 8, until=last.replace(hour=0))
    assert HealthStatus.SILENT not in statuses(published=history, last_seen_at=last)


def test_that_nobody_looked_is_no_silence_and_no_lack() -> None:
    last = AT - timedelta(days=10)
    history = published(*[10] * 56, until=last.replace(hour=0))
    looked = [door(at=last + timedelta(hours=2))]
    assert statuses(doors=looked, published=history, last_seen_at=last) == [HealthStatus.OK]


@pytest.mark.parametrize(
    ("yesterday", "status"),
    [(0, HealthStatus.BELOW), (4, HealthStatus.BELOW), (6, None), (10, None), (16, None), (17, HealthStatus.ABOVE)],
)
def test_a_day_is_held_against_the_same_weekdays_of_four_weeks(yesterday: int, status: HealthStatus | None) -> None:
    """Ten articles on each such day; by chance alone it strays by 3.2, so 5.3 and 16.3 are the bounds."""
    found = judge(facts(published=published(*[10] * 55, yesterday)), AT)
    assert found[0].status is (status or HealthStatus.OK)
    if status:
        assert found[0].since == MIDNIGHT - timedelta(days=1)
        assert found[0].detail == {"count": yesterday, "usual": 10}


def test_a_free_sunday_is_no_lack() -> None:
    """The day before AT is a Sunday."""
    assert statuses(published=published(*[20, 20, 20, 20, 20, 20, 0] * 8)) == [HealthStatus.OK]
    assert statuses(published=published(*([0, *[20] * 6] * 8)[:-1], 0)) == [HealthStatus.BELOW]


def test_a_lack_is_told_since_its_first_day() -> None:
    finding = only(published=published(*[20] * 53, 1, 1, 1))
    assert (finding.status, finding.since) == (HealthStatus.BELOW, MIDNIGHT - timedelta(days=3))


def test_the_worst_stands_first_and_all_are_told() -> None:
    found = statuses(
        doors=[door(), door(SITEMAP, reason="timeout")],
        before=FULL,
        now=Fields(articles=30, section=27, date=30, doubtful=10),
        published=published(*[10] * 55, 0),
    )
    assert found == [HealthStatus.LAYOUT, HealthStatus.PARTLY, HealthStatus.DOUBTFUL_DATES, HealthStatus.BELOW]


def all_findings() -> list[Finding]:
    full = {"broken": 1, "doors": 2, "reason": "timeout", "detail": "", "url": "https://bao-mau.example/rss"}
    details: dict[HealthStatus, dict[str, Any]] = {
        HealthStatus.LAYOUT: {"fields": ["lead", "date"], "pages": 7},
        HealthStatus.SILENT: {"expected": 12},
        HealthStatus.UNDATED: {"share": 0.5},
        HealthStatus.DOUBTFUL_DATES: {"share": 0.25},
        HealthStatus.BELOW: {"count": 1, "usual": 10},
        HealthStatus.ABOVE: {"count": 30, "usual": 10},
    }
    return [Finding(status=status, since=AT, detail=details.get(status, full)) for status in HealthStatus]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("finding", all_findings(), ids=lambda finding: str(finding.status))
def test_everything_is_told_in_words(finding: Finding, language: str) -> None:
    i18n.use(language)
    said = [
        health_words.label(finding.status),
        health_words.sentence(finding),
        health_words.advice(finding.status, "bao-mau"),
    ]
    assert all(said)
    assert "{" not in "".join(said)
    assert said[1][0].isupper() or said[1][0].isdigit()


def test_the_sentence_of_a_silent_source_in_vietnamese() -> None:
    i18n.use("vi")
    finding = Finding(status=HealthStatus.SILENT, since=AT, detail={"expected": 12})
    assert health_words.label(finding.status) == "im lặng"
    assert health_words.sentence(finding) == (
        "Trang vẫn truy cập được nhưng không có bài mới; lẽ ra đã có khoảng 12 bài."
    )
    assert health_words.since(finding) == "từ 23/11/2026 10:00"


Sighted = Callable[..., None]


@pytest.fixture
def sighted(archive: Archive) -> Sighted:
    """Puts an article into the archive that came out and was seen then."""

    def sighted(number: int, at: datetime, **more: Any) -> None:
        url = f"https://bao-mau.example/{number}"
        said = {"title": "Bài", "text": f"Số {number}.", "published_at": at, "published_from": Provenance.FEED} | more
        with archive.writing() as connection:
            recording.record(
                connection,
                Content(**said),
                source_id="bao-mau",
                keys={url: url},
                channel=Channel.FEED,
                fetched_at=at + timedelta(minutes=5),
                raw_digest="0" * 64,
            )

    return sighted


def look(archive: Archive, at: datetime, reason: str = "") -> None:
    with archive.writing() as connection:
        for each in SOURCE.doors:
            visits.note_door(connection, SOURCE.id, each, at, listed=30, reason=reason)


def test_a_source_is_judged_from_the_archive(archive: Archive, sighted: Sighted) -> None:
    for number, at in enumerate(published(*[10] * 40, 2)):
        sighted(number, at, lead="Dẫn", authors=("Tác giả",))
    look(archive, AT)
    (found,) = health.refresh(archive, [SOURCE], AT)
    assert found.status is HealthStatus.BELOW
    assert found.days == (*[10] * 26, 2, 0)
    assert found.checked_at == found.worked_at == AT


def test_fields_are_counted_as_they_were_first_read(archive: Archive, sighted: Sighted) -> None:
    sighted(1, AT - timedelta(days=1), lead="Dẫn", authors=("A",), section="Kinh tế")
    sighted(2, AT - timedelta(days=1), published_doubt=DateDoubt.FUTURE)
    sighted(3, AT - timedelta(days=1), published_at=None, published_from=None)
    sighted(4, AT + timedelta(days=1))
    with archive.reading() as connection:
        found = source_health.fields(connection, AT - timedelta(days=2), AT)
    assert found == {"bao-mau": Fields(articles=3, lead=1, section=1, authors=1, date=2, doubtful=1)}


def test_a_page_that_is_refused_at_every_pass_counts_once(archive: Archive) -> None:
    with archive.writing() as connection:
        run = visits.begin(connection, "collect", AT)
        for hours in range(5):
            at = AT - timedelta(hours=hours)
            visit = Visit("bao-mau", "https://bao-mau.example/1", Channel.FEED, Outcome.SKIPPED, at, "robots")
            visits.add(connection, run, visit)
        found = source_health.visited(connection, AT - timedelta(days=1))
    (some,) = found["bao-mau"]
    assert (some.count, some.reason, some.first_at, some.last_at) == (1, "robots", AT - timedelta(hours=4), AT)


def test_a_paused_host_belongs_to_its_source(archive: Archive) -> None:
    look(archive, AT)
    with archive.writing() as connection:
        for host in ("www.bao-mau.example", "khac.example"):
            hosts.put(connection, PausedHost(host, "paused", "429", 1, AT, AT + timedelta(hours=1)))
    (found,) = health.refresh(archive, [SOURCE], AT)
    assert [(finding.status, finding.detail["url"]) for finding in found.findings] == [
        (HealthStatus.BLOCKED, "www.bao-mau.example")
    ]


def test_since_when_is_remembered(archive: Archive, sighted: Sighted) -> None:
    for number in range(20):
        sighted(number, AT - timedelta(hours=number + 1), published_at=None, published_from=None)
    look(archive, AT)
    (first,) = health.refresh(archive, [SOURCE], AT)
    assert (first.status, first.since) == (HealthStatus.UNDATED, AT)
    (later,) = health.refresh(archive, [SOURCE], AT + timedelta(hours=5))
    assert (later.status, later.since) == (HealthStatus.UNDATED, AT)


def test_pages_are_drawn_from_the_kept_judgement_until_it_has_aged(archive: Archive) -> None:
    look(archive, AT)
    made_up = Kept(
        status="above",
        detail={"findings": [{"status": "above", "since": AT.isoformat(), "detail": {}}], "days": [0] * 28},
        since=AT,
        checked_at=AT,
    )
    with archive.writing() as connection:
        source_health.keep(connection, SOURCE.id, made_up)

    def status(at: datetime, source: Source = SOURCE) -> HealthStatus:
        return health.current(archive, [source], at)[0].status

    assert status(AT + timedelta(minutes=29)) is HealthStatus.ABOVE
    with archive.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.source_health)) == 1
    assert status(AT + timedelta(minutes=1), dataclasses.replace(SOURCE, enabled=False)) is HealthStatus.OFF
    assert status(AT + timedelta(minutes=1)) is HealthStatus.LEARNING
    with archive.writing() as connection:
        source_health.keep(connection, SOURCE.id, made_up)
    look(archive, AT + timedelta(minutes=5), reason="timeout")
    assert status(AT + timedelta(minutes=6)) is HealthStatus.FAILING
