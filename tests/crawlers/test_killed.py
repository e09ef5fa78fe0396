"""A crawl that is killed at any moment and started again ends where it would have ended, and fetches nothing twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from diembao.archive import open_archive, schema
from diembao.core.home import Home
from tests.crawlers.homes import SLUG, every_article, make_home, source
from tests.crawlers.passes import begin
from tests.crawlers.server import Server, Versioned, article, feed

_KILLS = 20
_OUTLETS = 4
_ARTICLES = 60


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def state(home: Home) -> set[tuple[str, str, int]]:
    """What must be the same: everything but ids and times."""
    return {(found.url, found.content.digest, found.version) for found in every_article(home)}


def held(home: Home) -> set[str]:
    """Addresses of the raw pages that the archive holds."""
    with open_archive(home) as archive, archive.reading() as connection:
        digests = connection.scalars(schema.raw_pages.select().with_only_columns(schema.raw_pages.c.digest)).all()
        return {archive.raw.get(connection, digest).url for digest in digests}


def outlets(server: Server) -> str:
    entries = []
    for number in range(_OUTLETS):
        name = f"bao-{number}"
        urls = [
            server.put(name, f"{SLUG}{item}.html", article(f"Bài {item} của báo {number}")) for item in range(_ARTICLES)
        ]
        entries.append(source(server, name, server.put(name, "/rss", Versioned(feed(*urls)))))
    return "\n".join(entries)


def test_a_crawl_that_is_killed_again_and_again(server: Server, tmp_path: Path) -> None:
    catalogue = outlets(server)
    whole = make_home(tmp_path / "whole", catalogue)
    assert begin(whole).result()["new"] == _OUTLETS * _ARTICLES
    server.asked.clear()

    home = make_home(tmp_path / "killed", catalogue)
    moments = random.Random(4)
    kills = 0
    fetched: Counter[str] = Counter()
    while kills < _KILLS:
        before = held(home)
        seen = len(server.asked)
        running = begin(home)
        # A random request of this pass is the last that it sees; where it is then is as random as the machine.
        last = seen + moments.randint(1, 2 * _OUTLETS + 10)
        while len(server.asked) < last and running.process.is_alive():
            time.sleep(0.002)
        time.sleep(moments.random() / 50)
        if not running.process.is_alive():
            break
        assert running.process.pid
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.join()
        kills += 1
        again = {f"http://{asked.host}:{server.port}{asked.path}" for asked in server.asked[seen:]}
        assert not again & before, "fetched what the archive held"
        fetched.update(again)
    assert kills == _KILLS

    before = held(home)
    seen = len(server.asked)
    begin(home).result()
    again = {f"http://{asked.host}:{server.port}{asked.path}" for asked in server.asked[seen:]}
    assert not again & before
    assert state(home) == state(whole)
    assert held(home) == held(whole)
    assert begin(home).result()["fetched"] == 0
