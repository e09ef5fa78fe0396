"""Speed and size of the search index, on real press text.

    python -m benchmarks.search PRESS.jsonl[.gz] [--peer]

The file has one article a line with ``id``, ``title``, ``summary`` and ``text``. What it lacks (outlet, topics, places,
section, time) is drawn from the article's id, in the numbers that a desk has. Queries are words of titles, drawn by
seed, each with all six facets, the counts by day and the first 20 hits, as a search page asks for them.

``--peer`` runs the same through SQLite FTS5 (two columns, exact and folded; facets by SQL), as a ratio in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from diembao.core import text as forms
from diembao.index import FACET_FIELDS, Filters, IndexDocument, SearchIndex, open_index, parse, rebuild_index

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
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.press, peer=options.peer), indent=2, ensure_ascii=False))


def measure(press: Path, *, peer: bool = False) -> dict[str, Any]:
    """All figures."""
    documents = list(read(press))
    queries = draw_queries([document.title for document in documents])
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, Any] = {"articles": len(documents), "embedded": _embedded(Path(folder), documents, queries)}
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


def _embedded(folder: Path, documents: Sequence[IndexDocument], queries: dict[str, list[str]]) -> dict[str, Any]:
    rebuilt, updated = folder / "rebuilt", folder / "updated"
    started = time.perf_counter()
    with rebuild_index(rebuilt) as writer:
        writer.put(documents)
    rebuild_seconds = time.perf_counter() - started

    with open_index(updated, writable=True) as index:
        rest = iter(documents)
        started = time.perf_counter()
        while batch := list(islice(rest, 1000)):
            index.put(batch)
            index.commit()
        update_seconds = time.perf_counter() - started

    with open_index(rebuilt) as index:
        searches = _times(queries, lambda query: _search_page(index, query))
        newest = _times(queries, lambda query: index.search(parse(query), order="newest"))
        similar = _times({"texts": [f"{each.title}\n{each.text}" for each in documents[:QUERIES]]}, index.similar)
    return {
        "rebuild articles/s": round(len(documents) / rebuild_seconds),
        "update articles/s, commits of 1,000": round(len(documents) / update_seconds),
        "MB on disk": round(_megabytes(rebuilt), 1),
        "MB on disk after updates": round(_megabytes(updated), 1),
        "search page ms": searches,
        "20 newest ms": newest,
        "similar ms": similar,
    }


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


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


if __name__ == "__main__":
    main()
