"""The text of an article, found by trafilatura and rid of what it takes along: headline, lead, captions, by-lines."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

import trafilatura
from lxml.html import HtmlElement

from diembao.core.text import clean_line, index_form, words

#: Elements that stand inside an article's container and are not its text, by the words that outlets use in class names.
_NOT_TEXT = re.compile(
    r"caption|author|byline|by-line|\bsource\b|nguon|tags?\b|keyword|tu-khoa|related|lien-quan|tin-moi|breadcrumb", re.I
)
#: Lines behind which nothing of the article follows.
_END = re.compile(
    r"^(từ khóa|từ khoá|tags?|chủ đề|tin liên quan|xem thêm|đọc thêm|bình luận|ý kiến bạn đọc)\s*:?$", re.I
)
_CREDIT = re.compile(r"^(theo|nguồn|ảnh|\(?tổng hợp|\(?t/h|pv\b|bài, ảnh|tin, ảnh)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;”\"’]\s*$")
_TAIL_LENGTH = 60
_REMARK = re.compile(r"\s*\([^)]{1,30}\)$")
_BETWEEN_NAMES = re.compile(r"[\s,&–-]+")
_BY_LINE = re.compile(r"\b(author|byline|by-line|tac-?gia)\b", re.I)


def extract_paragraphs(tree: HtmlElement, *, title: str, lead: str, authors: Iterable[str]) -> tuple[list[str], str]:
    """Paragraphs of the article, each one line of display text, without headline, lead and what is not text.

    :returns: the paragraphs, and the by-line that stood behind them (empty when there was none).
    """
    # trafilatura changes the tree that it is given.
    text = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True, deduplicate=False)
    paragraphs = [line for raw in (text or "").split("\n") if (line := clean_line(raw.lstrip("-| ")))]
    boilerplate = _boilerplate(tree) | {_key(author) for author in authors} | {_key(title)}
    paragraphs = [line for line in paragraphs if _key(line) not in boilerplate]
    for position, line in enumerate(paragraphs):
        if _END.match(line):
            paragraphs = paragraphs[:position]
            break
    signature = ""
    while len(paragraphs) > 1 and _is_signature(paragraphs[-1], authors):
        signature = paragraphs.pop()
    is_by_line = _is_names(signature) and not _CREDIT.match(signature)
    return without_lead(paragraphs, lead), signature if is_by_line else ""


def without_lead(paragraphs: list[str], lead: str) -> list[str]:
    """The paragraphs without a first one that only repeats the lead."""
    return paragraphs[1:] if lead and paragraphs and _key(paragraphs[0]) == _key(lead) else paragraphs


def visible_author(tree: HtmlElement) -> str:
    """The by-line that is printed in an element of its own; empty when there is none."""
    for element in tree.iter("span", "div", "p", "a", "strong"):
        if _BY_LINE.search(element.get("class") or ""):
            name = clean_line(element.text_content())
            if _is_names(name) and len(name) <= _TAIL_LENGTH:
                return name
    return ""


def opens_in_bold(tree: HtmlElement, paragraph: str) -> bool:
    """Whether a paragraph is printed wholly in bold, as leads are that have no element of their own."""
    for element in tree.iter("strong", "b"):
        parent = element.getparent()
        if parent is not None and parent.tag == "p" and clean_line(parent.text_content()) == paragraph:
            return clean_line(element.text_content()) == paragraph
    return False


def _key(line: str) -> str:
    return " ".join(words(index_form(line)))


def _boilerplate(tree: HtmlElement) -> set[str]:
    found = set()
    for element in tree.iter("figcaption", "div", "span", "p", "a", "ul", "li", "h2", "h3", "strong", "em", "td", "tr"):
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
        if element.tag == "figcaption" or _NOT_TEXT.search(names):
            content = element.text_content()
            if len(content) < 2000:  # a container named "article-tags-and-all" would swallow the article
                found |= {_key(line) for line in (content, *content.split("\n"), *_blocks(element)) if line.strip()}
    return found


def _blocks(element: HtmlElement) -> list[str]:
    return [child.text_content() for child in element.iter("p", "li", "a", "em", "i", "td")]


def _is_signature(line: str, authors: Iterable[str]) -> bool:
    """Whether a closing line is a by-line or credit rather than a sentence."""
    if len(line) > _TAIL_LENGTH or _SENTENCE_END.search(line):
        return False
    key = _key(line)
    named = any(_key(author) and _key(author) in key for author in authors)
    return named or bool(_CREDIT.match(line)) or _is_names(line)


def _is_names(line: str) -> bool:
    """Two to eight capitalised words and at most a remark: "Hà Thu (tổng hợp)", "NHẬT XUÂN - NGHI VŨ"."""
    names = [name for name in _BETWEEN_NAMES.split(_REMARK.sub("", line)) if name]
    return 2 <= len(names) <= 8 and all(name[0].isupper() for name in names)
