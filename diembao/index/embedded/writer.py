"""Writing one generation."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import tantivy

from diembao.core.errors import SearchIndexError
from diembao.core.i18n import _
from diembao.index import fields, unfit
from diembao.index.embedded import schema
from diembao.index.embedded.failures import writing
from diembao.index.embedded.generations import Generations
from diembao.index.protocol import IndexDocument


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
        refused: dict[str, object] = {}
        for article in documents:
            try:
                document = schema.document(article, self._schema)
            except (ValueError, TypeError, OverflowError) as error:
                refused[article.id] = error
                continue
            with self._working():
                self._writer.delete_documents_by_term(fields.ID, article.id)
                self._writer.add_document(document)
        unfit.report(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        for each in ids:
            with self._working():
                self._writer.delete_documents_by_term(fields.ID, each)

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


def make(generations: Generations) -> str:
    """An empty generation, not in use yet; gives its name."""
    name = generations.start(fields.FORMAT)
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
