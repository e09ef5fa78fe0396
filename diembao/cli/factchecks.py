"""The base of fact-checks: ``factchecks``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from diembao.archive import fact_checks as base
from diembao.archive import open_archive
from diembao.cli import imports
from diembao.cli.common import (
    Group,
    example,
    home_option,
    json_option,
    open_home,
    print_json,
    table,
)
from diembao.cli.people import by_option
from diembao.core.home import Home
from diembao.core.i18n import _, day
from diembao.crawlers.catalogue import load_sources
from diembao.desk import words
from diembao.desk.factchecks import base as fact_checks
from diembao.desk.factchecks import mining
from diembao.desk.factchecks.base import Format

_days_option = click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=mining.DAYS,
    show_default=True,
    help=_("How many days back reports are looked through."),
)


@click.group(cls=Group)
def factchecks() -> None:
    """Gather the commands on fact-checks."""


@factchecks.command(
    "import",
    help=_(
        "Take over reviews of claims: ClaimReview as JSON-LD, within a web page or a feed, or CSV whose first line "
        "names the columns claim, rating, publisher, label, url, summary, reviewed_on, in English or Vietnamese. The "
        "file may be gzipped; - is standard input. Importing it again changes nothing."
    ),
    epilog=example("diembao factchecks import claim-review.json", "diembao factchecks import bang.csv --json"),
)
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def import_(file: Path, home: Path | None, as_json: bool) -> None:
    """Take over a file."""
    with open_archive(open_home(home)) as archive:
        done = fact_checks.import_file(archive, file)
    imports.show(done, fact_checks.explain, as_json=as_json)


@factchecks.command(
    "export",
    help=_("Write the whole base to a file that can be imported again."),
    epilog=example("diembao factchecks export --format csv --output kiem-chung.csv"),
)
@click.option(
    "--format",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help=_("File format; json is ClaimReview as JSON-LD."),
)
@click.option("--output", type=click.File("w", encoding="utf-8"), default="-", help=_("File to write; - is stdout."))
@home_option
def export(format: Format, output: Any, home: Path | None) -> None:
    """Write the base to a file."""
    with open_archive(open_home(home)) as archive:
        output.write(fact_checks.export(archive, format))


@factchecks.command("list", help=_("List the base."), epilog=example("diembao factchecks list --json"))
@home_option
@json_option
def list_fact_checks(home: Path | None, as_json: bool) -> None:
    """List fact-checks."""
    with open_archive(open_home(home)) as archive, archive.reading() as connection:
        found = base.every(connection)
    if as_json:
        print_json([asdict(item) for item in found])
        return
    table(
        ((day(item.reviewed_on) if item.reviewed_on else "–", words.rated(item), item.claim) for item in found),
        (_("date"), _("rating"), _("claim")),
    )


@factchecks.command(
    "mined",
    help=_(
        "List claims that reports of the last days deny and the base does not have. Nothing enters the base by itself: "
        "`factchecks take` takes one over in a person's name."
    ),
    epilog=example("diembao factchecks mined", "diembao factchecks mined --days 30 --json"),
)
@_days_option
@home_option
@json_option
def list_mined(days: int, home: Path | None, as_json: bool) -> None:
    """List denied claims."""
    desk = open_home(home)
    with open_archive(desk) as archive:
        found = mining.mined(archive, _names(desk), days=days)
    if as_json:
        print_json([asdict(item) for item in found])
        return
    table(
        ((item.key, day(item.day) if item.day else "–", item.publisher, item.claim) for item in found),
        (_("key"), _("date"), _("denied by"), _("claim")),
    )


@factchecks.command(
    "take",
    help=_("Take a denied claim over into the base, in a person's name. It is rated as its publisher says."),
    epilog=example('diembao factchecks take 3f2a91c07b5d --by "Lê Thu"'),
)
@click.argument("key")
@click.option("--claim", default="", help=_("The claim in better words; empty: as it was found."))
@_days_option
@by_option
@home_option
@json_option
def take(key: str, claim: str, days: int, by: str, home: Path | None, as_json: bool) -> None:
    """Take one over."""
    desk = open_home(home)
    with open_archive(desk) as archive:
        taken = mining.take(archive, key, _names(desk), who=by, claim=claim, days=days)
    if as_json:
        print_json(asdict(taken))
    else:
        click.echo(f"{words.rated(taken)}: {taken.claim}")


def _names(desk: Home) -> dict[str, str]:
    return {source.id: source.name for source in load_sources(desk.sources_file)}


COMMANDS = (factchecks,)
