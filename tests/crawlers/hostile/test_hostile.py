"""One pass over all outlets of the table: it ends, it stays small, and everything is counted under its own reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import open_archive, schema, visits
from diembao.core.models import Article
from tests.crawlers.homes import every_article
from tests.crawlers.hostile.press import Press, hostile_press
from tests.crawlers.hostile.table import BAD, GOOD, HIDDEN, ROWS, Row
from tests.crawlers.passes import begin

_GIGABYTE = 1_000_000_000


@dataclass
class Result:
    """What the pass left."""

    press: Press
    report: dict[str, Any]
    visits: dict[str, dict[str, str]]
    """Source -> path -> end."""
    doors: dict[str, str]
    articles: dict[tuple[str, str], Article]
    """(source, path) -> article."""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    with hostile_press(tmp_path_factory.mktemp("press")) as press:
        names = {row.host: list(row.resolves_to) for row in ROWS if row.resolves_to}
        report = begin(press.home, **names).result()
        with open_archive(press.home) as archive, archive.reading() as connection:
            seen: dict[str, dict[str, str]] = {row.name: {} for row in ROWS}
            for visit in connection.execute(sa.select(schema.visits)):
                path = "/" + visit.url.partition("//")[2].partition("/")[2]
                assert path not in seen[visit.source_id], "a page was counted twice"
                seen[visit.source_id][path] = f"{visit.outcome} {visit.reason}".strip()
            doors = {door.source_id: f"{door.reason} {door.detail}".strip() for door in visits.door_states(connection)}
        articles = {
            (article.source_id, "/" + article.url.partition("//")[2].partition("/")[2]): article
            for article in every_article(press.home)
        }
        yield Result(press, report, seen, doors, articles)


def test_the_table_has_a_name_for_every_misbehaviour() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names)) >= 45


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_it_is_counted_under_its_own_reason(result: Result, row: Row) -> None:
    assert result.doors[row.name] in (row.door_says or row.door_fails).split("|")
    found = result.visits[row.name]
    if row.any_order:
        assert sorted(found.values()) == sorted(row.expected.values())
    else:
        assert found == row.expected


def test_every_good_article_is_there(result: Result) -> None:
    expected = {row.name for row in ROWS if row.expected.get(GOOD) == "new"}
    there = {source for source, path in result.articles if path == GOOD}
    assert there == expected
    for source in expected:
        assert result.articles[source, GOOD].content.text.endswith("Nước rút dần từ chiều.")


def test_the_sums_hold(result: Result) -> None:
    ends = [end.split()[0] for row in ROWS for end in row.expected.values()]
    for outcome in ("new", "changed", "unchanged", "quarantined", "failed", "removed", "skipped"):
        assert result.report[outcome] == ends.count(outcome), outcome
    assert result.report["doors_failed"] == sum(bool(row.door_fails) for row in ROWS)


def test_it_takes_less_than_a_gigabyte(result: Result) -> None:
    print(f"{len(ROWS)} outlets that misbehave; most memory: {result.report['peak'] // 1_000_000} MB")
    assert result.report["peak"] < _GIGABYTE


def test_nobody_was_asked_who_must_not_be(result: Result) -> None:
    ours = {row.host for row in ROWS if not row.resolves_to}
    for server in (result.press.server, result.press.tls_server):
        assert {asked.host for asked in server.asked} <= ours
    assert not [asked for asked in result.press.server.asked if "Cookie" in asked.headers]
    assert "/cdn-cgi/l/chk" not in result.press.server.paths("refreshing-wall")


def test_what_is_refused_for_its_certificate_is_sent_no_request(result: Result) -> None:
    served = {asked.host for asked in result.press.tls_server.asked}
    assert served == {"tls-good.localhost", "tls-incomplete-mended.localhost"}


@pytest.mark.parametrize(
    "name",
    ["wrong-charset", "charset-that-is-none", "no-content-type", "utf-16", "500-then-200", "longer-than-announced"],
)
def test_the_text_is_what_was_written(result: Result, name: str) -> None:
    assert result.articles[name, BAD].content == result.articles[name, GOOD].content


@pytest.mark.parametrize(
    "name", ["foreign-canonical", "front-page-as-canonical", "canonical-that-is-none", "canonical-in-another-language"]
)
def test_a_canonical_link_that_cannot_be_meant_makes_no_address(result: Result, name: str) -> None:
    assert result.articles[name, BAD].content.title == "Bài"


def test_of_many_sitemaps_few_are_asked_for(result: Result) -> None:
    assert len([path for path in result.press.server.paths("thousand-sitemaps") if "/so-do/" in path]) < 12


def test_a_listing_without_end_is_left_after_some_pages(result: Result) -> None:
    assert len([path for path in result.press.server.paths("listing-that-goes-on") if "/danh-sach/" in path]) == 4


def test_an_amp_page_is_shown_at_its_article(result: Result) -> None:
    assert result.articles["amp-page", HIDDEN].content.title == "Bài AMP"


@pytest.mark.parametrize("name", ["external-entity", "billion-laughs"])
def test_entities_bring_nothing_in(result: Result, name: str) -> None:
    assert result.articles[name, GOOD].content == result.articles["tls-good", GOOD].content


def test_texts_hold_no_markup(result: Result) -> None:
    assert "alert" not in result.articles["scripts-in-the-text", BAD].content.text


def test_a_host_that_turned_requests_away_was_asked_no_more(result: Result) -> None:
    for row in ROWS:
        if row.any_order:
            asked = [path for path in result.press.server.paths(row.name) if path in row.pages]
            assert len(asked) == sum(end.startswith("failed") for end in row.expected.values())
