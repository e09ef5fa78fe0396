"""The ``diembao`` command with all its subcommands."""

from __future__ import annotations

import click

from diembao import __version__
from diembao.cli import (
    casework,
    checking,
    collecting,
    evaluating,
    flagging,
    homes,
    mailing,
    people,
    reviewing,
    searching,
    sources,
    upkeep,
)
from diembao.cli.click_words import translate_click
from diembao.cli.common import Group
from diembao.core.i18n import _

translate_click()


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=_("Điểm Báo: press monitoring and fact-checking desk for Vietnamese news."),
)
@click.version_option(__version__, prog_name="diembao")
def diembao() -> None:
    """Gather the subcommands."""


for module in (
    casework,
    checking,
    collecting,
    evaluating,
    flagging,
    homes,
    mailing,
    people,
    reviewing,
    searching,
    sources,
    upkeep,
):
    for command in module.COMMANDS:
        diembao.add_command(command)
