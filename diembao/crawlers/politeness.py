"""Rules that every request keeps: host rules, robots.txt, crawl delay."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from diembao.core import addresses
from diembao.core.models import Source
from diembao.crawlers.failures import RuleBroken, reason_of
from diembao.crawlers.reasons import Reason

#: A site that cannot be reached at all, which is worth more to know than that its robots.txt cannot.
_UNREACHABLE = (Reason.NAME_UNKNOWN, Reason.CONNECTION)


class HostRules:
    """Stops requests, redirected ones too, that leave the domains of their source."""

    def __init__(self) -> None:
        self._let_through: dict[str, Source] = {}

    def process_request(self, request: Any) -> None:
        """Scrapy's hook.

        :raises RuleBroken: the host is refused, private, or outside the source.
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
        self._let_through[host] = source


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt rules, and two more of RFC 9309 and of good manners.

    A robots.txt that cannot be read for a server error or a broken connection allows nothing; ``Crawl-delay`` sets the
    pause of its host when it is longer than ours.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unreadable: dict[str, tuple[Reason, str]] = {}
        self._name = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._longest_delay = crawler.settings.getfloat("DIEMBAO_LONGEST_DELAY")
        crawler.signals.connect(self._on_robots, signal=signals.robots_parsed)

    async def process_request(self, request: Any, spider: Any = None) -> None:
        """Scrapy's hook.

        :raises RuleBroken: robots.txt does not allow the address, or cannot be read.
        """
        try:
            await super().process_request(request)
        except RuleBroken:
            raise
        except IgnoreRequest as error:
            raise RuleBroken(Reason.ROBOTS) from error
        if getattr(self.crawler.spider, "stopping", False):  # it waited for robots.txt while the crawl ended
            raise IgnoreRequest
        if not request.meta.get("dont_obey_robotstxt") and (why := self._unreadable.get(urlsplit(request.url).netloc)):
            raise RuleBroken(*why)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500 or response.status == 429:
            raise RuleBroken(Reason.ROBOTS_UNAVAILABLE, str(response.status))
        if response.status >= 400:  # no robots.txt: no rules, and an error page holds none
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        reason, detail = reason_of(exc)
        if reason not in _UNREACHABLE:
            reason, detail = Reason.ROBOTS_UNAVAILABLE, detail or reason
        self._unreadable[netloc] = reason, detail
        super()._robots_error(exc, netloc)

    def _on_robots(self, robotparser: Any, request: Any) -> None:
        delay = robotparser.crawl_delay(self._name)
        if not delay:
            return
        downloader = self.crawler.engine.downloader
        host = downloader.get_slot_key(request)
        delay = min(max(delay, self.crawler.settings.getfloat("DOWNLOAD_DELAY")), self._longest_delay)
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": 0}
        if slot := downloader.slots.get(host):
            slot.delay = delay
