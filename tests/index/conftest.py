"""Engines under test, and articles to put into them."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from diembao.core import i18n
from diembao.index import IndexDocument, IndexWriter, SearchIndex, elastic, embedded, parse
from tests import services

Find = Callable[[str], set[str]]


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


class Engine(Protocol):
    """Opens indexes of one engine, all in one place; closes them after the test."""

    def open(self, *, writable: bool = False) -> SearchIndex: ...

    def rebuild(self) -> AbstractContextManager[IndexWriter]: ...


class EmbeddedEngine:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack

    def open(self, *, writable: bool = False) -> SearchIndex:
        return self._stack.enter_context(embedded.open_index(self._folder, writable=writable, memory_megabytes=15))

    def rebuild(self) -> AbstractContextManager[IndexWriter]:
        return embedded.rebuild_index(self._folder, memory_megabytes=15)


class ElasticEngine:
    """At the node of ``make services``, under a name that is removed in the end."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.place = elastic.Place(url=services.elasticsearch(), alias=f"tests-{secrets.token_hex(6)}")
        self._folder = folder
        self._stack = stack
        stack.callback(self._remove)

    def open(self, *, writable: bool = False) -> SearchIndex:
        return self._stack.enter_context(elastic.open_index(self.place, self._folder, writable=writable))

    def rebuild(self) -> AbstractContextManager[IndexWriter]:
        return elastic.rebuild_index(self.place, self._folder)

    def _remove(self) -> None:
        with self.place.connect() as client:
            for name in client.indices.get(index=f"{self.place.alias}-*", features="aliases"):
                client.indices.delete(index=name)


ENGINES = {"embedded": EmbeddedEngine, "elasticsearch": ElasticEngine}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with ExitStack() as stack:
        yield ENGINES[request.param](tmp_path / "index", stack)


def holding(engine: Engine, *documents: IndexDocument) -> SearchIndex:
    """An index that is open for writing and has these documents."""
    index = engine.open(writable=True)
    index.put(documents)
    index.commit()
    return index


def article(
    id: str,
    title: str = "",
    body: str = "",
    *,
    lead: str = "",
    source: str = "",
    topics: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    organisations: tuple[str, ...] = (),
    home: bool = False,
    kind: str = "article",
    section: str = "",
    story: str = "",
    flags: tuple[str, ...] = (),
    dated: datetime | None = datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
) -> IndexDocument:
    return IndexDocument(
        id=id,
        title=title,
        lead=lead,
        body=body,
        source=source,
        topics=topics,
        places=places,
        organisations=organisations,
        home=home,
        kind=kind,
        section=section,
        story=story,
        flags=flags,
        dated=dated,
    )


def found(index: SearchIndex, query: str) -> set[str]:
    """Ids that a query finds; checks on the way that every way of asking agrees."""
    tree = parse(query)
    result = index.search(tree, limit=1000)
    ids = [hit.id for hit in result.hits]
    assert len(ids) == len(set(ids)) == result.total == index.count(tree)
    assert set(ids) == {hit.id for hit in index.search(tree, limit=1000, order="oldest").hits}
    return set(ids)
