"""The index at Elasticsearch: one writer, any number of readers on any number of machines."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, Self, TypeVar

from elasticsearch import ApiError, TransportError

from diembao.core.errors import SearchIndexBusy, SearchIndexError
from diembao.core.i18n import _
from diembao.index.elastic.failures import asking
from diembao.index.elastic.generations import Generations
from diembao.index.elastic.place import Place
from diembao.index.elastic.view import View
from diembao.index.elastic.writer import Writer
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

T = TypeVar("T")

#: Answers to a search that had begun when a rebuild took its index away.
_GONE: Final = (404, 503)


def open_index(place: Place, folder: Path, *, writable: bool = False) -> ElasticIndex:
    """Open the index of a home.

    :param folder: where the lock of the home's index is.
    :param writable: whether to write; one process at a time can.
    :raises SearchIndexBusy: another process writes (``writable`` only).
    :raises SearchIndexError: the service does not answer, or the index was made by another version of the program
        (``writable`` only: a reader finds out when it is first asked something).
    """
    return ElasticIndex(place, folder, writable=writable)


@contextmanager
def rebuild_index(place: Place, folder: Path) -> Iterator[IndexWriter]:
    """Make the index of a home anew, whatever state it is in.

    What is put into the given writer replaces the index when the block ends well; until then, and if the block fails,
    readers have what was there.

    :raises SearchIndexBusy: another process writes.
    :raises SearchIndexDown: the service does not answer.
    """
    with locked(folder), _building(place) as writer:
        yield writer


def drop_index(place: Place, folder: Path) -> None:
    """Remove the index of a home, with all its copies.

    :raises SearchIndexBusy: another process writes.
    :raises SearchIndexDown: the service does not answer.
    """
    with locked(folder), place.connect() as client, asking(place.url):
        Generations(client, place.alias).drop()


@contextmanager
def _building(place: Place) -> Iterator[Writer]:
    """A writer of a new index, which is put in use if the block ends well and removed if it does not."""
    with place.connect() as client:
        generations = Generations(client, place.alias)
        with asking(place.url):
            generations.sweep()
            name = generations.start()
        try:
            writer = Writer(client, place.url, name, in_use=False)
            yield writer
            writer.commit()
            with asking(place.url):
                generations.publish(name)
        except BaseException:
            with suppress(ApiError, TransportError):  # then the next sweep removes it
                generations.discard(name)
            raise


class ElasticIndex:
    """A :class:`diembao.index.protocol.SearchIndex` at Elasticsearch; :func:`open_index` opens one."""

    def __init__(self, place: Place, folder: Path, *, writable: bool) -> None:
        self._place = place
        self._client = place.connect()
        self._generations = Generations(self._client, place.alias)
        self._view = View(self._client, place.alias)
        # Whether there is an index, of this version; None: not asked yet.
        self._exists: bool | None = None
        self._writer: Writer | None = None
        self._rebuilding = self._closed = False
        self._mutex = threading.RLock()
        with ExitStack() as lock:
            lock.callback(self._client.close)
            if writable:
                lock.enter_context(locked(folder))
                with asking(self._place.url):
                    if self._generations.current() is None:
                        self._generations.publish(self._generations.start())
                    self._generations.sweep()
                self._exists = True
                self._writer = self._fresh_writer()
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
        absent = {field: tuple(FacetCount(value, 0) for value in filters.selected(field)) for field in facets}
        return self._asked(
            lambda: self._view.search(
                query,
                filters,
                limit=limit,
                offset=offset,
                order=order,
                facets=facets,
                facet_limit=facet_limit,
                histogram=histogram,
            ),
            SearchResult(total=0, facets=absent),
        )

    def count(self, query: Query | None = None, filters: Filters = NO_FILTERS) -> int:
        """See :meth:`diembao.index.protocol.SearchIndex.count`."""
        check(query, filters)
        return self._asked(lambda: self._view.count(query, filters), 0)

    def aggregate(
        self, field: FacetField, query: Query | None = None, filters: Filters = NO_FILTERS, *, limit: int = 50
    ) -> tuple[FacetCount, ...]:
        """See :meth:`diembao.index.protocol.SearchIndex.aggregate`."""
        check(query, filters, [field], limit=limit)
        return self._asked(lambda: self._view.aggregate(field, query, filters, limit), ())

    def similar(
        self, text: str, *, exclude: Collection[str] = (), filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """See :meth:`diembao.index.protocol.SearchIndex.similar`."""
        check(None, filters, limit=limit)
        return self._asked(lambda: self._view.similar(text, exclude, filters, limit), ())

    def size(self) -> int:
        """See :meth:`diembao.index.protocol.SearchIndex.size`."""
        return self._asked(self._generations.size, 0)

    def refresh(self) -> None:
        """See :meth:`diembao.index.protocol.SearchIndex.refresh`.

        What is committed is seen anyway; this looks whether there is an index, and of which version.
        """
        self._check_open()
        self._exists = None

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
        self._present_writer().commit()

    @contextmanager
    def rebuild(self) -> Iterator[IndexWriter]:
        """See :meth:`diembao.index.protocol.SearchIndex.rebuild`.

        Searches go on meanwhile. :meth:`put`, :meth:`delete` and :meth:`commit` are refused as busy, because what they
        wrote would be gone afterwards; what they wrote before and did not commit is lost.
        """
        with self._mutex:
            self._present_writer()
            self._rebuilding = True
        try:
            with _building(self._place) as fresh:
                yield fresh
        finally:
            with self._mutex:
                self._rebuilding = False
                self._writer = self._fresh_writer()

    def close(self) -> None:
        """See :meth:`diembao.index.protocol.SearchIndex.close`. A second call does nothing."""
        with self._mutex, self._lock:
            self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _asked(self, ask: Callable[[], T], absent: T) -> T:
        """What a request gives; ``absent`` where there is no index yet."""
        self._check_open()
        with asking(self._place.url):
            if self._exists is None:
                self._exists = self._generations.current() is not None
            if not self._exists:
                return absent
            try:
                return ask()
            except ApiError as error:
                if error.status_code not in _GONE:
                    raise
                self._exists = self._generations.current() is not None
                return ask() if self._exists else absent

    def _fresh_writer(self) -> Writer:
        return Writer(self._client, self._place.url, self._place.alias, in_use=True)

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the index is closed")

    def _present_writer(self) -> Writer:
        self._check_open()
        if self._rebuilding:
            raise SearchIndexBusy(
                _("The search index {name} is being rebuilt.").format(name=self._place.alias),
                _("Try again when that is done."),
            )
        if self._writer is None:
            raise SearchIndexError(
                _("The search index {name} was opened for reading.").format(name=self._place.alias),
                _("Open it for writing."),
            )
        return self._writer
