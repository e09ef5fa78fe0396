from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import fold
from diembao.nlp.topics import Topic, TopicTagger

FILLER = "xã họp về mùa màng của bà con trong vùng và bàn việc chung của ấp"


def topic(**values):
    defaults = {"id": "t", "name_vi": "T", "name_en": "T", "threshold": 0.1}
    return Topic(**(defaults | values))


def why(tags):
    return {tag.topic: dict(tag.why) for tag in tags}


def test_a_board_topic_works_at_once():
    tagger = TopicTagger([Topic(id="rice", name_vi="Gạo", name_en="Rice", words=(("giá gạo", 5.0),))])
    assert [tag.topic for tag in tagger.tag("Giá gạo tăng", "", FILLER)] == ["rice"]
    assert [tag.topic for tag in tagger.tag("Tin trong ngày", "", f"{FILLER} giá gạo, giá gạo")] == ["rice"]
    assert tagger.tag("Tin trong ngày", "", f"{FILLER} giá gạo") == ()


def test_the_title_weighs_more_and_repeats_add_less():
    tagger = TopicTagger([topic(words=(("lúa", 2.0),))])
    assert why(tagger.tag("Lúa", "", FILLER)) == {"t": {"lúa": 3.0}}
    assert why(tagger.tag("x", "", "lúa")) == {"t": {"lúa": 2.0}}
    assert why(tagger.tag("x", "", "lúa lúa lúa")) == {"t": {"lúa": 4.0}}
    assert why(tagger.tag("Lúa lúa", "lúa", "lúa lúa")) == {"t": {"lúa": 7.0}}


def test_what_comes_late_counts_a_tenth():
    tagger = TopicTagger([topic(words=(("lúa", 10.0),))])
    late = "a" * 800 + " lúa"
    assert why(tagger.tag("x", "", late)) == {"t": {"lúa": round(10 * log2(1.1), 2)}}


def test_length_alone_makes_no_topic():
    tagger = TopicTagger([Topic(id="rice", name_vi="Gạo", name_en="Rice", words=(("lúa", 5.0), ("gạo", 5.0)))])
    long = " ".join([FILLER] * 20 + ["bán lúa mua gạo"])
    assert tagger.tag("Tin trong ngày", "", long) == ()


def test_score_is_half_at_the_threshold_and_follows_from_why():
    tagger = TopicTagger([topic(words=(("lúa", 4.0),), threshold=4.0)])
    (tag,) = tagger.tag("x", "", "lúa")
    assert tag.score == 0.5
    (tag,) = tagger.tag("lúa", "", "lúa")
    points = sum(value for _, value in tag.why)
    assert tag.score == points / (points + 4)
    assert tagger.tag("x", "", "lụa") == ()


def test_marks_decide_and_their_placement_does_not():
    tagger = TopicTagger([topic(words=(("hoà giải", 1.0), ("đảng", 1.0)))])
    assert why(tagger.tag("x", "", "việc HÒA GIẢI ở ấp đang làm")) == {"t": {"hoà giải": 1.0}}


def test_a_phrase_without_marks_means_itself():
    tagger = TopicTagger([topic(words=(("iuu", 1.0), ("lua", 1.0)))])
    assert why(tagger.tag("x", "", "chống IUU, bán lúa")) == {"t": {"iuu": 1.0}}


def test_the_longer_phrase_counts_alone():
    tagger = TopicTagger([topic(words=(("rừng", 1.0), ("phá rừng", 4.0)))])
    assert why(tagger.tag("x", "", "vụ phá rừng")) == {"t": {"phá rừng": 4.0}}
    assert why(tagger.tag("x", "", "vụ phá rừng trong rừng")) == {"t": {"phá rừng": 4.0, "rừng": 1.0}}


def test_topics_do_not_hide_each_others_phrases():
    tagger = TopicTagger([topic(id="a", words=(("rừng", 1.0),)), topic(id="b", words=(("phá rừng", 1.0),))])
    assert set(why(tagger.tag("x", "", "vụ phá rừng"))) == {"a", "b"}


def test_not_words_shield_and_take_away():
    tagger = TopicTagger([topic(words=(("môi trường", 3.0),), not_words=(("môi trường kinh doanh", 1.0),))])
    assert tagger.tag("x", "", "cải thiện môi trường kinh doanh") == ()
    tags = tagger.tag("x", "", "môi trường kinh doanh và môi trường")
    assert why(tags) == {"t": {"môi trường": 3.0, "môi trường kinh doanh": -1.0}}
    assert [phrase for phrase, _ in tags[0].why] == ["môi trường", "môi trường kinh doanh"]


