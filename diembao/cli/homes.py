"""Making homes: ``init`` and ``demo``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from diembao.cli.common import example, home_option, json_option, print_json
from diembao.core import i18n
from diembao.core.errors import HomeError
from diembao.core.home import HOME_VARIABLE
from diembao.core.i18n import _
from diembao.core.settings import SearchEngine
from diembao.nlp import load_places
from diembao.pipeline.founding import found_home


@click.command(
    epilog=example('diembao init --home ban-thong-tin --province "Đồng Tháp"'),
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=HOME_VARIABLE,
    metavar="DIR",
    help=_("Folder to make (or set DIEMBAO_HOME)."),
)
@click.option("--province", default="", help=_("The desk's own province or city."))
@click.option("--name", default="", help=_("Name of the desk, shown on its pages."))
@click.option("--language", type=click.Choice(i18n.LANGUAGES), help=_("Language of the interface."))
@json_option
def init(home: Path | None, province: str, name: str, language: str | None, as_json: bool) -> None:
    """Make a home."""
    if home is None:
        raise HomeError(_("No home is named."), _("Add --home DIR, or set {variable}.").format(variable=HOME_VARIABLE))
    load_places(province, None)  # a misspelt province is named before anything is written
    made = found_home(home, province=province, name=name, language=language or "")
    if as_json:
        print_json({"home": made.path, "province": province})
        return
    click.echo(_("{path} is ready.").format(path=made.path))
    click.echo(_("Settings: {file}").format(file=made.settings_file))
    click.echo(_("Next: diembao collect --home {path}").format(path=made.path))


@click.command(
    epilog=example("diembao demo", "diembao demo --once --json"),
)
@home_option
@click.option("--once", is_flag=True, help=_("Stop after collecting and print the sums."))
@click.option(
    "--engine",
    type=click.Choice(get_args(SearchEngine)),
    help=_("Search engine of the demo's home; elasticsearch is looked for where [index] url says."),
)
@json_option
def demo(home: Path | None, once: bool, engine: SearchEngine | None, as_json: bool) -> None:
    """Run the demo."""
    from diembao.demo.show import DEFAULT_HOME, Show

    with Show(home or DEFAULT_HOME, engine=engine, talk=not as_json) as show:
        report = show.collect()
        if as_json:
            print_json(report)
        else:
            for key in (name for name, value in report.items() if isinstance(value, int)):
                click.echo(f"{key:>12} {report[key]}")
        if not once:
            show.dashboard()


COMMANDS = (init, demo)
