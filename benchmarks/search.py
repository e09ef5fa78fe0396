"""Speed and size of the search index, on real press text.

    python -m benchmarks.search PRESS.jsonl[.gz] [--peer] [--elasticsearch URL]

The file has one article a line with ``id``, ``title``, ``summary`` and ``text``. What it lacks (outlet, topics, places,
section, time) is drawn from the article's id, in the numbers that a desk has. Queries are words of titles, drawn by
seed, each with all six facets, the counts by day and the first 20 hits, as a search page asks for them.

``--peer`` runs the same through SQLite FTS5 (two columns, exact and folded; facets by SQL), as a ratio in the same run.
``--elasticsearch`` runs the same through a node there; ``.services.env`` names one after ``make services``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import secrets
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from diembao.core import text as forms
from diembao.index import (
    FACET_FIELDS,
    Filters,
    IndexDocument,
    IndexWriter,
    SearchIndex,
    elastic,
    embedded,
    parse,
)

SEED = 20261122
QUERIES = 300
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 1000
SOURCES, TOPICS, PLACES, SECTIONS = 60, 15, 400, 40


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("press", type=Path)
    parser.add_argument("--peer", action="store_true", help="also measure SQLite FTS5")
    parser.add_argument("--elasticsearch", metavar="URL", help="also measure Elasticsearch, at this address")
    options = parser.parse_args(arguments)
    figures = measure(options.press, peer=options.peer, elasticsearch=options.elasticsearch)
    print(json.dumps(figures, indent=2, ensure_ascii=False))


def measure(press: Path, *, peer: bool = False, elasticsearch: str | None = None) -> dict[str, Any]:
    """All figures.

    :param elasticsearch: address of a node; None: it is not measured.
    """
    documents = list(read(press))
    queries = draw_queries([document.title for document in documents])
    with tempfile.TemporaryDirectory() as folder:
        embedded_engine = _measured(_EmbeddedEngine(Path(folder)), documents, queries)
        figures: dict[str, Any] = {"articles": len(documents), "embedded": embedded_engine}
        if elasticsearch:
            figures["elasticsearch"] = _measured(_ElasticEngine(Path(folder), elasticsearch), documents, queries)
            figures["elasticsearch to embedded"] = _ratios(figures["elasticsearch"], embedded_engine)
        if peer:
            figures["sqlite_fts5"] = _fts5(Path(folder) / "fts5.sqlite3", documents, queries)
    return figures


def read(press: Path) -> Iterator[IndexDocument]:
    """The articles of a file."""
    opener: Callable[..., Any] = gzip.open if press.suffix == ".gz" else open
    with opener(press, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            draw = random.Random(zlib.crc32(article["id"].encode()))
            yield IndexDocument(
                id=article["id"],
                title=forms.clean_line(article["title"]),
                lead=forms.clean_line(article["summary"]),
                body=forms.clean(article["text"]),
                source=f"bao-{int(SOURCES * draw.random() ** 2)}",
                topics=tuple(f"chu-de-{int(TOPICS * draw.random() ** 2)}" for _ in range(draw.randrange(4))),
                places=tuple(f"Nơi {int(PLACES * draw.random() ** 3)}" for _ in range(draw.randrange(5))),
                home=draw.random() < 0.1,
                kind="article",
                section=f"Mục {int(SECTIONS * draw.random() ** 2)}",
                dated=FIRST_DAY + timedelta(days=DAYS * draw.random()),
            )


def draw_queries(titles: Sequence[str]) -> dict[str, list[str]]:
    """Queries by kind, words of titles: one to three as typed and without marks, and phrases."""
    draw = random.Random(SEED)
    kinds: dict[str, Callable[[list[str]], str]] = {
        "words": " ".join,
        "words without marks": lambda words: forms.fold(" ".join(words)),
        "phrases": lambda words: f'"{" ".join(words)}"',
        "phrases without marks": lambda words: f'"{forms.fold(" ".join(words))}"',
    }
    queries: dict[str, list[str]] = {}
    for kind, write in kinds.items():
        found = queries[kind] = list[str]()
        while len(found) < QUERIES // len(kinds):
            words = forms.words(draw.choice(titles))
            number = draw.randint(2 if "phrase" in kind else 1, 3)
            if len(words) >= number:
                first = draw.randrange(len(words) - number + 1)
                found.append(write(words[first : first + number]))
    return queries


class _Engine(Protocol):
    """Opens and rebuilds one engine's index of a name."""

    def open(self, name: str, *, writable: bool = False) -> SearchIndex: ...

    def rebuild(self, name: str) -> AbstractContextManager[IndexWriter]: ...

    def drop(self, name: str) -> None: ...


class _EmbeddedEngine:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str, *, writable: bool = False) -> SearchIndex:
        return embedded.open_index(self._folder / name, writable=writable)

    def rebuild(self, name: str) -> AbstractContextManager[IndexWriter]:
        return embedded.rebuild_index(self._folder / name)

    def drop(self, name: str) -> None:
        shutil.rmtree(self._folder / name)


