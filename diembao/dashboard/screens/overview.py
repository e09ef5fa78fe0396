"""*Tổng quan*: what the day brought, own province first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from diembao.core import i18n
from diembao.core.clock import now, today
from diembao.core.i18n import _, number
from diembao.core.models import Article
from diembao.dashboard import charts, growth, items, navigation, state, style
from diembao.dashboard.screens import story
from diembao.desk import health
from diembao.desk.growth import rising
from diembao.desk.health import HealthStatus
from diembao.desk.health.model import MISSING
from diembao.desk.overview import Overview, begin_visit, overview
from diembao.desk.story_list import story_list
from diembao.index import Filters

_DAYS = 14
_VISIT = "overview-last-visit"
_SOURCES_SHOWN = 12
_PHRASES_SHOWN = 8
_STORIES_SHOWN = 5


def draw() -> None:
    """Draw the page."""
    parts = state.parts()
    if _VISIT not in st.session_state:
        st.session_state[_VISIT] = begin_visit(parts.archive)
    heading, day_column, topic_column = st.columns([2.2, 1, 1.6], vertical_alignment="bottom")
    with day_column:
        day: date = st.date_input(
            _("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="day", bind="query-params"
        )
    with topic_column:
        topics = st.multiselect(
            _("Topics"),
            [topic.id for topic in parts.topics],
            format_func=items.topic_name,
            placeholder=_("All topics"),
            key="overview-topics",
        )
    with heading:
        st.title(_("Overview"), anchor=False)
        st.caption(i18n.long_day(day))
    found = overview(parts.archive, parts.index, day, topics=topics, days=_DAYS, last_visit=st.session_state[_VISIT])
    _figures(found)
    if not found.total:
        _nothing(found)
        return
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        _stories(day, topics)
        _lists(found)
    with right:
        st.subheader(_("Trend"), anchor=False)
        charts.by_day(found.trend, day - timedelta(days=_DAYS - 1), day, found.trend_home)
        # of several topics together there is no one past
        topic = topics[0] if len(topics) == 1 else ""
        if len(topics) < 2:
            growth.panel(rising(parts.archive, day=day, topic=topic, limit=_PHRASES_SHOWN), topic=topic)
        st.subheader(_("By topic"), anchor=False)
        style.bars([(items.topic_name(item.value), item.count) for item in found.by_topic if item.count])
        st.subheader(_("By source"), anchor=False)
        style.bars([(state.source_name(item.value), item.count) for item in found.by_source[:_SOURCES_SHOWN]])
        if len(found.by_source) > _SOURCES_SHOWN:
            st.caption(_("… and {number} more sources").format(number=len(found.by_source) - _SOURCES_SHOWN))


def _figures(found: Overview) -> None:
    with st.container(horizontal=True):
        st.metric(
            _("Articles of the day"),
            number(found.total),
            number(found.total - found.day_before),
            delta_color="off",
            delta_description=_("against the day before"),
            border=True,
            height="stretch",
        )
        st.metric(_("In the province"), number(found.in_home_province), border=True, height="stretch")
        since = (
            _("since {moment}").format(moment=i18n.moment(found.new_since))
            if found.new_since
            else _("your first visit")
        )
        st.metric(
            _("New since your last visit"),
            number(found.new) if found.new_since else "–",
            since,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )
        judged = health.current(state.parts().archive, state.parts().sources, now())
        states = [item.status for item in judged]
        broken = sum(name in MISSING for name in states)
        st.metric(
            _("Sources that do not answer well"),
            number(broken),
            _("of {number}").format(number=sum(name is not HealthStatus.OFF for name in states)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )


def _stories(day: date, topics: Sequence[str]) -> None:
    """The stories of the day that grow most, own province first."""
    growing = story_list(state.parts().archive, day, topics=topics, limit=_STORIES_SHOWN)
    if not growing.total:
        return
    st.subheader(_("Stories of the day"), anchor=False)
    for each in growing.items:
        story.row(each)
    if growing.total > len(growing.items):
        st.page_link(
            navigation.page("su-kien"),
            label=_("All {number} stories of the day").format(number=number(growing.total)),
            icon=":material/arrow_forward:",
            query_params={"day": day.isoformat()},
        )


def _lists(found: Overview) -> None:
    inside = [article for article in found.articles if _is_home(article)]
    outside = [article for article in found.articles if not _is_home(article)]
    province = state.parts().home.settings.desk.province
    st.subheader(_("In the province: {name}").format(name=province) if province else _("In the province"), anchor=False)
    if not province:
        st.info(_("Set desk.province in diembao.toml, and news of your own province stands first."))
    elif not inside:
        st.caption(_("Nothing of the own province on this day."))
    for article in inside:
        items.item(article, new=_is_new(article, found))
    st.subheader(_("Elsewhere"), anchor=False)
    if not outside:
        st.caption(_("Nothing else is listed here."))
    for article in outside:
        items.item(article, new=_is_new(article, found))
    if found.total > len(found.articles):
        st.page_link(
            navigation.page("tim-kiem"),
            label=_("All {number} articles of the day").format(number=number(found.total)),
            icon=":material/arrow_forward:",
            query_params={"span": "days", "since": found.day.isoformat(), "until": found.day.isoformat()},
        )


def _nothing(found: Overview) -> None:
    parts = state.parts()
    if not parts.index.count():
        st.info(
            _("The archive is empty. `diembao collect` fetches the sources, `diembao import` takes over a file."),
            icon=":material/inbox:",
        )
        return
    st.info(_("No article of this day matches."), icon=":material/inbox:")
    newest = parts.index.search(None, Filters(until=found.day), limit=0, histogram="day").histogram
    if newest:
        st.button(
            _("Go to {day}, the last day with articles").format(day=i18n.day(newest[-1].start)),
            on_click=lambda: st.session_state.update(day=newest[-1].start),
        )


def _is_home(article: Article) -> bool:
    return article.annotation is not None and article.annotation.in_home_province


def _is_new(article: Article, found: Overview) -> bool:
    return found.new_since is not None and article.first_seen_at > found.new_since
