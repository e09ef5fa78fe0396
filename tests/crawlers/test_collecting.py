"""Collecting with the command line: sums that add up, visits that repeat, and single pages."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from diembao.archive import open_archive, unverified, visits
from diembao.core.errors import RefusedAddress
from diembao.core.home import Home
from diembao.pipeline import collect as collecting
from diembao.pipeline.parts import Parts
from tests.conftest import Done, run_cli
from tests.crawlers.homes import SLUG, archived, collect, make_home, source
from tests.crawlers.server import Answer, Server, article, feed, robots


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


# a pass over good and bad sources, twice


@pytest.fixture(scope="module")
def mixed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Any], dict[str, Any]]:
    """A home, and the reports of its first and second pass."""
    put = server.put
    good = [put("tot", f"{SLUG}{number}.html", article(f"Bài {number}")) for number in range(3)]
    leading = put("tot", f"{SLUG}7.html", article("Bài có sapo ở kênh tin"))
    bad = [
        put("xau", "/rong.html", Answer("")),
        put("xau", "/pdf.html", Answer(b"%PDF-1.7", type="application/pdf")),
        put("xau", "/khong-chu.html", Answer("<html><h1>Bài không có chữ</h1></html>")),
        server.url("xau", "/mat.html"),
        put("xau", "/loi.html", Answer("", 500)),
        put("xau", "/kin/bai.html", article("Kín")),
        "https://www.facebook.com/bai",
        put("xau", f"{SLUG}8.html", article("Bài tốt của báo xấu")),
    ]
    put("xau", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    catalogue = (
        source(
            server,
            "tot",
            put("tot", "/rss", feed(*good, f"{good[0]}?utm_source=rss", good[1])),
            put("tot", "/rss-2", feed(leading, good[2], lead="Kênh tin nói trước điều chính.")),
        )
        + source(server, "xau", put("xau", "/rss", feed(*bad)), put("xau", "/hong", Answer("<html>Bảo trì</html>")))
        + source(server, "vang", "http://vang.localhost:1/rss")
    )
    home = make_home(tmp_path_factory.mktemp("mixed") / "home", catalogue, revisit_hours=[0])
    first = collect(home)
    put("tot", f"{SLUG}1.html", article("Bài 1", last="Có thêm số liệu: 45 hộ phải sơ tán."))
    put("tot", f"{SLUG}2.html", Answer("", 410))
    return home, first, collect(home)


Mixed = tuple[Home, dict[str, Any], dict[str, Any]]


def test_the_sums_of_a_first_pass(mixed: Mixed) -> None:
    _home, first, _second = mixed
    assert {
        key: first[key] for key in ("new", "changed", "unchanged", "quarantined", "failed", "removed", "skipped")
    } == {
        "new": 5,
        "changed": 0,
        "unchanged": 0,
        "quarantined": 3,
        "failed": 2,
        "removed": 0,
        "skipped": 2,
    }
    assert (first["sources"], first["doors_failed"], first["indexed"]) == (2, 2, 5)


def test_the_sums_of_a_second_pass(mixed: Mixed) -> None:
    _home, _first, second = mixed
    assert {
        key: second[key] for key in ("new", "changed", "unchanged", "quarantined", "failed", "removed", "skipped")
    } == {
        "new": 0,
        "changed": 1,
        "unchanged": 3,
        "quarantined": 3,
        "failed": 2,
        "removed": 1,
        "skipped": 2,
    }


def test_good_articles_are_kept_beside_all_this(mixed: Mixed) -> None:
    found = archived(mixed[0])
    assert sorted(found) == [f"{SLUG}{number}.html" for number in (0, 1, 2, 7, 8)]
    assert found[f"{SLUG}1.html"].version == 2
    assert found[f"{SLUG}2.html"].removed_at is not None


def test_what_only_the_feed_says_is_not_lost_when_the_article_is_visited_again(mixed: Mixed) -> None:
    found = archived(mixed[0])[f"{SLUG}7.html"]
    assert found.content.lead == "Kênh tin nói trước điều chính."
    assert found.version == 1


def test_the_archive_counts_as_the_report_does(mixed: Mixed) -> None:
    home, first, second = mixed
    with open_archive(home) as archive, archive.reading() as connection:
        runs = visits.last_runs(connection)
        counted = [
            {outcome.value: number for outcome, number in visits.outcomes(connection, run.id).items()} for run in runs
        ]
    for report, outcomes in zip((second, first), counted, strict=True):
        assert {key: number for key, number in report.items() if key in outcomes} == outcomes


# choosing sources


def test_a_source_that_is_named_twice_is_looked_at_once(server: Server, tmp_path: Path) -> None:
    page = server.put("hai-lan", f"{SLUG}.html", article("Bài"))
    home = make_home(tmp_path / "home", source(server, "hai-lan", server.put("hai-lan", "/rss", feed(page))))
    assert collect(home, "--source", "hai-lan", "--source", "hai-lan")["new"] == 1
    assert server.paths("hai-lan") == ["/robots.txt", "/rss", f"{SLUG}.html"]


# single pages


@pytest.fixture(scope="module")
def adding(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Done]:
    catalogue = source(server, "mot-bai", server.url("mot-bai", "/rss"))
    home = make_home(tmp_path_factory.mktemp("adding") / "home", catalogue)
    server.put("mot-bai", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    return lambda url: run_cli("add", url, "--home", home.path, "--json")


def test_a_good_page_is_added_under_the_rules_for_all(server: Server, adding: Callable[[str], Done]) -> None:
    url = server.put("mot-bai", f"{SLUG}.html", article("Bài thêm tay"))
    done = adding(f"  {url}  ")
    said = done.json()
    assert (done.code, said["outcome"], said["new"], said["indexed"]) == (0, "new", 1, 1)
    assert said["article"]
    assert server.paths("mot-bai") == ["/robots.txt", f"{SLUG}.html"]


def test_adding_one_page_verifies_no_other(server: Server, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", source(server, "cho", server.url("cho", "/rss")))
    with open_archive(home) as archive, archive.writing() as connection:
        unverified.add(connection, ["01WAITING"])
    url = server.put("cho", f"{SLUG}.html", article("Bài thêm tay"))
    assert run_cli("add", url, "--home", home.path, "--json").json()["new"] == 1
    with open_archive(home) as archive, archive.reading() as connection:
        assert [waiting for _seq, waiting in unverified.peek(connection, 9)] == ["01WAITING"]


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [
        ("/khong-co.html", "failed", "http-status"),
        ("/kin/bai.html", "skipped", "robots"),
    ],
)
def test_a_page_that_cannot_be_added_is_answered_by_name(
    server: Server, adding: Callable[[str], Done], path: str, outcome: str, reason: str
) -> None:
    done = adding(server.url("mot-bai", path))
    said = done.json()
    assert (done.code, said["outcome"], said["reason"], said["article"]) == (1, outcome, reason, None)
    assert said["explanation"]
    assert said["fetched"] == said["collected"] + said["failed"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://baokhac.example/bai.html", "baokhac.example"),
        ("http://mot-bai.localhost.evil.example/bai.html", "evil.example"),
        ("https://www.facebook.com/bao", "social network"),
        ("https://m.youtube.com/watch?v=1", "social network"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("mot-bai.localhost/bai.html", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("http://mot-bai.localhost:abc/", "not a web address"),
        ("http://[xau", "not a web address"),
        ("", "not a web address"),
    ],
)
def test_an_address_that_is_never_collected_is_refused(tmp_path: Path, server: Server, url: str, said: str) -> None:
    home = make_home(tmp_path / "home", source(server, "mot-bai", server.url("mot-bai", "/rss")))
    with Parts(home) as parts, pytest.raises(RefusedAddress, match=re.escape(said)):
        collecting.add(parts, url)


# trying doors


def test_checking_sources_fetches_doors_and_nothing_else(server: Server, tmp_path: Path) -> None:
    page = server.put("thu-cua", f"{SLUG}.html", article("Bài"))
    doors = server.put("thu-cua", "/rss", feed(page, page + "?a=1")), server.url("thu-cua", "/mat")
    home = make_home(tmp_path / "home", source(server, "thu-cua", *doors))
    done = run_cli("sources", "check", "--home", home.path, "--json")
    assert done.code == 1
    assert [(item["url"], item["works"], item["listed"], item["reason"]) for item in done.json()] == [
        (doors[0], True, 2, ""),
        (doors[1], False, 0, "http-status"),
    ]
    assert server.paths("thu-cua") == ["/robots.txt", "/rss", "/mat"]
    assert archived(home) == {}
