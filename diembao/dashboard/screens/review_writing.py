"""Second part of *Điểm báo ngày*: title, opening lines, and each chosen story with its place, line and reports."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.core.reviews import Review, ReviewStep
from diembao.dashboard import items, review_state, state
from diembao.dashboard.plain import plain
from diembao.desk.review import editing as reviewing
from diembao.desk.review.sheets import Entry, Section
from diembao.desk.review.words import more, said


def draw(review: Review, person: Person | None) -> None:
    """Draw the part."""
    if not review.items:
        st.info(_("No story is chosen yet: tick some under “Choose stories”."), icon=":material/checklist:")
    disabled = person is None
    st.text_input(
        _("Title of the review"),
        review_state.fill("review-title", review.title),
        key="review-title",
        max_chars=reviewing.TITLE_LENGTH,
        placeholder=reviewing.title(review),
        on_change=_typed,
        args=("review-title", ReviewStep.TITLE, reviewing.with_title),
        disabled=disabled,
    )
    st.text_area(
        _("Opening lines"),
        review_state.fill("review-intro", review.intro),
        key="review-intro",
        max_chars=reviewing.INTRO_LENGTH,
        height=90,
        placeholder=_("One or two sentences for the reader"),
        on_change=_typed,
        args=("review-intro", ReviewStep.INTRO, reviewing.with_intro),
        disabled=disabled,
    )
    if not review.items:
        return
    sheet = review_state.sheet_of(review)
    for item in sheet.missing:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(_("The archive no longer has this story; it is left out."), icon=":material/link_off:")
            _drop_button(item.story_id, disabled=disabled)
    for section in sheet.sections:
        st.subheader(plain(section.name), anchor=False)
        for position, entry in enumerate(section.entries):
            _entry(section, entry, position, disabled=disabled)


def _entry(section: Section, entry: Entry, position: int, *, disabled: bool) -> None:
    story_id = entry.item.story_id
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{position + 1}. {plain(entry.headline)}**", width="stretch")
            with st.container(horizontal=True, gap="small", width="content"):
                first, last = position == 0, position == len(section.entries) - 1
                _move_button(story_id, -1, disabled=disabled or first)
                _move_button(story_id, 1, disabled=disabled or last)
                _drop_button(story_id, disabled=disabled)
        key = f"review-note-{story_id}"
        st.text_area(
            _("Line under the headline"),
            review_state.fill(key, entry.note),
            key=key,
            max_chars=reviewing.NOTE_LENGTH,
            height=90,
            placeholder=entry.lead or _("What the reader should know"),
            help=_("Left empty, the lead of the first report stands here."),
            on_change=_typed,
            args=(key, ReviewStep.NOTE, lambda review, text: reviewing.with_note(review, story_id, text), story_id),
            disabled=disabled,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover(_("Reports and section"), icon=":material/tune:"):
                _choices(entry, disabled=disabled)
            sources = [said(report) for report in entry.reports] + ([more(entry.others)] if entry.others else [])
            st.caption(plain("; ".join(sources)))


def _choices(entry: Entry, *, disabled: bool) -> None:
    story_id = entry.item.story_id
    reports = {report.id: report for voice in (entry.story.voices if entry.story else ()) for report in voice}
    shown = [report.id for report in entry.reports]
    key = f"review-reports-{story_id}"
    st.session_state[key] = [article_id for article_id in shown if article_id in reports]
    st.multiselect(
        _("Reports that stand for the story"),
        list(reports),
        format_func=lambda article_id: _report_name(reports[article_id]),
        key=key,
        help=_("The first one gives the headline. None: the desk chooses."),
        on_change=_reports_chosen,
        args=(key, story_id),
        disabled=disabled,
    )
    topics = [*(topic.id for topic in state.parts().topics), ""]
    key = f"review-topic-{story_id}"
    st.session_state[key] = entry.item.topic if entry.item.topic in topics else ""
    st.selectbox(
        _("Section"),
        topics,
        format_func=lambda topic: items.topic_name(topic) if topic else _("Other news"),
        key=key,
        on_change=_topic_chosen,
        args=(key, story_id),
        disabled=disabled,
    )


def _report_name(article: Article) -> str:
    when = f"{i18n.moment(article.dated)} · " if article.dated else ""
    return f"{state.source_name(article.source_id)} · {when}{article.content.title}"


def _move_button(story_id: str, direction: int, *, disabled: bool) -> None:
    up = direction < 0
    st.button(
        _("Up") if up else _("Down"),
        icon=":material/arrow_upward:" if up else ":material/arrow_downward:",
        key=f"review-{'up' if up else 'down'}-{story_id}",
        on_click=_moved,
        args=(story_id, up),
        disabled=disabled,
    )


def _drop_button(story_id: str, *, disabled: bool) -> None:
    st.button(
        _("Drop"),
        icon=":material/close:",
        key=f"review-drop-{story_id}",
        on_click=_dropped,
        args=(story_id,),
        disabled=disabled,
    )


def _typed(key: str, step: ReviewStep, change: Callable[[Review, str], Review], story_id: str = "") -> None:
    text: str = st.session_state[key]
    review_state.take(step, lambda review: change(review, text), story_id=story_id, typed=text)


def _reports_chosen(key: str, story_id: str) -> None:
    chosen: list[str] = st.session_state[key]
    review_state.take(
        ReviewStep.REPORTS, lambda review: reviewing.with_reports(review, story_id, chosen), story_id=story_id
    )


def _topic_chosen(key: str, story_id: str) -> None:
    topic: str = st.session_state[key]
    review_state.take(
        ReviewStep.TOPIC, lambda review: reviewing.under_topic(review, story_id, topic), story_id=story_id
    )


def _moved(story_id: str, up: bool) -> None:
    review_state.take(
        ReviewStep.STORY_MOVED,
        lambda review: reviewing.moved(review, story_id, -1 if up else 1),
        story_id=story_id,
    )


def _dropped(story_id: str) -> None:
    review_state.take(
        ReviewStep.STORY_DROPPED, lambda review: reviewing.without_story(review, story_id), story_id=story_id
    )
