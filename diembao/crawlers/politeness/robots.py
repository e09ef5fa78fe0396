"""robots.txt (RFC 9309): kept for a day, and what its absence, its failure and its wishes for pauses mean."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from twisted.internet.defer import Deferred

from diembao.core.clock import now
from diembao.crawlers.failures import RuleBroken, reason_of
from diembao.crawlers.politeness.memory import Memory, RobotsText
from diembao.crawlers.politeness.walls import WALL
from diembao.crawlers.reasons import Reason

#: A site that cannot be reached at all, which is worth more to know than that its robots.txt cannot.
_UNREACHABLE = (Reason.NAME_UNKNOWN, Reason.CONNECTION, Reason.CERTIFICATE, Reason.PAUSED, Reason.BUSY)
#: How long a robots.txt is believed, and how long an old one still holds while the new one cannot be read.
_FRESH, _STALE = timedelta(hours=24), timedelta(days=30)
#: What is read of a robots.txt, in bytes; the limit that the RFC lets a crawler set.
_MAX_BYTES = 500 * 1024


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt rules, and more of RFC 9309 and of good manners.

    A robots.txt that cannot be read for a server error, a bot wall or a broken connection allows nothing, unless one
    that came within 30 days is at hand. ``Crawl-delay`` and ``Request-rate`` set the pause of their host when it is
    longer than ours.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._memory: Memory = crawler.memory
        self._unreadable: dict[str, tuple[Reason, str]] = {}
        self._received: dict[Any, int] = {}
        self._name = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._longest_delay = crawler.settings.getfloat("DIEMBAO_LONGEST_DELAY")
        crawler.signals.connect(self._on_robots, signal=signals.robots_parsed)
        crawler.signals.connect(self._on_bytes, signal=signals.bytes_received)

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

    async def robot_parser(self, request: Any) -> Any:
        """Scrapy's hook: the rules of a request's site."""
        site = urlsplit(request.url).netloc
        if site not in self._parsers and (kept := self._memory.robots(site)) and kept.fetched_at + _FRESH > now():
            self._parsers[site] = self._kept_rules(kept, site)
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500 or response.status == 429:
            raise RuleBroken(Reason.ROBOTS_UNAVAILABLE, str(response.status))
        if response.status == 200 and (wall := response.meta.get(WALL)):
            raise RuleBroken(Reason.ROBOTS_UNAVAILABLE, wall)
        # Without robots.txt there are no rules, and an error page holds none.
        body = b"" if response.status >= 400 else response.body[:_MAX_BYTES]
        self._memory.keep_robots(netloc, RobotsText(response.status, body, now()))
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        kept = self._memory.robots(netloc)
        if kept and kept.fetched_at + _STALE > now():
            waiting = self._parsers[netloc]
            assert isinstance(waiting, Deferred)
            self._parsers[netloc] = rules = self._kept_rules(kept, netloc)
            waiting.callback(rules)
            return
        reason, detail = reason_of(exc)
        if reason not in _UNREACHABLE:
            reason, detail = Reason.ROBOTS_UNAVAILABLE, detail or reason
        self._unreadable[netloc] = reason, detail
        super()._robots_error(exc, netloc)

    def _kept_rules(self, kept: RobotsText, netloc: str) -> RobotParser:
        rules = ProtegoRobotParser.from_crawler(self.crawler, kept.body)
        self._slow_down(rules, netloc)
        return rules

    def _on_robots(self, robotparser: Any, request: Any) -> None:
        self._slow_down(robotparser, urlsplit(request.url).netloc)

    def _slow_down(self, rules: Any, netloc: str) -> None:
        delay = self._wished_delay(rules)
        if not delay:
            return
        downloader = self.crawler.engine.downloader
        host = urlsplit(f"//{netloc}").hostname or ""
        delay = min(max(delay, self.crawler.settings.getfloat("DOWNLOAD_DELAY")), self._longest_delay)
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": 0}
        if slot := downloader.slots.get(host):
            slot.delay = delay

    def _wished_delay(self, rules: Any) -> float:
        """Seconds between two requests that a site asks for; 0 when it does not say."""
        rate = rules.rp.request_rate(self._name)
        return max(rules.crawl_delay(self._name) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    def _on_bytes(self, data: bytes, request: Any) -> None:
        """Stop a robots.txt without end; what came of it holds."""
        if not request.meta.get("dont_obey_robotstxt"):
            return
        self._received[request] = self._received.get(request, 0) + len(data)
        if self._received[request] > _MAX_BYTES:
            raise StopDownload(fail=False)
