"""Which hosts are talked to: those of a source, never a refused or private one, and each by one process at a time."""

from __future__ import annotations

from typing import Any

from diembao.core import addresses
from diembao.core.models import Source
from diembao.crawlers.failures import RuleBroken
from diembao.crawlers.politeness.memory import Memory
from diembao.crawlers.reasons import Reason


class HostRules:
    """Stops requests, redirected ones too, that leave the domains of their source."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._let_through: dict[str, Source] = {}
        self._claimed: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostRules:
        """Scrapy's construction contract."""
        return cls(crawler.memory)

    def process_request(self, request: Any) -> None:
        """Scrapy's hook.

        :raises RuleBroken: the host is refused, private, outside the source, or another process is talking to it.
        """
        # A redirected request brings the queue of the host that it comes from; it waits in the one where it goes.
        request.meta.pop("download_slot", None)
        host = addresses.host(request.url)
        source = request.meta.get("diembao_source")
        if source is None:  # robots.txt of a host that was let through already, or where that redirects to
            source = self._let_through[addresses.host(next(iter(request.meta.get("redirect_urls", [])), request.url))]
        if addresses.is_refused(request.url):
            raise RuleBroken(Reason.REFUSED_HOST, host)
        if addresses.is_private(host) and not source.local:
            raise RuleBroken(Reason.REFUSED_HOST, host)
        if not addresses.within(host, source.domains):
            raise RuleBroken(Reason.OUTSIDE_SOURCE, host)
        if host not in self._claimed:
            self._claimed[host] = self._memory.claim(host)
        if not self._claimed[host]:
            raise RuleBroken(Reason.BUSY, host)
        self._let_through[host] = source
