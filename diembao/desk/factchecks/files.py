"""Files that people give the desk: read whole, unpacked if gzipped, as text."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.system_words import why

_GZIP = b"\x1f\x8b"
#: Larger files are refused, also when they are as large only unpacked.
_MOST_BYTES = 200_000_000


def content(path: Path, hint: str) -> str:
    """The text of a file.

    :param path: a file; ``-`` is standard input. UTF-8, or UTF-16 with its mark as spreadsheet programs write it.
    :param hint: what to give instead, when this cannot be read.
    :raises UsageError: it cannot be read.
    """
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        if data.startswith(_GZIP):
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise OSError(_("it is larger than {limit} MB").format(limit=_MOST_BYTES // 1_000_000))
        encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        return data.decode(encoding)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise UsageError(_("{file} cannot be read: {error}.").format(file=path, error=reason), hint) from error
