"""``python -m benchmarks.growth``: what putting an article into its voice and story costs as the archive grows.

Press, every tenth article an edited copy of one that came shortly before, dated 387 to a day (synthetic dates), is
written into archives that hold 7,000, 37,000 and 67,000 older articles already, and placed in the batches of the
verification stage. The older ones have texts and signatures of press, over and over, each in a story of its own: what
is out of reach is met by the database only. Time is that of the process, so that other work on the machine does not
count, and is taken of the last articles, when the days around them are full.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ulid import ULID

from benchmarks.corpus import corpus, rows
from benchmarks.duplicates import EDITS, Row
from diembao.archive import Archive, open_archive, schema, signatures, stories
from diembao.archive.signatures import Signature
from diembao.core.home import Home
from diembao.core.text import clean, clean_line
from diembao.nlp.shingles import minhashes, shingles
from diembao.nlp.terms import terms
from diembao.pipeline.founding import found_home
from diembao.verify.placing import place

_OLDER = (7_000, 37_000, 67_000)
_PLACED, _TIMED, _BATCH = 3_000, 1_000, 500
_FIRST = datetime(2017, 7, 1, tzinfo=UTC)
_APART = timedelta(days=181) / 70_000
_COPIED_EVERY, _COPIED_FROM = 10, 100


def measure(folder: Path, scratch: Path) -> None:
    """Fill archives, place articles and report."""
    told = list(_stream(folder, _PLACED))
    first = 0.0
    for older in _OLDER:
        home = scratch / str(older)
        found_home(home)
        with open_archive(Home(home)) as archive:
            _fill(archive, told[:_BATCH], older)
            spent = _place(archive, told)
        first = first or spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"at {older + _PLACED}: {spent * 1000:.2f} ms an article, {spent / first:.2f} of the first;"
            f" peak memory {peak:.0f} MB",
            flush=True,
        )


def _place(archive: Archive, told: Sequence[Row]) -> float:
    """Seconds for each of the last articles."""
    spent = 0.0
    for start in range(0, _PLACED, _BATCH):
        ids = _write(archive, told[start : start + _BATCH], _FIRST + start * _APART)
        started = time.process_time()
        place(archive, ids)
        if start >= _PLACED - _TIMED:
            spent += time.process_time() - started
    return spent / _TIMED


def _fill(archive: Archive, told: Sequence[Row], older: int) -> None:
    """Put older articles there, each in a story of its own."""
    parts = [(row["title"], row["text"]) for row in told]
    hashed = minhashes([shingles(text) for _title, text in parts])
    known = [
        (minhash.astype("<u4").tobytes(), bytes(terms(title, "", text)))
        for minhash, (title, text) in zip(hashed, parts, strict=True)
    ]
    for start in range(0, older, _BATCH):
        since = _FIRST - timedelta(days=7) - (older - start) * _APART
        ids = _write(archive, told[: older - start], since)
        with archive.writing() as connection:
            signatures.put(connection, [Signature(key, 1, *one) for key, one in zip(ids, known, strict=False)])
            founded = {str(ULID()): key for key in ids}
            stories.found(connection, founded)
            stories.put(connection, {key: story for story, key in founded.items()})


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
            row = _cleaned(next(waiting))
        else:
            row = chance.choice(edits)(told[-chance.randrange(1, min(_COPIED_FROM, len(told)) + 1)], chance)
        told.append(row)
        del told[:-_COPIED_FROM]
        yield row


def _cleaned(row: Row) -> Row:
    return {"title": clean_line(row.get("title") or ""), "summary": clean_line(row.get("summary") or "")} | {
        "text": clean(row["text"])
    }


def _write(archive: Archive, batch: Sequence[Row], since: datetime) -> list[str]:
    """Keep articles as an import would, as far as placing reads them."""
    articles, versions = [], []
    for place_in_batch, row in enumerate(batch):
        at = since + place_in_batch * _APART
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
                "title": row["title"],
                "lead": row["summary"],
                "text": row["text"],
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
        measure(measured, Path(scratch))
