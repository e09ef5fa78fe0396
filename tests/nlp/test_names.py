import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import nfc
from diembao.nlp import names
from diembao.nlp.names import NameFinder, units
from diembao.nlp.names.lexicon import organisations
from diembao.nlp.place_file import load_places

FINDER = NameFinder(load_places("An Giang"))


def found(text, kind):
    return [text[name.start : name.end] for name in FINDER.find(text) if name.kind == kind]


def places(text):
    return found(text, "place")


def bodies(text):
    return found(text, "organisation")


def canonical(text):
    """Full names of the organisations, each with its former one if there is one."""
    return [
        (name.name, name.former) if name.former else name.name
        for name in FINDER.find(text)
        if name.kind == "organisation"
    ]


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Ở xã Ea Kao, TP Buôn Ma Thuột.", ["xã Ea Kao", "TP Buôn Ma Thuột"]),
            ("Tại phường Máy Chai, Ngô Quyền, Hải Phòng.", ["phường Máy Chai", "Ngô Quyền", "Hải Phòng"]),
            ("Nhà ở P.Minh Khai, Q.Hai Bà Trưng.", ["P.Minh Khai", "Q.Hai Bà Trưng"]),
            ("Cháy ở quận 1 và Q.3.", ["quận 1", "Q.3"]),
            ("Kẹt xe trên đường Lê Lợi và quốc lộ 1A.", ["đường Lê Lợi", "quốc lộ 1A"]),
            ("Quán ở số 12 Lê Lợi, phường Bến Thành.", ["Lê Lợi", "phường Bến Thành"]),
            ("Máy bay đáp xuống sân bay quốc tế Nội Bài.", ["sân bay quốc tế Nội Bài"]),
            ("Đò qua sông Vàm Nao.", ["sông Vàm Nao"]),
            ("Mỹ và Nga họp ở Geneva.", ["Mỹ", "Nga", "Geneva"]),
            ("Thủ tướng Đức thăm Thụy sĩ.", ["Đức", "Thụy sĩ"]),
            ("Công dân Mỹ và người Pháp học tiếng Anh.", []),
            ("Chị Nga gặp anh Đức.", []),
            ("Anh nói Ý tưởng ấy hay.", []),
            ("Ông Lê Văn Đức kể. Đức bảo thế.", []),
            ("Bà Nguyễn Thị Thanh Hòa Bình phát biểu.", []),
            ("Phiên bản Android mới.", []),
            ("Ông Hồ Chí Thanh đến.", []),
            ("Hợp tác xã Tân Tiến, ông xã Minh.", []),
            ("Ở huyện Điện Biên Đông, Điện Biên.", ["huyện Điện Biên Đông", "Điện Biên"]),
            ("Các tỉnh Bắc Bộ có mưa.", ["Bắc Bộ"]),
            ("Cao tốc Nội Bài - Lào Cai thông xe.", ["Cao tốc Nội Bài - Lào Cai"]),
            ("Bão ở Hoàng Sa và Hồ Nam.", ["Hoàng Sa", "Hồ Nam"]),
            ("Sóng ở Thái Bình Dương.", ["Thái Bình Dương"]),
            ("Mỹ nhập siêu. Đức kể chuyện.", ["Mỹ"]),
            ("Cháy ở Tp.HCM.", ["Tp.HCM"]),
            ("Mùa này miền Trung và Tây Nguyên ít mưa.", ["miền Trung", "Tây Nguyên"]),
        ],
    )
    def test_in_a_sentence(self, text, expected):
        assert places(text) == expected

    def test_both_placements_of_the_tone_are_one_place(self):
        (new,) = FINDER.find("Họp ở xã Hoà Điền.")
        (old,) = FINDER.find("Họp ở xã Hòa Điền.")
        assert new == old
        assert new.name == "xã Hòa Điền"

    @pytest.mark.parametrize(
        ("text", "province"),
        [
            # the chain decides
            ("Ở xã Hòa Bình, huyện Chợ Mới, tỉnh An Giang.", "An Giang"),
            ("Ở xã Hòa Bình, huyện Vũ Thư, tỉnh Thái Bình.", "Hưng Yên"),
            ("Ở xã Hòa Bình, huyện Vũ Thư.", "Hưng Yên"),
            ("Ở xã Hòa Bình (Cà Mau).", "Cà Mau"),
            # then a province named in the text
            ("Bạc Liêu mưa to. Xã Hòa Bình ngập.", "Cà Mau"),
            # then home
            ("Xã Hòa Bình ngập.", "An Giang"),
            # a district that nobody knows is no reason for home
            ("Ở xã Hòa Bình, huyện Bình Dương.", ""),
        ],
    )
    def test_homonyms_by_context(self, text, province):
        assert {name.name: name.province for name in FINDER.find(text)}["xã Hòa Bình"] == province

    def test_a_site_that_is_called_after_a_place_lies_there(self):
        (name,) = FINDER.find("Tàu cập cảng Hải Phòng.")
        assert (name.name, name.province) == ("cảng Hải Phòng", "Hải Phòng")

    def test_text_without_marks_is_read_with_its_unit_words_only(self):
        assert places("Ba Pho Yen o Ca Mau gap em Hoa Binh") == []
        (name,) = FINDER.find("Lu lon o tinh Quang Nam")
        assert (name.name, name.former) == ("Đà Nẵng", "")


