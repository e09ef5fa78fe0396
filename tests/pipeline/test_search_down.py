"""The search engine's service is away and comes back: collecting goes on, and what waited is indexed."""

import secrets
from collections.abc import Callable, Iterator

import pytest
import tomlkit

from diembao.archive import outbox
from diembao.core.errors import SearchIndexDown
from diembao.core.home import Home
from diembao.desk.search import search
from diembao.desk.status import status
from diembao.index import drop_index
from diembao.pipeline import indexing
from diembao.pipeline.importing import import_file
from diembao.pipeline.parts import Parts
from tests import services
from tests.conftest import run_cli
from tests.pipeline.conftest import WriteLines, indexed, line, waiting
from tests.relay import Relay


@pytest.fixture
def database() -> str:
    """SQLite only: nothing here depends on it."""
    return ""


@pytest.fixture(params=["elasticsearch"])
def relay() -> Iterator[Relay]:
    """Between the home and the node."""
    with Relay(services.elasticsearch()) as relay:
        yield relay


@pytest.fixture
def distant(home: Home, relay: Relay) -> Iterator[Home]:
    """The home, with its index behind the relay."""
    settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
    prefix = f"tests-{secrets.token_hex(6)}"
    settings["index"].update({"engine": "elasticsearch", "url": relay.url, "prefix": prefix})
    home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")
    yield Home(home.path)
    relay.cut()
    relay.connect()
    drop_index(Home(home.path))


@pytest.fixture
def parts(distant: Home, open_parts: Callable[[], Parts]) -> Parts:
    return open_parts()


def articles_waiting(parts: Parts) -> int:
    with parts.archive.reading() as connection:
        return outbox.articles(connection)


def test_an_import_goes_on_and_its_articles_are_indexed_later(
    parts: Parts, relay: Relay, write_lines: WriteLines, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file(parts, write_lines(*map(line, range(20)))).indexed == 20
    relay.cut()
    report = import_file(parts, write_lines(*map(line, range(10, 50))))
    assert (report.new, report.unchanged, report.indexed) == (30, 10, 0)
    assert articles_waiting(parts) == 30
    with pytest.raises(SearchIndexDown):
        indexing.drain(parts)
    assert indexing.drain_if_possible(parts) == 0
    with pytest.raises(SearchIndexDown):
        indexing.rebuild(parts)
    assert articles_waiting(parts) == 30
    relay.connect()
    assert indexing.drain_if_possible(parts) == 30
    assert (waiting(parts), indexed(parts)) == (0, 50)


def test_an_import_that_loses_the_service_midway_loses_nothing(
    parts: Parts, relay: Relay, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    drain_into = indexing.drain_into

    def cut_then_drain(*arguments: object) -> int:
        relay.cut()
        return drain_into(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing, "drain_into", cut_then_drain)
    report = import_file(parts, write_lines(*map(line, range(20))))
    assert (report.new, report.failed, report.indexed) == (20, 0, 0)
    monkeypatch.undo()
    relay.connect()
    assert indexing.drain(parts) == 20
    assert (waiting(parts), indexed(parts)) == (0, 20)


def test_commands_say_that_search_is_down(distant: Home, parts: Parts, relay: Relay, write_lines: WriteLines) -> None:
    file = write_lines(*map(line, range(3)))
    relay.cut()
    took_over = run_cli("import", file, "--home", distant.path, "--json")
    assert (took_over.code, took_over.json()["new"], took_over.json()["indexed"]) == (0, 3, 0)
    collected = run_cli("collect", "--once", "--home", distant.path, "--json")
    assert (collected.code, collected.json()["indexed"]) == (0, 0)
    for done in (took_over, collected):
        assert "articles wait for the index" in done.stderr
        assert "Search is down" in done.stderr
        assert "waiting=3" in done.stderr

    found = run_cli("search", "gạo", "--home", distant.path)
    assert found.code == 1
    assert "Search is down" in found.stderr
    assert "3 articles wait for the index." in found.stderr
    assert "Collecting goes on" in found.stderr

    said = run_cli("status", "--home", distant.path)
    assert said.code == 0
    assert "Search engine: elasticsearch" in said.stdout
    assert "In the index: search is down" in said.stdout
    assert "Waiting for the index: 3" in said.stdout
    figures = run_cli("status", "--home", distant.path, "--json").json()
    assert (figures["engine"], figures["indexed"], figures["waiting_for_index"]) == ("elasticsearch", None, 3)
    assert "Search is down" in figures["search_problem"]

    relay.connect()
    assert run_cli("collect", "--once", "--home", distant.path, "--json").json()["indexed"] == 3
    figures = run_cli("status", "--home", distant.path, "--json").json()
    assert (figures["indexed"], figures["waiting_for_index"], figures["search_problem"]) == (3, 0, "")
    assert figures["index_bytes"] > 0


def test_the_status_and_the_search_of_a_desk_know_it(parts: Parts, relay: Relay, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*map(line, range(2))))
    assert search(parts.archive, parts.index, "gạo").total == 2
    relay.cut()
    assert status(parts.home, parts.archive, parts.index, ()).indexed is None
    with pytest.raises(SearchIndexDown, match="0 articles wait"):
        search(parts.archive, parts.index, "gạo")
    relay.connect()
    assert status(parts.home, parts.archive, parts.index, ()).indexed == 2
    assert search(parts.archive, parts.index, "gạo").total == 2
