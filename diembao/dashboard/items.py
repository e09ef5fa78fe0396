"""One article in a list: title as a link to its page, facts, topics as links to theirs, a passage."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.dashboard import navigation, state, style
from diembao.dashboard.plain import plain
from diembao.index import Snippet

_LEAD_LENGTH = 220


def topic_name(topic_id: str) -> str:
    """Name of a topic in the language spoken here."""
    for topic in state.parts().topics:
        if topic.id == topic_id:
            return topic.name_en if i18n.language() == "en" and topic.name_en else topic.name_vi
    return topic_id


def item(
    article: Article,
    *,
    title_spans: Sequence[tuple[int, int]] = (),
    passage: Snippet | None = None,
    new: bool = False,
    place: str = "list",
) -> None:
    """Show one article of a list.

    :param title_spans: what to mark in the title.
    :param passage: what to show below it; the lead when None.
    :param new: say that it came in since the last visit.
    :param place: name of the list, where a page has several that may share an article.
    """
    content, annotation = article.content, article.annotation
    when = i18n.moment(article.dated) if article.dated else _("undated")
    facts = [escape(state.source_name(article.source_id)), when]
    if content.section:
        facts.append(escape(content.section))
    if article.version > 1:
        facts.append(_("{number} versions").format(number=article.version))
    if article.removed_at:
        facts.append(_("no longer at the source"))
    labels = style.tags([_("New")], home=True) if new else ""
    if annotation and annotation.in_home_province:
        labels += style.tags([_("In the province")], home=True)
    text = style.marked(passage.text, passage.spans) if passage else escape(shortened(content.lead or content.text))
    before, after = ("…" * passage.cut_before, "…" * passage.cut_after) if passage else ("", "")
    with st.container(gap=None):
        title = f"**{marked_title(content.title, title_spans)}**"
        st.page_link(navigation.page("bai-viet"), label=title, query_params={"id": article.id})
        st.html(
            f'<div class="db-item{" open" if article.topics else ""}">'
            f'<div class="db-meta">{labels}{" · ".join(facts)}</div>'
            f'<div class="db-passage">{before}{text}{after}</div></div>'
        )
        topic_chips(article.topics, f"{place}-{article.id}")


def topic_chips(topics: Sequence[str], key: str) -> None:
    """Topics as links to their pages; nothing where there are none.

    :param key: a name that no other chips of the page have.
    """
    if topics:
        with st.container(horizontal=True, gap=None, key=f"chips-{key}"):
            for topic in topics:
                navigation.link(plain(topic_name(topic)), "chu-de", key=f"chip-{key}-{topic}", topic=topic)


def phrase_chips(phrases: Sequence[str], key: str) -> None:
    """Key phrases as links to the articles that have them word for word; nothing where there are none."""
    if phrases:
        with st.container(horizontal=True, gap=None, key=f"chips-{key}"):
            for phrase in phrases:
                words = f'"{phrase.replace(chr(34), " ")}"'
                st.page_link(navigation.page("tim-kiem"), label=plain(phrase), query_params={"q": words})


def marked_title(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Markdown of a title in which only our marks mean anything."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [plain(text[last:start]), ":orange-background[", plain(text[start:end]), "]"]
        last = end
    return "".join([*pieces, plain(text[last:])])


def shortened(text: str) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= _LEAD_LENGTH:
        return text
    return text[:_LEAD_LENGTH].rpartition(" ")[0] + " …"
