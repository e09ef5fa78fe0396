"""*Tìm kiếm*: query, facets, span of days, marked hits, export. The address holds the whole search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import cast

import streamlit as st

from diembao.core import i18n
from diembao.core.clock import today
from diembao.core.errors import QuerySyntaxError
from diembao.core.i18n import _, number
from diembao.dashboard import charts, items, state
from diembao.desk import export as exporting
from diembao.desk.export import ExportFormat
from diembao.desk.search import SearchPage, search
from diembao.index import FacetCount, FacetField, Filters, Order

_PAGE = 20
_EXPORT_LIMIT = 10_000
_SPANS = {"all": None, "today": 1, "7": 7, "30": 30, "days": None}
_LONGEST_DAY_CHART = 62


def draw() -> None:
    """Draw the page."""
    st.title(_("Search"), anchor=False)
    text = st.text_input(
        _("Query"),
        key="q",
        type="search",
        bind="query-params",
        placeholder=_('Words, "a phrase", a OR b, -without, source:…, title:…'),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    span, order = _controls()
    chosen = Filters(
        topics=tuple(_chosen("topic")),
        sources=tuple(_chosen("source")),
        places=tuple(_chosen("place")),
        home=True if st.session_state.get("home") else None,
        since=span[0],
        until=span[1],
    )
    offset = (int(st.session_state.get("page", 1)) - 1) * _PAGE
    parts = state.parts()
    try:
        page = search(parts.archive, parts.index, text or "", chosen, limit=_PAGE, offset=offset, order=order)
    except QuerySyntaxError as error:
        st.error(error.message, icon=":material/error:")
        st.info(error.hint, icon=":material/lightbulb:")
        return
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        _facets(page)
    with right:
        _results(text or "", chosen, page)


def _controls() -> tuple[tuple[date | None, date | None], Order]:
    names = {
        "all": _("All time"),
        "today": _("Today"),
        "7": _("7 days"),
        "30": _("30 days"),
        "days": _("Choose days"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            _("Span"),
            list(_SPANS),
            key="span",
            default=None if "span" in st.session_state else "all",
            required=True,
            format_func=names.__getitem__,
            bind="query-params",
            on_change=_first_page,
        )
        since: date | None = None
        until: date | None = None
        if chosen == "days":
            since = st.date_input(
                _("From"), None, key="since", format="DD/MM/YYYY", bind="query-params", width=150, on_change=_first_page
            )
            until = st.date_input(
                _("To"), None, key="until", format="DD/MM/YYYY", bind="query-params", width=150, on_change=_first_page
            )
        elif days := _SPANS[chosen or "all"]:
            since, until = today() - timedelta(days=days - 1), today()
        order_names = {"relevance": _("Best match"), "newest": _("Newest first"), "oldest": _("Oldest first")}
        order = st.selectbox(
            _("Order"),
            list(order_names),
            key="order",
            format_func=order_names.__getitem__,
            bind="query-params",
            width=170,
            on_change=_first_page,
        )
    if since and until and until < since:
        since, until = until, since
    return (since, until), cast(Order, order)


def _chosen(field: str) -> Sequence[str]:
    return st.session_state.get(field) or st.query_params.get_all(field)


def _first_page() -> None:
    st.session_state["page"] = 1


def _facets(page: SearchPage) -> None:
    inside = next((item.count for item in page.facets["home"] if item.value == "true"), 0)
    st.toggle(
        _("In the province only ({number})").format(number=number(inside)),
        key="home",
        bind="query-params",
        on_change=_first_page,
    )
    _facet("topic", _("Topic"), page.facets["topic"], items.topic_name)
    _facet("source", _("Source"), page.facets["source"], state.source_name)
    _facet("place", _("Place"), page.facets["place"], str)


def _facet(field: FacetField, label: str, found: Sequence[FacetCount], name: Callable[[str], str]) -> None:
    counts = {item.value: item.count for item in found}
    options = list(dict.fromkeys([*counts, *_chosen(field)]))
    st.pills(
        label,
        options,
        selection_mode="multi",
        key=field,
        format_func=lambda value: f"{name(value)} · {number(counts.get(value, 0))}",
        bind="query-params",
        on_change=_first_page,
        wrap=True,
    )
    if not options:
        st.caption(_("nothing to narrow down by"))


def _results(text: str, chosen: Filters, page: SearchPage) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('{number} articles').format(number=number(page.total))}**")
        if page.total:
            _exports(text, chosen, page.total)
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
        st.number_input(
            _("Page, of {number}").format(number=number(pages)), 1, pages, key="page", width=160, bind="query-params"
        )


def _chart(page: SearchPage) -> None:
    if not page.histogram:
        return
    last = page.histogram[-1].start
    first = max(page.histogram[0].start, last - timedelta(days=_LONGEST_DAY_CHART - 1))
    if first < last:
        if first > page.histogram[0].start:
            st.caption(_("By day, the last {number} days with results").format(number=_LONGEST_DAY_CHART))
        charts.by_day([bar for bar in page.histogram if bar.start >= first], first, last, height=110)


def _exports(text: str, chosen: Filters, total: int) -> None:
    parts, names = state.parts(), state.source_names()
    language = i18n.language()

    def content(format: ExportFormat) -> bytes:
        i18n.use(language)  # runs outside the page
        lines = exporting.export(
            parts.archive, parts.index, text, chosen, format=format, source_names=names, limit=_EXPORT_LIMIT
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
