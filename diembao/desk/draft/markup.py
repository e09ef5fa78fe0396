"""The text that a reader sees of a draft in Markdown, HTML or Word."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from lxml.html import HtmlElement

from diembao.crawlers.decoding import document

_UNSEEN = ("head", "script", "style", "template", "noscript", "del", "svg", "iframe", "textarea", "select")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark o:p q s samp small span strike strong"
    " sub sup time tt u var wbr".split()
)
_BLANKS = re.compile(r"\s+")

# Signs of Markdown. None of these patterns looks at a character more often than a few times, whatever the text.
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_LEADER = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+)?")
_LINK = re.compile(r"!?\[([^\[\]\n]*+)\]\((?:[^()\n]++|\([^()\n]*+\))*+\)")
_EMPHASIS = re.compile(r"\*+|_+|~~+|`+")
_WRAPPED = re.compile(r"(?<!\n)\n(?!\n)")
_SHORTEST_RULE = 3
#: Longer rows of these signs stand for themselves.
_LONGEST_EMPHASIS = 3


def from_markdown(text: str) -> str:
    """Text without the signs of Markdown; a line break within a paragraph is a blank, as it is when shown."""
    text = _WRAPPED.sub(" ", "\n".join(map(_line, text.split("\n"))))
    for _nested in range(2):  # a picture may stand in a link
        text = _LINK.sub(r"\1", text)
    return "\n".join(map(_plain, text.split("\n")))


def _line(line: str) -> str:
    """One line without what it begins with; empty lines around what is no part of the paragraph before it."""
    if _FENCE.match(line) or _is_rule(line.strip()):
        return ""
    if heading := _HEADING.match(line):
        return f"\n{line[heading.end() :].rstrip().rstrip('#').rstrip()}\n"
    leader = _LEADER.match(line)
    if leader is None:
        return line
    return ("\n" if leader.group().strip() else "") + line[leader.end() :]


def _is_rule(line: str) -> bool:
    """Whether a line parts paragraphs, underlines a heading, or parts the head of a table from its rows."""
    signs = set(line) - set(" \t")
    if len(signs) == 1 and signs <= set("-*_"):
        return sum(map(line.count, signs)) >= _SHORTEST_RULE
    return signs == {"="} or ("---" in line and signs <= set("|:-"))


def _plain(line: str) -> str:
    """One line without the signs around what is stressed; such signs that have no match stay."""
    opened: dict[str, list[list[int]]] = {}  # sign -> rows of it that are not closed yet: where each ends, what is left
    dropped: list[tuple[int, int]] = []
    for found in _EMPHASIS.finditer(line):
        start, end = found.span()
        sign, left = line[start], end - start
        if sign in "*_" and left > _LONGEST_EMPHASIS:
            continue
        before, behind = line[start - 1 : start], line[end : end + 1]
        if before.isdigit() and behind.isdigit():
            continue  # "2*3" must not become a figure
        opens = bool(behind.strip()) and not (sign == "_" and before.isalnum())
        closes = bool(before.strip()) and not (sign == "_" and behind.isalnum())
        rows = opened.setdefault(sign, [])
        while closes and left and rows:
            last = rows[-1]
            used = min(left, last[1])
            dropped += [(last[0] - used, last[0]), (end - left, end - left + used)]
            last[0], last[1], left = last[0] - used, last[1] - used, left - used
            if not last[1]:
                rows.pop()
        if opens and left:
            rows.append([end, left])
    return _without(line, dropped)


def _without(line: str, dropped: list[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in sorted(dropped):
        pieces.append(line[last:start])
        last = end
    return "".join([*pieces, line[last:]])


def from_html(data: bytes) -> str:
    """Text of a page, one paragraph a block; nothing for a page without any. What is marked as deleted is left out."""
    tree = document(data)
    if tree is None:
        return ""
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    pieces: list[str] = []
    _gather(tree, pieces)
    return "".join(pieces)


def _gather(tree: HtmlElement, pieces: list[str]) -> None:
    # by events, not by recursion: pages may be nested as deep as somebody likes
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        block = element.tag not in _INLINE
        if event == "start":
            if block:
                pieces.append("\n" if element.tag == "br" else "\n\n")
            pieces.append(_BLANKS.sub(" ", element.text or ""))
        else:
            if block and element.tag != "br":
                pieces.append("\n\n")
            pieces.append(_BLANKS.sub(" ", element.tail or ""))


_PARAGRAPH, _DELETED_MARK = qn("w:p"), f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"
_LEFT_OUT = frozenset(
    (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def from_word(data: bytes) -> str:
    """Text of a Word file as it is once all tracked changes are accepted: headings, paragraphs, tables, text boxes.

    :raises Exception: of many kinds, for what is no sound Word file.
    """
    paragraphs: list[str] = []
    goes_on = False
    for paragraph in Document(io.BytesIO(data)).element.body.iter(_PARAGRAPH):
        if any(parent.tag in _LEFT_OUT for parent in paragraph.iterancestors()):
            continue
        text = "".join(_runs(paragraph))
        if goes_on:
            paragraphs[-1] += text
        else:
            paragraphs.append(text)
        goes_on = paragraph.find(_DELETED_MARK) is not None
    return "\n\n".join(paragraphs)


def _runs(paragraph: etree._Element) -> list[str]:
    """Text of a paragraph without what is deleted, and without paragraphs in text boxes within it."""
    found: list[str] = []
    for run in paragraph.iter(qn("w:r")):
        parents = []
        for parent in run.iterancestors():
            if parent is paragraph or parent.tag == _PARAGRAPH:
                break
            parents.append(parent.tag)
        if parent is not paragraph or _LEFT_OUT & set(parents):
            continue
        found += [(child.text or "") if child.tag == qn("w:t") else _SIGNS.get(str(child.tag), "") for child in run]
    return found
