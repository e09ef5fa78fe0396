"""Bringing the search index up to date with the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from sqlalchemy.engine import Connection

from diembao.archive import articles, flags, outbox, stories
from diembao.core.errors import SearchIndexBusy, SearchIndexError, UnfitForIndex
from diembao.core.findings import Flag, FlagState
from diembao.core.logs import logger
from diembao.core.models import Article
from diembao.index import IndexDocument, IndexWriter, SearchIndex, open_index, rebuild_index
from diembao.pipeline.parts import Parts

log = logger(__name__)

_BATCH = 1000


def document(article: Article, story: str = "", found: Iterable[Flag] = ()) -> IndexDocument:
    """What the index knows of an article.

    :param story: id of its story.
    :param found: flags with the article on either side; those that no rule finds any more, or that a person has
        rejected, count for nothing.
    """
    annotation = article.annotation
    return IndexDocument(
        id=article.id,
        title=article.content.title,
        lead=article.content.lead,
        body=article.content.text,
        source=article.source_id,
        topics=article.topics,
        places=tuple(name for tag in annotation.places for name in (tag.place, tag.within) if name)
        if annotation
        else (),
        organisations=tuple(tag.name for tag in annotation.organisations) if annotation else (),
        home=annotation.in_home_province if annotation else False,
        kind=article.content.kind,
        section=article.content.section,
        story=story,
        flags=tuple(
            dict.fromkeys(
                flag.finding.reason.value for flag in found if flag.active and flag.state is not FlagState.REJECTED
            )
        ),
        dated=article.dated,
    )


def _documents(connection: Connection, several: Sequence[Article]) -> list[IndexDocument]:
    ids = [article.id for article in several]
    in_story, flagged = stories.story_of(connection, ids), flags.of_articles(connection, ids)
    return [document(each, in_story.get(each.id, ""), flagged.get(each.id, ())) for each in several]


def _following(parts: Parts, after: str) -> list[IndexDocument]:
    """The next articles of all, read at once: no transaction stays open while an engine on the network takes them."""
    with parts.archive.reading() as connection:
        return _documents(connection, articles.following(connection, after, _BATCH))


def open_for_writing(parts: Parts) -> SearchIndex:
    """The index with its lock.

    :raises SearchIndexBusy: another process holds it.
    :raises SearchIndexError: the index is damaged, or its engine does not answer.
    """
    return open_index(parts.home, writable=True)


def drain(parts: Parts) -> int | None:
    """Index what waits in the outbox, unless another process holds the index.

    :returns: how many articles were indexed; None when somebody else is at it, who will take ours too.
    :raises SearchIndexError: the index is damaged, or its engine does not answer; what waits goes on waiting.
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


def drain_if_possible(parts: Parts) -> int | None:
    """The same at the end of collecting, which does not fail with the index: what waits is indexed later."""
    try:
        return drain(parts)
    except SearchIndexError as error:
        with parts.archive.reading() as connection:
            waiting = outbox.articles(connection)
        log.warning("articles wait for the index", problem=error.message, what_to_do=error.hint, waiting=waiting)
        return 0


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
            documents = _documents(connection, articles.get(connection, ids))
        done += len(documents) - _refused(partial(writer.put, documents))
        writer.delete(sorted(set(ids) - {each.id for each in documents}))
        done -= _refused(writer.commit)
        # Only now: a crash before this line indexes these articles a second time, which changes nothing.
        with parts.archive.writing() as connection:
            outbox.remove(connection, [seq for seq, _article_id in entries])


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
        last = ""
        while batch := _following(parts, last):
            done += len(batch) - _refused(partial(writer.put, batch))
            last = batch[-1].id
            if on_progress:
                on_progress(len(batch))
        done -= _refused(writer.commit)
    with parts.archive.writing() as connection:
        outbox.remove(connection, entries)
    drain(parts)  # what came in meanwhile: whoever brought it was turned away
    return done


def _refused(write: Callable[[], None]) -> int:
    """How many articles the index cannot take: they are named in the log, and do not keep the others waiting."""
    try:
        write()
    except UnfitForIndex as error:
        log.error("articles cannot be indexed", problem=error.message, ids=error.ids)
        return len(error.ids)
    return 0
