import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.models import PlaceTag
from diembao.nlp.names import NameFinder
from diembao.nlp.places import load_places, place_tags


class Tagger:
    """What the annotator does with places."""

    def __init__(self, gazetteer):
        self.finder = NameFinder(gazetteer)
        self.home = gazetteer.home

    def tag(self, text):
        return place_tags(self.finder.find(text), self.home)


TAGGER = Tagger(load_places("An Giang"))


def places(text):
    return {tag.place: tag.count for tag in TAGGER.tag(text) if not tag.within}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lũ lên ở An Giang và Đồng Tháp, An Giang nặng hơn.", {"An Giang": 2, "Đồng Tháp": 1}),
        ("Tỉnh Hoà Bình họp.", {"Phú Thọ": 1}),
        ("Tỉnh Hòa Bình họp.", {"Phú Thọ": 1}),
        ("Họ mong hòa bình và thái bình.", {}),
        ("Hòa bình là điều họ mong.", {}),
        ("Cả vùng đồng tháp mười sen nở.", {}),
        ("CÔNG AN TP HẢI PHÒNG THÔNG BÁO", {"Hải Phòng": 1}),
        ("Công an TP.HCM và Thành phố Hồ Chí Minh, TP Hồ Chí Minh, Sài Gòn", {"Thành phố Hồ Chí Minh": 4}),
        ("Đường Hồ Chí Minh trên biển.", {}),
        ("Biển ở Bà Rịa - Vũng Tàu động.", {"Thành phố Hồ Chí Minh": 1}),
        ("Đảo Phú Quốc đông khách.", {"An Giang": 1}),
        ("Khách ra Côn Đảo, về Sa Đéc.", {"Thành phố Hồ Chí Minh": 1, "Đồng Tháp": 1}),
        ("Khu vực châu Á - Thái Bình Dương.", {}),
        ("Vùng Đồng Tháp Mười.", {}),
        ("Chiến thắng Điện Biên Phủ.", {}),
        ("Kẹt xe trên đường Điện Biên Phủ.", {}),
        ("Họp ở thành phố Điện Biên Phủ, tỉnh Điện Biên.", {"Điện Biên": 2}),
        ("Nhà ở đường An Giang, hẻm Sài Gòn.", {}),
        ("Phó Thủ tướng Nguyễn Hòa Bình dự.", {}),
        ("Ông Nguyễn Hòa Bình dự.", {}),
        ("Ông Phạm Văn Thái Bình dự.", {}),
        ("Chị Huế và bà Nguyễn Thị Huế về Huế.", {"Huế": 1}),
        ("Đại học Sư Phạm Hà Nội.", {"Hà Nội": 1}),
        ("Ở xã Hòa Bình, huyện Bình Dương.", {}),
        ("Ở thị xã Phú Thọ cũ.", {"Phú Thọ": 1}),
        ("Sở Nông nghiệp và Phát triển nông thôn Thanh Hóa.", {"Thanh Hóa": 1}),
        ("Tắc ở cửa ngõ Hà Nội.", {"Hà Nội": 1}),
        ("Công ty Hoàng Anh Gia Lai.", {}),
        ("Giải Nobel Hòa Bình.", {}),
        ("Hà Nộii và HHà Nội", {}),
        ("", {}),
    ],
)
def test_what_a_name_means(text, expected):
    assert places(text) == expected


def test_former_provinces_count_for_what_they_are_part_of():
    assert TAGGER.tag("Lúa ở Kiên Giang, tôm ở Bạc Liêu.") == (
        PlaceTag(place="An Giang", count=1, home=True),
        PlaceTag(place="Cà Mau", count=1, home=False),
    )


def test_most_often_named_first():
    assert [tag.place for tag in TAGGER.tag("Huế. Cà Mau, Cà Mau. Lai Châu, Cà Mau, Lai Châu")] == [
        "Cà Mau",
        "Lai Châu",
        "Huế",
    ]


def test_places_of_the_home_province_are_told_by_themselves():
    tags = TAGGER.tag("Ở xã Hòa Điền, TP Long Xuyên và Phú Quốc. Xã Hòa Điền ngập. Ở phường Ninh Kiều thì không.")
    assert tags == (
        PlaceTag(place="An Giang", count=4, home=True),
        PlaceTag(place="xã Hòa Điền", count=2, home=True, within="An Giang"),
        PlaceTag(place="thành phố Long Xuyên", count=1, home=True, within="An Giang"),
        PlaceTag(place="đặc khu Phú Quốc", count=1, home=True, within="An Giang"),
        PlaceTag(place="Cần Thơ", count=1, home=False),
    )


def test_streets_and_places_abroad_are_no_tags():
    assert TAGGER.tag("Từ đường Lê Lợi đến Paris, sông Hồng, miền Trung.") == ()


def test_no_home():
    assert not any(tag.home for tag in Tagger(load_places()).tag("Lũ ở An Giang"))


def test_a_desk_of_its_own(tmp_path):
    file = tmp_path / "places.toml"
    file.write_text(
        '[[province]]\nname = "Phú Giang"\nplaces = ["Bến Sậy", "Long Xuyên"]\nnot_places = ["Phú Giang Group"]\n',
        encoding="utf-8",
    )
    tagger = Tagger(load_places("Phú Giang", file))
    assert tagger.tag("Phường Bến Sậy, phường Long Xuyên. Phú Giang Group khai trương.") == (
        PlaceTag(place="Phú Giang", count=2, home=True),
        PlaceTag(place="Phường Bến Sậy", count=1, home=True, within="Phú Giang"),
        PlaceTag(place="phường Long Xuyên", count=1, home=True, within="Phú Giang"),
    )


def test_the_desks_word_counts_against_the_shipped_one(tmp_path):
    file = tmp_path / "places.toml"
    file.write_text('[[province]]\nname = "An Giang"\nplaces = ["Ninh Kiều"]\n', encoding="utf-8")
    assert [tag.place for tag in Tagger(load_places("", file)).tag("Bến Ninh Kiều")] == ["An Giang"]
    assert [tag.place for tag in TAGGER.tag("Bến Ninh Kiều")] == ["Cần Thơ"]


@given(st.text(max_size=200), st.sampled_from(["Hà Nội", "TP.HCM", "Ea H'leo"]))
def test_any_text_can_be_read(text, name):
    assert all(tag.count > 0 for tag in TAGGER.tag(f"{text} {name}"))
