"""What a crawl hands its findings to; implemented by whoever runs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from diembao.core.models import Door, Listed, Page, Source


class Receiver(Protocol):
    """Takes everything that a crawl finds. Calls come one at a time, in one thread."""

    def revisits(self, source: Source) -> Iterable[str]:
        """Addresses of known articles of a source that should be looked at again now."""

    def wants(self, listed: Listed) -> bool:
        """Whether a listed address should be fetched now (it is new, or its next visit has come)."""

    def door(self, source: Source, door: Door, listed: int, reason: str, detail: str) -> None:
        """A door was looked at: how many addresses it listed, or why it failed (``reason`` not empty)."""

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        """An article's page came with status 200."""

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        """The site says that an article's page does not exist (404) or no longer does (410)."""

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """An article's page could not be fetched."""

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """A rule kept an article's page from being fetched."""
