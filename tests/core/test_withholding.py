import random
import string

import pytest

from diembao.core.models import Content, Link
from diembao.core.withholding import MARK, passage, redact, redact_content

TEXT = "Bà Ngần Xoẻn ở số 7, ngõ Hòa Bình. Bà nói: \u201cTôi không biết.\u201d\n\nCầu nối hai bờ sông."


@pytest.mark.parametrize(
    "given",
    [
        "Bà Ngần Xoẻn ở số 7, ngõ Hòa Bình.",
        "bà ngần xoẻn ở số 7 ngõ hoà bình",
        "BÀ NGẦN XOẺN\nở số 7 – ngõ   Hòa Bình",
    ],
)
def test_case_punctuation_blanks_and_placement_of_tones_make_no_difference(given: str) -> None:
    assert redact(TEXT, [passage(given)]) == f"{MARK}{TEXT[len('Bà Ngần Xoẻn ở số 7, ngõ Hòa Bình') :]}"


def test_a_passage_across_paragraphs_is_taken_out() -> None:
    assert redact(TEXT, [passage("tôi không biết cầu nối hai")]).endswith(f"\u201c{MARK} bờ sông.")


@pytest.mark.parametrize("given", ["Ba Ngan Xoen o so 7", "Ngần Xoẻn ở số 8", "Xoẻn Ngần ở"])
def test_other_words_stay(given: str) -> None:
    assert redact(TEXT, [passage(given)]) == TEXT


def test_passages_that_overlap_leave_one_mark() -> None:
    several = [passage("Ngần Xoẻn ở số"), passage("ở số 7"), passage("Cầu nối hai bờ")]
    assert redact(TEXT, several) == f"Bà {MARK}, ngõ Hòa Bình. Bà nói: \u201cTôi không biết.\u201d\n\n{MARK} sông."


def test_what_is_known_of_a_passage_is_no_text() -> None:
    known = passage("Bà Ngần Xoẻn ở số 7")
    assert known.words == 6 and len(known.hash) == 64


def test_every_text_of_an_article_is_redacted() -> None:
    secret = "Ngần Xoẻn Loẳng"
    content = Content(
        title=f"Tin về {secret}",
        lead=secret,
        text=f"Hôm nay {secret} đi chợ.",
        authors=(secret,),
        section=secret,
        tags=(secret, "chợ"),
        captions=(f"Ảnh: {secret}",),
        links=(Link("https://bao-mau.example/1", secret),),
        credit=secret,
    )
    assert "Xoẻn" not in repr(redact_content(content, [passage(secret)]))
    assert redact_content(content, []) is content


def test_whatever_the_text_no_run_of_the_passage_survives_and_the_rest_does() -> None:
    random.seed(4)
    letters = string.ascii_lowercase[:3] + "đ"
    for _round in range(300):
        words = [random.choice(letters) for _word in range(30)]
        at, length = random.randrange(25), random.randrange(3, 6)
        wanted = words[at : at + length]
        redacted = redact(" ".join(words), [passage(" ".join(wanted))])
        assert redact(redacted, [passage(" ".join(wanted))]) == redacted
        assert len(redacted.replace(MARK, "").split()) <= len(words) - len(wanted)
