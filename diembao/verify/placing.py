"""Articles put into voices and stories, from the archive and back into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from diembao.archive import Archive, signatures, stories
from diembao.archive.signatures import Signature, Signed, Text
from diembao.nlp.shingles import minhashes, shingles
from diembao.nlp.syllables import Hashes
from diembao.nlp.terms import Terms, terms
from diembao.verify.grouping import group
from diembao.verify.window import REACH, Report


def place(archive: Archive, article_ids: Sequence[str]) -> set[str]:
    """Put articles into voices and stories, beside those that are dated near them. Doing it twice changes nothing.

    :param article_ids: all of some weeks at most: what lies around them is held in memory.
    :returns: the stories that changed, or whose reports did.
    :raises ArchiveError: the archive refuses; nothing has changed.
    """
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
        reports = {signed.id: _report(signed) for signed in signatures.around(connection, dates, REACH)}
        # asked of the stories themselves: after a passage was withheld, an article has a story and no signature
        placed, pinned = stories.story_of(connection, ids), stories.pinned(connection, ids)
        held = stories.held(connection, {report.story for report in reports.values() if report.story})
    for signature in fresh:
        text = texts[signature.article_id]
        reports[text.id] = _fresh(signature, text, placed.get(text.id, ""), pinned=text.id in pinned)

    def shingles_of(article_ids: Collection[str]) -> Mapping[str, Hashes]:
        with archive.reading() as connection:
            others = signatures.texts(connection, [key for key in article_ids if key not in read])
        return {**read, **{text.id: shingles(_body(text)) for text in others}}

    grouping = group(list(reports.values()), {*ids, *(signed.id for signed in prints)}, shingles_of, held)
    with archive.writing() as connection:
        signatures.put(connection, fresh)
        signatures.put_copies(connection, grouping.copies)
        for gone, survivor in grouping.merged.items():
            stories.merge(connection, *stories.resolve(connection, [gone, survivor]).values())
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


def _fresh(signature: Signature, text: Text, story: str, *, pinned: bool) -> Report:
    assert text.dated
    return Report(
        id=text.id,
        dated=text.dated,
        first_seen_at=text.first_seen_at,
        minhash=np.frombuffer(signature.minhash, "<u4"),
        terms=Terms.from_bytes(signature.terms),
        origin=text.id,
        story=story,
        pinned=pinned,
    )
