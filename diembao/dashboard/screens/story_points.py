"""What the reports of a story agree on, and as tables where they differ; no value is marked as the wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.i18n import _, ngettext, number
from diembao.dashboard import navigation, state, style
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.story_page import Agreement, Disagreement, Saying, StoryPage, Value


def disagreements(found: StoryPage) -> None:
    """Draw where reports differ, and what else is to be checked in this story."""
    st.subheader(_("Where reports differ"), anchor=False)
    if not found.disagreements:
        st.caption(_("No difference between the reports was found."))
    for each in found.disagreements:
        _table(each)
    if found.others:
        also = _("Also to be checked")
        st.markdown(f"**{plain(also)}**")
        for flag in found.others:
            st.page_link(
                navigation.page("can-kiem-chung"),
                label=plain(words.flag_sentence(flag.finding)),
                query_params={"flag": flag.key},
            )


def agreements(found: Sequence[Agreement]) -> None:
    """Draw figures and days that several independent texts give alike."""
    st.subheader(_("What reports agree on"), anchor=False)
    if not found:
        st.caption(_("No figure or day is given alike by two independent texts."))
    for place, each in enumerate(found):
        first = each.said[0]
        if first.passage is None:
            continue
        st.html(f'<blockquote class="db-quote">{style.marked(first.passage.text, first.passage.marks)}</blockquote>')
        label = ngettext("{number} independent text", "{number} independent texts", len(each.said))
        with st.expander(label.format(number=number(len(each.said))), key=f"agreed-{place}-{first.article.id}"):
            for saying in each.said:
                _saying(saying)


def _table(found: Disagreement) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(words.disagreement(found.flags[0].finding, [each.value for each in found.values]))}**")
        facts = [words.flag_reason(found.reason)]
        if found.subject:
            facts.append(_("about: {subject}").format(subject=found.subject))
        st.caption(plain(" · ".join(facts)))
        value, reports = st.columns([1, 3], gap="medium")
        value.caption(_("Value given"))
        reports.caption(_("Reports that say so"))
        for place, each in enumerate(found.values):
            _row(each, f"{found.flags[0].key}-{place}")
        with st.container(horizontal=True):
            for flag in found.flags:
                st.page_link(
                    navigation.page("can-kiem-chung"),
                    label=_("Look and decide ({state})").format(state=plain(words.flag_state(flag.state))),
                    query_params={"flag": flag.key},
                )


def _row(each: Value, key: str) -> None:
    value, reports = st.columns([1, 3], gap="medium")
    value.markdown(f"**{plain(each.value)}**" if each.value else "–")
    with reports:
        quoted = [saying for saying in each.said if saying.passage]
        others = [saying for saying in each.said if not saying.passage]
        for saying in quoted:
            _saying(saying)
        if others:
            label = ngettext("Also said so: {number} report", "Also said so: {number} reports", len(others))
            with st.expander(label.format(number=number(len(others))), key=f"also-{key}"):
                for saying in others:
                    _saying(saying)


def _saying(saying: Saying) -> None:
    article, passage = saying.article, saying.passage
    when = i18n.moment(article.dated) if article.dated else _("undated")
    quote = f'<blockquote class="db-quote">{style.marked(passage.text, passage.marks)}</blockquote>' if passage else ""
    with st.container(gap=None):
        st.html(f'<div class="db-meta">{escape(state.source_name(article.source_id))} · {when}</div>{quote}')
        st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})
