import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import fold, nfc
from diembao.nlp.tokens import Phrases, tokenize

WRITTEN = st.text().map(nfc)


@given(WRITTEN)
def test_tokens_stand_where_they_say_and_leave_nothing_out(text):
    tokens = tokenize(text, marked=True)
    behind = 0
    for position in range(tokens.last):
        start, end = tokens.starts[position], tokens.ends[position]
        assert behind <= start < end <= len(text)
        assert len(tokens.form(position)) == end - start
        assert tokens.form(position) == "\n" or not tokens.form(position).isspace()
        assert text[behind:start].strip() == ""
        behind = end
    assert text[behind:].strip() == ""
    assert tokens.form(tokens.last) == ""


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Giá 12.500,5 đồng/kg.", ["giá", "12.500,5", "đồng", "/", "kg", "."]),
        ("Đội U23 cách 3m2", ["đội", "u23", "cách", "3", "m2"]),
        ("“Hoà” – ‘thuỷ’…", ['"', "hòa", '"', "-", "'", "thủy", "'", "."]),
        ("👨\u200d👩 黎氏 مرحبا", ["👨", "\u200d", "👩", "黎氏", "مرحبا"]),
        ("snake_case", ["snake", "_", "case"]),
        ("", []),
    ],
)
def test_forms(text, forms):
    assert list(tokenize(text, marked=True).forms[:-1]) == forms


def test_a_text_without_marks_is_folded():
    assert tokenize("Ha Noi co 5 quan").marked is False
    assert tokenize("Hà Nội có 5 quận").marked is True
    assert tokenize("Hà Nội", marked=False).forms[:-1] == tuple(fold("hà nội").split())


def test_the_longest_phrase_counts():
    phrases = Phrases({"tổ": 1, "tổ hợp tác": 2}, marked=True)
    tokens = tokenize("Hai tổ hợp tác", marked=True)
    assert phrases.at(tokens, 1) == (2, 4)
    assert phrases.before(tokens, 4) == (2, 1)
    assert phrases.at(tokens, 0) is None
