"""The spider: looks at the doors of sources, then at the articles that they list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import FetchError
from diembao.core.logs import logger
from diembao.core.models import Channel, Listed, Page, Source
from diembao.crawlers.doors import READERS, Walk
from diembao.crawlers.failures import reason_of
from diembao.crawlers.reasons import RULES, Reason
from diembao.crawlers.receiver import Receiver

_DOOR_PRIORITY = 10

log = logger(__name__)


class PressSpider(scrapy.Spider):
    """One spider for all sources, so that the rule of one request at a time holds for each host as a whole.

    :param sources: whose doors are looked at.
    :param receiver: takes what is found.
    :param single: addresses to fetch directly, each with its source, instead of looking at doors.
    """

    name = "press"
    stopping = False
    """Set when the crawl is to end: what fails from then on has not failed, it was given up."""

    def __init__(
        self, sources: Sequence[Source], receiver: Receiver, single: Sequence[tuple[Source, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._sources = sources
        self._receiver = receiver
        self._single = single
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """First requests: doors and due revisits of every source, or the single addresses."""
        for source, url in self._single:
            for request in self._article_request(source, Listed(url=url, source_id=source.id, channel=Channel.ADDED)):
                yield request
        for source in self._sources:
            for door in source.doors:
                yield self._door_request(door.url, source, Walk(door), 0)
            for url in self._receiver.revisits(source):
                listed = Listed(url=url, source_id=source.id, channel=Channel.REVISIT)
                for request in self._article_request(source, listed):
                    yield request

    def look(self, response: Response, source: Source, walk: Walk, depth: int) -> Iterator[Request]:
        """Read a page of a door and ask for what it lists, and for the pages at which the door goes on."""
        try:
            if response.status != 200:
                raise FetchError(str(response.status), reason=Reason.HTTP_STATUS)
            reading = READERS[walk.door.channel](page_of(response), source, walk.door)
        except FetchError as error:
            self._page_failed(source, walk, error.reason, str(response.status) if response.status != 200 else "")
            return
        except Exception as error:  # a door that breaks a parser must not stop the pass
            log.exception("reading a door broke", source=source.id, url=response.url)
            self._page_failed(source, walk, Reason.UNEXPECTED, f"{type(error).__name__}: {error}")
            return
        wanted, further = walk.took(reading, depth, self._receiver.wants)
        self._told(source, walk)
        for item in wanted:
            yield from self._article_request(source, item)
        for url in further:
            yield self._door_request(url, source, walk, depth + 1)

    def door_failed(self, failure: Failure) -> None:
        """A page of a door could not be fetched."""
        if self.stopping:
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        reason, detail = reason_of(failure.value)
        self._page_failed(request.cb_kwargs["source"], request.cb_kwargs["walk"], reason, detail)

    def _page_failed(self, source: Source, walk: Walk, reason: str, detail: str) -> None:
        walk.failed(reason, detail)
        self._told(source, walk)

    def _told(self, source: Source, walk: Walk) -> None:
        """Tell how a door answered, once all of its pages have."""
        if walk.over:
            self._receiver.door(source, walk.door, *walk.answer())

    def _door_request(self, url: str, source: Source, walk: Walk, depth: int) -> Request:
        return Request(
            url,
            callback=self.look,
            errback=self.door_failed,
            cb_kwargs={"source": source, "walk": walk, "depth": depth},
            meta={"diembao_source": source},
            priority=_DOOR_PRIORITY,
            dont_filter=True,
        )

    def article(self, response: Response, source: Source, listed: Listed) -> None:
        """Hand an article's page over."""
        if response.status == 200:
            self._receiver.page(source, listed, page_of(response))
        elif response.status in (404, 410):
            self._receiver.gone(source, listed, response.status)
        else:
            self._receiver.failed(source, listed, Reason.HTTP_STATUS, str(response.status))

    def article_failed(self, failure: Failure) -> None:
        """An article's page could not be fetched."""
        if self.stopping:
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        reason, detail = reason_of(failure.value)
        report = self._receiver.skipped if reason in RULES else self._receiver.failed
        report(request.cb_kwargs["source"], request.cb_kwargs["listed"], reason, detail)

    def _article_request(self, source: Source, listed: Listed) -> Iterator[Request]:
        key = addresses.normalise(listed.url)
        if key in self._asked:  # two doors may list one article
            return
        self._asked.add(key)
        yield Request(
            listed.url,
            callback=self.article,
            errback=self.article_failed,
            cb_kwargs={"source": source, "listed": listed},
            meta={"diembao_source": source},
            dont_filter=True,
        )


def page_of(response: Response) -> Page:
    """A fetched page, with the address that was asked for first."""
    first = next(iter(response.meta.get("redirect_urls", [])), response.url)
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Page(
        url=response.url,
        requested_url=first,
        status=response.status,
        headers=headers,
        body=response.body,
        fetched_at=now(),
    )
