"""Keeping the desk in order: ``status``, ``reindex``, ``compact``, ``dashboard``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from diembao.archive import articles, open_archive
from diembao.cli.common import example, home_option, json_option, open_home, open_parts, print_json, progress
from diembao.core.home import Home
from diembao.core.i18n import _, number
from diembao.desk.status import status as status_of
from diembao.pipeline import compaction, indexing
from diembao.pipeline.loop import Job
from diembao.pipeline.processes import command


@click.command(epilog=example("diembao status --json"))
@home_option
@json_option
def status(home: Path | None, as_json: bool) -> None:
    """Show figures of a home."""
    with open_parts(home) as parts:
        figures = status_of(parts.home, parts.archive, parts.index, parts.sources)
        if as_json:
            print_json({"home": parts.home.path, **asdict(figures)})
            return
        lines = {
            _("Home"): str(parts.home.path),
            _("Articles"): number(figures.articles),
            _("Versions"): number(figures.versions),
            _("Search engine"): figures.engine,
            _("In the index"): _("search is down") if figures.indexed is None else number(figures.indexed),
            _("Waiting for the index"): number(figures.waiting_for_index),
            _("Waiting for verification"): number(figures.waiting_for_verification),
            _("Stories"): number(figures.stories),
            _("In quarantine"): number(figures.quarantined),
            _("Sources"): _("{enabled} of {all} switched on, {failing} doors failing").format(
                enabled=figures.sources_enabled, all=figures.sources, failing=figures.doors_failing
            ),
            _("Disk"): _("archive {archive} MB, raw pages {raw} MB, index {index} MB").format(
                archive=_megabytes(figures.archive_bytes),
                raw=_megabytes(figures.raw_bytes),
                index=_megabytes(figures.index_bytes),
            ),
        }
        for name, value in lines.items():
            click.echo(f"{name}: {value}")
        if figures.search_problem:
            click.echo(figures.search_problem, err=True)


@click.command(
    epilog=example("diembao reindex --home ban-thong-tin"),
)
@home_option
@json_option
def reindex(home: Path | None, as_json: bool) -> None:
    """Build the index anew."""
    with open_parts(home) as parts:
        with parts.archive.reading() as connection:
            total = articles.count(connection)
        with progress(total, _("Indexing")) as step:
            indexed = indexing.rebuild(parts, step)
    if as_json:
        print_json({"indexed": indexed})
    else:
        click.echo(_("{number} articles indexed.").format(number=number(indexed)))


@click.command(epilog=example("diembao dashboard --port 8600"))
@home_option
@click.option("--port", type=click.IntRange(1, 65_535), help=_("Port instead of the one in the settings."))
def dashboard(home: Path | None, port: int | None) -> None:
    """Serve the dashboard."""
    from diembao.dashboard.serving import serve

    found = open_home(home)
    serve(found, port or found.settings.dashboard.port)


@click.command(
    epilog=example("diembao compact --dry-run"),
)
@click.option("--dry-run", is_flag=True, help=_("Only show what would go."))
@home_option
@json_option
def compact(dry_run: bool, home: Path | None, as_json: bool) -> None:
    """Let go of what is not kept."""
    found = open_home(home)
    with open_archive(found) as archive:
        files = len(compaction.files(archive))
        with progress(files, _("Rewriting raw files")) as step:
            report = compaction.compact(archive, found.settings.archive, dry_run=dry_run, on_progress=step)
    if as_json:
        print_json(asdict(report))
        return
    gone = report.expired
    lines = {
        _("Former texts past their time"): number(gone.versions),
        _("Raw pages past their time"): number(gone.raw_pages),
        _("Visits past their time"): number(gone.visits),
        _("Signatures past their time"): number(gone.signatures),
        _("Raw pages that nothing points to"): number(report.forgotten),
        _("Raw files rewritten"): number(report.rewritten),
        _("Raw files deleted"): number(report.deleted),
        _("Won"): _("{raw} MB of raw pages, {archive} MB of the archive").format(
            raw=_megabytes(report.raw_bytes_won), archive=_megabytes(report.database_bytes_won)
        ),
    }
    for name, value in lines.items():
        click.echo(f"{name}: {value}")
    for name in report.busy:
        click.echo(_("{file} is being written by another process, and was left alone.").format(file=name), err=True)
    for name in report.damaged:
        click.echo(
            _("{file} holds a page that cannot be read, and was left alone. Restore it from a backup.").format(
                file=name
            ),
            err=True,
        )
    if dry_run:
        click.echo(_("Nothing was written."))


def compact_job(home: Home) -> Job:
    """What a desk at work does once a day, if its settings let go of anything or something was withheld."""

    def is_due() -> bool:
        with open_archive(home) as archive:
            return compaction.is_due(archive, Home(home.path).settings.archive)  # as they are now

    return Job("compact", command(home, "compact"), is_due)


def _megabytes(size: int) -> str:
    return number(round(size / 1_000_000, 1))


COMMANDS = (status, reindex, dashboard, compact)
