"""The table of commands says where each is defined, and names all of them."""

from __future__ import annotations

import os
import re
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
    assert defined == {name: entry.module for name, entry in COMMANDS.items()}


_HEAVY = {"sklearn", "scipy", "pandas", "streamlit", "scrapy", "trafilatura", "docx"}


def loaded(arguments: list[str], environment: dict[str, str]) -> tuple[list[str], set[str]]:
    """Lines that the program prints, and the modules that it has loaded at its end."""
    code = (
        f"import sys; sys.argv = ['diembao', *{arguments}]\n"
        "from diembao.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    *lines, modules = done.stdout.splitlines()
    return lines, set(modules.split())


@pytest.mark.parametrize(
    ("language", "purpose"), [("en", "Serve the dashboard on this machine."), ("vi", "Chạy bảng điều khiển")]
)
def test_the_list_of_commands_loads_none_of_them(language: str, purpose: str) -> None:
    lines, modules = loaded(["--help"], {"DIEMBAO_DESK__LANGUAGE": language})
    assert not modules & (_HEAVY | {f"diembao.cli.{entry.module}" for entry in COMMANDS.values()})
    listed = dict(line.strip().split(maxsplit=1) for line in lines if re.match(r"  [a-z]+ {2,}", line))
    assert list(listed) == sorted(COMMANDS)
    assert listed["dashboard"].startswith(purpose)


def test_a_shell_completes_commands_without_loading_them() -> None:
    lines, modules = loaded([], {"_DIEMBAO_COMPLETE": "bash_complete", "COMP_WORDS": "diembao se", "COMP_CWORD": "1"})
    assert lines == ["plain,search", "plain,sendings"]
    assert not modules & _HEAVY


def test_a_shell_completes_options_of_the_program_and_of_a_command() -> None:
    asked = {"_DIEMBAO_COMPLETE": "bash_complete"}
    lines, _modules = loaded([], asked | {"COMP_WORDS": "diembao --", "COMP_CWORD": "1"})
    assert sorted(lines) == ["plain,--help", "plain,--version"]
    lines, _modules = loaded([], asked | {"COMP_WORDS": "diembao users add --ro", "COMP_CWORD": "3"})
    assert lines == ["plain,--role"]


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("users", {"sklearn", "scipy", "streamlit", "scrapy", "trafilatura", "docx"}),
        ("cases", {"sklearn", "pandas", "streamlit", "scrapy", "trafilatura"}),
    ],
)
def test_a_small_command_does_not_load_what_it_does_not_need(command: str, unneeded: set[str]) -> None:
    _lines, modules = loaded([command, "--help"], {})
    assert not modules & unneeded
