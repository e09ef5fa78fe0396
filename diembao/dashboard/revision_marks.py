"""Two versions of a text as HTML: beside each other, or interwoven. Everything is escaped here.

What went is struck out, what came is underlined, and a sign stands before each sentence that is not what it was: colour
alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from diembao.core import i18n
from diembao.core.findings import Part
from diembao.core.i18n import _, ngettext
from diembao.desk import words
from diembao.nlp.revisions import Change, Comparison, Row, pieces

#: Unchanged sentences that are shown on either side of what has changed.
_AROUND = 1
_SIGNS = {Change.CHANGED: "±", Change.INSERTED: "+", Change.REMOVED: "−", Change.MOVED: "↕"}


def side_by_side(comparison: Comparison, before: str, after: str) -> str:
    """A table of two columns.

    :param before: heading of the older version, likewise ``after``.
    """
    lines = []
    for rows in _shown(comparison.rows):
        if isinstance(rows, int):
            lines.append(f'<tr class="gap"><td></td><td colspan="2">{_gap(rows)}</td></tr>')
            continue
        old, new = _marked(rows.before, rows.before_marks, "del"), _marked(rows.after, rows.after_marks, "ins")
        if not rows.after or rows.change is Change.MOVED:
            old = f"<del>{escape(rows.before)}</del>" if rows.before else ""
        if not rows.before or rows.change is Change.MOVED:
            new = f"<ins>{escape(rows.after)}</ins>" if rows.after else ""
        lines.append(f"<tr>{_sign(rows)}<td>{_part(rows)}{old}</td><td>{_part(rows)}{new}</td></tr>")
    return (
        f'<table class="db-diff"><thead><tr><th></th><th scope="col">{escape(before)}</th>'
        f'<th scope="col">{escape(after)}</th></tr></thead><tbody>{"".join(lines)}</tbody></table>'
    )


def interwoven(comparison: Comparison) -> str:
    """One text, in which what went is struck out and what came is underlined."""
    blocks: list[str] = []
    for rows in _shown(comparison.rows):
        if isinstance(rows, int):
            blocks.append(f'</p><p class="gap">{_gap(rows)}</p><p>')
            continue
        opens = "</p><p>" if rows.opens else ""
        blocks.append(f"{opens}{_part(rows)}{_told(rows)} ")
    return f'<div class="db-text db-woven"><p>{"".join(blocks)}</p></div>'.replace("<p></p>", "")


def _told(row: Row) -> str:
    if row.change is Change.SAME:
        return escape(row.after)
    sign = f'<b class="sign" title="{escape(words.change(row.change))}">{_SIGNS[row.change]}</b>'
    if row.change is not Change.CHANGED:
        mark, text = ("del", row.before) if row.before else ("ins", row.after)
        return f"{sign}<{mark}>{escape(text)}</{mark}>"
    told = []
    for before, after in pieces(row.before, row.after):
        if before == after:
            told.append(escape(after))
        else:
            told.append(f"<del>{escape(before)}</del>" if before else "")
            told.append(" " if before else "")
            told.append(f"<ins>{escape(after)}</ins>" if after else "")
    return sign + "".join(told)


def _shown(rows: Sequence[Row]) -> Iterator[Row | int]:
    """Rows that changed with what stands around them; a number stands for so many unchanged sentences left out."""
    near = {
        there
        for place, row in enumerate(rows)
        if row.change is not Change.SAME
        for there in range(place - _AROUND, place + _AROUND + 1)
    }
    for is_near, group in groupby(enumerate(rows), key=lambda each: each[0] in near):
        found = [row for _place, row in group]
        if is_near or len(found) == 1:  # the line that says so would be as long
            yield from found
        else:
            yield len(found)


def _gap(number: int) -> str:
    told = ngettext("… {number} unchanged sentence", "… {number} unchanged sentences", number)
    return escape(told.format(number=i18n.number(number)))


def _sign(row: Row) -> str:
    if row.change is Change.SAME:
        return "<td></td>"
    name = escape(words.change(row.change))
    return f'<th scope="row" class="sign" title="{name}" aria-label="{name}">{_SIGNS[row.change]}</th>'


def _part(row: Row) -> str:
    if row.part is Part.TEXT:
        return ""
    name = _("title") if row.part is Part.TITLE else _("lead")
    return f'<small class="part">{escape(name)}</small> '


def _marked(text: str, spans: Iterable[tuple[int, int]], mark: str) -> str:
    told, last = [], 0
    for start, end in spans:
        told += [escape(text[last:start]), f"<{mark}>{escape(text[start:end])}</{mark}>"]
        last = end
    return "".join([*told, escape(text[last:])])
