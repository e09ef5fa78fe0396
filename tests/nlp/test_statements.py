import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import clean, fold
from diembao.nlp.attribution import attribution
from diembao.nlp.forms import forms_of
from diembao.nlp.guard import judge
from diembao.nlp.sentences import sentences
from diembao.nlp.statements import SentenceKind, classify, statements

TEXT = (
    "Theo Sở Y tế tỉnh Đồng Tháp, 12 người đã nhập viện sau bữa cỗ hôm 3/4.\n\n"
    "Bao giờ dân mới được đền bù 2,3 ha đất? Công an huyện đã khởi tố hai bị can về tội tham ô 4,7 tỉ đồng."
)


def test_every_sentence_once_with_what_is_in_it():
    found = statements(TEXT)
    assert [(s.start, s.end) for s in found] == [(s.start, s.end) for s in sentences(TEXT)]
    assert all(TEXT[s.start : s.end] == s.text for s in found)
    assert [s.kind for s in found] == [SentenceKind.CLAIM, SentenceKind.OPINION, SentenceKind.CLAIM]
    assert [[TEXT[q.start : q.end] for q in s.quantities] for s in found] == [
        ["12 người"],
        ["2,3 ha"],
        ["hai bị can", "4,7 tỉ đồng"],
    ]
    assert found[0].attribution == "Sở Y tế tỉnh Đồng Tháp"
    assert found[1].rule == "guard-question"
    assert found[1].score == 0.0 < found[0].score <= 1.0


def test_text_without_marks_is_read_alike():
    assert [s.kind for s in statements(fold(TEXT))] == [s.kind for s in statements(TEXT)]


@given(st.text(alphabet="ab1.,?! \nđấ%", max_size=120))
def test_the_guard_has_the_last_word(text):
    for statement in statements(clean(text)):
        assert statement.rule == judge(statement.text).rule
        assert not (statement.rule and statement.kind is SentenceKind.CLAIM)
        assert 0.0 <= statement.score <= 1.0


def test_no_text_has_no_statements():
    assert statements("") == ()


def test_a_name_does_not_change_the_kind():
    for name in ("Báo Sao Mai", "Báo Miền Hạ"):
        assert classify(f"{name} đưa tin 12 người bị thương trong vụ cháy ở Cao Lãnh.").kind is SentenceKind.CLAIM


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Theo Sở Y tế, 12 người nhập viện.", "Sở Y tế"),
        ("Theo ông Lê Văn Ba, đường đã xong.", "ông Lê Văn Ba"),
        ("Ông Lê Văn Ba cho biết đường đã xong.", "Ông Lê Văn Ba"),
        ("Ông Lê Văn Ba, phó chủ tịch xã, cho biết đường đã xong.", "Ông Lê Văn Ba"),
        ('"Đường đã xong", bà Lê Thị Tư nói.', "bà Lê Thị Tư"),
        ("Theo đó, đường đã xong.", ""),
        ("Theo quy định, đường phải xong.", ""),
        ("Đường đã xong.", ""),
    ],
)
def test_attribution(sentence, who):
    assert attribution(forms_of(sentence)) == who


@pytest.mark.parametrize("unit", ["theo ", "a, ", "“", "nói ", "ông a "])
def test_attribution_of_a_long_sentence(unit):
    attribution(forms_of(unit * (50_000 // len(unit))))
