import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diembao.core.errors import QuerySyntaxError
from diembao.index.query import (
    MAX_LENGTH,
    MAX_NESTING,
    MAX_TERMS,
    And,
    Label,
    Not,
    Or,
    Query,
    Words,
    parse,
    positive_words,
    word,
)


def w(*words: str, title: bool = False) -> Words:
    return Words(tuple(word(each) for each in words), title=title)


def label(field: str, *words: str) -> Label:
    return Label(field, tuple(word(each) for each in words))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("phí", w("phí")),
        ("Thu PHÍ", And((w("thu"), w("phí")))),
        ('"thu phí"', w("thu", "phí")),
        ('"thu phí" BOT', And((w("thu", "phí"), w("bot")))),
        ("tàu OR xe", Or((w("tàu"), w("xe")))),
        ("tàu or xe", And((w("tàu"), w("or"), w("xe")))),
        ("a b OR c d", Or((And((w("a"), w("b"))), And((w("c"), w("d")))))),
        ("a OR b OR c", Or((w("a"), w("b"), w("c")))),
        ("a (b OR c)", And((w("a"), Or((w("b"), w("c")))))),
        ("(a)", w("a")),
        ("a -b", And((w("a"), Not(w("b"))))),
        ("-a", Not(w("a"))),
        ('-"a b"', Not(w("a", "b"))),
        ("-(a OR b)", Not(Or((w("a"), w("b"))))),
        ("-source:x", Not(label("source", "x"))),
        ("(-a)", Not(w("a"))),
        ("BT-BOT", w("bt", "bot")),
        ("1.234,5", w("1", "234", "5")),
        ("12:30", w("12", "30")),
        ("Hà Nội - Huế", And((w("hà"), w("nội"), w("huế")))),
        ("Hà Nội – Huế", And((w("hà"), w("nội"), w("huế")))),
        ("--a", w("a")),
        ("a, b!", And((w("a"), w("b")))),
        ("… a ?", w("a")),
        ("a AND b", And((w("a"), w("and"), w("b")))),
        ("title:cầu", w("cầu", title=True)),
        ('title:"thu phí"', w("thu", "phí", title=True)),
        ("title:(a OR b c)", Or((w("a", title=True), And((w("b", title=True), w("c", title=True)))))),
        ("title:BT-BOT", w("bt", "bot", title=True)),
        ("TITLE:a", w("a", title=True)),
        ("source:bao-phu-giang", label("source", "bao", "phu", "giang")),
        ('place:"Hà Nội"', label("place", "hà", "nội")),
        ("place:Huế mưa", And((label("place", "huế"), w("mưa")))),
        ("topic:(y-te OR moi-truong)", Or((label("topic", "y", "te"), label("topic", "moi", "truong")))),
        ("section:OR", label("section", "or")),
        ("a(b)", And((w("a"), w("b")))),
        ('a"b c"', And((w("a"), w("b", "c")))),
        ('"a"-b', And((w("a"), Not(w("b"))))),
        ("(a)-(b)", And((w("a"), Not(w("b"))))),
        ("(a -)", w("a")),
        ("TP.HCM: mưa", And((w("tp", "hcm"), w("mưa")))),
        ("Huy: mưa", And((w("huy"), w("mưa")))),
        ("Nội:bắt", w("nội", "bắt")),
        ("https://a.vn/b", w("https", "a", "vn", "b")),
        ('"nguồn: (a) OR -b"', w("nguồn", "a", "or", "b")),
        ("hoà", w("hòa")),
    ],
)
def test_grammar(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u00a0", "\ufeff"])
def test_nothing_typed_finds_everything(text):
    assert parse(text) is None


@pytest.mark.parametrize("quotes", ["“”", "„“", "«»", "””", "″″", "＂＂"])
def test_typographic_quotes(quotes):
    assert parse(f"{quotes[0]}thu phí{quotes[1]}") == w("thu", "phí")


def test_decomposed_queries_are_composed():
    query = 'place:"Đà Nẵng" OR phí'
    assert parse(unicodedata.normalize("NFD", query)) == parse(query)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ('thu "phí', 4, "quotation mark is not closed"),
        ('a "b" "', 6, "quotation mark is not closed"),
        ("a (b", 2, "parenthesis is not closed"),
        ("((a)", 0, "parenthesis is not closed"),
        ("a) b", 1, "closed that was not opened"),
        (")", 0, "closed that was not opened"),
        ("a OR b)", 6, "closed that was not opened"),
        ("()", 0, "nothing between the parentheses"),
        ("a (…)", 2, "nothing between the parentheses"),
        ("a -( )", 3, "nothing between the parentheses"),
        ('""', 0, "between the quotation marks"),
        ('a "?!"', 2, "between the quotation marks"),
        ("OR", 0, "both sides"),
        ("OR a", 0, "both sides"),
        ("a OR", 2, "both sides"),
        ("a OR OR b", 2, "both sides"),
        ("a (OR b)", 3, "both sides"),
        ("(a OR) b", 3, "both sides"),
        ("a OR !", 2, "both sides"),
        ("… ?", 0, "only punctuation"),
        ("-", 0, "only punctuation"),
        ("- …", 0, "only punctuation"),
        ("😀", 0, "only punctuation"),
        ("sorce:vnexpress", 0, "no field sorce:"),
        ("a autor:x", 2, "no field autor:"),
        ("author:x", 0, "no field author:"),
        ("flags:(a)", 0, "no field flags:"),
        ("source:", 0, "has no value"),
        ("a place: Huế", 2, "has no value"),
        ("title:…", 0, "has no value"),
        ("source:-a", 0, "has no value"),
        ("source:title:a", 7, "inside the field source:"),
        ("title:(a place:b)", 9, "inside the field title:"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(text, position, says):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert says in caught.value.message
    assert caught.value.position == position
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("sorce:x", "source:"), ("topics:x", "topic:"), ("tittle:x", "title:"), ("SECTION_:x", "section:")],
)
def test_an_unknown_field_names_the_nearest_right_one(text, nearest):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert f"Did you mean {nearest}?" in caught.value.hint


