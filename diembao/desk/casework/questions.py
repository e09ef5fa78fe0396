"""What a letter to an agency may ask: facts of the matter.

A letter asks nobody to take a publication down or to punish whoever made it, it does not ask who wrote or told
something or where they live, and it does not have outlets or journalists listed by what they did wrong. The patterns
are read on words with their marks, so that "gỡ bài" is no "gõ bài" and "Hà Nội" no "hạ nội dung"; text that is typed
without marks is held against phrases that mean one thing only.

They stop what is asked in plain words by somebody who has not thought of it. Whoever means to get round them can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diembao.core.errors import UsageError
from diembao.core.i18n import N_, _
from diembao.core.text import clean, index_form, words

#: Fewer words ask for nothing that could be answered.
_FEWEST_WORDS = 4

#: What was done already is a fact, and may be asked about.
_NOT_DONE = r"(?<!\bđã )(?<!\bbị )(?<!\btừng )"
_ALL = r"(?:(?:ngay|hết|giúp|luôn|bỏ|xuống|lại|toàn bộ|tất cả|mọi|các|những|việc|đăng|đăng tải|phát|phát tán) )*"
_THIS = r"(?:này|đó|ấy|trên|nói trên|nêu trên)"
_PUBLICATION = (
    r"(?:bài(?! (?:toán|học|thuốc|tập|hát|thi|bản|bạc|rác))|tin bài|tin(?! (?:học|tưởng|nhắn|dùng|cậy|cẩn|vui))"
    r"|video|clip|phóng sự|ấn phẩm|số báo|tờ báo|bình luận|đường dẫn|đường link|link|liên kết)"
)
#: Words of more than one meaning, which count where something follows that points at a publication.
_PLACE = (
    r"(?:nội dung|thông tin|trang(?: tin| web| mạng)?|website|kênh|tài khoản mạng xã hội|chuyên mục|fanpage)"
    rf" (?:\w+ ){{0,2}}?(?:{_THIS}|sai|xấu|báo chí|của báo|đã đăng)\b"
)
_OUTLET = (
    r"(?:tòa soạn|cơ quan báo chí|tờ báo|trang tin|nhà đài"
    r"|báo(?! (?:cáo|giá|động|hiệu|hỏng|hiếu|thức|ứng|nợ|trước|cho)))\b"
)
_MAKER = (
    r"(?:(?:phó )?tổng biên tập|biên tập viên|phóng viên|nhà báo|ký giả|cộng tác viên|tác giả"
    r"|người (?:viết|đăng|đưa|tung|chia sẻ)(?: (?:bài|tin|clip|video))?)\b"
)
_PRESS = f"(?:{_MAKER}|{_OUTLET})"
_SOURCE = (
    rf"(?:{_MAKER}|nguồn tin\b|bạn đọc\b|chủ tài khoản\b"
    r"|người (?:cung cấp|phản ánh|tố cáo|tố giác|bình luận|trả lời phỏng vấn|được phỏng vấn)\b)"
)
_NEAR = r"[^.?!;\n]{0,40}?"
_WRONG = r"(?:sai|vi phạm|xuyên tạc|bịa|tiêu cực|chống|xấu|phạt|nhắc nhở|chấn chỉnh)\b"

_TAKE_DOWN = (
    rf"{_NOT_DONE}\b(?:gỡ|bóc gỡ|xóa|hạ|rút|ẩn|chặn|ngăn|ngăn chặn|khóa|đóng|thu hồi|đình bản|đình chỉ|dừng|ngừng"
    rf"|ngưng) {_ALL}{_PUBLICATION}\b",
    rf"{_NOT_DONE}\b(?:gỡ|bóc gỡ|xóa|ẩn|chặn|ngăn chặn|khóa|đóng|thu hồi) {_ALL}{_PLACE}",
    rf"{_NOT_DONE}\b(?:chặn|ngăn|ngăn chặn|khóa|đóng|hạn chế|cấm) (?:quyền )?truy cập\b",
    rf"\b(?:bài|bài viết|bài báo|tin|tin bài|video|clip)(?: (?:{_THIS}|sai|sai sự thật))* (?:cần|phải|nên) "
    r"(?:được |bị )?(?:gỡ|xóa|hạ|rút|ẩn|chặn|khóa|thu hồi)\b",
    rf"{_NOT_DONE}\b(?:đình bản|đóng cửa) {_ALL}{_OUTLET}",
    r"\bthu hồi (?:thẻ nhà báo|giấy phép (?:xuất bản|báo chí|hoạt động báo chí|của (?:tờ )?báo))\b",
    # without marks
    r"\b(?:go|go bo|xoa|xoa bo|ha|rut|chan|thu hoi) (?:ngay )?(?:(?:cac|nhung|toan bo|tat ca) )?"
    r"(?:bai (?:viet|bao|dang|nay|tren)|tin bai|video (?:nay|tren)|duong dan|duong link)\b",
    r"\b(?:chan|ngan|ngan chan|khoa|dong) (?:quyen )?truy cap\b",
)
_PUNISH = (
    rf"{_NOT_DONE}\b(?:xử lý|xử phạt|phạt|kỷ luật|kiểm điểm|chấn chỉnh|khởi tố|bắt|truy cứu|cảnh cáo|khiển trách"
    r"|nhắc nhở|đình chỉ|cách chức|triệu tập) (?:(?:nghiêm|nghiêm khắc|hành chính|hình sự|thích đáng|kịp thời|ngay"
    rf"|đối với|với|trách nhiệm|của|các|những|mọi|một số|công tác) )*{_PRESS}",
    # without marks
    r"\b(?:xu ly|xu phat|ky luat) (?:nghiem |hanh chinh |trach nhiem )*(?:doi voi |cua )?"
    r"(?:tac gia|phong vien|nha bao|bien tap vien|toa soan|co quan bao chi)\b",
)
_WHO = (
    r"\b(?:nhân thân|lai lịch|lý lịch|danh tính|đời tư|tên thật|họ tên|họ và tên|nơi ở|chỗ ở|nơi cư trú|nơi thường trú"
    r"|địa chỉ|số điện thoại|quê quán|căn cước|số định danh|nơi công tác|thông tin cá nhân|gia đình)\b"
    rf"{_NEAR}\b{_SOURCE}",
    rf"\bthông tin (?:về|của) (?:các |những )?{_SOURCE}",
    rf"\b{_SOURCE}(?: \w+){{0,6}}? (?:là ai|tên gì|tên là gì|(?:sống|nhà|cư trú) ở đâu)\b",
    rf"\bai (?:là {_SOURCE} (?:của )?(?:bài|tin|video|clip)|(?:đã )?viết bài|(?:đã )?cung cấp (?:thông )?tin cho)\b",
    r"\b(?:nhân thân|lai lịch|đời tư)\b(?: \w+,?){0,6}? (?:ông|bà|anh|chị|cô)\b",
    # without marks
    r"\b(?:nhan than|lai lich|danh tinh|noi o|dia chi nha|so dien thoai)\b"
    rf"{_NEAR}\b(?:tac gia|phong vien|nha bao|bien tap vien|nguon tin)\b",
)
_LISTED = (
    rf"\b(?:danh sách|thống kê|xếp hạng|liệt kê|chấm điểm|phân loại) {_ALL}{_PRESS}{_NEAR}\b{_WRONG}",
    rf"\b(?:xếp hạng|chấm điểm|phân loại|đánh giá|theo dõi) (?:các |những ){_PRESS}",
    rf"\b{_PRESS}(?: \w+){{0,3}}? (?:thường xuyên|thường|hay|nhiều lần|liên tục) "
    rf"(?:đưa|đăng|viết|nêu|phản ánh|thông tin|bị|vi phạm|xuyên tạc|bịa)\b",
    # without marks
    r"\b(?:danh sach|thong ke|xep hang) (?:(?:cac|nhung) )?(?:to bao|co quan bao chi|phong vien|nha bao)\b",
    r"\bdanh sach (?:cac |nhung )?bao (?:thuong xuyen|thuong|hay) dua tin sai\b",
)


@dataclass(frozen=True, slots=True)
class _Line:
    """Something that no letter asks for."""

    patterns: re.Pattern[str]
    message: str
    hint: str


def _line(patterns: tuple[str, ...], message: str, hint: str) -> _Line:
    return _Line(re.compile("|".join(f"(?:{pattern})" for pattern in patterns)), message, hint)


_LINES = (
    _line(
        _TAKE_DOWN,
        N_("A letter asks for facts; this one asks to take something down."),
        N_("Ask what the agency knows: figures, dates, documents, decisions."),
    ),
    _line(
        _PUNISH,
        N_("A letter asks for facts; this one asks to act against those who published something."),
        N_("Ask what the agency knows: figures, dates, documents, decisions."),
    ),
    _line(
        _WHO,
        N_("A letter asks about the matter; this one asks about the person who wrote or told something."),
        N_("Leave persons out; ask what happened, when, how much, by which document."),
    ),
    _line(
        _LISTED,
        N_("A letter asks about the matter; this one asks to list or rate outlets or journalists."),
        N_("Ask about the one statement at issue."),
    ),
)


def factual(question: str) -> str:
    """A question as a letter carries it, in paragraphs.

    :raises UsageError: it is too short to be answered, or asks for what no letter asks for.
    """
    asked = clean(question)
    if len(words(asked)) < _FEWEST_WORDS:
        raise UsageError(
            _("The question to the agency is missing or too short."), _("Ask for the facts that would settle the case.")
        )
    read = re.sub(r"[^\S\n]+", " ", index_form(asked))
    for line in _LINES:
        if line.patterns.search(read):
            raise UsageError(_(line.message), _(line.hint))
    return asked
