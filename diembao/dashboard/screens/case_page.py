"""One case of *Hồ sơ*: what is checked, its evidence and letters, its history, and a form for each next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import escape
from typing import Any, TypeVar

import streamlit as st

from diembao.archive import agencies
from diembao.core import i18n
from diembao.core.casework import Case, CaseEvidence, CaseState, Letter, Person, Rating
from diembao.core.clock import today
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.dashboard import navigation, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import people, word_file, words
from diembao.desk.casework import cases, letters, publishing
from diembao.desk.casework import words as case_words
from diembao.desk.casework.cases import CaseFile

#: Usual time for an answer.
_ANSWER_WITHIN = timedelta(days=7)
_PREVIEW_HEIGHT = 620
_LONGEST = 4000
_Choice = TypeVar("_Choice")


def draw(file: CaseFile) -> None:
    """Draw the page of a case."""
    case = file.case
    navigation.link_within(_("All cases"), key="cases-all", icon=":material/arrow_back:")
    st.title(plain(f"{case.number}. {case.title}"), anchor=False)
    facts = [
        case_words.case_state(case.state),
        _("opened by {name}, {moment}").format(name=_name(file, case.opened_by), moment=i18n.moment(case.opened_at)),
    ]
    st.caption(plain(" · ".join(facts)))
    acting = who.required()
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        decided = case.state in cases.DECIDED
        st.subheader(_("What was checked") if decided else _("What is checked"), anchor=False)
        _quote(case.claim)
        if case.flag_key:
            st.page_link(
                navigation.page("can-kiem-chung"), label=_("The flag behind it"), query_params={"flag": case.flag_key}
            )
        if decided:
            _conclusion(file, acting)
        _evidence(file, acting)
        _letters(file, acting)
        if not decided:
            _conclude(case, acting)
    with right:
        _history(file)


def deadline(letter: Letter) -> str:
    """Until when an answer is awaited, or that the day has passed; neither reproaches anybody."""
    day = i18n.day(letter.deadline)
    if cases.is_overdue(letter):
        return _("the answer was asked for until {day}; none has come yet").format(day=day)
    return _("answer asked for until {day}").format(day=day)


def _conclusion(file: CaseFile, acting: Person | None) -> None:
    case, parts = file.case, state.parts()
    with st.container(border=True):
        if file.fact_check:
            st.subheader(plain(words.rated(file.fact_check)), anchor=False)
        st.markdown(plain(case.conclusion).replace("\n", "\n\n"))
        if case.concluded_by and case.concluded_at:
            st.caption(
                plain(
                    _("Concluded by {person}, {moment}.").format(
                        person=_name(file, case.concluded_by), moment=i18n.moment(case.concluded_at)
                    )
                )
            )
        if case.state is CaseState.CONCLUDED:
            _step(
                st.button,
                _("Publish"),
                steps.place(f"case-publish-{case.id}"),
                lambda person: publishing.publish(
                    parts.archive, parts.home, case.id, source_names=state.source_names(), who=person.id
                ),
                _("The conclusion is published."),
                acting,
                icon=":material/public:",
                type="primary",
            )
        _page(file)
        with st.expander(_("Open the case again"), icon=":material/undo:"), st.form("case-reopen", border=False):
            place = steps.place(f"case-reopen-{case.id}")
            st.caption(_("The conclusion is taken back; the log keeps it, and a published page says so."))
            st.text_area(
                _("Reason, as a colleague should read it later"),
                key=place.key("reason"),
                max_chars=_LONGEST,
                height=80,
            )
            _step(
                st.form_submit_button,
                _("Open again"),
                place,
                lambda person: publishing.reopen(
                    parts.archive,
                    parts.home,
                    case.id,
                    source_names=state.source_names(),
                    who=person.id,
                    reason=place.typed("reason"),
                ),
                _("The case is open again."),
                acting,
            )


def _page(file: CaseFile) -> None:
    if file.fact_check is None:
        return
    page = publishing.page(file, state.parts().home, state.source_names())
    published = file.case.state is CaseState.PUBLISHED
    st.download_button(
        _("Published page") if published else _("Page as it would be published"),
        page,
        publishing.page_name(file.case),
        "text/html",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander(_("Show the page"), icon=":material/preview:"):
        st.iframe(page, height=_PREVIEW_HEIGHT, alt=_("The published page"))


def _evidence(file: CaseFile, acting: Person | None) -> None:
    case = file.case
    st.subheader(_("Evidence"), anchor=False)
    if not case.evidence:
        st.caption(_("Nothing yet. A conclusion needs at least one piece of evidence."))
    for start in range(0, len(case.evidence), 2):
        for column, item in zip(st.columns(2, gap="medium"), case.evidence[start : start + 2], strict=False):
            with column:
                _piece(file, item)
    if case.state not in cases.UNDECIDED:
        return
    with (
        st.expander(_("Add evidence"), icon=":material/add:"),
        st.form("case-evidence", border=False),
    ):
        place = steps.place(f"case-evidence-{case.id}")
        st.text_area(_("Quoted words"), key=place.key("quote"), max_chars=_LONGEST, height=80)
        st.text_input(_("Address of the source"), key=place.key("url"), placeholder="https://…")
        st.text_input(
            _("Id of the article in the archive"), key=place.key("article"), placeholder=_("May be left empty")
        )
        st.text_input(_("Remark"), key=place.key("note"), max_chars=500)
        _step(
            st.form_submit_button,
            _("Add the evidence"),
            place,
            lambda person: cases.add_evidence(
                state.parts().archive,
                case.id,
                quote=place.typed("quote"),
                article_id=place.typed("article").strip(),
                url=place.typed("url"),
                note=place.typed("note"),
                who=person.id,
            ),
            _("The evidence is added."),
            acting,
        )


def _piece(file: CaseFile, item: CaseEvidence) -> None:
    article = file.articles.get(item.article_id or "")
    facts = [_("added by {name}, {moment}").format(name=_name(file, item.added_by), moment=i18n.moment(item.added_at))]
    if article:
        facts.insert(0, state.source_name(article.source_id))
    st.html(f'<div class="db-meta">{escape(" · ".join(facts))}</div>')
    if item.quote:
        _quote(item.quote)
    if item.note:
        st.caption(plain(item.note))
    if article:
        st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})
    if item.url.startswith("http"):
        st.link_button(_("Open at the source"), item.url, icon=":material/open_in_new:")


def _letters(file: CaseFile, acting: Person | None) -> None:
    case = file.case
    st.subheader(_("Questions to agencies"), anchor=False)
    if not case.letters:
        st.caption(_("No agency has been asked."))
    for letter in case.letters:
        _letter(file, letter, acting)
    if case.state in cases.UNDECIDED:
        _write_letter(file, acting)


def _letter(file: CaseFile, letter: Letter, acting: Person | None) -> None:
    case, parts = file.case, state.parts()
    written = letters.sheet(file, letter.id, settings=parts.home.settings, source_names=state.source_names())
    with st.container(border=True):
        st.markdown(f"**{plain(written.number)} · {plain(letter.agency.name)}**")
        if letter.sent_at is None:
            facts = [_("draft of {name}").format(name=_name(file, letter.written_by))]
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
        _quote(letter.question)
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
            _quote(letter.answer)
        elif cases.may_be_answered(letter):
            with (
                st.expander(_("Record the answer"), icon=":material/reply:"),
                st.form(f"answer-{letter.id}", border=False),
            ):
                place = steps.place(f"letter-answer-{letter.id}")
                st.text_area(
                    _("Answer, in its own words or summed up"),
                    key=place.key("answer"),
                    max_chars=_LONGEST,
                    height=100,
                )
                _step(
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
    _step(
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
                max_chars=_LONGEST,
                height=120,
            )
            st.date_input(
                _("Answer until"),
                today() + _ANSWER_WITHIN,
                key=place.key("until"),
                min_value=today(),
                format="DD/MM/YYYY",
            )
            _step(
                st.form_submit_button,
                _("Draft the letter"),
                place,
                lambda person: cases.write_letter(
                    archive,
                    file.case.id,
                    to=_chosen(place.typed("agency"), _("Choose the agency that is asked.")),
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
        _step(
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


def _conclude(case: Case, acting: Person | None) -> None:
    parts = state.parts()
    with (
        st.expander(_("Conclude"), icon=":material/gavel:"),
        st.form("case-conclude", border=False),
    ):
        publisher = parts.home.settings.desk.name
        st.caption(plain(_("The conclusion is worded as that of {desk}, under your name.").format(desk=publisher)))
        place = steps.place(f"case-conclude-{case.id}")
        st.radio(
            _("According to the evidence, the statement is"),
            list(Rating),
            key=place.key("rating"),
            index=None,
            format_func=words.rating,
            horizontal=True,
        )
        st.text_area(
            _("Reasons, for readers"),
            key=place.key("reason"),
            placeholder=_("Which evidence says what, and why it settles the case"),
            max_chars=_LONGEST,
            height=120,
        )
        _step(
            st.form_submit_button,
            _("Conclude the case"),
            place,
            lambda person: cases.conclude(
                parts.archive,
                case.id,
                rating=_chosen(place.typed("rating"), _("Choose what is concluded.")),
                reason=place.typed("reason"),
                publisher=publisher,
                who=person.id,
            ),
            _("The case is concluded."),
            acting,
            type="primary",
        )


def _history(file: CaseFile) -> None:
    st.subheader(_("History"), anchor=False)
    for entry in reversed(file.history):
        reason = f'<div class="db-passage">{escape(entry.reason)}</div>' if entry.reason else ""
        st.html(
            f'<div class="db-item"><b>{escape(case_words.step(entry.action))}</b>'
            f'<div class="db-meta">{escape(_name(file, entry.actor))} · {i18n.moment(entry.at)}</div>{reason}</div>'
        )


def _step(
    button: Callable[..., bool],
    label: str,
    place: steps.Place,
    step: Callable[[Person], object],
    done: str,
    acting: Person | None,
    **look: Any,
) -> None:
    """A button that takes a step in the acting person's name, and says so when it is done."""

    def taken(person: Person) -> str:
        step(person)
        return done

    button(label, on_click=place.take_as, args=(taken,), disabled=acting is None, **look)


def _chosen(value: _Choice | None, otherwise: str) -> _Choice:
    if value is None:
        raise UsageError(otherwise)
    return value


def _quote(words_said: str) -> None:
    st.html(f'<blockquote class="db-quote" style="white-space:pre-line">{escape(words_said)}</blockquote>')


def _name(file: CaseFile, person_id: str) -> str:
    return file.names.get(person_id, person_id)
