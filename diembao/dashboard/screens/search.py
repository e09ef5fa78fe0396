"""*Tìm kiếm*: query, facets, span of days, marked hits, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import streamlit as st

from diembao.core import i18n
from diembao.core.clock import today
from diembao.core.errors import SearchIndexDown, UsageError
from diembao.core.i18n import _, number
from diembao.dashboard import charts, items, search_state, state
from diembao.dashboard.plain import plain, show_error
from diembao.dashboard.search_state import Search
from diembao.desk import export as exporting
from diembao.desk.export import ExportFormat
from diembao.desk.search import SearchPage, search
from diembao.index import FacetCount

_PAGE = 20
_EXPORT_LIMIT = 10_000
_LONGEST_DAY_CHART = 62
_FACET_VALUES = 8


def draw() -> None:
    """Draw the page."""
    search_state.read_address()
    st.title(_("Search"), anchor=False)
    st.text_input(
        _("Query"),
        # The value of every field here is said each time: a browser that missed the drawing in which the address was
        # taken over would send back an empty one as a new search.
        st.session_state["q"],
        key="q",
        type="search",
        placeholder=_('Words, "a phrase", a OR b, -without, source:…, title:…'),
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=search_state.first_page,
    )
    _controls()
    asked = search_state.current()
    parts = state.parts()
    try:
        page = search(
            parts.archive,
            parts.index,
            asked.text,
            asked.filters,
            limit=_PAGE,
            offset=(asked.page - 1) * _PAGE,
            order=asked.order,
        )
    except (UsageError, SearchIndexDown) as error:
        show_error(error)
        search_state.write_address()
        return
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        _facets(page)
    with right:
        _results(asked, page)
    search_state.write_address()


def _controls() -> None:
    spans = {
        "all": _("All time"),
        "today": _("Today"),
        "7": _("7 days"),
        "30": _("30 days"),
        "days": _("Choose days"),
    }
    orders = {"relevance": _("Best match"), "newest": _("Newest first"), "oldest": _("Oldest first")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Span"),
            search_state.SPANS,
            default=st.session_state["span"],
            key="span",
            required=True,
            format_func=spans.__getitem__,
            on_change=search_state.first_page,
        )
        if st.session_state["span"] == "days":
            for name, label in (("since", _("From")), ("until", _("To"))):
                st.date_input(
                    label,
                    key=name,
                    value=st.session_state[name],
                    format="DD/MM/YYYY",
                    width=150,
                    on_change=search_state.first_page,
                )
        st.selectbox(
            _("Order"),
            search_state.ORDERS,
            index=search_state.ORDERS.index(st.session_state["order"]),
            key="order",
            format_func=orders.__getitem__,
            width=170,
            on_change=search_state.first_page,
        )


def _facets(page: SearchPage) -> None:
    inside = next((item.count for item in page.facets["home"] if item.value == "true"), 0)
    st.toggle(
        _("In the province only ({number})").format(number=number(inside)),
        st.session_state["home"],
        key="home",
        on_change=search_state.first_page,
    )
    _facet("topic", _("Topic"), page.facets["topic"], items.topic_name)
    if "source" in page.facets:
        _facet("source", _("Source"), page.facets["source"], state.source_name)
    else:
        st.caption(_("Articles with flags are not counted by source or organisation: a flag is about a claim."))
    _facet("place", _("Place"), page.facets["place"], str)
    if "organisation" in page.facets:
        _facet("organisation", _("Organisation"), page.facets["organisation"], str)


def _facet(field: str, label: str, found: Sequence[FacetCount], name: Callable[[str], str]) -> None:
    st.markdown(f"**{label}**")
    counts = {item.value: item.count for item in found}
    chosen = search_state.chosen(field)
    values = [*chosen, *(value for value in counts if value not in chosen)]
    if not values:
        st.caption(_("nothing to narrow down by"))
    shown = max(_FACET_VALUES, len(chosen))
    with st.container(gap=None):
        for value in values[:shown]:
            _box(field, value, name(value), counts.get(value, 0))
    if len(values) > shown:
        with st.expander(_("{number} more").format(number=number(len(values) - shown))), st.container(gap=None):
            for value in values[shown:]:
                _box(field, value, name(value), counts.get(value, 0))


def _box(field: str, value: str, name: str, count: int) -> None:
    key = search_state.key(field, value)
    st.session_state[key] = value in search_state.chosen(field)
    st.checkbox(f"{plain(name)} · {number(count)}", key=key, on_change=search_state.toggle, args=(field, value))


def _results(asked: Search, page: SearchPage) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        total = _("{number} articles").format(number=number(page.total))
        st.markdown(f"**{total}**")
        if page.total:
            _exports(asked)
    if not page.total:
        st.info(
            _("Nothing matches. Fewer words, no quotes, or a wider span of days may help."),
            icon=":material/search_off:",
        )
        return
    _chart(page)
    for hit in page.hits:
        items.item(hit.article, title_spans=hit.title_spans, passage=hit.passage)
    pages = -(-page.total // _PAGE)
    if pages > 1:
        st.session_state["page"] = min(asked.page, pages)
        page_now = st.session_state["page"]
        st.number_input(_("Page, of {number}").format(number=number(pages)), 1, pages, page_now, key="page", width=160)


def _chart(page: SearchPage) -> None:
    if not page.histogram:
        return
    last = page.histogram[-1].start
    first = max(page.histogram[0].start, last - timedelta(days=_LONGEST_DAY_CHART - 1))
    if first < last:
        if first > page.histogram[0].start:
            st.caption(_("By day, the last {number} days with results").format(number=_LONGEST_DAY_CHART))
        charts.by_day([bar for bar in page.histogram if bar.start >= first], first, last, height=110)


def _exports(asked: Search) -> None:
    parts, names, language = state.parts(), state.source_names(), i18n.language()

    def content(format: ExportFormat) -> bytes:
        i18n.use(language)  # runs outside the page
        lines = exporting.export(
            parts.archive,
            parts.index,
            asked.text,
            asked.filters,
            format=format,
            source_names=names,
            limit=_EXPORT_LIMIT,
        )
        return "".join(lines).encode()

    st.download_button(
        "CSV",
        lambda: content("csv"),
        f"diembao-{today()}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        help=_("For spreadsheets; at most {number} articles").format(number=number(_EXPORT_LIMIT)),
    )
    st.download_button(
        "JSON Lines",
        lambda: content("jsonl"),
        f"diembao-{today()}.jsonl",
        "application/jsonl",
        icon=":material/download:",
        on_click="ignore",
        help=_("For programs; can be imported again"),
    )
