"""Writing: the lock that makes a process the only writer, and a writer of one generation."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final

import tantivy
from filelock import FileLock, Timeout

from diembao.core.errors import SearchIndexBusy, SearchIndexError
from diembao.core.i18n import _
from diembao.index.embedded import schema
from diembao.index.embedded.failures import writing
from diembao.index.embedded.generations import Generations
from diembao.index.protocol import IndexDocument

_LOCK: Final = "lock"


class Writer:
    """Writes one generation; a :class:`diembao.index.protocol.IndexWriter`. Any thread may call it.

    After a failure it refuses all work: the engine would take documents again, say that they are committed, and lose
    them.
    """

    def __init__(self, folder: Path, index: tantivy.Index, memory_megabytes: int) -> None:
        self._folder = folder
        self._schema = index.schema
        self._mutex = threading.Lock()
        self._failed = False
        with writing(folder):
            self._writer = index.writer(memory_megabytes * 1_000_000)

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """See the protocol."""
        for article in documents:
            try:
                document = schema.document(article, self._schema)
            except (ValueError, TypeError, OverflowError) as error:
                raise SearchIndexError(
                    _("Article {id} cannot be indexed: {reason}.").format(id=article.id, reason=error),
                    _("The other articles are not affected."),
                ) from error
            with self._working():
                self._writer.delete_documents_by_term(schema.ID, article.id)
                self._writer.add_document(document)

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        for each in ids:
            with self._working():
                self._writer.delete_documents_by_term(schema.ID, each)

    def commit(self) -> None:
        """See the protocol."""
        with self._working():
            self._writer.commit()

    def close(self) -> None:
        """Stop writing, when segments that are being merged are merged. What was not committed is lost."""
        with self._mutex, suppress(SearchIndexError) if self._failed else nullcontext(), writing(self._folder):
            self._writer.wait_merging_threads()

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._mutex:
            if self._failed:
                raise SearchIndexError(
                    _("Writing the search index in {folder} failed before.").format(folder=self._folder),
                    _("Open it again; what was not committed has to be written again."),
                )
            self._failed = True
            with writing(self._folder):
                yield
            self._failed = False


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder, which is made if need be.

    :raises SearchIndexBusy: another process is.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise SearchIndexBusy(
                _("Another process is writing the search index in {folder}.").format(folder=folder),
                _("Try again when it has ended; `diembao run` keeps the index to itself while it runs."),
            ) from error
    try:
        yield
    finally:
        lock.release()


def make(generations: Generations) -> str:
    """An empty generation, not in use yet; gives its name."""
    name = generations.start(schema.FORMAT)
    tantivy.Index(schema.build(), str(generations.path(name)))
    return name


@contextmanager
def building(generations: Generations, memory_megabytes: int) -> Iterator[Writer]:
    """A writer of a new generation, which is put in use if the block ends well and removed if it does not."""
    with writing(generations.folder):
        name = make(generations)
    try:
        writer = Writer(generations.folder, schema.opened(generations.path(name)), memory_megabytes)
        try:
            yield writer
            writer.commit()
        finally:
            writer.close()
        with writing(generations.folder):
            generations.publish(name)
    except BaseException:
        generations.discard(name)
        raise
