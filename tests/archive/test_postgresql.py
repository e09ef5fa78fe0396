"""What can go wrong with a server only, and what PostgreSQL takes less gladly than SQLite."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from diembao.archive import Archive, article_addresses, articles, marks, open_archive, quarantine
from diembao.archive.quarantine import Quarantined
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from diembao.pipeline.founding import found_home
from tests import services
from tests.archive.conftest import NOON, Record, content
from tests.archive.test_concurrency import OPENER, run_at_once
from tests.browser import free_port
from tests.conftest import run_cli
from tests.databases import PostgreSQL, keep_archive_in

Pointed = Callable[[str], Home]


@pytest.fixture(params=["postgresql"])
def database(postgresql: str) -> str:
    return postgresql


@pytest.fixture
def server(database: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection beside the program's."""
    with psycopg.connect(database.replace("+psycopg", "", 1), autocommit=True) as connection:
        yield connection


@pytest.fixture
def pointed(tmp_path: Path) -> Pointed:
    """A home whose archive is at an address."""

    def pointed(url: str) -> Home:
        home = found_home(tmp_path / "pointed", catalogue="")
        keep_archive_in(home, url)
        return home

    return pointed


def end_connections(server: "psycopg.Connection[tuple[object, ...]]") -> int:
    """End all connections of the program, as a restart of the server does."""
    ended = server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'diembao' AND pid <> pg_backend_pid()"
    )
    return len(ended.fetchall())


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_every_common_scheme_is_understood(pointed: Pointed, database: str, scheme: str) -> None:
    home = pointed(database.replace("postgresql+psycopg", scheme, 1))
    with open_archive(home) as archive, archive.reading() as connection:
        assert connection.dialect.driver == "psycopg"
        assert archive.size(connection) > 1_000_000


def test_options_of_the_address_join_those_of_the_program(pointed: Pointed, database: str) -> None:
    home = pointed(f"{database}?options=-c%20statement_timeout%3D5min%20-c%20lock_timeout%3D7s&application_name=desk")
    with open_archive(home) as archive, archive.reading() as connection:
        shown = [
            connection.scalar(sa.text(f"SHOW {name}"))
            for name in ("statement_timeout", "lock_timeout", "tcp_keepalives_idle", "application_name")
        ]
    assert shown == ["5min", "7s", "60", "desk"]


def test_a_server_that_is_not_there_is_named_without_the_password(pointed: Pointed) -> None:
    port = free_port()
    home = pointed(f"postgresql://desk:secret@127.0.0.1:{port}/diembao?password=secret")
    with pytest.raises(ArchiveError, match=rf"127\.0\.0\.1:{port}/diembao cannot be reached: .*refused") as caught:
        open_archive(home)
    assert "secret" not in str(caught.value)
    assert "Check that the database server runs" in caught.value.hint


def test_a_wrong_password_is_told_without_it_and_logged_nowhere(pointed: Pointed, database: str) -> None:
    home = pointed(sa.make_url(database).set(password="wrong-secret").render_as_string(hide_password=False))
    done = run_cli("status", "--home", home.path, DIEMBAO_LOG__LEVEL="debug")
    assert done.code == 1
    assert "authentication failed" in done.stderr
    assert "wrong-secret" not in done.stdout + done.stderr


def test_a_connection_that_was_lost_between_two_steps_is_made_again(
    archive: Archive, server: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    with archive.writing() as connection:
        marks.put(connection, "overview", NOON)
    assert end_connections(server) > 0
    with archive.reading() as connection:
        assert marks.get(connection, "overview") == NOON


def test_a_connection_that_is_lost_in_a_step_is_named_and_the_step_leaves_nothing(
    archive: Archive, server: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    with pytest.raises(ArchiveError, match="cannot be reached"), archive.writing() as connection:
        marks.put(connection, "overview", NOON)
        assert end_connections(server) > 0
        marks.put(connection, "search", NOON)
    with archive.writing() as connection:
        assert marks.get(connection, "overview") is None
        marks.put(connection, "overview", NOON)


def test_readers_neither_write_nor_change_what_a_connection_may_do_next(archive: Archive) -> None:
    for _time in range(2):
        with archive.reading() as connection:
            assert connection.scalar(sa.text("SHOW transaction_read_only")) == "on"
            assert connection.scalar(sa.text("SHOW transaction_isolation")) == "repeatable read"
        with archive.writing() as connection:
            assert connection.scalar(sa.text("SHOW transaction_read_only")) == "off"
            assert connection.scalar(sa.text("SHOW transaction_isolation")) == "read committed"


def test_a_database_without_unicode_is_refused_by_name(pointed: Pointed) -> None:
    expected = pytest.raises(ArchiveError, match="keeps text as SQL_ASCII, not as UTF8")
    with PostgreSQL(services.postgresql()).ascii() as url, expected:
        open_archive(pointed(url))


def test_processes_that_open_a_new_database_at_once_all_find_the_newest_schema(pointed: Pointed) -> None:
    with PostgreSQL(services.postgresql()).empty() as url:
        assert run_at_once(OPENER, pointed(url), (), ()) == ["0\n"] * 2


def test_very_long_addresses_lead_to_their_articles(archive: Archive, record: Record) -> None:
    noise = "".join(f"{number * 2654435761 % 2**32:x}" for number in range(1000))
    urls = [f"https://bao-mau.example/{noise}?trang={number}" for number in range(2)]
    first, second = (record(url[-1], url) for url in urls)
    assert first.article_id != second.article_id
    assert record("0", urls[0]).article_id == first.article_id
    record("0", urls[0], urls[1])  # a conflict, whose key is indexed, too
    with archive.writing() as connection:
        assert [address.url for address in article_addresses.of(connection, first.article_id)] == urls[:1]
        entry = Quarantined(urls[0], "bao-mau", "extract", "no-text", noise, None, NOON, NOON)
        quarantine.put(connection, "key", entry)
        assert quarantine.pages(connection) == [entry]


def test_a_text_with_a_character_that_no_text_holds_is_refused_and_the_rest_is_kept(
    archive: Archive, record: Record
) -> None:
    kept = record("a", "https://bao-mau.example/1")
    with pytest.raises(ArchiveError, match="NUL"):
        record("", "https://bao-mau.example/2", content=content("a\x00b"))
    with archive.reading() as connection:
        assert articles.ids(connection) == [kept.article_id]
