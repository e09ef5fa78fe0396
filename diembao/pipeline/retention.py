"""Letting go of what the settings no longer ask to keep. By default that is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy.engine import Connection

from diembao.archive import Archive, retention
from diembao.archive.raw import compaction
from diembao.core.settings import ArchiveSettings

#: Rows in one transaction: nobody waits long for the archive.
_BATCH = 1000
#: Before everything: nothing is older.
_NEVER = datetime(1, 1, 2, tzinfo=UTC)
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """How much went, or would go."""

    versions: int
    raw_pages: int
    visits: int
    signatures: int


def is_limited(settings: ArchiveSettings) -> bool:
    """Whether anything is let go of at all."""
    days = (settings.keep_raw_days, settings.keep_versions_days, settings.keep_visits_days)
    return any((*days, settings.keep_signatures_days))


def expire(archive: Archive, settings: ArchiveSettings, at: datetime, *, dry_run: bool = False) -> Expired:
    """Let go of what is older than the settings say; people's work protects what it points to.

    Raw pages go with the versions that were made from them. Killed anywhere, the rest goes next time.

    :param dry_run: only count.
    """
    if not is_limited(settings):
        return Expired(versions=0, raw_pages=0, visits=0, signatures=0)

    def before(days: int) -> datetime:
        return at - timedelta(days=days) if days else _NEVER

    with archive.reading() as connection:
        kept = retention.protected(connection)
        versions = retention.old_versions(connection, before(settings.keep_versions_days), kept)
        pages = retention.old_pages(connection, before(settings.keep_raw_days), kept, versions)
        visits = retention.old_visits(connection, before(settings.keep_visits_days), kept)
        signatures = retention.old_signatures(connection, before(settings.keep_signatures_days))
    if not dry_run:
        # Pages first: once the versions are gone, nothing says any more which pages were theirs.
        _in_steps(archive, pages, compaction.forget)
        _in_steps(archive, versions, retention.drop_versions)
        _in_steps(archive, visits, retention.drop_visits)
        _in_steps(archive, signatures, retention.drop_signatures)
    return Expired(versions=len(versions), raw_pages=len(pages), visits=len(visits), signatures=len(signatures))


def _in_steps(archive: Archive, keys: Sequence[_Key], drop: Callable[[Connection, Sequence[_Key]], None]) -> None:
    for start in range(0, len(keys), _BATCH):
        with archive.writing() as connection:
            drop(connection, keys[start : start + _BATCH])
