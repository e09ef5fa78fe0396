"""Both sides of a flag beside each other, the differing values marked; neither side is presented as the wrong one."""

from __future__ import annotations

from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.findings import Part, Passage, PassageKind
from diembao.core.i18n import _, ngettext
from diembao.core.models import Article
from diembao.dashboard import navigation, state, style
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.flagged import Flagged
from diembao.desk.following import Followed

_MOST_OTHERS = 4


def heading(item: Flagged) -> str:
    """What the flag says, in one sentence."""
    return words.flag_sentence(item.flag.finding)


def pair(item: Flagged) -> None:
    """Draw both passages, or the one that speaks against itself."""
    finding = item.flag.finding
    if finding.claim == finding.evidence:  # what an article says of itself stands in one sentence
        _side(item, finding.claim, item.followed[0], finding.also[0])
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _side(item, finding.claim, item.followed[0], finding.also[0])
    with right:
        _side(item, finding.evidence, item.followed[1], finding.also[1])


def _side(item: Flagged, passage: Passage, followed: Followed | None, also: tuple[str, ...]) -> None:
    if passage.kind is PassageKind.FACT_CHECK:
        _fact_check(item, passage)
        return
    if passage.kind is PassageKind.OFFICIAL_FIGURE:
        _official_figure(item, passage)
        return
    article = item.articles.get(passage.ref)
    if article is None:
        return
    where = {Part.TITLE: _("title"), Part.LEAD: _("lead"), Part.TEXT: _("text")}[passage.part]
    st.html(
        f'<div class="db-side"><div class="db-meta">{_facts(article)} · {escape(where)}</div>'
        f'<blockquote class="db-quote">{style.marked(passage.text, passage.marks)}</blockquote></div>'
    )
    st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})
    if followed and (became := words.followed(followed)):
        st.caption(f":material/history: {plain(became)}")
    others = [item.articles[other] for other in also if other in item.articles]
    if others:
        label = ngettext("Also said so: {number} report", "Also said so: {number} reports", len(others))
        with st.expander(label.format(number=i18n.number(len(others)))):
            for other in others[:_MOST_OTHERS]:
                st.page_link(
                    navigation.page("bai-viet"), label=plain(other.content.title), query_params={"id": other.id}
                )
                st.html(f'<div class="db-meta">{_facts(other)}</div>')
            if len(others) > _MOST_OTHERS:
                st.caption(_("… and {number} more").format(number=i18n.number(len(others) - _MOST_OTHERS)))


def _fact_check(item: Flagged, passage: Passage) -> None:
    review = item.fact_check
    facts = [escape(review.publisher) if review else _("A fact-check that is no longer in the base")]
    if review and review.reviewed_on:
        facts.append(i18n.day(review.reviewed_on))
    st.html(
        f'<div class="db-side"><div class="db-meta">{" · ".join(facts)} · {escape(_("reviewed claim"))}</div>'
        f'<blockquote class="db-quote">{style.marked(passage.text, passage.marks)}</blockquote></div>'
    )
    if review:
        st.markdown(f"**{plain(words.rated(review))}**")
        if review.summary:
            st.caption(plain(review.summary))
        if review.url.startswith("http"):
            st.link_button(_("Open the review"), review.url, icon=":material/open_in_new:")


def _official_figure(item: Flagged, passage: Passage) -> None:
    figure = item.official_figure
    facts = [escape(figure.publisher) if figure else _("A figure that is no longer in the register")]
    if figure and figure.published_on:
        facts.append(i18n.day(figure.published_on))
    facts.append(escape(_("register of figures")))
    st.html(
        f'<div class="db-side"><div class="db-meta">{" · ".join(facts)}</div>'
        f'<blockquote class="db-quote">{style.marked(passage.text, passage.marks)}</blockquote></div>'
    )
    if figure:
        st.markdown(f"**{plain(words.official(figure))}**")
        if figure.url.startswith("http"):
            st.link_button(_("Open the source"), figure.url, icon=":material/open_in_new:")


def _facts(article: Article) -> str:
    when = i18n.moment(article.dated) if article.dated else _("undated")
    return f"{escape(state.source_name(article.source_id))} · {when}"
