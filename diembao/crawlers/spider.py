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
from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.crawlers.conditional import Validators
from diembao.crawlers.doors import READERS
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
                self._settling.begin(source)
                yield Request(
                    door.url,
                    callback=self.door,
                    errback=self.door_failed,
                    headers=dict(self._receiver.validators(door.url)),
                    cb_kwargs={"source": source, "door": door},
                    meta={"diembao_source": source},
                    priority=_DOOR_PRIORITY,
                    dont_filter=True,
                )
            for url in self._receiver.revisits(source):
                listed = Listed(url=url, source_id=source.id, channel=Channel.REVISIT)
                for request in self._article_request(source, listed):
                    yield request

    def door(self, response: Response, source: Source, door: Door) -> Iterator[Request]:
        """A door has answered: with what it lists, that nothing has changed, or with a wall."""
        wall = response.meta.get(WALL)
        if wall:
            self._receiver.door(source, door, 0, Reason.BLOCKED, wall)
        elif _is_unchanged(response):
            self._receiver.door_unchanged(source, door)
        else:
            yield from self.look(response, source, door)
            if response.status == 200:
                self._settling.look(source, door, Validators.of(_page(response)))
        self._end(source, well=not wall)

    def look(self, response: Response, source: Source, door: Door) -> Iterator[Request]:
        """Read a door and ask for what it lists."""
        if response.status != 200:
            self._receiver.door(source, door, 0, Reason.HTTP_STATUS, str(response.status))
            return
        try:
            listed = READERS[door.channel](_page(response), source, door)
        except FetchError as error:
            self._receiver.door(source, door, 0, error.reason, "")
            return
        except Exception as error:  # a door that breaks a parser must not stop the pass
            log.exception("reading a door broke", source=source.id, url=door.url)
            self._receiver.door(source, door, 0, Reason.UNEXPECTED, f"{type(error).__name__}: {error}")
            return
        self._receiver.door(source, door, len(listed), "", "")
        for item in listed:
            if self._receiver.wants(item):
                yield from self._article_request(source, item)

    def door_failed(self, failure: Failure) -> None:
        """A door could not be fetched."""
        if self.stopping:
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        source, door = request.cb_kwargs["source"], request.cb_kwargs["door"]
        reason, detail = reason_of(failure.value)
        self._receiver.door(source, door, 0, reason, detail)
        self._end(source, well=True)  # it has listed nothing that could be missed

    def article(self, response: Response, source: Source, listed: Listed) -> None:
        """Hand an article's page over."""
        well = False
        if wall := response.meta.get(WALL):
            self._receiver.blocked(source, listed, _page(response), wall)
        elif response.status == 200:
            self._receiver.page(source, listed, _page(response))
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


def _page(response: Response) -> Page:
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
