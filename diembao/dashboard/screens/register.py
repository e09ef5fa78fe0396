"""*Số liệu công bố*: the register of official figures, and the flags that rest on each."""

from __future__ import annotations

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import OfficialFigure
from diembao.core.i18n import _, ngettext, number
from diembao.dashboard import navigation, resting, state
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.factchecks import register

_PAGE = 20


def draw() -> None:
    """Draw the page."""
    st.title(_("Official figures"), anchor=False)
    if ref := st.query_params.get("id"):
        _one(ref)
        return
    st.caption(
        _(
            "Figures that bodies published, each with its publisher's name on it. A report that gives another value "
            "for the same quantity, place and period is listed under “To be checked” as a pair; neither side counts as "
            "the wrong one."
        )
    )
    archive = state.parts().archive
    every = register.search(archive)
    if not every:
        st.info(
            _("The register is empty. `diembao figures import FILE` takes over a table as CSV."),
            icon=":material/table_chart:",
        )
        return
    text, by, where = st.columns([3, 2, 2])
    wanted = text.text_input(_("Words"), key="register-words", placeholder=_("Words, with or without marks"))
    publishers, places = (sorted({one for one in each if one}) for each in _names(every))
    publisher = by.selectbox(_("Published by"), publishers, index=None, placeholder=_("All"), key="register-publisher")
    place = where.selectbox(_("Place"), places, index=None, placeholder=_("All"), key="register-place")
    found = register.search(archive, wanted, publisher=publisher or "", place=place or "")
    st.markdown(
        "**" + ngettext("{number} figure", "{number} figures", len(found)).format(number=number(len(found))) + "**"
    )
    if not found:
        st.info(_("No figure is like this."), icon=":material/filter_alt_off:")
    for item in resting.shelf(found, _PAGE, key="register"):
        with st.container(border=True):
            navigation.link_within(plain(_told(item)), key=f"register-{item.id}", id=item.id)
            st.caption(plain(words.official(item)))


def _names(every: list[OfficialFigure]) -> tuple[list[str], list[str]]:
    return [item.publisher for item in every], [item.place for item in every]


def _told(item: OfficialFigure) -> str:
    return f"{', '.join(filter(None, (item.name, item.place, item.period)))}: {item.written}"


def _one(ref: str) -> None:
    navigation.link_within(_("All figures"), key="register-back", icon=":material/arrow_back:")
    found = [item for item in register.search(state.parts().archive) if item.id == ref]
    if not found:
        st.warning(_("The register no longer has this figure."), icon=":material/search_off:")
        return
    item = found[0]
    st.subheader(plain(_told(item)), anchor=False)
    st.markdown(f"**{plain(words.official(item))}**")
    if item.published_on:
        st.caption(_("Published on {day}").format(day=i18n.day(item.published_on)))
    if item.url.startswith("http"):
        st.link_button(_("Open the source"), item.url, icon=":material/open_in_new:")
    resting.flags(item.id)
