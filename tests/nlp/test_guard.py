import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import fold
from diembao.nlp.forms import forms_of
from diembao.nlp.guard import MODEL, judge
from diembao.nlp.guard_rules import Patterns, fired


def written(name):
    return [json.loads(line) for line in (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()]


#: Sentences written for this project before a look at what the guard says of them; rules were made from them since.
OWN = written("guard_own.jsonl")
#: Opinions and reproaches with figures, and claims beside them, written before a look at what the guard said of them;
#: rules were made from them since.
SECOND = written("guard_second.jsonl")
#: Written after the first; no rule was made from them, and none may be: they tell how the guard does on what it never
#: saw.
UNSEEN = written("guard_unseen.jsonl")
#: In the manner of the sets that measure the guard, 60 of each kind; written before a look at what the guard says, and
#: nothing was learnt from them or is to be.
THIRD = written("guard_third.jsonl")

#: Sentences of every kind that never become a flag, and the reason that a person reads.
REFUSED = [
    ("Vì sao huyện vẫn chưa trả 3 tỉ đồng cho dân?", "guard-question"),
    ("Tôi xin hứa sẽ sửa xong cây cầu trước Tết.", "guard-promise"),
    ("Giá gạo nhiều khả năng vượt 20.000 đồng mỗi ký.", "guard-prediction"),
    ("Phải cách chức ngay người đã ký quyết định ấy.", "guard-demand"),
    ("Bà con đừng chuyển tiền cho người lạ.", "guard-advice"),
    ("Theo ông Lê, nên giao cho xã quản lý bến đò.", "guard-advice"),
    ("Tôi đề xuất lắp đèn ở 12 ngã tư.", "guard-proposal"),
    ("Xã quả là có phép lạ: làm 2 km đường hết 10 năm.", "guard-satire"),
    ("Khổ quá, đêm nào cũng mất ngủ vì tiếng máy.", "guard-complaint"),
    ("Cách làm ấy thật vô trách nhiệm với 500 hộ dân.", "guard-criticism"),
    ("Việc làm của thầy giáo thật đáng quý.", "guard-judgement"),
    ("Tôi từng bơi qua con sông này mỗi sáng.", "guard-experience"),
    ("Quy hoạch treo 18 năm ở xã Tân Mỹ là tội ác với 700 hộ dân.", "guard-criticism"),
    ("Chính quyền huyện Láng Cò đã bỏ rơi 300 hộ dân mất nước suốt 5 ngày.", "guard-criticism"),
    ("Sở Y tế Phú Giang dửng dưng trước 21 ca ngộ độc tại trường Tân Mỹ.", "guard-criticism"),
    ("Cử tri xã Tân Mỹ phàn nàn 9 năm chưa được cấp sổ đỏ cho 120 hộ.", "guard-complaint"),
    ("Lãnh đạo huyện Láng Cò bất lực trước 15 dự án treo.", "guard-criticism"),
    ("Một huyện 12.000 dân nuôi tới 400 cán bộ thì lấy đâu ra tiền làm đường.", "guard-criticism"),
    ("Cầu Vàm Trúc đội vốn 300 tỷ đồng tiền thuế đổ sông đổ bể.", "guard-criticism"),
    ("Bạn đọc Trần Văn Dũng viết: xã Tân Mỹ thu 500.000 đồng mỗi hộ.", "guard-complaint"),
    ("Theo ông B, chính quyền đã phản bội lòng tin của 500 hộ dân.", "guard-criticism"),
    ("Phòng giáo dục coi 400 phụ huynh như cái máy rút tiền.", "guard-criticism"),
    ("Thu 200.000 đồng tiền rác mỗi tháng mà rác vẫn chất đống.", "guard-criticism"),
    ("Ba lần khởi công, ba lần cắt băng, con đường còn là ruộng.", "guard-criticism"),
    ("Trường thu đủ 14 khoản, chỉ thiếu mỗi khoản thở.", "guard-criticism"),
    ("12 tỷ đồng tiền cứu trợ chắc đã đi lạc ở đâu đó.", "guard-prediction"),
    ("Đến năm 2040 tỉnh Phú Giang chỉ còn 200.000 dân.", "guard-prediction"),
]
CLAIMS = [
    "Huyện thu hồi 2,3 ha đất của 17 hộ dân nhưng chưa trả tiền.",
    "Bà Sáu tố phó chủ tịch xã nhận 50 triệu đồng của doanh nghiệp.",
    "Không một cán bộ nào của phòng tài nguyên bị kỷ luật sau vụ thu hồi nhầm đất.",
    "Mỏ than đá Hà Lầm khai thác 2 triệu tấn năm 2023.",
    "Thanh tra tỉnh kết luận xã thu sai 1,2 tỉ đồng.",
    "Giám đốc sở hứa sửa cầu trong năm 2022 nhưng đến nay vẫn chưa làm.",
    "Người mẹ bỏ rơi bé gái 3 ngày tuổi trước cổng chùa.",
    "Tòa án tuyên ông ta phạm tội ác chiến tranh, phạt 40 năm tù.",
    "Bà Lan tố cáo công ty lừa dối khách hàng, thu tiền hai lần của 60 căn hộ.",
    "Trên giấy tờ, thửa đất rộng 450 m2, đo thực tế chỉ 390 m2.",
    "Nhiệt độ thấp nhất 25 độ C, nhiệt độ cao nhất 32 độ C.",
    "Thửa đất mà ông Bình chưa nhận tiền đền bù rộng 200 m2.",
    "Trại heo Hòa An nuôi tới 3.000 con heo thịt.",
    "Hãng bay nhận 300 đơn phàn nàn của hành khách trong tháng 6.",
    "Kế hoạch của tỉnh là có 300.000 dân vào năm 2040.",
]


@pytest.mark.parametrize(("sentence", "rule"), REFUSED)
def test_what_is_no_statement_of_fact_is_refused_with_a_reason(sentence, rule):
    assert judge(sentence).rule == rule
    assert not judge(sentence).flaggable


@pytest.mark.parametrize("sentence", [sentence for sentence, _rule in REFUSED])
@pytest.mark.parametrize("typed", [fold, str.upper], ids=["no marks", "capitals"])
def test_it_is_refused_however_it_is_typed(sentence, typed):
    assert not judge(typed(sentence)).flaggable


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_statement_of_fact_passes_whoever_it_accuses(sentence):
    assert judge(sentence).flaggable
    assert judge(sentence).rule == ""


def test_attribution_does_not_make_an_opinion_a_fact():
    assert not judge("Theo giám đốc sở, đây là quyết định đúng đắn.").flaggable
    assert judge("Theo giám đốc sở, 17 hộ dân đã nhận tiền.").flaggable


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    verdict = judge(text)
    assert verdict.flaggable == (not verdict.rule)


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "1 ",
        "“",
        "nên ",
        "sẽ ",
        "phải ",
        "cho biết ",
        "than ",
        "bao giờ ",
        "a.",
        "đã ",
        "vì ",
        "đã sẽ, ",
        "“em ",
        "như a ",
    ],
)
def test_a_long_sentence_is_judged_in_reasonable_time(unit):
    judge(unit * (100_000 // len(unit)))
    judge(
        "nên sẽ " + unit * (100_000 // len(unit))
    )  # half of what some pattern wants, and then no end of the other half


def test_own_opinions_stay_out_and_claims_in():
    opinions = [row["text"] for row in OWN if not row["flaggable"]]
    claims = [row["text"] for row in OWN if row["flaggable"]]
    assert sum(judge(text).flaggable for text in opinions) <= 3
    assert sum(judge(text).flaggable for text in claims) >= 0.95 * len(claims)


def test_a_figure_makes_no_claim_of_a_reproach():
    assert sum(judge(row["text"]).flaggable for row in SECOND if not row["flaggable"]) <= 1  # of 85
    assert sum(judge(row["text"]).flaggable for row in SECOND if row["flaggable"]) >= 39  # of 40


def test_unseen_sentences_are_no_worse_off_than_they_were():
    assert sum(judge(row["text"]).flaggable for row in UNSEEN if not row["flaggable"]) <= 3  # of 44
    assert sum(judge(row["text"]).flaggable for row in UNSEEN if row["flaggable"]) >= 19  # of 24


def test_sentences_from_which_nothing_was_learnt():
    assert sum(judge(row["text"]).flaggable for row in THIRD if not row["flaggable"]) <= 5  # of 60
    assert sum(judge(row["text"]).flaggable for row in THIRD if row["flaggable"]) >= 55  # of 60


def test_words_alone_may_tell_an_opinion():
    verdict = judge("Bài diễn văn dài mà rỗng.")
    assert verdict.rule == MODEL
    assert fired(forms_of("Bài diễn văn dài mà rỗng.")) is None


def test_a_soft_rule_gives_way_to_a_plain_report():
    sentence = "Dự án có tổng vốn đầu tư dự kiến 1.200 tỉ đồng do Sở Xây dựng quản lý."
    rule = fired(forms_of(sentence))
    assert rule is not None and not rule.hard
    assert judge(sentence).flaggable


def test_a_hard_rule_never_gives_way():
    sentence = "Ngày 12/3, UBND tỉnh chi 4 tỉ đồng, thu hồi 2 ha đất của 17 hộ dân, đúng không?"
    rule = fired(forms_of(sentence))
    assert rule is not None and rule.hard
    assert judge(sentence).rule == "guard-question"


def test_a_hard_rule_comes_before_a_soft_one():
    rule = fired(forms_of("Dự kiến bao giờ huyện mới trả đất?"))
    assert rule is not None and rule.hard


def test_what_stands_at_the_end_of_a_page_without_stops_is_judged():
    assert judge("một hai " * 2_000 + "tôi xin hứa sẽ sửa cầu").rule == "guard-promise"


@pytest.mark.parametrize("marked", [True, False])
def test_a_pattern_is_tried_on_every_sentence_that_it_matches(marked):
    sentences = [forms_of(text if marked else fold(text)) for text in (*(row["text"] for row in OWN), *CLAIMS)]
    file = tomllib.loads((files("diembao.nlp") / "data" / "guard.toml").read_text(encoding="utf-8"))
    sources = [*file["report"]["patterns"], *file["report"]["not_with"]]
    for rule in file["rule"]:
        sources += [*rule.get("patterns", ()), *rule.get("unless", ())]
    matches = 0
    for source in sources if marked else map(fold, sources):
        for sentence in sentences:
            plain, kept = re.search(source, sentence.typed), Patterns([source]).first(sentence)
            assert (plain is None) == (kept is None), (source, sentence.written)
            matches += plain is not None
    assert matches > 100
