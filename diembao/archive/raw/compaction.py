"""Files of raw pages without what no row points to any more.

A file is copied, the copy synced, the rows led to the copy in one transaction, and only then is the file deleted.
Killed between any two of these steps, each row points to a whole record, and the next compaction deletes the file that
no row points into: the unfinished copy, or the old one. A file that another process writes is left to a later time.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.engine import Archive
from diembao.archive.raw import files
from diembao.archive.raw.records import Damaged, to_page
from diembao.archive.schema import AnyRow, quarantine, raw_pages, suspects, versions, visits

_POINTERS = (versions.c.raw_digest, visits.c.raw_digest, quarantine.c.raw_digest, suspects.c.raw_digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """What became of one file."""

    name: str
    before: int
    """Bytes on disk."""
    after: int
    """Bytes on disk; 0: it is gone."""
    busy: bool = False
    """Another process writes it, so it was left alone."""
    damaged: str = ""
    """Digest of a page in it that cannot be read, so it was left alone; empty: none was found."""


def unreferenced(met_before: datetime) -> sa.ColumnElement[bool]:
    """Whether nothing points to a raw page that was last met before an instant."""
    pointers = [sa.select(pointer).where(pointer.is_not(None)) for pointer in _POINTERS]
    met = sa.or_(raw_pages.c.met_at.is_(None), raw_pages.c.met_at < met_before)
    return sa.and_(met, raw_pages.c.digest.not_in(sa.union_all(*pointers)))


def count_unreferenced(connection: Connection, met_before: datetime) -> tuple[int, int]:
    """How many raw pages :func:`forget_unreferenced` would forget, and their bytes in the files."""
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(raw_pages.c.length), 0))
    number, size = connection.execute(query.where(unreferenced(met_before))).one()
    return number, int(size)


def forget_unreferenced(connection: Connection, met_before: datetime) -> int:
    """Forget raw pages to which nothing points; their bytes go with :func:`compact`.

    :param met_before: a page met since stays: its article may be about to be kept.
    :returns: how many.
    """
    return connection.execute(raw_pages.delete().where(unreferenced(met_before))).rowcount


def forget(connection: Connection, digests: Sequence[str]) -> None:
    """Forget raw pages, whatever points to them; their bytes go with :func:`compact`."""
    for pointer in _POINTERS:
        column = {pointer.name: None}
        connection.execute(sa.update(pointer.table).where(pointer.in_(digests)).values(column))
    connection.execute(raw_pages.delete().where(raw_pages.c.digest.in_(digests)))


def waste(archive: Archive) -> dict[str, int]:
    """Bytes that :func:`compact` would win, by the name of the file; files without any are left out."""
    with archive.reading() as connection:
        total = sa.func.sum(raw_pages.c.length)
        rows = connection.execute(sa.select(raw_pages.c.file, total).group_by(raw_pages.c.file)).all()
    live = {name: int(size) for name, size in rows}
    sizes = {path.name: path.stat().st_size for path in sorted(archive.raw.folder.glob("*.warc.gz"))}
    return {name: size - live.get(name, 0) for name, size in sizes.items() if size > live.get(name, 0) or not size}


def compact(archive: Archive, name: str) -> Compacted:
    """Rewrite one file without what no row points to; delete it when nothing is left.

    :raises OSError: the disk refuses; every row still points to a whole record.
    """
    path = archive.raw.folder / name
    before = path.stat().st_size
    held = files.lock(path)
    if held is None:
        return Compacted(name=name, before=before, after=before, busy=True)
    with held:
        with archive.reading() as connection:
            rows = connection.execute(raw_pages.select().where(raw_pages.c.file == name)).all()
        rows = sorted(rows, key=lambda row: row.offset)
        live = sum(row.length for row in rows)
        if live and rows[-1].offset + rows[-1].length == live:  # without gaps: only a torn tail is to be cut
            files.cut(held, live, path.parent)
            return Compacted(name=name, before=before, after=live)
        try:
            if live:
                _move(archive, held, name, rows)
        except Damaged as error:
            return Compacted(name=name, before=before, after=before, damaged=str(error))
        path.unlink()
        files.sync_folder(path.parent)
    return Compacted(name=name, before=before, after=live)


def _move(archive: Archive, held: io.FileIO, name: str, rows: Sequence[AnyRow]) -> None:
    """Copy records into a new file and lead their rows there.

    :raises Damaged: a record cannot be read; nothing has changed.
    """
    folder = archive.raw.folder
    fresh, copy = files.make(folder, files.day_of(name))
    with copy:
        try:
            moved = [{"key": row.digest, "to": _copy(row, held, copy)} for row in rows]
        except Damaged:
            (folder / fresh).unlink()
            raise
        os.fsync(copy.fileno())
        files.sync_folder(folder)
        with archive.writing() as connection:
            # Rows that were forgotten meanwhile stay forgotten; none was added, since the file is locked.
            where = sa.and_(raw_pages.c.digest == sa.bindparam("key"), raw_pages.c.file == name)
            values = {"file": fresh, "offset": sa.bindparam("to")}
            connection.execute(raw_pages.update().where(where).values(values), moved)


def _copy(row: AnyRow, held: io.FileIO, copy: io.FileIO) -> int:
    """Copy one record; returns where it begins now."""
    stored = os.pread(held.fileno(), row.length, row.offset)
    try:
        to_page(stored, row.digest)
    except Damaged:
        raise Damaged(row.digest) from None
    offset = copy.seek(0, os.SEEK_END)
    if copy.write(stored) != len(stored):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return offset
