"""Third part of *Điểm báo ngày*: the review as its readers get it, as a file and by mail."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from diembao.archive import subscribers
from diembao.core.casework import Person
from diembao.core.errors import DiembaoError
from diembao.core.i18n import _
from diembao.core.mailing import Sending, SendingState
from diembao.core.reviews import Review
from diembao.dashboard import items, review_state, state
from diembao.desk import review_mailing, review_pages, word_file, words
from diembao.desk.review_document import document
from diembao.desk.review_sheet import Sheet


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
    with state.parts().archive.reading() as connection:
        known = {one.email: one.name for one in subscribers.listing(connection)}
    with st.expander(_("Send by mail"), icon=":material/mail:"), st.form("review-mail", border=False):
        to_subscribers: list[str] = st.multiselect(
            _("Subscribers"), list(known), format_func=lambda email: f"{known[email]} <{email}>"
        )
        typed = st.text_area(_("More addresses"), placeholder="ten@coquan.example", height=70)
        pressed = st.form_submit_button(_("Send"), icon=":material/send:", disabled=person is None)
    if not pressed or person is None:
        return
    parts = state.parts()
    addresses = [*to_subscribers, *typed.replace(",", " ").replace(";", " ").split()]
    try:
        with st.spinner(_("Sending …")):
            sent = review_mailing.send(parts.archive, parts.home.settings.mail, sheet, addresses, who=person.id)
    except DiembaoError as error:
        st.error(str(error), icon=":material/error:")
        return
    _report(sent)


def _report(sent: Sequence[Sending]) -> None:
    for one in sent:
        line = items.plain(f"{one.recipient}: {words.sending_state(one.state)} {one.detail}")
        if one.state is SendingState.SENT:
            st.success(line, icon=":material/check:")
        else:
            st.warning(line, icon=":material/schedule:")
