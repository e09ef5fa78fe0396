"""Pauses: a host that refuses us is left alone, longer each time, and by every process of the home."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy.http import Response

from diembao.core import addresses
from diembao.core.clock import now
from diembao.crawlers.failures import RuleBroken
from diembao.crawlers.politeness.memory import Memory, Pause
from diembao.crawlers.politeness.walls import WALL
from diembao.crawlers.reasons import Reason

#: Answers with which a host may mean us; a page of its own may be forbidden or broken, so one alone says nothing.
_REFUSALS = (403, 429, 503)
_TOO_MANY_REQUESTS = 429
_IN_A_ROW = 2
_FIRST, _LONGEST = timedelta(minutes=15), timedelta(hours=24)
#: The longest pause that a host gets for the asking.
_LONGEST_ASKED = timedelta(days=7)


def asked_pause(value: str, at: datetime) -> timedelta | None:
    """What a ``Retry-After`` header asks for: seconds, or the time until an HTTP date; None when it says neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), _LONGEST_ASKED.total_seconds()))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - at, timedelta()), _LONGEST_ASKED)


def pause_after(failures: int, asked: timedelta | None = None) -> timedelta:
    """How long a host is left alone after so many refusals in a row (from 1 on), at least as long as it asked for."""
    own: timedelta = min(_FIRST * 2 ** min(failures - 1, 10), _LONGEST)
    return max(own, asked or timedelta())


class Pauses:
    """Notices refusals (403, 429, 503, walls), ends the pass for their host, and keeps it from being asked too early.

    One refusal of 429, or one with ``Retry-After``, is enough; of the others it takes two in a row.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._memory: Memory = crawler.memory
        self._known: dict[str, Pause | None] = {}
        self._in_a_row: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Pauses:
        """Scrapy's construction contract."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Scrapy's hook.

        :raises RuleBroken: the host is left alone at present.
        """
        pause = self._pause(addresses.host(request.url))
        if pause and pause.until > now():
            raise _paused(pause)

    def process_response(self, request: Any, response: Response) -> Response:
        """Scrapy's hook; answers come here after they were tried again and redirects followed."""
        host = addresses.host(request.url)
        wall = request.meta.get(WALL, "")
        if not wall and response.status not in _REFUSALS:
            if response.status < 500:
                self._answers_well(host)
            return response
        asked = asked_pause((response.headers.get("Retry-After") or b"").decode("latin-1"), now())
        self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        if asked is not None or response.status == _TOO_MANY_REQUESTS or self._in_a_row[host] >= _IN_A_ROW:
            self._leave_alone(host, wall, response.status, asked)
        return response

    def _pause(self, host: str) -> Pause | None:
        if host not in self._known:
            self._known[host] = self._memory.pause(host)
        return self._known[host]

    def _answers_well(self, host: str) -> None:
        self._in_a_row.pop(host, None)
        if self._pause(host):
            self._memory.end_pause(host)
            self._known[host] = None

    def _leave_alone(self, host: str, wall: str, status: int, asked: timedelta | None) -> None:
        before = self._pause(host)
        failures = before.failures + 1 if before else 1
        reason = Reason.BLOCKED if wall else Reason.HTTP_STATUS
        pause = Pause(reason, wall or str(status), failures, now() + pause_after(failures, asked))
        self._known[host] = pause
        self._memory.keep_pause(host, pause)
        for name, slot in self._crawler.engine.downloader.slots.items():
            if addresses.host(f"http://{name}") == host:
                while slot.queue:  # what waits its turn has passed process_request already
                    _request, answer = slot.queue.popleft()
                    answer.errback(_paused(pause))


def _paused(pause: Pause) -> RuleBroken:
    return RuleBroken(Reason.PAUSED, pause.detail)
