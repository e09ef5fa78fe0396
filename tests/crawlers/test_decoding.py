"""From bytes to text, whatever the server says the bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import nfc
from diembao.crawlers.decoding import decode, document, plain

SENTENCE = "Bão số 3 đổ bộ vào Nghệ An, hàng nghìn người phải sơ tán."


def legacy(text: str) -> bytes:
    """Bytes of windows-1258, which writes a tone mark behind its letter."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            out += _WITH_TONE[char].encode("cp1258")
    return out


_WITH_TONE = {
    "ã": "a\u0303",
    "ố": "ô\u0301",
    "ổ": "ô\u0309",
    "ộ": "ô\u0323",
    "ệ": "ê\u0323",
    "ì": "i\u0300",
    "ờ": "ơ\u0300",
    "ả": "a\u0309",
}


def test_utf8_needs_no_announcement() -> None:
    assert decode(SENTENCE.encode()) == SENTENCE


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "windows-1258", "us-ascii", "utf-16", "x-unknown"])
def test_a_wrong_charset_in_the_header_does_not_break_utf8(charset: str) -> None:
    assert decode(SENTENCE.encode(), f"text/html; charset={charset}") == SENTENCE


def test_a_wrong_charset_in_the_page_does_not_break_utf8() -> None:
    page = f'<meta charset="windows-1252"><p>{SENTENCE}</p>'
    assert decode(page.encode()) == page


def test_a_byte_order_mark_is_not_text() -> None:
    assert decode(b"\xef\xbb\xbf" + SENTENCE.encode()) == SENTENCE


def test_utf16_with_a_byte_order_mark_is_read() -> None:
    assert decode(SENTENCE.encode("utf-16")) == SENTENCE


@pytest.mark.parametrize("content_type", ["text/html; charset=windows-1258", "text/html", ""])
def test_windows_1258_is_read_with_and_without_announcement(content_type: str) -> None:
    assert decode(legacy(SENTENCE), content_type) == SENTENCE


def test_the_pages_own_charset_is_asked_when_the_header_names_none() -> None:
    page = "<meta charset='windows-1252'><p>Café à la crème, déjà vu</p>"
    assert decode(page.encode("cp1252")) == page


def test_decomposed_letters_are_composed() -> None:
    assert decode("Nghê\u0323 An".encode()) == "Nghệ An"


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/html; charset=iso-8859-1", ""])
def test_one_broken_letter_does_not_spoil_the_page(content_type: str) -> None:
    body = (SENTENCE * 3).encode() + "mở".encode()[:-1]  # a lead that was cut in the middle of a letter
    assert decode(body, content_type).startswith(SENTENCE * 3)


@pytest.mark.parametrize("charset", ["hex", "zlib", "base64", "rot13", "idna", "undefined", "unicode_escape", "\x00"])
def test_a_charset_that_makes_no_text_is_passed_over(charset: str) -> None:
    assert "3" in decode(legacy(SENTENCE), f"text/html; charset={charset}")


def test_no_half_of_a_surrogate_pair_comes_through() -> None:
    decode(b"\\ud800 \xff\xfe\xfd", "text/html; charset=unicode_escape").encode()


@given(
    st.binary(), st.sampled_from(["", "text/html", "text/html; charset=utf-8", "text/html; charset=utf-7", "a;charset"])
)
def test_any_bytes_become_text_that_can_be_stored(body: bytes, content_type: str) -> None:
    text = decode(body, content_type)
    assert nfc(text) == text
    text.encode()


@given(st.text(st.characters(codec="utf-8")))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=iso-8859-1") == nfc(text.removeprefix("\ufeff"))


def test_a_page_that_declares_an_xml_encoding_is_read() -> None:
    tree = document(f'<?xml version="1.0" encoding="utf-8"?>\n<html><body><h1>{SENTENCE}</h1></body></html>'.encode())
    assert tree is not None
    assert tree.findtext(".//h1") == SENTENCE


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- nothing -->", b"<?xml version='1.0'?>"])
def test_a_page_without_anything_in_it_has_no_tree(body: bytes) -> None:
    assert document(body) is None


@given(st.binary())
def test_any_bytes_have_a_tree_or_none(body: bytes) -> None:
    document(body)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Giá xăng tăng", "Giá xăng tăng"),
        ("<b>Giá</b> xăng <i>tăng</i>", "Giá xăng tăng"),
        ("Giá &quot;nhảy múa&quot; &amp; giảm", 'Giá "nhảy múa" & giảm'),
        ("Giá &#7879; &agrave;", "Giá ệ à"),
        ("Giá <5 triệu, lãi > 3%", "Giá <5 triệu, lãi > 3%"),
        ('<a href="/x"><img src="/x.jpg"></a><br/>Mưa lớn', "Mưa lớn"),
        ("", ""),
    ],
)
def test_markup_in_titles_and_leads_becomes_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(st.text())
def test_any_markup_becomes_text(markup: str) -> None:
    plain(markup)
    plain(f"<p>{markup}")
