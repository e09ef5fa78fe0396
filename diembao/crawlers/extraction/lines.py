"""Telling an article's own lines from those that outlets print along with them: by-lines, credits, related links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from diembao.core import addresses
from diembao.core.text import index_form, words
from diembao.crawlers import dates
from diembao.crawlers.extraction.blocks import Block
from diembao.crawlers.paths import looks_like_article

#: Lines behind which nothing of the article follows.
_END = re.compile(
    r"^(từ khóa|từ khoá|tags?|chủ đề|tin liên quan|bài liên quan|tin cùng chuyên mục|bình luận|ý kiến bạn đọc)\s*:?$",
    re.I,
)
#: Lines that only lead to something else, whole or up to their colon.
_POINTER = re.compile(
    r"^\W*(xem thêm|đọc thêm|tin đọc thêm|tin liên quan|bài liên quan|mời (?:quý )?(?:độc giả|bạn đọc|khán giả|quý vị)"
    r"|>>+|→|⇒|»)",
    re.I,
)
#: Words of buttons and frames.
_LABEL = re.compile(
    r"^\W*(quảng cáo|advertisements?|nghe (?:đọc bài|tóm tắt|bài viết)|(?:video|audio) đang tải|đang (?:tải|phát)"
    r"|chia sẻ|in bài (?:viết|này)|lưu bài viết|sao chép liên kết|gửi bình luận|\d+:\d\d)\W*$",
    re.I,
)
_CREDIT = re.compile(r"^\(?(?:theo|nguồn(?: tin| ảnh)?)\s*:?\s+(?=\S)", re.I)
#: By-lines of who wrote and photographed.
_SIGNED = re.compile(r"^(?:bài|tin)(?:,| và| -) ảnh\b", re.I)
_PERFORMED = re.compile(r"\((?:thực hiện|tổng hợp|ghi|lược dịch|dịch)\)$", re.I)
_PICTURES = re.compile(r"^(ảnh|video|clip|đồ họa|đồ hoạ|\(?tổng hợp|\(?t/h|pv)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;”\"’]\s*$")
_TAIL_LENGTH = 60
_LONGEST_POINTER = 200
#: Lines at the beginning among which the printed date may stand.
_TOP = 3
#: Share of a line that is linked from which on it is a link.
_LINKED = 0.9
#: What follows the end of an article is at most this long, as a share of the article.
_REST = 0.5
_REMARK = re.compile(r"\s*\([^)]{1,30}\)$")
_BETWEEN_NAMES = re.compile(r"[\s,&–-]+")


@dataclass(frozen=True, slots=True)
class Article:
    """An article's lines, and what stood behind them."""

    lines: list[Block]
    signature: str = ""
    """By-line at the end, as printed."""
    credit: str = ""


def key(line: str) -> str:
    """A form of a line in which its spellings are equal."""
    return " ".join(words(index_form(line)))


def trimmed(lines: Sequence[Block], *, base: str, title: str, lead: str, authors: Iterable[str]) -> Article:
    """The lines without headline, lead, by-lines, credits and related links.

    :param base: the page's address.
    """
    names = {name for author in authors if (name := key(author))}
    not_text = names | {key(title)}
    kept = [
        line
        for place, line in enumerate(_up_to_the_end(lines))
        if key(line.text) not in not_text and not _is_pointer(line, base) and not (place < _TOP and _is_date(line.text))
    ]
    signature = found_credit = ""
    while len(kept) > 1 and _is_signature(kept[-1], names):
        last = kept.pop().text
        found_credit = found_credit or credit(last)
        named = _SIGNED.match(last) or (_is_signed(last) and not _PICTURES.match(last))
        signature = last if named and not credit(last) else signature
    if lead and kept and key(kept[0].text) == key(lead):
        kept = kept[1:]
    return Article(kept, signature, found_credit)


def ends_a_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, not as headings and names."""
    return bool(_SENTENCE_END.search(line))


def credit(line: str) -> str:
    """Whom a credit line names ("Theo TTXVN", "(Nguồn: VTV)"); empty when it is none."""
    match = _CREDIT.match(line)
    return bare(line[match.end() :]) if match else ""


def bare(name: str) -> str:
    """A name without the brackets and the stop around it."""
    name = name.strip().rstrip(".").rstrip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return name.rstrip(")") if "(" not in name else name


def is_names(line: str) -> bool:
    """Two to eight capitalised words and at most a remark: "Hà Thu (tổng hợp)", "NHẬT XUÂN - NGHI VŨ"."""
    names = [name for name in _BETWEEN_NAMES.split(_REMARK.sub("", line)) if name]
    return 2 <= len(names) <= 8 and all(name[0].isupper() for name in names)


def _up_to_the_end(lines: Sequence[Block]) -> list[Block]:
    """The lines before the one behind which only other things follow; one in the middle heads a box and is left out."""
    lengths = [0, *accumulate(len(line.text) for line in lines)]
    for place, line in enumerate(lines):
        if _END.match(line.text) and lengths[-1] - lengths[place + 1] <= _REST * lengths[place]:
            lines = lines[:place]
            break
    return [line for line in lines if not _END.match(line.text)]


def _is_date(line: str) -> bool:
    return len(line) <= _TAIL_LENGTH and line[-1:] != "." and dates.find(line) is not None


def _is_pointer(line: Block, base: str) -> bool:
    """Whether a line only leads to another page, or is a label of the page."""
    if _LABEL.match(line.text):
        return True
    if line.linked >= _LINKED:
        return any(_leads_to_page(base, url) for url, _text in line.links)
    match = _POINTER.match(line.text)
    if not match or len(line.text) > _LONGEST_POINTER:
        return False
    rest = line.text[match.end() :].lstrip()
    return rest[:1] in ("", ":") or line.linked > 0.5 or not match[1][0].isalpha() or match[1].lower().startswith("mời")


def _leads_to_page(base: str, link: str) -> bool:
    """Whether a link is a button, or leads to another page of the same site or to an article of any."""
    try:
        here, there = urlsplit(base), urlsplit(urljoin(base, link))
    except ValueError:
        return False
    same = addresses.host(base) == addresses.host(there.geturl()) and there.path != here.path
    return there.scheme not in ("http", "https") or same or looks_like_article(there.path)


def _is_signed(line: str) -> bool:
    return is_names(line) or bool(_PERFORMED.search(line))


def _is_signature(line: Block, names: Iterable[str]) -> bool:
    """Whether a closing line is a by-line or credit rather than a sentence."""
    text = line.text
    if len(text) > _TAIL_LENGTH or ends_a_sentence(text):
        return False
    if any(name in key(text) for name in names):
        return True
    return bool(credit(text) or _PICTURES.match(text) or _SIGNED.match(text)) or _is_signed(text)
