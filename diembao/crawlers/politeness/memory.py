"""What politeness remembers from one pass to the next; implemented by whoever runs a crawl."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A robots.txt as it last came; empty where the site has none."""

    status: int
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """How long a host that refused us is left alone."""

    reason: str
    """The :class:`~diembao.crawlers.reasons.Reason` of its refusal."""
    detail: str
    failures: int
    """Refusals in a row, over all passes."""
    until: datetime


class Memory(Protocol):
    """Kept between passes, and shared by all processes of a home."""

    def claim(self, host: str) -> bool:
        """Reserve a host for this process until it ends; False: another one is talking to it."""

    def robots(self, site: str) -> RobotsText | None:
        """The robots.txt that a site (host and port) last gave."""

    def keep_robots(self, site: str, text: RobotsText) -> None:
        """Keep a site's robots.txt."""

    def pause(self, host: str) -> Pause | None:
        """The pause of a host, also one that is over, until :meth:`end_pause`."""

    def keep_pause(self, host: str, pause: Pause) -> None:
        """Keep a host's pause."""

    def end_pause(self, host: str) -> None:
        """A host answers well again."""


class Forgetful:
    """A memory of one pass: for a crawl beside any home."""

    def __init__(self) -> None:
        self._robots: dict[str, RobotsText] = {}
        self._pauses: dict[str, Pause] = {}

    def claim(self, host: str) -> bool:
        """Always: nobody else is known."""
        return True

    def robots(self, site: str) -> RobotsText | None:
        """See :class:`Memory`."""
        return self._robots.get(site)

    def keep_robots(self, site: str, text: RobotsText) -> None:
        """See :class:`Memory`."""
        self._robots[site] = text

    def pause(self, host: str) -> Pause | None:
        """See :class:`Memory`."""
        return self._pauses.get(host)

    def keep_pause(self, host: str, pause: Pause) -> None:
        """See :class:`Memory`."""
        self._pauses[host] = pause

    def end_pause(self, host: str) -> None:
        """See :class:`Memory`."""
        self._pauses.pop(host, None)
