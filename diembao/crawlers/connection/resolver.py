"""Name resolution that keeps a crawl away from this machine and from private networks."""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.error import DNSLookupError

from diembao.core.addresses import is_public, within

#: Scrapy setting: hosts that may be on this machine or a private network, because a source declares itself local.
LOCAL_HOSTS = "DIEMBAO_LOCAL_HOSTS"


class PublicResolver(CachingThreadedResolver):
    """Resolves names; refuses a private address unless its host is declared local.

    The address that is checked is the one that is connected to: Twisted asks once for each connection, and the first
    answer holds for the whole pass. A name that leads elsewhere in between leads nobody there.

    ``*.localhost`` is this machine by RFC 6761, which not every system's resolver knows.
    """

    local_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PublicResolver:
        """Scrapy's construction contract."""
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.local_hosts = frozenset(crawler.settings.getlist(LOCAL_HOSTS))
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """The IPv4 address of a host.

        :raises DNSLookupError: (in the Deferred) the host is unknown, or its address is private.
        """
        if name == "localhost" or name.endswith(".localhost"):
            return maybeDeferred(self._checked, "127.0.0.1", name)
        found: Deferred[str] = super().getHostByName(name, timeout)
        found.addCallback(self._checked, name)
        return found

    def _checked(self, address: str, name: str) -> str:
        if not is_public(address) and not within(name, self.local_hosts):
            raise DNSLookupError(f"{name} is {address}, which is not a public address")
        return address
