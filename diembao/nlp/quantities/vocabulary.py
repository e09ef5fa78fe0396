"""Words of quantities: units, counted nouns, hedges, and what tells a number that counts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from diembao.core.text import fold, index_form
from diembao.nlp.tokens import Phrases, Tokens, spelled


class Unit(NamedTuple):
    """A unit as written, in its base unit: ``Unit("kg", 1000)`` for "tấn"."""

    base: str
    factor: float = 1.0


_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("đồng", "đ", "vnd", "vnđ", "đồng tiền mặt", "việt nam đồng"), Unit("VND")),
    **dict.fromkeys(("usd", "đô la", "đô-la", "đôla", "đô", "đô la mỹ", "mỹ kim", "$", "us$"), Unit("USD")),
    **dict.fromkeys(("euro", "eur", "€"), Unit("EUR")),
    **dict.fromkeys(("nhân dân tệ", "cny", "tệ"), Unit("CNY")),
    **dict.fromkeys(("yên", "yen", "jpy"), Unit("JPY")),
    **dict.fromkeys(("bảng anh", "gbp"), Unit("GBP")),
    **dict.fromkeys(("won", "krw"), Unit("KRW")),
    **dict.fromkeys(("%", "phần trăm", "điểm phần trăm"), Unit("percent")),
    **dict.fromkeys(("‰", "phần nghìn"), Unit("percent", 0.1)),
    **dict.fromkeys(("năm", "năm tuổi", "niên"), Unit("year")),
    "tuổi": Unit("year"),
    "tháng tuổi": Unit("month"),
    "ngày tuổi": Unit("day"),
    **dict.fromkeys(("thập kỷ", "thập kỉ", "thập niên"), Unit("year", 10)),
    **dict.fromkeys(("thế kỷ", "thế kỉ"), Unit("year", 100)),
    "tháng": Unit("month"),
    "quý": Unit("month", 3),
    **dict.fromkeys(("tuần", "tuần lễ", "tuần trăng"), Unit("day", 7)),
    **dict.fromkeys(("ngày", "ngày làm việc", "ngày đêm", "ngày công"), Unit("day")),
    **dict.fromkeys(("giờ", "tiếng", "tiếng đồng hồ", "giờ đồng hồ", "h", "giờ làm việc"), Unit("hour")),
    **dict.fromkeys(("phút", "ph"), Unit("hour", 1 / 60)),
    **dict.fromkeys(("giây", "giây đồng hồ"), Unit("hour", 1 / 3600)),
    **dict.fromkeys(("m", "mét", "thước", "mét dài"), Unit("m")),
    **dict.fromkeys(
        ("km", "cây số", "kilomet", "kilômét", "ki lô mét", "ki-lô-mét", "kilometer", "ki-lô-met"), Unit("m", 1000)
    ),
    **dict.fromkeys(("cm", "xăng ti mét", "xăng-ti-mét", "phân tây", "xentimet", "centimet"), Unit("m", 0.01)),
    **dict.fromkeys(("mm", "mi li mét", "mi-li-mét", "milimet", "li"), Unit("m", 0.001)),
    **dict.fromkeys(("tấc", "dm"), Unit("m", 0.1)),
    "hải lý": Unit("m", 1852),
    "hải lí": Unit("m", 1852),
    "dặm": Unit("m", 1609.344),
    **dict.fromkeys(("m2", "m²", "mét vuông", "m vuông"), Unit("m2")),
    **dict.fromkeys(("km2", "km²", "ki lô mét vuông", "ki-lô-mét vuông", "kilomet vuông", "km vuông"), Unit("m2", 1e6)),
    **dict.fromkeys(("ha", "hecta", "héc ta", "héc-ta", "hécta"), Unit("m2", 10_000)),
    **dict.fromkeys(("công", "công đất", "công ruộng", "công lúa", "công vườn"), Unit("m2", 1000)),
    "sào": Unit("m2", 360),
    "mẫu": Unit("m2", 3600),
    **dict.fromkeys(("m3", "m³", "mét khối", "khối", "m khối"), Unit("m3")),
    **dict.fromkeys(("lít", "lit"), Unit("m3", 0.001)),
    **dict.fromkeys(
        ("kg", "ký", "kí", "cân", "kilogam", "ki-lô-gam", "ki lô gam", "kí lô", "ký lô", "kilôgam"), Unit("kg")
    ),
    "tấn": Unit("kg", 1000),
    "tạ": Unit("kg", 100),
    "yến": Unit("kg", 10),
    "lạng": Unit("kg", 0.1),
    **dict.fromkeys(("gram", "gam", "g", "gr"), Unit("kg", 0.001)),
    **dict.fromkeys(("mg", "miligam"), Unit("kg", 1e-6)),
    **dict.fromkeys(("độ c", "°c", "độ", "oc", "°"), Unit("degree")),
    "mw": Unit("W", 1e6),
    "kw": Unit("W", 1e3),
    "kwh": Unit("Wh", 1e3),
}
#: Units that are ordinary words of unmarked text, or letters: only behind figures.
_UNITS_BEHIND_FIGURES = "đ d h g m li ph ha can ta to hao cong mau do khoi ky ki nien te yen oc tr $"
#: "3 mẫu ruộng" is an area, "3 mẫu nước" are samples; the same for "công" and "khối", "độ".
_AREA_NOUNS = "ruộng đất lúa vườn ao rừng ngô mía khoai lạc cà cây rau màu dưa sắn tôm hoa trồng bị của nuôi mới"

_PERSONS = """
người|người dân|người lao động|nhân khẩu|bị can|bị cáo|em|em học sinh|em nhỏ|em bé|học sinh|sinh viên|giáo viên|
giảng viên|cán bộ|công nhân|bệnh nhân|nạn nhân|hành khách|du khách|lao động|đối tượng|trẻ|trẻ em|cháu|cháu bé|
cháu nhỏ|phụ nữ|thanh niên|thiếu niên|đảng viên|đoàn viên|đại biểu|chiến sĩ|bác sĩ|y tá|điều dưỡng|y bác sĩ|y sĩ|
dược sĩ|thí sinh|nghi phạm|nghi can|thủ phạm|thuyền viên|ngư dân|nông dân|hội viên|thành viên|cổ đông|khách|
khách hàng|khách du lịch|thợ|thợ điện|thợ lặn|thợ xây|tài xế|lái xe|phạm nhân|dân|cử tri|công chức|viên chức|
nhân viên|kỹ sư|chuyên gia|luật sư|nhà báo|phóng viên|cầu thủ|vận động viên|tình nguyện viên|công dân|cụ|cụ già|
cụ ông|cụ bà|ông|bà|anh|chị|anh em|chị em|thầy|thầy cô|thầy giáo|cô giáo|thầy thuốc|quân nhân|lính|cảnh sát|
dân quân|binh sĩ|bộ đội|nhân sự|liệt sĩ|thương binh|nhân công|ứng viên|con tin|tín đồ|phật tử|giáo dân|đứa trẻ|
đứa con|đứa|con nhỏ|con gái|con trai|vợ chồng|mẹ con|bố con|cha con|bà cháu|ông cháu|anh chị em|trưởng phòng|
phó phòng|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch|trưởng thôn|hiệu trưởng|hiệu phó|thanh tra viên|kiểm lâm viên|
kiểm lâm|thư ký|kế toán|nữ sinh|nam sinh|nữ công nhân|thiếu nữ|cô gái|chàng trai|nam thanh niên|người con|tên|
tên cướp|kẻ|thủy thủ|phi công|tiếp viên|thuyền trưởng|dân làng|cư dân|dân cư|nhân chứng|nhân khẩu thường trú|
chủ rừng|chủ tàu|chủ bè|chủ nhà|chủ xe|chủ đò|hộ lý|nghệ nhân|nghệ sĩ|diễn viên|ca sĩ|giám khảo|doanh nhân|
thương nhân|tiểu thương|thương lái|người bệnh|sĩ quan|hạ sĩ quan|chiến sỹ|bác sỹ|y sỹ|binh sỹ|tu sĩ|linh mục|tướng|
thẩm phán|hội thẩm|kiểm sát viên|điều tra viên|trinh sát|bảo vệ|công an|trưởng ban|phó ban|ủy viên|nghị sĩ|
bộ trưởng|thứ trưởng|nhà khoa học|nhà giáo|tiến sĩ|thạc sĩ|giáo sư|phó giáo sư|nhân tài|phụ huynh|trẻ sơ sinh|
sản phụ|thai phụ|bé|bé gái|bé trai|hướng dẫn viên|cộng tác viên|người nước ngoài|người việt|cá nhân|dân công|phu|
miệng ăn|thợ mỏ|nhân sĩ|lao công|tử tù|tù nhân|học viên|tân binh|người mẫu|võ sĩ|kỳ thủ|tay vợt|tay súng|
phiến quân|khủng bố
"""
_HOUSEHOLDS = "hộ|hộ dân|hộ gia đình|gia đình|hộ nghèo|hộ cận nghèo|hộ nông dân|nhân hộ"
#: Counted one by one; a classifier takes the noun behind it into the span.
_CLASSIFIERS = """
con cái chiếc căn ngôi bộ lá gian thùng tấm quả trái cây điểm lượt suất bao hòn khẩu viên tờ cuốn quyển đôi cặp kiện
gói hộp chai lon vụ cuộc trận đợt chuyến phòng xe tàu toa giếng thửa mảnh lô bức túi tập đàn chùm mũi liều mẫu ca bè
lồng ghe máy trạm trường nhà cầu chợ dãy quầy tòa kho đập hồ cống công tuyến đoạn gốc luống nhánh đơn bản khoản hạng
cơ đội tổ nhóm đoàn
"""
_PIECES = """
giường|nhịp|kỳ|lớp|lớp học|phòng học|điểm trường|lá đơn|xe máy|ô tô|xe tải|xe khách|xe buýt|xe đạp|container|phiếu|
phiếu bầu|phiếu thuận|phiếu chống|bàn|ghế|thuyền|ghe|xuồng|phà|lần|lượt người|lượt khách|buổi|phiên|phiên tòa|đêm|
bữa|bữa ăn|chuyến bay|chuyến xe|ca mắc|ca nhiễm|ca bệnh|ca tử vong|ca mổ|vụ án|vụ việc|vụ cháy|vụ tai nạn|vụ trộm|
trường hợp|hồ sơ|đơn|đơn thư|đơn khiếu nại|đơn hàng|văn bản|quyết định|biên bản|hợp đồng|giấy phép|giấy chứng nhận|
sổ đỏ|chứng từ|hóa đơn|dự án|công trình|gói thầu|hạng mục|công ty|doanh nghiệp|nhà máy|cơ sở|cửa hàng|ngân hàng|
chi nhánh|hợp tác xã|tổ chức|cơ quan|đơn vị|bệnh viện|trường học|trường đại học|trường|trạm y tế|trạm bơm|trạm|tỉnh|
tỉnh thành|thành phố|huyện|quận|xã|phường|thôn|ấp|bản|làng|khu phố|khóm|khu vực|địa phương|quốc gia|nước|bang|đảo|
ngôi nhà|căn nhà|căn hộ|nhà|nền đất|lô đất|thửa đất|cột điện|trụ điện|trụ|cọc|cầu|cây cầu|cống|hồ|ao|kênh|đập|giếng|
mỏ|bãi|bãi rác|khu công nghiệp|cụm công nghiệp|cụm|khu|nút giao|ngã tư|làn|làn xe|làn đường|tầng|phòng|phòng khám|
trâu|bò|lợn|heo|gà|vịt|dê|cá thể|gia súc|gia cầm|tàu|tàu cá|tàu thuyền|tàu hàng|máy bay|trực thăng|máy bơm|máy|
thiết bị|điện thoại|bình|phao|áo phao|cuốn sách|bài|bài báo|bài viết|tin nhắn|cuộc gọi|tài khoản|video|ảnh|bức ảnh|
clip|camera|suất quà|suất ăn|suất học bổng|phần quà|phần|suất cơm|thùng hàng|bao gạo|học bổng|huy chương|giải|
giải thưởng|bàn thắng|điểm|sao|câu hỏi|câu|môn|môn học|tiết|tiết học|tín chỉ|đề tài|cổ phiếu|cổ phần|tội|tội danh|
hành vi|sai phạm|vi phạm|lỗi|tội phạm|băng nhóm|đường dây|ổ|ổ dịch|ổ nhóm|tụ điểm|mẫu nước|mẫu xét nghiệm|mẫu máu|
mẫu|liều vắc xin|liều|mũi tiêm|mũi|cửa|cửa xả|cửa khẩu|cửa sổ|chiếc|con|cái|phát súng|phát|viên đạn|viên thuốc|
quả mìn|quả bom|quả|khẩu súng|khẩu|vòng|hiệp|set|trận|trận đấu|đội|đội bóng|cặp đấu|bảng|tiêu chí|chỉ tiêu|mục tiêu|
nhiệm vụ|giải pháp|kiến nghị|ý kiến|nội dung|điều khoản|đề nghị|câu chuyện|nguyên nhân|yếu tố|loại|loài|giống|
mặt hàng|sản phẩm|dòng|mục|khâu|bước|giai đoạn|mối|nguồn|bên|phía|vụ|vụ lúa|mùa|mùa lũ|trận lũ|trận bão|cơn bão|cơn|
đợt|đợt mưa|hố|hố ga|ụ|bến|bến đò|bến cát|chốt|chốt kiểm dịch|trạm thu phí|trạm cân|lò|lò gạch|lò đốt|xưởng|kho|
kho lạnh|nhà xưởng|tờ|tờ tiền|chỉ vàng|cây vàng|lượng vàng|lượng|chỉ|cây|cây xanh|gốc cây|gốc|bụi|giò|chậu|khay|
thùng|thùng mì|can|két|lọ|ống|bó|tổ ong|tổ|ô|ô đất|sạp|ki ốt|kiốt|ki-ốt|gian hàng|quầy|lao động nữ|chuyến|
chuyến hàng|chuyến tàu|chuyến đò|lượt xe|lượt phương tiện|phương tiện|lượt|xe|xe ben|xe container|xe cứu thương|
xe cứu hỏa|xe bồn|xe lu|đầu xe|đầu sách|đầu lợn|đầu|thương hiệu|hệ thống|mô hình|chương trình|cuộc|cuộc họp|
cuộc thi|hội nghị|lễ hội|kết luận|báo cáo|nghị quyết|chính sách|thủ tục|thủ tục hành chính|con dấu|chữ ký|tuyến|
tuyến đường|tuyến phố|con đường|đoạn|đoạn đê|đoạn đường|điểm nóng|điểm đen|điểm ngập|điểm thi|điểm đến|vị trí|chỗ|
chỗ đậu|nơi|hòn đảo|tòa nhà|tòa|tòa tháp|biệt thự|nhà văn hóa|ngôi mộ|mộ|ngôi chùa|chùa|đền|miếu|di tích
"""
_FUNCTION_WORDS = """
và hoặc hay với của thì là mà nhưng nên vì do bởi tại ở trong ngoài trên dưới trước sau giữa từ đến tới vào ra lên
xuống về qua sang theo cho để bằng như khi nếu tuy dù đã đang sẽ sắp vừa mới từng còn vẫn cũng đều lại cứ chỉ không
chưa chẳng chớ đừng hãy phải cần được bị có này kia đó ấy nọ đây nay nào gì sao thế vậy rằng rất quá lắm hơn kém
nhất nữa rồi thôi xong luôn ngay mỗi mọi các những một mấy vài nhiều ít
"""
#: What figures in front of them do not count: these, and the commonest verbs and adjectives.
_NOT_COUNTED = (
    _FUNCTION_WORDS
    + """
