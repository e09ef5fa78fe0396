"""Sections in which an outlet prints opinion, satire, letters and literature: no statement there becomes a flag."""

from __future__ import annotations

import re
from functools import cache

from diembao.core.text import fold
from diembao.nlp.forms import forms_of

#: Phrases that make a name one of opinion wherever they stand in it.
_PHRASES = (
    "bình luận|ý kiến|góc nhìn|xã luận|diễn đàn|bạn đọc|phiếm đàm|blogs?|tâm sự|quan điểm|suy ngẫm|tiểu phẩm|biếm họa"
    "|châm biếm|trào phúng|hài hước|opinions?|editorials?|perspectives?|tản văn|tạp bút|tạp văn|sáng tác|truyện ngắn"
    "|phản biện|độc giả|thời luận|luận đàm|bàn tròn|đối thoại"
    # names of columns
    "|nói thẳng|nói thật|chào buổi sáng|chuyện hôm nay|vấn đề hôm nay|nhàn đàm|luận bàn|tản mạn|chính kiến|góc biếm"
    "|chuyện thường ngày|câu chuyện cuối tuần|chuyện cuối tuần|trà dư tửu hậu|lăng kính(?! tế)|cà phê sáng"
    "|trà đá vỉa hè|chuyện làng chuyện nước|chuyện dọc đường|thưa chuyện|bàn chuyện|mạn đàm|nghĩ ngợi|op ed"
    "|sổ tay (?:phóng viên|nhà báo|người viết|thường dân|cuối tuần)"
)
#: Words that do so only where they are the whole name, or one of several that stand beside each other: "Cần Thơ" and
#: "Thu hút đầu tư" have them too, with and without their marks, and "Sổ tay du lịch" is no column.
_NAMES = "thư|thơ|trang thơ|thư tòa soạn|phiếm|cười|truyện cười|biếm|sổ tay|suy nghĩ|vỉa hè|comments?|columns?|letters"
#: Sections of news that have one of the phrases.
_NEWS = "pháp luật bạn đọc"
_BETWEEN = re.compile(r"\s*[/|>»&,;:·–-]\s*")
#: A name as addresses write it; its hyphens are blanks: "goc-nhin", "/van-nghe/tan_van".
_SLUG = re.compile(r"[a-z0-9/]*[a-z0-9]+(?:[-_][a-z0-9/]+)+")
_NO_WORD = re.compile(r"[\W_]+")


@cache
def _patterns(marked: bool) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    phrases, names, news = (source if marked else fold(source) for source in (_PHRASES, _NAMES, _NEWS))
    return re.compile(rf"\b(?:{phrases})\b"), re.compile(names), re.compile(rf"\b(?:{news})\b")


def is_opinion_section(section: str) -> bool:
    """Whether an outlet's section, by its name, holds opinion.

    >>> is_opinion_section("Bạn đọc viết"), is_opinion_section("Văn nghệ / Thơ"), is_opinion_section("Cần Thơ")
    (True, True, False)

    :param section: as written, or as it stands in an address; capitals and missing marks make no difference.
    """
    forms = forms_of(section)
    phrases, names, news = _patterns(forms.marked)
    name = forms.typed.strip()
    if _SLUG.fullmatch(name):
        name = name.replace("-", " ").replace("_", " ")
    name = news.sub(" ", name)
    return bool(phrases.search(_NO_WORD.sub(" ", name))) or any(
        names.fullmatch(part.strip()) for part in _BETWEEN.split(name)
    )
