from hypothesis import given
from hypothesis import strategies as st

from diembao.nlp.phrases import Hit, PhraseMatcher


def found(phrases, text):
    return [(phrases[hit.phrase], hit.start, hit.end) for hit in PhraseMatcher(phrases).hits(text)]


def test_whole_words_only():
    assert found(["an"], "an ban ăn hoan an_ (an)") == [("an", 0, 2), ("an", 20, 22)]


def test_offsets_count_characters():
    assert PhraseMatcher(["đê"]).hits("vỡ đê") == [Hit(3, 5, 0)]


def test_overlaps_come_longest_first():
    assert [
        phrase for phrase, _, _ in found(["rừng", "phá rừng", "vụ phá rừng", "rừng tự nhiên"], "vụ phá rừng tự nhiên")
    ] == [
        "vụ phá rừng",
        "phá rừng",
        "rừng tự nhiên",
        "rừng",
    ]


def test_a_phrase_may_end_in_a_mark():
    assert found(["đ.", "tn&mt"], "a đ. b tn&mt c") == [("đ.", 2, 4), ("tn&mt", 7, 12)]


def test_no_phrases():
    assert PhraseMatcher([]).hits("gì cũng được") == []


WORDS = st.lists(st.sampled_from(["đê", "đ", "ê", "sông", "son", "g", "-", "1"]), min_size=1, max_size=4).map(" ".join)


@given(st.lists(WORDS, unique=True, min_size=1), st.lists(WORDS).map(" ".join))
def test_same_as_looking_for_each_phrase_alone(phrases, text):
    expected = {
        (phrase, start, start + len(phrase))
        for phrase in phrases
        for start in range(len(text))
        if f" {text} "[start : start + len(phrase) + 2] == f" {phrase} "
    }
    assert set(found(phrases, text)) == expected
