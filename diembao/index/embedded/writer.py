"""Writing: the lock that makes a process the only writer, and a writer of one generation."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    """Writes one generation; a :class:`diembao.index.protocol.IndexWriter`. Any thread may call it."""

    def __init__(self, folder: Path, index: tantivy.Index, memory_megabytes: int) -> None:
        self._folder = folder
        self._schema = index.schema
        self._mutex = threading.Lock()
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
            with self._mutex, writing(self._folder):
                self._writer.delete_documents_by_term(schema.ID, article.id)
                self._writer.add_document(document)

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        for each in ids:
            with self._mutex, writing(self._folder):
                self._writer.delete_documents_by_term(schema.ID, each)

    def commit(self) -> None:
        """See the protocol."""
        with self._mutex, writing(self._folder):
            self._writer.commit()

    def close(self) -> None:
        """Stop writing, when segments that are being merged are merged. What was not committed is lost."""
        with self._mutex, writing(self._folder):
            self._writer.wait_merging_threads()


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
        index = tantivy.Index.open(str(generations.path(name)))
        schema.register_tokenizers(index)
        writer = Writer(generations.folder, index, memory_megabytes)
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
