"""The history of an article on its page: what happened when, and two versions beside each other."""

from __future__ import annotations

from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.i18n import _, ngettext
from diembao.core.models import Article, Edit
from diembao.dashboard import revision_marks
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.history import Event, EventKind, History
from diembao.nlp.revisions import Change, Comparison

_COUNTED = (Change.CHANGED, Change.INSERTED, Change.REMOVED, Change.MOVED)
_NOTED = (EventKind.REMOVED, EventKind.BACK)


def draw(article: Article, history: History) -> None:
    """Draw the tab."""
    if history.waiting:
        st.info(plain(waiting(history)), icon=":material/hourglass_top:")
    if len(history.events) < 2:
        st.caption(_("The text has not changed since it was first read."))
        return
    st.html(f'<ol class="db-timeline">{"".join(_line(event) for event in history.events)}</ol>')
    if article.version > 1:
        _comparison(history)


def waiting(history: History) -> str:
    """What waits for a second look, and what will become of it."""
    assert history.waiting
    return _(
        "Waits for a second look: on {moment} {what}. It counts if the next visit finds the same; "
        "the page that came is kept."
    ).format(moment=i18n.moment(history.waiting.seen_at), what=words.waiting(history.waiting.reason))


def _line(event: Event) -> str:
    version = event.version
    chip = quote = ""
    if version and version.edit:
        kind = " notice" if version.edit is Edit.CORRECTION else ""
        chip = f' <span class="db-tag{kind}">{escape(words.edit(version.edit))}</span>'
    if version and version.correction:
        told = _("The outlet writes:")
        quote = f'<div>{escape(told)}</div><blockquote class="db-quote">{escape(version.correction)}</blockquote>'
    noted = ' class="noted"' if event.kind in _NOTED else ""
    return (
        f"<li{noted}><time>{i18n.moment(event.at)}</time> <span>{escape(words.event(event))}{chip}{quote}</span></li>"
    )


def _comparison(history: History) -> None:
    numbers = [version.number for version in reversed(history.versions[1:])]
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        number = st.selectbox(
            _("Compare"),
            numbers,
            format_func=lambda number: _("version {number} with version {before}, read {moment}").format(
                number=number, before=number - 1, moment=i18n.moment(history.versions[number - 1].fetched_at)
            ),
            key="versions-compared",
        )
    with right:
        woven = _("in one text")
        form = st.radio(_("Shown"), [_("side by side"), woven], horizontal=True, key="versions-shown")
    comparison = history.comparison(number)
    st.caption(plain(summary(comparison)))
    if form == woven:
        st.html(revision_marks.interwoven(comparison))
    else:
        headings = (_("Version {number}").format(number=each) for each in (number - 1, number))
        st.html(revision_marks.side_by_side(comparison, *headings))


def summary(comparison: Comparison) -> str:
    """What an edit changed, in numbers and words."""
    counts = {kind: sum(row.change is kind for row in comparison.rows) for kind in _COUNTED}
    counts[Change.MOVED] = sum(row.change is Change.MOVED and bool(row.after) for row in comparison.rows)
    told = [
        ngettext("{number} sentence {change}", "{number} sentences {change}", number).format(
            number=i18n.number(number), change=words.change(kind)
        )
        for kind, number in counts.items()
        if number
    ]
    if comparison.reasons:
        told.append(_("concerns: {what}").format(what=words.whys(comparison.reasons)))
    return " · ".join(told)
