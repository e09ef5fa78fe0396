"""What the dashboard keeps between two runs of a page: the opened home."""

from __future__ import annotations

import streamlit as st

from diembao.core.home import Home, find
from diembao.pipeline.parts import Parts


def parts() -> Parts:
    """The opened parts of the home; opened again when somebody has edited one of its files."""
    home = find(None)
    opened = _open(home, _fingerprint(home))
    opened.index.refresh()
    return opened


def source_names() -> dict[str, str]:
    """Id of every source -> its name."""
    return {source.id: source.name for source in parts().sources}


def source_name(source_id: str) -> str:
    """Name of a source; its id when the catalogue does not have it (imports)."""
    return source_names().get(source_id, source_id)


def _fingerprint(home: Home) -> tuple[int, ...]:
    models = (home.topic_model_file, home.ranking_model_file)
    files = (home.settings_file, home.sources_file, home.topics_file, home.places_file, *models)
    return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


@st.cache_resource(show_spinner=False, max_entries=1, on_release=Parts.close)
def _open(_home: Home, fingerprint: tuple[int, ...]) -> Parts:
    return Parts(_home)
