"""Steps that the page *Điểm báo ngày* takes: each is saved at once, on the state that the person saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from diembao.core.reviews import Review, ReviewStep
from diembao.dashboard import state, steps, who
from diembao.desk.review import editing as reviewing
from diembao.desk.review.sheets import Sheet, sheet

PLACE = "review"
"""Where refused steps are told. :mod:`diembao.dashboard.steps` says, too, why the session has an object to change."""
_SHOWN = "review-shown"


@dataclass(slots=True)
class _Shown:
    review: Review


def show(review: Review) -> None:
    """Remember what the person sees now."""
    st.session_state[_SHOWN] = _Shown(review)


def take(step: ReviewStep, change: Callable[[Review], Review], *, story_id: str = "", typed: str = "") -> None:
    """Take a step and save it.

    :param change: makes the next state from the one that the person saw.
    :param typed: text that must not be lost when the step cannot be saved.
    """

    def saved(shown: Review, person_id: str) -> Review:
        archive = state.parts().archive
        return reviewing.save(archive, shown, change(shown), step, who=person_id, story_id=story_id)

    _attempt(saved, typed)


def undo() -> None:
    """Take back the last step."""
    _attempt(lambda shown, person_id: reviewing.undo(state.parts().archive, shown, who=person_id), "")


def fill(key: str, text: str) -> str:
    """Let a field for text show what is saved; gives the same text, to be the field's own value.

    A field that shows it already is left alone: setting it again would wipe out what is being typed there. Boxes and
    choices are set each time instead: a browser that missed the drawing would send back an older choice as a new one.
    """
    if st.session_state.get(key) != text:
        st.session_state[key] = text
    return text


def sheet_of(review: Review) -> Sheet:
    """A review that somebody has begun, with everything that it quotes."""
    parts = state.parts()
    return sheet(
        parts.archive,
        review,
        topics=parts.topics,
        source_names=state.source_names(),
        desk=parts.home.settings.desk.name,
    )


def _attempt(action: Callable[[Review, str], Review], typed: str) -> None:
    person = who.acting()
    if person is None:
        return
    shown: _Shown = st.session_state[_SHOWN]

    def step() -> str:
        shown.review = action(shown.review, person.id)
        return ""

    steps.attempt(PLACE, step, typed)
