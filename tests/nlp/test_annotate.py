from importlib.resources import files
from pathlib import Path

import pytest

from diembao.core.models import Content
from diembao.core.text import fold
from diembao.nlp.annotate import Annotator
from diembao.nlp.places import load_places
from diembao.nlp.topics import load_topics

TOPICS = load_topics(Path(str(files("diembao.nlp") / "data" / "topics.toml")))


@pytest.fixture(scope="module")
def annotator():
    return Annotator(TOPICS, load_places("Cà Mau"))


ARTICLES = {
    "law-elections": Content(
        title="Hội đồng nhân dân tỉnh thông qua 19 nghị quyết, chất vấn hai giám đốc sở",
        lead="Kỳ họp thứ tám bế mạc chiều nay.",
        text="Các đại biểu đã thảo luận tại tổ, cho ý kiến về dự thảo nghị quyết và trả lời chất vấn của cử tri.",
    ),
    "law-enforcement": Content(
        title="Khởi tố, bắt tạm giam ba người vận chuyển ma túy",
        text="Cơ quan cảnh sát điều tra Công an tỉnh đã khởi tố bị can về tội vận chuyển trái phép chất ma túy.",
    ),
    "development": Content(
        title="Khởi công đường vành đai, tổng mức đầu tư 1.600 tỷ đồng",
        text="Ban quản lý dự án cho biết công tác giải phóng mặt bằng đạt 90%, giải ngân vốn đầu tư công kịp tiến độ.",
    ),
    "anti-corruption": Content(
        title="Kỷ luật cảnh cáo nguyên giám đốc sở vì nhận hối lộ",
        text="Ủy ban Kiểm tra kết luận có vi phạm, gây thất thoát, lãng phí; vụ việc có dấu hiệu tham nhũng.",
    ),
    "environment": Content(
        title="Sạt lở bờ sông, nước thải gây ô nhiễm môi trường",
        text="Mưa lũ làm sạt lở 120 m bờ sông; bãi rác và nước thải của nhà máy gây ô nhiễm nguồn nước.",
    ),
    "border-sovereignty": Content(
        title="Bộ đội Biên phòng tuyên truyền ngư dân không vi phạm vùng biển nước ngoài",
        text="Đồn biên phòng và cảnh sát biển phổ biến quy định về IUU, giám sát hành trình, chủ quyền biển đảo.",
    ),
    "national-security": Content(
        title="Diễn tập khu vực phòng thủ tỉnh",
        text="Bộ Chỉ huy Quân sự tỉnh cùng dân quân tự vệ, quân đội nhân dân diễn tập sẵn sàng chiến đấu.",
    ),
    "press-expression": Content(
        title="Hội Nhà báo tỉnh trao giải báo chí, bàn cách bảo vệ phóng viên tác nghiệp",
        text="Các cơ quan báo chí, nhà báo dự lễ; hội đề nghị xử lý việc cản trở phóng viên và tin giả.",
    ),
    "coordination": Content(
        title="Ký quy chế phối hợp giữa mười một cơ quan",
        text="Lễ ký kết quy chế phối hợp; các bên phối hợp tuyên truyền, đối thoại với doanh nghiệp, sơ kết.",
    ),
    "public-concerns": Content(
        title="Người dân phản ánh mất nước sạch bốn ngày, khiếu nại chưa được trả lời",
        text="Hộ dân mua nước với giá cao; cư dân phản ánh ùn tắc và ngộ độc thực phẩm ở bếp ăn, gọi đường dây nóng.",
    ),
    "foreign-trials": Content(
        title="Xét xử vụ án có bị cáo người nước ngoài, đề nghị dẫn độ",
        text="Tòa án mở phiên tòa xét xử các đối tượng người nước ngoài mang quốc tịch Trung Quốc; Interpol truy nã, "
        "dẫn độ và tương trợ tư pháp. Bị cáo nhập cảnh với hộ chiếu giả, tội phạm xuyên quốc gia.",
    ),
}


def test_every_shipped_topic_is_tried():
    assert set(ARTICLES) == {topic.id for topic in TOPICS}


@pytest.mark.parametrize(("topic", "content"), ARTICLES.items(), ids=ARTICLES)
def test_shipped_topics_find_what_they_are_for(annotator, topic, content):
    assert topic in {tag.topic for tag in annotator.annotate(content).topics}


@pytest.mark.parametrize(
    "content",
    [
        Content(
            title="Giá vàng tăng nhẹ",
            text="Giá vàng miếng tăng 200.000 đồng mỗi lượng so với hôm qua. Người mua ít hơn.",
        ),
        Content(
            title="Đội bóng thắng ngược ở phút bù giờ", text="Cầu thủ vào sân từ ghế dự bị ghi hai bàn trong trận đấu."
        ),
        Content(
            title="Quốc hội Hàn Quốc thông qua luật, tổng thống phản ứng",
            text="Tại Seoul, tổng thống Hàn Quốc và quân đội Mỹ họp về tên lửa của Triều Tiên. Nhật Bản theo dõi.",
        ),
    ],
    ids=lambda content: content.title,
)
def test_other_articles_have_no_topic(annotator, content):
    assert annotator.annotate(content).topics == ()


def test_home_province(annotator):
    here = annotator.annotate(Content(title="Tôm Bạc Liêu được giá", text="Người nuôi ở Đầm Dơi thu hoạch."))
    assert here.in_home_province
    assert [(tag.place, tag.count, tag.within) for tag in here.places] == [
        ("Cà Mau", 2, ""),
        ("huyện Đầm Dơi", 1, "Cà Mau"),
    ]
    assert not annotator.annotate(Content(title="Vải thiều", text="Nông dân Lục Ngạn thu hoạch.")).in_home_province


def test_text_without_marks(annotator):
    content = ARTICLES["law-enforcement"]
    found = annotator.annotate(Content(title=fold(content.title), text=fold(content.text)))
    assert found.language == "vi-unmarked"
    assert "law-enforcement" in {tag.topic for tag in found.topics}


def test_short_and_foreign_texts_are_annotated_too(annotator):
    assert annotator.annotate(Content(title="Khởi tố", text="")).language == "unknown"
    english = annotator.annotate(
        Content(title="Rice prices rise", text="Farmers in the region sold more rice this week.")
    )
    assert (english.language, english.topics, english.places) == ("other", (), ())


def test_the_same_content_gives_the_same_annotation(annotator):
    content = ARTICLES["coordination"]
    assert annotator.annotate(content) == Annotator(TOPICS, load_places("Cà Mau")).annotate(content)


def test_the_author_changes_nothing(annotator):
    content = ARTICLES["environment"]
    signed = Content(title=content.title, text=content.text, authors=("An Giang",), section="Pháp luật")
    assert annotator.annotate(signed) == annotator.annotate(content)


def test_key_phrases_are_found_with_the_rest(annotator):
    content = ARTICLES["environment"]
    assert any("sạt lở" in phrase for phrase in annotator.annotate(content).phrases)
    unmarked = Content(title=fold(content.title), text=fold(content.text))
    assert annotator.annotate(unmarked).phrases == ()
