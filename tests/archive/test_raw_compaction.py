"""Rewriting raw files: what no row points to goes, and nothing else, wherever the process is killed."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from diembao.archive import Archive, open_archive
from diembao.archive.raw import compaction
from diembao.archive.schema import raw_pages
from diembao.core.clock import now
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from tests.archive.conftest import Record, after, page
from tests.archive.test_raw import FIRST, get, put, records

SECOND = "2026-11-22-01.warc.gz"
BODIES = [f"<p>Trang số {number}</p>" * 20 for number in range(6)]


def keep(archive: Archive, home: Home) -> list[str]:
    """Six pages in one file, which is given back; the second, the fourth and the last are forgotten."""
    digests = [put(archive, page(body)) for body in BODIES]
    archive.raw.close()
    with archive.writing() as connection:
        compaction.forget(connection, [digests[1], digests[3], digests[5]])
    return [digests[0], digests[2], digests[4]]


def check(file: Path) -> None:
    """As `warcio check` does: every record is whole, and its digests are right."""
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            assert record.rec_headers.protocol == "WARC/1.1"
            assert record.rec_headers.get_header("WARC-Payload-Digest")
            record.content_stream().read()
            assert record.digest_checker.passed


def files(home: Home) -> list[str]:
    return sorted(file.name for file in home.raw_folder.iterdir())


def test_what_is_forgotten_goes_and_the_rest_reads_as_before(archive: Archive, home: Home) -> None:
    kept = keep(archive, home)
    before = (home.raw_folder / FIRST).stat().st_size
    assert list(compaction.waste(archive)) == [FIRST]
    done = compaction.compact(archive, FIRST)
    assert files(home) == [SECOND]
    assert (done.before, done.after) == (before, (home.raw_folder / SECOND).stat().st_size)
    assert [get(archive, digest).body.decode() for digest in kept] == BODIES[::2]
    assert records(home.raw_folder / SECOND) == [body.encode() for body in BODIES[::2]]
    check(home.raw_folder / SECOND)
    assert compaction.waste(archive) == {}


def test_a_file_of_nothing_is_deleted(archive: Archive, home: Home) -> None:
    digest = put(archive, page("a"))
    archive.raw.close()
    with archive.writing() as connection:
        compaction.forget(connection, [digest])
    assert compaction.compact(archive, FIRST).after == 0
    assert files(home) == []


def test_a_torn_tail_is_cut_in_place(archive: Archive, home: Home) -> None:
    digest = put(archive, page("a"))
    archive.raw.close()
    with (home.raw_folder / FIRST).open("ab") as stream:
        stream.write(b"\x1f\x8b half a record")
    assert compaction.compact(archive, FIRST).after == (home.raw_folder / FIRST).stat().st_size
    assert files(home) == [FIRST] and get(archive, digest).body == b"a"
    check(home.raw_folder / FIRST)


def test_a_file_that_somebody_writes_is_left_alone(archive: Archive, home: Home) -> None:
    kept = keep(archive, home)
    with open_archive(home) as writer:
        other = put(writer, page("anderswo"))
        done = compaction.compact(archive, FIRST)
        assert done.busy and done.after == done.before
        assert put(writer, page("thêm")) != other
    assert not compaction.compact(archive, FIRST).busy
    assert [get(archive, digest).body.decode() for digest in (*kept, other)] == [*BODIES[::2], "anderswo"]


def test_a_writer_that_waits_for_a_file_does_not_write_into_the_deleted_one(archive: Archive, home: Home) -> None:
    """Opened before the deletion, locked after it: the name is looked at again."""
    keep(archive, home)
    with open_archive(home) as later:
        compaction.compact(archive, FIRST)
        digest = put(later, page("sau"))
        assert get(archive, digest).body == b"sau"
        assert files(home)[0] == FIRST  # its name is free again
    check(home.raw_folder / FIRST)


def test_a_damaged_page_keeps_its_file_and_is_named(archive: Archive, home: Home) -> None:
    kept = keep(archive, home)
    file = home.raw_folder / FIRST
    good = file.read_bytes()
    file.write_bytes(good[:40] + bytes([good[40] ^ 0x55]) + good[41:])
    done = compaction.compact(archive, FIRST)
    assert done.damaged == kept[0] and done.after == done.before
    assert files(home) == [FIRST]
    file.write_bytes(good)
    assert get(archive, kept[1]).body.decode() == BODIES[2]


def test_a_reader_of_an_older_view_finds_a_moved_page(archive: Archive, home: Home) -> None:
    kept = keep(archive, home)
    with archive.reading() as connection:
        connection.execute(sa.select(raw_pages)).all()  # its view begins here
        with open_archive(home) as other:
            compaction.compact(other, FIRST)
        with pytest.raises(ArchiveError, match="cannot be read"):
            archive.raw.get(connection, kept[0])
    assert archive.page(kept[0]).body.decode() == BODIES[0]


def test_only_pages_that_nothing_has_met_lately_are_forgotten(archive: Archive, record: Record) -> None:
    digests = [put(archive, page(body)) for body in BODIES]
    record("a", "https://bao-mau.example/1", raw_digest=digests[0])
    with archive.writing() as connection:
        assert compaction.forget_unreferenced(connection, now() - timedelta(days=2)) == 0
        connection.execute(raw_pages.update().values(met_at=after(-100)))
    put(archive, page(BODIES[1]))  # met again: whoever met it may be about to point to it
    with archive.writing() as connection:
        before = compaction.count_unreferenced(connection, now() - timedelta(days=2))
        assert before[0] == 4 and before[1] > 0
        assert compaction.forget_unreferenced(connection, now() - timedelta(days=2)) == 4
        kept = set(connection.scalars(sa.select(raw_pages.c.digest)))
    assert kept == {digests[0], digests[1]}


def test_half_a_record_of_a_full_disk_is_cut_before_the_next(
    archive: Archive, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, page("a"))
    with monkeypatch.context() as patch:
        patch.setattr("diembao.archive.raw.store.to_record", lambda page: b"\x1f\x8b" * 50)
        patch.setattr("os.fsync", _full)
        with pytest.raises(ArchiveError, match="cannot be kept"):
            put(archive, page("b"))
    put(archive, page("c"))
    assert records(home.raw_folder / FIRST) == [b"a", b"c"]


def _full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


#: Dies at the given step: everything that changes a file, a name or the database is one.
KILLED = """
import io, os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from diembao.archive import open_archive
from diembao.archive.raw import compaction, files
from diembao.core.home import Home

