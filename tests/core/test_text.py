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
    "unit",
    [" ", "\n", " \n", "\t", "a ", "\u0301", "a\u0301\u0323", "\u0f71\u0f72", "\r", "\u2028 ", "a", "µ", "aµ ", "á»"],
)
def test_a_long_row_of_anything_is_cleaned_in_linear_time(unit: str) -> None:
    """A second would be enough for a hundred times as much; what is quadratic takes minutes."""
    cleaned = text.clean(f"một{unit * 100_000}hai")
    assert cleaned.startswith("m") and cleaned.endswith("hai")
    text.clean_line(unit * 100_000)
    text.clean(f"á с {unit * 100_000}")


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


strange = st.text(
    alphabet="aeouĐÐðđ áàạớ\u00ad\u0301\u0300\u0323\u0309\u0302\u200b\u00a0\n\r\u2028\x85\x94"
    "Ãº»¡‡€œâÄÆá‘µ·¸®ÖöñïâäêåАсοβµ,.\ud83d\U0001f468\u200d\u200f"
)


ordinary = st.text(alphabet="Hà ộđĐãÃÂâÔÕý\n .,–“”‘’…ệùCo19")


@given(st.one_of(ordinary, strange))
def test_the_short_way_of_ordinary_lines_leads_to_the_same(raw: str) -> None:
    assert text.clean_line(raw) == text._until_stable(raw, text._LINE)[0]


@given(strange)
def test_repairs_are_idempotent_too(raw: str) -> None:
    assert text.clean(text.clean(raw)) == text.clean(raw)
    assert text.clean_line(text.clean_line(raw)) == text.clean_line(raw)
    assert text.clean(text.clean_line(raw)) == text.clean_line(raw)


@given(st.one_of(texts, strange))
def test_every_character_of_a_clean_text_is_traced(raw: str) -> None:
    found = text.clean_traced(raw)
    assert found.text == text.clean(raw)
    before = 0
    for at, char in enumerate(found.text):
        start, end = found.origin(at, at + 1)
        assert before <= start < end <= len(raw) or raw[start:end] == ""
        before = start
        if char.isascii() and char.isalnum() and len(set(raw[start:end])) == 1:
            assert char in raw[start:end] or raw[start] in "аАсο"


def test_the_place_of_a_word_in_the_original() -> None:
    raw = "\ufeff  Ha\u0300 \u200bNo\u0323\u0302i\r\n\r\n\r\nÐà Nẵng  ViÖt"
    found = text.clean_traced(raw)
    assert found.text == "Hà Nội\n\nĐà Nẵng ViÖt"
    for word, written in (
        ("Hà", "Ha\u0300"),
        ("Nội", "No\u0323\u0302i"),
        ("Đà", "Ðà"),
        ("Nẵng", "Nẵng"),
        ("ViÖt", "ViÖt"),
    ):
        at = found.text.index(word)
        start, end = found.origin(at, at + len(word))
        assert raw[start:end] == written
    with pytest.raises(ValueError, match="3"):
        found.origin(3, 3)


@pytest.mark.parametrize(
    ("raw", "display"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam ®éc lËp", "Cộng hoà xã hội chủ nghĩa Việt Nam độc lập"),
        ("B­íc tiÕn míi cña ®ång b»ng s«ng Cöu Long", "Bước tiến mới của đồng bằng sông Cửu Long"),
        ("Tin bão\n\nN­íc lò ®ang lªn ë c¸c tØnh\n\nGiã giËt", "Tin bão\n\nNước lũ đang lên ở các tỉnh\n\nGió giật"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑOÄC LAÄP TÖÏ DO HAÏNH PHUÙC", "ĐỘC LẬP TỰ DO HẠNH PHÚC"),
        ("Nýõìc ta ðôòc lâòp, týò do, haònh phuìc", "Nước ta độc lập, tự do, hạnh phúc"),
        ("Viá»‡t Nam Ä‘á»™c láº­p", "Việt Nam độc lập"),
        ("Viá»\x87t Nam Ä\x91á»\x99c láº\xadp", "Việt Nam độc lập"),
        ("Ông nói: â€œHÃ Ná»™iâ€\x9d", "Ông nói: “HÃ Nội”"),
        ("tiề̀n, miể̃n", "tiền, miể̃n"),
        ("các thi ̣trường, Bô ̣Y tế, ha ̣tầng", "các thị trường, Bộ Y tế, hạ tầng"),
        ("Bộ GD&ÐT, ÐBQH, Ðà Nẵng", "Bộ GD&ĐT, ĐBQH, Đà Nẵng"),
        ("hạt сủa mình", "hạt của mình"),
        ("Ηà Nội", "Hà Nội"),
    ],
)
def test_leftovers_of_fonts_and_encodings_are_mended(raw: str, display: str) -> None:
    assert text.clean(raw) == display


@pytest.mark.parametrize(
    "written",
    [
        "été où nous étions à Genève, français, élève, très bien",
        "Straße, größer, schön, Müller, Özil, Höness, Türk",
        "São Paulo, não, coração, Gonçalves, João, Conceição",
        "á, à, ã, ạ: «Đá»”, ông nói",
        "hoà thuý khoẻ quà cá và có thì là mà",
        "thì cá và là cò lò mò tò bà má",
        "Guðmundsson và Høidal, Kirkjubæjarklaustur",
        "gốc α- và TGF-β, 50 μg/m3, BTR-82А, Т-95МСМ",
        "Рождение отечественной обороны",
        "Quốc ̣lộ, sau ̣đó, và ̣điểm",
        "¿Qué pasó en España? Mañana, señor Núñez",
        "“trích”, ‘trích’, «trích» – một — hai ‑ ba…",
        "giá £5 ©2026 ®, §3, 20 ±2 %, 7·8",
        "黎氏謚菽順之墓 và 👨\u200d👩",
    ],
)
def test_what_is_right_is_left_alone(written: str) -> None:
    assert text.clean(written) == written.replace("\u200d", "")


@pytest.mark.parametrize(
    ("styled", "plain"),
    [("Ｈà Ｎội １２", "hà nội 12"), ("𝗛𝗮̀ 𝟮𝟬", "ha\u0300 20"), ("ﬁ İ ß ŉ", "ﬁ İ ß ŉ"), ("① Ⓐ", "1 a")],
)
def test_styled_letters_are_indexed_as_what_they_are_read_as(styled: str, plain: str) -> None:
    assert text.index_form(styled) == plain


@given(st.text(alphabet="ab “”«»’‘–—‑−…-'\"."))
def test_quotes_and_dashes_have_one_sign(written: str) -> None:
    plain = text.plain_marks(written)
    assert len(plain) == len(written)
    assert not set(plain) - set("ab -'\".")
    assert text.plain_marks(plain) == plain
