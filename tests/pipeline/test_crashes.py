"""Killed in the middle, or turned away by a lock: nothing is lost, and nothing is there twice."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

from diembao.archive import articles, outbox
from diembao.core.errors import SearchIndexBusy
from diembao.core.home import Home
from diembao.core.models import Article
from diembao.index import IndexWriter, parse
from diembao.pipeline import indexing
from diembao.pipeline.founding import found_home
from diembao.pipeline.importing import ImportReport, import_file
from diembao.pipeline.parts import Parts
from tests.conftest import SOURCES
from tests.pipeline.conftest import WriteLines, all_articles, indexed, line, waiting

LINES = 2000
CRASH = """
import os, sys
from pathlib import Path
from diembao.archive import outbox
from diembao.core.home import Home
from diembao.pipeline import importing
from diembao.pipeline.parts import Parts

outbox.remove = lambda connection, seqs: os._exit(9)
with Parts(Home(Path(sys.argv[1]))) as parts:
    importing.import_file(parts, Path(sys.argv[2]))
"""
HOLD = """
import sys
from pathlib import Path
from diembao.index.embedded import open_index

with open_index(Path(sys.argv[1]), writable=True, memory_megabytes=15):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def child(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Python; killed at the end, if it still runs."""
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for something that a process does."""
    while not condition():
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            pytest.fail(f"the process ended with {process.returncode}")


def count(parts: Parts) -> int:
    with parts.archive.reading() as connection:
        return articles.count(connection)


def state(found: list[Article]) -> set[tuple[str, str, int]]:
    """What must be the same after a crash: everything but ids and times."""
    return {(article.url, article.content.digest, article.version) for article in found}


def assert_whole(parts: Parts, urls: int) -> None:
    """Archive and index hold each article once, and nothing waits."""
    found = all_articles(parts)
    assert len(found) == len({article.url for article in found}) == urls
    assert waiting(parts) == 0
    assert indexed(parts) == urls
    hits = parts.index.search(parse("gạo"), limit=urls + 10).hits
    assert {hit.id for hit in hits} == {article.id for article in found}


@pytest.fixture
def file(write_lines: WriteLines) -> Path:
    """A few thousand lines; every thirteenth address comes a second time, with another text."""
    entries = [line(number) for number in range(LINES)]
    again = [line(number, text=f"Giá gạo đã sửa: {number}.") for number in range(0, LINES, 13)]
    return write_lines(*entries, *again)


def test_an_import_that_was_killed_is_completed_by_the_next(
    home: Home, parts: Parts, file: Path, tmp_path: Path
) -> None:
    killed_after, whole_batches = 1300, 1000
    with child("-m", "diembao", "import", "-", "--home", home.path) as importing:
        stdin, _stdout = pipes(importing)
        stdin.write(b"".join(file.read_bytes().splitlines(keepends=True)[:killed_after]))
        stdin.flush()
        until(lambda: count(parts) == whole_batches, importing)
    assert importing.returncode == -9
    assert count(parts) == waiting(parts) == whole_batches
    report = import_file(parts, file)
    assert (report.new, report.unchanged, report.changed) == (LINES - whole_batches, whole_batches, -(-LINES // 13))
    assert_whole(parts, LINES)
    with Parts(found_home(tmp_path / "unkilled", catalogue=SOURCES)) as unkilled:
        import_file(unkilled, file)
        assert state(all_articles(unkilled)) == state(all_articles(parts))
        assert_whole(unkilled, LINES)


def test_a_crash_between_index_and_outbox_indexes_twice_and_changes_nothing(
    home: Home, parts: Parts, write_lines: WriteLines
) -> None:
    file = write_lines(*map(line, range(50)))
    with child("-c", CRASH, home.path, file) as importing:
        assert importing.wait() == 9
    assert waiting(parts) == indexed(parts) == 50
    assert indexing.drain(parts) == 50
    assert_whole(parts, 50)


def test_while_another_process_holds_the_index_articles_wait_for_it(
    home: Home, parts: Parts, write_lines: WriteLines
) -> None:
    with child("-c", HOLD, home.index_folder) as holder:
        stdin, stdout = pipes(holder)
        assert stdout.readline() == b"held\n"
        report = import_file(parts, write_lines(*map(line, range(50))))
        assert (report.new, report.indexed) == (50, None)
        assert (waiting(parts), indexed(parts)) == (50, 0)
        assert indexing.drain(parts) is None
        with pytest.raises(SearchIndexBusy):
            indexing.rebuild(parts)
        assert waiting(parts) == 50
        stdin.write(b"\n")
        stdin.flush()
        assert holder.wait() == 0
    assert indexing.drain(parts) == 50
    assert_whole(parts, 50)
    assert indexing.drain(parts) == 0


def test_what_comes_in_during_a_rebuild_is_indexed_at_its_end(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*map(line, range(20))))
    late: list[ImportReport] = []

    def import_more(_step: int) -> None:
        late.append(import_file(parts, write_lines(*map(line, range(15, 30)), line(3, text="Gạo sửa."))))

    assert indexing.rebuild(parts, import_more) >= 20
    assert (late[0].new, late[0].changed, late[0].indexed) == (10, 1, None)
    assert_whole(parts, 30)
    assert parts.index.count(parse('"gạo sửa"')) == 1


def test_what_comes_in_just_before_the_lock_is_given_back_is_indexed_too(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(parts, write_lines(*map(line, range(5))))
    with parts.archive.writing() as connection:
        outbox.add(connection, articles.ids(connection))
    late: list[ImportReport] = []
    drain_into = indexing.drain_into

    def drain_then_import(parts: Parts, writer: IndexWriter) -> int:
        done = drain_into(parts, writer)
        if not late:
            late.append(ImportReport())
            late.append(import_file(parts, write_lines(*map(line, range(3, 8)))))
        return done

    monkeypatch.setattr(indexing, "drain_into", drain_then_import)
    assert indexing.drain(parts) == 8
    assert (late[1].new, late[1].indexed) == (3, None)
    assert_whole(parts, 8)


def test_a_rebuilt_index_equals_one_that_grew(parts: Parts, write_lines: WriteLines) -> None:
    for start in (0, 10, 20):
        numbers = range(start, start + 15)
        texts = [f"Gạo, lúa và {'bão' if number % 2 else 'lũ'} ở Huế, {number + start}." for number in numbers]
        import_file(parts, write_lines(*(line(number, text=text) for number, text in zip(numbers, texts, strict=True))))

    def answers() -> list[object]:
        parts.index.refresh()
        queries = ("", "gạo", "bão", "-bão", '"lũ ở huế"', "lu", "source:bao-mau bão", "title:7")
        found = [parts.index.search(parse(query) if query else None, limit=99, order="newest") for query in queries]
        return [
            [(result.total, [hit.id for hit in result.hits]) for result in found],
            [parts.index.aggregate(field) for field in ("source", "topic", "place", "kind")],
        ]

    grown = answers()
    assert indexing.rebuild(parts) == 35
    assert answers() == grown
    assert_whole(parts, 35)


def test_an_entry_of_an_unknown_article_leaves_the_index_and_the_outbox(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(line(1)))
    with parts.archive.writing() as connection:
        outbox.add(connection, ["01UNKNOWN"])
    assert indexing.drain(parts) == 0
    assert_whole(parts, 1)


def test_more_articles_wait_than_one_step_takes(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_BATCH", 7)
    with indexing.open_for_writing(parts):
        assert import_file(parts, write_lines(*map(line, range(40)))).indexed is None
    assert indexing.drain(parts) == 40
    assert_whole(parts, 40)
