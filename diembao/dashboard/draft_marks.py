"""A draft as HTML with its sentences marked in place; everything of it is escaped.

What a mark means can be told without colour: a number and a thick line for what differs, a dotted line for a claim,
italics and a word in brackets for what is never checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from diembao.core.i18n import _
from diembao.dashboard import style
from diembao.desk.casework import words as case_words
from diembao.desk.draft.checking import DraftCheck
from diembao.nlp.statements import SentenceKind
from diembao.verify.drafts import CheckedStatement

_BREAK = re.compile(r"\n{2,}")


def statement_id(number: int) -> str:
    """Where a numbered statement stands on the page."""
    return f"cau-{number}"


def finding_id(number: int) -> str:
    """Where what was found on a numbered statement stands on the page."""
    return f"dieu-{number}"


def legend() -> str:
    """HTML of what the marks mean."""
    differs, claim = escape(_("differs from the archive")), escape(_("checked, nothing that differs"))
    opinion, unchecked = escape(_("opinion and the like")), escape(_("not checked"))
    unmarked = escape(_("without a mark: nothing to check"))
    return (
        f'<div class="db-legend"><span><span class="db-found">{differs}<sup>1</sup></span></span>'
        f'<span><span class="db-claim">{claim}</span></span>'
        f'<span><span class="db-opinion">{opinion}</span> <small>[{unchecked}]</small></span>'
        f"<span>{unmarked}</span></div>"
    )


def marked_draft(done: DraftCheck) -> str:
    """HTML of the whole text. Statements with findings are numbered in order and lead to what was found."""
    numbers = {item.statement.start: number for number, item in enumerate(done.found, 1)}
    pieces, last = [], 0
    for item in done.statements:
        statement = item.statement
        pieces += [_between(done.text[last : statement.start]), _said(item, numbers.get(statement.start, 0))]
        last = statement.end
    pieces.append(_between(done.text[last:]))
    return f'<div class="db-draft"><p>{"".join(pieces)}</p></div>'


def own_spans(item: CheckedStatement) -> list[tuple[int, int]]:
    """Places in a statement that matter, in offsets of its text, without overlaps."""
    start, end = item.statement.start, item.statement.end
    found: list[tuple[int, int]] = []
    for first, last in sorted({span for finding in item.findings for span in finding.spans}):
        if not found or first - start >= found[-1][1]:
            found.append((first - start, min(last, end) - start))
    return found


def _said(item: CheckedStatement, number: int) -> str:
    statement = item.statement
    if number:
        text = style.marked(statement.text, own_spans(item))
        return (
            f'<a class="db-found" id="{statement_id(number)}" href="#{finding_id(number)}">'
            f"{_lines(text)}<sup>{number}</sup></a>"
        )
    text = _lines(escape(statement.text))
    if item.checked:
        return f'<span class="db-claim">{text}</span>'
    if statement.kind is SentenceKind.OPINION:
        rule = escape(case_words.guard_rule(statement.rule))
        return f'<span class="db-opinion">{text}</span> <small>[{rule}]</small>'
    return text


def _between(text: str) -> str:
    return _BREAK.sub("</p><p>", escape(text)).replace("\n", "<br>")


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")


def list_of(rows: Iterable[tuple[str, str]]) -> str:
    """HTML of sentences, each with what is to be said of it."""
    return "".join(
        f'<div class="db-item"><div>{escape(said)}</div><div class="db-meta">{escape(note)}</div></div>'
        for said, note in rows
    )
