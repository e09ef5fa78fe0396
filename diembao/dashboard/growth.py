"""What a day talks about, drawn: phrases with their last four weeks, each a link to the search for it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from diembao.core.i18n import _, ngettext, number
from diembao.dashboard import navigation
from diembao.dashboard.plain import plain
from diembao.dashboard.style import spark
from diembao.desk.growth import Growth, Phrase


def panel(growth: Growth, *, topic: str = "", place: str = "") -> None:
    """Draw what rises; while there is too little of a past, what is said most.

    :param topic: id of the topic that was asked for; the searches are narrowed to it.
    :param place: likewise for a province.
    """
    talk = growth.talk
    st.subheader(_("Rising today") if talk.has_past else _("Much said today"), anchor=False)
    if not talk.has_past:
        st.caption(
            ngettext(
                "Only {number} day of the past is known: what rises is told once there is a week.",
                "Only {number} days of the past are known: what rises is told once there is a week.",
                talk.past_days,
            ).format(number=number(talk.past_days))
        )
    shown = growth.rising if talk.has_past else growth.frequent
    if not shown:
        st.caption(
            _("Nothing is said more often than in the four weeks before.")
            if talk.has_past
            else _("No phrase stands in three independent texts.")
        )
    for phrase in shown:
        _row(phrase, growth.day, topic, place)


def _row(phrase: Phrase, day: date, topic: str, place: str) -> None:
    said = phrase.said
    count = len(said.voices)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        query = {"q": f'"{said.phrase}"', "span": "days", "since": day.isoformat(), "until": day.isoformat()}
        query |= {name: value for name, value in (("topic", topic), ("place", place)) if value}
        st.page_link(
            navigation.page("tim-kiem"),
            label=plain(said.phrase),
            query_params=query,
            help="\n\n".join(f"– {plain(article.content.title)}" for article in phrase.examples),
            width="stretch",
        )
        told = ngettext("{number} text", "{number} texts", count).format(number=number(count))
        st.html(spark(said.by_day, told), width="content")
