"""Runs one crawl in a process of its own: ``python -m tests.crawlers.driver`` reads a plan and prints what came.

Twisted's reactor starts once a process, so that each crawl of the tests needs one.
"""

import json
import os
import socket
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from diembao.core.models import Channel, Door, Listed, Page, Source, SourceKind
from diembao.core.settings import CrawlSettings
from diembao.crawlers.conditional import Validators
from diembao.crawlers.crawl import crawl


class Recorder:
    """A receiver that wants everything and notes what it is told."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.events: list[dict[str, Any]] = []
        self.open_ports = 0
        self._revisits = plan.get("revisits", {})
        self._validators = plan.get("validators", {})
        self._breaks_at = plan.get("breaks_at", "")

    def revisits(self, source: Source) -> Iterable[str]:
        if self._breaks_at == "revisits":
            raise RuntimeError("the disk is full")
        return self._revisits.get(source.id, ())

    def wanted(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        return listed

    def validators(self, url: str) -> Mapping[str, str]:
        found: Mapping[str, str] = self._validators.get(url, {})
        return found

    def door_unchanged(self, source: Source, door: Door) -> None:
        self._note("door", source, door.url, listed=0, reason="", detail="unchanged")

    def door_taken_in(self, source: Source, door: Door, validators: Validators) -> None:
        self._note("taken in", source, door.url, asks=dict(validators.question()))

    def door(self, source: Source, door: Door, listed: Sequence[Listed], reason: str, detail: str) -> None:
        self._note("door", source, door.url, listed=len(listed), reason=reason, detail=detail)

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        self.open_ports = max(self.open_ports, listening())
        self._note("page", source, listed.url, final=page.url, requested=page.requested_url, size=len(page.body))

    def unchanged(self, source: Source, listed: Listed) -> None:
        self._note("unchanged", source, listed.url)

    def blocked(self, source: Source, listed: Listed, page: Page, detail: str) -> None:
        self._note("blocked", source, listed.url, reason=detail)

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        self._note("gone", source, listed.url, status=status)

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        self._note("failed", source, listed.url, reason=reason, detail=detail)

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        self._note("skipped", source, listed.url, reason=reason, detail=detail)

    def _note(self, kind: str, source: Source, url: str, **details: Any) -> None:
        if self._breaks_at == kind:
            raise RuntimeError("the disk is full")
        self.events.append({"kind": kind, "source": source.id, "url": url, **details})


def listening() -> int:
    """How many sockets of this process wait for somebody to connect."""
    found = 0
    for descriptor in [int(path.name) for path in Path("/dev/fd").iterdir()]:
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                with socket.socket(fileno=os.dup(descriptor)) as one:
                    found += one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        except OSError:  # the descriptor that listed the folder is gone
            continue
    return found


def source(entry: dict[str, Any]) -> Source:
    doors = tuple(Door(url=url, channel=Channel(channel)) for url, channel in entry.get("doors", ()))
    return Source(
        id=entry["id"],
        name=entry["id"],
        publisher="Cơ quan chủ quản",
        kind=SourceKind.LOCAL,
        domains=tuple(entry["domains"]),
        doors=doors,
        local=entry.get("local", True),
    )


def main() -> None:
    plan = json.load(sys.stdin)
    recorder = Recorder(plan)
    sources = [source(entry) for entry in plan.get("sources", ())]
    single = [(source(entry), url) for entry, url in plan.get("single", ())]
    settings = CrawlSettings(**{"delay_seconds": 0, "retries": 1, "timeout_seconds": 2, **plan.get("settings", {})})
    error = ""
    try:
        crawl(sources, recorder, settings, single)
    except RuntimeError as raised:
        error = str(raised)
    json.dump({"events": recorder.events, "error": error, "open_ports": recorder.open_ports}, sys.stdout)


if __name__ == "__main__":
    main()
