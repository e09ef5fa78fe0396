"""Getting articles in: ``collect``, ``add``, ``import``, ``run``."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from diembao.cli.common import (
    DAY,
    Ticker,
    example,
    home_option,
    json_option,
    open_home,
    open_parts,
    print_json,
    progress,
)
from diembao.cli.mailing import digest_job
from diembao.cli.upkeep import compact_job
from diembao.core.clock import now
from diembao.core.errors import UsageError
from diembao.core.i18n import _, ngettext, number
from diembao.crawlers import reasons
from diembao.desk import health, words
from diembao.pipeline import collect as collecting
from diembao.pipeline import loop
from diembao.pipeline.collect import CollectReport
from diembao.pipeline.importing import ImportReport, import_file
from diembao.pipeline.parts import Parts
from diembao.pipeline.processes import command
from diembao.pipeline.replay import Difference, Span
from diembao.pipeline.replay import count as count_replayed
from diembao.pipeline.replay import replay as replay_pages

#: Characters of a field that are shown where it differs.
_SHOWN = 160


@click.command(
    epilog=example(
        "diembao collect --home ban-thong-tin --source tuoitre --once",
        "diembao collect --replay --source tuoitre --since 2026-11-01 --until 2026-11-07 --dry-run",
    ),
)
@home_option
@click.option("--source", "sources", multiple=True, metavar="ID", help=_("Only this source; may be repeated."))
@click.option("--once", is_flag=True, help=_("Look at each chosen source now, due or not."))
@click.option("--replay", is_flag=True, help=_("Fetch nothing: run archived pages through today's extraction."))
@click.option("--since", type=DAY, help=_("With --replay: first day of fetching."))
@click.option("--until", type=DAY, help=_("With --replay: last day of fetching, included."))
@click.option("--dry-run", is_flag=True, help=_("With --replay: only show what would change."))
@json_option
def collect(
    home: Path | None,
    sources: tuple[str, ...],
    once: bool,
    replay: bool,
    since: datetime | None,
    until: datetime | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Fetch what is due, or replay."""
    if not replay and (since or until or dry_run):
        raise UsageError(
            _("--since, --until and --dry-run go with --replay."), _("What a paper publishes is fetched now, or never.")
        )
    if since and until and until < since:
        raise UsageError(_("--until lies before --since."), _("Swap the two days."))
    with open_parts(home) as parts:
        if replay:
            span = Span(sources=sources, since=since and since.date(), until=until and until.date())
            _replay(parts, span, dry_run=dry_run, as_json=as_json)
            return
        ticker = Ticker(_("Pages visited:"))
        report = collecting.collect(parts, sources, once=once, on_visit=ticker)
        ticker.done()
        health.current(parts.archive, parts.sources, now())  # so that it is known since when a source does as it does
        if as_json:
            print_json(report.counts())
        else:
            _show(report)


@click.command(epilog=example("diembao add URL"))
@click.argument("url")
@home_option
@json_option
@click.pass_context
def add(ctx: click.Context, url: str, home: Path | None, as_json: bool) -> None:
    """Fetch one page."""
    with open_parts(home) as parts:
        report, visit = collecting.add(parts, url)
    if as_json:
        print_json(
            {
                **report.counts(),
                "outcome": visit.outcome,
                "article": visit.article_id,
                "reason": visit.reason,
                "explanation": reasons.explain(visit.reason, visit.detail) if visit.reason else "",
            }
        )
    elif visit.article_id:
        click.echo(f"{visit.article_id}: {words.outcome(visit.outcome)}")
    else:
        click.echo(f"{url}: {words.outcome(visit.outcome)}: {reasons.explain(visit.reason, visit.detail)}", err=True)
    if not visit.article_id:
        ctx.exit(1)


@click.command(
    "import",
    epilog=example("diembao import bai-cu.jsonl.gz --home ban-thong-tin"),
)
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@click.option(
    "--verify/--no-verify",
    default=True,
    help=_("Group and verify the articles at once (a large file takes long), or leave that to the next pass."),
)
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path, home: Path | None, verify: bool, as_json: bool) -> None:
    """Take over a file."""
    with open_parts(home) as parts:
        size = file.stat().st_size if file.is_file() else None
        ticker = Ticker(_("Articles verified:"))
        with ExitStack() as bar:

            def on_verified(count: int) -> None:
                bar.close()
                ticker.add(count)

            report = import_file(
                parts, file, bar.enter_context(progress(size, _("Importing"))), on_verified, verify=verify
            )
        ticker.done()
    if as_json:
        print_json(asdict(report))
    else:
        _show_import(report)
    if report.read and not report.collected:
        ctx.exit(1)


