"""Telling an article's own lines from those that outlets print along with them: by-lines, credits, related links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from diembao.core.text import index_form, words
from diembao.crawlers.extraction.blocks import Block
from diembao.crawlers.paths import looks_like_article

#: Lines behind which nothing of the article follows.
_END = re.compile(
    r"^(từ khóa|từ khoá|tags?|chủ đề|tin liên quan|bài liên quan|tin cùng chuyên mục|bình luận|ý kiến bạn đọc)\s*:?$",
    re.I,
)
#: Lines that only lead to something else.
_POINTER = re.compile(r"^(xem thêm|đọc thêm|mời (độc giả|bạn đọc) xem|tin liên quan|bài liên quan|>>+)", re.I)
_CREDIT = re.compile(r"^\(?(?:theo|nguồn(?: tin| ảnh)?)\s*:?\s+(?=\S)", re.I)
_PICTURES = re.compile(r"^(ảnh|video|clip|đồ họa|đồ hoạ|bài, ảnh|tin, ảnh|bài và ảnh|\(?tổng hợp|\(?t/h|pv\b)", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;”\"’]\s*$")
_TAIL_LENGTH = 60
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
    kept = [line for line in _up_to_the_end(lines) if key(line.text) not in not_text and not _is_pointer(line, base)]
    signature = found_credit = ""
    while len(kept) > 1 and _is_signature(kept[-1].text, names):
        last = kept.pop().text
        found_credit = found_credit or credit(last)
        signature = last if is_names(last) and not credit(last) and not _PICTURES.match(last) else signature
    if lead and kept and key(kept[0].text) == key(lead):
        kept = kept[1:]
    return Article(kept, signature, found_credit)


def ends_a_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, not as headings and names."""
    return bool(_SENTENCE_END.search(line))


def credit(line: str) -> str:
    """Whom a credit line names ("Theo TTXVN", "Nguồn: VTV"); empty when it is none."""
    match = _CREDIT.match(line)
    return line[match.end() :].strip(" .)") if match else ""


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


def _is_pointer(line: Block, base: str) -> bool:
    """Whether a line is nothing but a link to another article."""
    if line.linked < _LINKED:
        return bool(_POINTER.match(line.text)) and (line.linked > 0.5 or len(line.text) < 20)
    return any(_leads_to_article(base, url) for url, _text in line.links)


def _leads_to_article(base: str, link: str) -> bool:
    try:
        return looks_like_article(urlsplit(urljoin(base, link)).path)
    except ValueError:
        return False


def _is_signature(line: str, names: Iterable[str]) -> bool:
    """Whether a closing line is a by-line or credit rather than a sentence."""
    if len(line) > _TAIL_LENGTH or ends_a_sentence(line):
        return False
    if any(name in key(line) for name in names):
        return True
    return bool(credit(line) or _PICTURES.match(line)) or is_names(line)
