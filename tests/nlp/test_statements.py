import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import clean, fold
from diembao.nlp.attribution import attribution
from diembao.nlp.check_worthiness import KINDS, Asked, probabilities
from diembao.nlp.claim_types import ClaimType, claim_type
from diembao.nlp.forms import forms_of
from diembao.nlp.guard import judge
from diembao.nlp.quantities import find_quantities
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
        ("Xe chở quá tải 40%, theo Sở Giao thông vận tải.", "Sở Giao thông vận tải"),
        ("Theo hai nhân chứng, chiếc xe chạy rất nhanh.", "hai nhân chứng"),
        ("“Đã dừng”, ông Hồ Bá Thắng - giám đốc ban quản lý - trả lời.", "ông Hồ Bá Thắng"),
        ("Bị cáo Nguyễn Văn Út khai đã chuyển tiền ba lần.", "Bị cáo Nguyễn Văn Út"),
        ("Tờ Sao Mai dẫn lời một nhân chứng nói có ba tiếng nổ.", "Tờ Sao Mai"),
        ("Người dân xóm Chài phản ánh xe ben chạy mỗi đêm.", "Người dân xóm Chài"),
        ("Theo Nghị định 12, mức phạt là 5 triệu đồng.", ""),
        ("Người dân đi theo đường mòn lên núi.", ""),
    ],
)
def test_attribution(sentence, who):
    assert attribution(forms_of(sentence)) == who


@pytest.mark.parametrize("unit", ["theo ", "a, ", "“", "nói ", "ông a "])
def test_attribution_of_a_long_sentence(unit):
    attribution(forms_of(unit * (50_000 // len(unit))))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Vụ cháy thiêu rụi 86 sạp hàng ở chợ Cái Mơn.", ClaimType.FIGURE),
        ("Công an tỉnh khám xét nhà riêng cựu giám đốc bến xe.", ClaimType.EVENT),
        ("Nghị định quy định mức phạt từ 4 triệu đồng với người vượt đèn đỏ.", ClaimType.RULE),
        ("Nghị quyết bỏ phí vỉa hè có hiệu lực từ ngày 1/7.", ClaimType.RULE),
        ("Nguyên nhân vụ sập giàn giáo là nền đất yếu.", ClaimType.CAUSE),
        ("Trạm bơm ngừng hoạt động 16 ngày vì nợ tiền điện.", ClaimType.CAUSE),
        ("Công an huyện xác nhận đã khởi tố vụ án.", ClaimType.QUOTE),
    ],
)
def test_what_a_claim_states(sentence, kind):
    forms = forms_of(sentence)
    assert claim_type(forms, find_quantities(sentence), attribution(forms)) is kind
    plain = forms_of(fold(sentence))
    assert claim_type(plain, find_quantities(plain.written), attribution(plain)) is kind


def test_only_claims_have_a_type():
    assert [s.type for s in statements(TEXT)] == [ClaimType.FIGURE, None, ClaimType.FIGURE]


def test_spans_go_to_the_sentence_in_which_they_begin():
    second = TEXT.index("Bao giờ")
    found = statements(TEXT, places=((5, 28), (second + 4, second + 9)), times=((second - 5, second - 2),))
    assert [s.places for s in found] == [((5, 28),), ((second + 4, second + 9),), ()]
    assert [s.times for s in found] == [((second - 5, second - 2),), (), ()]


def test_probabilities_are_those_of_one_sentence_after_another():
    forms = [forms_of(text) for text in ("Huyện thu hồi 2 ha đất.", "…", "Bài diễn văn dài mà rỗng.", "")]
    asked = [Asked(sentence, [], "") for sentence in forms]
    together = probabilities(asked)
    assert together.shape == (4, len(KINDS))
    for row, one in zip(together, asked, strict=True):
        assert row == pytest.approx(probabilities([one])[0])
        assert row.sum() == pytest.approx(1.0)
    assert probabilities([]).shape == (0, len(KINDS))
