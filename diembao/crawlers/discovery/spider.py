"""Trying the addresses of a site one after the other, under the rules that every crawl keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Request, Response

from diembao.core import addresses
from diembao.core.errors import FetchError
from diembao.core.i18n import _
from diembao.core.models import Channel, Door, Page, Source, SourceKind
from diembao.core.settings import CrawlSettings
from diembao.crawlers import reasons
from diembao.crawlers.crawl import run
from diembao.crawlers.decoding import decode, document
from diembao.crawlers.discovery import candidates
from diembao.crawlers.discovery.imprint import Imprint, read_imprint
from diembao.crawlers.doors import READERS
from diembao.crawlers.failures import reason_of
from diembao.crawlers.reasons import Reason
from diembao.crawlers.spider import page_of

#: Most addresses that are tried as feeds; a paper has one a section, and sections of sections.
_MOST_FEEDS = 40
_MOST_LISTS = 3
_MOST_SITEMAPS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """An address that was tried as a door; ``reason`` is empty when it is one."""

    door: Door
    listed: int = 0
    reason: str = ""
    detail: str = ""


@dataclass(slots=True)
class Discovery:
    """What was found at a site."""

    imprint: Imprint = field(default_factory=Imprint)
    tried: list[Found] = field(default_factory=list)
    left: int = 0
    """Feeds that were named beyond those tried."""

    def doors(self) -> tuple[Door, ...]:
        """Doors by which everything that the site publishes comes in: its feeds, and what they may miss.

        Feeds, with a sitemap of news beside them; without feeds any sitemap; without either the front page.
        """
        works = [found.door for found in self.tried if not found.reason and found.listed]
        feeds = [door for door in works if door.channel is Channel.FEED]
        maps = [door for door in works if door.channel is Channel.SITEMAP and (not feeds or "news" in door.url)]
        return (*feeds, *maps) or tuple(door for door in works if door.channel is Channel.LISTING)


def discover(url: str, settings: CrawlSettings, *, local: bool = False) -> Discovery:
    """Find the doors of the site that ``url`` is a page of. A process can do this once.

    :param local: whether its host may be on this machine or a private network.
    :raises FetchError: its front page cannot be fetched.
    """
    site = Source(
        id="discovery",
        name="",
        publisher="",
        kind=SourceKind.CENTRAL,
        domains=(addresses.host(url),),
        local=local,
    )
    discovery = Discovery()
    errors: list[FetchError] = []
    run(DiscoverySpider, [site], settings, {"url": url, "site": site, "discovery": discovery, "errors": errors})
    if errors:
        raise errors[0]
    return discovery


class DiscoverySpider(scrapy.Spider):
    """Asks a site for one address after the other; what it finds is noted in ``discovery``."""

    name = "discovery"
    stopping = False
    """Set when the crawl is to end."""

    def __init__(self, url: str, site: Source, discovery: Discovery, errors: list[FetchError], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._site = site
        self._discovery = discovery
        self._errors = errors
        self._tried: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Look at the site; every request is awaited here, so none is handed to Scrapy."""
        try:
            await self._look()
        except FetchError as error:
            self._errors.append(error)
        except Exception as error:
            self._errors.append(FetchError(f"{self._url}: {type(error).__name__}: {error}", reason=Reason.UNEXPECTED))
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _look(self) -> None:
        front = await self._page(urljoin(self._url, "/"))
        tree = document(front.body, front.header("Content-Type"))
        named: dict[str, str] = {}
        lists: list[str] = []
        if tree is not None:
            self._discovery.imprint = read_imprint(tree)
            named, lists = candidates.feeds_named(tree, front.url), candidates.lists_named(tree, front.url)
        if addresses.normalise(self._url) != addresses.normalise(front.url):
            # The address that was given may be a feed itself, or a section with a feed of its own.
            given = await self._page(self._url)
            if not self._try(Channel.FEED, given, "") and (tree := document(given.body)) is not None:
                named |= candidates.feeds_named(tree, given.url)
        for url in lists[:_MOST_LISTS] or candidates.usual(front.url, candidates.USUAL_LISTS):
            if (page := await self._page_if_any(url)) and (tree := document(page.body)) is not None:
                named |= {
                    url: name or named.get(url, "") for url, name in candidates.feeds_named(tree, page.url).items()
                }
                if len(named) > 1:
                    break
        await self._try_all(Channel.FEED, named.items(), _MOST_FEEDS)
        if not self._discovery.doors():
            usual = candidates.usual(front.url, candidates.USUAL_FEEDS)
            await self._try_all(Channel.FEED, ((url, "") for url in usual), _MOST_FEEDS, enough=1)
        await self._sitemaps(front)
        if not self._discovery.doors():
            self._try(Channel.LISTING, front, _("Front page"))

    async def _sitemaps(self, front: Page) -> None:
        robots = await self._page_if_any(urljoin(front.url, "/robots.txt"))
        named = candidates.sitemaps_named(decode(robots.body), front.url) if robots else []
        if not named and not self._discovery.doors():
            named = candidates.usual(front.url, candidates.USUAL_SITEMAPS)
        await self._try_all(Channel.SITEMAP, ((url, "") for url in named), _MOST_SITEMAPS)

    async def _try_all(
        self, channel: Channel, named: Iterable[tuple[str, str]], most: int, enough: int | None = None
    ) -> None:
        """Try addresses as doors of a kind, so many at most, until so many work."""
        own = [(url, name) for url, name in named if addresses.within(addresses.host(url), self._site.domains)]
        self._discovery.left += len(own[most:])
        for url, section in own[:most]:
            if self.stopping or enough == 0:
                return
            key = addresses.normalise(url)
            if key in self._tried:
                continue
            self._tried.add(key)
            try:
                page = await self._page(url)
            except FetchError as error:
                door = Door(url=url, channel=channel, section=section)
                self._discovery.tried.append(Found(door, reason=error.reason, detail=error.hint))
                continue
            if self._try(channel, page, section) and enough:
                enough -= 1

    def _try(self, channel: Channel, page: Page, section: str) -> bool:
        """Read a page as a door of this kind; note how that went."""
        door = Door(url=page.requested_url, channel=channel, section=section)
        self._tried.add(addresses.normalise(door.url))
        try:
            reading = READERS[channel](page, self._site, door)
        except FetchError as error:
            self._discovery.tried.append(Found(door, reason=error.reason))
            return False
        own = [item for item in reading.listed if addresses.within(addresses.host(item.url), self._site.domains)]
        listed = len(own) or len(reading.further)
        self._discovery.tried.append(Found(door, listed, "" if listed else Reason.NO_ARTICLES))
        return bool(listed)

    async def _page_if_any(self, url: str) -> Page | None:
        try:
            return await self._page(url)
        except FetchError:
            return None

    async def _page(self, url: str) -> Page:
        """Fetch a page.

        :raises FetchError: it does not come with status 200; its hint is the detail.
        """
        request = Request(url, meta={"diembao_source": self._site}, dont_filter=True)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:
            reason, detail = reason_of(error)
            raise self._unreachable(url, reason, detail) from error
        if response.status != 200:
            raise self._unreachable(url, Reason.HTTP_STATUS, str(response.status))
        return page_of(response)

    @staticmethod
    def _unreachable(url: str, reason: str, detail: str) -> FetchError:
        sentence = _("{url} could not be fetched: {explanation}.")
        return FetchError(sentence.format(url=url, explanation=reasons.explain(reason, detail)), detail, reason=reason)
