"""Who reads texts for this room, which does not do so itself."""

from __future__ import annotations

from typing import Protocol

from diembao.core.models import Content, Edit


class Reader(Protocol):
    """Who can read two contents and compare them."""

    def are_alike(self, one: Content, other: Content) -> bool:
        """Whether they are one article's text, if at different times."""

    def judge(self, before: Content | None, after: Content) -> tuple[Edit | None, str]:
        """How a version differs from the one before it, and the correction notice in it."""


class _NoReader:
    """Only what is equal is alike, and edits are of no kind."""

    def are_alike(self, one: Content, other: Content) -> bool:
        return one.text == other.text

    def judge(self, before: Content | None, after: Content) -> tuple[Edit | None, str]:
        return None, ""


NO_READER = _NoReader()
