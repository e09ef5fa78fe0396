"""The index of a home, with the engine that its settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from diembao.core.errors import SearchIndexError
from diembao.core.home import Home
from diembao.core.i18n import _
from diembao.index import embedded
from diembao.index.protocol import IndexWriter, SearchIndex

if TYPE_CHECKING:
    from diembao.index import elastic


def open_index(home: Home, *, writable: bool = False) -> SearchIndex:
    """Open the index of a home.

    :param writable: whether to write; one process at a time can.
    :raises SearchIndexBusy: another process writes (``writable`` only).
    :raises SearchIndexError: the index is damaged, or was made by another version of the program; or its engine is not
        installed or does not answer.
    """
    settings = home.settings.index
    if settings.engine == "tantivy":
        return embedded.open_index(home.index_folder, writable=writable, memory_megabytes=settings.memory_megabytes)
    place = _place(home)
    from diembao.index import elastic

    return elastic.open_index(place, home.index_folder, writable=writable)


@contextmanager
def rebuild_index(home: Home) -> Iterator[IndexWriter]:
    """Make the index of a home anew, whatever state it is in.

    What is put into the given writer replaces the index when the block ends well; until then, and if the block fails,
    readers have what was there.

    :raises SearchIndexBusy: another process writes.
    :raises SearchIndexError: the engine is not installed, does not answer, or cannot write.
    """
    settings = home.settings.index
    if settings.engine == "tantivy":
        with embedded.rebuild_index(home.index_folder, memory_megabytes=settings.memory_megabytes) as writer:
            yield writer
        return
    place = _place(home)
    from diembao.index import elastic

    with elastic.rebuild_index(place, home.index_folder) as writer:
        yield writer


def drop_index(home: Home) -> None:
    """Remove what the index of a home keeps outside the home, before the home itself goes.

    :raises SearchIndexBusy: another process writes.
    :raises SearchIndexError: the engine is not installed, or does not answer.
    """
    if home.settings.index.engine == "tantivy":
        return
    place = _place(home)
    from diembao.index import elastic

    elastic.drop_index(place, home.index_folder)


def _place(home: Home) -> elastic.Place:
    """Where at Elasticsearch the index of a home is.

    :raises SearchIndexError: the client is not installed.
    """
    try:
        from diembao.index import elastic
    except ModuleNotFoundError as error:
        raise SearchIndexError(
            _("The search engine elasticsearch needs the package {name}, which is not installed.").format(
                name=error.name
            ),
            _("Install the program with its extra `team` (pip install 'diembao[team]'), or set engine = \"tantivy\"."),
        ) from error
    settings = home.settings.index
    return elastic.Place(
        url=settings.url,
        alias=settings.prefix or f"diembao-{home.identity}",
        username=settings.username,
        password=settings.password,
    )
