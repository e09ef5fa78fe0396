"""From bytes to text, whatever the server says the bytes are."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html
from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode

from diembao.core.text import nfc

#: What Vietnamese pages without UTF-8 are written in.
_FALLBACK = "cp1258"
#: A text with fewer bytes that are no UTF-8, in relation to its letters beyond ASCII, is damaged UTF-8.
_DAMAGE = 0.1
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
#: lxml refuses decoded text that still declares an encoding.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
#: One class for all elements: lxml's own choice, with others for forms and inputs, is a call of Python for each.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a page or feed.

    Bytes that are valid UTF-8 with letters beyond ASCII are UTF-8, even if header or page say otherwise (many servers
    send a wrong charset), and so they are with a broken letter here and there; only then header, byte order mark and
    the page's own words are asked.
    """
    return nfc(_decoded(body, content_type))


def _decoded(body: bytes, content_type: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("utf-8-sig", errors="replace")
        if text.count("\ufffd") > _DAMAGE * len(_BEYOND_ASCII.findall(text)):
            text = _declared(body, content_type)
        return text


def _declared(body: bytes, content_type: str) -> str:
    try:
        _encoding, text = html_to_unicode(content_type or None, body, auto_detect_fun=lambda _body: _FALLBACK)
    except (LookupError, ValueError):  # the charset names a codec that makes no text
        text = body.decode(_FALLBACK, errors="replace")
    return text.encode(errors="replace").decode()  # some codecs make halves of surrogate pairs


def document(body: bytes, content_type: str = "") -> HtmlElement | None:
    """The tree of an HTML page, its texts as they are written (not NFC); None when there is none in it."""
    # Comments would part the text around them; and without `huge_tree` the rest of a page is lost behind the first text
    # of ten million characters or the first 256 elements that stand in each other.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        return html.document_fromstring(_DECLARATION.sub("", _decoded(body, content_type), count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def plain(markup: str) -> str:
    """Text of a title or lead that may hold markup and entities, as feeds and structured data have them."""
    if _MARKUP.search(markup):
        try:
            markup = html.fromstring(f"<div>{markup}</div>").text_content()
        except (etree.ParserError, ValueError, AssertionError):  # lxml gives up on some broken markup
            return ""
    return unescape(markup)
