"""Third part of *Điểm báo ngày*: the review as its readers get it, as a file and by mail."""

from __future__ import annotations

from functools import partial

import streamlit as st

from diembao.archive import subscribers
from diembao.core.casework import Person
from diembao.core.i18n import _, ngettext, number
from diembao.core.mailing import SendingState
from diembao.core.reviews import Review
from diembao.dashboard import review_state, state, steps
from diembao.dashboard.plain import plain
from diembao.desk import word_file, words
from diembao.desk.mail.words import answer
from diembao.desk.review import mailing as review_mailing
from diembao.desk.review import pages as review_pages
from diembao.desk.review.document import document
from diembao.desk.review.sheets import Sheet


def draw(review: Review, person: Person | None) -> None:
    """Draw the part."""
    if not review.items:
        st.info(_("No story is chosen yet: tick some under “Choose stories”."), icon=":material/checklist:")
        return
    sheet = review_state.sheet_of(review)
    with st.container(horizontal=True):
        st.download_button(
            _("Word file"),
            document(sheet),
            review_mailing.file_name(sheet, "docx"),
            word_file.CONTENT_TYPE,
            icon=":material/download:",
            on_click="ignore",
            type="primary",
        )
        st.download_button(
            _("HTML page"),
            review_pages.html(sheet),
            review_mailing.file_name(sheet, "html"),
            "text/html",
            icon=":material/download:",
            on_click="ignore",
        )
    _mail(sheet, person)
    with st.container(border=True):
        st.html(review_pages.html(sheet))


def _mail(sheet: Sheet, person: Person | None) -> None:
    archive = state.parts().archive
    with archive.reading() as connection:
        known = {one.email: one.name for one in subscribers.listing(connection)}
    with st.expander(_("Send by mail"), icon=":material/mail:"):
        with st.form("review-mail", border=False):
            place = steps.place("review-mail")
            st.multiselect(
                _("Subscribers"),
                list(known),
                key=place.key("subscribers"),
                format_func=lambda email: f"{known[email]} <{email}>",
            )
            st.text_area(_("More addresses"), key=place.key("more"), placeholder="ten@coquan.example", height=70)
            st.form_submit_button(
                _("Send"),
                icon=":material/send:",
                disabled=person is None,
                on_click=place.take_as,
                args=(partial(_sent, place, sheet),),
            )
        for one in review_mailing.mails(archive, sheet.day):
            line = plain(f"{one.recipient}: {words.sending_state(one.state)} {answer(one)}")
            if one.state is SendingState.SENT:
                st.success(line, icon=":material/check:")
            else:
                st.warning(line, icon=":material/schedule:")


def _sent(place: steps.Place, sheet: Sheet, person: Person) -> str:
    parts = state.parts()
    typed: str = place.typed("more")
    addresses = [*place.typed("subscribers"), *typed.replace(",", " ").replace(";", " ").split()]
    sent = review_mailing.send(parts.archive, parts.home.settings.mail, sheet, addresses, who=person.id)
    count = sum(one.state is SendingState.SENT for one in sent)
    return ngettext("{number} mail sent.", "{number} mails sent.", count).format(number=number(count))
