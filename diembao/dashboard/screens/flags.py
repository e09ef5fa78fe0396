"""*Cần kiểm chứng*: the ranked list of flags, both passages of each, and what people decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.findings import FlagReason, FlagState
from diembao.core.i18n import _, number
from diembao.dashboard import navigation, pairs, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.casework import cases
from diembao.desk.flagged import Flagged, FlagList, decide, flag_list, flagged

_PAGE = 10

Shelf = Literal["open", "confirmed", "case", "concluded", "rejected", "gone"]
_SHELVES: tuple[Shelf, ...] = get_args(Shelf)
_STATES: Mapping[Shelf, Collection[FlagState]] = {
    "open": (FlagState.OPEN,),
    "confirmed": (FlagState.CONFIRMED,),
    "case": (FlagState.CASE,),
    "concluded": (FlagState.CONCLUDED,),
    "rejected": (FlagState.REJECTED,),
    "gone": (),
}


def draw() -> None:
    """Draw the page."""
    st.title(_("To be checked"), anchor=False)
    st.caption(
        _(
            "The machine only points at what differs, with its evidence; neither side counts as the wrong one. "
            "A named person decides, with a written reason."
        )
    )
    st.caption(words.flag_list_worth())
    if key := st.query_params.get("flag"):
        _one(key)
        return
    shelf, reasons, page = _controls()
    found = _found(shelf, reasons, page)
    pages = max(-(-found.total // _PAGE), 1)
    if page > pages:  # the last entries of the last page were decided
        st.session_state["flags-page"] = pages
        found = _found(shelf, reasons, pages)
    st.markdown(
        "**"
        + i18n.ngettext("{number} entry", "{number} entries", found.total).format(number=number(found.total))
        + "**"
    )
    if not found.total:
        _nothing(shelf, filtered=bool(reasons))
        return
    acting = who.required()
    for item in found.items:
        _item(item, acting)
    if pages > 1:
        st.number_input(_("Page, of {number}").format(number=number(pages)), 1, pages, key="flags-page", width=160)


def _found(shelf: Shelf, reasons: Sequence[FlagReason], page: int) -> FlagList:
    return flag_list(
        state.parts().archive,
        states=_STATES[shelf],
        reasons=reasons,
        active=shelf != "gone",
        everything=shelf != "open",
        limit=_PAGE,
        offset=(page - 1) * _PAGE,
    )


def _controls() -> tuple[Shelf, list[FlagReason], int]:
    names = {
        "open": _("To be looked at"),
        "confirmed": _("Confirmed"),
        "case": _("With a case"),
        "concluded": _("With a concluded case"),
        "rejected": _("Rejected"),
        "gone": _("No longer found"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shelf: Shelf = st.segmented_control(
            _("State"),
            _SHELVES,
            default="open",
            required=True,
            format_func=names.__getitem__,
            key="flags-shelf",
            on_change=_first_page,
        )
        reasons = st.multiselect(
            _("Reason"),
            list(FlagReason),
            format_func=words.flag_reason,
            placeholder=_("All reasons"),
            key="flags-reasons",
            on_change=_first_page,
        )
    return shelf, reasons, int(st.session_state.get("flags-page", 1))


def _first_page() -> None:
    st.session_state["flags-page"] = 1


def _one(key: str) -> None:
    navigation.link_within(_("All entries"), key="flags-all", icon=":material/arrow_back:")
    _item(flagged(state.parts().archive, key), who.required())


def _nothing(shelf: Shelf, *, filtered: bool) -> None:
    if filtered:
        st.info(_("No entry has these reasons."), icon=":material/filter_alt_off:")
    elif shelf == "open":
        st.success(
            _("Nothing waits to be looked at. New reports are compared as they come in."), icon=":material/done_all:"
        )
    else:
        st.info(_("Nothing here yet."), icon=":material/inbox:")


def _item(item: Flagged, acting: Person | None) -> None:
    flag = item.flag
    with st.container(border=True):
        facts = [words.flag_reason(flag.finding.reason), words.flag_state(flag.state)]
        facts.append(_("found {moment}").format(moment=i18n.moment(flag.first_at)))
        if not flag.active:
            facts.append(_("no longer found in the present versions"))
        st.markdown(f"**{plain(pairs.heading(item))}**")
        st.caption(plain(" · ".join(facts)))
        pairs.pair(item)
        _history(item)
        if flag.story_id:
            st.page_link(
                navigation.page("su-kien"),
                label=_("The story with all its reports"),
                icon=":material/hub:",
                query_params={"story": flag.story_id},
            )
        if item.case_number:
            st.page_link(
                navigation.page("ho-so"),
                label=_("Case {number}").format(number=item.case_number),
                icon=":material/folder_open:",
                query_params={"case": str(item.case_number)},
            )
        if item.open_case is None:  # otherwise the case decides
            _decision(item, acting)


def _history(item: Flagged) -> None:
    actions = {
        "flag-confirmed": _("{name} confirmed"),
        "flag-rejected": _("{name} rejected"),
        "flag-reopened": _("{name} took back the decision"),
        "case-opened": _("{name} opened a case"),
        "case-concluded": _("{name} concluded the case"),
        "case-reopened": _("{name} opened the case again"),
    }
    for entry in item.decisions:
        said = actions.get(entry.action, "{name}").format(name=item.names.get(entry.actor, entry.actor))
        st.markdown(f":material/edit_note: {plain(said)}, {i18n.moment(entry.at)}: *{plain(entry.reason)}*")


def _decision(item: Flagged, acting: Person | None) -> None:
    flag = item.flag
    choices = {
        FlagState.CONFIRMED: (_("Confirm: really differs"), ":material/check:"),
        FlagState.REJECTED: (_("Reject: nothing to check"), ":material/close:"),
        FlagState.CASE: (_("Open a case"), ":material/folder_open:"),
    }
    if flag.state in (FlagState.CONFIRMED, FlagState.REJECTED):
        choices[FlagState.OPEN] = (_("Take the decision back"), ":material/undo:")
    with (
        st.expander(
            _("Decide") if flag.state is FlagState.OPEN else _("Decide anew"),
            key=f"deciding-{flag.key}",  # without it, the next flag in this place would stand open
            icon=":material/gavel:",
        ),
        st.form(f"decide-{flag.key}", clear_on_submit=False, border=False),
    ):
        place = steps.place(f"decide-{flag.key}")
        st.text_area(
            _("Reason, as a colleague should read it later"),
            key=place.key("reason"),
            max_chars=2000,
            height=80,
            placeholder=_("What was compared, and what speaks for it"),
        )
        with st.container(horizontal=True):
            for choice, (label, icon) in choices.items():
                st.form_submit_button(
                    label, icon=icon, disabled=acting is None, on_click=_decide, args=(place, flag.key, choice)
                )


def _decide(place: steps.Place, key: str, choice: FlagState) -> None:
    def step(person: Person) -> str:
        archive, reason = state.parts().archive, place.typed("reason")
        if choice is FlagState.CASE:
            case = cases.open_from_flag(archive, key, who=person.id, reason=reason)
            return _("Case {number} is open.").format(number=case.number)
        decide(archive, key, choice, who=person.id, reason=reason)
        return _("Kept under the name of {name}.").format(name=person.name)

    place.take_as(step)
