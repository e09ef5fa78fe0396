import pytest

from diembao.nlp.opinion_sections import is_opinion_section


@pytest.mark.parametrize(
    ("section", "opinion"),
    [
        ("Bình luận", True),
        ("Góc nhìn", True),
        ("XÃ LUẬN", True),
        ("Bạn đọc viết", True),
        ("Diễn đàn", True),
        ("Phiếm đàm", True),
        ("Blog", True),
        ("Y kien", True),
        ("Thời sự", False),
        ("Thủ đô", False),
        ("Thư viện pháp luật", False),
        ("Kinh tế", False),
        ("Thơ", True),
        ("Văn hóa - Thơ", True),
        ("Thư tòa soạn", True),
        ("Truyện cười", True),
        ("Cần Thơ", False),
        ("Tin Cần Thơ", False),
        ("CAN THO", False),
        ("Phú Thọ", False),
        ("Tuổi thọ", False),
        ("Thu hút đầu tư", False),
        ("Thu nhập", False),
        ("Thu chi ngân sách", False),
        ("Quán Cuối Tuần", False),
        ("Pháp luật bạn đọc", False),
        ("", False),
    ],
)
def test_sections_of_opinion(section, opinion):
    assert is_opinion_section(section) is opinion
