"""Pages by the digest of their body."""

from __future__ import annotations

import errno
import io
import os
from datetime import UTC, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.raw import files
from diembao.archive.raw.records import Damaged, digest_of, to_page, to_record
from diembao.archive.schema import raw_pages
from diembao.core.clock import now
from diembao.core.errors import ArchiveError, RawFileMissing
from diembao.core.i18n import _
from diembao.core.models import Page

#: A page that is met again is noted as such once in this time: whoever has just met it may still point to it.
_NOTED_EVERY = timedelta(hours=12)

# For every page, so built once.
_MET_AT = sa.select(raw_pages.c.met_at).where(raw_pages.c.digest == sa.bindparam("asked"))
_INSERT = raw_pages.insert()


class RawStore:
    """Keeps pages by the SHA-256 of their body; equal bodies are kept once.

    A page is appended and synced to disk before the row that points to it commits.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: io.FileIO | None = None
        self._name = self._day = ""

    def put(self, connection: Connection, page: Page, record: bytes | None = None) -> str:
        """Keep a page; its row is part of the caller's transaction.

        :param record: what :func:`~diembao.archive.raw.records.to_record` made of it before the transaction, so that
            other writers need not wait for that; None: it is made here.
        :returns: the digest under which :meth:`get` finds it.
        :raises ArchiveError: its file cannot be written.
        """
        digest, at = digest_of(page), now()
        known = connection.execute(_MET_AT, {"asked": digest}).one_or_none()
        if known is not None:
            if known.met_at is None or known.met_at + _NOTED_EVERY < at:
                connection.execute(raw_pages.update().where(raw_pages.c.digest == digest).values(met_at=at))
            return digest
        record = record or to_record(page)
        try:
            file = self._writable(connection, page.fetched_at.astimezone(UTC).strftime("%Y-%m-%d"))
            offset = file.tell()
            if file.write(record) != len(record):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError as error:
            self.close()  # whatever half record stands there is cut off by the next one to write
            raise ArchiveError(
                _("Raw page {digest} cannot be kept in {file}: {error}.").format(
                    digest=digest[:12], file=error.filename or self.folder, error=error.strerror
                ),
                _("Nothing of this step was kept. Check disk space and rights, then try again."),
            ) from error
        values = {"digest": digest, "file": self._name, "offset": offset, "length": len(record), "met_at": at}
        connection.execute(_INSERT, values)
        return digest

    def get(self, connection: Connection, digest: str) -> Page:
        """A kept page. ``requested_url`` is the address after redirects: the first request is in ``visits``.

        :raises RawFileMissing: its file is gone; compaction may have moved the page since this transaction began.
        :raises ArchiveError: no such page, or its file is damaged.
        """
        row = connection.execute(sa.select(raw_pages).where(raw_pages.c.digest == digest)).one_or_none()
        if row is None:
            raise ArchiveError(_("The archive has no raw page {digest}.").format(digest=digest))
        path = self.folder / row.file
        try:
            with path.open("rb") as file:
                file.seek(row.offset)
                stored = file.read(row.length)
        except OSError as error:
            kind = RawFileMissing if isinstance(error, FileNotFoundError) else ArchiveError
            raise kind(
                _("Raw page {digest} cannot be read from {file}: {error}.").format(
                    digest=digest[:12], file=path, error=error.strerror
                ),
                _("Restore that file from a backup."),
            ) from error
        try:
            return to_page(stored, digest)
        except Damaged:
            raise ArchiveError(
                _("Raw page {digest} in {file} is damaged.").format(digest=digest[:12], file=path),
                _("Restore that file from a backup."),
            ) from None

    def close(self) -> None:
        """Give the file back; another process may then append to it."""
        if self._file is not None:
            self._file.close()
            self._file, self._name, self._day = None, "", ""

    def _writable(self, connection: Connection, day: str) -> io.FileIO:
        if self._file is not None and self._day == day:
            return self._file
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._name, self._file = files.take(self.folder, day)
        self._day = day
        files.cut(self._file, files.end(connection, self._name), self.folder)
        return self._file
