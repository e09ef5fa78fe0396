"""What a copy changed in the text that it was taken from."""

from diembao.core.models import Content
from diembao.verify.copy_changes import copy_changes

SENTENCES = (
    "Rạng sáng 20/11, lửa bùng lên ở dãy sạp vải của chợ Bến Than.",
    "Lực lượng chữa cháy điều 12 xe đến hiện trường.",
    "Đến 5 giờ, đám cháy được dập tắt, không ai bị thương.",
    "Ban quản lý chợ đang thống kê thiệt hại của tiểu thương.",
)
FIRST = Content(title="Cháy chợ Bến Than", text=" ".join(SENTENCES))


def test_a_plain_reprint_changes_nothing() -> None:
    changes = copy_changes(FIRST, FIRST)
    assert not (changes.is_retitled or changes.left_out or changes.added or changes.reworded or changes.altered)


def test_a_lead_that_is_the_first_sentence_elsewhere_is_no_change() -> None:
    led = Content(title=FIRST.title, lead=SENTENCES[0], text=" ".join(SENTENCES[1:]))
    changes = copy_changes(FIRST, led)
    assert not (changes.left_out or changes.added or changes.reworded)


def test_sentences_left_out_and_added_under_another_title() -> None:
    added = "Năm ngoái, chợ này cũng từng xảy ra một vụ chập điện."
    copy = Content(title="Chợ bốc cháy trong đêm", text=" ".join((*SENTENCES[:3], added)), credit="TTXVN")
    changes = copy_changes(FIRST, copy)
    assert changes.is_retitled
    assert changes.left_out == (SENTENCES[3],)
    assert changes.added == (added,)
    assert changes.credit == "TTXVN"
    assert changes.altered == ()


def test_an_altered_figure_is_shown_in_both_sentences() -> None:
    copy = Content(title=FIRST.title, text=FIRST.text.replace("12 xe", "15 xe"))
    [row] = copy_changes(FIRST, copy).altered
    assert (row.before, row.after) == (SENTENCES[1], SENTENCES[1].replace("12", "15"))
    assert [row.before[start:end] for start, end in row.before_marks] == ["12"]


def test_other_words_are_reworded_not_altered() -> None:
    copy = Content(title=FIRST.title, text=FIRST.text.replace("đang thống kê thiệt hại", "vẫn kiểm đếm thiệt hại"))
    changes = copy_changes(FIRST, copy)
    assert [row.before for row in changes.reworded] == [SENTENCES[3]]
    assert changes.altered == ()


def test_a_paragraph_that_only_stands_elsewhere_is_neither_left_out_nor_added() -> None:
    copy = Content(title=FIRST.title, text=" ".join((*SENTENCES[:1], *SENTENCES[2:], SENTENCES[1])))
    changes = copy_changes(FIRST, copy)
    assert changes.left_out == changes.added == ()
    assert changes.comparison.changes


def test_nothing_beside_nothing() -> None:
    empty = Content(title="", text="")
    assert copy_changes(empty, empty).comparison.rows == ()
    assert copy_changes(FIRST, empty).left_out == SENTENCES
