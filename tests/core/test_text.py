import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core import text

vietnamese = st.text(alphabet="aăâeêioôơuưyđqAÂĐOUYQ àáảãạằấễộợựỳýỷỹỵ\u0300\u0301\u0309\u0303\u0323\n\u200b\u00ad")
texts = st.one_of(st.text(), vietnamese)


@given(texts)
def test_every_form_has_the_length_of_the_display_text(raw: str) -> None:
    display = text.nfc(raw)
    assert len(text.index_form(display)) == len(display)
    assert len(text.fold(display)) == len(display)
    assert len(text.fold(text.index_form(display))) == len(display)


@given(texts)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert text.clean(text.clean(raw)) == text.clean(raw)
    assert text.clean_line(text.clean_line(raw)) == text.clean_line(raw)


@given(texts)
def test_clean_text_is_composed_and_can_be_stored(raw: str) -> None:
    for cleaned in (text.clean(raw), text.clean_line(raw)):
        assert unicodedata.is_normalized("NFC", cleaned)
        assert "\x00" not in cleaned
        cleaned.encode()


@given(texts)
def test_a_clean_line_has_no_line_ends_and_no_outer_blanks(raw: str) -> None:
    line = text.clean_line(raw)
    assert line.splitlines() in ([], [line])
    assert line == line.strip()


@pytest.mark.parametrize(
    ("raw", "display"),
    [
        ("  một   dòng \t", "một dòng"),
        ("một\r\nhai", "một\nhai"),
        ("một\n \n\n hai\n ", "một\n\nhai"),
        ("một\u2028hai\u2029ba\x85bốn", "một\nhai\nba\nbốn"),
        ("trang một\x0ctrang hai\x0bdòng", "trang một\ntrang hai\ndòng"),
        ("kho\u00ading ký\u200b tự\ufeff", "khoing ký tự"),
        ("a\u200b\u0301", "á"),
        ("Ha\u0300 No\u0323\u0302i", "Hà Nội"),
        ("nửa \ud83d biểu tượng", "nửa biểu tượng"),
        ("đỏ \x9b31m\x1b[0m đen", "đỏ 31m[0m đen"),
        ("\n\n một\r\r\rhai \n\t\n", "một\n\nhai"),
        ("một\u00a0hai\u3000ba", "một hai ba"),
        ("", ""),
    ],
)
def test_cleaning(raw: str, display: str) -> None:
    assert text.clean(raw) == display


@pytest.mark.parametrize(
    "unit", [" ", "\n", " \n", "\t", "a ", "\u0301", "a\u0301\u0323", "\u0f71\u0f72", "\r", "\u2028 "]
)
def test_a_long_row_of_anything_is_cleaned_in_linear_time(unit: str) -> None:
    """A second would be enough for a hundred times as much; what is quadratic takes minutes."""
    cleaned = text.clean(f"một{unit * 100_000}hai")
    assert cleaned.startswith("m") and cleaned.endswith("hai")
    text.clean_line(unit * 100_000)


def test_page_ends_and_line_ends_part_words_of_a_line() -> None:
    assert text.clean_line("một\x0chai\x0bba\nbốn") == "một hai ba bốn"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("Hoá", "hóa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("THUỴ", "thụy"),
        ("xoè", "xòe"),
        ("hoà giải, hoạ sĩ.", "hòa giải, họa sĩ."),
        ("ĐỒNG", "đồng"),
    ],
)
def test_spellings_with_one_index_form(one: str, other: str) -> None:
    assert text.index_form(one) == text.index_form(other) == other


@pytest.mark.parametrize("word", ["quý", "quỳnh", "quỵ", "hoàn", "toán", "huỳnh", "khuya", "đường", "hòa"])
def test_words_whose_marks_stay_where_they_are(word: str) -> None:
    assert text.index_form(word) == word


def test_decomposed_text_has_the_same_index_form_once_composed() -> None:
    title = "Hoà Bình: thuỷ điện, quý III"
    assert text.index_form(text.nfc(unicodedata.normalize("NFD", title))) == text.index_form(title)


def test_letters_that_grow_in_lower_case_keep_their_place() -> None:
    assert text.index_form("İSTANBUL và Hà Nội").endswith("và hà nội")
    assert len(text.index_form("İSTANBUL")) == len("İSTANBUL")


@pytest.mark.parametrize(
    ("marked", "folded"), [("Đường Nguyễn Huệ", "Duong Nguyen Hue"), ("ươợ", "uoo"), ("½ µ § 5°", "½ µ § 5°")]
)
def test_folding(marked: str, folded: str) -> None:
    assert text.fold(marked) == folded


def test_a_word_is_marked_when_folding_changes_it() -> None:
    assert text.is_marked("đê")
    assert not text.is_marked("de")


def test_words_are_syllables_and_numbers() -> None:
    line = "Giá gạo: 12.500 đồng/kg (+3%)."
    assert text.words(line) == ["Giá", "gạo", "12", "500", "đồng", "kg", "3"]
