"""Running a crawl. A process can do this once: Twisted's reactor does not start a second time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

from diembao.core.models import Source
from diembao.core.settings import CrawlSettings
from diembao.crawlers.connection.certificates import authorities_of
from diembao.crawlers.connection.handler import AUTHORITIES
from diembao.crawlers.connection.resolver import LOCAL_HOSTS
from diembao.crawlers.politeness.memory import Forgetful, Memory
from diembao.crawlers.receiver import Receiver
from diembao.crawlers.spider import PressSpider

_MEGABYTE = 1_000_000
#: A robots.txt that asks for more than this between two requests would stop a pass for hours. In seconds.
_LONGEST_DELAY = 120
_MAX_REDIRECTS = 10
#: A page that sends its reader on within this time is a redirect; one that does later reloads itself. In seconds.
_LATEST_REFRESH = 10
#: Without any pause Scrapy starts all requests to a host at once, whatever the limit. In seconds.
_SHORTEST_DELAY = 0.001
#: Answers that may be better in a moment. 429 is not among them: a site that asks for fewer requests gets fewer.
_WORTH_ANOTHER_TRY = (408, 500, 502, 503, 504, 522, 524)
#: Hosts that are talked to at the same time; each of them gets one request at a time.
_HOSTS_AT_ONCE = 32


class PressCrawler(Crawler):
    """Scrapy's crawler, which stops without waiting for the turn of requests that were not sent yet."""

    memory: Memory
    """What the politeness middlewares remember; set before the crawl begins."""

    async def stop_async(self) -> None:
        """Finish what is under way and stop: after Ctrl-C, an error, or when everything is done."""
        if self.crawling and self.spider:
            self.spider.stopping = True  # type: ignore[attr-defined]
            for slot in self.engine.downloader.slots.values():
                while slot.queue:
                    _request, answer = slot.queue.popleft()
                    answer.errback(IgnoreRequest("stopped"))
        await super().stop_async()


def scrapy_settings(crawl: CrawlSettings, sources: Sequence[Source], home: Path) -> dict[str, Any]:
    """Scrapy's settings for a polite crawl of these sources."""
    return {
        AUTHORITIES: authorities_of(sources, home),
        "CONCURRENT_ITEMS": 1,  # Scrapy starts as many tasks for every page, and our spiders yield no items
        "CONCURRENT_REQUESTS": _HOSTS_AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "COOKIES_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi",
        },
        "DIEMBAO_LONGEST_DELAY": _LONGEST_DELAY,
        LOCAL_HOSTS: [domain for source in sources if source.local for domain in source.domains],
        "TWISTED_DNS_RESOLVER": "diembao.crawlers.connection.resolver.PublicResolver",
        # Requests pass these from the first to the last, answers the other way round.
        "DOWNLOADER_MIDDLEWARES": {
            "diembao.crawlers.politeness.host_rules.HostRules": 50,
            "diembao.crawlers.politeness.pauses.Pauses": 60,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "diembao.crawlers.politeness.robots.Robots": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "diembao.crawlers.politeness.following.Retries": 550,
            "diembao.crawlers.connection.encodings.Encodings": 595,
            # Before a page's refresh (580) is followed, and after it was unpacked (590).
            "diembao.crawlers.politeness.walls.Walls": 585,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "diembao.crawlers.politeness.following.Redirects": 600,
            "diembao.crawlers.politeness.throttle.Throttle": 950,
        },
        "DOWNLOAD_HANDLERS": {
            "http": "diembao.crawlers.connection.handler.PressDownloads",
            "https": "diembao.crawlers.connection.handler.PressDownloads",
        },
        "DOWNLOAD_DELAY": max(crawl.delay_seconds, _SHORTEST_DELAY),
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "DOWNLOAD_MAXSIZE": int(crawl.max_page_megabytes * _MEGABYTE),
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": crawl.timeout_seconds,
        "DOWNLOADER_STATS": False,
        "EXTENSIONS_BASE": {},  # statistics, exports, a telnet console: half a second to load, and nobody asks them
        "HTTPERROR_ALLOW_ALL": True,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "METAREFRESH_MAXDELAY": _LATEST_REFRESH,
        "REDIRECT_MAX_TIMES": _MAX_REDIRECTS,
        "REFERER_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,  # a port that takes Python code to run
        "RETRY_HTTP_CODES": _WORTH_ANOTHER_TRY,
        "RETRY_TIMES": crawl.retries,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": crawl.user_agent.partition("/")[0],
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "SPIDER_MIDDLEWARES_BASE": {},  # they drop what we count, and set depths and referers that nobody reads
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "TELNETCONSOLE_ENABLED": False,
        "URLLENGTH_LIMIT": 0,  # a request that Scrapy drops for its length would be counted nowhere
        "USER_AGENT": crawl.user_agent,
    }


def crawl(
    sources: Sequence[Source],
    receiver: Receiver,
    settings: CrawlSettings,
    single: Sequence[tuple[Source, str]] = (),
    *,
    memory: Memory | None = None,
    home: Path = Path(),
) -> None:
    """Look at the doors of ``sources`` (or at ``single`` addresses) and hand everything to ``receiver``.

    Returns when every request has been answered, given up or refused. Ctrl-C ends it in good order: what is under way
    is still handed over.

    :param memory: what politeness remembers between passes; None: this pass stands alone.
    :param home: the folder that the ``ca_file`` of a source is in.
    :raises Exception: whatever the receiver raised; the crawl stops at the first.
    """
    known = [*sources, *(source for source, _url in single)]
    arguments = {"sources": sources, "receiver": receiver, "single": single}
    run(PressSpider, known, settings, arguments, memory=memory, home=home)


def run(
    spider: type[Spider],
    sources: Sequence[Source],
    settings: CrawlSettings,
    arguments: Mapping[str, Any],
    *,
    memory: Memory | None = None,
    home: Path = Path(),
) -> None:
    """Run a spider under the rules that every request keeps. A process can do this once.

    :param sources: all sources that it may ask.
    :param arguments: what the spider is made with.
    :param memory: see :func:`crawl`.
    :param home: see :func:`crawl`.
    :raises Exception: whatever a callback of the spider raised; the crawl stops at the first.
    """
    process = AsyncCrawlerProcess(scrapy_settings(settings, sources, home))
    # Scrapy logs what we report ourselves; without any handler, and its process takes away what was there before it,
    # Python would print its warnings on stderr.
    logging.getLogger("scrapy").addHandler(logging.NullHandler())
    crawler = PressCrawler(spider, process.settings)
    crawler.memory = memory or Forgetful()
    errors: list[BaseException] = []
    stops: list[asyncio.Future[None]] = []

    def on_error(failure: Failure) -> None:
        errors.append(failure.value or RuntimeError(failure.getErrorMessage()))
        stops.append(asyncio.ensure_future(crawler.stop_async()))

    crawler.signals.connect(on_error, signal=signals.spider_error)
    crawling = process.crawl(crawler, **arguments)
    process.start()
    if crawling.done() and not crawling.cancelled() and (error := crawling.exception()):
        errors.append(error)
    if errors:
        raise errors[0]
