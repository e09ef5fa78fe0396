"""Doors: how they answered, when they are looked at again, and whether they may answer "unchanged"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from diembao.archive import article_addresses, hosts, quarantine, validators, visits
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.logs import logger
from diembao.core.models import Door, Listed, Source
from diembao.core.text import clean_line
from diembao.crawlers.conditional import Validators
from diembao.crawlers.reasons import Reason
from diembao.pipeline import schedule
from diembao.pipeline.parts import Parts
from diembao.pipeline.schedule import Rhythms

log = logger(__name__)


class DoorNotes:
    """Keeps what doors answer in one pass."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._rhythms = Rhythms(parts.home.settings.crawl)
        self.failed: set[tuple[str, str]] = set()
        """Doors that could not be read: id of the source, and address."""
        self.paused: set[tuple[str, str]] = set()
        """Those of hosts that are left alone for a while."""
        self.busy: set[str] = set()
        """Addresses of doors that another pass was looking at."""

    def answered(self, source: Source, door: Door, listed: Sequence[Listed], reason: str, detail: str) -> None:
        """Note how a door answered, and when it is looked at again; an unchanged one lists what it did before."""
        if reason == Reason.BUSY:  # another pass looks at it, and notes what it finds
            self.busy.add(door.url)
            return
        if reason:
            paused = reason == Reason.PAUSED
            (self.paused if paused else self.failed).add((source.id, door.url))
            note = log.info if paused else log.warning  # who put it off has told of that
            note("door failed", source=source.id, url=door.url, reason=reason, detail=detail)
        at = now()
        with self._parts.archive.writing() as connection:
            before = visits.door_state(connection, source.id, door.url)
            count = len(listed) or (before.listed if before and not reason else 0)
            plan = schedule.plan(
                self._rhythms.of(connection, source, at),
                source,
                before,
                at,
                self._parts.home.settings.crawl,
                listed=count,
                fresh=self._fresh(connection, listed),
                reason=reason,
            )
            host = hosts.get(connection, addresses.host(door.url)) if reason == Reason.PAUSED else None
            if host and host.paused_until > at:  # not earlier, which is for nothing, and not later than need be
                plan = replace(plan, next_look_at=host.paused_until)
            visits.note_door(
                connection, source.id, door, at, listed=count, reason=reason, detail=clean_line(detail), plan=plan
            )

    def _fresh(self, connection: Connection, listed: Sequence[Listed]) -> int:
        """How many of the addresses lead to nothing that is known, in the archive or in quarantine."""
        keys = {addresses.normalise(item.url) for item in listed}
        return len(keys) - len(article_addresses.taken(connection, keys) | quarantine.seen_at(connection, keys).keys())

    def unchanged(self, source: Source, door: Door) -> None:
        """Note that a door works and has nothing new."""
        self.answered(source, door, (), "", "")

    def taken_in(self, source: Source, door: Door, found: Validators) -> None:
        """Have a door sent again only when it has changed; unless it was none."""
        if (source.id, door.url) in self.failed:
            return
        with self._parts.archive.writing() as connection:
            keep_validators(connection, [door.url], found, now())


def keep_validators(connection: Connection, urls: Iterable[str], found: Validators, at: datetime) -> None:
    """Keep what a server wants to hear again when one of these addresses is asked for."""
    keys = [addresses.normalise(url) for url in urls]
    validators.put(connection, keys, validators.Validators(found.etag, found.last_modified, at))
