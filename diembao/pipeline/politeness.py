"""What a home remembers of its manners: robots.txt, pauses of hosts, and who is talking to which host."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import AbstractContextManager

from diembao.archive import hosts, robots_files
from diembao.archive.hosts import PausedHost
from diembao.archive.robots_files import RobotsFile
from diembao.core.clock import now
from diembao.crawlers.politeness.memory import Pause, RobotsText
from diembao.pipeline.parts import Parts


class HomeMemory(AbstractContextManager["HomeMemory"]):
    """A :class:`~diembao.crawlers.politeness.memory.Memory` in the archive of a home.

    Hosts are claimed by locking one byte each of one file: the system frees them when the process ends, however it
    does, and five hundred of them need one open file. Two hosts with one byte would only wait for each other.
    """

    def __init__(self, parts: Parts) -> None:
        self._archive = parts.archive
        self._file = os.open(parts.home.path / "hosts.lock", os.O_RDWR | os.O_CREAT, 0o644)

    def claim(self, host: str) -> bool:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        byte = int.from_bytes(hashlib.sha256(host.encode()).digest()[:7], "big")
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def robots(self, site: str) -> RobotsText | None:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        with self._archive.reading() as connection:
            file = robots_files.get(connection, site)
        return None if file is None else RobotsText(file.status, file.body, file.fetched_at)

    def keep_robots(self, site: str, text: RobotsText) -> None:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        with self._archive.writing() as connection:
            robots_files.put(connection, site, RobotsFile(text.status, text.body, text.fetched_at))

    def pause(self, host: str) -> Pause | None:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        with self._archive.reading() as connection:
            found = hosts.get(connection, host)
        if found is None:
            return None
        return Pause(found.reason, found.detail, found.failures, found.paused_until)

    def keep_pause(self, host: str, pause: Pause) -> None:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        with self._archive.writing() as connection:
            hosts.put(connection, PausedHost(host, pause.reason, pause.detail, pause.failures, now(), pause.until))

    def end_pause(self, host: str) -> None:
        """See :class:`~diembao.crawlers.politeness.memory.Memory`."""
        with self._archive.writing() as connection:
            hosts.forget(connection, host)

    def __exit__(self, *exc_info: object) -> None:
        os.close(self._file)
