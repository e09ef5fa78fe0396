"""``compact``: what the settings no longer keep goes, and what went gives its place on disk back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from filelock import Timeout

from diembao.archive import Archive, marks, withholdings
from diembao.archive.raw import compaction as raw
from diembao.core.clock import now
from diembao.core.errors import ArchiveError
from diembao.core.i18n import _
from diembao.core.logs import logger
from diembao.core.settings import ArchiveSettings
from diembao.core.system_words import why
from diembao.pipeline import retention
from diembao.pipeline.retention import Expired

log = logger(__name__)

#: Between the moment at which a page is kept and that at which its article is, whatever happens to the process.
_GRACE = timedelta(days=2)
_MARK = "compacted"
_EVERY = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class CompactReport:
    """What was let go of, and what that won. With a dry run: what would be."""

    expired: Expired
    forgotten: int = 0
    """Raw pages that nothing pointed to."""
    rewritten: int = 0
    """Files of raw pages that were made anew without what nothing points to."""
    deleted: int = 0
    """Files of raw pages that are gone."""
    raw_bytes_won: int = 0
    database_bytes_won: int = 0
    busy: list[str] = field(default_factory=list)
    """Files that another process was writing; they are left to the next time."""
    damaged: list[str] = field(default_factory=list)
    """Files in which a page cannot be read; they are left as they are."""


def is_due(archive: Archive, settings: ArchiveSettings) -> bool:
    """Whether a desk at work should compact now: once a day, if there may be something to let go of."""
    with archive.reading() as connection:
        last = marks.get(connection, _MARK)
        withheld = withholdings.newest(connection)
    if last is not None and now() < last + _EVERY:
        return False
    return retention.is_limited(settings) or (withheld is not None and (last is None or withheld > last))


def files(archive: Archive) -> list[str]:
    """Names of the files of raw pages that can be made smaller as things stand."""
    return list(raw.waste(archive))


def compact(
    archive: Archive,
    settings: ArchiveSettings,
    *,
    dry_run: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> CompactReport:
    """Let go of what the settings no longer keep, and give back the place of all that was ever let go of.

    Killed anywhere it loses nothing, and the next time goes on.

    :param dry_run: only say what would go; sizes of what is to expire are not known before.
    :param on_progress: told of every file of raw pages.
    :raises ArchiveError: another process compacts, or the disk refuses.
    """
    at = now()
    try:
        with archive.lock("compact").acquire(timeout=0):
            report = CompactReport(expired=retention.expire(archive, settings, at, dry_run=dry_run))
            if dry_run:
                _foresee(archive, report)
            else:
                _do(archive, report, on_progress)
            return report
    except Timeout as error:
        raise ArchiveError(
            _("Another process compacts this home."), _("Nothing was changed. Wait until it has ended.")
        ) from error


def _foresee(archive: Archive, report: CompactReport) -> None:
    with archive.reading() as connection:
        report.forgotten, size = raw.count_unreferenced(connection, now() - _GRACE)
    report.raw_bytes_won = size + sum(raw.waste(archive).values())


def _do(archive: Archive, report: CompactReport, on_progress: Callable[[int], None] | None) -> None:
    at = now()
    with archive.writing() as connection:
        report.forgotten = raw.forget_unreferenced(connection, at - _GRACE)
    for name in raw.waste(archive):
        try:
            done = raw.compact(archive, name)
        except OSError as error:
            raise ArchiveError(
                _("The file {file} of raw pages cannot be rewritten: {error}.").format(file=name, error=why(error)),
                _("No page was lost. Check disk space and rights, then try again."),
            ) from error
        report.raw_bytes_won += done.before - done.after
        report.deleted += not done.after and not done.busy and not done.damaged
        report.rewritten += bool(done.after) and done.after != done.before
        if done.busy:
            report.busy.append(name)
        if done.damaged:
            report.damaged.append(name)
            log.error("a raw page is damaged", file=name, page=done.damaged)
        if on_progress:
            on_progress(1)
    with archive.reading() as connection:
        last, withheld = marks.get(connection, _MARK), withholdings.newest(connection)
    thoroughly = withheld is not None and (last is None or withheld > last)
    report.database_bytes_won = archive.tidy(thoroughly=thoroughly)
    if not report.busy:  # what was left alone may hold what was withheld: that comes next, and soon
        with archive.writing() as connection:
            marks.put(connection, _MARK, at)
