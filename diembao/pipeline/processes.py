"""Running our own commands in another process: Twisted's reactor starts once a process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from diembao.core.errors import DiembaoError
from diembao.core.home import Home
from diembao.core.i18n import _


def command(home: Home, *arguments: str) -> list[str]:
    """The command line that runs a ``diembao`` command on a home."""
    name, *rest = arguments
    return [sys.executable, "-m", "diembao", name, "--home", str(home.path), *rest]


def run_json(home: Home, *arguments: str, timeout: float | None = None) -> Any:
    """Run a command with ``--json`` and give what it prints.

    :param timeout: seconds after which it is ended.
    :raises DiembaoError: it failed without printing a document; the message is what it said on stderr.
    """
    try:
        done = subprocess.run(
            command(home, *arguments, "--json"), capture_output=True, text=True, check=False, timeout=timeout
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise DiembaoError(
            _("The command took longer than {seconds} seconds and was ended.").format(seconds=timeout),
            _("The site may be slow: try again later."),
        ) from error
    except ValueError as error:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise DiembaoError(
            "\n".join(line.partition(": ")[2] or line for line in said[-2:]) or _("The command failed.")
        ) from error
