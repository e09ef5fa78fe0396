"""What a home remembers of its manners from one pass to the next, and between two passes at once."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE

import pytest

from diembao.archive import hosts, open_archive, schema
from diembao.archive.hosts import PausedHost
from diembao.core.home import Home
from tests.crawlers.homes import SLUG, make_home, source
from tests.crawlers.passes import collect
from tests.crawlers.server import Answer, Server, article, feed, robots
from tests.crawlers.test_conditional import age

HOLD = """
import sys
from pathlib import Path
from diembao.core.home import Home
from diembao.pipeline.parts import Parts
from diembao.pipeline.politeness import HomeMemory

with Parts(Home(Path(sys.argv[1]))) as parts, HomeMemory(parts) as memory:
    print(memory.claim(sys.argv[2]), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def one_article(server: Server, name: str, folder: Path) -> Home:
    url = server.put(name, f"{SLUG}.html", article("Bài"))
    return make_home(folder / "home", source(server, name, server.put(name, "/rss", feed(url))), revisit_hours=[0])


def paused(home: Home) -> list[PausedHost]:
    with open_archive(home) as archive, archive.reading() as connection:
        return hosts.every(connection)


# robots.txt


def test_robots_txt_holds_for_a_day(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "mot-ngay", tmp_path)
    server.put("mot-ngay", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    collect(home)
    server.put("mot-ngay", "/robots.txt", robots("User-agent: *\nDisallow: /\n"))
    age(home, schema.robots_files, "fetched_at", timedelta(hours=23))
    assert collect(home)["skipped"] == 0
    assert server.paths("mot-ngay").count("/robots.txt") == 1
    age(home, schema.robots_files, "fetched_at", timedelta(hours=2))
    assert collect(home)["skipped"] == 1
    assert server.paths("mot-ngay").count("/robots.txt") == 2


def test_an_old_robots_txt_holds_while_the_new_one_cannot_be_read(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "cu-con-hon", tmp_path)
    server.put("cu-con-hon", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    collect(home)
    server.put("cu-con-hon", "/robots.txt", Answer("", 500))
    age(home, schema.robots_files, "fetched_at", timedelta(days=29))
    assert collect(home)["unchanged"] == 1
    age(home, schema.robots_files, "fetched_at", timedelta(days=2))
    report = collect(home)
    assert (report["fetched"], report["skipped"], report["doors_failed"]) == (0, 1, 1)


def test_no_robots_txt_is_remembered_too(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "khong-co-luat", tmp_path)
    collect(home)
    collect(home)
    assert server.paths("khong-co-luat").count("/robots.txt") == 1


def test_a_remembered_crawl_delay_is_kept(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "van-cham", tmp_path)
    server.put("van-cham", "/robots.txt", robots("User-agent: *\nRequest-rate: 1/2\n"))
    collect(home)
    collect(home)
    assert len(server.paths("van-cham")) == 5
    assert min(server.gaps("van-cham")) > 0.5  # 2 as asked for, less what a busy machine takes to note a request


# pauses


def test_a_host_that_turned_us_away_is_left_alone_in_the_next_pass_too(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "nghi", tmp_path)
    server.put("nghi", f"{SLUG}.html", Answer("", 429, headers={"Retry-After": "7200"}))
    assert collect(home)["failed"] == 1
    (state,) = paused(home)
    assert (state.host, state.reason, state.detail, state.failures) == ("nghi.localhost", "http-status", "429", 1)
    assert timedelta(minutes=110) < state.paused_until - state.since <= timedelta(hours=2)
    so_far = len(server.paths("nghi"))

    report = collect(home)
    assert (report["doors_failed"], report["doors_paused"]) == (0, 1)
    assert len(server.paths("nghi")) == so_far

    age(home, schema.hosts, "paused_until", timedelta(hours=3))
    server.put("nghi", "/rss", Answer("", 429))
    collect(home)
    (again,) = paused(home)
    assert (again.failures, again.since) == (2, state.since)

    age(home, schema.hosts, "paused_until", timedelta(hours=3))
    server.put("nghi", "/rss", feed(server.put("nghi", f"{SLUG}.html", article("Bài"))))
    assert collect(home)["new"] == 1
    assert paused(home) == []


# walls


def test_a_wall_is_told_and_not_climbed(server: Server, tmp_path: Path) -> None:
    wall = '<html><body><script>document.cookie="D1N=1; path=/";window.location.reload(true);</script></body></html>'
    urls = [server.put("tuong", f"{SLUG}{number}.html", Answer(wall)) for number in range(4)]
    home = make_home(
        tmp_path / "home", source(server, "tuong", server.put("tuong", "/rss", feed(*urls))), delay_seconds=0.2
    )
    report = collect(home)
    assert (report["failed"], report["skipped"], report["new"], report["quarantined"]) == (2, 2, 0, 0)
    assert [(state.reason, state.detail) for state in paused(home)] == [("blocked", "cookie-script")]
    assert [asked for asked in server.asked if "Cookie" in asked.headers] == []


# two passes at once


def test_two_passes_never_talk_to_one_host(server: Server, tmp_path: Path) -> None:
    home = one_article(server, "dang-ban", tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, home.path, "dang-ban.localhost"], stdin=PIPE, stdout=PIPE, text=True
    ) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        report = collect(home)
        assert (report["fetched"], report["doors_failed"], report["doors_busy"]) == (0, 0, 1)
        assert server.paths("dang-ban") == []
        with open_archive(home) as archive, archive.reading() as connection:
            assert connection.execute(schema.doors.select()).all() == [], "who talks to the host notes what it finds"
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert holder.wait() == 0
    assert collect(home)["new"] == 1