class TestOrganisations:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Công an TP Cần Thơ bắt ba người.", ["Công an TP Cần Thơ"]),
            ("Cơ quan CSĐT Công an huyện Thoại Sơn khởi tố.", ["Cơ quan CSĐT Công an huyện Thoại Sơn"]),
            ("Cơ quan Cảnh sát điều tra đã khởi tố.", []),
            ("Bệnh viện Đa khoa tỉnh An Giang cấp cứu.", ["Bệnh viện Đa khoa tỉnh An Giang"]),
            ("Hiệp hội Chế biến cá tra Việt Nam họp.", ["Hiệp hội Chế biến cá tra Việt Nam"]),
            ("Viện Nghiên cứu Lúa (VNL) công bố.", ["Viện Nghiên cứu Lúa", "VNL"]),
            ("Bộ Y tế và Bộ Công an họp.", ["Bộ Y tế", "Bộ Công an"]),
            ("Công ty TNHH Lúa Vàng nộp thuế.", ["Công ty TNHH Lúa Vàng"]),
            ("Các công ty Nhật Bản đầu tư.", []),
            ("Một công ty ở Hà Nội, bộ phim Sao Mai, ban hành Nghị định.", []),
            ("Hội nghị Thượng đỉnh, hội thảo Lúa gạo.", []),
            ("UBND TP sẽ họp.", []),
            ("Trường THPT Thoại Ngọc Hầu khai giảng.", ["Trường THPT Thoại Ngọc Hầu"]),
            ("U23 Việt Nam thắng Real Madrid.", ["U23 Việt Nam", "Real Madrid"]),
            ("Theo Reuters, WHO họp.", ["Reuters", "WHO"]),
            ("Chiếc Toyota Vios mới.", []),
            ("AFF Cup khởi tranh.", []),
            ("Ảnh: Tinmoi.vn", ["Tinmoi.vn"]),
            # parts of other words
            ("Tại hiện trường Dù, toàn bộ HĐQT, cán bộ Hải quan.", []),
            ("Diễn viên Đài Loan đóng phim.", []),
            ("Phía Đông Bắc Bộ có mưa.", []),
            ("Trường hợp Mỹ rút lui.", []),
            ("Ông là người Tây Ban Nha.", []),
            ("TAND cấp cao tại Hà Nội xử.", ["TAND cấp cao tại Hà Nội"]),
            ("Theo tờ Laos Post và tổ chức ICDX.", ["Laos Post", "ICDX"]),
            # a person after the name
            ("Chủ tịch UBND TP Nguyễn Văn Bảy nói.", []),
            ("Tập đoàn Lúa Vàng sản xuất gạo.", ["Tập đoàn Lúa Vàng"]),
            ("Sở Y tế kiểm tra.", ["Sở Y tế"]),
            ("Nghị sĩ đảng Cộng hòa, báo Quân đội nhân dân.", ["đảng Cộng hòa", "báo Quân đội nhân dân"]),
            ("Bộ Quy tắc, nhà ở 270 Trường Chinh, Lương Xuân Trường.", []),
            ("Đại học Lúa Vàng Đại học Sông Xanh.", ["Đại học Lúa Vàng", "Đại học Sông Xanh"]),
            ("Hội Nghĩa tình họp, Công ty Danh đã nộp.", ["Hội Nghĩa tình", "Công ty Danh"]),
            # a province that plays
            ("HLV cho biết chủ nhà Hải Phòng ghi bàn.", ["Hải Phòng"]),
            ("Chủ nhà Hải Phòng mở hội.", []),
        ],
    )
    def test_in_a_sentence(self, text, expected):
        assert bodies(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("CÔNG AN TP HẢI PHÒNG THÔNG BÁO", ["CÔNG AN TP HẢI PHÒNG"]),
            ("HỘI LÚA VÀNG KHAI MẠC", []),
        ],
    )
    def test_headings(self, text, expected):
        assert bodies(text) == expected

    def test_a_place_inside_is_found_too(self):
        text = "Công an tỉnh An Giang"
        assert [(name.kind, text[name.start : name.end]) for name in FINDER.find(text)] == [
            ("organisation", text),
            ("place", "tỉnh An Giang"),
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Sở YT An Giang", "Sở Y tế An Giang"),
            ("Sở Y tế tỉnh An Giang", "Sở Y tế An Giang"),
            ("Sở GD-ĐT An Giang", "Sở Giáo dục và Đào tạo An Giang"),
            ("Sở GD&ĐT An Giang", "Sở Giáo dục và Đào tạo An Giang"),
            ("Sở Giáo dục và Đào tạo An Giang", "Sở Giáo dục và Đào tạo An Giang"),
            ("UBND tỉnh An Giang", "Ủy ban nhân dân tỉnh An Giang"),
            ("UBND An Giang", "Ủy ban nhân dân tỉnh An Giang"),
            ("UBND TP HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
            ("Công an Hà Nội", "Công an thành phố Hà Nội"),
            ("Công an huyện Thoại Sơn", "Công an huyện Thoại Sơn"),
            ("TAND tỉnh An Giang", "Tòa án nhân dân tỉnh An Giang"),
            ("LHQ", "Liên hợp quốc"),
            ("báo Dân trí", "Dân trí"),
            ("Sở GD & ĐT An Giang", "Sở Giáo dục và Đào tạo An Giang"),
            ("Bộ GD-ĐT", "Bộ Giáo dục và Đào tạo"),
            # merged in 2025
            ("Bộ GTVT", ("Bộ Xây dựng", "Bộ Giao thông vận tải")),
            ("Bộ KH-ĐT", ("Bộ Tài chính", "Bộ Kế hoạch và Đầu tư")),
            ("Bộ NN&PTNT", ("Bộ Nông nghiệp và Môi trường", "Bộ Nông nghiệp và Phát triển nông thôn")),
            ("Công an TP Hòa Bình", "Công an thành phố Hòa Bình"),
            ("Sở GTVT An Giang", ("Sở Xây dựng An Giang", "Sở Giao thông vận tải An Giang")),
            ("Sở Y tế Kiên Giang", ("Sở Y tế An Giang", "Sở Y tế Kiên Giang")),
            ("UBND tỉnh Kiên Giang", ("Ủy ban nhân dân tỉnh An Giang", "Ủy ban nhân dân tỉnh Kiên Giang")),
        ],
    )
    def test_full_and_former_names(self, text, expected):
        assert canonical(f"Theo {text}, việc đã xong.") == [expected]

    def test_what_was_merged_says_when_and_into_what_exists(self):
        known = organisations().named
        former = {body for body in known.values() if body.now}
        assert {body.name for body in former if body.until and body.until.year == 2025} >= {
            "Bộ Kế hoạch và Đầu tư",
            "Bộ Giao thông vận tải",
            "Bộ Tài nguyên và Môi trường",
            "Bộ Nông nghiệp và Phát triển nông thôn",
            "Bộ Thông tin và Truyền thông",
            "Bộ Lao động - Thương binh và Xã hội",
        }
        ministries = {body.now for body in former if body.now.startswith("Bộ ")}
        assert all(name in known and not known[name].now for name in ministries)


