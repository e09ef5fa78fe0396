"""Taking over articles from a JSON Lines file.

A line is an object with ``title``, ``text`` and any of ``url``, ``lead`` or ``summary``, ``source``, ``published_at``
or ``date``, ``authors``, ``section``. Lines are kept in batches, each whole or not at all, so a killed import goes on
where it stopped when it is run again.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from diembao.archive import annotation_store, articles, visits
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import SearchIndexBusy, UsageError
from diembao.core.i18n import _
from diembao.core.models import ArticleKind, Channel, Content, Outcome, Provenance
from diembao.core.text import clean, clean_line
from diembao.crawlers import dates
from diembao.index import IndexWriter
from diembao.pipeline import indexing
from diembao.pipeline.parts import Parts

_KEYS = frozenset("title text url lead summary source published_at date authors section".split())
_BATCH = 500
#: Batches between two commits of the index: a commit costs as much as indexing hundreds of articles.
_BATCHES_PER_COMMIT = 8
_MAX_PROBLEMS = 20
_IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was not taken over."""

    line: int
    reason: str


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What an import did. ``read = collected + failed``; ``collected = new + changed + unchanged``."""

    read: int = 0
    collected: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    briefs: int = 0
    undated: int = 0
    indexed: int | None = 0
    problems: list[Problem] = field(default_factory=list)
    """The first of the failed lines."""
    ignored_keys: Counter[str] = field(default_factory=Counter)
    """Keys that mean nothing here, with the number of lines that have them."""

    def fail(self, line: int, reason: str) -> None:
        """Count a line that cannot be used."""
        self.failed += 1
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(line, reason))


@dataclass(frozen=True, slots=True)
class _Row:
    content: Content
    key: str
    url: str
    source_id: str


class _Unfit(Exception):
    """A line that is not an article; the message says why."""


def import_file(parts: Parts, path: Path, on_progress: Callable[[int], None] | None = None) -> ImportReport:
    """Take over a file's articles. Lines that cannot be used are counted and named; the others are kept.

    :param path: a file, gzipped or not; ``-`` is standard input.
    :param on_progress: told how many bytes of the file were read since the last call (lines, for standard input).
    :raises UsageError: the file cannot be read.
    """
    report = ImportReport()
    with parts.archive.writing() as connection:
        run_id = visits.begin(connection, "import", now())
    with _index_writer(parts) as writer, _opened(path) as (file, position):
        batch: list[_Row] = []
        batches = before = 0
        for line in _lines(file, path):
            report.read += 1
            if row := _parsed(line, report, parts):
                batch.append(row)
            if len(batch) == _BATCH:
                _keep(parts, batch, report)
                batches += 1
                if writer and batches % _BATCHES_PER_COMMIT == 0:
                    report.indexed = (report.indexed or 0) + indexing.drain_into(parts, writer)
            if on_progress and report.read % 100 == 0:
                here = position()
                on_progress(here - before)
                before = here
        _keep(parts, batch, report)
        if writer:
            report.indexed = (report.indexed or 0) + indexing.drain_into(parts, writer)
    late = indexing.drain(parts)
    report.indexed = None if writer is None and late is None else (report.indexed or 0) + (late or 0)
    with parts.archive.writing() as connection:
        counts = {
            name: getattr(report, name) for name in ("read", "collected", "new", "changed", "unchanged", "failed")
        }
        visits.finish(connection, run_id, now(), counts)
    return report


@contextmanager
def _index_writer(parts: Parts) -> Iterator[IndexWriter | None]:
    """The index for writing; None while another process holds it, which then indexes our articles too."""
    try:
        writer = indexing.open_for_writing(parts)
    except SearchIndexBusy:
        yield None
        return
    with writer as opened:
        yield opened


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """The lines' file, and how far its bytes on disk have been read."""
    if str(path) == "-":
        count = 0

        def lines() -> int:
            nonlocal count
            count += 100
            return count

        yield sys.stdin.buffer, lines
        return
    try:
        with path.open("rb") as raw:
            zipped = raw.peek(2)[:2] == b"\x1f\x8b"
            yield (gzip.GzipFile(fileobj=raw) if zipped else raw), raw.tell  # type: ignore[misc]
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise _damaged(path, error) from error
        raise UsageError(
            _("{file} cannot be read: {error}.").format(file=path, error=error.strerror or error),
            _("Give a JSON Lines file, gzipped or not, or - for standard input."),
        ) from error


