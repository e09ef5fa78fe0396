"""Names of countries that are hard to tell: "Nga" is a woman as well, "Anh" a brother, "người Pháp" no place."""

from __future__ import annotations

import re

from diembao.nlp.names.capitals import WORD, is_vietnamese, word_before

_NATIONALITY = re.compile(
    r"\b(?:người|công dân|sinh viên|học sinh|các bạn|bạn trẻ|tỷ phú|tỉ phú|triệu phú|phụ nữ|đàn ông|gốc|du khách|khách"
    r"|nhà (?!chức trách|lãnh đạo|cầm quyền|nước |băng|thầu)\w+(?: \w+)?|ca sĩ|diễn viên|cầu thủ|tiếng|món|chàng trai"
    r"|cô gái|người mẫu|mẫu nữ|võ sĩ|tay vợt|vận động viên|vđv|ngư dân|đạo diễn|nghệ sĩ|giáo viên|thanh niên|chuyên gia"
    r"|kiểu|tiền đạo|tiền vệ|hậu vệ|thủ môn|hlv|huấn luyện viên|phóng viên|binh sĩ|lính|quốc tịch|hoa hậu|mỹ nhân"
    r"|kiều bào|lao động|doanh nhân|cặp vợ chồng|phi hành gia) $"
)
#: What makes a country of a word that is something else elsewhere.
_COUNTRY_AFTER = re.compile(
    r"(?:\b(?:nước|tại|ở|sang|qua|đến|tới|từ|với|giữa|của|và|hoặc|thủ tướng|tổng thống|ngoại trưởng|cảnh sát|chính phủ"
    r"|quân đội|hoàng gia|nữ hoàng|vua|phía|bộ trưởng|quốc hội|hạ viện|thượng viện|đại sứ|đại sứ quán|lãnh sự quán"
    r"|u\d\d|tuyển|đội tuyển|đối thủ|trước|thắng|thua|gặp|bang|miền|nam|bắc|đông|tây|máy bay|tàu|tên lửa|hải quân"
    r"|không quân|bộ quốc phòng|bộ ngoại giao|bộ tài chính|quan chức|lãnh đạo|truyền thông|báo chí|kinh tế|thị trường"
    r"|hàng|về|vào|rời|khỏi|khắp|toàn|trên|theo|giờ|xuất khẩu|nhập khẩu|đồng minh|tối cao|tòa án|công tố|tình báo"
    r"|đặc nhiệm|ngân hàng|công ty|tập đoàn|hãng|đảng|nhà lãnh đạo|lực lượng|chính quyền|nhà chức trách|giới chức"
    r"|hải quan|đất|xứ|phi công|tàu ngầm|do|bởi|cho|nhà|như|là|quốc vương|ngoài|hai|các nước|nghị sĩ|trường|đại học"
    r"|nước chủ nhà|doanh nghiệp|báo|đài) |[(,/–-] ?)$"
)
#: After these words even the given name of a person in the text is a country.
_SURELY_AFTER = re.compile(
    r"\b(?:nước|thủ tướng|tổng thống|chính phủ|đại sứ quán|quân đội|ở|tại|về|đến|tới|sang|ra|vào) $"
)
_COUNTRY_BEFORE = re.compile(
    r"\s*(?:[,)/–-]|và\b|tuyên bố|cáo buộc|cho biết|là\b|có\b|đã\b|sẽ\b|đang\b|muốn|phải|không|chưa|vừa|cũng|rút|phóng"
    r"|bị|cần|hôm|năm|ngày|thông báo|áp đặt|khẳng định|ký|tại|ở|bắn|triển khai|$|[.;:?!”\"])"
)
#: Capitals that may stand before a country: beginnings of sentences, abbreviations, points of the compass.
_CAPITALS_BEFORE = re.compile(
    r"(?:Tuyển|Tại|Ở|Từ|Với|Trong|Khi|Và|Theo|Nếu|Do|Vì|Nhưng|Bang|Dù|Sau|Hiện|Việc|Nước|Trước|Để|Phía|Cả|Bắc|Nam|Tây"
    r"|Đông|U\d\d|ĐT|HLV|BTC|TP\.?|Tp\.?|TX|Thủ tướng)"
)
#: Common words: never a country without a sign.
_COMMON = frozenset(("Anh", "Ý", "Áo", "Bỉ", "Chad", "Mali", "Niger", "Vinh", "Đức", "Jordan", "Georgia"))
#: At the beginning of a sentence more often another word.
_DOUBTFUL_FIRST = frozenset(("Anh", "Ý", "Áo"))


def is_nationality(before: str) -> bool:
    """Whether a country after these words (index form) says where a person or thing is from, and is no place."""
    return _NATIONALITY.search(before) is not None


def is_meant(text: str, start: int, end: int, before: str, persons: frozenset[str]) -> bool:
    """Whether a short name at ``text[start:end]`` means the country (or town).

    :param before: what stands before it, in index form.
    :param persons: given names of the persons in the text.
    """
    name = text[start:end]
    previous = word_before(text, start)
    if previous and previous[0].isupper():
        return _CAPITALS_BEFORE.fullmatch(previous) is not None
    following = re.compile(rf" ({WORD})").match(text, end)
    if following and following[1] != "Quốc" and is_vietnamese(following[1]) and not following[1].isupper():
        return False
    at_start = not before.strip() or before.rstrip()[-1] in '.:;“"'
    if at_start:
        surely = name not in _COMMON or _COUNTRY_BEFORE.match(text, end) is not None
        return name not in _DOUBTFUL_FIRST and name not in persons and surely
    if _COUNTRY_AFTER.search(before):
        return name not in persons or _SURELY_AFTER.search(before) is not None
    return name not in persons and name not in _COMMON
