"""The pages by name, for links between them and within them: a page need not know another one's module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PageName = Literal[
    "tong-quan",
    "su-kien",
    "can-kiem-chung",
    "diem-bao-ngay",
    "ho-so",
    "kho-kiem-chung",
    "so-lieu",
    "ban-thao",
    "tim-kiem",
    "bai-viet",
    "chu-de",
    "gan-nhan",
    "nguon-tin",
    "ban-tin",
]
_KEY, _DRAWN = "navigation-pages", "navigation-drawn"


def register(pages: Iterable[tuple[PageName, StreamlitPage]]) -> None:
    """Make the pages of this session known."""
    st.session_state[_KEY] = dict(pages)


def begin(drawn: StreamlitPage) -> None:
    """Say which page is being drawn."""
    st.session_state[_DRAWN] = drawn.url_path


def page(name: PageName) -> StreamlitPage:
    """A page, as a target for ``st.page_link``."""
    pages: dict[PageName, StreamlitPage] = st.session_state[_KEY]
    return pages[name]


def link(label: str, name: PageName, *, key: str, **query: str) -> None:
    """A link to a view of a page, which may be the one that is being drawn.

    :param key: a name that no other link of the page has.
    :param query: what the address says behind its question mark.
    """
    if st.session_state[_DRAWN] == name:
        link_within(label, key=key, **query)
    else:
        st.page_link(page(name), label=label, query_params=query)


def link_within(label: str, *, key: str, icon: str | None = None, **query: str) -> None:
    """A link to another view of the page that is being drawn.

    ``st.page_link`` to its own page draws the view but leaves the address as it is, so that a reload loses it; this
    changes the address, and the browser's way back leads back.

    :param query: what the address says then, behind its question mark; nothing: the page as it begins.
    """
    st.button(label, key=key, icon=icon, type="tertiary", on_click=_go, args=(query,))


def _go(query: Mapping[str, str]) -> None:
    st.query_params.from_dict(dict(query))
