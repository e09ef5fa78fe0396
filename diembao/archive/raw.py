"""Raw pages: what the web server sent, kept in WARC files, one file per writing process and day.

A page is appended and synced to disk before the row that points to it commits. What stands in a file behind the last
row that points into it is the torn tail of a crash; whoever opens that file for writing next cuts it off.
"""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import io
import os
import zlib
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from diembao.archive.schema import raw_pages
from diembao.core.errors import ArchiveError
from diembao.core.i18n import _
from diembao.core.models import Page

#: A WARC record holds the decoded body, so the header that says how it travelled would be a lie.
_TRANSPORT_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class RawStore:
    """Keeps pages by the SHA-256 of their body; equal bodies are kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: io.FileIO | None = None
        self._day = ""

    def put(self, connection: Connection, page: Page) -> str:
        """Keep a page; its row is part of the caller's transaction.

        :returns: the digest under which :meth:`get` finds it.
        :raises ArchiveError: its file cannot be written.
        """
        digest = hashlib.sha256(page.body).hexdigest()
        if connection.scalar(sa.select(raw_pages.c.digest).where(raw_pages.c.digest == digest)):
            return digest
        record = _record(page)
        try:
            file = self._writable(connection, page.fetched_at.astimezone(UTC).strftime("%Y-%m-%d"))
            offset = file.tell()
            if file.write(record) != len(record):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError as error:
            raise ArchiveError(
                _("Raw page {digest} cannot be kept in {file}: {error}.").format(
                    digest=digest[:12], file=error.filename or self._folder, error=error.strerror
                ),
                _("Nothing of this step was kept. Check disk space and rights, then try again."),
            ) from error
        connection.execute(
            raw_pages.insert().values(digest=digest, file=Path(file.name).name, offset=offset, length=len(record))
        )
        return digest

    def get(self, connection: Connection, digest: str) -> Page:
        """A kept page. ``requested_url`` is the address after redirects: the first request is in ``visits``.

        :raises ArchiveError: no such page, or its file is gone or damaged.
        """
        row = connection.execute(sa.select(raw_pages).where(raw_pages.c.digest == digest)).one_or_none()
        if row is None:
            raise ArchiveError(_("The archive has no raw page {digest}.").format(digest=digest))
        path = self._folder / row.file
        try:
            with path.open("rb") as file:
                file.seek(row.offset)
                stored = file.read(row.length)
        except OSError as error:
            raise ArchiveError(
                _("Raw page {digest} cannot be read from {file}: {error}.").format(
                    digest=digest[:12], file=path, error=error.strerror
                ),
                _("Restore that file from a backup."),
            ) from error
        try:
            record = next(iter(ArchiveIterator(io.BytesIO(gzip.decompress(stored)))))
            body = record.content_stream().read()
        except (OSError, EOFError, zlib.error, ArchiveLoadFailed, StopIteration):
            body = None
        if body is None or hashlib.sha256(body).hexdigest() != digest:
            raise ArchiveError(
                _("Raw page {digest} in {file} is damaged.").format(digest=digest[:12], file=path),
                _("Restore that file from a backup."),
            )
        url = record.rec_headers.get_header("WARC-Target-URI")
        return Page(
            url=url,
            requested_url=url,
            status=int(record.http_headers.get_statuscode()),
            headers=tuple(record.http_headers.headers),
            body=body,
            fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        )

    def close(self) -> None:
        """Give the file back; another process may then append to it."""
        if self._file is not None:
            self._file.close()
            self._file, self._day = None, ""

    def _writable(self, connection: Connection, day: str) -> io.FileIO:
        if self._file is not None and self._day == day:
            return self._file
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(10_000):
            file = (self._folder / f"{day}-{number:02}.warc.gz").open("ab", buffering=0)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # another process is writing it
                file.close()
                continue
            self._file, self._day = file, day
            self._cut_torn_tail(connection, file)
            return file
        raise ArchiveError(_("All raw files of {day} are in use.").format(day=day))

    def _cut_torn_tail(self, connection: Connection, file: io.FileIO) -> None:
        last = sa.func.max(raw_pages.c.offset + raw_pages.c.length)
        end = connection.scalar(sa.select(last).where(raw_pages.c.file == Path(file.name).name)) or 0
        if file.tell() > end:
            file.truncate(end)
            file.seek(end)
        if end == 0:  # a new file: its name must outlive a power cut, too
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _record(page: Page) -> bytes:
    """A page as one WARC record."""
    record = io.BytesIO()
    writer = WARCWriter(record, gzip=True)
    headers = [
        (name, value)
        for name, value in page.headers
        if name.isascii() and name.lower() not in _TRANSPORT_HEADERS  # WARC takes no other names
    ]
    writer.write_record(
        writer.create_warc_record(
            page.url,
            "response",
            payload=io.BytesIO(page.body),
            length=len(page.body),
            http_headers=StatusAndHeaders(f"{page.status} -", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
    )
    return record.getvalue()
