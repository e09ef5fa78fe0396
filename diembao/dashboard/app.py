"""Entry script that Streamlit runs: language, navigation, and one place for errors."""

from __future__ import annotations

import streamlit as st

from diembao.core.errors import DiembaoError
from diembao.core.i18n import LANGUAGES, _, use
from diembao.dashboard import navigation, screens, state, steps, style, who
from diembao.dashboard.plain import plain, show_error

_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Điểm Báo", page_icon="📰", layout="wide")
    try:
        settings = state.parts().home.settings
        use(st.session_state.get("language", settings.desk.language))
        style.apply()
        known = screens.all_pages()
        navigation.register(known.items())
        page = st.navigation(list(known.values()), expanded=True)
        with st.sidebar:
            st.caption(plain(settings.desk.name))
            who.choose()
            st.segmented_control(
                _("Language"),
                LANGUAGES,
                key="language",
                default=None if "language" in st.session_state else settings.desk.language,
                required=True,
                format_func=_LANGUAGE_NAMES.__getitem__,
                label_visibility="collapsed",
                persist_state="session",
            )
        navigation.begin(page)
        steps.begin(page.url_path)
        page.run()
    except DiembaoError as error:
        show_error(error)


main()
