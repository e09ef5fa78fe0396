"""The lock that makes a process the only writer of a home's index, whatever the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from diembao.core.errors import SearchIndexBusy, SearchIndexError
from diembao.core.i18n import _

_LOCK: Final = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder, which is made if need be.

    :raises SearchIndexBusy: another process is.
    """
    lock = FileLock(folder / _LOCK, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout as error:
        raise SearchIndexBusy(
            _("Another process is writing the search index in {folder}.").format(folder=folder),
            _("Try again when it has ended; `diembao run` keeps the index to itself while it runs."),
        ) from error
    except OSError as error:
        raise SearchIndexError(
            _("The search index in {folder} could not be written: {reason}.").format(
                folder=folder, reason=str(error).rstrip(". ")
            ),
            _("See that the disk has room and the folder can be written; what was committed is safe."),
        ) from error
    try:
        yield
    finally:
        lock.release()
