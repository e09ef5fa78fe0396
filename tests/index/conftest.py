"""Engines under test, and articles to put into them. A second engine joins by a second parameter of ``engine``."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diembao.core import i18n
from diembao.index import IndexDocument, SearchIndex, open_index, parse

Find = Callable[[str], set[str]]


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


class Engine:
    """Opens indexes of one engine; closes them after the test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack

    def open(self, *, writable: bool = False) -> SearchIndex:
        return self._stack.enter_context(open_index(self.folder, writable=writable, memory_megabytes=15))

    def holding(self, *documents: IndexDocument) -> SearchIndex:
        index = self.open(writable=True)
        index.put(documents)
        index.commit()
        return index


@pytest.fixture(params=["embedded"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with ExitStack() as stack:
        yield Engine(tmp_path / "index", stack)


def article(
    id: str,
    title: str = "",
    body: str = "",
    *,
    lead: str = "",
    source: str = "",
    topics: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    home: bool = False,
    kind: str = "article",
    section: str = "",
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
        home=home,
        kind=kind,
        section=section,
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
