"""Reports for the leaders: ``report``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from diembao.cli.common import (
    DAY,
    Group,
    example,
    home_option,
    json_option,
    open_parts,
    print_json,
    to_json,
    write_as,
)
from diembao.core.clock import today
from diembao.core.i18n import _
from diembao.desk import report


@click.group("report", cls=Group)
def report_commands() -> None:
    """Gather the reports."""


@report_commands.command(
    help=_("Seven days: articles and stories by topic, place and day, and the desk's cases. Outlets are not counted."),
    epilog=example(
        "diembao report weekly --until 2026-11-22 --out bao-cao.docx", "diembao report weekly --query 'sạt lở'"
    ),
)
@click.option("--query", default="", help=_("Only articles that this search finds."))
@click.option("--until", type=DAY, help=_("Last day; today if left out."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_("A .docx, .html or .json file; without it the report is printed."),
)
@home_option
@json_option
def weekly(query: str, until: datetime | None, out: Path | None, home: Path | None, as_json: bool) -> None:
    """Make the week's report."""
    with open_parts(home) as parts:
        desk = parts.home.settings.desk
        made = report.weekly(
            parts.archive,
            parts.index,
            until=until.date() if until else today(),
            query=query,
            topics=parts.topics,
            source_names={source.id: source.name for source in parts.sources},
            desk=desk.name,
        )
    if out:
        write_as(
            out,
            {
                ".docx": lambda: report.document(made, desk),
                ".html": lambda: report.html(made, desk).encode(),
                ".json": lambda: to_json(asdict(made)).encode(),
            },
        )
    if as_json:
        print_json(asdict(made))
    elif not out:
        click.echo(report.text(made))


COMMANDS = (report_commands,)
