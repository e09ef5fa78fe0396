"""Who is quoted for a sentence, as written."""

from __future__ import annotations

import re

from diembao.core.text import fold
from diembao.nlp.forms import Forms
from diembao.nlp.phrases import PhraseMatcher

_LONGEST = 120
_SAYING = (
    "cho biết|cho hay|cho rằng|cho là|nói|khẳng định|thông tin|thông báo|xác nhận|tiết lộ|tuyên bố"
    "|nhấn mạnh|báo cáo|kể|trả lời|phát biểu"
    "|thừa nhận|khai|khai nhận|tố|tố cáo|tố giác|phản ánh|giải thích|lý giải|phủ nhận|bác bỏ|cáo buộc"
    "|dẫn lời|nhận định|đánh giá|công bố|ghi nhận|nêu|nêu rõ"
    "|viết|chia sẻ|bày tỏ|than|hỏi|dự báo|cảnh báo|đưa tin|loan tin|trình bày|cho thấy|ước tính"
)
# "theo" before these says by what something goes, not who says so.
_NO_SPEAKER = (
    r"(?:đó|quy định|quy trình|kế hoạch|hướng|luật|hợp đồng|lịch|dõi|yêu cầu|đề nghị|thỏa thuận|hình thức"
    r"|phương án|thứ tự|mức|giá|đuổi|học|diện|chân|đường|thời gian"
    r"|lộ trình|nghị định|thông tư|nghị quyết|tỉ lệ|tỷ lệ|mùa|từng|kiểu|mẫu|cách|tiêu chuẩn|tiêu chí"
    r"|pháp luật|giờ|ngày|điều|khoản|tinh thần|chỉ đạo|chủ trương|phong tục|truyền thống)"
)
_ACCORDING = (
    rf"(?:^|[.,;:“\"(–-]\s*|\s)theo (?!{_NO_SPEAKER}\b)(?P<who>[^,;:“”\"\n]{{2,{_LONGEST}}}?)"
    rf"(?=,|;|:|“|\"|\.?$|\s(?:thì|có|đã|hiện|từ|tính|trong|ngày|vào|tại|cho biết|cho hay)\b)"
)
_SAYS = (
    rf"(?:^|[.,;:”\"]\s*)(?:(?:trong khi đó|tuy nhiên|ngoài ra|trước đó|sau đó|cũng|còn|và|nhưng|"
    rf"trả lời [^,]{{1,60}}|ngày [\d/\-. ]+|sáng [\d/\-. ]+|chiều [\d/\-. ]+|tối [\d/\-. ]+),?\s+)?"
    rf"(?P<who>[^,;:“”\"\n]{{2,{_LONGEST}}}?)(?:\s*\([^)]{{1,60}}\))?(?:,[^,;:“”\"\n]{{2,80}},)?"
    rf"\s+(?:(?:đã|cũng|vừa|mới|lại|từng|còn)\s+)?(?:{_SAYING})\b"
)
_DASH = re.compile(r"\s[-–—](?:\s|$)")
#: A speaker begins like this; anything else before "nói" is not one.
_SPEAKER = re.compile(
    r"(?:ông|bà|anh|chị|cô|em|cụ|bác|chú|thầy|luật sư|chuyên gia|tiến sĩ|bác sĩ|giáo sư|đại diện|lãnh đạo"
    r"|người dân|người phát ngôn|cử tri|phụ huynh|nhân chứng|nạn nhân"
    r"|bị cáo|bị can|chủ tịch|phó|giám đốc|bí thư|trưởng|bộ|sở|cục|tổng cục|ubnd|hđnd|ủy ban|công an|phòng"
    r"|ban|viện|tòa|thanh tra|kiểm toán|báo cáo|kết luận|kết quả|thống kê"
    r"|thông tin|nguồn tin|hãng|báo|trang|tờ|đài|công ty|tập đoàn|hiệp hội|liên đoàn|bệnh viện|trường"
    r"|đại biểu|thủ tướng|tổng thống|thứ trưởng|hội|chi cục|trung tâm|cơ quan"
    r"|nhà chức trách|chính quyền|hđxx|cáo trạng|bản án|đội|chi nhánh|ngân hàng|huyện|tỉnh|xã|thành phố"
    r"|đại sứ|tướng|đại tá|thượng tá|trung tá|thiếu tá|hai bên|nhiều người|một số|các|nhóm|tổ chức"
    r"|(?:hai|ba|bốn|nhiều|một) (?:nhân chứng|người|cán bộ|quan chức|chuyên gia|nguồn tin|công nhân|hộ))\b"
)


def _typed(source: str, *, marked: bool) -> re.Pattern[str]:
    return re.compile(source if marked else fold(source))


_PATTERNS = {marked: tuple(_typed(source, marked=marked) for source in (_ACCORDING, _SAYS)) for marked in (True, False)}
_SPEAKERS = {True: _typed(_SPEAKER.pattern, marked=True), False: _typed(_SPEAKER.pattern, marked=False)}


#: Looked for first: most sentences quote nobody.
_VERBS = {
    marked: PhraseMatcher(list(dict.fromkeys((_SAYING if marked else fold(_SAYING)).split("|"))))
    for marked in (True, False)
}


def attribution(sentence: Forms) -> str:
    """Who is quoted for a sentence, as written: ``Sở Y tế`` of "Theo Sở Y tế, 12 người nhập viện."; empty if nobody."""
    written, form, marked = sentence.written, sentence.typed, sentence.marked
    according, says = _PATTERNS[marked]
    if "theo " in form:
        found = according.search(form)
        if found is not None and (written[found.start("who")].isupper() or _SPEAKERS[marked].match(found["who"])):
            return _name(written[slice(*found.span("who"))])
    if _VERBS[marked].hits(form):
        for found in says.finditer(form):
            if written[found.start("who")].isupper() or _SPEAKERS[marked].match(found["who"]):
                return _name(written[slice(*found.span("who"))])
    return ""


def _name(speaker: str) -> str:
    """A speaker without the office that stands behind a dash."""
    return _DASH.split(speaker, 1)[0].strip()
