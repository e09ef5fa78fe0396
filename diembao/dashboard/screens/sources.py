"""*Nguồn tin*: how every source does, pages in quarantine, and "Thêm bài"."""

from __future__ import annotations

import streamlit as st

from diembao.archive import quarantine
from diembao.core import i18n
from diembao.core.clock import now
from diembao.core.errors import DiembaoError
from diembao.core.i18n import _, number
from diembao.core.models import Outcome
from diembao.crawlers import reasons
from diembao.dashboard import navigation, state
from diembao.dashboard.plain import plain, sentence, show_error
from diembao.dashboard.screens import source_health
from diembao.desk import health
from diembao.desk.health.model import TROUBLED
from diembao.desk.status import status
from diembao.pipeline.processes import run_json

#: Longest wait for one page that is added by hand: robots.txt, the page, their retries.
_ADD_SECONDS = 150


def draw() -> None:
    """Draw the page."""
    st.title(_("Sources"), anchor=False)
    parts = state.parts()
    judged = health.current(parts.archive, parts.sources, now())
    figures = status(parts.home, parts.archive, parts.index, parts.sources)
    with st.container(horizontal=True):
        st.metric(_("Sources switched on"), number(figures.sources_enabled), border=True)
        troubled = sum(item.status in TROUBLED for item in judged)
        st.metric(_("Sources that need a look"), number(troubled), border=True)
        st.metric(_("Articles"), number(figures.articles), border=True)
        st.metric(_("In quarantine"), number(figures.quarantined), border=True)
        st.metric(_("Waiting for the index"), number(figures.waiting_for_index), border=True)
    if figures.search_problem:
        st.warning(sentence(figures.search_problem), icon=":material/search_off:")
    _add_article()
    source_health.draw(judged)
    _quarantine()


def _add_article() -> None:
    with st.form("add", border=True):
        st.subheader(_("Add an article"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            url = st.text_input(_("Address of a press page"), placeholder="https://…", label_visibility="collapsed")
            sent = st.form_submit_button(_("Add"), icon=":material/add:", type="primary")
        st.caption(_("Under the same rules as all collecting: sources of the catalogue only, robots.txt honoured."))
    if not sent or not url:
        return
    try:
        with st.spinner(_("Fetching the page …")):
            answer = run_json(state.parts().home, "add", url, timeout=_ADD_SECONDS)
    except DiembaoError as error:
        show_error(error)
        return
    if not answer["article"]:
        st.warning(plain(answer["explanation"]), icon=":material/warning:")
        return

    outcome = {Outcome.NEW: _("Added."), Outcome.CHANGED: _("Known already; its text has changed.")}
    st.success(outcome.get(answer["outcome"], _("Known already, and unchanged.")), icon=":material/check:")
    st.page_link(
        navigation.page("bai-viet"),
        label=_("Show the article"),
        icon=":material/article:",
        query_params={"id": answer["article"]},
    )


def _quarantine() -> None:
    with state.parts().archive.reading() as connection:
        waiting = quarantine.pages(connection)
    st.subheader(_("In quarantine"), anchor=False)
    st.caption(_("Pages that were fetched but could not be made into an article. They are tried again by themselves."))
    if not waiting:
        st.caption(_("No page waits here."))
        return
    st.dataframe(
        {
            _("Source"): [state.source_name(page.source_id) for page in waiting],
            _("Address"): [page.url for page in waiting],
            _("Reason"): [reasons.explain(page.reason, page.detail) for page in waiting],
            _("Since"): [i18n.moment(page.since) for page in waiting],
        },
        hide_index=True,
    )
