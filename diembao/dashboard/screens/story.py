"""*Sự kiện*: the stories of a day, or one: its texts over time, and what its reports agree and disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.clock import local_day, now, today
from diembao.core.errors import UnknownStory
from diembao.core.i18n import _, ngettext, number
from diembao.core.models import Article
from diembao.dashboard import items, navigation, state, style
from diembao.dashboard.plain import plain, show_error
from diembao.dashboard.screens import story_editor, story_points
from diembao.desk.growth import Pace
from diembao.desk.story_list import ORDERS, Listed, Order, story_list
from diembao.desk.story_page import StoryPage, Text, story_page

_PAGE = 20
#: Texts of the timeline that are drawn unless somebody asks for all.
_TEXTS = 30


def draw() -> None:
    """Draw the page."""
    if chosen := st.query_params.get("story", ""):
        try:
            found = story_page(state.parts().archive, chosen, at=now())
        except UnknownStory as error:
            st.title(_("Stories"), anchor=False)
            show_error(error)
            _back()
            return
        _one(found)
    else:
        _all()


def growth_tag(how: Pace) -> str:
    """HTML of the label of a story that grows; nothing for others."""
    return style.chip(_("Growing fast"), "odd") + " " if how.is_hot else ""


def told(articles: int, voices: int) -> str:
    """How widely a story is carried."""
    return _("{articles} articles, {voices} independent texts").format(articles=number(articles), voices=number(voices))


def _all() -> None:
    heading, day_column = st.columns([3, 1], vertical_alignment="bottom")
    with day_column:
        day: date = st.date_input(
            _("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="day", bind="query-params"
        )
    with heading:
        st.title(_("Stories"), anchor=False)
        st.caption(_("Reports of one event stand together. Copies of one text count as one independent text."))
    orders: dict[Order, str] = {"growth": _("By growth"), "voices": _("By independent texts")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        topics = st.multiselect(
            _("Topics"),
            [topic.id for topic in state.parts().topics],
            format_func=items.topic_name,
            placeholder=_("All topics"),
            key="stories-topics",
            on_change=_first_page,
        )
        order: Order = st.segmented_control(
            _("Order"),
            ORDERS,
            default="growth",
            required=True,
            format_func=orders.__getitem__,
            key="stories-order",
            on_change=_first_page,
        )
    with st.container(horizontal=True):
        home = st.toggle(_("In the province only"), key="stories-home", on_change=_first_page)
        single = st.toggle(_("Also stories of one article"), key="stories-single", on_change=_first_page)
    page = int(st.session_state.get("stories-page", 1))
    found = story_list(
        state.parts().archive,
        day,
        topics=topics,
        home=home,
        single=single,
        order=order,
        limit=_PAGE,
        offset=(page - 1) * _PAGE,
    )
    said = ngettext("{number} story", "{number} stories", found.total).format(number=number(found.total))
    st.markdown(f"**{plain(said)}**")
    if not found.total:
        _nothing(day, filtered=bool(topics or home), single=single)
    _rows(found.items)
    if (pages := -(-found.total // _PAGE)) > 1:
        st.number_input(_("Page, of {number}").format(number=number(pages)), 1, pages, key="stories-page", width=160)


def _first_page() -> None:
    st.session_state["stories-page"] = 1


def _nothing(day: date, *, filtered: bool, single: bool) -> None:
    if filtered:
        st.info(_("No story of this day matches."), icon=":material/filter_alt_off:")
    elif not single:
        st.info(_("No event of this day is told by more than one article."), icon=":material/inbox:")
    else:
        st.info(_("No article of this day."), icon=":material/inbox:")
    before = day - timedelta(days=1)  # early in the morning the day is yet to come
    st.button(_("Go to {day}").format(day=i18n.day(before)), on_click=lambda: st.session_state.update(day=before))


def _rows(found: Sequence[Listed]) -> None:
    """Stories under a heading for the own province and one for the others, where there are both."""
    inside = [each for each in found if each.reports.in_home_province]
    outside = [each for each in found if not each.reports.in_home_province]
    for title, group in ((_("In the province"), inside), (_("Elsewhere"), outside)):
        if group and inside:
            st.subheader(title, anchor=False)
        for each in group:
            row(each)


def row(each: Listed) -> None:
    """One story of a list: headline as a link to its page, how widely it is carried, how it grows."""
    story, how = each.reports.story, each.pace
    facts = [told(len(story.articles), story.voices)]
    if how.recent:
        said = ngettext("{number} new text in 24 hours", "{number} new texts in 24 hours", how.recent)
        facts.append(said.format(number=number(how.recent)))
    if each.flags:
        facts.append(
            ngettext("{number} place to check", "{number} places to check", each.flags).format(
                number=number(each.flags)
            )
        )
    with st.container(gap=None):
        title = f"**{plain(each.reports.headline.content.title)}**"
        navigation.link(title, "su-kien", key=f"story-link-{story.id}", story=story.id)
        opened = " open" if each.reports.topics else ""
        st.html(f'<div class="db-item db-meta{opened}">{growth_tag(how)}{escape(" · ".join(facts))}</div>')
        items.topic_chips(each.reports.topics, f"list-{story.id}")


def _back(day: date | None = None) -> None:
    query = {"day": day.isoformat()} if day else {}
    navigation.link_within(_("All stories of the day"), key="stories-all", icon=":material/arrow_back:", **query)


def _one(found: StoryPage) -> None:
    story = found.reports.story
    _back(local_day(story.last_at))
    st.title(plain(found.reports.headline.content.title), anchor=False)
    _header(found)
    story_editor.offer_undo(found)
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        story_points.disagreements(found)
        story_points.agreements(found.agreements)
        _timeline(found.timeline)
    with right:
        _growth(found.pace)
        _places(found)
        story_editor.draw(found)


def _header(found: StoryPage) -> None:
    story = found.reports.story
    facts = [told(len(story.articles), story.voices), f"{i18n.moment(story.founded_at)} – {i18n.moment(story.last_at)}"]
    labels = growth_tag(found.pace)
    labels += style.tags([_("In the province")], home=True) if found.reports.in_home_province else ""
    st.html(f'<div class="db-meta">{labels}{escape(" · ".join(facts))}</div>')
    items.topic_chips(found.reports.topics, "story")


def _growth(how: Pace) -> None:
    st.subheader(_("Growth"), anchor=False)
    recent = ngettext("{number} new text in 24 hours", "{number} new texts in 24 hours", how.recent)
    before = ngettext("{number} in the three days before", "{number} in the three days before", how.before)
    said = f"{recent.format(number=number(how.recent))}, {before.format(number=number(how.before))}"
    st.html(f'<div class="db-pace">{style.spark(how.bars, said)}</div>')
    if how.is_hot:
        st.caption(_("It grows faster than in its own three days before. Copies do not count."))


def _places(found: StoryPage) -> None:
    st.subheader(_("Places"), anchor=False)
    if not found.places:
        st.caption(_("No place was found."))
        return
    with st.container(horizontal=True, gap=None, key="chips-place"):
        for place, times, _home in found.places:
            st.page_link(
                navigation.page("tim-kiem"), label=f"{plain(place)} · {number(times)}", query_params={"place": place}
            )


def _timeline(texts: Sequence[Text]) -> None:
    """Texts in the order of their first prints; copies are folded under these."""
    st.subheader(_("Timeline"), anchor=False)
    shown = list(texts)
    if len(texts) > _TEXTS and not st.toggle(
        _("Show all {number} texts").format(number=number(len(texts))), key="story-everything"
    ):
        shown = shown[-_TEXTS:]
        hidden = len(texts) - len(shown)
        st.caption(
            ngettext("{number} earlier text is folded.", "{number} earlier texts are folded.", hidden).format(
                number=number(hidden)
            )
        )
    day = ""
    for text in shown:
        dated = text.first.dated
        heading = i18n.long_day(local_day(dated)) if dated else _("undated")
        if heading != day:
            day = heading
            st.markdown(f"**{plain(day)}**")
        with st.container(gap=None):
            _print(text.first, _lead(text.first))
            if text.copies:
                _copies(text)


def _copies(text: Text) -> None:
    count = len(text.copies)
    label = ngettext("Reprinted: {number} article", "Reprinted: {number} articles", count)
    with st.expander(label.format(number=number(count)), key=f"copies-{text.first.id}"):
        for copy in text.copies:
            share = _("{share} of the text in common").format(share=f"{number(round(100 * copy.share))}%")
            _print(copy.article, share)


def _print(article: Article, remark: str) -> None:
    st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})
    facts = [i18n.moment(article.dated) if article.dated else _("undated"), state.source_name(article.source_id)]
    if article.removed_at:
        facts.append(_("no longer at the source"))
    passage = f'<div class="db-passage">{escape(remark)}</div>' if remark else ""
    st.html(f'<div class="db-item"><div class="db-meta">{escape(" · ".join(facts))}</div>{passage}</div>')


def _lead(article: Article) -> str:
    return items.shortened(article.content.lead)
