"""What comes in is grouped once, whatever stops the process, and the same on every database."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import sqlalchemy as sa
from filelock import FileLock
from ulid import ULID

from diembao.archive import (
    articles,
    fact_checks,
    flags,
    outbox,
    quarantine,
    schema,
    signatures,
    stories,
    unverified,
)
from diembao.archive.quarantine import Quarantined
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.core.findings import Finding
from diembao.core.home import Home
from diembao.index import Filters
from diembao.nlp.terms import Terms, terms
from diembao.pipeline import verifying
from diembao.pipeline.importing import import_file
from diembao.pipeline.parts import Parts
from diembao.pipeline.replay import replay
from diembao.verify import factbase, figures, placing, rules
from diembao.verify.grouping import Grouping, group
from diembao.verify.window import Report
from tests.pipeline.conftest import WriteLines, line
from tests.verify.texts import BRIDGE, FIRE, RICE

#: Each of its steps in turn ends the process.
CRASH = """
import os, sys
from pathlib import Path
from diembao.archive import signatures, stories, unverified
from diembao.core.home import Home
from diembao.pipeline import verifying
from diembao.pipeline.parts import Parts
from diembao.verify import placing
from diembao.verify.examining import Examiner

steps = {
    "read": (placing, "group"),
    "written in part": (stories, "weigh"),
    "written": (Examiner, "examine"),
    "examined": (unverified, "remove"),
}
setattr(*steps[sys.argv[2]], lambda *args, **kwargs: os._exit(9))
with Parts(Home(Path(sys.argv[1]))) as parts:
    verifying.drain(parts)
