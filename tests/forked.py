"""``diembao`` in a process of its own, as people run it, but without loading the program's libraries each time.

A server process that has imported them is forked for each command. The command line itself is loaded by the command,
in the language of its home.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: There is one such server in a process, and so one list of what it has imported: nothing that is translated when it
#: is loaded (``diembao.cli``), nothing that starts Twisted's reactor.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.crawlers.passes", "sklearn.feature_extraction.text", "alembic.command", "docx", "diembao.pipeline.founding"]
)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run ``diembao`` with nothing on its standard input."""
    with tempfile.TemporaryDirectory() as folder:
        stdout, stderr = Path(folder, "stdout"), Path(folder, "stderr")
        place = (dict(environment), str(Path.cwd()), str(stdout), str(stderr))
        process = CONTEXT.Process(target=_run, args=(tuple(arguments), *place))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return subprocess.CompletedProcess(arguments, code, stdout.read_bytes(), stderr.read_bytes())


def _run(arguments: tuple[str, ...], environment: dict[str, str], folder: str, stdout: str, stderr: str) -> None:
    """Become the process that a shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, stdout, os.O_WRONLY | os.O_CREAT),
        (2, stderr, os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["diembao", *arguments]
    from diembao.cli import main

    main()
