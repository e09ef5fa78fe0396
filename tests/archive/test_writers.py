"""One writer at a time: the next one waits, and whoever is killed leaves nothing behind."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from diembao.archive import Archive, databases, marks, open_archive
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from tests.archive.conftest import NOON, after

HOLDER = """
import sys
from pathlib import Path
from diembao.archive import marks, open_archive
from diembao.core.home import Home
from tests.archive.conftest import NOON

with open_archive(Home(Path(sys.argv[1]))) as archive, archive.writing() as connection:
    marks.put(connection, "overview", NOON)
    print("writing", flush=True)
    sys.stdin.readline()
"""


class Holder:
    """Another process that is in the middle of writing."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == b"writing\n"

    def finish(self) -> None:
        self.process.communicate(b"\n")
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_the_next_writer_waits_and_sees_what_the_first_has_written(archive: Archive, home: Home) -> None:
    holder = Holder(home.path)
    seen = []

    def write() -> None:
        with archive.writing() as connection:
            seen.append(marks.get(connection, "overview"))
            marks.put(connection, "overview", after(1))

    waiting = threading.Thread(target=write)
    waiting.start()
    with archive.reading() as connection:
        assert marks.get(connection, "overview") is None
    assert seen == []
    holder.finish()
    waiting.join()
    assert seen == [NOON]
    with archive.reading() as connection:
        assert marks.get(connection, "overview") == after(1)


def test_a_writer_that_was_killed_leaves_neither_its_work_nor_its_lock(archive: Archive, home: Home) -> None:
    Holder(home.path).kill()
    with archive.writing() as connection:
        assert marks.get(connection, "overview") is None
        marks.put(connection, "overview", after(1))


def test_who_waits_too_long_is_told_that_somebody_else_writes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "PATIENCE_SECONDS", 1)
    with open_archive(home) as archive:
        holder = Holder(home.path)
        expected = r"Somebody else has been writing in the archive \S+ for 1 seconds"
        with pytest.raises(ArchiveError, match=expected), archive.writing():
            pass
        holder.finish()
        with archive.writing() as connection:
            assert marks.get(connection, "overview") == NOON
