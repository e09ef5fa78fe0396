"""*Hồ sơ*: the list of cases, and the form that opens one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Case, CaseState, Person
from diembao.core.errors import UnknownCase
from diembao.core.i18n import _, ngettext, number
from diembao.dashboard import navigation, state, steps, who
from diembao.dashboard.plain import plain
from diembao.dashboard.screens import case_letters, case_page
from diembao.desk.casework import cases
from diembao.desk.casework import words as case_words

_STATES = tuple(CaseState)


def draw() -> None:
    """Draw the page."""
    if ref := st.query_params.get("case"):
        try:
            case_page.draw(cases.case_file(state.parts().archive, ref))
            return
        except UnknownCase as error:
            st.title(_("Cases"), anchor=False)
            st.warning(plain(error.message), icon=":material/search_off:")
    else:
        st.title(_("Cases"), anchor=False)
        st.caption(
            _("A question that is pursued: evidence, a letter to whoever knows, and a conclusion in a person's name.")
        )
    found = cases.listing(state.parts().archive)
    _new(folded=bool(found))
    if not found:
        st.info(
            _("No case yet. Open one here on a question, or on the page “To be checked” on a flag."),
            icon=":material/folder_open:",
        )
        return
    _list(found)


def _new(*, folded: bool) -> None:
    with st.expander(_("Open a case"), icon=":material/create_new_folder:", expanded=not folded):
        acting = who.required()
        with st.form("case-new", border=False):
            place = steps.place("case-new")
            st.text_area(
                _("Statement to be checked"),
                key=place.key("claim"),
                placeholder=_("One sentence of fact that can turn out right or wrong"),
                max_chars=1000,
                height=80,
            )
            st.text_input(_("Short name"), key=place.key("title"), placeholder=_("May be left empty"), max_chars=120)
            st.text_area(
                _("Reason, as a colleague should read it later"), key=place.key("reason"), max_chars=2000, height=80
            )
            st.form_submit_button(
                _("Open the case"),
                icon=":material/folder_open:",
                type="primary",
                disabled=acting is None,
                on_click=_open,
                args=(place,),
            )


def _open(place: steps.Place) -> None:
    opened: list[Case] = []

    def step(person: Person) -> str:
        case = cases.open_from_question(
            state.parts().archive,
            claim=place.typed("claim"),
            title=place.typed("title"),
            who=person.id,
            reason=place.typed("reason"),
        )
        opened.append(case)
        return _("Case {number} is open.").format(number=case.number)

    place.take_as(step)
    for case in opened:
        st.query_params["case"] = str(case.number)


def _list(found: Sequence[Case]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.pills(
            _("State"),
            _STATES,
            selection_mode="multi",
            format_func=lambda each: (
                f"{case_words.case_state(each).capitalize()} · {number(sum(case.state is each for case in found))}"
            ),
            key="cases-states",
            label_visibility="collapsed",
        )
        late = st.toggle(_("Deadline has passed"), key="cases-late")
    shown = [
        case
        for case in found
        if (not chosen or case.state in chosen) and (not late or any(map(cases.is_overdue, case.letters)))
    ]
    st.markdown("**" + ngettext("{number} case", "{number} cases", len(shown)).format(number=number(len(shown))) + "**")
    if not shown:
        st.info(_("No case is in this state."), icon=":material/filter_alt_off:")
    for case in shown:
        _item(case)


def _item(case: Case) -> None:
    facts = [
        case_words.case_state(case.state),
        _("opened {moment}").format(moment=i18n.moment(case.opened_at)),
        ngettext("{number} piece of evidence", "{number} pieces of evidence", len(case.evidence)).format(
            number=len(case.evidence)
        ),
        *(case_letters.deadline(letter) for letter in case.letters if letter.sent_at and not letter.answered_at),
    ]
    with st.container(gap=None):
        navigation.link_within(f"**{case.number}. {plain(case.title)}**", key=f"case-{case.id}", case=str(case.number))
        claim = f'<div class="db-passage">{escape(case.claim)}</div>' if case.claim != case.title else ""
        st.html(f'<div class="db-item"><div class="db-meta">{escape(" · ".join(facts))}</div>{claim}</div>')
