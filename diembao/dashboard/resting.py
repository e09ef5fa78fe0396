"""What the pages of base and register have in common: a list by pages, and the flags that rest on one entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from diembao.core.i18n import _, number
from diembao.dashboard import navigation, state
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.factchecks import base

_MOST_FLAGS = 20
Entry = TypeVar("Entry")


def shelf(found: Sequence[Entry], size: int, *, key: str) -> Sequence[Entry]:
    """The entries of the page that is chosen below them.

    :param key: a name that no other list of the session has.
    """
    pages = max(-(-len(found) // size), 1)
    if pages == 1:
        return found
    page = st.number_input(_("Page"), 1, pages, key=f"{key}-page-of-{pages}", width=120)
    st.caption(_("of {pages}").format(pages=number(pages)))
    return found[(page - 1) * size : page * size]


def flags(ref: str) -> None:
    """The flags whose evidence is an entry of base or register, each with a link to it."""
    st.markdown("**" + _("Flags that rest on it") + "**")
    found = base.resting_on(state.parts().archive, ref)
    if not found:
        st.caption(_("No report goes against it."))
    for flag in found[:_MOST_FLAGS]:
        with st.container(border=True):
            st.page_link(
                navigation.page("can-kiem-chung"),
                label=plain(words.flag_sentence(flag.finding)),
                query_params={"flag": flag.key},
            )
            st.caption(plain(f"“{flag.finding.claim.text}” · {words.flag_state(flag.state)}"))
    if len(found) > _MOST_FLAGS:
        st.caption(_("… and {number} more").format(number=number(len(found) - _MOST_FLAGS)))
