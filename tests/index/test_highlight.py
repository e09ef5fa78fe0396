import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diembao.core.text import clean, clean_line, fold, index_form, words
from diembao.index import Span, highlight, parse, snippet
from diembao.index.query import positive_words

TEXT = "Thu phí BOT: trạm thu phí Cai Lậy – “thu, phí” – không phải phỉ báng. Hoà bình, hòa hợp ở Đà Nẵng."


def marked(query: str, text: str = TEXT, *, title: bool = False) -> list[str]:
    return [text[start:end] for start, end in highlight(text, parse(query), title=title)]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("phí", ["phí", "phí", "phí"]),
        ("phi", ["phí", "phí", "phí", "phỉ"]),
        ("PHỈ", ["phỉ"]),
        ("phì", []),
        ("hòa", ["Hoà", "hòa"]),
        ("đà nẵng", ["Đà", "Nẵng"]),
        ('"đà nẵng"', ["Đà Nẵng"]),
        ('"da nang"', ["Đà Nẵng"]),
        ('"thu phí"', ["Thu phí", "thu phí", "thu, phí"]),
        ('"phí bot"', ["phí BOT"]),
        ("phí-bot", ["phí BOT"]),
        ('"phí cai" phỉ', ["phí Cai", "phỉ"]),
        ('"thu phỉ"', []),
        ('"bot phí"', []),
        ('"thu phí" "phí cai lậy"', ["Thu phí", "thu phí Cai Lậy", "thu, phí"]),
        ("phỉ -phí", ["phỉ"]),
        ('trạm -"thu phí"', ["trạm"]),
        ("-phí", []),
        ("-(-phí)", []),
        ("(phỉ OR bot) -hoà", ["BOT", "phỉ"]),
        ("source:phí topic:phí", []),
        ("title:phí bot", ["BOT"]),
    ],
)
def test_highlight(query, parts):
    assert marked(query) == parts


def test_title_words_are_marked_in_titles():
    assert marked("title:phí bot", "Phí BOT", title=True) == ["Phí", "BOT"]
    assert marked('title:"phí bot"', "Phí BOT", title=True) == ["Phí BOT"]


def test_words_of_a_text_without_marks():
    text = "Tram thu phi o Cai Lay"
    assert marked("phí", text) == ["phi"]
    assert marked('"thu phí"', text) == ["thu phi"]
    assert marked("phi", text) == ["phi"]
    assert marked("phí", f"{text}, báo Ấp Bắc đưa") == []


def test_nothing_to_mark():
    assert highlight(TEXT, None) == ()
    assert highlight("", parse("phí")) == ()


_TEXTS = (
    st.lists(st.sampled_from("Phí phi, PHỈ thu “Thư” hoà HÒA đá – .\n BOT là ở trạm".split(" ")))
    .map(" ".join)
    .map(clean)
)
_QUERIES = st.lists(st.sampled_from(["phí", "phi", "thu", '"thu phí"', "hoà", '"là ở"', "-đá", "bot"]), min_size=1).map(
    " ".join
)


@settings(deadline=None)
@given(_TEXTS, _QUERIES)
def test_spans_are_the_words_and_stand_apart(text, query):
    tree = parse(query)
    asked = {tuple(word.folded for word in group.words) for group in positive_words(tree)}
    spans = highlight(text, tree)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for start, end in spans:
        have = tuple(words(fold(index_form(text[start:end]))))
        # Several only where phrases overlap; otherwise exactly one.
        assert have in asked or any(have[: len(group)] == group for group in asked)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
    if '"' not in query:
        assert all((fold(index_form(text[start:end])),) in asked for start, end in spans)


LONG = " ".join(f"chữ{number}" for number in range(400))


def at(*numbers: int) -> tuple[Span, ...]:
    starts = [LONG.index(f"chữ{number} ") for number in numbers]
    return tuple(Span(start, LONG.index(" ", start)) for start in starts)


def test_short_texts_are_whole():
    assert snippet(TEXT, (Span(0, 3),), 240) == (TEXT, (Span(0, 3),), False, False)
    assert snippet("", ()) == ("", (), False, False)


def test_without_words_to_show_the_beginning():
    part = snippet(LONG, (), 50)
    assert LONG.startswith(part.text)
    assert 40 < len(part.text) <= 50
    assert (part.spans, part.cut_before, part.cut_after) == ((), False, True)


def test_snippet_shows_where_most_different_words_stand():
    text = ("phí " * 6 + "x " * 300 + "thu phí bot " + "y " * 300).strip()
    part = snippet(text, highlight(text, parse("thu phí bot")), 80)
    assert [part.text[start:end] for start, end in part.spans] == ["thu", "phí", "bot"]
    assert part.cut_before
    assert part.cut_after


def test_among_equals_the_first():
    part = snippet(LONG, at(100, 200, 300), 60)
    assert [part.text[start:end] for start, end in part.spans] == ["chữ100"]


def test_words_at_the_end_get_the_whole_width():
    part = snippet(LONG, at(398), 100)
    assert LONG.endswith(part.text)
    assert 90 <= len(part.text) <= 100
    assert (part.cut_before, part.cut_after) == (True, False)


def test_a_span_longer_than_the_width_is_not_cut():
    first, last = at(50, 90)
    part = snippet(LONG, (Span(first.start, last.end),), 40)
    assert part.text == LONG[first.start : last.end]
    assert part.spans == (Span(0, len(part.text)),)


@settings(deadline=None)
@given(st.data())
def test_snippets_are_whole_words_with_exact_spans(data):
    text = data.draw(
        st.lists(st.sampled_from(["a", "phí", "bot,", "\n\n", "thủ_tướng", "–"]), max_size=120).map(" ".join).map(clean)
    )
    width = data.draw(st.integers(10, 150))
    spans = highlight(text, parse("phí OR bot"))
    part = snippet(text, spans, width)
    assert len(part.text) <= width
    assert part.text in text
    assert bool(part.spans) == bool(spans)
    assert all(part.text[start:end] in ("phí", "bot") for start, end in part.spans)
    assert " ".join(["", *words(part.text), ""]) in " ".join(["", *words(text), ""]), "cut between words"
    if len(text) > width:
        assert part.text == part.text.strip()
    assert part.cut_before or text.startswith(part.text)
    assert part.cut_after or text.endswith(part.text)


def test_long_texts_with_many_words_are_quick():
    draw = random.Random(1)
    text = " ".join(draw.choice(["phí", "thu", "bot", "trạm"]) for _ in range(50_000))
    spans = highlight(clean_line(text), parse("thu phí bot trạm " * 15))
    assert len(spans) == 50_000
    assert len(snippet(text, spans).text) <= 240
