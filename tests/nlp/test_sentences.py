import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import clean
from diembao.nlp.sentences import Sentence, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nước rút. Dân về nhà.", ["Nước rút.", "Dân về nhà."]),
        ("Ông ở TP. Hồ Chí Minh. Bà ở Q. 1, P. Bến Nghé.", ["Ông ở TP. Hồ Chí Minh.", "Bà ở Q. 1, P. Bến Nghé."]),
        ("Theo PGS.TS. Trần Bình và ThS. Lê An thì đủ.", ["Theo PGS.TS. Trần Bình và ThS. Lê An thì đủ."]),
        ("Xã trồng lúa, ngô, v.v. và nuôi cá. Dân khá.", ["Xã trồng lúa, ngô, v.v. và nuôi cá.", "Dân khá."]),
        ("Xã trồng lúa, ngô, v.v. Dân khá lên.", ["Xã trồng lúa, ngô, v.v.", "Dân khá lên."]),
        ("Giá 1.250,5 đồng. Ngày 22.11.2026 tăng.", ["Giá 1.250,5 đồng.", "Ngày 22.11.2026 tăng."]),
        ("Xem trang baochi.vn nhé. Hết.", ["Xem trang baochi.vn nhé.", "Hết."]),
        ("Ông nghĩ... rồi thôi. Hết…", ["Ông nghĩ... rồi thôi.", "Hết…"]),
        ("Trời mưa… Nước lên.", ["Trời mưa…", "Nước lên."]),
        ("Bà nói: “Nước lên.” Rồi bà đi.", ["Bà nói: “Nước lên.”", "Rồi bà đi."]),
        ('"Nước lên?", bà hỏi. (Theo dân.) Hết.', ['"Nước lên?", bà hỏi.', "(Theo dân.)", "Hết."]),
        ("“Nước lên!” bà nói.", ["“Nước lên!” bà nói."]),
        ("Anh Nguyễn Văn A. Sau đó đi về.", ["Anh Nguyễn Văn A.", "Sau đó đi về."]),
        ("Anh N.V.A. Sau đó đi về.", ["Anh N.V.A.", "Sau đó đi về."]),
        ("Ông Donald J. Trump đến.", ["Ông Donald J. Trump đến."]),
        ("Cầu xong hôm qua.Ông Nam mừng.", ["Cầu xong hôm qua.", "Ông Nam mừng."]),
        ("Trụ sở ở TP.HCM và TP.Cần Thơ.", ["Trụ sở ở TP.HCM và TP.Cần Thơ."]),
        ("1. Nội dung thứ nhất. 2. Nội dung khác.", ["1. Nội dung thứ nhất.", "2. Nội dung khác."]),
        ("Xảy ra năm 2026. Theo xã, đã xong.", ["Xảy ra năm 2026.", "Theo xã, đã xong."]),
        ("Thật không?! Có chứ.", ["Thật không?!", "Có chứ."]),
        ("Tiêu đề không có dấu chấm\n\nđoạn sau viết thường", ["Tiêu đề không có dấu chấm", "đoạn sau viết thường"]),
        ("Gồm:\n- một việc\n- hai việc", ["Gồm:", "- một việc", "- hai việc"]),
        ("Xã báo cáo trong ngày.\nnước vẫn lên", ["Xã báo cáo trong ngày.", "nước vẫn lên"]),
        ("Ảnh minh họa\nNgười dân về nhà.", ["Ảnh minh họa", "Người dân về nhà."]),
        (
            "Đây là một dòng dài được ngắt giữa chừng khi chép vào tệp, tên ông\nNam ở dòng sau.",
            ["Đây là một dòng dài được ngắt giữa chừng khi chép vào tệp, tên ông\nNam ở dòng sau."],
        ),
        ("Xong. ***", ["Xong. ***"]),
        ("... mở đầu bằng ba chấm. Hết.", ["... mở đầu bằng ba chấm.", "Hết."]),
        ("", []),
        ("  \n\n ", []),
    ],
)
def test_where_sentences_end(text, expected):
    assert split(text) == expected


STOPS = """TP. ThS. PGS.TS. v.v. v.v… Q. A. N.V.A. Sau Theo xã nước 1.250,5 22.11.2026 2026. 1. . .. ... … ? ! ?! . ” “
" ) ( - – : ; , . .) .” !” baochi.vn Ông ông. qua.Ông *** TP.HCM ấp Ấp"""
PIECES = st.sampled_from([*STOPS.split(), " ", " ", "  ", "\n", "\n\n", "\n \n", "\u00a0"])
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))


@given(TEXTS)
def test_spans_are_in_order_and_cover_everything_that_is_not_blank(text):
    found = sentences(text)
    covered = set()
    before = 0
    for start, end in found:
        assert before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered.update(range(start, end))
        before = end
    assert {i for i, char in enumerate(text) if not char.isspace()} <= covered


@given(TEXTS)
def test_a_sentence_is_one_sentence(text):
    for start, end in sentences(text):
        assert sentences(text[start:end]) == (Sentence(0, end - start),)


@given(TEXTS)
def test_a_paragraph_ends_a_sentence(text):
    display = clean(text)
    for start, end in sentences(display):
        assert "\n\n" not in display[start:end]


def test_a_page_of_stops_takes_no_time():
    assert len(sentences("a.b. " * 50_000)) == 1
    assert len(sentences(". " * 100_000)) == 1