left = int(sys.argv[2])

def step(name, real):
    def stepped(*args, **kwargs):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*args, **kwargs)
    return stepped

with open_archive(Home(Path(sys.argv[1]))) as archive:
    compaction._copy = step("copy", compaction._copy)
    os.fsync = step("sync", os.fsync)
    Path.unlink = step("unlink", Path.unlink)
    sa.event.listen(archive._database.writer, "commit", step("commit", lambda connection: None))
    sa.event.listen(archive._database.writer, "begin", step("begin", lambda connection: None))
    compaction.compact(archive, sys.argv[3])
"""


def test_killed_at_any_step_every_page_is_whole_and_the_next_time_ends_it(archive: Archive, home: Home) -> None:
    kept = keep(archive, home)
    steps = 0
    for steps in range(100):
        for name in compaction.waste(archive):
            command = [sys.executable, "-c", KILLED, str(home.path), str(steps), name]
            if subprocess.run(command, check=False).returncode != 0:
                break
        else:
            break
        assert [get(archive, digest).body.decode() for digest in kept] == BODIES[::2]
        for file in files(home):
            if any(digest in kept for digest in _digests(archive, file)):
                assert set(records(home.raw_folder / file)) >= {body.encode() for body in BODIES[::2]}
    assert steps >= 6
    for name in compaction.waste(archive):
        compaction.compact(archive, name)
    assert len(files(home)) == 1
    assert records(home.raw_folder / files(home)[0]) == [body.encode() for body in BODIES[::2]]
    assert [get(archive, digest).body.decode() for digest in kept] == BODIES[::2]


def _digests(archive: Archive, file: str) -> list[str]:
    with archive.reading() as connection:
        return list(connection.scalars(sa.select(raw_pages.c.digest).where(raw_pages.c.file == file)))