class _ElasticEngine:
    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder / "elasticsearch"
        self._url = url
        self._run = secrets.token_hex(6)

    def open(self, name: str, *, writable: bool = False) -> SearchIndex:
        return elastic.open_index(self._place(name), self._folder, writable=writable)

    def rebuild(self, name: str) -> AbstractContextManager[IndexWriter]:
        return elastic.rebuild_index(self._place(name), self._folder)

    def drop(self, name: str) -> None:
        elastic.drop_index(self._place(name), self._folder)

    def _place(self, name: str) -> elastic.Place:
        return elastic.Place(url=self._url, alias=f"benchmark-{self._run}-{name}")


def _measured(engine: _Engine, documents: Sequence[IndexDocument], queries: dict[str, list[str]]) -> dict[str, Any]:
    try:
        started = time.perf_counter()
        with engine.rebuild("rebuilt") as writer:
            writer.put(documents)
        rebuild_seconds = time.perf_counter() - started

        with engine.open("updated", writable=True) as index:
            rest = iter(documents)
            started = time.perf_counter()
            while batch := list(islice(rest, 1000)):
                index.put(batch)
                index.commit()
            update_seconds = time.perf_counter() - started
            updated_bytes = index.size()

        with engine.open("rebuilt") as index:
            searches = _times(queries, lambda query: _search_page(index, query))
            newest = _times(queries, lambda query: index.search(parse(query), order="newest"))
            similar = _times({"texts": [f"{each.title}\n{each.text}" for each in documents[:QUERIES]]}, index.similar)
            rebuilt_bytes = index.size()
    finally:
        for name in ("rebuilt", "updated"):
            engine.drop(name)
    return {
        "rebuild articles/s": round(len(documents) / rebuild_seconds),
        "update articles/s, commits of 1,000": round(len(documents) / update_seconds),
        "MB on disk": round(rebuilt_bytes / 2**20, 1),
        "MB on disk after updates": round(updated_bytes / 2**20, 1),
        "search page ms": searches,
        "20 newest ms": newest,
        "similar ms": similar,
    }


def _ratios(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    """How many times the other's figure one engine has: time and room above 1 are worse, articles/s better."""
    flat = {name: one[name] / other[name] for name in one if "ms" not in name}
    flat |= {
        "search page p50": one["search page ms"]["all"]["p50"] / other["search page ms"]["all"]["p50"],
        "search page p95": one["search page ms"]["all"]["p95"] / other["search page ms"]["all"]["p95"],
        "similar p50": one["similar ms"]["p50"] / other["similar ms"]["p50"],
    }
    return {name: round(ratio, 2) for name, ratio in flat.items()}


def _search_page(index: SearchIndex, query: str) -> None:
    index.search(parse(query), Filters(), facets=FACET_FIELDS, histogram="day")


def _fts5(path: Path, documents: Sequence[IndexDocument], queries: dict[str, list[str]]) -> dict[str, Any]:
    """The same words in SQLite: FTS5 over exact and folded text, labels in tables, one query a facet."""
    database = sqlite3.connect(path)
    database.executescript(
        """
        CREATE VIRTUAL TABLE words USING fts5(exact, folded, content='', tokenize='unicode61 remove_diacritics 0');
        CREATE TABLE labels (article INTEGER, field TEXT, value TEXT);
        CREATE INDEX by_article ON labels (article, field, value);
        """
    )
    started = time.perf_counter()
    with database:
        for number, document in enumerate(documents):
            exact = forms.index_form(f"{document.title} {document.text}")
            database.execute(
                "INSERT INTO words (rowid, exact, folded) VALUES (?, ?, ?)", (number, exact, forms.fold(exact))
            )
            assert document.dated is not None
            values = [("source", document.source), ("section", document.section), ("kind", document.kind)]
            values += [("home", str(document.home)), ("day", document.dated.date().isoformat())]
            values += [("topic", each) for each in document.topics] + [("place", each) for each in document.places]
            database.executemany("INSERT INTO labels VALUES (?, ?, ?)", [(number, *each) for each in values])
    seconds = time.perf_counter() - started

    def search_page(query: str) -> None:
        words = forms.index_form(query)
        column = "exact" if forms.is_marked(words) else "folded"
        expression = f"{column} : ({words})"
        database.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 20", (expression,)
        ).fetchall()
        database.execute(
            "SELECT field, value, count(*) FROM labels WHERE article IN (SELECT rowid FROM words WHERE words MATCH ?)"
            " GROUP BY field, value",
            (expression,),
        ).fetchall()

    figures = {
        "rebuild articles/s": round(len(documents) / seconds),
        "MB on disk": round(path.stat().st_size / 2**20, 1),
        "search page ms": _times(queries, search_page),
    }
    database.close()
    return figures


def _times(queries: dict[str, list[str]], work: Callable[[str], object]) -> dict[str, Any]:
    """Milliseconds by kind of query: median, 95th percentile, longest. Every query runs once before it is timed."""
    everything: list[float] = []
    figures: dict[str, Any] = {}
    for kind, texts in queries.items():
        taken = []
        for text in texts:
            work(text)
            started = time.perf_counter()
            work(text)
            taken.append((time.perf_counter() - started) * 1000)
        figures[kind] = _percentiles(taken)
        everything += taken
    return {"all": _percentiles(everything), **figures} if len(figures) > 1 else _percentiles(everything)


def _percentiles(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    places = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    return {name: round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2) for name, share in places.items()}


if __name__ == "__main__":
    main()
