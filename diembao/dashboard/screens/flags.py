"""*Cần kiểm chứng*: the ranked list of flags, both passages of each, and what people decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.errors import UsageError
from diembao.core.findings import WHYS, DecisionWhy, FlagReason, FlagState
from diembao.core.i18n import _, number
from diembao.dashboard import navigation, pairs, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.casework import cases
from diembao.desk.flagged import Flagged, FlagList, decide, flag_list, flagged, last_decision, take_back

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
            "A named person decides, and says why."
        )
    )
    st.caption(words.flag_list_worth(state.parts().ranking.measured))
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
    acting = who.acting()
    if acting:
        _last(acting)
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
    for entry in item.decisions:
        said = words.flag_step(entry, item.names.get(entry.actor, entry.actor))
        why = f": *{plain(told)}*" if (told := words.decided(entry)) else ""
        st.markdown(f":material/edit_note: {plain(said)}, {i18n.moment(entry.at)}{why}")


def _decision(item: Flagged, acting: Person | None) -> None:
    """One click on a reason decides; a note, or a case, takes a few words more."""
    key, place = item.flag.key, steps.place(f"decide-{item.flag.key}")
    with st.container(gap="xsmall", key=f"deciding-{key}"):
        for state_, label in _labels().items():
            name = f"why-{state_}"
            st.pills(
                label,
                [why for why in WHYS[state_] if why is not DecisionWhy.OTHER],
                format_func=words.decision_why,
                key=place.key(name),
                disabled=acting is None,
                on_change=_choose,
                args=(place, key, state_, name),
            )
    standing = item.standing
    if standing and acting and standing.person_id == acting.id and item.flag.state is standing.state:
        st.button(
            _("Take the decision back"),
            key=place.key("undo"),
            icon=":material/undo:",
            on_click=_take_back,
            args=(place, key),
        )
    with (
        st.expander(
            _("With a note, or as a case"),
            key=f"noting-{key}",  # without it, the next flag in this place would stand open
            icon=":material/gavel:",
        ),
        st.form(f"decide-{key}", clear_on_submit=False, border=False),
    ):
        _note(place, key, acting)


def _labels() -> Mapping[FlagState, str]:
    return {FlagState.CONFIRMED: _("Confirm:"), FlagState.REJECTED: _("Reject:")}


def _note(place: steps.Place, key: str, acting: Person | None) -> None:
    labels = _labels()
    st.selectbox(
        _("Decision"),
        [(state_, why) for state_ in labels for why in WHYS[state_]],
        index=None,
        placeholder=_("Choose a decision"),
        format_func=lambda choice: f"{labels[choice[0]]} {words.decision_why(choice[1])}",
        key=place.key("choice"),
        width=420,
    )
    st.text_area(
        _("Note, as a colleague should read it later"),
        key=place.key("note"),
        max_chars=2000,
        height=80,
        placeholder=_("What was compared, and what speaks for it"),
    )
    with st.container(horizontal=True):
        for label, icon, step in (
            (_("Keep the decision"), ":material/check:", _keep),
            (_("Open a case"), ":material/folder_open:", _open_case),
        ):
            st.form_submit_button(label, icon=icon, disabled=acting is None, on_click=step, args=(place, key))


def _choose(place: steps.Place, key: str, state_: FlagState, name: str) -> None:
    if why := place.typed(name):
        place.take_as(lambda person: _decided(key, state_, why, "", person))


def _keep(place: steps.Place, key: str) -> None:
    def step(person: Person) -> str:
        if (choice := place.typed("choice")) is None:
            raise UsageError(_("No decision is chosen."), _("Choose one; the note is kept beside it."))
        state_, why = choice
        return _decided(key, state_, why, place.typed("note"), person)

    place.take_as(step)


def _decided(key: str, state_: FlagState, why: DecisionWhy, note: str, person: Person) -> str:
    decide(state.parts().archive, key, state_, why=why, note=note, who=person.id)
    return _("Kept under the name of {name}.").format(name=person.name)


def _open_case(place: steps.Place, key: str) -> None:
    def step(person: Person) -> str:
        case = cases.open_from_flag(state.parts().archive, key, who=person.id, reason=place.typed("note"))
        return _("Case {number} is open.").format(number=case.number)

    place.take_as(step)


def _take_back(place: steps.Place, key: str) -> None:
    def step(person: Person) -> str:
        take_back(state.parts().archive, key, who=person.id)
        return _("Taken back.")

    place.take_as(step)


def _last(person: Person) -> None:
    """What the person decided last, which may be a slip: it has left the list with that click."""
    last = last_decision(state.parts().archive, person)
    if last is None:
        return
    item = flagged(state.parts().archive, last.flag_key)
    if item.open_case or item.flag.state is not last.state:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="flags-last"):
        said = f"{_labels()[last.state]} {words.decision_why(last.why)}"
        st.markdown(f":material/history: {plain(pairs.heading(item))} · {plain(said)}")
        place = steps.place("flags-last")
        st.button(
            _("Take back"),
            key=place.key("undo"),
            icon=":material/undo:",
            type="tertiary",
            on_click=_take_back,
            args=(place, last.flag_key),
        )
