"""The command line. One file a group of commands; each command is thin: it asks, shows, and sets the exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from diembao.core import i18n, settings
from diembao.core.errors import SettingsError
from diembao.core.home import HOME_VARIABLE, Home


def main() -> None:
    """Entry point of the ``diembao`` command."""
    i18n.use(_language(sys.argv[1:]))
    # Imported only now: help texts are translated when a command is defined.
    from diembao.cli.app import diembao

    diembao(prog_name="diembao")


def _language(arguments: list[str]) -> str:
    """The language of the home that the command line names; the command itself reports what is wrong with it."""
    named = os.environ.get(HOME_VARIABLE, "")
    for position, argument in enumerate(arguments):
        if argument == "--home" and position + 1 < len(arguments):
            named = arguments[position + 1]
        elif argument.startswith("--home="):
            named = argument.removeprefix("--home=")
    try:
        return settings.load(Home(Path(named)).settings_file).desk.language if named else i18n.language()
    except (SettingsError, OSError):
        return i18n.language()
