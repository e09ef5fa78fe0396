"""The pages, one module each.

Not called ``pages``: Streamlit takes a folder of that name beside its entry script for pages of an older kind, and a
first visitor to any page but the start page would be told that it does not exist.
"""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from diembao.core.i18n import _
from diembao.dashboard.navigation import PageName
from diembao.dashboard.screens import (
    article,
    base,
    cases,
    draft,
    flags,
    labelling,
    mails,
    overview,
    register,
    review,
    search,
    sources,
    story,
    topic,
)


def all_pages() -> dict[PageName, StreamlitPage]:
    """Every page by its name in the address, in the order of the menu; the first is the start page."""
    return {
        "tong-quan": st.Page(
            overview.draw, title=_("Overview"), icon=":material/today:", url_path="tong-quan", default=True
        ),
        "su-kien": st.Page(story.draw, title=_("Stories"), icon=":material/hub:", url_path="su-kien"),
        "can-kiem-chung": st.Page(
            flags.draw, title=_("To be checked"), icon=":material/balance:", url_path="can-kiem-chung"
        ),
        "diem-bao-ngay": st.Page(
            review.draw, title=_("Press review"), icon=":material/newspaper:", url_path="diem-bao-ngay"
        ),
        "ho-so": st.Page(cases.draw, title=_("Cases"), icon=":material/folder_open:", url_path="ho-so"),
        "kho-kiem-chung": st.Page(
            base.draw, title=_("Fact-check base"), icon=":material/inventory_2:", url_path="kho-kiem-chung"
        ),
        "so-lieu": st.Page(
            register.draw, title=_("Official figures"), icon=":material/table_chart:", url_path="so-lieu"
        ),
        "ban-thao": st.Page(draft.draw, title=_("Draft check"), icon=":material/fact_check:", url_path="ban-thao"),
        "tim-kiem": st.Page(search.draw, title=_("Search"), icon=":material/search:", url_path="tim-kiem"),
        "bai-viet": st.Page(article.draw, title=_("Article"), icon=":material/article:", url_path="bai-viet"),
        "chu-de": st.Page(topic.draw, title=_("Topics"), icon=":material/label:", url_path="chu-de"),
        "gan-nhan": st.Page(labelling.draw, title=_("Label topics"), icon=":material/new_label:", url_path="gan-nhan"),
        "nguon-tin": st.Page(sources.draw, title=_("Sources"), icon=":material/rss_feed:", url_path="nguon-tin"),
        "ban-tin": st.Page(mails.draw, title=_("Daily mail"), icon=":material/mail:", url_path="ban-tin"),
    }
