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
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

#: There is one such server in a process, and so one list of what it has imported: nothing that is translated when it
#: is loaded (``diembao.cli``), nothing that starts Twisted's reactor.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "tests.crawlers.passes",
        "sklearn.feature_extraction.text",
        "alembic.config",
        "click.shell_completion",
        "docx",
        "jinja2",
        "diembao.desk.casework.cases",
        "diembao.desk.digest.rounds",
        "diembao.desk.draft.checking",
        "diembao.desk.review.document",
        "diembao.desk.withholding",
        "diembao.pipeline.founding",
        "diembao.pipeline.importing",
        "diembao.pipeline.replay",
        "tests.warm",
    ]
)


def run(
    arguments: Sequence[str], environment: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run ``diembao``.

    :param stdin: what comes through a pipe, as in real life: it cannot be read twice. Empty: nothing is there to read.
    """
    with tempfile.TemporaryDirectory() as folder:
        stdout, stderr, pipe = Path(folder, "stdout"), Path(folder, "stderr"), Path(folder, "stdin")
        place = (dict(environment), str(Path.cwd()), str(pipe if stdin else os.devnull), str(stdout), str(stderr))
        process = CONTEXT.Process(target=_run, args=(tuple(arguments), *place))
        with _written(pipe, stdin) if stdin else nullcontext():
            process.start()
            process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return subprocess.CompletedProcess(arguments, code, stdout.read_bytes(), stderr.read_bytes())


@contextmanager
def _written(pipe: Path, content: bytes) -> Iterator[None]:
    """A named pipe that content is written to; whoever reads it may stop early."""

    def write() -> None:
        with suppress(BrokenPipeError):
            pipe.write_bytes(content)

    os.mkfifo(pipe)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))  # a reader that died before it opened the pipe
        writer.join()


def _run(
    arguments: tuple[str, ...], environment: dict[str, str], folder: str, stdin: str, stdout: str, stderr: str
) -> None:
    """Become the process that a shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    for descriptor, path, flags in (
        (0, stdin, os.O_RDONLY),
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
