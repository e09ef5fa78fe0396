"""What a crawl hands its findings to; implemented by whoever runs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from diembao.core.models import Door, Listed, Page, Source
from diembao.crawlers.conditional import Validators


class Receiver(Protocol):
    """Takes everything that a crawl finds. Calls come one at a time, in one thread."""

    def revisits(self, source: Source) -> Iterable[str]:
        """Addresses of known articles of a source that should be looked at again now."""

    def wanted(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        """Those of the listed addresses that should be fetched now (new ones, and those whose next visit has come)."""

    def door(self, source: Source, door: Door, listed: Sequence[Listed], reason: str, detail: str) -> None:
        """A door was looked at: what it listed, or why it failed (``reason`` not empty)."""

    def door_unchanged(self, source: Source, door: Door) -> None:
        """A door says (304) that it lists what it listed before."""

    def door_taken_in(self, source: Source, door: Door, validators: Validators) -> None:
        """All that a door listed is in: until it changes it need not be sent again."""

    def validators(self, url: str) -> Mapping[str, str]:
        """Request headers (``If-None-Match``, ``If-Modified-Since``) for an address that was fetched before."""

    def unchanged(self, source: Source, listed: Listed) -> None:
        """The site says (304) that an article's page is what it was."""

    def blocked(self, source: Source, listed: Listed, page: Page, detail: str) -> None:
        """A bot wall or maintenance page came instead of an article's page; never a version, never got round."""

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        """An article's page came with status 200."""

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        """The site says that an article's page does not exist (404) or no longer does (410)."""

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """An article's page could not be fetched."""

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """A rule kept an article's page from being fetched."""
