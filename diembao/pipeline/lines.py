"""Lines of a file, gzipped or not, or of standard input; a damaged file gives what stands before the damage."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.system_words import why

#: A longer line is cut behind this; no article is as long. In bytes.
LONGEST_LINE = 16_000_000
_GZIP = b"\x1f\x8b"


class Damaged(Exception):
    """The rest of a file cannot be read; the message says why."""


class Lines:
    """The lines that hold something, with their numbers."""

    def __init__(self, raw: io.BufferedReader) -> None:
        self._raw = raw
        self._lines = gzip.GzipFile(fileobj=raw) if raw.peek(len(_GZIP)).startswith(_GZIP) else raw
        self._number = self._told = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Number and content of each line, the first line being 1.

        :raises Damaged: the rest cannot be read.
        """
        while line := self._next():
            self._number += 1
            if line.strip():
                yield self._number, line

    def progress(self) -> int:
        """How many bytes of the file were read since the last call; lines, where its size is not known."""
        here = self._raw.tell() if self._raw.seekable() else self._number
        step, self._told = here - self._told, here
        return step

    def _next(self) -> bytes:
        try:
            line = rest = self._lines.readline(LONGEST_LINE + 1)
            while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                rest = self._lines.readline(LONGEST_LINE + 1)
            return line
        except EOFError as error:
            raise Damaged(_("it ends too early")) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise Damaged(_("its compressed data are broken")) from error
        except OSError as error:
            raise Damaged(why(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Lines]:
    """The lines of a file; ``-`` is standard input.

    :raises UsageError: the file cannot be opened.
    """
    if str(path) == "-":
        yield Lines(sys.stdin.buffer)  # type: ignore[arg-type]
        return
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UsageError(
            _("{file} cannot be read: {error}.").format(file=path, error=why(error)),
            _("Give a JSON Lines file, gzipped or not, or - for standard input."),
        ) from error
    with raw:
        yield Lines(raw)
