"""One case of *Hồ sơ*: what is checked, its evidence and letters, its history, and a form for each next step."""

from __future__ import annotations

from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Case, CaseEvidence, CaseState, Person, Rating
from diembao.core.i18n import _
from diembao.dashboard import navigation, state, steps, who
from diembao.dashboard.plain import plain
from diembao.dashboard.screens import case_letters
from diembao.dashboard.screens.case_parts import LONGEST, chosen, name_of, quote, step
from diembao.desk import words
from diembao.desk.casework import cases, publishing
from diembao.desk.casework import words as case_words
from diembao.desk.casework.cases import CaseFile

_PREVIEW_HEIGHT = 620


def draw(file: CaseFile) -> None:
    """Draw the page of a case."""
    case = file.case
    navigation.link_within(_("All cases"), key="cases-all", icon=":material/arrow_back:")
    st.title(plain(f"{case.number}. {case.title}"), anchor=False)
    facts = [
        case_words.case_state(case.state),
        _("opened by {name}, {moment}").format(name=name_of(file, case.opened_by), moment=i18n.moment(case.opened_at)),
    ]
    st.caption(plain(" · ".join(facts)))
    acting = who.required()
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        decided = case.state in cases.DECIDED
        st.subheader(_("What was checked") if decided else _("What is checked"), anchor=False)
        quote(case.claim)
        if case.flag_key:
            st.page_link(
                navigation.page("can-kiem-chung"), label=_("The flag behind it"), query_params={"flag": case.flag_key}
            )
        if decided:
            _conclusion(file, acting)
        _evidence(file, acting)
        case_letters.draw(file, acting)
        if not decided:
            _conclude(case, acting)
    with right:
        _history(file)


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
                        person=name_of(file, case.concluded_by), moment=i18n.moment(case.concluded_at)
                    )
                )
            )
        if case.state is CaseState.CONCLUDED:
            step(
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
                max_chars=LONGEST,
                height=80,
            )
            step(
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
        st.text_area(_("Quoted words"), key=place.key("quote"), max_chars=LONGEST, height=80)
        st.text_input(_("Address of the source"), key=place.key("url"), placeholder="https://…")
        st.text_input(
            _("Id of the article in the archive"), key=place.key("article"), placeholder=_("May be left empty")
        )
        st.text_input(_("Remark"), key=place.key("note"), max_chars=500)
        step(
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
    facts = [
        _("added by {name}, {moment}").format(name=name_of(file, item.added_by), moment=i18n.moment(item.added_at))
    ]
    if article:
        facts.insert(0, state.source_name(article.source_id))
    st.html(f'<div class="db-meta">{escape(" · ".join(facts))}</div>')
    if item.quote:
        quote(item.quote)
    if item.note:
        st.caption(plain(item.note))
    if article:
        st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})
    if item.url.startswith("http"):
        st.link_button(_("Open at the source"), item.url, icon=":material/open_in_new:")


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
            max_chars=LONGEST,
            height=120,
        )
        step(
            st.form_submit_button,
            _("Conclude the case"),
            place,
            lambda person: cases.conclude(
                parts.archive,
                case.id,
                rating=chosen(place.typed("rating"), _("Choose what is concluded.")),
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
            f'<div class="db-meta">{escape(name_of(file, entry.actor))} · {i18n.moment(entry.at)}</div>{reason}</div>'
        )
