"""Grouping what is new into voices and stories, and examining it for flags."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from filelock import FileLock, Timeout

from diembao.archive import Archive, articles, flags, quarantine, signatures, stories, unverified, versions
from diembao.archive.quarantine import Quarantined
from diembao.archive.signatures import Waiting
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import DiembaoError
from diembao.core.logs import logger
from diembao.core.text import clean_line
from diembao.crawlers.reasons import Reason
from diembao.pipeline.parts import Parts
from diembao.verify.examining import Examiner
from diembao.verify.placing import place
from diembao.verify.reviewing import hold_again
from diembao.verify.rules import Broken

log = logger(__name__)

_BATCH = 500
#: Articles of one step are dated within this span, so that the memory for what lies around them is bounded.
_LONGEST_SPAN = timedelta(days=30)
_LONGEST_DETAIL = 500
_MOST_HELD = 100_000
#: What the quarantine calls it.
STAGE = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verification did, and what the home holds after it."""

    articles: int
    """Articles that were looked at."""
    released: int
    """Articles that came out of quarantine, since no rule breaks on them any more."""
    stories: int
    """Stories of the home."""
    flags: int
    """Flags of the home that rules find today."""


def drain(
    parts: Parts, on_progress: Callable[[int], None] | None = None, *, only: Collection[str] | None = None
) -> Verified | None:
    """Group and examine what waits, oldest first, unless another process is at it.

    Killed anywhere, it loses nothing: the work of a step is in the archive before its entries leave the queue, and
    doing it twice changes nothing.

    :param on_progress: told how many articles each step did.
    :param only: ids of articles; what else waits goes on waiting. None: everything.
    :returns: None when another process is at it, who takes ours too.
    """
    done = released = 0
    # Asked again each time: between our last look and giving the lock back, another process may have been turned away.
    while _waiting(parts.archive, only):
        try:
            with FileLock(parts.home.path / "verify.lock", timeout=0):
                step = _drain(parts.archive, Examiner(parts.archive, parts.ranking), on_progress, only)
                done, released = done + step[0], released + step[1]
        except Timeout:
            return None
    with parts.archive.reading() as connection:
        return Verified(
            articles=done,
            released=released,
            stories=stories.count(connection),
            flags=flags.count(connection, active=True),
        )


def examine_stories(parts: Parts, story_ids: Collection[str]) -> Verified | None:
    """Examine what waits of some stories, such as those that a person has just changed; see :func:`drain`."""
    with parts.archive.reading() as connection:
        members = {ref for story in stories.get(connection, sorted(story_ids)) for ref in story.articles}
    return drain(parts, only=members)


def _waiting(archive: Archive, only: Collection[str] | None) -> list[Waiting]:
    with archive.reading() as connection:
        return [entry for entry in signatures.waiting(connection) if only is None or entry.id in only]


def _drain(
    archive: Archive,
    examiner: Examiner,
    on_progress: Callable[[int], None] | None,
    only: Collection[str] | None,
) -> tuple[int, int]:
    """Do what waits now; returns how many articles there were, and how many came out of quarantine."""
    waiting = _waiting(archive, only)
    found = [entry for entry in waiting if entry.is_article]
    released = 0
    for batch in _batches(found):
        released += _verify(archive, examiner, [entry.id for entry in batch])
        # Only now: a crash before this line does these articles a second time, which changes nothing.
        _remove(archive, batch)
        if on_progress:
            on_progress(len(batch))
    if others := [entry for entry in waiting if not entry.is_article]:
        examined = hold_again(archive, examiner, [entry.id for entry in others], now())
        _set_aside(archive, examined.broken)
        _remove(archive, others)
    return len(found), released


def _batches(waiting: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    """Entries by date in steps of which memory holds what lies around them: neither too many nor too far apart."""
    batch: list[Waiting] = []
    for entry in waiting:
        dated, first = entry.dated, next((other.dated for other in batch if other.dated), None)
        if len(batch) == _BATCH or (dated and first and dated - first > _LONGEST_SPAN):
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


def _remove(archive: Archive, entries: Sequence[Waiting]) -> None:
    with archive.writing() as connection:
        unverified.remove(connection, [seq for entry in entries for seq in entry.seqs])


def _verify(archive: Archive, examiner: Examiner, article_ids: Sequence[str]) -> int:
    """Group and examine articles. One that breaks a rule goes to quarantine: it must not stop the rest.

    :returns: how many came out of quarantine, since no rule breaks on them any more.
    """
    try:
        touched = place(archive, article_ids)
        examined = examiner.examine(story_ids=touched, article_ids=article_ids)
    except DiembaoError:
        raise
    except Exception as error:
        if len(article_ids) > 1:
            return sum(_verify(archive, examiner, [article_id]) for article_id in article_ids)
        log.exception("verification broke", article=article_ids[0])
        _quarantine(archive, article_ids[0], f"{type(error).__name__}: {error}")
        return 0
    _set_aside(archive, examined.broken)
    return _release(archive, examined.articles - {item.report for item in examined.broken})


def _set_aside(archive: Archive, broken: Sequence[Broken]) -> None:
    for item in broken:
        log.error("a rule broke", article=item.report, rule=item.rule, exc_info=item.error)
        _quarantine(archive, item.report, item.detail)


def _quarantine(archive: Archive, article_id: str, detail: str) -> None:
    with archive.writing() as connection:
        for article in articles.get(connection, [article_id]):
            waiting = Quarantined(
                url=article.url,
                source_id=article.source_id,
                stage=STAGE,
                reason=Reason.UNEXPECTED,
                detail=clean_line(detail)[:_LONGEST_DETAIL],
                raw_digest=versions.raw_digest(connection, article),
                since=now(),
                seen_at=now(),
            )
            quarantine.put(connection, _key(article.url), waiting)


def _release(archive: Archive, article_ids: Collection[str]) -> int:
    """Take articles out of the quarantine of this stage; returns how many were in it."""
    with archive.reading() as connection:
        held = {_key(page.url) for page in quarantine.pages(connection, limit=_MOST_HELD, stage=STAGE)}
        sound = held and {_key(article.url) for article in articles.get(connection, list(article_ids))}
    if free := sorted(held & sound):
        with archive.writing() as connection:
            quarantine.release(connection, free, STAGE)
    return len(free)


def _key(url: str) -> str:
    return addresses.normalise(url) if addresses.is_web_address(url) else url
