"""The register of official figures: ``figures``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from diembao.archive import open_archive
from diembao.cli import imports
from diembao.cli.common import Group, example, home_option, json_option, open_home, print_json, table
from diembao.core.i18n import _
from diembao.desk.factchecks import register


@click.group(cls=Group)
def figures() -> None:
    """Gather the commands on official figures."""


@figures.command(
    "import",
    help=_(
        "Take over a table of official figures: CSV whose first line names the columns name, value (as written, such "
        "as 1,24 triệu tấn), unit, place, period, publisher, url, published_on, in English or Vietnamese. The file may "
        "be gzipped; - is standard input. Importing it again changes nothing; a changed value is kept anew."
    ),
    epilog=example("diembao figures import so-lieu.csv", "diembao figures import so-lieu.csv --json"),
)
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def import_(file: Path, home: Path | None, as_json: bool) -> None:
    """Take over a table."""
    with open_archive(open_home(home)) as archive:
        done = register.import_file(archive, file)
    imports.show(done, register.explain, as_json=as_json)


@figures.command(
    "list",
    help=_("List the register, or what of it holds the words given."),
    epilog=example("diembao figures list", 'diembao figures list "sản lượng lúa" --json'),
)
@click.argument("words", nargs=-1)
@home_option
@json_option
def list_figures(words: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """List figures."""
    with open_archive(open_home(home)) as archive:
        found = register.search(archive, " ".join(words))
    if as_json:
        print_json([asdict(item) for item in found])
        return
    table(
        ((item.name, item.written, item.place or "–", item.period or "–", item.publisher) for item in found),
        (_("figure"), _("value"), _("place"), _("period"), _("published by")),
    )


@figures.command(
    "export",
    help=_("Write the whole register to a table that can be imported again."),
    epilog=example("diembao figures export --output so-lieu.csv"),
)
@click.option("--output", type=click.File("w", encoding="utf-8"), default="-", help=_("File to write; - is stdout."))
@home_option
def export(output: Any, home: Path | None) -> None:
    """Write the register to a file."""
    with open_archive(open_home(home)) as archive:
        output.write(register.export(archive))


COMMANDS = (figures,)
