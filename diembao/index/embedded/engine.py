"""The embedded index: one writer, any number of readers in any number of processes, no service to run."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self

from diembao.core.errors import SearchIndexBusy, SearchIndexError
from diembao.core.i18n import _
from diembao.index.embedded import writer as writers
from diembao.index.embedded.failures import reading, writing
from diembao.index.embedded.generations import Generations
from diembao.index.embedded.view import View
from diembao.index.lock import locked
from diembao.index.protocol import (
    NO_FILTERS,
    FacetCount,
    FacetField,
    Filters,
    Hit,
    IndexDocument,
    IndexWriter,
    Interval,
    Order,
    SearchResult,
)
from diembao.index.query import Query
from diembao.index.rules import check

DEFAULT_MEGABYTES: Final = 128


def open_index(folder: Path, *, writable: bool = False, memory_megabytes: int = DEFAULT_MEGABYTES) -> EmbeddedIndex:
    """Open the index in a folder.

    :param folder: need not exist: there, a reader finds nothing, and a writer makes it.
    :param writable: whether to write; one process at a time can.
    :param memory_megabytes: room for what is not committed yet, at least 15.
    :raises SearchIndexBusy: another process writes (``writable`` only).
    :raises SearchIndexError: the index is damaged, or was made by another version of the program.
    """
    return EmbeddedIndex(folder, writable=writable, memory_megabytes=memory_megabytes)


@contextmanager
def rebuild_index(folder: Path, *, memory_megabytes: int = DEFAULT_MEGABYTES) -> Iterator[IndexWriter]:
    """Make the index in a folder anew, whatever state it is in.

    What is put into the given writer replaces the index when the block ends well; until then, and if the block fails,
    readers have what was there.

    :raises SearchIndexBusy: another process writes.
    """
    generations = Generations(folder)
    with locked(folder):
        with writers.building(generations, memory_megabytes) as writer:
            yield writer
        with writing(folder):
            generations.sweep()


class EmbeddedIndex:
    """A :class:`diembao.index.protocol.SearchIndex` in a folder; :func:`open_index` opens one."""

    def __init__(self, folder: Path, *, writable: bool, memory_megabytes: int) -> None:
        self._folder = folder
        self._generations = Generations(folder)
        self._memory = memory_megabytes
        self._writable = writable
        # A search takes the view once and needs no lock: views are replaced, never changed.
        self._view: View | None = None
        self._writer: writers.Writer | None = None
        self._rebuilding = self._closed = False
        self._mutex = threading.RLock()
        with ExitStack() as lock:
            if writable:
                lock.enter_context(locked(folder))
                with writing(folder):
                    if self._generations.current() is None:
                        self._generations.publish(writers.make(self._generations))
                    self._generations.sweep()
            self._open_current()
            self._lock = lock.pop_all()

    def search(
        self,
        query: Query | None = None,
        filters: Filters = NO_FILTERS,
        *,
        limit: int = 20,
        offset: int = 0,
        order: Order = "relevance",
        facets: Sequence[FacetField] = (),
        facet_limit: int = 50,
        histogram: Interval | None = None,
    ) -> SearchResult:
        """See :meth:`diembao.index.protocol.SearchIndex.search`."""
        check(query, filters, facets, limit=limit, offset=offset, facet_limit=facet_limit)
        if (view := self._present()) is None:
            absent = {field: tuple(FacetCount(value, 0) for value in filters.selected(field)) for field in facets}
            return SearchResult(total=0, facets=absent)
        with reading(self._folder):
            total, hits = view.page(query, filters, limit=limit, offset=offset, order=order)
            free = [field for field in facets if not filters.selected(field)]
            counted, bars = view.counts(query, filters, free, facet_limit, histogram)
            for field in facets:
                if field not in counted:
                    counted[field] = view.free_counts(query, filters, field, facet_limit)
        return SearchResult(total=total, hits=hits, facets={field: counted[field] for field in facets}, histogram=bars)

    def count(self, query: Query | None = None, filters: Filters = NO_FILTERS) -> int:
        """See :meth:`diembao.index.protocol.SearchIndex.count`."""
        check(query, filters)
        if (view := self._present()) is None:
            return 0
        with reading(self._folder):
            return view.count(query, filters)

    def aggregate(
        self, field: FacetField, query: Query | None = None, filters: Filters = NO_FILTERS, *, limit: int = 50
    ) -> tuple[FacetCount, ...]:
        """See :meth:`diembao.index.protocol.SearchIndex.aggregate`."""
        check(query, filters, [field], limit=limit)
        if (view := self._present()) is None:
            return ()
        with reading(self._folder):
            return view.counts(query, filters, [field], limit)[0][field]

    def similar(
        self, text: str, *, exclude: Collection[str] = (), filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """See :meth:`diembao.index.protocol.SearchIndex.similar`."""
        check(None, filters, limit=limit)
        if (view := self._present()) is None:
            return ()
        with reading(self._folder):
            return view.similar(text, exclude, filters, limit)

    def size(self) -> int:
        """See :meth:`diembao.index.protocol.SearchIndex.size`."""
        if (view := self._present()) is None:
            return 0
        with reading(self._folder):
            return self._generations.size(view.name)

    def refresh(self) -> None:
        """See :meth:`diembao.index.protocol.SearchIndex.refresh`. Cheap enough to do before every search."""
        with self._mutex:
            view = self._present()
            with reading(self._folder):
                if view is None or view.name != self._generations.current():
                    self._open_current()
                else:
                    self._view = view.reloaded()

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """See :meth:`diembao.index.protocol.IndexWriter.put`.

        :raises SearchIndexBusy: the index is being rebuilt.
        """
        self._present_writer().put(documents)

    def delete(self, ids: Iterable[str]) -> None:
        """See :meth:`diembao.index.protocol.IndexWriter.delete`.

        :raises SearchIndexBusy: the index is being rebuilt.
        """
        self._present_writer().delete(ids)

    def commit(self) -> None:
        """See :meth:`diembao.index.protocol.IndexWriter.commit`.

        :raises SearchIndexBusy: the index is being rebuilt.
        """
        with self._mutex:
            self._present_writer().commit()
            self.refresh()

    @contextmanager
    def rebuild(self) -> Iterator[IndexWriter]:
        """See :meth:`diembao.index.protocol.SearchIndex.rebuild`.

        Searches go on meanwhile. :meth:`put`, :meth:`delete` and :meth:`commit` are refused as busy, because what they
        wrote would be gone afterwards; what they wrote before and did not commit is lost.
        """
        with self._mutex:
            writer = self._present_writer()
            self._rebuilding, self._writer = True, None
        try:
            writer.close()
            with writers.building(self._generations, self._memory) as fresh:
                yield fresh
        finally:
            with self._mutex:
                self._rebuilding = False
                if not self._closed:
                    self._open_current()
        with writing(self._folder):
            self._generations.sweep()

    def close(self) -> None:
        """See :meth:`diembao.index.protocol.SearchIndex.close`. A second call does nothing."""
        with self._mutex, self._lock:
            self._closed = True
            view, self._view = self._view, None
            if view is not None:
                view.hold.release()
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _open_current(self) -> None:
        """See the generation in use, and write to it."""
        with reading(self._folder):
            old, self._view = self._view, View.open(self._generations)
        if old is not None:
            # Searches that still use it keep its files open: removing them takes nothing away.
            old.hold.release()
        if self._writable and not self._rebuilding and self._view is not None:
            self._writer = writers.Writer(self._folder, self._view.index, self._memory)

    def _present(self) -> View | None:
        if self._closed:
            raise ValueError("the index is closed")
        return self._view

    def _present_writer(self) -> writers.Writer:
        if self._closed:
            raise ValueError("the index is closed")
        if self._rebuilding:
            raise SearchIndexBusy(
                _("The search index in {folder} is being rebuilt.").format(folder=self._folder),
                _("Try again when that is done."),
            )
        if self._writer is None:
            raise SearchIndexError(
                _("The search index in {folder} was opened for reading.").format(folder=self._folder),
                _("Open it for writing."),
            )
        return self._writer
