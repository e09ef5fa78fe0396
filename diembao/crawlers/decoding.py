"""From bytes to text, whatever the server says the bytes are."""

from __future__ import annotations

from w3lib.encoding import html_to_unicode

from diembao.core.text import nfc

#: What Vietnamese pages without UTF-8 are written in.
_FALLBACK = "cp1258"


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a page or feed.

    Bytes that are valid UTF-8 with letters beyond ASCII are UTF-8, even if header or page say otherwise (many servers
    send a wrong charset); only then header, byte order mark and the page's own words are asked.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        _encoding, text = html_to_unicode(content_type or None, body, auto_detect_fun=lambda _body: _FALLBACK)
    return nfc(text)
