"""Notices with which an outlet corrects itself ("đính chính").

Exact rather than eager: a report on somebody's correction or apology is no correction. What counts is who speaks (the
desk of the paper, or nobody named), to whom (the readers), about what (this report), and that the sentence opens with
it, outside any quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from diembao.core.models import Content
from diembao.core.text import index_form
from diembao.nlp.sentences import sentences

_LONGEST = 600
#: Sentences from either end of the text in which the paper may speak without a paragraph of its own.
_NEAR_END = 3
_OPENING = r"[\s*()\[\]_•–—-]*"
_READERS = r"(?:quý )?(?:bạn đọc|độc giả|bạn xem đài|khán giả|thính giả|khán thính giả|bạn nghe đài)"
_DESK = (
    r"(?:tòa soạn|ban biên tập|bbt|ban thư ký tòa soạn|chúng tôi|bổn báo|"
    r"(?:tòa soạn|ban biên tập) (?:báo|tạp chí|trang)[^.,;:]{0,40}?|(?:báo|tạp chí) chúng tôi)"
)
_MEND = r"(?:đính chính|cải chính|sửa lại|sửa đổi|chỉnh sửa|điều chỉnh|thông tin lại|nói lại|cáo lỗi|sửa)"
_REPORT = (
    r"(?:bài viết|bài báo|bài này|bản tin|tin này|tin bài|tiêu đề|tít|nội dung bài(?: viết| báo)?|"
    r"(?:thông tin|số liệu|chi tiết|hình ảnh|ảnh|chú thích)[^.,;:]{0,30} (?:trong|của) (?:bài|bản tin)"
    r"(?: viết| báo| này)*)"
)
_WRONG = r"(?:nhầm|sai|nhầm lẫn|sai sót|sơ suất|chưa chính xác|không chính xác|chưa đúng|thiếu chính xác)"

#: A label before what is mended; alone on its line, or with a colon. Only where a paragraph begins.
_LABEL = re.compile(
    rf"{_OPENING}(?:(?:lời|tin|thông tin|thông báo) )?(?:đính chính|cải chính|nói lại cho rõ|thông tin lại|cáo lỗi|"
    rf"xin lỗi {_READERS})(?: (?:thông tin|bài viết|bài báo|cùng {_READERS}))?{_OPENING}(?:[:.]|$)"
)


def _speaker(outlet: str) -> str:
    """Who may speak: the desk, under whatever name, or nobody named."""
    own = [re.escape(index_form(outlet))] if outlet else []
    return rf"(?:{'|'.join([_DESK, *own])})"


def _patterns(outlet: str) -> tuple[re.Pattern[str], ...]:
    who = _speaker(outlet)
    humbly = r"(?:(?:thành thật|chân thành|trân trọng|rất|cũng) ){0,2}"
    return (
        _LABEL,
        # "Tòa soạn xin sửa lại như sau", "Xin đính chính lại là …", "Chúng tôi xin lỗi bạn đọc"
        re.compile(rf"{_OPENING}(?:{who} )?{humbly}xin (?:được )?(?:phép )?{humbly}{_MEND}\b"),
        re.compile(rf"{_OPENING}(?:{who} )?{humbly}(?:xin )?{humbly}(?:gửi lời )?(?:xin lỗi|cáo lỗi)"
                   rf"(?: (?:cùng|tới|đến|với))?(?: (?:tất cả|toàn thể))? {_READERS}\b"),
        # "Do sơ suất, bài viết đã ghi nhầm tên …, tòa soạn xin lỗi …"
        re.compile(rf"{_OPENING}(?:do|vì) (?:một )?(?:sơ suất|nhầm lẫn|sai sót|lỗi)[^“\"]{{0,200}}?"
                   rf"\b(?:{who}|{_REPORT})\b[^“\"]{{0,120}}?\b(?:{_WRONG}|xin lỗi|{_MEND})\b"),
        # "Bài viết đã được chỉnh sửa lúc 18h", "Tiêu đề được sửa lại cho chính xác"
        re.compile(rf"{_OPENING}{_REPORT}(?: này| trên| nêu trên)?(?: (?:đã|vừa|mới))* được (?:{who} )?"
                   rf"(?:cập nhật|{_MEND}|thay đổi)\b"),
        # "Trong bài đăng ngày 5/9, chúng tôi đã viết nhầm …"
        re.compile(rf"{_OPENING}(?:trong|ở|tại) (?:{_REPORT}|bài|bản tin|tin|phiên bản)\b[^“\"]{{0,160}}?"
                   rf"\b(?:{who}|phóng viên)\b[^“\"]{{0,60}}?\b{_WRONG}\b"),
        # "Phiên bản trước của bài viết này ghi …"
        re.compile(rf"{_OPENING}(?:phiên bản|bản) (?:trước|trước đó|đầu|đầu tiên|cũ|ban đầu) của {_REPORT}"),
    )  # fmt: skip


def notice(content: Content, *, outlet: str = "") -> str:
    """The notice with which a version's outlet corrects itself, to the end of its paragraph; empty: there is none.

    :param outlet: the name by which the outlet may speak of itself.
    """
    label, *others = _patterns(outlet)
    if label.match(index_form(content.title)):
        return content.title
    for text in (content.lead, content.text):
        for sentence, rest, opens, near_end in _sentences(text):
            said = index_form(sentence)
            if (opens and label.match(said)) or ((opens or near_end) and any(each.match(said) for each in others)):
                return rest if len(rest) <= _LONGEST else f"{rest[:_LONGEST].rpartition(' ')[0]} …"
    return ""


def _sentences(text: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Sentences that stand outside quotations.

    Each with its paragraph from there on, whether it opens that, and whether it is among the first or last of the text.
    """
    found = sentences(text)
    numbered = ((text.rfind("\n\n", 0, start), place, start, end) for place, (start, end) in enumerate(found))
    for _paragraph, group in groupby(numbered, key=lambda each: each[0]):
        inside = list(group)
        first, stop = inside[0][2], inside[-1][3]
        for _begin, place, start, end in inside:
            before = text[first:start]
            if before.count("“") > before.count("”") or before.count('"') % 2:
                continue
            near_end = place < _NEAR_END or place >= len(found) - _NEAR_END
            # A label alone in its paragraph announces the next one.
            rest = text[start : stop if end < stop or place + 1 == len(found) else found[place + 1].end]
            yield text[start:end], rest, start == first, near_end
