from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diembao.archive import outbox, quarantine, versions, visits
from diembao.archive.quarantine import Quarantined
from diembao.core.errors import UnknownSource
from diembao.core.models import Article, Source
from diembao.index import parse
from diembao.pipeline import indexing
from diembao.pipeline.importing import import_file
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from diembao.pipeline.replay import Difference, Span, count, replay
from tests.pipeline.conftest import (
    FIRST,
    NOON,
    SECOND,
    URL,
    WriteLines,
    all_articles,
    html,
    line,
    listed,
    page,
    waiting,
)


@pytest.fixture
def source(parts: Parts) -> Source:
    return parts.sources[0]


@pytest.fixture
def article(parts: Parts, source: Source) -> Article:
    """A collected article of two versions."""
    with parts.archive.writing() as connection:
        intake = Intake(parts, visits.begin(connection, "collect", NOON))
    for body in (html(FIRST), html(FIRST, SECOND)):
        intake.page(source, listed(section="Kinh tế", published_at=NOON), page(body))
    indexing.drain(parts)
    return all_articles(parts)[0]


def spoil(parts: Parts, article: Article, **worse: Any) -> None:
    """Leave the article as a poorer extraction once made it."""
    with parts.archive.writing() as connection:
        versions.correct_present(connection, article, replace(article.content, **worse))


def wait_in_quarantine(parts: Parts, body: str, url: str) -> None:
    with parts.archive.writing() as connection:
        digest = parts.archive.raw.put(connection, page(body, url=url))
        entry = Quarantined(url, "bao-mau", "extract", "no-text", "", digest, NOON, NOON)
        quarantine.put(connection, url.removeprefix("https://"), entry)


def test_a_better_extraction_corrects_in_place_and_makes_no_version(parts: Parts, article: Article) -> None:
    spoil(parts, article, text="Quảng cáo", published_at=None, published_from=None)
    report = replay(parts)
    assert (report.replayed, report.changed, report.unchanged, report.indexed) == (2, 1, 1, 1)
    (again,) = all_articles(parts)
    assert again.version == article.version == 2
    assert again.content.text == article.content.text
    with parts.archive.reading() as connection:
        assert [version.content.text for version in versions.history(connection, article.id)] == [
            FIRST,
            f"{FIRST}\n\n{SECOND}",
        ]
    parts.index.refresh()
    assert parts.index.count(parse('"vụ mùa"')) == 1
    assert parts.index.count(parse('"quảng cáo"')) == 0
    assert report.fields == {"text": 1}


def test_former_versions_are_corrected_too_and_keep_their_numbers(parts: Parts, article: Article) -> None:
    with parts.archive.writing() as connection:
        versions.correct(connection, article.id, 1, replace(article.content, text="Quảng cáo"))
    report = replay(parts)
    assert (report.changed, report.unchanged) == (1, 1)
    with parts.archive.reading() as connection:
        history = versions.history(connection, article.id)
    assert [(version.number, version.content.text) for version in history] == [(1, FIRST), (2, f"{FIRST}\n\n{SECOND}")]
    assert all_articles(parts) == [article]


def test_a_dry_run_tells_the_differences_and_writes_nothing(parts: Parts, article: Article) -> None:
    spoil(parts, article, text="Quảng cáo", section="")
    wait_in_quarantine(parts, html(FIRST), "https://bao-mau.example/2.html")
    before = all_articles(parts)
    told: list[Difference] = []
    report = replay(parts, dry_run=True, on_difference=told.append)
    assert (report.changed, report.released, report.indexed, report.fields) == (1, 1, None, {"text": 1})
    (difference,) = told
    assert (difference.article_id, difference.number, difference.url) == (article.id, 2, URL)
    assert difference.before == {"text": "Quảng cáo"} and difference.after == {"text": article.content.text}
    assert all_articles(parts) == before
    with parts.archive.reading() as connection:
        assert quarantine.count(connection) == 1 and outbox.pending(connection) == 0


