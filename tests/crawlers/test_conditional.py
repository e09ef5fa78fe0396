"""Pages that are what they were are not sent again, and nothing is lost by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from diembao.archive import open_archive, schema, visits
from diembao.core.home import Home
from diembao.crawlers.conditional import Validators
from tests.crawlers.homes import SLUG, archived, make_home, source
from tests.crawlers.making import page
from tests.crawlers.passes import collect
from tests.crawlers.server import Answer, Server, Versioned, article, feed


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def asked(server: Server, name: str, path: str) -> list[str]:
    """The ETag that each request for a path came with; empty for none."""
    found = [request for request in server.asked if (request.host, request.path) == (f"{name}.localhost", path)]
    return [request.headers.get("If-None-Match", "") for request in found]


def age(home: Home, table: sa.Table, column: str, by: timedelta) -> None:
    """Let time have passed for what is kept."""
    with open_archive(home) as archive, archive.writing() as connection:
        rows = connection.execute(sa.select(table)).all()
        for row in rows:
            key = next(iter(table.primary_key.columns))
            earlier = {column: row._mapping[column] - by}
            connection.execute(table.update().where(key == row._mapping[key.name]).values(earlier))


def test_an_unchanged_page_is_asked_for_and_not_sent(server: Server, tmp_path: Path) -> None:
    story = Versioned(article("Mưa lớn ở Phú Giang"))
    url = server.put("cu", f"{SLUG}.html", story)
    door = Versioned(feed(url))
    home = make_home(tmp_path / "home", source(server, "cu", server.put("cu", "/rss", door)), revisit_hours=[0])
    assert collect(home)["new"] == 1
    before = archived(home)[f"{SLUG}.html"]

    second = collect(home)
    assert (second["unchanged"], second["new"], second["doors_failed"], second["sources"]) == (1, 0, 0, 1)
    after = archived(home)[f"{SLUG}.html"]
    assert after.fetched_at > before.fetched_at
    assert (after.version, after.content) == (1, before.content)
    with open_archive(home) as archive, archive.reading() as connection:
        (state,) = visits.door_states(connection)
        assert (state.works, state.listed, state.worked_at) == (True, 1, state.checked_at)

    story.answer, story.version = article("Mưa lớn ở Phú Giang", last="Nước đã rút hết."), 2
    assert collect(home)["changed"] == 1
    assert archived(home)[f"{SLUG}.html"].content.text.endswith("Nước đã rút hết.")
    assert asked(server, "cu", "/rss") == ["", door.etag, door.etag]
    assert asked(server, "cu", f"{SLUG}.html") == ["", 'W/"phien-ban-1"', 'W/"phien-ban-1"']


def test_a_door_is_read_again_while_something_that_it_listed_is_missing(server: Server, tmp_path: Path) -> None:
    urls = [server.put("thieu", f"{SLUG}{number}.html", article(f"Bài {number}")) for number in range(2)]
    server.put("thieu", f"{SLUG}1.html", Answer("", 500))
    door = Versioned(feed(*urls))
    home = make_home(tmp_path / "home", source(server, "thieu", server.put("thieu", "/rss", door)))
    assert collect(home)["failed"] == 1
    server.put("thieu", f"{SLUG}1.html", article("Bài 1"))
    assert collect(home)["new"] == 1
    assert collect(home)["fetched"] == 0
    assert asked(server, "thieu", "/rss") == ["", "", door.etag]


def test_what_is_no_feed_is_not_remembered(server: Server, tmp_path: Path) -> None:
    door = Versioned(Answer("<html><h1>Trang chủ</h1></html>"))
    home = make_home(tmp_path / "home", source(server, "la-lung", server.put("la-lung", "/rss", door)))
    collect(home)
    collect(home)
    assert asked(server, "la-lung", "/rss") == ["", ""]


def test_unchanged_is_not_believed_for_ever(server: Server, tmp_path: Path) -> None:
    story = Versioned(article("Bài"))
    door = Versioned(feed(server.put("noi-doi", f"{SLUG}.html", story)))
    home = make_home(
        tmp_path / "home", source(server, "noi-doi", server.put("noi-doi", "/rss", door)), revisit_hours=[0]
    )
    collect(home)
    story.answer = article("Bài", last="Đã sửa, nhưng máy chủ vẫn nói là chưa.")
    assert collect(home)["unchanged"] == 1
    age(home, schema.validators, "at", timedelta(hours=24))
    assert collect(home)["unchanged"] == 1
    age(home, schema.validators, "at", timedelta(hours=48))
    assert collect(home)["changed"] == 1
    assert asked(server, "noi-doi", "/rss") == ["", door.etag, "", ""]


def test_an_answer_to_a_question_that_was_not_asked_is_a_failure(server: Server, tmp_path: Path) -> None:
    url = server.put("vo-co", f"{SLUG}.html", Answer(status=304, type=""))
    home = make_home(tmp_path / "home", source(server, "vo-co", server.put("vo-co", "/rss", feed(url))))
    assert collect(home)["failed"] == 1


@pytest.mark.parametrize(
    ("headers", "question"),
    [
        ((("ETag", '"a"'), ("Last-Modified", "x")), {"If-None-Match": '"a"', "If-Modified-Since": "x"}),
        ((("etag", ' W/"a" '),), {"If-None-Match": 'W/"a"'}),
        ((("ETag", "khong-ngoac"),), {"If-None-Match": "khong-ngoac"}),
        ((("ETag", '"a\r\nCookie: b"'), ("Last-Modified", "x" * 501)), {}),
        ((("ETag", ""),), {}),
        ((), {}),
    ],
)
def test_validators_go_back_as_they_came(headers: tuple[tuple[str, str], ...], question: dict[str, str]) -> None:
    assert Validators.of(replace(page(""), headers=headers)).question() == question
