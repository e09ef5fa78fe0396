"""First part of *Điểm báo ngày*: the stories that the desk proposes, to be ticked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal, get_args

import streamlit as st

from diembao.archive import stories
from diembao.core.casework import Person
from diembao.core.i18n import _, moment, number
from diembao.core.reviews import Review, ReviewStep
from diembao.dashboard import items, navigation, review_state, state, style
from diembao.dashboard.plain import plain
from diembao.desk.review import editing as reviewing
from diembao.desk.review.proposals import Proposal, ProposalGroup, Span, propose, since_last_review, whole_day

#: Stories of a topic at first, and how many come with each wish for more; a busy day has a thousand.
_SHOWN, _MORE = 8, 24
_Kind = Literal["since", "day"]


def draw(review: Review, person: Person | None) -> None:
    """Draw the part."""
    parts = state.parts()
    span = _span(review)
    groups = propose(parts.archive, parts.topics, span)
    with parts.archive.reading() as connection:
        survivors = stories.resolve(connection, [item.story_id for item in review.items])
    chosen = {survivor: story_id for story_id, survivor in survivors.items()}
    if not groups:
        st.info(
            _("No story has a report of this time. `diembao collect` fetches the sources; another day can be chosen."),
            icon=":material/inbox:",
        )
    names = state.source_names()
    for group in groups:
        _group(group, names, chosen, person)


def _span(review: Review) -> Span:
    names: dict[_Kind, str] = {"since": _("Since the review before"), "day": _("The whole day")}
    with st.container(horizontal=True, vertical_alignment="center"):
        kind: _Kind = st.segmented_control(
            _("Span"),
            get_args(_Kind),
            default="since",
            required=True,
            format_func=names.__getitem__,
            key="review-span",
            label_visibility="collapsed",
        )
        span = since_last_review(state.parts().archive, review.day) if kind == "since" else whole_day(review.day)
        st.caption(_("From {since} to {until}").format(since=moment(span.since), until=moment(span.until)))
    return span


def _group(group: ProposalGroup, names: Mapping[str, str], chosen: Mapping[str, str], person: Person | None) -> None:
    name = items.topic_name(group.topic) if group.topic else _("Other news")
    st.subheader(f"{plain(name)} · {number(len(group.proposals))}", anchor=False)
    key = f"review-shown-{group.topic}"
    shown = st.session_state.get(key, _SHOWN)
    for proposal in group.proposals[:shown]:
        _proposal(proposal, names, chosen, person)
    hidden = len(group.proposals) - shown
    if hidden > 0:
        st.button(
            _("{number} more").format(number=number(hidden)),
            key=f"review-more-{group.topic}",
            icon=":material/expand_more:",
            type="tertiary",
            on_click=lambda: st.session_state.update({key: shown + _MORE}),
        )


def _proposal(proposal: Proposal, names: Mapping[str, str], chosen: Mapping[str, str], person: Person | None) -> None:
    story_id = proposal.story.story.id
    key = f"review-pick-{story_id}"
    st.session_state[key] = story_id in chosen
    with st.container(gap=None):
        st.checkbox(
            f"**{plain(proposal.headline.content.title)}**",
            key=key,
            on_change=_toggle,
            args=(key, proposal, chosen.get(story_id, story_id)),
            disabled=person is None,
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            labels = style.tags([_("In the province")], home=True) if proposal.story.in_home_province else ""
            source = escape(names.get(proposal.headline.source_id, proposal.headline.source_id))
            st.html(f'<div class="db-meta">{labels}{escape(proposal.why)} · {source}</div>')
            st.page_link(navigation.page("bai-viet"), label=_("Read"), query_params={"id": proposal.headline.id})


def _toggle(key: str, proposal: Proposal, item_id: str) -> None:
    """Do as the box says.

    :param item_id: id under which the review has the story, which may have another one since.
    """
    story = proposal.story
    if not st.session_state[key]:
        review_state.take(
            ReviewStep.STORY_DROPPED, lambda review: reviewing.without_story(review, item_id), story_id=item_id
        )
        return
    reports = [] if proposal.headline.id == story.headline.id else [proposal.headline.id]
    review_state.take(
        ReviewStep.STORY_ADDED,
        lambda review: reviewing.with_story(review, story.story.id, proposal.topic, reports),
        story_id=story.story.id,
    )
