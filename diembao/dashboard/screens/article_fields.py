"""What an outlet prints around an article's text: credit, captions, links, key words, and the facts at its head.

Captions name photographers and by-lines name authors, so both stand on the article's own page only.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.i18n import _
from diembao.core.models import Article, ArticleKind, Content, Link
from diembao.dashboard import state, style
from diembao.dashboard.plain import plain
from diembao.desk import words

#: What a browser may be led to by a text from outside.
_SCHEMES = ("http://", "https://")


def labels(content: Content) -> str:
    """HTML of what a reader must know before the text: that it is no ordinary article."""
    return "" if content.kind is ArticleKind.ARTICLE else style.tags([words.article_kind(content.kind)])


def below_text(content: Content) -> None:
    """Draw what stands around the text; nothing where the outlet prints nothing of it."""
    if content.credit:
        st.caption(plain(_("The outlet names where it has the text from: {credit}").format(credit=content.credit)))
    if content.captions:
        st.subheader(_("Captions"), anchor=False)
        st.html(f'<ul class="db-list">{"".join(f"<li>{escape(caption)}</li>" for caption in content.captions)}</ul>')
    if content.tags:
        st.subheader(_("Key words of the outlet"), anchor=False)
        st.html(style.tags(content.tags))
    if content.links:
        with st.expander(_("Links in the text ({number})").format(number=i18n.number(len(content.links)))):
            st.html(_links(content.links))


def facts(article: Article) -> None:
    """Draw the table of facts."""
    content = article.content
    rows = {
        _("Source"): state.source_name(article.source_id),
        _("Kind of text"): words.article_kind(content.kind),
        _("Published"): words.published(content),
        _("Time read from"): words.provenance(content.published_from) if content.published_from else "–",
        _("First seen"): i18n.moment(article.first_seen_at),
        _("Last visited"): i18n.moment(article.fetched_at),
        _("Section"): content.section or "–",
        _("By-line"): ", ".join(content.authors) or "–",
        _("Taken from"): content.credit or "–",
        _("Id"): article.id,
    }
    st.table({_("Fact"): list(rows), _("Value"): [plain(value) for value in rows.values()]}, hide_index=True)


def _links(links: Sequence[Link]) -> str:
    return f'<ul class="db-list">{"".join(f"<li>{_link(link)}</li>" for link in links)}</ul>'


def _link(link: Link) -> str:
    """A link that can be read before it is followed."""
    address = escape(link.url)
    if link.url.startswith(_SCHEMES):
        address = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
    return f"{escape(link.text)} <small>{address}</small>" if link.text else address
