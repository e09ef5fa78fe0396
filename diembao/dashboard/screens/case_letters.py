"""The letters of a case to agencies: each with what became of it, and a form for the next one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import streamlit as st

from diembao.archive import agencies
from diembao.core import i18n
from diembao.core.casework import Case, Letter, Person
from diembao.core.clock import today
from diembao.core.i18n import _
from diembao.dashboard import state, steps
from diembao.dashboard.plain import plain
from diembao.dashboard.screens.case_parts import LONGEST, chosen, name_of, quote, step
from diembao.desk import people, word_file
from diembao.desk.casework import cases, letters
from diembao.desk.casework import words as case_words
from diembao.desk.casework.cases import CaseFile

#: Usual time for an answer.
_ANSWER_WITHIN = timedelta(days=7)


def draw(file: CaseFile, acting: Person | None) -> None:
    """Draw the letters of a case, and while it is undecided the form for another one."""
    case = file.case
    st.subheader(_("Questions to agencies"), anchor=False)
    if not case.letters:
        st.caption(_("No agency has been asked."))
    for letter in case.letters:
        _letter(file, letter, acting)
    if case.state in cases.UNDECIDED:
        _write_letter(file, acting)


def deadline(letter: Letter) -> str:
    """Until when an answer is awaited, or that the day has passed; neither reproaches anybody."""
    day = i18n.day(letter.deadline)
    if cases.is_overdue(letter):
        return _("the answer was asked for until {day}; none has come yet").format(day=day)
    return _("answer asked for until {day}").format(day=day)


def _letter(file: CaseFile, letter: Letter, acting: Person | None) -> None:
    case, parts = file.case, state.parts()
    written = letters.sheet(file, letter.id, settings=parts.home.settings, source_names=state.source_names())
    with st.container(border=True):
        st.markdown(f"**{plain(written.number)} · {plain(letter.agency.name)}**")
        if letter.sent_at is None:
            facts = [_("draft of {name}").format(name=name_of(file, letter.written_by))]
            facts += [case_words.sent(letter)] if letter.mail else []
            facts.append(deadline(letter))
        else:
            facts = [case_words.sent(letter)]
            facts.append(
                _("answered {moment}").format(moment=i18n.moment(letter.answered_at))
                if letter.answered_at
                else deadline(letter)
            )
        st.caption(plain(" · ".join(facts)))
        quote(letter.question)
        with st.container(horizontal=True):
            st.download_button(
                _("Word file"),
                letters.document(written),
                f"{written.file_name}.docx",
                word_file.CONTENT_TYPE,
                key=f"letter-docx-{letter.id}",
                icon=":material/download:",
                on_click="ignore",
            )
            st.download_button(
                _("Page to print"),
                letters.html(written),
                f"{written.file_name}.html",
                "text/html",
                key=f"letter-html-{letter.id}",
                icon=":material/print:",
                on_click="ignore",
            )
            if letter.sent_at is None and case.state in cases.UNDECIDED:
                _sending(case, letter, acting)
        if letter.answer:
            heading = _("Answer of {agency}").format(agency=letter.agency.name)
            st.markdown(f"**{plain(heading)}**")
            quote(letter.answer)
        elif cases.may_be_answered(letter):
            with (
                st.expander(_("Record the answer"), icon=":material/reply:"),
                st.form(f"answer-{letter.id}", border=False),
            ):
                place = steps.place(f"letter-answer-{letter.id}")
                st.text_area(
                    _("Answer, in its own words or summed up"),
                    key=place.key("answer"),
                    max_chars=LONGEST,
                    height=100,
                )
                step(
                    st.form_submit_button,
                    _("Keep the answer"),
                    place,
                    lambda person: cases.record_answer(
                        parts.archive, case.id, letter.id, answer=place.typed("answer"), who=person.id
                    ),
                    _("The answer is kept."),
                    acting,
                )


def _sending(case: Case, letter: Letter, acting: Person | None) -> None:
    parts = state.parts()
    place = steps.place(f"letter-send-{letter.id}")
    if letter.agency.email:
        st.button(
            _("Try again to mail it") if letter.mail else _("Send by mail"),
            key=place.key("mail"),
            icon=":material/mail:",
            on_click=place.take_as,
            args=(partial(_mail, case.id, letter.id),),
            disabled=acting is None,
        )
    step(
        st.button,
        _("Sent on paper"),
        place,
        lambda person: cases.sent_on_paper(parts.archive, case.id, letter.id, who=person.id),
        _("Noted: the letter was sent on paper."),
        acting,
        key=place.key("paper"),
        icon=":material/done:",
    )


def _mail(case_id: str, letter_id: str, person: Person) -> str:
    parts = state.parts()
    _case, sending = letters.send(
        parts.archive,
        case_id,
        letter_id,
        settings=parts.home.settings,
        source_names=state.source_names(),
        who=person.id,
    )
    return letters.told(sending)


def _write_letter(file: CaseFile, acting: Person | None) -> None:
    archive = state.parts().archive
    with archive.reading() as connection:
        known = {agency.id: agency.name for agency in agencies.listing(connection)}
    with st.expander(_("Ask an agency"), icon=":material/outgoing_mail:"):
        _enter_agency(acting, folded=bool(known))
        if not known:
            return
        with st.form("case-letter", border=False):
            place = steps.place(f"case-letter-{file.case.id}")
            st.selectbox(
                _("Agency"),
                list(known),
                key=place.key("agency"),
                index=None,
                format_func=known.__getitem__,
                placeholder=_("Choose an agency"),
            )
            st.text_area(
                _("Information that is asked for"),
                key=place.key("question"),
                placeholder=_("Figures, dates, documents, decisions that would settle the case"),
                max_chars=LONGEST,
                height=120,
            )
            st.date_input(
                _("Answer until"),
                today() + _ANSWER_WITHIN,
                key=place.key("until"),
                min_value=today(),
                format="DD/MM/YYYY",
            )
            step(
                st.form_submit_button,
                _("Draft the letter"),
                place,
                lambda person: cases.write_letter(
                    archive,
                    file.case.id,
                    to=chosen(place.typed("agency"), _("Choose the agency that is asked.")),
                    question=place.typed("question"),
                    deadline=place.typed("until"),
                    who=person.id,
                ),
                _("The letter is drafted."),
                acting,
            )


def _enter_agency(acting: Person | None, *, folded: bool) -> None:
    opened = st.popover(_("Enter an agency"), icon=":material/add_business:") if folded else st.container()
    with opened, st.form("agency-new", border=False):
        place = steps.place("agency-new")
        st.text_input(_("Name of the agency"), key=place.key("name"), max_chars=200)
        st.text_input(_("E-mail address for letters"), key=place.key("email"), placeholder=_("May be left empty"))
        st.text_input(_("Postal address"), key=place.key("address"), placeholder=_("May be left empty"), max_chars=300)
        step(
            st.form_submit_button,
            _("Enter the agency"),
            place,
            lambda person: people.enter_agency(
                state.parts().archive,
                name=place.typed("name"),
                email=place.typed("email"),
                address=place.typed("address"),
                by=person.id,
            ),
            _("The agency is entered."),
            acting,
        )
