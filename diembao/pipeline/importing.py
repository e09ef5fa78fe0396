"""Taking over articles from a JSON Lines file.

A line is an object with ``title``, ``text`` and any of ``url``, ``lead`` or ``summary``, ``source``, ``published_at``
or ``date``, ``authors``, ``section``. Lines are kept in batches, each whole or not at all, so a killed import goes on
where it stopped when it is run again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diembao.archive import annotation_store, article_addresses, recording, versions, visits
from diembao.archive.recording import Text
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.models import ArticleKind, Channel, Content, Outcome, Provenance
from diembao.core.text import clean, clean_line
from diembao.crawlers import dates
from diembao.pipeline import indexing, verifying
from diembao.pipeline.lines import LONGEST_LINE, Damaged, opened
from diembao.pipeline.parts import Parts

_KEYS = frozenset("title text url lead summary source published_at date authors section".split())
_BATCH = 500
#: Batches between two looks at the outbox: people find what has come in while a long file is still read.
_BATCHES_PER_INDEXING = 8
_MAX_PROBLEMS = 20
_MAX_KEYS = 1000
#: Most characters of an address or key that a report repeats.
_SHOWN = 200
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
    stories: int | None = None
    """Stories of the home, and flags; None: these articles are verified by another process, or by the next pass."""
    flags: int | None = None
    problems: list[Problem] = field(default_factory=list)
    """The first of the failed lines."""
    ignored_keys: dict[str, int] = field(default_factory=dict)
    """Keys that mean nothing here, with the number of lines that have them."""

    def fail(self, line: int, reason: str) -> None:
        """Count a line that cannot be used."""
        self.failed += 1
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(line, reason))

    def ignore(self, keys: Iterable[str]) -> None:
        """Count keys that mean nothing here; of a file that makes up new ones in each line, the first."""
        for key in keys:
            shown = clean_line(key)[:_SHOWN]
            if shown in self.ignored_keys or len(self.ignored_keys) < _MAX_KEYS:
                self.ignored_keys[shown] = self.ignored_keys.get(shown, 0) + 1

    def sums(self) -> dict[str, int]:
        """The counts that a run keeps."""
        return {name: getattr(self, name) for name in ("read", "collected", "new", "changed", "unchanged", "failed")}


class _Unfit(Exception):
    """A line that is not an article; the message says why."""


def import_file(
    parts: Parts,
    path: Path,
    on_progress: Callable[[int], None] | None = None,
    on_verified: Callable[[int], None] | None = None,
    *,
    verify: bool = True,
) -> ImportReport:
    """Take over a file's articles. Lines that cannot be used are counted and named; the others are kept.

    :param path: a file, gzipped or not; ``-`` is standard input.
    :param on_progress: told how many bytes of the file were read since the last call (lines, for standard input).
    :param on_verified: told how many articles each step of verification did.
    :param verify: group and verify the articles now; else the next pass does it.
    :raises UsageError: the file cannot be read, or not to its end; what stands before the damage is kept.
    """
    report = ImportReport()
    damage: Damaged | None = None
    with opened(path) as lines:
        with parts.archive.writing() as connection:
            run_id = visits.begin(connection, "import", now())
        taking = _Taking(parts, report)
        try:
            for number, line in lines:
                taking.line(number, line)
                if on_progress and report.read % 100 == 0:
                    on_progress(lines.progress())
        except Damaged as error:
            damage = error
        taking.finish()
    if verify and (verified := verifying.drain(parts, on_verified)):
        report.stories, report.flags = verified.stories, verified.flags
    # Stories and flags are in the index, too: the articles that have some are indexed again, but counted once.
    again = indexing.drain_if_possible(parts)
    report.indexed = None if report.indexed is None and again is None else max(report.indexed or 0, again or 0)
    with parts.archive.writing() as connection:
        visits.finish(connection, run_id, now(), report.sums())
    if damage:
        raise UsageError(
            _("{file} is damaged: {error}.").format(file=path, error=damage),
            _(
                "What stood before the damage was kept ({collected} of {read} lines); "
                "fetch the file again and repeat the import."
            ).format(collected=report.collected, read=report.read),
        ) from damage
    return report


class _Taking:
    """Takes lines over, batch by batch."""

    def __init__(self, parts: Parts, report: ImportReport) -> None:
        self._parts = parts
        self._report = report
        self._batch: list[Text] = []
        self._batches = 0

    def line(self, number: int, line: bytes) -> None:
        """Take over one line, with others of its batch."""
        self._report.read += 1
        if row := _parsed(number, line, self._report, self._parts):
            self._batch.append(row)
        if len(self._batch) == _BATCH:
            _keep(self._parts, self._batch, self._report)
            self._batches += 1
            if self._batches % _BATCHES_PER_INDEXING == 0:
                self._index()

    def finish(self) -> None:
        """Take over what is left."""
        _keep(self._parts, self._batch, self._report)
        self._index()

    def _index(self) -> None:
        done = indexing.drain_if_possible(self._parts)
        self._report.indexed = None if done is None else (self._report.indexed or 0) + done


def _parsed(number: int, line: bytes, report: ImportReport, parts: Parts) -> Text | None:
    try:
        values = _object(line)
        row = _row(values, parts)
    except _Unfit as error:
        report.fail(number, str(error))
        return None
    report.ignore(values.keys() - _KEYS)
    report.briefs += row.content.kind is ArticleKind.BRIEF
    report.undated += row.content.published_at is None
    return row


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _Unfit(_("longer than {limit} MB").format(limit=LONGEST_LINE // 1_000_000))
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Unfit(_("not JSON at character {position}").format(position=error.pos + 1)) from error
    except UnicodeDecodeError as error:
        raise _Unfit(_("not UTF-8 at byte {position}").format(position=error.start + 1)) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, thousands of brackets
        raise _Unfit(_("not JSON that can be read")) from error
    if not isinstance(values, dict):
        raise _Unfit(_("not a JSON object"))
    return values


def _row(values: Mapping[str, Any], parts: Parts) -> Text:
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
        raise _Unfit(_("{url} is not a web address").format(url=clean_line(url)[:_SHOWN]))
    if addresses.is_refused(url):
        raise _Unfit(_("{host} is a social network or messenger").format(host=addresses.host(url)))
    if not url:
        url = f"urn:sha256:{content.digest}"
    key = addresses.normalise(url) if addresses.is_web_address(url) else url
    return Text(content, key, url, _source_id(clean_line(_string(values, "source")), url, parts))


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


def _keep(parts: Parts, batch: list[Text], report: ImportReport) -> None:
    """Keep a batch, whole or not at all, and empty it."""
    annotate = parts.annotator.annotate
    with parts.archive.reading() as connection:
        known = versions.digests(connection, [row.key for row in batch])
    # Reading takes long: outside the transaction, and not for what is known already.
    read = [None if known.get(row.key) == row.content.digest else annotate(row.content) for row in batch]
    at = now()
    outcomes: Counter[Outcome] = Counter()
    with parts.archive.writing() as connection:
        new, others = _parted(batch, article_addresses.taken(connection, [row.key for row in batch]))
        ids = recording.record_new(connection, [batch[n] for n in new], channel=Channel.IMPORT, fetched_at=at)
        annotation_store.put_new(
            connection, {id_: read[n] or annotate(batch[n].content) for n, id_ in zip(new, ids, strict=True)}
        )
        outcomes[Outcome.NEW] += len(new)
        for n in others:
            row = batch[n]
            recorded = recording.record(
                connection,
                row.content,
                source_id=row.source_id,
                keys={row.key: row.url},
                channel=Channel.IMPORT,
                fetched_at=at,
            )
            outcomes[recorded.outcome] += 1
            if recorded.outcome in (Outcome.NEW, Outcome.CHANGED):
                put = read[n] or annotate(row.content)
                annotation_store.put(connection, recorded.article_id, recorded.version, put)
    report.collected += len(batch) - outcomes[Outcome.SKIPPED]
    report.failed += outcomes[Outcome.SKIPPED]  # what is withheld is not taken over either
    report.new += outcomes[Outcome.NEW]
    report.changed += outcomes[Outcome.CHANGED]
    report.unchanged += outcomes[Outcome.UNCHANGED]
    batch.clear()


def _parted(batch: Sequence[Text], taken: Collection[str]) -> tuple[list[int], list[int]]:
    """Positions of the rows that are first at a free address, and of the others."""
    first: dict[str, int] = {}
    for position, row in enumerate(batch):
        if row.key not in taken:
            first.setdefault(row.key, position)
    new = set(first.values())
    return sorted(new), [position for position in range(len(batch)) if position not in new]
