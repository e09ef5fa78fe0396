"""Files of raw pages: each is written by one process at a time, and ends where the last row that points into it says.

What stands behind that is the torn tail of a crash; whoever takes the file for writing cuts it off.
"""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import raw_pages
from diembao.core.errors import ArchiveError
from diembao.core.i18n import _

_MOST_FILES = 10_000


def day_of(name: str) -> str:
    """Day of a file, by its name."""
    return name[:10]


def take(folder: Path, day: str) -> tuple[str, io.FileIO]:
    """The first file of a day that no other process writes, locked, made if need be; not yet cut.

    :returns: its name, and the file.
    :raises ArchiveError: all are in use.
    :raises OSError: it cannot be made or opened.
    """
    return _first(folder, day, lambda path: True)


def make(folder: Path, day: str) -> tuple[str, io.FileIO]:
    """A new file of a day, locked; see :func:`take`."""
    return _first(folder, day, lambda path: not path.exists())


def _first(folder: Path, day: str, suits: Callable[[Path], bool]) -> tuple[str, io.FileIO]:
    for number in range(_MOST_FILES):
        path = folder / f"{day}-{number:02}.warc.gz"
        if suits(path) and (file := lock(path)):
            return path.name, file
    raise ArchiveError(_("All raw files of {day} are in use.").format(day=day))


def lock(path: Path) -> io.FileIO | None:
    """A file opened for appending and reading, and locked; None when another process has it.

    :raises OSError: it cannot be made or opened.
    """
    file = io.FileIO(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666), "r+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking, compaction may have taken the name away: what is written then, nobody finds.
        if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
            return file
    except (BlockingIOError, FileNotFoundError):
        pass
    file.close()
    return None


def end(connection: Connection, name: str) -> int:
    """Where a file ends by the rows that point into it."""
    last = sa.func.max(raw_pages.c.offset + raw_pages.c.length)
    return connection.scalar(sa.select(last).where(raw_pages.c.file == name)) or 0


def cut(file: io.FileIO, at: int, folder: Path) -> None:
    """Cut the torn tail of a file that is locked, and go to its end.

    :param at: where it ends by its rows.
    """
    if file.seek(0, os.SEEK_END) > at:
        file.truncate(at)
        file.seek(at)
    if at == 0:  # a new file: its name must outlive a power cut, too
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make names that were given or taken in a folder outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
