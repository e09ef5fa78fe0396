"""*Chủ đề*: all topics, or one: what it covers, its articles, stories and course, and the words that decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from diembao.core import i18n
from diembao.core.clock import today
from diembao.core.i18n import _, number
from diembao.dashboard import charts, growth, items, navigation, state, style
from diembao.dashboard.plain import plain
from diembao.desk.growth import rising
from diembao.desk.stories import StoryReports
from diembao.desk.topic_page import COURSE_DAYS, WEEK_DAYS, TopicPage, counts, topic_page
from diembao.index import FacetCount
from diembao.nlp.topics import SHIPPED_TOPICS, Topic

_RISING_SHOWN = 6


def draw() -> None:
    """Draw the page."""
    chosen = st.query_params.get("topic", "")
    topic = next((each for each in state.parts().topics if each.id == chosen), None)
    if topic is None:
        _all(chosen)
    else:
        _one(topic)


def _all(unknown: str) -> None:
    st.title(_("Topics"), anchor=False)
    if unknown:
        st.warning(plain(_("There is no topic {id}.").format(id=unknown)), icon=":material/search_off:")
    parts = state.parts()
    of_day, of_week = counts(parts.index, today())
    for topic in parts.topics:
        with st.container(gap=None):
            name = f"**{plain(items.topic_name(topic.id))}**"
            navigation.link(name, "chu-de", key=f"topic-{topic.id}", topic=topic.id)
            st.caption(
                plain(
                    _("{day} articles today, {week} in seven days").format(
                        day=number(of_day.get(topic.id, 0)), week=number(of_week.get(topic.id, 0))
                    )
                )
            )
            st.markdown(plain(topic.description))


def _one(topic: Topic) -> None:
    heading, day_column = st.columns([3, 1], vertical_alignment="bottom")
    with heading:
        st.title(plain(items.topic_name(topic.id)), anchor=False)
        st.markdown(plain(topic.description))
    with day_column:
        day: date = st.date_input(_("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="topic-day")
    with st.container(horizontal=True, vertical_alignment="center"):
        home = st.toggle(_("In the province only"), key="topic-home")
        st.page_link(
            navigation.page("tim-kiem"),
            label=_("Search in this topic"),
            query_params={"topic": topic.id, "order": "newest"},
        )
        if topic.id in SHIPPED_TOPICS:
            st.page_link(navigation.page("gan-nhan"), label=_("Label articles"), query_params={"topic": topic.id})
        navigation.link_within(_("All topics"), key="topics-all", icon=":material/label:")
    parts = state.parts()
    page = topic_page(parts.archive, parts.index, topic.id, day, home=home)
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        _articles(topic, page, day)
        _stories(page.stories)
    with right:
        st.subheader(_("Course, {number} days").format(number=COURSE_DAYS), anchor=False)
        charts.by_day(page.course, day - timedelta(days=COURSE_DAYS - 1), day, page.course_home)
        _values(_("Places"), "place", page.places, topic, day)
        _values(_("Organisations"), "organisation", page.organisations, topic, day)
        growth.panel(rising(state.parts().archive, day=day, topic=topic.id, limit=_RISING_SHOWN), topic=topic.id)
        _phrases(page.phrases)
    _words(topic, page)


def _articles(topic: Topic, page: TopicPage, day: date) -> None:
    st.subheader(_("{day}: {number} articles").format(day=i18n.long_day(day), number=number(page.of_day)), anchor=False)
    if not page.articles:
        st.caption(_("No article of this day."))
    for article in page.articles:
        items.item(article)
    if page.of_day > len(page.articles):
        st.page_link(
            navigation.page("tim-kiem"),
            label=_("All {number} articles of the day").format(number=number(page.of_day)),
            query_params={"topic": topic.id, "span": "days", "since": day.isoformat(), "until": day.isoformat()},
        )


def _stories(found: Sequence[StoryReports]) -> None:
    st.subheader(_("Stories of the last {number} days").format(number=WEEK_DAYS), anchor=False)
    if not found:
        st.caption(_("No story of these days."))
    for each in found:
        with st.container(gap=None):
            st.page_link(
                navigation.page("su-kien"),
                label=plain(each.headline.content.title),
                query_params={"story": each.story.id},
            )
            told = _("{articles} articles, {voices} independent texts").format(
                articles=number(len(each.story.articles)), voices=number(each.story.voices)
            )
            labels = style.tags([_("In the province")], home=True) if each.in_home_province else ""
            st.html(f'<div class="db-item db-meta">{labels}{told}</div>')


def _values(title: str, field: str, found: Sequence[FacetCount], topic: Topic, day: date) -> None:
    """Places or organisations, each leading to its articles."""
    shown = [each for each in found if each.count]
    if not shown:
        return
    st.subheader(title, anchor=False)
    since = day - timedelta(days=COURSE_DAYS - 1)
    with st.container(horizontal=True, gap=None, key=f"chips-{field}"):
        for each in shown:
            st.page_link(
                navigation.page("tim-kiem"),
                label=f"{plain(each.value)} · {number(each.count)}",
                query_params={
                    "topic": topic.id,
                    field: each.value,
                    "span": "days",
                    "since": since.isoformat(),
                    "until": day.isoformat(),
                },
            )


def _phrases(found: Sequence[tuple[str, int]]) -> None:
    if found:
        st.subheader(_("Key phrases of the week"), anchor=False)
        items.phrase_chips([phrase for phrase, _times in found], "phrases")


def _words(topic: Topic, page: TopicPage) -> None:
    st.subheader(_("Why an article has this topic"), anchor=False)
    if topic.id in SHIPPED_TOPICS:
        st.caption(_("What people say counts first; what nobody has labelled is judged by words like these."))
    else:
        st.caption(_("A topic of this desk: it works by its words alone and does not learn."))
    if page.words:
        said = _("What decided in the articles of the week")
        st.markdown(f"**{said}**")
        style.weights(page.words)
    lists = {
        _("Words"): topic.words,
        _("In the title only"): topic.title_words,
        _("Words against it"): topic.not_words,
        _("At least one of these must occur"): tuple((word, 0.0) for word in topic.needs),
    }
    with st.expander(_("All words, and what they weigh")):
        st.caption(_("An article carries the topic from {number} points on.").format(number=number(topic.threshold)))
        for name, words in lists.items():
            if words:
                weighed = sorted(words, key=lambda pair: (-pair[1], pair[0]))
                said = ", ".join(f"{word} ({number(weight)})" if weight else word for word, weight in weighed)
                st.markdown(f"**{plain(name)}** · {plain(said)}")
