"""Texts that come from outside, shown as they are: Streamlit reads most of what it is given as Markdown.

A title that is read so can load a picture from its author's server, and tell it who looks.
"""

from __future__ import annotations

import re

import streamlit as st

from diembao.core.errors import DiembaoError

_MEANS_SOMETHING = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~$:&]")
#: Commands in our own sentences. What stands in one is never read as Markdown.
_COMMAND = re.compile(r"(`[^`\n]+`)")


def plain(text: str) -> str:
    """Markdown that shows a text as it is."""
    return _MEANS_SOMETHING.sub(r"\\\g<0>", text)


def sentence(text: str) -> str:
    """The same of a sentence of the program, which may name commands and quote what came from outside."""
    return "".join(part if _COMMAND.fullmatch(part) else plain(part) for part in _COMMAND.split(text))


def show_error(error: DiembaoError) -> None:
    """What went wrong, and what to do."""
    st.error(sentence(error.message), icon=":material/error:")
    if error.hint:
        st.info(sentence(error.hint), icon=":material/lightbulb:")
