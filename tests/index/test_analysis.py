import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diembao.core import text as forms
from diembao.index import analysis

MARKED = "Thu phí ở trạm BOT Cai Lậy"


def test_two_streams_of_the_same_words():
    exact, folded = analysis.streams(MARKED)
    assert exact == ["thu", "phí", "ở", "trạm", "bot", "cai", "lậy"]
    assert folded == ["thu", "phi", "o", "tram", "bot", "cai", "lay"]


def test_both_placements_of_tone_marks_are_one_word():
    assert analysis.streams("hoà bình, thuý") == analysis.streams("hòa bình, thúy")


def test_decomposed_text_gives_the_same_words():
    assert analysis.streams(unicodedata.normalize("NFD", MARKED)) == analysis.streams(MARKED)


def test_numbers_and_joined_words_fall_apart():
    assert analysis.streams("lãi 1.234,5 tỷ BT-BOT").folded == ["lai", "1", "234", "5", "ty", "bt", "bot"]


def test_words_of_a_text_without_marks_are_bare():
    assert analysis.streams("Thu phi o tram BOT") == (
        ["?thu", "?phi", "?o", "?tram", "?bot"],
        ["thu", "phi", "o", "tram", "bot"],
    )


@pytest.mark.parametrize(("marked", "bare"), [(1, True), (2, False)])
def test_a_stray_mark_does_not_make_a_text_marked(marked, bare):
    exact, _folded = analysis.streams(" ".join(["phí"] * marked + ["phi"] * (15 - marked)))
    assert exact == ["phí"] * marked + ["?phi" if bare else "phi"] * (15 - marked)


@pytest.mark.parametrize("text", ["", "…", "?!", "  \n"])
def test_no_words(text):
    assert analysis.streams(text) == ([], [])


@settings(deadline=None)
@given(st.text())
def test_streams_are_parallel_and_survive_splitting_at_blanks(text):
    exact, folded = analysis.streams(text)
    assert " ".join(exact).split() == exact
    assert " ".join(folded).split() == folded
    assert [forms.fold(word.removeprefix(analysis.BARE_SIGN)) for word in exact] == folded


def test_fingerprint_follows_the_forms_of_words(monkeypatch):
    monkeypatch.setattr(forms, "fold", str.upper)
    assert analysis._fingerprint() != analysis.FINGERPRINT
