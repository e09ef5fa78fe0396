"""Elasticsearch as the engine: copies behind one name, what the service refuses, and a service that is down."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from diembao.core.errors import SearchIndexBusy, SearchIndexDown, SearchIndexError, UnfitForIndex, UsageError
from diembao.core.home import Home
from diembao.index import FACET_FIELDS, Filters, SearchIndex, elastic, fields, open_index, parse
from diembao.index.elastic import schema, view, writer
from tests.index.conftest import ElasticEngine, article, holding
from tests.relay import Relay

ROOT = Path(__file__).parents[2]
"""Where scripts run, so that they find these tests."""
TOO_MANY = b"HTTP/1.1 429 Too Many Requests\r\nX-Elastic-Product: Elasticsearch\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(params=["elasticsearch"])
def engine(tmp_path: Path) -> Iterator[ElasticEngine]:
    with ExitStack() as stack:
        yield ElasticEngine(tmp_path / "index", stack)


@pytest.fixture
def client(engine: ElasticEngine) -> Iterator[Elasticsearch]:
    with engine.place.connect() as client:
        yield client


@pytest.fixture
def relay(engine: ElasticEngine) -> Iterator[Relay]:
    """Between the engine and the node from now on."""
    with Relay(engine.place.url) as relay:
        yield relay


def through(engine: ElasticEngine, relay: Relay) -> elastic.Place:
    return dataclasses.replace(engine.place, url=relay.url)


def everything(index: SearchIndex) -> set[str]:
    return {hit.id for hit in index.search(limit=10_000).hits}


def copies(engine: ElasticEngine, client: Elasticsearch) -> dict[str, bool]:
    """Names of the indexes without their beginning, and whether the alias leads there."""
    found = client.indices.get(index=f"{engine.place.alias}-*", features="aliases")
    return {
        name.removeprefix(engine.place.alias): engine.place.alias in content["aliases"]
        for name, content in found.items()
    }


class TestRebuild:
    def test_changes_over_at_the_end_and_removes_the_old_one(self, engine, client):
        index = holding(engine, article("a"), article("b"))
        index.close()
        with engine.open() as reader:
            with engine.rebuild() as fresh:
                fresh.put(article(str(number), "tin") for number in range(1200))
                fresh.commit()
                assert copies(engine, client) == {"-000001": True, "-000002": False}
                assert everything(reader) == {"a", "b"}
            assert reader.count() == 1200, "without looking again"
        assert copies(engine, client) == {"-000002": True}

    def test_by_the_writer_itself(self, engine, client):
        index = holding(engine, article("a"))
        index.put([article("lost")])
        with index.rebuild() as fresh:
            fresh.put([article("b")])
            assert everything(index) == {"a"}
            for write in (lambda: index.put([article("c")]), lambda: index.delete(["a"]), index.commit):
                with pytest.raises(SearchIndexBusy, match="being rebuilt"):
                    write()
            with pytest.raises(SearchIndexBusy), index.rebuild():
                pass
        index.put([article("c")])
        index.commit()
        assert everything(index) == {"b", "c"}
        assert copies(engine, client) == {"-000002": True}

    def test_that_fails_changes_nothing(self, engine, client):
        index = holding(engine, article("a"))
        with pytest.raises(ZeroDivisionError), index.rebuild() as fresh:
            fresh.put([article("b")])
            fresh.commit()
            raise ZeroDivisionError
        assert everything(index) == {"a"}
        assert copies(engine, client) == {"-000001": True}

    def test_cut_short_by_a_kill_is_swept_up(self, engine, client, tmp_path):
        holding(engine, article("a")).close()
        code = (
            "import os, pathlib, signal, sys\n"
            "from diembao.index import elastic\n"
            "from tests.index.conftest import article\n"
            "place = elastic.Place(url=sys.argv[1], alias=sys.argv[2])\n"
            "with elastic.rebuild_index(place, pathlib.Path(sys.argv[3])) as writer:\n"
            "    writer.put([article('b')])\n"
            "    writer.commit()\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        command = [sys.executable, "-c", code, engine.place.url, engine.place.alias, tmp_path / "index"]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
        assert copies(engine, client) == {"-000001": True, "-000002": False}
        index = engine.open(writable=True)
        assert copies(engine, client) == {"-000001": True}
        assert everything(index) == {"a"}

    def test_readers_never_see_half_of_it(self, engine):
        index = holding(engine, *(article(str(number), "tin") for number in range(30)))
        failures: list[BaseException] = []
        done = threading.Event()

        def read() -> None:
            try:
                with elastic.open_index(engine.place, Path("unused")) as reader:
                    while not done.is_set():
                        reader.refresh()
                        result = reader.search(parse("tin"), facets=FACET_FIELDS, histogram="day", limit=1000)
                        assert result.total == len(result.hits) == 30
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        for _turn in range(5):
            with index.rebuild() as fresh:
                fresh.put(article(str(number), "tin") for number in range(30))
        done.set()
        thread.join()
        assert failures == []


class TestNames:
    def test_no_index_yet_is_an_empty_index(self, engine, client):
        with engine.open() as index:
            assert index.count(parse("tin")) == index.size() == 0
            chosen = index.search(None, Filters(sources=("s",)), facets=("source", "topic")).facets
            assert {field: [(each.value, each.count) for each in counts] for field, counts in chosen.items()} == {
                "source": [("s", 0)],
                "topic": [],
            }
            assert index.aggregate("source") == index.similar("tin") == ()
            assert copies(engine, client) == {}
            holding(engine, article("a", "tin"))
            index.refresh()
            assert everything(index) == {"a"}
            assert index.size() > 0

    def test_one_writer_at_a_time(self, engine):
        engine.open(writable=True)
        with pytest.raises(SearchIndexBusy):
            engine.open(writable=True)
        with pytest.raises(SearchIndexBusy), engine.rebuild():
            pass
        with engine.open() as reader, pytest.raises(SearchIndexError, match="opened for reading"):
            reader.put([article("a")])

    def test_an_index_of_another_version_is_named_until_it_is_made_anew(self, engine, monkeypatch):
        holding(engine, article("a")).close()
        monkeypatch.setattr(fields, "FORMAT", "3-otherforms")
        for use in (lambda: engine.open(writable=True), lambda: engine.open().count()):
            with pytest.raises(SearchIndexError, match="another version of the program") as caught:
                use()
            assert "`diembao reindex`" in caught.value.hint
        with engine.rebuild() as fresh:
            fresh.put([article("b")])
        assert everything(engine.open(writable=True)) == {"b"}

    @pytest.mark.parametrize("name", ["", "-000009"])
    def test_indexes_of_others_are_left_alone(self, engine, client, name):
        others = engine.place.alias + (name or "-000001-of-others")
        client.indices.create(index=others, aliases={} if name else {engine.place.alias: {}})
        try:
            if name:
                holding(engine, article("a")).close()
                with engine.rebuild() as fresh:
                    fresh.put([article("b")])
                assert copies(engine, client) == {"-000009": False, "-000011": True}
            else:
                for use in (lambda: engine.open(writable=True), lambda: engine.open().count()):
                    with pytest.raises(SearchIndexError, match="belongs to something else") as caught:
                        use()
                    assert "prefix" in caught.value.hint
                with pytest.raises(SearchIndexError, match="belongs to something else"), engine.rebuild():
                    pass
        finally:
            elastic.drop_index(engine.place, Path(engine._folder))
            assert client.indices.exists(index=others)

    def test_an_index_that_somebody_removed_is_not_made_by_writing(self, engine, client):
        index = holding(engine, article("a"))
        client.indices.delete(index=f"{engine.place.alias}-000001")
        index.put([article("b")])
        with pytest.raises(SearchIndexError, match="is gone") as caught:
            index.commit()
        assert "`diembao reindex`" in caught.value.hint
        assert everything(index) == set()
        assert copies(engine, client) == {}

    def test_dropping_leaves_nothing(self, engine, client, tmp_path):
        holding(engine, article("a")).close()
        elastic.drop_index(engine.place, tmp_path / "index")
        assert copies(engine, client) == {}


class TestWhatIsKept:
    def test_no_text(self, engine, client):
        holding(engine, article("a", "Tạm dừng thu phí", "Nội dung riêng", source="s"))
        hit = client.search(index=engine.place.alias, fields=["*"])["hits"]["hits"][0]
        assert hit["_id"] == "a"
        assert "_source" not in hit
        assert "Nội" not in str(hit)
        assert "dừng" not in str(hit)

    def test_no_field_that_the_mapping_does_not_name(self, engine, client):
        holding(engine, article("a"))
        mapping = client.indices.get_mapping(index=engine.place.alias)[f"{engine.place.alias}-000001"]["mappings"]
        assert mapping["dynamic"] == "strict"
        assert "author" not in str(mapping)


class TestRefusedDocuments:
    def test_are_named_and_lose_nothing_else(self, engine, monkeypatch):
        index = engine.open(writable=True)
        made = schema.document

        def spoiled(document):
            return made(document) | ({"author": "x"} if document.id.startswith("bad") else {})

        monkeypatch.setattr(schema, "document", spoiled)
        index.put([article("good"), article("bad-1"), article("bad-2"), article("better")])
        with pytest.raises(UnfitForIndex, match="Article bad-1 cannot be indexed: strict_dynamic_mapping") as caught:
            index.commit()
        assert caught.value.ids == ("bad-1", "bad-2")
        assert everything(index) == {"good", "better"}
        index.commit()

    def test_an_id_that_is_too_long(self, engine):
        index = engine.open(writable=True)
        with pytest.raises(UnfitForIndex, match="its id is too long"):
            index.put([article("a"), article("ạ" * 200)])
        index.commit()
        assert everything(index) == {"a"}


def test_a_node_that_has_too_much_to_do_is_asked_again(engine, relay, tmp_path, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    with elastic.open_index(through(engine, relay), tmp_path / "index", writable=True) as index:
        relay.refuse = (b"PUT /_bulk", 3, TOO_MANY)
        index.put([article("a")])
        index.commit()
        assert everything(index) == {"a"}
        assert pauses == [writer._FIRST_PAUSE_SECONDS * 2**turn for turn in range(3)]
        relay.refuse = (b"PUT /_bulk", 99, TOO_MANY)
        index.put([article("b")])
        with pytest.raises(SearchIndexDown, match="it answers 429"):
            index.commit()
        relay.refuse = (b"", 0, b"")
        index.commit()
        assert everything(index) == {"a", "b"}


class TestDown:
    def test_search_says_so_and_works_again_by_itself(self, engine, relay, tmp_path):
        holding(engine, article("a", "cầu")).close()
        place = dataclasses.replace(through(engine, relay), username="", password="")
        with elastic.open_index(place, tmp_path / "index") as index:
            assert index.count(parse("cầu")) == 1
            relay.cut()
            for use in (index.count, index.search, index.size, lambda: index.similar("cầu")):
                with pytest.raises(SearchIndexDown, match="Search is down") as caught:
                    use()
                assert relay.url in caught.value.message
                assert "Collecting goes on" in caught.value.hint
            relay.connect()
            assert index.count(parse("cầu")) == 1

    def test_what_was_put_waits_for_the_service(self, engine, relay, tmp_path):
        with elastic.open_index(through(engine, relay), tmp_path / "index", writable=True) as index:
            index.put([article("a")])
            relay.cut()
            with pytest.raises(SearchIndexDown):
                index.commit()
            relay.connect()
            index.commit()
            assert everything(index) == {"a"}

    def test_a_rebuild_that_loses_the_service_leaves_the_old_index(self, engine, relay, tmp_path, client):
        holding(engine, article("a")).close()
        with pytest.raises(SearchIndexDown), elastic.rebuild_index(through(engine, relay), tmp_path / "index") as fresh:
            fresh.put([article("b")])
            relay.cut()
        relay.connect()
        index = engine.open(writable=True)
        assert everything(index) == {"a"}
        assert copies(engine, client) == {"-000001": True}

    def test_opening_for_writing_gives_the_lock_back(self, engine, relay, tmp_path):
        relay.cut()
        with pytest.raises(SearchIndexDown):
            elastic.open_index(through(engine, relay), tmp_path / "index", writable=True)
        engine.open(writable=True)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (b"503 Service Unavailable", "Search is down.*it answers 503"),
        (b"429 Too Many Requests", "Search is down.*it answers 429"),
        (b"401 Unauthorized", "refuses the user name or the password"),
        (b"403 Forbidden", "refuses the user name or the password"),
    ],
)
def test_answers_that_are_none(engine, relay, tmp_path, status, says):
    place = dataclasses.replace(through(engine, relay), username="desk", password="rất-bí-mật")
    answer = b"HTTP/1.1 " + status + b"\r\nX-Elastic-Product: Elasticsearch\r\nContent-Length: 0\r\n\r\n"
    relay.refuse = (b"", 9, answer)
    with elastic.open_index(place, tmp_path / "index") as index, pytest.raises(SearchIndexError, match=says) as caught:
        index.count()
    assert "bí-mật" not in str(caught.value) + repr(place)
    assert "desk" not in str(caught.value)


def test_something_else_that_answers(engine, relay, tmp_path):
    relay.refuse = (b"", 9, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    with (
        elastic.open_index(through(engine, relay), tmp_path / "index") as index,
        pytest.raises(SearchIndexError, match="is not Elasticsearch"),
    ):
        index.count()


def test_a_message_does_not_repeat_the_query(engine, client):
    index = holding(engine, article("a"))
    client.indices.close(index=f"{engine.place.alias}-000001")
    with pytest.raises(SearchIndexError) as caught:
        index.search(parse("bí mật"))
    assert "mật" not in str(caught.value)


def test_hits_beyond_the_window_are_refused_in_words(engine, monkeypatch):
    monkeypatch.setattr(view, "WINDOW", 10)
    index = holding(engine, *(article(str(number)) for number in range(12)))
    assert len(index.search(limit=10).hits) == 10
    assert len(index.search(limit=5, offset=5).hits) == 5
    for limit, offset in ((11, 0), (5, 8), (1, 10)):
        with pytest.raises(UsageError, match="the first 10 hits only") as caught:
            index.search(limit=limit, offset=offset)
        assert "span of days" in caught.value.hint
    assert index.search(limit=5, offset=12).hits == ()
    assert index.search(limit=0, offset=11).total == 12


def test_pages_beyond_ten_thousand(engine):
    with engine.rebuild() as fresh:
        fresh.put(article(f"{number:05d}") for number in range(10_050))
    with engine.open() as index:
        assert len(index.search(limit=100, offset=10_000, order="newest").hits) == 50
        assert len({hit.id for hit in index.search(limit=20_000).hits}) == 10_050


class TestSettings:
    def home(self, tmp_path: Path, settings: str) -> Home:
        (tmp_path / "diembao.toml").write_text(f'[index]\nengine = "elasticsearch"\n{settings}', encoding="utf-8")
        return Home(tmp_path)

    def test_one_line_chooses_the_engine(self, engine, tmp_path, client):
        home = self.home(tmp_path, f'url = "{engine.place.url}"\nprefix = "{engine.place.alias}"')
        with open_index(home, writable=True) as index:
            index.put([article("a")])
            index.commit()
        assert copies(engine, client) == {"-000001": True}
        assert isinstance(index, elastic.ElasticIndex)

    def test_each_home_has_a_name_of_its_own(self, tmp_path):
        names = set()
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            home = self.home(tmp_path / name, "")
            with open_index(home) as index:
                names.add(index._place.alias)
            with open_index(Home(home.path)) as index:
                names.add(index._place.alias)
            moved = home.path.rename(tmp_path / f"{name}-moved")
            with open_index(Home(moved)) as index:
                names.add(index._place.alias)
        assert len(names) == 2
        assert all(name.startswith("diembao-") for name in names)

    def test_without_the_client_it_says_what_to_install(self, tmp_path):
        self.home(tmp_path, "")
        code = (
            "import pathlib, sys\n"
            "sys.modules['elasticsearch'] = None\n"
            "from diembao.core.home import Home\n"
            "from diembao.index import open_index\n"
            "from diembao.core.errors import SearchIndexError\n"
            "try:\n"
            "    open_index(Home(pathlib.Path(sys.argv[1])))\n"
            "except SearchIndexError as error:\n"
            "    print(error)\n"
        )
        english = os.environ | {"DIEMBAO_DESK__LANGUAGE": "en"}
        command = [sys.executable, "-c", code, tmp_path]
        said = subprocess.run(command, cwd=ROOT, env=english, check=True, capture_output=True, text=True).stdout
        assert "needs the package elasticsearch" in said
        assert "diembao[team]" in said
