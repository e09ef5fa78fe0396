"""The pages, one module each."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from diembao.core.i18n import _


def all_pages() -> list[StreamlitPage]:
    """Every page, in the order of the menu; the first is the start page."""
    return [overview_page(), search_page(), article_page(), sources_page()]


def overview_page() -> StreamlitPage:
    """*Tổng quan*."""
    from diembao.dashboard.pages import overview

    return _page(overview.draw, _("Overview"), ":material/today:", "tong-quan", default=True)


def search_page() -> StreamlitPage:
    """*Tìm kiếm*."""
    from diembao.dashboard.pages import search

    return _page(search.draw, _("Search"), ":material/search:", "tim-kiem")


def article_page() -> StreamlitPage:
    """*Bài viết*."""
    from diembao.dashboard.pages import article

    return _page(article.draw, _("Article"), ":material/article:", "bai-viet")


def sources_page() -> StreamlitPage:
    """*Nguồn tin*."""
    from diembao.dashboard.pages import sources

    return _page(sources.draw, _("Sources"), ":material/rss_feed:", "nguon-tin")


def _page(draw: Callable[[], None], title: str, icon: str, path: str, *, default: bool = False) -> StreamlitPage:
    return st.Page(draw, title=title, icon=icon, url_path=path, default=default)
