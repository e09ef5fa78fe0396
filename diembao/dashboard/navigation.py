"""The pages by name, for links between them: a page need not know another one's module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PageName = Literal[
    "tong-quan",
    "can-kiem-chung",
    "diem-bao-ngay",
    "ho-so",
    "ban-thao",
    "tim-kiem",
    "bai-viet",
    "nguon-tin",
    "ban-tin",
]
_KEY = "navigation-pages"


def register(pages: Iterable[tuple[PageName, StreamlitPage]]) -> None:
    """Make the pages of this session known."""
    st.session_state[_KEY] = dict(pages)


def page(name: PageName) -> StreamlitPage:
    """A page, as a target for ``st.page_link``."""
    pages: dict[PageName, StreamlitPage] = st.session_state[_KEY]
    return pages[name]