@click.command(
    epilog=example("diembao run --home ban-thong-tin"),
)
@home_option
@click.option("--dashboard/--no-dashboard", default=True, help=_("Serve the dashboard too."))
def run(home: Path | None, dashboard: bool) -> None:
    """Run the desk."""
    found = open_home(home)
    loop.run(found, [command(found, "dashboard")] if dashboard else [], [digest_job(found), compact_job(found)])


def _replay(parts: Parts, span: Span, *, dry_run: bool, as_json: bool) -> None:
    differences: list[Difference] = []
    with progress(count_replayed(parts, span), _("Reading again")) as step:
        report = replay_pages(
            parts,
            span,
            dry_run=dry_run,
            on_progress=step,
            on_difference=differences.append if dry_run else None,
        )
    if as_json:
        print_json(asdict(report) | ({"differences": [asdict(each) for each in differences]} if dry_run else {}))
        return
    for each in differences:
        click.echo(_("{id}, version {number}: {url}").format(id=each.article_id, number=each.number, url=each.url))
        for name, before in each.before.items():
            click.echo(f"  {name}\n  - {_shortly(before)}\n  + {_shortly(each.after[name])}")
    click.echo(
        _("Replayed {replayed}: {changed} changed, {unchanged} unchanged, {unusable} unusable.").format(
            **asdict(report)
        )
    )
    if not report.replayed:
        click.echo(_("The archive keeps no page of these sources and days."))
    if report.fields:
        counts = ", ".join(f"{name} {number(times)}" for name, times in report.fields.most_common())
        click.echo(_("Changed fields: {counts}.").format(counts=counts))
    if dry_run:
        click.echo(_("Nothing was written."))


def _shortly(value: object) -> str:
    """A value of a field, in one line of the screen."""
    plain = str(value).replace("\n", " ")
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _show(report: CollectReport) -> None:
    click.echo(
        ngettext(
            "{sources} source: {fetched} pages fetched = {collected} collected + {failed} failed.",
            "{sources} sources: {fetched} pages fetched = {collected} collected + {failed} failed.",
            report.sources,
        ).format(**report.counts())
    )
    click.echo(
        _(
            "Collected: {new} new + {changed} changed + {unchanged} unchanged + {quarantined} in quarantine; "
            "removed at the source: {removed}; skipped by rule: {skipped}."
        ).format(**report.counts())
    )
    if report.doors_failed:
        click.echo(
            ngettext(
                "{number} feed or page could not be read: see `diembao sources health`.",
                "{number} feeds or pages could not be read: see `diembao sources health`.",
                report.doors_failed,
            ).format(number=number(report.doors_failed))
        )
    if report.doors_paused:
        click.echo(
            ngettext(
                "{number} feed or page was left alone, because its site turned requests away; "
                "`diembao sources health` says until when.",
                "{number} feeds or pages were left alone, because their sites turned requests away; "
                "`diembao sources health` says until when.",
                report.doors_paused,
            ).format(number=number(report.doors_paused))
        )
    if report.doors_busy:
        click.echo(
            ngettext(
                "{number} feed or page was left to another pass, which is at its site.",
                "{number} feeds or pages were left to another pass, which is at their sites.",
                report.doors_busy,
            ).format(number=number(report.doors_busy))
        )
    _show_after(report)


def _show_after(report: CollectReport | ImportReport) -> None:
    if report.stories is None or report.flags is None:
        click.echo(_("These articles are verified by another process, or by the next pass."))
    else:
        click.echo(
            _("The desk now holds {stories} stories and {flags} flags.").format(
                stories=number(report.stories), flags=number(report.flags)
            )
        )
    if report.indexed is None:
        click.echo(_("Another process is indexing and takes these articles too."))


def _show_import(report: ImportReport) -> None:
    click.echo(
        _("{read} lines read = {collected} taken over + {failed} failed.").format(
            read=number(report.read), collected=number(report.collected), failed=number(report.failed)
        )
    )
    click.echo(
        _(
            "Taken over: {new} new + {changed} changed + {unchanged} unchanged; {briefs} briefs, {undated} undated."
        ).format(
            new=number(report.new),
            changed=number(report.changed),
            unchanged=number(report.unchanged),
            briefs=number(report.briefs),
            undated=number(report.undated),
        )
    )
    _show_after(report)
    for problem in report.problems:
        click.echo(_("Line {line}: {reason}.").format(line=problem.line, reason=problem.reason), err=True)
    if report.failed > len(report.problems):
        click.echo(_("… and {number} more.").format(number=report.failed - len(report.problems)), err=True)
    if report.ignored_keys:
        most = sorted(report.ignored_keys.items(), key=lambda item: -item[1])[:8]
        keys = ", ".join(f"{key} ({number(count)})" for key, count in most)
        click.echo(_("Keys that mean nothing here were left out: {keys}.").format(keys=keys), err=True)


COMMANDS = (collect, add, import_, run)
