"""Steps that a person takes on a page: done in the callback of a button, before the page is drawn anew.

A click while a page is being drawn ends that drawing, and what stood in the ``if`` of a button pressed just before is
never done; a callback is. Streamlit may end a callback too, but only where it touches the session. So what a step
leaves behind is one object of the session, fetched before the step is taken and only changed after it. A callback knows
what was typed by the keys of the fields alone: whatever else it holds is of the drawing before. The callbacks of two
clicks may run at the same time, each in a thread of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from diembao.core.casework import Person
from diembao.core.errors import DiembaoError
from diembao.core.i18n import _
from diembao.dashboard import who
from diembao.dashboard.plain import plain, show_error

_KEY = "steps"


@dataclass(frozen=True, slots=True)
class _Refusal:
    place: str
    error: DiembaoError
    typed: str
    """Text that stands in no field any more, so that it is shown until somebody has copied it."""


@dataclass(slots=True)
class _Memory:
    mutex: threading.Lock = field(default_factory=threading.Lock)
    """Held while a step is taken."""
    page: str = ""
    done: str = ""
    refusals: list[_Refusal] = field(default_factory=list)
    rounds: dict[str, int] = field(default_factory=dict)
    """How many steps have succeeded, by place."""

    def forget(self) -> None:
        """Drop what was refused, but no text that somebody may want back."""
        self.refusals = [refusal for refusal in self.refusals if refusal.typed]


@dataclass(frozen=True, slots=True)
class Place:
    """A form, or a group of buttons, as it is drawn now; :func:`place` gives one.

    Once a step succeeds, the fields are new ones and empty, and what is pressed in the old form (a second click of an
    impatient finger) does nothing. A refused step leaves everything as it is.
    """

    name: str
    round: int

    def key(self, name: str) -> str:
        """Key of one of its fields."""
        return f"{self.name}-{name}-{self.round}"

    def typed(self, name: str) -> Any:
        """What stands in one of its fields."""
        return st.session_state[self.key(name)]

    def take(self, step: Callable[[], str]) -> None:
        """Take a step; for callbacks.

        :param step: takes it, and gives what to tell the person then.
        :raises Exception: what ``step`` raises, but for :class:`diembao.core.errors.DiembaoError`, which is told here.
        """
        memory = _memory()
        with memory.mutex:
            if memory.rounds.get(self.name, 0) == self.round and _attempt(memory, self.name, step):
                memory.rounds[self.name] = self.round + 1

    def take_as(self, step: Callable[[Person], str]) -> None:
        """Take a step in the name of the acting person; without one nothing is done."""
        person = who.acting()
        if person is not None:
            self.take(lambda: step(person))


def place(name: str) -> Place:
    """A place of the page; where a step was refused there, it is said why."""
    memory = _memory()
    for number, refusal in enumerate(memory.refusals):
        if refusal.place == name:
            _tell(refusal, number)
    return Place(name, memory.rounds.get(name, 0))


def attempt(name: str, step: Callable[[], str], typed: str = "") -> None:
    """Take a step at a place; for callbacks of fields that stay, where each change is a step of its own.

    :param step: takes it, and gives what to tell the person then; empty: the page shows it.
    :param typed: text that the page will not show any more when the step is refused.
    """
    memory = _memory()
    with memory.mutex:
        _attempt(memory, name, step, typed)


def begin(page: str) -> None:
    """Begin to draw a page: tell what was done, and forget what was refused on another page."""
    memory = _memory()
    if memory.page != page:
        memory.page = page
        memory.forget()
    if memory.done:
        st.toast(plain(memory.done), icon=":material/check:")
        memory.done = ""


def _attempt(memory: _Memory, name: str, step: Callable[[], str], typed: str = "") -> bool:
    memory.forget()
    try:
        memory.done = step()
    except DiembaoError as error:
        memory.refusals.append(_Refusal(name, error, typed))
        return False
    return True


def _tell(refusal: _Refusal, number: int) -> None:
    show_error(refusal.error)
    if refusal.typed:
        st.caption(_("What you typed, to be copied:"))
        st.code(refusal.typed, language=None, wrap_lines=True)
        st.button(
            _("Copied"),
            key=f"steps-copied-{number}",
            icon=":material/check:",
            on_click=lambda: _memory().refusals.remove(refusal),
        )


def _memory() -> _Memory:
    memory: _Memory = st.session_state.setdefault(_KEY, _Memory())
    return memory