def _lines(file: IO[bytes], path: Path) -> Iterator[bytes]:
    """Lines of a file; a gzip file that ends too early gives the lines before that, then an error."""
    lines = iter(file)
    while True:
        try:
            line = next(lines, None)
        except (EOFError, gzip.BadGzipFile) as error:
            raise _damaged(path, error) from error
        if line is None:
            return
        if line.strip():
            yield line


def _damaged(path: Path, error: Exception) -> UsageError:
    return UsageError(
        _("{file} is damaged: {error}.").format(file=path, error=error),
        _("What stood before the damage was kept; fetch the file again and repeat the import."),
    )


def _parsed(line: bytes, report: ImportReport, parts: Parts) -> _Row | None:
    try:
        try:
            values = json.loads(line)
        except ValueError as error:
            raise _Unfit(_("not JSON: {error}").format(error=error)) from error
        if not isinstance(values, dict):
            raise _Unfit(_("not a JSON object"))
        row = _row(values, parts)
    except _Unfit as error:
        report.fail(report.read, str(error))
        return None
    report.ignored_keys.update(values.keys() - _KEYS)
    report.briefs += row.content.kind is ArticleKind.BRIEF
    report.undated += row.content.published_at is None
    return row


def _row(values: Mapping[str, Any], parts: Parts) -> _Row:
    title = clean_line(_string(values, "title"))
    text = clean(_string(values, "text"))
    lead = clean_line(_string(values, "lead") or _string(values, "summary"))
    if not title:
        raise _Unfit(_("no title"))
    date = _string(values, "published_at") or _string(values, "date")
    published_at = dates.parse(date) if date else None
    content = Content(
        title=title,
        text=text,
        lead=lead,
        authors=_authors(values.get("authors")),
        section=clean_line(_string(values, "section")),
        published_at=published_at,
        published_from=Provenance.IMPORT if published_at else None,
        kind=ArticleKind.ARTICLE if text else ArticleKind.BRIEF,
    )
    url = _string(values, "url").strip()
    if url and not addresses.is_web_address(url):
        raise _Unfit(_("{url} is not a web address").format(url=url))
    if addresses.is_refused(url):
        raise _Unfit(_("{host} is a social network or messenger").format(host=addresses.host(url)))
    if not url:
        url = f"urn:sha256:{content.digest}"
    key = addresses.normalise(url) if addresses.is_web_address(url) else url
    return _Row(content, key, url, _source_id(clean_line(_string(values, "source")), url, parts))


def _string(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unfit(_("{key} is not a text").format(key=key))
    return value


def _authors(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _Unfit(_("{key} is not a list of texts").format(key="authors"))
    return tuple(name for raw in names if (name := clean_line(raw)))


def _source_id(named: str, url: str, parts: Parts) -> str:
    """A source of the catalogue, by id, name or host; else what the line itself says."""
    host = addresses.host(url)
    source = parts.lookup.named(named) or parts.lookup.at(host)
    return source.id if source else (named or host or _IMPORTED)[:100]


def _keep(parts: Parts, batch: list[_Row], report: ImportReport) -> None:
    """Keep a batch, whole or not at all, and empty it."""
    read = [parts.annotator.annotate(row.content) for row in batch]
    at = now()
    outcomes: Counter[Outcome] = Counter()
    with parts.archive.writing() as connection:
        for row, annotation in zip(batch, read, strict=True):
            recorded = articles.record(
                connection,
                row.content,
                source_id=row.source_id,
                keys={row.key: row.url},
                channel=Channel.IMPORT,
                fetched_at=at,
            )
            outcomes[recorded.outcome] += 1
            if recorded.outcome is not Outcome.UNCHANGED:
                annotation_store.put(connection, recorded.article_id, recorded.version, annotation)
    report.collected += len(batch)
    report.new += outcomes[Outcome.NEW]
    report.changed += outcomes[Outcome.CHANGED]
    report.unchanged += outcomes[Outcome.UNCHANGED]
    batch.clear()
