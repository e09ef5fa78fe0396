"""What the settings no longer keep goes, what people's work points to stays; both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, cases, flags, people, recording, reviews, signatures, versions, visits
from diembao.archive.flags import Run
from diembao.archive.schema import raw_pages, story_articles
from diembao.archive.schema import stories as story_rows
from diembao.archive.schema import visits as visit_rows
from diembao.core.casework import Role
from diembao.core.clock import now, today
from diembao.core.errors import ArchiveError
from diembao.core.findings import Finding, FlagReason, FlagState, Passage
from diembao.core.models import Channel, Content, Outcome, Page
from diembao.core.reviews import Review, ReviewItem
from diembao.core.settings import ArchiveSettings
from diembao.pipeline.compaction import compact, is_due

OLD = now() - timedelta(days=400)
NEVER = ArchiveSettings()
ALL = ArchiveSettings(keep_raw_days=30, keep_versions_days=30, keep_visits_days=30, keep_signatures_days=30)


def article(archive: Archive, name: str, *, at: datetime = OLD, versions: int = 2) -> str:
    """A collected article, whose last version is the present one."""
    url = f"https://bao-mau.example/{name}"
    with archive.writing() as connection:
        run = visits.begin(connection, "collect", at)
        for number in range(versions):
            seen = at + timedelta(hours=number)
            page = Page(
                url=url, requested_url=url, status=200, headers=(), body=f"{name} {number}".encode(), fetched_at=seen
            )
            digest = archive.raw.put(connection, page)
            recorded = recording.record(
                connection,
                Content(title=name, text=f"Bản {number}.", published_at=at),
                source_id="bao-mau",
                keys={url: url},
                channel=Channel.FEED,
                fetched_at=seen,
                raw_digest=digest,
            )
            visit = visits.Visit(
                "bao-mau", url, Channel.FEED, recorded.outcome, seen, "", "", recorded.article_id, digest
            )
            visits.add(connection, run, visit)
        visits.add(connection, run, visits.Visit("bao-mau", url + "/x", Channel.FEED, Outcome.SKIPPED, at, "robots"))
        signatures.put(connection, [signatures.Signature(recorded.article_id, versions, b"", b"")])
        connection.execute(raw_pages.update().values(met_at=at))
    return recorded.article_id


def held(archive: Archive) -> dict[str, int]:
    with archive.reading() as connection:
        return {
            "versions": versions.count(connection),
            "raw_pages": connection.scalar(sa.select(sa.func.count()).select_from(raw_pages)) or 0,
            "visits": connection.scalar(sa.select(sa.func.count()).select_from(visit_rows)) or 0,
        }


def texts(archive: Archive, article_id: str) -> list[str]:
    with archive.reading() as connection:
        return [version.content.text for version in versions.history(connection, article_id)]


def flag(archive: Archive, claim: str, evidence: str) -> str:
    sides = [Passage(ref=ref, text=f"Câu của {ref}.") for ref in (claim, evidence)]
    finding = Finding(reason=FlagReason.CONFLICTING_FIGURES, claim=sides[0], evidence=sides[1], score=0.9)
    with archive.writing() as connection:
        flags.record(connection, finding, Run(rule="x/1", inputs="{}", output="{}", at=now()))
    return finding.key


def test_by_default_nothing_goes(archive: Archive) -> None:
    article(archive, "a")
    before = held(archive)
    archive.raw.close()
    report = compact(archive, NEVER)
    assert (report.expired.versions, report.expired.raw_pages, report.expired.visits, report.forgotten) == (0, 0, 0, 0)
    assert held(archive) == before


def test_what_is_old_goes_and_the_present_text_stays(archive: Archive) -> None:
    old, new = article(archive, "a"), article(archive, "b", at=now() - timedelta(days=1))
    archive.raw.close()
    foreseen = compact(archive, ALL, dry_run=True)
    before = held(archive)
    report = compact(archive, ALL)
    assert report.expired == foreseen.expired
    assert (report.expired.versions, report.expired.raw_pages, report.expired.visits) == (1, 2, 3)
    assert report.expired.signatures == 1 and report.deleted == 1 and report.raw_bytes_won > 0
    assert texts(archive, old) == ["Bản 1."] and texts(archive, new) == ["Bản 0.", "Bản 1."]
    assert before == {"versions": 4, "raw_pages": 4, "visits": 6}
    assert held(archive) == {"versions": 3, "raw_pages": 2, "visits": 3}
    again = compact(archive, ALL)
    assert (again.expired.versions, again.expired.raw_pages, again.raw_bytes_won) == (0, 0, 0)


def test_raw_pages_go_with_the_versions_that_were_made_from_them(archive: Archive) -> None:
    old = article(archive, "a")
    report = compact(archive, ArchiveSettings(keep_versions_days=30))
    assert (report.expired.versions, report.expired.raw_pages) == (1, 1)
    with archive.reading() as connection:
        (version,) = versions.history(connection, old)
        assert version.raw_digest and archive.raw.get(connection, version.raw_digest).body == b"a 1"


@pytest.mark.parametrize("by", ["flag", "decided", "case", "evidence", "review", "story of a review"])
def test_what_peoples_work_points_to_stays(archive: Archive, by: str) -> None:
    kept, other, lost = article(archive, "a"), article(archive, "b"), article(archive, "c")
    with archive.writing() as connection:
        boss = people.add(connection, name="Lê Văn Bình", role=Role.ADMIN)
    if by in ("flag", "decided", "case"):
        key = flag(archive, kept, other)
        with archive.writing() as connection:
            if by == "decided":
                flags.set_state(connection, key, FlagState.CONFIRMED)
            if by == "case":
                flags.set_state(connection, key, FlagState.REJECTED)
                cases.open_case(connection, title="a", claim="a", actor=boss.id, reason="a", flag_key=key)
            if by != "flag":
                flags.withdraw(connection, [key], now())
    elif by == "evidence":
        with archive.writing() as connection:
            case = cases.open_case(connection, title="a", claim="a", actor=boss.id, reason="a")
            for each in (kept, other):
                cases.add_evidence(connection, case, quote="a", article_id=each, actor=boss.id)
    else:
        point_with_a_review(archive, (kept, other), in_story=by != "review")
    compact(archive, ALL)
    assert [len(texts(archive, each)) for each in (kept, other, lost)] == [2, 2, 1]
    with archive.reading() as connection:
        for version in versions.history(connection, kept):
            assert version.raw_digest and archive.raw.get(connection, version.raw_digest).status == 200


def point_with_a_review(archive: Archive, members: tuple[str, ...], *, in_story: bool) -> None:
    story: dict[str, Any] = {"id": "s", "founder_id": members[0], "founded_at": OLD, "last_at": OLD}
    with archive.writing() as connection:
        if in_story:
            connection.execute(story_rows.insert().values(story))
            rows = [{"article_id": each, "story_id": "s", "similarity": 1.0, "pinned": False} for each in members]
            connection.execute(story_articles.insert(), rows)
        item = ReviewItem(story_id="s", reports=() if in_story else members)
        reviews.append(connection, Review(day=today(), revision=1, items=(item,), edited_at=now()))


def test_a_flag_that_nobody_wants_and_no_rule_finds_protects_nothing(archive: Archive) -> None:
    one, two = article(archive, "a"), article(archive, "b")
    key = flag(archive, one, two)
    with archive.writing() as connection:
        flags.set_state(connection, key, FlagState.REJECTED)
    compact(archive, ALL)
    assert [len(texts(archive, each)) for each in (one, two)] == [1, 1]


def test_a_second_compaction_at_the_same_time_is_refused(archive: Archive) -> None:
    with archive.lock("compact"), pytest.raises(ArchiveError, match="Another process compacts"):
        compact(archive, NEVER)


def test_a_desk_at_work_compacts_once_a_day_and_only_if_it_lets_go_of_something(archive: Archive) -> None:
    assert not is_due(archive, NEVER) and is_due(archive, ALL)
    compact(archive, ALL)
    assert not is_due(archive, ALL)
