"""Who is acting: chosen in the sidebar, kept for the session.

Not kept in the address: a link sent to a colleague would make them decide under the sender's name.
"""

from __future__ import annotations

import streamlit as st

from diembao.archive import people
from diembao.core.casework import Person
from diembao.core.i18n import _
from diembao.dashboard import state

_KEY = "acting-person"


def choose() -> None:
    """Draw the choice."""
    known = {person.id: person for person in _people()}
    if not known:
        st.caption(_("Nobody is entered yet, so nothing can be decided: `diembao users add NAME --role admin`."))
        return
    st.selectbox(
        _("Acting person"),
        list(known),
        index=None,
        format_func=lambda person_id: _("{name} (not authenticated)").format(name=known[person_id].name),
        placeholder=_("Choose your name"),
        key=_KEY,
        persist_state="session",
        help=_("Decisions are kept under this name. Nobody signs in yet, so the name is not authenticated."),
    )


def acting() -> Person | None:
    """The person who was chosen."""
    chosen = st.session_state.get(_KEY)
    return next((person for person in _people() if person.id == chosen), None)


def required() -> Person | None:
    """The person who was chosen; where there is none, the page says what to do first."""
    person = acting()
    if person is None:
        st.info(_("Choose your name at the left first: every decision has a name."), icon=":material/person:")
    return person


def _people() -> list[Person]:
    with state.parts().archive.reading() as connection:
        return people.listing(connection)