so sát gần cùng khoảng chừng hiện hôm vẫn thuộc nhằm gồm bao trừ kể tính đạt tăng giảm gấp chiếm chết mất bán mua
trả nộp thu chi phạt xử tuyên kéo nằm diễn xảy bắt đưa đi đứng ngồi chạy làm nói cho biết thấy gọi hỏi nhận gửi xin
dùng sử mở đóng xây sửa đào đắp phá bỏ treo tù giam dài rộng cao sâu dày nặng lớn nhỏ nhẹ thấp đắt rẻ nhanh chậm sớm
muộn mới cũ đỏ xanh trắng đen đúng sai tốt xấu đầu cuối thứ ngừng đồng liên gây khiến cách tức nghĩa tương lần
"""
)
_HEDGES: dict[str, str] = {
    **dict.fromkeys(
        ("hơn", "trên", "quá", "ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không kém"), "at-least"
    ),
    **dict.fromkeys(
        (
            *("gần", "ngót", "ngót nghét", "chưa đầy", "chưa tới", "chưa đến", "không quá", "không tới", "không đến"),
            *("dưới", "tối đa", "nhiều nhất", "không hơn", "không vượt quá", "chưa quá"),
        ),
        "at-most",
    ),
    **dict.fromkeys(
        (
            *("khoảng", "chừng", "ước", "ước chừng", "ước tính", "ước khoảng", "xấp xỉ", "độ chừng", "cỡ", "tầm"),
            *(
                "khoảng chừng",
                "phỏng chừng",
                "suýt soát",
                "áng chừng",
                "ước độ",
                "vào khoảng",
                "khoảng độ",
                "độ khoảng",
            ),
        ),
        "about",
    ),
}
_COMPARED = "cao thấp lớn nhỏ nhiều ít đắt rẻ kém nhanh chậm dài ngắn nặng nhẹ sớm muộn già trẻ rộng hẹp tốt lâu"
_VAGUE = "hàng vài dăm mấy bạc tiền nhiều cả vô"
# Before a scale word without a number: "cả trăm triệu", "hàng chục". "Cả" before a number means all of them.
_VAGUE_BEFORE_NUMBERS = "vài dăm mấy"

#: A number behind these numbers something: it counts nothing, whatever follows.
_NUMBERED = """
thứ điều khoản chương lộ km phường quận thôn khóm ấp ngõ hẻm ngách kiệt quyết nghị thông hotline zalo fax sđt khóa
quốc xh tl hl ql dt đt tk tháng lúc hồi mùng mồng cấp khoán f0 f1 covid sars top mốc số ngã bậc kỳ kì tập tầng hạng
lớp khối tổ lô nhà đường phố phòng loại vòng phần giải tuần đợt lần nhóm đội khu tuyến tiểu trung sư quân vùng đề
chiến ca giường ghế cột trang hình bảng mục phụ mã hiệu phim bài câu bến cửa cọc gói
"""
#: Behind these it does so only if no measure follows: "lớp 35 học sinh", but "lớp 9".
_PERHAPS_NUMBERED = """
cấp kỳ kì tập tầng hạng lớp khối tổ lô nhà đường phố phòng loại vòng phần giải tuần đợt lần nhóm đội khu tuyến tiểu
trung sư quân vùng đề chiến ca giường ghế cột trang hình bảng mục phụ mã hiệu phim bài câu bến cửa cọc gói số nghị
thông quyết mốc khoán lúc hồi tháng khoản quốc kiệt
"""
_BEFORE_SUM = "tổng con trong vào đa thiểu"
_TIMES_OF_DAY = "sáng trưa chiều tối đêm khuya rạng ngày hôm cùng kém địa gmt"
_BEFORE_CLOCK = "lúc hồi trước vào từ đến tới"
_BEFORE_DURATION = "sau trong mất suốt hết dài chậm muộn sớm hơn gần khoảng chừng quá mỗi cả thêm lâu tới tròn đủ"
_CLOCK_OPENERS = "lúc hồi"
_FRACTION_LEAD = (
    "chỉ bằng chiếm còn có mất giảm tăng được đạt cho với hơn gần khoảng trên tới đến cắt bỏ lên là và chừng quá thành"
)
_DATE_LEAD = (
    "ngày sáng trưa chiều tối đêm hôm mùng mồng từ đến tới trước sau qua lễ dịp và đường phố cầu viên bến rạng hết tới"
)
_COMPARING = "hơn thấp cao tăng giảm gấp đắt rẻ lớn nhỏ nhiều ít kém vượt bằng"
_BEHIND_COMPARED = "so mức giá"
_NOT_FIVE_AFTER = """
mỗi hàng hằng cả đầu cuối giữa nhiều các những mấy vài theo sang của từng quanh ngay từ vào trong đến tới hết qua so
trọn vụ thu lâu bao một
"""
_CASUALTIES = "chết tử thiệt bị mất duy nhập thương"
_OF_PAST = "nọ kia nào đó mới"


@cache
def _typed(word: str, marked: bool) -> str:
    return index_form(word) if marked else fold(word)


@dataclass(frozen=True)
class Vocabulary:
    """All words in the form that texts of one kind have, typed with marks or without."""

    units: Phrases[Unit]
    behind_figures: frozenset[str]
    area_nouns: frozenset[str]
    persons: Phrases[str]
    pieces: Phrases[str]
    classifiers: frozenset[str]
    function_words: frozenset[str]
    not_counted: frozenset[str]
    hedges: Phrases[str]
    compared: frozenset[str]
    vague: frozenset[str]
    vague_before_numbers: frozenset[str]
    numbered: frozenset[str]
    perhaps_numbered: frozenset[str]
    before_sum: frozenset[str]
    times_of_day: frozenset[str]
    before_clock: frozenset[str]
    before_duration: frozenset[str]
    clock_openers: frozenset[str]
    fraction_lead: frozenset[str]
    date_lead: frozenset[str]
    comparing: frozenset[str]
    behind_compared: frozenset[str]
    not_five_after: frozenset[str]
    casualties: frozenset[str]
    of_past: frozenset[str]
    marked: bool

    def typed(self, word: str) -> str:
        """One word in the form of these texts."""
        return _typed(word, self.marked)

    def hedge(self, tokens: Tokens, position: int) -> tuple[str, int] | None:
        """What the words before a number make it, such as ``at-least``, and where they begin; "nhiều hơn" is none."""
        found = self.hedges.before(tokens, position)
        if found is None:
            return None
        start = found[1]
        more = tokens.form(start) == self.typed("hơn") and tokens.form(start - 1) in self.compared
        return None if more else found


def _nouns(listed: str) -> list[str]:
    return [noun.strip() for noun in listed.replace("\n", "").split("|") if noun.strip()]


@cache
def vocabulary(marked: bool) -> Vocabulary:
    """The words for texts typed with marks, or without."""
    persons = dict.fromkeys(_nouns(_PERSONS), "person") | dict.fromkeys(_nouns(_HOUSEHOLDS), "household")
    pieces = dict.fromkeys((*_nouns(_PIECES), *_CLASSIFIERS.split()), "piece")

    def typed(listed: str) -> frozenset[str]:
        return spelled(listed, marked=marked)

    return Vocabulary(
        units=Phrases(_UNITS, marked=marked),
        behind_figures=typed(_UNITS_BEHIND_FIGURES),
        area_nouns=typed(_AREA_NOUNS),
        persons=Phrases(persons, marked=marked),
        pieces=Phrases(pieces, marked=marked),
        classifiers=typed(_CLASSIFIERS),
        function_words=typed(_FUNCTION_WORDS),
        not_counted=typed(_NOT_COUNTED),
        hedges=Phrases(_HEDGES, marked=marked),
        compared=typed(_COMPARED),
        vague=typed(_VAGUE),
        vague_before_numbers=typed(_VAGUE_BEFORE_NUMBERS),
        numbered=typed(_NUMBERED),
        perhaps_numbered=typed(_PERHAPS_NUMBERED),
        before_sum=typed(_BEFORE_SUM),
        times_of_day=typed(_TIMES_OF_DAY),
        before_clock=typed(_BEFORE_CLOCK),
        before_duration=typed(_BEFORE_DURATION),
        clock_openers=typed(_CLOCK_OPENERS),
        fraction_lead=typed(_FRACTION_LEAD),
        date_lead=typed(_DATE_LEAD),
        comparing=typed(_COMPARING),
        behind_compared=typed(_BEHIND_COMPARED),
        not_five_after=typed(_NOT_FIVE_AFTER),
        casualties=typed(_CASUALTIES),
        of_past=typed(_OF_PAST),
        marked=marked,
    )
