"""The ``diembao`` command with all its subcommands."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from diembao import __version__
from diembao.cli.click_words import translate_click
from diembao.cli.common import Group
from diembao.core.i18n import _

#: Command -> module of this room that defines it. A call loads the module of its own command only: libraries of
#: collecting, reading and verifying would cost every command a second and more.
COMMANDS: Mapping[str, str] = {
    "add": "collecting",
    "agencies": "people",
    "audit": "people",
    "cases": "casework",
    "check": "checking",
    "collect": "collecting",
    "compact": "upkeep",
    "dashboard": "upkeep",
    "demo": "homes",
    "digest": "mailing",
    "evaluate": "evaluating",
    "explain": "flagging",
    "export": "searching",
    "factchecks": "factchecks",
    "flags": "flagging",
    "import": "collecting",
    "init": "homes",
    "reindex": "upkeep",
    "report": "reports",
    "review": "reviewing",
    "run": "collecting",
    "search": "searching",
    "sendings": "mailing",
    "show": "searching",
    "sources": "sources",
    "status": "upkeep",
    "subscribers": "mailing",
    "users": "people",
    "withhold": "withholding",
}

translate_click()


class Program(Group):
    """The command line, which loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"diembao.cli.{COMMANDS[cmd_name]}")
        found: click.Command = next(command for command in module.COMMANDS if command.name == cmd_name)
        return found


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=_("Điểm Báo: press monitoring and fact-checking desk for Vietnamese news."),
)
@click.version_option(__version__, prog_name="diembao")
def diembao() -> None:
    """Gather the subcommands."""
