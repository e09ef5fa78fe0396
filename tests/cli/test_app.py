"""The table of commands says where each is defined, and names all of them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import diembao.cli
from diembao.cli.app import COMMANDS

#: Files of the room that define no command.
_OTHERS = {"__init__", "app", "click_words", "common"}


def test_every_command_of_every_file_is_in_the_table() -> None:
    files = {path.stem for path in Path(diembao.cli.__path__[0]).glob("*.py")} - _OTHERS
    defined = {
        command.name: name
        for name in files
        for command in getattr(import_module(f"diembao.cli.{name}"), "COMMANDS", ())
    }
    assert defined == COMMANDS


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("users", {"sklearn", "scipy", "streamlit", "scrapy", "trafilatura", "docx"}),
        ("cases", {"sklearn", "pandas", "streamlit", "scrapy", "trafilatura"}),
    ],
)
def test_a_small_command_does_not_load_what_it_does_not_need(command: str, unneeded: set[str]) -> None:
    code = (
        f"import sys; sys.argv = ['diembao', '{command}', '--help']\n"
        "from diembao.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({unneeded} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
