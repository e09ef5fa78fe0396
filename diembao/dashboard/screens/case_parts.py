"""What every part of a case's page is drawn with."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, TypeVar

import streamlit as st

from diembao.core.casework import Person
from diembao.core.errors import UsageError
from diembao.dashboard import steps
from diembao.desk.casework.cases import CaseFile

#: Most characters of a text that people write into a case.
LONGEST = 4000
_Choice = TypeVar("_Choice")


def step(
    button: Callable[..., bool],
    label: str,
    place: steps.Place,
    work: Callable[[Person], object],
    done: str,
    acting: Person | None,
    **look: Any,
) -> None:
    """A button that takes a step in the acting person's name, and says so when it is done.

    :param button: draws it: ``st.button`` or ``st.form_submit_button``; ``look`` goes to it.
    :param work: takes the step.
    :param done: what is said then.
    """

    def taken(person: Person) -> str:
        work(person)
        return done

    button(label, on_click=place.take_as, args=(taken,), disabled=acting is None, **look)


def chosen(value: _Choice | None, otherwise: str) -> _Choice:
    """What was chosen in a field.

    :raises UsageError: nothing was; its message is ``otherwise``.
    """
    if value is None:
        raise UsageError(otherwise)
    return value


def quote(words_said: str) -> None:
    """Draw words that somebody said."""
    st.html(f'<blockquote class="db-quote" style="white-space:pre-line">{escape(words_said)}</blockquote>')


def name_of(file: CaseFile, person_id: str) -> str:
    """Name of somebody who took part in a case."""
    return file.names.get(person_id, person_id)
