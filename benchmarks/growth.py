"""``python -m benchmarks.growth``: what putting an article into its voice and story costs as the archive grows.

Articles of the press corpus, every tenth an edited copy of one that came shortly before, are dated evenly over half a
year (synthetic dates), written into an archive and placed in the batches of the verification stage. Time is that of the
process, so that other work on the machine does not count; each line is for the articles since the line before.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from ulid import ULID

from benchmarks.corpus import corpus
from benchmarks.duplicates import EDITS, Row, rows
from diembao.archive import Archive, open_archive, schema
from diembao.core.home import Home
from diembao.core.text import clean, clean_line
from diembao.pipeline.founding import found_home
from diembao.verify.placing import place

_ARTICLES, _STEP, _BATCH = 70_000, 10_000, 500
_FIRST = datetime(2017, 2, 1, tzinfo=UTC)
_SPAN = timedelta(days=181)
_COPIED_EVERY, _COPIED_FROM = 10, 100


def measure(folder: Path, home: Path, articles: int = _ARTICLES) -> None:
    """Fill an archive, place its articles and report."""
    found_home(home)
    archive = open_archive(Home(home))
    apart = _SPAN / _ARTICLES
    spent, first = 0.0, 0.0
    waiting, number = _stream(folder, articles), 0
    while batch := list(islice(waiting, _BATCH)):
        number += 1
        ids = _write(archive, batch, _FIRST + (number - 1) * _BATCH * apart, apart)
        started = time.process_time()
        place(archive, ids)
        spent += time.process_time() - started
        if number * _BATCH % _STEP == 0:
            first = first or spent
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            print(
                f"at {number * _BATCH}: {spent / _STEP * 1000:.2f} ms an article, {spent / first:.2f} of the first"
                f" {_STEP}; peak memory {peak:.0f} MB",
                flush=True,
            )
            spent = 0.0


def _stream(folder: Path, articles: int) -> Iterator[Row]:
    """Press, old and new mixed in one order, and copies of it."""
    chance = random.Random(7)
    press = [
        row
        for file in ("press/baomoi2017.jsonl.gz", "press/dated_news.jsonl.gz", "vntc/train.jsonl.gz")
        for row in rows(folder / file)
    ]
    chance.shuffle(press)
    edits = list(EDITS.values())
    told: list[Row] = []
    waiting = iter(press)
    for number in range(articles):
        if number % _COPIED_EVERY or not told:
            row = next(waiting)
        else:
            row = chance.choice(edits)(told[-chance.randrange(1, min(_COPIED_FROM, len(told)) + 1)], chance)
        told.append(row)
        del told[:-_COPIED_FROM]
        yield row


def _write(archive: Archive, batch: Sequence[Row], since: datetime, apart: timedelta) -> list[str]:
    """Keep articles as an import would, as far as placing reads them."""
    articles, versions = [], []
    for place_in_batch, row in enumerate(batch):
        at = since + place_in_batch * apart
        key = str(ULID.from_datetime(at))
        articles.append(
            {"id": key, "source_id": "press", "url": key, "version": 1}
            | {"first_seen_at": at, "fetched_at": at, "dated": at}
        )
        versions.append(
            {
                "article_id": key,
                "number": 1,
                "digest": "",
                "kind": "article",
                "title": clean_line(row.get("title") or ""),
                "lead": clean_line(row.get("summary") or ""),
                "text": clean(row["text"]),
                "authors": [],
                "section": "",
                "fetched_at": at,
            }
        )
    with archive.writing() as connection:
        connection.execute(schema.articles.insert(), articles)
        connection.execute(schema.versions.insert(), versions)
    return [str(row["id"]) for row in articles]


if __name__ == "__main__":
    measured = corpus()
    if measured is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    with tempfile.TemporaryDirectory() as scratch:
        measure(measured, Path(scratch) / "home", *map(int, sys.argv[1:2]))
