"""Trying the doors of sources, without collecting anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diembao.core.models import Door, Listed, Page, Source
from diembao.crawlers.conditional import Validators
from diembao.crawlers.crawl import crawl
from diembao.pipeline.parts import Parts
from diembao.pipeline.politeness import HomeMemory


@dataclass(frozen=True, slots=True)
class DoorCheck:
    """How one door answered; ``reason`` is empty when it works."""

    source: Source
    door: Door
    listed: int
    reason: str
    detail: str


class _Checker:
    def __init__(self, on_check: Callable[[DoorCheck], None] | None) -> None:
        self.checks: list[DoorCheck] = []
        self._on_check = on_check

    def revisits(self, source: Source) -> Iterable[str]:
        return ()

    def wanted(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        return ()

    def door(self, source: Source, door: Door, listed: Sequence[Listed], reason: str, detail: str) -> None:
        check = DoorCheck(source, door, len(listed), reason, detail)
        self.checks.append(check)
        if self._on_check:
            self._on_check(check)

    def door_unchanged(self, source: Source, door: Door) -> None:
        """Never called: no validators are sent."""

    def door_taken_in(self, source: Source, door: Door, validators: Validators) -> None:
        """Nothing is kept."""

    def validators(self, url: str) -> Mapping[str, str]:
        return {}

    def unchanged(self, source: Source, listed: Listed) -> None:
        """Never called: nothing is wanted."""

    def blocked(self, source: Source, listed: Listed, page: Page, detail: str) -> None:
        """Never called."""

    def page(self, source: Source, listed: Listed, page: Page) -> None:
        """Never called."""

    def gone(self, source: Source, listed: Listed, status: int) -> None:
        """Never called."""

    def failed(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Never called."""

    def skipped(self, source: Source, listed: Listed, reason: str, detail: str) -> None:
        """Never called."""


def check_doors(
    parts: Parts, sources: Sequence[Source], on_check: Callable[[DoorCheck], None] | None = None
) -> list[DoorCheck]:
    """Look at every door once, politely. A process can do this once.

    :param on_check: told of every answer as it comes.
    """
    checker = _Checker(on_check)
    with HomeMemory(parts) as memory:
        crawl(sources, checker, parts.home.settings.crawl, memory=memory, home=parts.home.path)
    return checker.checks
