"""*Kho kiểm chứng*: the reviewed claims, the flags that rest on each, and what the press denies and may enter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import FactCheck, Person, Rating
from diembao.core.i18n import _, ngettext, number
from diembao.dashboard import navigation, resting, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.factchecks import base as fact_checks
from diembao.desk.factchecks import mining
from diembao.desk.factchecks.mining import Mined

_PAGE = 20
_MOST_MINED = 30


def draw() -> None:
    """Draw the page."""
    st.title(_("Fact-check base"), anchor=False)
    if ref := st.query_params.get("id"):
        _one(ref)
        return
    st.caption(
        _(
            "What others and this desk have reviewed. A rating is always that of the one who gave it; reports that "
            "repeat a claim rated false, or deny one rated true, are listed under “To be checked”."
        )
    )
    reviewed, denied = st.tabs([_("Reviewed claims"), _("Denied by the press")])
    with reviewed:
        _reviewed()
    with denied:
        _denied()


def _reviewed() -> None:
    archive = state.parts().archive
    every = fact_checks.search(archive)
    if not every:
        st.info(
            _(
                "The base is empty. `diembao factchecks import FILE` takes over ClaimReview or a table; the desk's own "
                "conclusions enter by themselves."
            ),
            icon=":material/inventory_2:",
        )
        return
    text, rated, by, where = st.columns([3, 2, 2, 2])
    wanted = text.text_input(_("Words"), key="base-words", placeholder=_("Words of the claim, with or without marks"))
    rating = rated.selectbox(
        _("Rating"), list(Rating), index=None, format_func=words.rating, placeholder=_("All"), key="base-rating"
    )
    publishers = sorted({item.publisher for item in every})
    publisher = by.selectbox(_("Published by"), publishers, index=None, placeholder=_("All"), key="base-publisher")
    place = where.text_input(_("Place"), key="base-place", placeholder=_("Name of a place in the claim"))
    found = fact_checks.search(archive, wanted, rating=rating, publisher=publisher or "", place=place)
    st.markdown(
        "**" + ngettext("{number} claim", "{number} claims", len(found)).format(number=number(len(found))) + "**"
    )
    if not found:
        st.info(_("No reviewed claim is like this."), icon=":material/filter_alt_off:")
    for item in resting.shelf(found, _PAGE, key="base"):
        _item(item)


def _item(item: FactCheck) -> None:
    with st.container(border=True):
        navigation.link_within(plain(item.claim), key=f"base-{item.id}", id=item.id)
        day = f" · {i18n.day(item.reviewed_on)}" if item.reviewed_on else ""
        st.caption(plain(words.rated(item) + day))


def _one(ref: str) -> None:
    navigation.link_within(_("All reviewed claims"), key="base-back", icon=":material/arrow_back:")
    found = [item for item in fact_checks.search(state.parts().archive) if item.id == ref]
    if not found:
        st.warning(_("The base no longer has this claim."), icon=":material/search_off:")
        return
    item = found[0]
    st.subheader(plain(item.claim), anchor=False)
    st.markdown(f"**{plain(words.rated(item))}**")
    if item.reviewed_on:
        st.caption(i18n.day(item.reviewed_on))
    if item.summary:
        st.write(plain(item.summary))
    if item.url.startswith("http"):
        st.link_button(_("Open the review"), item.url, icon=":material/open_in_new:")
    if item.case_id:
        st.page_link(navigation.page("ho-so"), label=_("Case of this desk"), query_params={"case": item.case_id})
    resting.flags(item.id)


def _denied() -> None:
    st.caption(
        _(
            "Claims that reports of the last {number} days say are not so. Nothing enters the base by itself: with a "
            "click it enters in your name, rated as the report's publisher says."
        ).format(number=number(mining.DAYS))
    )
    if not st.toggle(_("Look through the reports"), key="base-mine"):
        return
    person = who.required()
    found = mining.mined(state.parts().archive, state.source_names())
    if not found:
        st.info(_("No report of these days denies a claim that the base does not have."), icon=":material/task_alt:")
    _proposals(found[:_MOST_MINED], person)
    if len(found) > _MOST_MINED:
        st.caption(_("… and {number} more").format(number=number(len(found) - _MOST_MINED)))


def _proposals(found: Sequence[Mined], person: Person | None) -> None:
    for item in found:
        place = steps.place(f"base-take-{item.key}")
        with st.container(border=True):
            st.text_area(
                _("Claim"), value=item.claim, key=place.key("claim"), height=68, max_chars=1000, disabled=person is None
            )
            day = f" · {i18n.day(item.day)}" if item.day else ""
            st.caption(plain(f"{item.publisher}{day}: “{item.sentence}”"))
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.page_link(navigation.page("bai-viet"), label=plain(item.title), query_params={"id": item.article_id})
            right.button(
                _("Put into the base"),
                key=place.key("take"),
                icon=":material/add:",
                disabled=person is None,
                on_click=partial(_take, place, item.key),
                width="stretch",
            )


def _take(place: steps.Place, key: str) -> None:
    def step(person: Person) -> str:
        taken = mining.take(state.parts().archive, key, state.source_names(), who=person.id, claim=place.typed("claim"))
        return _("In the base now: {claim}").format(claim=taken.claim)

    place.take_as(step)
