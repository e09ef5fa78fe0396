"""Key phrases of an article: as written, whole, and never a person's name."""

from __future__ import annotations

import pytest

from diembao.core.text import clean
from diembao.nlp.keyphrases import MOST_PHRASES, KeyPhrases
from diembao.nlp.keyphrases.lexicon import Kind, Lexicon, press_lexicon

FINDER = KeyPhrases()


def phrases(title: str, lead: str = "", text: str = "", language: str = "vi") -> tuple[str, ...]:
    return FINDER.of(title, lead, clean(text), language=language)


FLOOD = (
    "Sạt lở bờ sông nuốt ba căn nhà ở Hưng Lộc",
    "Sạt lở bờ sông xảy ra rạng sáng nay, chính quyền di dời mười hộ dân.",
    "Ông Trần Văn Bình kể nước xoáy mạnh suốt đêm. Theo kỹ sư Lê Hoài Nam, tình trạng khai thác cát khiến sạt lở bờ "
    "sông nặng hơn.\n\nTrần Văn Bình mong sớm có chỗ tái định cư. Việc khai thác cát đã bị đình chỉ; khai thác cát "
    "trái phép sẽ bị phạt. Phương án tái định cư chưa có. Hoài Nam cho biết thêm ngày 22/11.",
)


def test_what_it_is_about_comes_first_and_whole() -> None:
    found = phrases(*FLOOD)
    assert "sạt lở" in found[0] and len(found) <= MOST_PHRASES
    assert any("khai thác cát" in phrase for phrase in found)
    # none inside another
    assert not any(one != other and one in other for one in found for other in found)


@pytest.mark.parametrize(
    "text",
    [
        *FLOOD[1:],
        "Ca sĩ Thùy Linh hát. Thùy Linh cảm ơn khán giả. Quang Hải ghi bàn, Quang Hải ăn mừng.",
        "Ông Minh, bà Lan và chị Hồng Nhung. Cầu thủ Hồng Nhung tới. Giám đốc Phan Hòa Bình phát biểu.",
        "PHAN HÒA BÌNH NHẬN GIẢI THƯỞNG. Phan Hòa Bình vui mừng. TRẦN VĂN BÌNH phát biểu.",
        "Donald Smith gặp John Brown. SMITH nói với BROWN. Donald Smith ký.",
        "Trường Nguyễn Huệ, cầu Nguyễn Văn Trỗi, đường Lê Lợi, bệnh viện Phạm Ngọc Thạch.",
    ],
)
def test_no_names_of_persons(text: str) -> None:
    names = (
        "trần văn bình|văn bình|hoài nam|lê hoài|thùy linh|quang hải|hồng nhung|hòa bình|minh|lan|phan|nguyễn|smith"
        "|brown|donald|lê lợi|phạm"
    ).split("|")
    for phrase in phrases("Tin trong ngày", text, text * 3):
        padded = f" {phrase.lower()} "
        assert not any(f" {name} " in padded for name in names), phrase


def test_things_may_be_called_by_name_and_number() -> None:
    text = "Cầu Rạch Sậy đã thông xe. Qua cầu Rạch Sậy phải chạy chậm. Bão số 5 tiến gần bờ, bão số 5 giật cấp 12."
    found = phrases("Thông xe cầu Rạch Sậy trước bão số 5", "", text)
    assert {"cầu Rạch Sậy", "bão số 5"} <= set(found)


def test_what_is_said_again_is_a_phrase_although_the_list_does_not_know_it() -> None:
    text = "Theo ngành chức năng, xâm nhập mặn còn kéo dài. Xâm nhập mặn năm nay đến sớm."
    assert phrases("Xâm nhập mặn sâu hơn", "", text)[0] == "xâm nhập mặn"


def test_the_first_capital_of_a_sentence_is_no_part_of_the_phrase() -> None:
    found = phrases("Ô nhiễm môi trường", "", "Ô nhiễm môi trường lan rộng. Nạn ô nhiễm môi trường kéo dài.")
    assert "ô nhiễm môi trường" in found


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Sat lo bo song nuot ba can nha", "vi-unmarked"),
        ("The river bank collapsed on Sunday, officials said", "other"),
        ("", "unknown"),
        ("!!! 123 … ---", "unknown"),
        ("Nguyễn Văn An", "unknown"),
    ],
)
def test_texts_of_which_nothing_can_be_told_give_nothing(title: str, language: str) -> None:
    assert phrases(title, title, title, language) == ()


def test_neither_days_nor_bylines_nor_offices() -> None:
    text = "Ngày 22/11, phóng viên ghi nhận. Ngày 22/11, giám đốc sở cho biết. Hôm nay giám đốc sở cho biết. Ảnh: PV"
    assert phrases("Hôm nay, ngày 22 tháng 11", text, text) == ()


def test_long_and_broken_texts_are_read() -> None:
    assert len(phrases("khai thác cát " * 2000, "\n" * 500, ". , ; " * 3000)) <= 1
    assert len(phrases("KHAI THÁC CÁT TRÁI PHÉP TRÊN SÔNG HẬU")) <= MOST_PHRASES


def test_the_same_text_always_gives_the_same() -> None:
    assert phrases(*FLOOD) == KeyPhrases().of(*FLOOD, language="vi")


def test_syllables_are_cut_into_the_likeliest_words() -> None:
    lexicon = Lexicon(
        [("học", Kind.VERB, 50, 40), ("học sinh", Kind.NOUN, 90, 60), ("sinh học", Kind.NOUN, 9, 8)], {}, 100
    )
    cuts = lexicon.cut("học sinh học xyz".split())
    assert [(cut.start, cut.end) for cut in cuts] == [(0, 2), (2, 3), (3, 4)] and cuts[-1].word is None
    assert lexicon.cut([]) == []


def test_the_shipped_list_has_no_names_and_is_in_one_form() -> None:
    lexicon = press_lexicon()
    assert len(lexicon.words) > 5000 and len(lexicon.phrases) > 1000
    assert all(word == word.lower() for word in lexicon.words)
    assert not {"nguyễn", "hà nội", "việt nam", "thanh hóa"} & set(lexicon.words)