class TestUnits:
    def test_3321_communes_of_today_in_34_provinces(self):
        today = {(unit.province, unit.full) for same in units.load().values() for unit in same if not unit.former}
        assert len(today) == 3321
        assert {province for province, _unit in today} == {province.name for province in load_places().provinces}

    def test_former_communes_know_their_district(self):
        found = {unit.district for unit in units.load()["hòa bình"] if unit.province == "An Giang" and unit.former}
        assert "huyện Chợ Mới" in found


@given(st.text(max_size=120), st.sampled_from(["UBND tỉnh An Giang", "xã Hoà Bình, huyện Ea H'leo", "Sở GD&ĐT TP.HCM"]))
def test_offsets_are_exact_in_any_text(text, name):
    whole = nfc(f"{text} {name} {text}")
    for one in FINDER.find(whole):
        assert 0 <= one.start < one.end <= len(whole)
        assert whole[one.start : one.end].strip() == whole[one.start : one.end]
        assert one.name


@given(
    st.lists(st.sampled_from("Ông Nguyễn Hà Nội Đức Sở Y tế Công an tỉnh xã , . ( ) - và 12 TP.HCM Bộ Văn hóa".split()))
)
def test_any_order_of_words_can_be_read(row):
    for one in FINDER.find(" ".join(row)):
        assert one.end > one.start


def test_a_site_goes_on_to_the_end_of_the_body_that_it_is_called_after():
    text = "Họ đến tòa nhà Quốc hội và sân vận động Quân khu 7."
    assert places(text) == ["tòa nhà Quốc hội", "sân vận động Quân khu 7"]
    assert bodies(text) == ["Quốc hội", "Quân khu 7"]
    assert places("Chỉ số S&P 500 tăng.") == []


@pytest.mark.parametrize("piece", ["Nguyễn ", "Xã ", "Sở ", "Hà Nội - ", "TP.HCM.", "Viện Nghiên cứu phát triển "])
def test_a_long_row_of_the_same_is_read(piece):
    text = piece * 5000
    assert all(one.end <= len(text) for one in FINDER.find(text))


def test_composed_text_is_read_like_decomposed_after_normalising():
    text = "Công an tỉnh Quảng Ngãi và Sở Y tế Đắk Lắk"
    assert FINDER.find(nfc(unicodedata.normalize("NFD", text))) == FINDER.find(text)


def test_without_a_desk():
    assert [name.name for name in names.find("Lũ ở Cà Mau")] == ["Cà Mau"]
