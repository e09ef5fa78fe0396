"""The search that the page's address holds, so that it can be sent to a colleague and found again by "back".

Streamlit can bind a widget to the address by itself, but writes the label that the widget shows; our labels are
translated and carry counts, so values are kept here instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

import streamlit as st

from diembao.core.clock import today
from diembao.index import Filters, Order

Span = Literal["all", "today", "7", "30", "days"]
SPANS: tuple[Span, ...] = get_args(Span)
ORDERS: tuple[Order, ...] = get_args(Order)
FACETS = ("topic", "source", "place", "organisation")

_LENGTHS: Mapping[Span, int] = {"today": 1, "7": 7, "30": 30}
_SINGLE = ("q", "span", "since", "until", "order", "home", "page")
_WRITTEN = "search-written"
_CHOSEN = "search-chosen"


def key(field: str, value: str) -> str:
    """Session key of one facet value's box."""
    return f"facet-{field}-{value}"


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for."""

    text: str
    filters: Filters
    order: Order
    page: int


def read_address() -> None:
    """Take over the address when somebody has come by a link; what was typed since then stays otherwise.

    Streamlit forgets a field that was not drawn the last time: while another page was looked at, or after a query that
    could not be read. Such a field is as the address has it.
    """
    address = _address()
    single: dict[str, str] = {name: values[0] for name, values in address.items() if values and name in _SINGLE}
    number = single.get("page", "")
    held: dict[str, Any] = {
        "q": single.get("q", ""),
        "span": _one_of(single.get("span"), SPANS, "all"),
        "order": _one_of(single.get("order"), ORDERS, "relevance"),
        "home": single.get("home") == "true",
        "page": max(int(number), 1) if number.isdecimal() else 1,
        "since": _day(single.get("since", "")),
        "until": _day(single.get("until", "")),
        _CHOSEN: {field: list(address[field]) for field in FACETS},
    }
    came_by_link = address != st.session_state.get(_WRITTEN)
    for name, value in held.items():
        if came_by_link or name not in st.session_state:
            st.session_state[name] = value


def chosen(field: str) -> Sequence[str]:
    """Values of a facet that are ticked."""
    values: Mapping[str, Sequence[str]] = st.session_state[_CHOSEN]
    return values[field]


def toggle(field: str, value: str) -> None:
    """Tick a facet value, or take its tick away."""
    values = st.session_state[_CHOSEN][field]
    if value in values:
        values.remove(value)
    else:
        values.append(value)
    first_page()


def first_page() -> None:
    """Back to the first page of results: the search has changed."""
    st.session_state["page"] = 1


def current() -> Search:
    """The search as the widgets have it."""
    session = st.session_state
    since, until = _days(session["span"], session["since"], session["until"])
    return Search(
        text=session["q"] or "",
        filters=Filters(
            topics=tuple(chosen("topic")),
            sources=tuple(chosen("source")),
            places=tuple(chosen("place")),
            organisations=tuple(chosen("organisation")),
            home=True if session["home"] else None,
            since=since,
            until=until,
        ),
        order=session["order"],
        page=session["page"],
    )


def write_address() -> None:
    """Let the address hold the search."""
    session = st.session_state
    values: dict[str, list[str]] = {
        "q": [session["q"]] if session["q"] else [],
        "span": [session["span"]] if session["span"] != "all" else [],
        "order": [session["order"]] if session["order"] != "relevance" else [],
        "home": ["true"] if session["home"] else [],
        "page": [str(session["page"])] if session["page"] > 1 else [],
        **{
            name: [session[name].isoformat()] if session["span"] == "days" and session[name] else []
            for name in ("since", "until")
        },
        **{field: list(chosen(field)) for field in FACETS},
    }
    if values != _address():
        for name, content in values.items():
            if content:
                st.query_params[name] = content
            elif name in st.query_params:
                del st.query_params[name]
    session[_WRITTEN] = _address()


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in (*_SINGLE, *FACETS)}


def _one_of(value: str | None, known: Sequence[str], default: str) -> str:
    return value if value is not None and value in known else default


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(span: Span, since: date | None, until: date | None) -> tuple[date | None, date | None]:
    if length := _LENGTHS.get(span):
        return today() - timedelta(days=length - 1), today()
    if span != "days":
        return None, None
    if since and until and until < since:
        since, until = until, since
    return since, until
