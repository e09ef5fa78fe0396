"""A draft as text: from a file of any usual kind, from standard input, or typed.

Everything stays in memory. An error names the file and what is wrong with it, never a word of what stands in it.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from diembao.core.errors import UsageError
from diembao.core.i18n import _, number
from diembao.core.system_words import why
from diembao.core.text import clean, nfc
from diembao.desk.draft import markup as draft_markup
from diembao.desk.draft.discretion import discreet

#: Larger drafts are refused, also when they are as large only unpacked.
MOST_BYTES = 2_000_000
MOST_CHARACTERS = 200_000
#: What a Word file may hold once it is unpacked: all of it, with pictures; and what is read as XML.
_MOST_UNPACKED = 100_000_000
_MOST_XML = 5_000_000
_GZIP = b"\x1f\x8b"
_BYTE_ORDER_MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LEGACY = "cp1258"
#: Part of the letters beyond ASCII that may be no Vietnamese ones, in a text of that legacy encoding.
_FOREIGN = 0.05
_VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ“”‘’–…]", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@discreet
def read_file(path: Path) -> str:
    """The text of a draft in display form.

    :param path: .txt, .md, .html or .docx, gzipped or not; ``-`` is text from standard input.
    :raises UsageError: it cannot be read, is too large or empty, or of another kind.
    """
    try:
        if str(path) == "-":
            return read_bytes("-", sys.stdin.buffer.read(MOST_BYTES + 1))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = why(error)
    else:
        return read_bytes(path.name, data)
    raise UsageError(
        _("{file} cannot be read: {error}.").format(file=path, error=reason or _("the system refuses")),
        _("Check the path and your rights."),
    )


@discreet
def read_bytes(name: str, data: bytes) -> str:
    """The text of a draft that is at hand as a file's contents.

    :param name: the file's name, whose end tells the kind; ``-``: plain text.
    :raises UsageError: as for :func:`read_file`.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    if data.startswith(_GZIP):
        data = _unpacked(name, data)
    kind = ".txt" if name == "-" else PurePath(name.lower().removesuffix(".gz")).suffix
    reader = _READERS.get(kind)
    if reader is None:
        raise UsageError(
            _("{file} is none of the kinds of files that can be checked.").format(file=name),
            _("Give .txt, .md, .html or .docx, or paste the text; other programs can save as .docx."),
        )
    return _measured(name, reader(name, data))


def read_typed(text: str) -> str:
    """A draft that was typed or pasted, in display form.

    :raises UsageError: it is too long or empty.
    """
    if not any(char.isalpha() for char in text):
        raise UsageError(_("The draft has no text yet."), _("Paste the text, or choose a file."))
    return _measured(_("The draft"), text)


def _measured(name: str, text: str) -> str:
    shown = clean(text)
    if len(shown) > MOST_CHARACTERS:
        raise _too_long(name)
    if not any(char.isalpha() for char in shown):
        raise UsageError(_("There is no text in {file}.").format(file=name), _("Give a file with the draft's text."))
    return shown


def _too_long(name: str) -> UsageError:
    return UsageError(
        _("{file} has more than {limit} characters.").format(file=name, limit=number(MOST_CHARACTERS)),
        _("Check it in parts."),
    )


def _too_large(name: str) -> UsageError:
    return UsageError(
        _("{file} is larger than {limit} MB.").format(file=name, limit=MOST_BYTES // 1_000_000),
        _("Check it in parts, or as plain text."),
    )


def _unpacked(name: str, data: bytes) -> bytes:
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        unpacked = None
    if unpacked is None:
        raise UsageError(
            _("{file} is a damaged gzip file.").format(file=name), _("Pack it again, or give it unpacked.")
        )
    if len(unpacked) > MOST_BYTES:
        raise _too_large(name)
    return unpacked


def _plain(name: str, data: bytes) -> str:
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise UsageError(
            _("The letters of {file} cannot be read: it is not text in UTF-8, UTF-16 or Windows-1258.").format(
                file=name
            ),
            _("Save it as UTF-8; a text in an old Vietnamese font (TCVN3, VNI) must be converted first."),
        )
    return text


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data, encoding)
    text = _strictly(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    if b"\x00" in data:  # half of the bytes of Latin letters in UTF-16
        low, high = data[::2].count(0), data[1::2].count(0)
        return _strictly(data, "utf-16-le" if high > low else "utf-16-be")
    text = _strictly(data, _LEGACY)
    if text is None:
        return None
    letters = _BEYOND_ASCII.findall(nfc(text))
    foreign = sum(not _VIETNAMESE.match(letter) or unicodedata.combining(letter) > 0 for letter in letters)
    return text if foreign <= _FOREIGN * len(letters) else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _markdown(name: str, data: bytes) -> str:
    text = _plain(name, data)
    if len(text) > MOST_CHARACTERS:  # before its signs are looked for, which are few
        raise _too_long(name)
    return draft_markup.from_markdown(text)


def _html(_name: str, data: bytes) -> str:
    return draft_markup.from_html(data)


def _word(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        read = sum(member.file_size for member in members if not member.filename.startswith("word/media/"))
        fits = read <= _MOST_XML and sum(member.file_size for member in members) <= _MOST_UNPACKED
        text = draft_markup.from_word(data) if fits else None
    except Exception:  # a damaged file breaks its reader in many ways
        text = None
    if text is None:
        raise UsageError(
            _("{file} is no Word file that can be read: damaged, locked with a password, or of another kind.").format(
                file=name
            ),
            _("Open it in a word processor and save it as .docx without a password."),
        )
    return text


_READERS: Mapping[str, Callable[[str, bytes], str]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
}