def test_an_unknown_field_like_no_other_lists_all():
    with pytest.raises(QuerySyntaxError) as caught:
        parse("xyz:a")
    assert "source:, topic:, place:, organisation:, section:, flag:, title:" in caught.value.hint


def test_position_is_counted_in_the_query_as_typed():
    for typed in ("  thu   phí  (a", "\u200bthu phí (a", unicodedata.normalize("NFD", "thu phí (a")):
        with pytest.raises(QuerySyntaxError) as caught:
            parse(typed)
        assert typed[caught.value.position] == "("


def test_length_is_limited():
    assert parse("a" * MAX_LENGTH) == w("a" * MAX_LENGTH)
    with pytest.raises(QuerySyntaxError, match="1001 characters"):
        parse("a" * (MAX_LENGTH + 1))


def test_number_of_words_is_limited():
    assert len(list(positive_words(parse(" ".join(["a"] * MAX_TERMS))))) == MAX_TERMS
    for query in (" ".join(["a"] * (MAX_TERMS + 1)), f'"{"a " * (MAX_TERMS + 1)}"', "1." * (MAX_TERMS + 1)):
        with pytest.raises(QuerySyntaxError, match=f"more than {MAX_TERMS} words"):
            parse(query)


def test_nesting_is_limited():
    assert parse("(" * MAX_NESTING + "a" + ")" * MAX_NESTING) == w("a")
    assert parse("(a) " * 20)
    for deep in ("(" * 17, "-(" * 17, "title:" + "(" * 17):
        with pytest.raises(QuerySyntaxError, match=f"more than {MAX_NESTING} deep"):
            parse(deep + "a")


def test_positive_words_are_those_not_under_a_minus():
    assert list(positive_words(parse('a -b (c OR -(d e)) "f g" source:h title:i'))) == [
        w("a"),
        w("c"),
        w("f", "g"),
        w("i", title=True),
    ]


def check(query: Query) -> None:
    match query:
        case Words(words) | Label(_, words):
            assert words
        case And(parts) | Or(parts):
            assert len(parts) > 1
            for part in parts:
                check(part)
        case Not(part):
            check(part)


_PIECES = st.sampled_from(
    [
        "phí",
        "thu",
        "OR",
        "-",
        "(",
        ")",
        '"',
        "“",
        "”",
        ":",
        "source:",
        "title:",
        "x:",
        " ",
        "  ",
        "…",
        "1.2",
        "đ",
        "\u0301",
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_a_query_is_read_or_refused_with_a_hint(text):
    try:
        query = parse(text)
    except QuerySyntaxError as error:
        assert error.message
        assert error.hint
        assert 0 <= error.position <= len(text)
    else:
        if query is not None:
            check(query)
            hash(query)