"""
TOLD = {"f1": FIRE[0], "b1": BRIDGE[0], "f2": FIRE[1], "r1": RICE[0], "b2": BRIDGE[1], "copy": FIRE[0]}
Rows = Mapping[str, list[Any]]


def told(key: str, hour: int, text: str = "", **more: Any) -> dict[str, Any]:
    title, body = TOLD[key]
    date = f"2026-11-20T{hour:02}:00:00+07:00"
    return line(title=title, text=text or body, url=f"https://bao-mau.example/{key}.html", date=date) | more


def everything() -> list[dict[str, Any]]:
    return [told(key, 8 + hour) for hour, key in enumerate(TOLD)]


def groups(parts: Parts) -> set[frozenset[str]]:
    """Stories as sets of the last parts of addresses."""
    with parts.archive.reading() as connection:
        found = articles.following(connection, "", 1_000)
        in_story = stories.story_of(connection, [article.id for article in found])
    grouped: dict[str, set[str]] = {}
    for article in found:
        if article.id in in_story:
            name = article.url.rpartition("/")[2].removesuffix(".html")
            grouped.setdefault(in_story[article.id], set()).add(name)
    return {frozenset(members) for members in grouped.values()}


SPAN = (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))
EXPECTED = {frozenset({"f1", "f2", "copy"}), frozenset({"b1", "b2"}), frozenset({"r1"})}


def rows(parts: Parts) -> Rows:
    """Everything that grouping has written."""
    tables = (schema.signatures, schema.copies, schema.stories, schema.story_articles, schema.story_aliases)
    with parts.archive.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=lambda row: row[0])
            for table in tables
        }


def waiting(parts: Parts) -> int:
    with parts.archive.reading() as connection:
        return unverified.pending(connection)


def look_again(parts: Parts) -> None:
    with parts.archive.writing() as connection:
        unverified.add(connection, articles.ids(connection))
    assert verifying.drain(parts)


def unverified_home(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch, *entries: dict[str, Any]
) -> None:
    """Import, and leave the verification to be done."""
    with monkeypatch.context() as patch:
        patch.setattr(verifying, "drain", lambda *_args: None)
        import_file(parts, write_lines(*(entries or everything())))


def test_an_import_is_grouped(parts: Parts, write_lines: WriteLines) -> None:
    progress: list[int] = []
    report = import_file(parts, write_lines(*everything()), on_verified=progress.append)
    assert groups(parts) == EXPECTED
    assert (report.stories, report.flags) == (3, 0)
    assert progress == [6]
    assert waiting(parts) == 0
    with parts.archive.reading() as connection:
        [fire] = [story for story in stories.active(connection, *SPAN) if len(story.articles) == 3]
    assert fire.voices == 2


def test_stories_that_a_later_report_shows_to_be_one_are_merged(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(told("f1", 8), told("b1", 9)))
    assert groups(parts) == {frozenset({"f1"}), frozenset({"b1"})}
    with parts.archive.reading() as connection:
        older, younger = (story.id for story in stories.active(connection, *SPAN))
    both = f"{FIRE[0][1]} {BRIDGE[0][1]}".split()
    reworded = " ".join("khác" if number % 4 == 3 else word for number, word in enumerate(both))
    import_file(parts, write_lines(told("f2", 12, reworded)))
    assert groups(parts) == {frozenset({"f1", "f2", "b1"})}
    with parts.archive.reading() as connection:
        assert stories.resolve(connection, [younger]) == {younger: older}
        assert stories.held(connection, [older]) == set()
    look_again(parts)
    assert groups(parts) == {frozenset({"f1", "f2", "b1"})}


def test_the_order_of_the_lines_changes_nothing(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*reversed(everything())))
    assert groups(parts) == EXPECTED


@pytest.mark.parametrize("step", ["read", "written in part", "written", "examined"])
def test_killed_at_any_step_it_is_completed_by_the_next_and_changes_nothing_twice(
    home: Home, parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    unverified_home(parts, write_lines, monkeypatch)
    done = subprocess.run([sys.executable, "-c", CRASH, str(home.path), step], check=False, capture_output=True)
    assert done.returncode == 9, done.stderr
    assert waiting(parts) == 6
    kept = rows(parts)
    verified = verifying.drain(parts)
    assert verified
    assert (verified.articles, verified.stories) == (6, 3)
    assert groups(parts) == EXPECTED
    if step in ("written", "examined"):
        assert rows(parts) == kept
    else:
        assert not any(kept.values())


def test_a_second_look_changes_nothing(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*everything()))
    before = rows(parts)
    look_again(parts)
    assert rows(parts) == before
    with parts.archive.reading() as connection:
        assert outbox.pending(connection) == 0


def test_small_steps_group_as_one_large_step_does(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_BATCH", 1)
    import_file(parts, write_lines(*everything()))
    assert groups(parts) == EXPECTED


def test_while_another_process_verifies_articles_wait_for_it(parts: Parts, write_lines: WriteLines) -> None:
    with FileLock(parts.home.path / "verify.lock"):
        report = import_file(parts, write_lines(*everything()))
        assert (report.stories, report.flags, report.indexed) == (None, None, 6)
        assert verifying.drain(parts) is None
    assert waiting(parts) == 6
    verified = verifying.drain(parts)
    assert verified
    assert verified.articles == 6


def test_a_changed_article_keeps_its_story(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*everything()))
    before = groups(parts)
    import_file(parts, write_lines(told("f2", 10, "Toà soạn đã viết lại toàn bộ tin này về một chuyện khác hẳn.")))
    assert groups(parts) == before == EXPECTED


def test_a_first_print_that_changes_leaves_its_copies_among_themselves(parts: Parts, write_lines: WriteLines) -> None:
    again = told("copy", 20, url="https://bao-mau.example/copy-2.html")
    import_file(parts, write_lines(*everything(), again))
    assert len(rows(parts)["copies"]) == 2
    import_file(parts, write_lines(told("f1", 8, "Toà soạn đã viết lại toàn bộ tin này về một chuyện khác hẳn.")))
    [(copied, origin, _containment)] = rows(parts)["copies"]
    with parts.archive.reading() as connection:
        urls = {article.id: article.url for article in articles.get(connection, [copied, origin])}
    assert (urls[copied], urls[origin]) == (again["url"], "https://bao-mau.example/copy.html")


def test_an_undated_article_has_no_day_and_so_no_story(parts: Parts, write_lines: WriteLines) -> None:
    entry = told("f1", 8)
    del entry["date"]
    import_file(parts, write_lines(entry))
    assert not any(rows(parts).values())
    assert waiting(parts) == 0


def test_an_entry_of_an_unknown_article_leaves_the_queue(parts: Parts) -> None:
    with parts.archive.writing() as connection:
        unverified.add(connection, ["01UNKNOWN"])
    assert verifying.drain(parts)
    assert waiting(parts) == 0


def test_outlets_play_no_part(parts: Parts, write_lines: WriteLines) -> None:
    names = [{"source": f"to-bao-{number}", "authors": [f"Người viết {number}"]} for number in range(len(TOLD))]
    import_file(parts, write_lines(*(entry | name for entry, name in zip(everything(), names, strict=True))))
    assert groups(parts) == EXPECTED


def test_what_was_grouped_is_in_the_index(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*everything()))
    with parts.archive.reading() as connection:
        known = stories.story_of(connection, articles.ids(connection))
    parts.index.refresh()
    for story in set(known.values()):
        hits = parts.index.search(None, Filters(story=story), limit=10).hits
        assert {hit.id for hit in hits} == {article_id for article_id, name in known.items() if name == story}


HOUSEHOLDS = " Có {} hộ dân sống quanh chợ Bến Than phải sơ tán trong đêm."
URGENT = HOUSEHOLDS.format(12).replace("sơ tán", "sơ tán khẩn")


def disputed() -> list[dict[str, Any]]:
    """Eight reports of one fire, two of which differ in a figure; one has a sentence that breaks the rule."""
    texts = {0: HOUSEHOLDS.format(12), 3: URGENT, 5: HOUSEHOLDS.format(21)}
    return [
        told("f1", 8 + number, FIRE[0][1] + texts.get(number, ""), url=f"https://bao-mau.example/f{number}.html")
        for number in range(8)
    ]


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of figures breaks wherever a report says a thing that nobody foresaw."""

    def breaks(given: Mapping[str, Any]) -> tuple[Finding, ...]:
        if any("sơ tán khẩn" in passage["text"] for report in given["reports"] for passage in report["passages"]):
            raise ValueError("no rule foresaw this")
        return figures.find(given)

    monkeypatch.setitem(cast(dict[str, Any], rules.RULES), figures.NAME, breaks)


