"""Grouping what is new into voices and stories, and examining it for flags."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from filelock import FileLock, Timeout

from diembao.archive import Archive, articles, flags, quarantine, signatures, stories, unverified
from diembao.archive.quarantine import Quarantined
from diembao.archive.signatures import Signature, Signed, Text
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import DiembaoError
from diembao.core.logs import logger
from diembao.core.text import clean_line
from diembao.crawlers.reasons import Reason
from diembao.nlp.shingles import minhashes, shingles
from diembao.nlp.syllables import Hashes
from diembao.nlp.terms import Terms, terms
from diembao.pipeline.parts import Parts
from diembao.verify.examining import Examiner
from diembao.verify.grouping import group
from diembao.verify.window import REACH, Report

log = logger(__name__)

_BATCH = 500
_LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verification did, and what the home holds after it."""

    articles: int
    """Articles that were looked at."""
    stories: int
    """Stories of the home."""
    flags: int
    """Flags of the home that rules find today."""


def drain(parts: Parts, on_progress: Callable[[int], None] | None = None) -> Verified | None:
    """Group and examine what waits, oldest first, unless another process is at it.

    Killed anywhere, it loses nothing: the work of a step is in the archive before its entries leave the queue, and
    doing it twice changes nothing.

    :param on_progress: told how many articles each step did.
    :returns: None when another process is at it, who takes ours too.
    """
    done = 0
    # Asked again each time: between our last look and giving the lock back, another process may have been turned away.
    while _waits(parts.archive):
        try:
            with FileLock(parts.home.path / "verify.lock", timeout=0):
                done += _drain(parts.archive, on_progress)
        except Timeout:
            return None
    with parts.archive.reading() as connection:
        return Verified(articles=done, stories=stories.count(connection), flags=flags.count(connection, active=True))


def _waits(archive: Archive) -> bool:
    with archive.reading() as connection:
        return bool(unverified.peek(connection, 1))


def _drain(archive: Archive, on_progress: Callable[[int], None] | None) -> int:
    examiner = Examiner(archive)
    with archive.reading() as connection:
        waiting = signatures.waiting(connection)
    for batch in _batches(list(waiting)):
        _verify(archive, examiner, batch)
        # Only now: a crash before this line does these articles a second time, which changes nothing.
        with archive.writing() as connection:
            unverified.remove(connection, [seq for article_id in batch for seq in waiting[article_id]])
        if on_progress:
            on_progress(len(batch))
    return len(waiting)


def _verify(archive: Archive, examiner: Examiner, article_ids: Sequence[str]) -> None:
    """Group and examine articles. One that breaks a rule goes to quarantine: it must not stop the rest."""
    try:
        touched = _group(archive, article_ids)
        examiner.examine(story_ids=touched, article_ids=article_ids)
    except DiembaoError:
        raise
    except Exception as error:
        if len(article_ids) > 1:
            for article_id in article_ids:
                _verify(archive, examiner, [article_id])
            return
        log.exception("verification broke", article=article_ids[0])
        _quarantine(archive, article_ids[0], f"{type(error).__name__}: {error}")


def _quarantine(archive: Archive, article_id: str, detail: str) -> None:
    with archive.writing() as connection:
        for article in articles.get(connection, [article_id]):
            waiting = Quarantined(
                url=article.url,
                source_id=article.source_id,
                stage="verify",
                reason=Reason.UNEXPECTED,
                detail=clean_line(detail)[:_LONGEST_DETAIL],
                raw_digest=articles.raw_digest(connection, article),
                since=now(),
                seen_at=now(),
            )
            key = addresses.normalise(article.url) if addresses.is_web_address(article.url) else article.url
            quarantine.put(connection, key, waiting)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _group(archive: Archive, article_ids: Sequence[str]) -> set[str]:
    """Put articles into voices and stories; returns the stories that changed, or whose reports did."""
    with archive.reading() as connection:
        texts = {text.id: text for text in signatures.texts(connection, article_ids) if text.dated}
        known = {signed.id: signed for signed in signatures.of(connection, list(texts))}
    read = {text.id: shingles(_body(text)) for text in texts.values()}
    signed = [
        Signature(
            text.id, text.version, minhash.astype("<u4").tobytes(), bytes(terms(text.title, text.lead, text.text))
        )
        for text, minhash in zip(texts.values(), minhashes(list(read.values())), strict=True)
    ]
    fresh = [signature for signature in signed if not _is_settled(signature, known.get(signature.article_id))]
    touched = {signed.story for signed in known.values() if signed.story}
    return touched | _place(archive, fresh, texts, read) if fresh else touched


def _place(
    archive: Archive, fresh: Sequence[Signature], texts: Mapping[str, Text], read: Mapping[str, Hashes]
) -> set[str]:
    """Find voice and story of articles that are new or have another text than before, and keep them."""
    ids = [signature.article_id for signature in fresh]
    with archive.reading() as connection:
        prints = signatures.of(connection, signatures.prints_of(connection, ids))
        dates = [signed.dated for signed in prints] + [dated for key in ids if (dated := texts[key].dated)]
        reports = {
            signed.id: _report(signed)
            for signed in signatures.between(connection, min(dates) - REACH, max(dates) + REACH)
        }
    for signature in fresh:
        reports[signature.article_id] = _fresh(signature, texts[signature.article_id], reports)

    def shingles_of(article_ids: Collection[str]) -> Mapping[str, Hashes]:
        with archive.reading() as connection:
            others = signatures.texts(connection, [key for key in article_ids if key not in read])
        return {**read, **{text.id: shingles(_body(text)) for text in others}}

    grouping = group(list(reports.values()), {*ids, *(signed.id for signed in prints)}, shingles_of)
    with archive.writing() as connection:
        signatures.put(connection, fresh)
        signatures.put_copies(connection, grouping.copies)
        stories.found(connection, grouping.founded)
        touched = stories.put(connection, grouping.stories)
        stories.weigh(connection, grouping.central)
    return touched


def _is_settled(signature: Signature, known: Signed | None) -> bool:
    """Whether an article was grouped with the very text that it has now."""
    return bool(known and known.story and (known.minhash, known.terms) == (signature.minhash, signature.terms))


def _body(text: Text) -> str:
    """What copies are recognised by: outlets write titles of their own."""
    return f"{text.lead}\n{text.text}"


def _report(signed: Signed) -> Report:
    return Report(
        id=signed.id,
        dated=signed.dated,
        first_seen_at=signed.first_seen_at,
        minhash=np.frombuffer(signed.minhash, "<u4"),
        terms=Terms.from_bytes(signed.terms),
        origin=signed.origin,
        containment=signed.containment,
        story=signed.story,
        pinned=signed.pinned,
    )


def _fresh(signature: Signature, text: Text, known: Mapping[str, Report]) -> Report:
    before = known.get(text.id)
    assert text.dated
    return Report(
        id=text.id,
        dated=text.dated,
        first_seen_at=text.first_seen_at,
        minhash=np.frombuffer(signature.minhash, "<u4"),
        terms=Terms.from_bytes(signature.terms),
        origin=text.id,
        story=before.story if before else "",
        pinned=before.pinned if before else False,
    )
