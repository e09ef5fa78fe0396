"""*Điểm báo ngày*: choose the day's stories, comment on them, hand the review out."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import streamlit as st

from diembao.archive import people, reviews
from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.clock import local, today
from diembao.core.i18n import _, moment, number
from diembao.core.reviews import Review
from diembao.dashboard import review_state, state, steps, who
from diembao.dashboard.plain import plain
from diembao.dashboard.screens import review_choosing, review_handing_out, review_writing
from diembao.desk.review import editing as reviewing

Part = Literal["choose", "write", "hand-out"]
_PARTS: tuple[Part, ...] = get_args(Part)
_DAYS_LISTED = 30


def draw() -> None:
    """Draw the page."""
    heading, day_column = st.columns([2.4, 1], vertical_alignment="bottom")
    with day_column:
        day: date = st.date_input(
            _("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="review-day", bind="query-params"
        )
    review = reviewing.load(state.parts().archive, day)
    review_state.show(review)
    with heading:
        st.title(_("Press review"), anchor=False)
        st.caption(i18n.long_day(day))
    person = who.required()
    steps.place(review_state.PLACE)
    part = _bar(review, person)
    if part == "choose":
        review_choosing.draw(review, person)
    elif part == "write":
        review_writing.draw(review, person)
    else:
        review_handing_out.draw(review, person)


def _bar(review: Review, person: Person | None) -> Part:
    names: dict[Part, str] = {
        "choose": _("Choose stories"),
        "write": _("Write"),
        "hand-out": _("View and hand out"),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        part: Part = st.segmented_control(
            _("Part"),
            _PARTS,
            default="choose",
            required=True,
            format_func=names.__getitem__,
            key="review-part",
            label_visibility="collapsed",
        )
        st.button(
            _("Undo"),
            icon=":material/undo:",
            on_click=review_state.undo,
            disabled=person is None or not reviewing.can_undo(review),
            help=_("Takes back the last saved step"),
        )
        with st.popover(_("Earlier reviews"), icon=":material/history:"):
            _earlier()
        st.caption(_saved(review))
    return part


def _saved(review: Review) -> str:
    if review.edited_at is None:
        return _("Nothing saved yet; every step is saved at once.")
    with state.parts().archive.reading() as connection:
        name = people.names(connection, [review.edited_by]).get(review.edited_by, "")
    said = _("{number} stories chosen · saved at {time}, {name}").format(
        number=number(len(review.items)),
        time=f"{local(review.edited_at):%H:%M:%S}" if review.day == today() else moment(review.edited_at),
        name=name,
    )
    return plain(said)


def _earlier() -> None:
    with state.parts().archive.reading() as connection:
        known = reviews.days(connection, _DAYS_LISTED)
    if not known:
        st.caption(_("No review has been made yet."))
    for day in known:
        st.button(
            i18n.long_day(day),
            key=f"review-of-{day}",
            type="tertiary",
            on_click=lambda chosen: st.session_state.update({"review-day": chosen}),
            args=(day,),
        )
