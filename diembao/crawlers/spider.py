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
from diembao.crawlers.conditional import Validators
from diembao.crawlers.doors import READERS, Walk
from diembao.crawlers.failures import reason_of
from diembao.crawlers.politeness.walls import WALL
from diembao.crawlers.reasons import FOR_NOW, RULES, Reason
from diembao.crawlers.receiver import Receiver
from diembao.crawlers.settling import Settling

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
        self._settling = Settling()

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

    def door(self, response: Response, source: Source, walk: Walk, depth: int) -> Iterator[Request]:
        """A page of a door has answered: with what it lists, that nothing has changed, or with a wall."""
        wall = response.meta.get(WALL)
        if wall:
            self._page_failed(source, walk, Reason.BLOCKED, wall)
        elif _is_unchanged(response):
            self._receiver.door_unchanged(source, walk.door)
        else:
            yield from self.look(response, source, walk, depth)
            if response.status == 200 and not depth and not walk.is_index:
                self._settling.look(source, walk.door, Validators.of(page_of(response)))
        self._end(source, well=not wall)

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
        wanted, further = walk.took(reading, depth, self._receiver.wanted)
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
        source, walk, depth = (request.cb_kwargs[name] for name in ("source", "walk", "depth"))
        reason, detail = reason_of(failure.value)
        self._page_failed(source, walk, reason, detail)
        # A door that failed has listed nothing that could be missed; one that goes on beyond a missing page has.
        self._end(source, well=not depth)

    def _page_failed(self, source: Source, walk: Walk, reason: str, detail: str) -> None:
        walk.failed(reason, detail)
        self._told(source, walk)

    def _told(self, source: Source, walk: Walk) -> None:
        """Tell how a door answered, once all of its pages have."""
        if walk.over:
            self._receiver.door(source, walk.door, *walk.answer())

    def _door_request(self, url: str, source: Source, walk: Walk, depth: int) -> Request:
        self._settling.begin(source)
        return Request(
            url,
            callback=self.door,
            errback=self.door_failed,
            headers={} if depth else dict(self._receiver.validators(url)),
            cb_kwargs={"source": source, "walk": walk, "depth": depth},
            meta={"diembao_source": source},
            priority=_DOOR_PRIORITY,
            dont_filter=True,
        )

    def article(self, response: Response, source: Source, listed: Listed) -> None:
        """Hand an article's page over."""
        well = False
        if wall := response.meta.get(WALL):
            self._receiver.blocked(source, listed, page_of(response), wall)
        elif response.status == 200:
            self._receiver.page(source, listed, page_of(response))
            well = True
        elif _is_unchanged(response):
            self._receiver.unchanged(source, listed)
            well = True
        elif response.status in (404, 410):
            self._receiver.gone(source, listed, response.status)
            well = response.status == 410
        else:
            self._receiver.failed(source, listed, Reason.HTTP_STATUS, str(response.status))
        self._end(source, well=well)

    def article_failed(self, failure: Failure) -> None:
        """An article's page could not be fetched."""
        if self.stopping:
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        source, listed = request.cb_kwargs["source"], request.cb_kwargs["listed"]
        reason, detail = reason_of(failure.value)
        report = self._receiver.skipped if reason in RULES else self._receiver.failed
        report(source, listed, reason, detail)
        self._end(source, well=reason in RULES - FOR_NOW)

    def _end(self, source: Source, *, well: bool) -> None:
        for door, validators in self._settling.end(source, well=well):
            self._receiver.door_taken_in(source, door, validators)

    def _article_request(self, source: Source, listed: Listed) -> Iterator[Request]:
        key = addresses.normalise(listed.url)
        if not addresses.within(addresses.host(listed.url), source.domains):
            key = f"{source.id} {key}"  # it will be refused here, and may be listed by the source that it belongs to
        if key in self._asked:  # two doors may list one article
            return
        self._asked.add(key)
        self._settling.begin(source)
        yield Request(
            listed.url,
            callback=self.article,
            errback=self.article_failed,
            headers=dict(self._receiver.validators(listed.url)),
            cb_kwargs={"source": source, "listed": listed},
            meta={"diembao_source": source},
            dont_filter=True,
        )


def _is_unchanged(response: Response) -> bool:
    """Whether a site says, as an answer to our question, that a page is what it was."""
    asked = response.request.headers if response.request else {}
    return response.status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked)


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
