"""*Bài viết*: one article's text, facts, versions, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from diembao.archive import address_conflicts, article_addresses, articles, visits
from diembao.archive.address_conflicts import AddressConflict
from diembao.archive.article_addresses import Address
from diembao.archive.visits import Visit
from diembao.core import i18n
from diembao.core.errors import SearchIndexDown
from diembao.core.findings import FlagState
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.crawlers import reasons
from diembao.dashboard import items, navigation, pairs, state, style, withholding
from diembao.dashboard.plain import plain, sentence
from diembao.dashboard.screens import article_fields, article_topics
from diembao.dashboard.screens import article_history as history_tab
from diembao.desk import stories, words
from diembao.desk.flagged import flags_of
from diembao.desk.history import History
from diembao.desk.history import history as article_history
from diembao.desk.search import similar
from diembao.desk.stories import StoryReports

_RECENT = 12


def draw() -> None:
    """Draw the page."""
    article_id = st.query_params.get("id", "")
    parts = state.parts()
    with parts.archive.reading() as connection:
        found = articles.get(connection, [article_id])
        if found:
            article = found[0]  # under the id that lasts, whichever one was asked for
            history = article_history(connection, article)
            addresses = article_addresses.of(connection, article.id)
            conflicts = address_conflicts.of(connection, article.id)
            rivals = {other.id: other for other in articles.get(connection, [each.other_id for each in conflicts])}
            looks = visits.of_article(connection, article.id)
            story = stories.of_article(connection, article.id)
    if not found:
        _choose(article_id)
        return
    marked = st.session_state.get(f"marked-{article.id}") or ""

    def find(text: str) -> tuple[tuple[int, int], ...]:
        return article_topics.find_words(article, marked, text)

    st.title(items.marked_title(article.content.title, find(article.content.title)), anchor=False)
    _header(article, history)
    _flags(article)
    text, topics, facts, versions, origin = st.tabs(
        [
            _("Text"),
            _("Topics"),
            _("Facts"),
            _("History ({number})").format(number=i18n.number(len(history.events))),
            _("Where it came from"),
        ]
    )
    with text:
        left, right = st.columns([2.1, 1], gap="large")
        with left:
            article_topics.choose_marked(article)
            style.paragraphs(article.content.lead, article.content.text, find)
            _phrases(article)
            article_fields.below_text(article.content)
        with right:
            if story:
                _story(article, story)
            _similar(article)
    with topics:
        article_topics.draw(article)
    with facts:
        _facts(article)
    with versions:
        history_tab.draw(article, history)
    with origin:
        _origin(addresses, looks)
        _conflicts(conflicts, rivals)
    withholding.draw(article)


def _choose(article_id: str) -> None:
    st.title(_("Article"), anchor=False)
    if article_id and not withholding.tell(article_id):
        st.warning(plain(_("The archive has no article {id}.").format(id=article_id)), icon=":material/search_off:")
    st.subheader(_("Came in last"), anchor=False)
    with state.parts().archive.reading() as connection:
        newest = articles.newest(connection, _RECENT)
    if not newest:
        st.info(_("The archive is empty."), icon=":material/inbox:")
    for article in newest:
        items.item(article)


def _header(article: Article, history: History) -> None:
    content = article.content
    facts = [state.source_name(article.source_id)]
    facts.append(words.published(content) if content.published_at else _("undated"))
    facts += [fact for fact in (content.section, ", ".join(content.authors)) if fact]
    st.caption(plain(" · ".join(facts)))
    annotation = article.annotation
    labels = article_fields.labels(content)
    if annotation:
        labels += style.tags([_("In the province")], home=True) if annotation.in_home_province else ""
    if history.waiting:
        labels += style.tags([_("waits for a second look")])
    if labels:
        st.html(labels)
    with st.container():  # also without topics: were it gone after a label, the tabs would begin anew at the first
        items.topic_chips(article.topics, "article")
    if article.removed_at:
        st.info(
            _("The page was no longer at the source on {moment}. The archive keeps what was read before.").format(
                moment=i18n.moment(article.removed_at)
            ),
            icon=":material/link_off:",
        )
    if article.url.startswith("http"):
        st.link_button(_("Open at the source"), article.url, icon=":material/open_in_new:")


def _flags(article: Article) -> None:
    """What people should look at, on either side of which this article stands."""
    for item in flags_of(state.parts().archive, article.id):
        if item.flag.state is not FlagState.REJECTED:
            label = f"{pairs.heading(item)} ({words.flag_state(item.flag.state)})"
            st.page_link(
                navigation.page("can-kiem-chung"),
                label=plain(label),
                icon=":material/balance:",
                query_params={"flag": item.flag.key},
            )


def _story(article: Article, reports: StoryReports) -> None:
    """The other reports of the article's story; copies stand under the first print of their text."""
    st.subheader(_("Same event"), anchor=False)
    if len(reports.story.articles) > 1:
        st.caption(
            _("{articles} articles, {voices} independent texts").format(
                articles=i18n.number(len(reports.story.articles)), voices=i18n.number(reports.story.voices)
            )
        )
    else:
        st.caption(_("No other article tells of it so far."))
    st.page_link(
        navigation.page("su-kien"), label=_("The page of this story"), query_params={"story": reports.story.id}
    )
    for prints in sorted(reports.voices, key=lambda prints: all(each.id != article.id for each in prints)):
        others = [other for other in prints if other.id != article.id]
        shown = [] if len(others) < len(prints) else others[:1]
        for first in shown:
            _link(first)
        if copies := others[len(shown) :]:
            title = _("Copies of this text ({number})") if not shown else _("The same text in {number} more")
            with st.expander(title.format(number=i18n.number(len(copies)))):
                for copy in copies:
                    _link(copy)