def test_title_words_count_in_the_title_only():
    tagger = TopicTagger([topic(title_words=(("tin giả", 2.0),))])
    assert why(tagger.tag("Tin giả", "", "tin giả")) == {"t": {"tin giả": 3.0}}
    assert tagger.tag("x", "", "tin giả") == ()


def test_title_words_hide_nothing_in_the_text():
    tagger = TopicTagger([topic(title_words=(("tin giả", 2.0),), words=(("tin", 1.0),))])
    assert why(tagger.tag("Tin giả", "", "tin giả")) == {"t": {"tin giả": 3.0, "tin": 1.0}}


def test_needs():
    tagger = TopicTagger([topic(words=(("người nước ngoài", 3.0),), needs=("khởi tố", "bắt giữ"))])
    assert tagger.tag("x", "", "người nước ngoài đi chơi") == ()
    assert why(tagger.tag("x", "", "khởi tố người nước ngoài")) == {"t": {"người nước ngoài": 3.0}}


def test_an_article_about_abroad_only():
    words = (("tên lửa", 10.0),)
    home, away = topic(id="home", words=words, abroad=30.0), topic(id="any", words=words)
    tagger = TopicTagger([home, away])
    foreign = ("Hàn Quốc phỏng đoán tên lửa của Triều Tiên", "", "Bình Nhưỡng phóng tên lửa, Mỹ và Nhật Bản họp.")
    assert set(why(tagger.tag(*foreign))) == {"any"}
    at_home = ("Diễn tập tên lửa ở Hà Nội", "", "Bộ Quốc phòng và UBND tỉnh dự buổi diễn tập tên lửa tại huyện.")
    assert set(why(tagger.tag(*at_home))) == {"any", "home"}
    mixed = tagger.tag(
        "Tên lửa", "", "Việt Nam mua tên lửa của Hàn Quốc, Hàn Quốc giao hàng. Bộ Quốc phòng Việt Nam nhận."
    )
    taken = why(mixed)["home"]
    assert -10 < taken["hàn quốc"] < 0
    assert "việt nam" not in taken


def test_text_typed_without_marks():
    text = "Sang nay, cong an tinh da khoi to vu an pha rung o huyen va bat tam giam hai nguoi de dieu tra."
    tagger = TopicTagger([topic(words=(("phá rừng", 2.0), ("rừng", 1.0)))])
    assert why(tagger.tag("x", "", text)) == {"t": {"phá rừng": 2.0}}
    assert tagger.tag("x", "", text, language="vi") == ()


def test_phrases_that_are_one_without_marks_count_once():
    tagger = TopicTagger([topic(words=(("khơi tơ", 1.0), ("khởi tố", 2.0)))])
    assert why(tagger.tag("", "", "khoi to", language="vi-unmarked")) == {"t": {"khởi tố": 2.0}}
    assert why(tagger.tag("", "", "khơi tơ", language="vi")) == {"t": {"khơi tơ": 1.0}}


def test_surest_first():
    tagger = TopicTagger([topic(id="a", words=(("lúa", 1.0),)), topic(id="b", words=(("gạo", 3.0),))])
    assert [tag.topic for tag in tagger.tag("x", "", "lúa gạo")] == ["b", "a"]


def test_nothing_to_read():
    assert TopicTagger([]).tag("a", "b", "c") == ()
    assert TopicTagger([topic(words=(("lúa", 1.0),))]).tag("", "", "") == ()


PHRASES = st.lists(st.sampled_from(["lúa", "gạo", "lúa gạo", "mùa lúa", "rừng", "phá rừng"]), unique=True, min_size=1)
TEXTS = st.lists(st.sampled_from(["mùa", "lúa", "gạo", "phá", "rừng", "x", "."]), max_size=30).map(" ".join)


@given(PHRASES, TEXTS, TEXTS, TEXTS)
def test_why_adds_up_and_is_sorted(phrases, title, lead, body):
    tagger = TopicTagger([topic(words=tuple((phrase, float(len(phrase))) for phrase in phrases), threshold=1.0)])
    for tag in tagger.tag(title, lead, body, language="vi"):
        points = sum(value for _, value in tag.why)
        assert tag.score == pytest.approx(points / (points + 1))
        assert 0.5 <= tag.score < 1
        assert [value for _, value in tag.why] == sorted((value for _, value in tag.why), reverse=True)
        assert all(phrase in f"{title}\n{lead}\n{body}" for phrase, _ in tag.why)


@given(TEXTS, TEXTS)
def test_folded_text_finds_what_marked_text_finds(title, body):
    tagger = TopicTagger([topic(words=(("lúa gạo", 1.0), ("phá rừng", 1.0)))])
    marked = tagger.tag(title, "", body, language="vi")
    assert tagger.tag(fold(title), "", fold(body), language="vi-unmarked") == marked
