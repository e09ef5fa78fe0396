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

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$|^ {0,3}=+[ \t]*$|^[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$", re.MULTILINE)
_LEADER = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+)?", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|(?<!\w)___|(?<!\w)__|(?<!\w)_|~~|`+)(?=\S)(.+?)(?<=\S)\1")


def from_markdown(text: str) -> str:
    """Text without the signs of Markdown; a line break within a paragraph is a blank, as it is when shown."""
    text = _FENCE.sub("", _RULE.sub("", text))
    text = _HEADING.sub(r"\n\1\n", text)
    text = _LEADER.sub(lambda found: "\n" if found.group().strip() else "", text)
    text = _LINK.sub(r"\1", text)
    for _nested in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


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