def _link(other: Article) -> None:
    st.page_link(navigation.page("bai-viet"), label=plain(other.content.title), query_params={"id": other.id})
    when = i18n.moment(other.dated) if other.dated else _("undated")
    st.html(f'<div class="db-item db-meta">{escape(state.source_name(other.source_id))} · {when}</div>')


def _similar(article: Article) -> None:
    st.subheader(_("Similar articles"), anchor=False)
    parts = state.parts()
    try:
        others = similar(parts.archive, parts.index, article)
    except SearchIndexDown as error:
        st.caption(sentence(error.message))
        return
    if not others:
        st.caption(_("None found."))
    for other in others:
        _link(other)


def _facts(article: Article) -> None:
    annotation = article.annotation
    article_fields.facts(article)
    st.subheader(_("Places"), anchor=False)
    if not annotation or not annotation.places:
        st.caption(_("No place was found."))
    else:
        _named("place", [(place.place, place.count) for place in annotation.places])
    st.subheader(_("Organisations"), anchor=False)
    if not annotation or not annotation.organisations:
        st.caption(_("No organisation was found."))
    else:
        _named("organisation", [(each.name, each.count) for each in annotation.organisations])
        for each in annotation.organisations:
            if each.former:
                said = _("{former} in the text is {name} today.").format(former=each.former, name=each.name)
                st.caption(plain(said))


def _named(field: str, found: Sequence[tuple[str, int]]) -> None:
    """What an article names and how often, each leading to the articles that name it."""
    with st.container(horizontal=True, gap=None, key=f"chips-{field}"):
        for name, times in found:
            st.page_link(
                navigation.page("tim-kiem"), label=f"{plain(name)} · {i18n.number(times)}", query_params={field: name}
            )


def _phrases(article: Article) -> None:
    phrases = article.annotation.phrases if article.annotation else ()
    if phrases:
        st.subheader(_("Key phrases"), anchor=False)
        items.phrase_chips(phrases, "phrases")


def _conflicts(conflicts: Sequence[AddressConflict], rivals: Mapping[str, Article]) -> None:
    """Addresses that two articles name as their own: shown with both, since only a person can tell which is right."""
    if not conflicts:
        return
    st.subheader(_("Addresses that another article names too"), anchor=False)
    st.caption(_("Two pages name one address as their own. It leads where it led first; nothing was merged."))
    for conflict in conflicts:
        said = _("{url} leads here; this article names it too:") if conflict.is_held else _("{url} leads to:")
        st.html(f'<div class="db-item db-meta">{escape(said.format(url=conflict.url))}</div>')
        _link(rivals[conflict.other_id])


def _origin(addresses: Sequence[Address], looks: Sequence[Visit]) -> None:
    st.subheader(_("Addresses that lead here"), anchor=False)
    st.dataframe(
        {
            _("Address"): [address.url for address in addresses],
            _("Known by"): [words.channel(address.channel) for address in addresses],
            _("Since"): [i18n.moment(address.first_seen_at) for address in addresses],
        },
        hide_index=True,
    )
    st.subheader(_("Visits"), anchor=False)
    if not looks:
        st.caption(_("Never fetched: taken over from a file."))
        return
    st.dataframe(
        {
            _("When"): [i18n.moment(look.at) for look in looks],
            _("Known by"): [words.channel(look.channel) for look in looks],
            _("Outcome"): [words.outcome(look.outcome) for look in looks],
            _("Remark"): [reasons.explain(look.reason, look.detail) if look.reason else "" for look in looks],
        },
        hide_index=True,
    )
