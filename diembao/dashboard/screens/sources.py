"""*Nguồn tin*: how every source answers, pages in quarantine, and "Thêm bài"."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from diembao.archive import quarantine
from diembao.core import i18n
from diembao.core.errors import DiembaoError
from diembao.core.i18n import _, number
from diembao.core.models import Outcome
from diembao.crawlers import reasons
from diembao.dashboard import navigation, state
from diembao.dashboard.plain import plain, sentence, show_error
from diembao.desk import words
from diembao.desk.status import SourceHealth, SourceState, health, status
from diembao.pipeline.processes import run_json

_PROBLEMS_SHOWN = 10
#: Longest wait for one page that is added by hand: robots.txt, the page, their retries.
_ADD_SECONDS = 150


def draw() -> None:
    """Draw the page."""
    st.title(_("Sources"), anchor=False)
    parts = state.parts()
    found = health(parts.archive, parts.sources)
    figures = status(parts.home, parts.archive, parts.index, parts.sources)
    with st.container(horizontal=True):
        st.metric(_("Sources switched on"), number(figures.sources_enabled), border=True)
        st.metric(_("Feeds and pages failing"), number(figures.doors_failing), border=True)
        st.metric(_("Articles"), number(figures.articles), border=True)
        st.metric(_("In quarantine"), number(figures.quarantined), border=True)
        st.metric(_("Waiting for the index"), number(figures.waiting_for_index), border=True)
    if figures.search_problem:
        st.warning(sentence(figures.search_problem), icon=":material/search_off:")
    _add_article()
    _table(found)
    _problems(found)
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


def _table(found: Sequence[SourceHealth]) -> None:
    present = [name for name in SourceState if any(item.state == name for item in found)]
    chosen = st.pills(
        _("State"),
        present,
        selection_mode="multi",
        format_func=lambda name: f"{words.source_state(name)} · {sum(item.state == name for item in found)}",
        label_visibility="collapsed",
    )
    rows = [item for item in found if not chosen or item.state in chosen]
    rows.sort(key=lambda item: list(SourceState).index(item.state))
    if not found:
        st.info(_("The catalogue is empty: add sources to sources.toml."), icon=":material/inbox:")
        return
    st.dataframe(
        {
            _("State"): [words.source_state(item.state) for item in rows],
            _("Name"): [item.source.name for item in rows],
            _("Responsible publisher"): [item.source.publisher for item in rows],
            _("Kind"): [words.source_kind(item.source.kind) for item in rows],
            _("Last worked"): [i18n.moment(item.worked_at) if item.worked_at else "–" for item in rows],
            _("New in 7 days"): [item.outcomes[Outcome.NEW] for item in rows],
            _("Failed in 7 days"): [item.outcomes[Outcome.FAILED] for item in rows],
            _("Verified live"): [_("yes") if item.source.verified else _("not yet") for item in rows],
        },
        hide_index=True,
        height=min(620, 38 + 35 * max(len(rows), 1)),
    )


def _problems(found: Sequence[SourceHealth]) -> None:
    """What is wrong where, in sentences; a column of the table would cut them off."""
    lines = [
        f"- **{plain(item.source.name)}**: {plain(problem)}"
        for item in found
        for problem in map(words.door_problem, item.doors)
        if problem
    ]
    st.markdown("\n".join(lines[:_PROBLEMS_SHOWN]))
    if len(lines) > _PROBLEMS_SHOWN:
        more = number(len(lines) - _PROBLEMS_SHOWN)
        with st.expander(_("{number} more").format(number=more)):
            st.markdown("\n".join(lines[_PROBLEMS_SHOWN:]))


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