@pytest.mark.parametrize(
    ("since", "until", "replayed"),
    [
        (None, None, 2),
        ("2026-11-22", None, 2),
        ("2026-11-23", None, 0),
        (None, "2026-11-21", 0),
        (None, "2026-11-22", 2),
    ],
)
def test_only_pages_of_the_days_that_were_asked_for(
    parts: Parts, article: Article, since: str | None, until: str | None, replayed: int
) -> None:
    days = {name: date.fromisoformat(day) for name, day in (("since", since), ("until", until)) if day}
    wait_in_quarantine(parts, html(FIRST), "https://bao-mau.example/2.html")
    report = replay(parts, Span(**days))
    assert report.replayed == replayed
    assert report.released == (replayed > 0)


def test_replaying_twice_changes_nothing(parts: Parts, article: Article) -> None:
    for _time in range(2):
        report = replay(parts)
        assert (report.replayed, report.changed, report.unchanged, report.annotated) == (2, 0, 2, 1)
        assert all_articles(parts) == [article]


def test_what_a_door_said_is_still_known(parts: Parts, article: Article) -> None:
    replay(parts)
    (again,) = all_articles(parts)
    assert (again.content.section, again.content.published_at) == ("Kinh tế", NOON)


def test_an_import_has_no_page_and_is_only_read_again(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*map(line, range(3))))
    before = all_articles(parts)
    report = replay(parts)
    assert (report.replayed, report.annotated, report.indexed) == (0, 3, 3)
    assert all_articles(parts) == before


def test_a_lost_or_useless_page_leaves_the_article_as_it_is(parts: Parts, article: Article) -> None:
    parts.archive.raw.close()
    for file in parts.home.raw_folder.iterdir():
        file.write_bytes(b"\0" * file.stat().st_size)
    report = replay(parts)
    assert (report.replayed, report.unusable, report.changed) == (2, 2, 0)
    assert all_articles(parts) == [article]


def test_a_page_that_breaks_a_parser_does_not_stop_the_replay(
    parts: Parts, article: Article, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise RecursionError

    import_file(parts, write_lines(line(1)))
    wait_in_quarantine(parts, html(SECOND), "https://bao-mau.example/2.html")
    monkeypatch.setattr("diembao.pipeline.intake.extracting.extract", broken)
    report = replay(parts)
    assert (report.unusable, report.annotated, report.released) == (2, 2, 0)
    assert article in all_articles(parts)
    assert waiting(parts) == 0


def test_what_can_be_read_today_leaves_quarantine(parts: Parts) -> None:
    wait_in_quarantine(parts, html(FIRST), "https://bao-mau.example/1.html")
    wait_in_quarantine(parts, "<html></html>", "https://bao-mau.example/2.html")
    assert replay(parts).released == 1
    with parts.archive.reading() as connection:
        assert [entry.url for entry in quarantine.pages(connection)] == ["https://bao-mau.example/2.html"]


def test_pages_are_read_by_the_profiles_of_the_home(parts: Parts, article: Article) -> None:
    parts.home.profiles_folder.mkdir()
    profile = 'domains = ["bao-mau.example"]\n[[version]]\nbody = ["article"]\nparagraphs = ["p:first-of-type"]\n'
    (parts.home.profiles_folder / "bao-mau.toml").write_text(profile)
    with Parts(parts.home) as later:
        assert replay(later).changed == 1
    assert [again.content.text for again in all_articles(parts)] == [FIRST]
    assert article.content.text == f"{FIRST}\n\n{SECOND}"


def test_only_the_named_sources_are_replayed(parts: Parts, article: Article, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(line(1, url="https://la.example/1")))
    report = replay(parts, Span(sources=["bao-mau"]))
    assert (report.replayed, report.annotated) == (2, 1)
    assert count(parts, Span(sources=["bao-mau"])) == 1
    with pytest.raises(UnknownSource, match=r"no source bao-mai.*Did you mean bao-mau\?"):
        replay(parts, Span(sources=["bao-mai"]))


def test_an_article_of_a_source_that_left_the_catalogue_is_only_read_again(parts: Parts, article: Article) -> None:
    parts.home.sources_file.write_text("")
    with Parts(parts.home) as later:
        report = replay(later)
    assert (report.replayed, report.annotated) == (0, 1)
    assert all_articles(parts) == [article]


def test_progress_is_told_once_an_article(parts: Parts, article: Article, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(line(1)))
    steps: list[int] = []
    replay(parts, on_progress=steps.append)
    assert steps == [1, 1]
    assert article.url == URL
