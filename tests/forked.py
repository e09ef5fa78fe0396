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
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
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
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stdout, stderr = Path(folder, "stdout"), Path(folder, "stderr")
        pipe = stack.enter_context(_filled(stdin)) if stdin else None
        place = (dict(environment), str(Path.cwd()), pipe, str(stdout), str(stderr))
        process = CONTEXT.Process(target=_run, args=(tuple(arguments), *place))
        process.start()
        if pipe:
            pipe.close()  # whoever writes learns when the command reads no more
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return subprocess.CompletedProcess(arguments, code, stdout.read_bytes(), stderr.read_bytes())


@contextmanager
def _filled(content: bytes) -> Iterator[Connection]:
    """The end of a pipe that content can be read from; whoever reads it may stop early.

    It has no name: one with a name could not be opened a second time (``/dev/stdin``) once all was written.
    """
    reader, writer = CONTEXT.Pipe(duplex=False)

    def write() -> None:
        with suppress(BrokenPipeError), open(writer.fileno(), "wb", closefd=False) as file:
            file.write(content)
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield reader
    finally:
        reader.close()
        thread.join()


def _run(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    folder: str,
    stdin: Connection | None,
    stdout: str,
    stderr: str,
) -> None:
    """Become the process that a shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    if stdin:
        os.dup2(stdin.fileno(), 0)
        stdin.close()
    else:
        _open(os.devnull, 0, os.O_RDONLY)
    _open(stdout, 1, os.O_WRONLY | os.O_CREAT)
    _open(stderr, 2, os.O_WRONLY | os.O_CREAT)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["diembao", *arguments]
    from diembao.cli import main

    main()


def _open(path: str, descriptor: int, flags: int) -> None:
    opened = os.open(path, flags, 0o600)
    os.dup2(opened, descriptor)
    os.close(opened)