def held(parts: Parts) -> list[Quarantined]:
    with parts.archive.reading() as connection:
        return quarantine.pages(connection)


def standing(parts: Parts) -> list[str]:
    with parts.archive.reading() as connection:
        return [flag.key for flag in flags.listing(connection)]


def test_a_report_that_breaks_a_rule_is_set_aside_alone_until_the_rule_is_mended(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        poison(patch)
        report = import_file(parts, write_lines(*disputed()))
        assert (report.stories, report.flags) == (1, 1)
        (waiting_page,) = held(parts)
        assert (waiting_page.url, waiting_page.stage) == ("https://bao-mau.example/f3.html", "verify")
        assert waiting_page.detail == f"{figures.NAME}: ValueError: no rule foresaw this"
        assert waiting(parts) == 0
        assert replay(parts).released == 0
        assert held(parts)[0].url == waiting_page.url
    before = standing(parts)
    assert replay(parts).released == 1
    assert held(parts) == [] and standing(parts) == before


def test_a_rule_that_breaks_later_withdraws_nothing_that_it_found(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(parts, write_lines(*disputed()))
    before = standing(parts)
    monkeypatch.setitem(cast(dict[str, Any], rules.RULES), figures.NAME, lambda _given: 1 / 0)
    look_again(parts)
    assert standing(parts) == before != []


def test_an_article_that_cannot_be_grouped_stops_no_other(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(title: str, lead: str, text: str) -> Terms:
        if title == RICE[0][0]:
            raise ValueError("nobody foresaw this")
        return terms(title, lead, text)

    monkeypatch.setattr(placing, "terms", breaks)
    assert import_file(parts, write_lines(*everything())).stories == 2
    (waiting_page,) = held(parts)
    assert (waiting_page.url, waiting_page.detail) == (
        "https://bao-mau.example/r1.html",
        "ValueError: nobody foresaw this",
    )


def test_one_page_is_not_made_to_wait_for_all_others(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    unverified_home(parts, write_lines, monkeypatch)
    with parts.archive.reading() as connection:
        one, *others = articles.ids(connection)
    verified = verifying.drain(parts, only=[one])
    assert verified and verified.articles == 1
    with parts.archive.reading() as connection:
        assert {waiting for _seq, waiting in unverified.peek(connection, 99)} == set(others)


def test_a_changed_fact_check_is_held_against_articles_in_the_next_pass(parts: Parts, write_lines: WriteLines) -> None:
    today = {"date": now().isoformat(), "text": FIRE[0][1] + HOUSEHOLDS.format(12)}
    import_file(parts, write_lines(*everything(), told("f1", 8, **today, url="https://bao-mau.example/new.html")))
    claim = HOUSEHOLDS.format(12).strip()
    reviewed = FactCheck(id=str(ULID()), claim=claim, rating=Rating.FALSE, publisher="Ban Mẫu", imported_at=now())
    with parts.archive.writing() as connection:
        factbase.look_again(connection, [fact_checks.put(connection, reviewed).id], now())
    verified = verifying.drain(parts)
    assert verified and (verified.articles, verified.flags) == (0, 1)
    assert waiting(parts) == 0


def test_memory_holds_only_what_is_dated_near(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article of 2015 beside one of today: nothing of the years between is read."""
    between = [
        told("r1", 8, date=f"{year}-05-01T08:00:00+07:00", url=f"https://bao-mau.example/{year}.html")
        for year in range(2016, 2026)
    ]
    import_file(parts, write_lines(*between))
    old = told("b1", 8, date="2015-05-01T08:00:00+07:00")
    sizes: list[int] = []

    def counted(reports: Sequence[Report], *rest: Any) -> Grouping:
        sizes.append(len(reports))
        return group(reports, *rest)

    monkeypatch.setattr(placing, "group", counted)
    import_file(parts, write_lines(old, told("f1", 8)))
    assert sizes == [1, 1]
    # also when one voice lies on either side of them
    with parts.archive.reading() as connection:
        far = [datetime(2015, 5, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)]
        assert len(signatures.around(connection, far, timedelta(days=3))) == 2
