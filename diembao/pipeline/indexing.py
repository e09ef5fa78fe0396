"""Bringing the search index up to date with the archive."""

from __future__ import annotations

from collections.abc import Callable

from diembao.archive import articles, outbox
from diembao.core.errors import SearchIndexBusy
from diembao.core.models import Article
from diembao.index import IndexDocument, IndexWriter, SearchIndex, open_index, rebuild_index
from diembao.pipeline.parts import Parts

_BATCH = 1000


def document(article: Article) -> IndexDocument:
    """What the index knows of an article."""
    annotation = article.annotation
    return IndexDocument(
        id=article.id,
        title=article.content.title,
        lead=article.content.lead,
        body=article.content.text,
        source=article.source_id,
        topics=tuple(tag.topic for tag in annotation.topics) if annotation else (),
        places=tuple(tag.place for tag in annotation.places) if annotation else (),
        home=annotation.in_home_province if annotation else False,
        kind=article.content.kind,
        section=article.content.section,
        dated=article.dated,
    )


def open_for_writing(parts: Parts) -> SearchIndex:
    """The index with its lock.

    :raises SearchIndexBusy: another process holds it.
    """
    return open_index(parts.home, writable=True)


def drain(parts: Parts) -> int | None:
    """Index what waits in the outbox, unless another process holds the index.

    :returns: how many articles were indexed; None when somebody else is at it, who will take ours too.
    """
    done = 0
    # Asked again each time: between our last look and giving the lock back, another process may have been turned away.
    while _waiting(parts):
        try:
            with open_for_writing(parts) as writer:
                done += drain_into(parts, writer)
        except SearchIndexBusy:
            return None
    return done


def _waiting(parts: Parts) -> bool:
    with parts.archive.reading() as connection:
        return bool(outbox.peek(connection, 1))


def drain_into(parts: Parts, writer: IndexWriter) -> int:
    """Index what waits in the outbox with a writer that is already open; returns how many articles."""
    done = 0
    while True:
        with parts.archive.reading() as connection:
            entries = outbox.peek(connection, _BATCH)
            if not entries:
                return done
            ids = list(dict.fromkeys(article_id for _seq, article_id in entries))
            found = articles.get(connection, ids)
        writer.put([document(article) for article in found])
        writer.delete(sorted(set(ids) - {article.id for article in found}))
        writer.commit()
        # Only now: a crash before this line indexes these articles a second time, which changes nothing.
        with parts.archive.writing() as connection:
            outbox.remove(connection, [seq for seq, _article_id in entries])
        done += len(found)


def rebuild(parts: Parts, on_progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from the archive, beside the present one, and change over at the end.

    :param on_progress: told how many articles each step indexed.
    :returns: how many articles the new index holds.
    :raises SearchIndexBusy: another process holds the index.
    """
    done = 0
    with rebuild_index(parts.home) as writer:
        with parts.archive.reading() as connection:
            entries = outbox.pending_seqs(connection)
            batch: list[IndexDocument] = []
            for article in articles.every(connection):
                batch.append(document(article))
                if len(batch) == _BATCH:
                    done += _put(writer, batch, on_progress)
            done += _put(writer, batch, on_progress)
        writer.commit()
    with parts.archive.writing() as connection:
        outbox.remove(connection, entries)
    drain(parts)  # what came in meanwhile: whoever brought it was turned away
    return done


def _put(writer: IndexWriter, batch: list[IndexDocument], on_progress: Callable[[int], None] | None) -> int:
    writer.put(batch)
    number = len(batch)
    batch.clear()
    if on_progress:
        on_progress(number)
    return number
