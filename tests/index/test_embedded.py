"""The embedded engine's folder: one writer, readers beside it, rebuilds, crashes and damage."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import tantivy

from diembao.core.errors import SearchIndexBusy, SearchIndexError
from diembao.index import FACET_FIELDS, Filters, SearchIndex, fields, parse
from diembao.index.embedded import open_index, rebuild_index, schema
from tests.index.conftest import article

ROOT = Path(__file__).parents[2]
"""Where scripts run, so that they find these tests."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "index"


def everything(index: SearchIndex) -> set[str]:
    return {hit.id for hit in index.search(limit=10_000).hits}


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def fill(folder: Path, *ids: str) -> None:
    with open_index(folder, writable=True) as index:
        index.put(article(id, "tin") for id in ids)
        index.commit()


def test_no_index_yet_is_an_empty_index(folder):
    with open_index(folder) as index:
        assert index.count() == 0
        assert index.count(parse("tin")) == 0
        assert index.search(parse("tin"), facets=FACET_FIELDS, histogram="day").total == 0
        chosen = index.search(None, Filters(sources=("s",), home=True), facets=("source", "home", "topic")).facets
        assert {field: [(each.value, each.count) for each in counts] for field, counts in chosen.items()} == {
            "source": [("s", 0)],
            "home": [("true", 0)],
            "topic": [],
        }
        assert index.aggregate("source") == index.similar("tin") == ()
        index.refresh()
        assert not folder.exists()
        fill(folder, "a")
        assert index.count() == 0
        index.refresh()
        assert everything(index) == {"a"}


def test_an_empty_index_has_empty_facets(folder):
    with open_index(folder, writable=True) as index:
        result = index.search(parse("tin"), facets=FACET_FIELDS, histogram="day")
        assert (result.total, result.hits, result.histogram) == (0, (), ())
        assert set(result.facets.values()) == {()}


def test_a_reader_cannot_write(folder):
    fill(folder, "a")
    with open_index(folder) as index:
        for write in (lambda: index.put([article("b")]), lambda: index.delete(["a"]), index.commit):
            with pytest.raises(SearchIndexError, match="opened for reading"):
                write()
        with pytest.raises(SearchIndexError, match="opened for reading"), index.rebuild():
            pass


def test_readers_see_commits_when_they_refresh(folder):
    with open_index(folder, writable=True) as writer, open_index(folder) as reader:
        writer.put([article("a")])
        reader.refresh()
        assert everything(reader) == everything(writer) == set()
        writer.commit()
        assert everything(writer) == {"a"}
        assert everything(reader) == set()
        reader.refresh()
        assert everything(reader) == {"a"}


def test_what_is_not_committed_is_lost(folder):
    fill(folder, "a")
    with open_index(folder, writable=True) as index:
        index.put([article("b")])
        index.delete(["a"])
    with open_index(folder) as index:
        assert everything(index) == {"a"}


class TestLock:
    def test_one_writer_at_a_time(self, folder):
        with open_index(folder, writable=True):
            with pytest.raises(SearchIndexBusy) as caught:
                open_index(folder, writable=True)
            assert caught.value.hint
            with pytest.raises(SearchIndexBusy), rebuild_index(folder):
                pass
        fill(folder, "a")

    def test_another_process(self, folder):
        script = "import sys, pathlib; from diembao.index.embedded import open_index\n"
        script += "index = open_index(pathlib.Path(sys.argv[1]), writable=True); print('open', flush=True); input()"
        with subprocess.Popen(
            [sys.executable, "-c", script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as other:
            assert other.stdout.readline() == "open\n"
            with pytest.raises(SearchIndexBusy):
                open_index(folder, writable=True)
            with open_index(folder) as reader:
                assert reader.count() == 0
            other.communicate("\n")
        fill(folder, "a")

    def test_an_opening_that_fails_gives_the_lock_back(self, folder):
        fill(folder, "a")
        (folder / "CURRENT").write_text("nonsense")
        with pytest.raises(SearchIndexError):
            open_index(folder, writable=True)
        with rebuild_index(folder) as writer:
            writer.put([article("b")])
        fill(folder, "c")


class TestRebuild:
    def test_swaps_when_done_and_readers_notice(self, folder):
        fill(folder, "a", "b")
        with open_index(folder) as reader:
            with rebuild_index(folder) as writer:
                writer.put([article("c", "mới"), article("d"), article("d", "mới")])
                writer.commit()
                reader.refresh()
                assert everything(reader) == {"a", "b"}
            assert everything(reader) == {"a", "b"}
            assert reader.count(parse("tin")) == 2
            assert generations(folder) == ["000001", "000002"], "the reader still has the old one"
            reader.refresh()
            assert everything(reader) == {"c", "d"}
            assert reader.count(parse("mới")) == 2
        fill(folder, "e")
        assert generations(folder) == ["000002"]

    def test_by_the_writer_itself(self, folder):
        with open_index(folder, writable=True) as index, open_index(folder) as reader:
            index.put([article("a")])
            index.commit()
            with index.rebuild() as fresh:
                fresh.put([article("b")])
                assert everything(index) == {"a"}, "searches go on"
                for write in (lambda: index.put([article("c")]), lambda: index.delete(["a"]), index.commit):
                    with pytest.raises(SearchIndexBusy, match="being rebuilt"):
                        write()
                with pytest.raises(SearchIndexBusy), index.rebuild():
                    pass
            assert everything(index) == {"b"}
            index.put([article("c")])
            index.commit()
            assert everything(index) == {"b", "c"}
            reader.refresh()
            assert everything(reader) == {"b", "c"}
        fill(folder)
        assert generations(folder) == ["000002"]

    @pytest.mark.parametrize("own", [True, False])
    def test_that_fails_changes_nothing(self, folder, own):
        fill(folder, "a")
        if own:
            with open_index(folder, writable=True) as index:
                with pytest.raises(ZeroDivisionError), index.rebuild() as fresh:
                    fresh.put([article("b")])
                    fresh.commit()
                    raise ZeroDivisionError
                assert everything(index) == {"a"}
                index.put([article("c")])
                index.commit()
        else:
            with pytest.raises(ZeroDivisionError), rebuild_index(folder) as fresh:
                fresh.put([article("b")])
                raise ZeroDivisionError
            fill(folder, "c")
        assert generations(folder) == ["000001"]
        with open_index(folder) as index:
            assert everything(index) == {"a", "c"}

    def test_of_nothing(self, folder):
        fill(folder, "a")
        with rebuild_index(folder):
            pass
        with open_index(folder) as index:
            assert everything(index) == set()

    def test_cut_short_by_a_kill_leaves_the_old_index(self, folder):
        fill(folder, "a")
        script = """
            import os, signal, sys, pathlib
            from diembao.index.embedded import rebuild_index
            from tests.index.conftest import article
            with rebuild_index(pathlib.Path(sys.argv[1])) as writer:
                writer.put([article("b")])
                writer.commit()
                os.kill(os.getpid(), signal.SIGKILL)
        """
        code = "\n".join(line.removeprefix(" " * 12) for line in script.splitlines())
        assert subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, check=False).returncode == -signal.SIGKILL
        assert generations(folder) == ["000001", "000002"]
        with open_index(folder) as index:
            assert everything(index) == {"a"}
        fill(folder, "c")
        assert generations(folder) == ["000001"]

    def test_closing_in_the_middle_of_a_rebuild(self, folder):
        index = open_index(folder, writable=True)
        with index.rebuild() as fresh:
            fresh.put([article("a")])
            index.close()
        fill(folder, "b")
        with open_index(folder) as reader:
            assert everything(reader) == {"a", "b"}


WRITE_UNTIL_KILLED = """
import sys, pathlib
from diembao.index.embedded import open_index
from tests.index.conftest import article
index = open_index(pathlib.Path(sys.argv[1]), writable=True, memory_megabytes=15)
for batch in range(10_000):
    index.put(article(f"{batch}-{number}", "tin tức " * 50) for number in range(20))
    index.commit()
    print(batch, flush=True)
"""


def killed_while_writing(folder: Path, after: int) -> set[str]:
    """Ids that a process says are committed before it is killed in the middle of its work."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, folder], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        for line in process.stdout:
            if int(line) >= after:
                break
        process.send_signal(signal.SIGKILL)
        last = max([int(line) for line in process.stdout.read().split()], default=after)
    assert process.returncode == -signal.SIGKILL
    return {f"{batch}-{number}" for batch in range(last + 1) for number in range(20)}


@pytest.mark.parametrize("after", [0, 7, 20])
def test_a_killed_writer_loses_nothing_committed(folder, after):
    committed = killed_while_writing(folder, after)
    with open_index(folder) as reader:
        kept = everything(reader)
    assert kept >= committed
    assert len(kept - committed) in (0, 20), "a commit is there as a whole or not at all"
    fill(folder, "next")
    with open_index(folder) as reader:
        assert everything(reader) == kept | {"next"}


READ_WHILE_WRITTEN = """
import sys, pathlib
from diembao.index import FACET_FIELDS, parse
from diembao.index.embedded import open_index
index = open_index(pathlib.Path(sys.argv[1]))
last = -1
while last < 600:
    index.refresh()
    result = index.search(parse("tin"), facets=FACET_FIELDS, histogram="day", limit=1000)
    assert result.total == len(result.hits) == sum(bar.count for bar in result.histogram)
    assert result.total % 30 == 0, result.total
    assert result.total >= last, (last, result.total)
    last = result.total
print("saw all")
"""


def test_a_reader_in_another_process(folder):
    with subprocess.Popen(
        [sys.executable, "-c", READ_WHILE_WRITTEN, folder], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as reader:
        with open_index(folder, writable=True) as index:
            for batch in range(10):
                index.put(article(f"{batch}-{number}", "tin") for number in range(30))
                index.commit()
            with index.rebuild() as fresh:
                fresh.put(article(f"{batch}-{number}", "tin") for batch in range(15) for number in range(30))
            for batch in range(15, 20):
                index.put(article(f"{batch}-{number}", "tin") for number in range(30))
                index.commit()
        assert reader.communicate(timeout=60)[0] == "saw all\n"
    assert reader.returncode == 0


def test_many_threads(folder):
    failures: list[BaseException] = []
    done = threading.Event()

    def guarded(work):
        try:
            work()
        except BaseException as error:
            failures.append(error)

    with open_index(folder, writable=True) as index:

        def read() -> None:
            while not done.is_set():
                index.refresh()
                result = index.search(parse("tin"), facets=FACET_FIELDS, histogram="day", limit=1000)
                assert result.total == len(result.hits)

        def write(name: str) -> None:
            for number in range(25):
                index.put([article(f"{name}{number}", "tin")])
                index.commit()

        readers = [threading.Thread(target=guarded, args=(read,)) for _ in range(3)]
        writers = [threading.Thread(target=guarded, args=(lambda name=name: write(name),)) for name in "abc"]
        for thread in readers + writers:
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        for thread in readers:
            thread.join()
        assert failures == []
        assert everything(index) == {f"{name}{number}" for name in "abc" for number in range(25)}


FULL_DISK = """
import pathlib, resource, sys
from diembao.core.errors import SearchIndexError
from diembao.index.embedded import open_index
from tests.index.conftest import article
folder = pathlib.Path(sys.argv[1])
index = open_index(folder, writable=True, memory_megabytes=15)
_soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
for attempt in range(3):
    try:
        index.put(article(str(number), f"tin {number}", " ".join(map(str, range(500)))) for number in range(2000))
        index.commit()
    except SearchIndexError as error:
        print(error.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
try:
    index.commit()
except SearchIndexError as error:
    print(error.message)
print(index.count())
index.close()
"""


def test_after_a_failed_write_nothing_is_said_to_be_committed(folder):
    fill(folder, "a")
    english = {**os.environ, "DIEMBAO_DESK__LANGUAGE": "en"}
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, folder], cwd=ROOT, env=english, check=True, stdout=subprocess.PIPE
    )
    said = ran.stdout.decode().splitlines()
    assert ["could not be written" in line for line in said] == [True, False, False, False, False]
    assert ["failed before" in line for line in said] == [False, True, True, True, False]
    assert said[-1] == "1"
    fill(folder, "b")
    with open_index(folder) as index:
        assert everything(index) == {"a", "b"}


class TestDamage:
    @pytest.fixture(autouse=True)
    def filled(self, folder: Path) -> None:
        fill(folder, "a", "b")
        fill(folder, "b", "c")

    def refused(self, folder: Path, says: str) -> None:
        for writable in (False, True):
            with pytest.raises(SearchIndexError, match=says) as caught:
                open_index(folder, writable=writable)
            assert "`diembao reindex`" in caught.value.hint
            assert str(folder) in caught.value.message

    def test_index_of_another_version(self, folder, monkeypatch):
        with open_index(folder) as reader:
            monkeypatch.setattr(fields, "FORMAT", "2-otherforms")
            self.refused(folder, "made by another version")
            with rebuild_index(folder) as writer:
                writer.put([article("d")])
            reader.refresh()
            assert everything(reader) == {"d"}

    def test_pointer_to_nothing(self, folder):
        (folder / "CURRENT").write_text("000009\n")
        self.refused(folder, "generation 000009 is missing")

    @pytest.mark.parametrize("pointer", ["", "../../etc", "\0", "abc", "\xff"])
    def test_damaged_pointer(self, folder, pointer):
        (folder / "CURRENT").write_bytes(pointer.encode("latin-1"))
        self.refused(folder, "CURRENT names no generation")

    @pytest.mark.parametrize("content", ["", "{", "{}", "[]"])
    def test_damaged_list_of_segments(self, folder, content):
        (folder / "000001" / "meta.json").write_text(content)
        self.refused(folder, "cannot be used")

    def test_every_damaged_file_is_an_error_of_the_index_or_harmless(self, folder, tmp_path):
        """Whatever happens to a file: the right articles, or an error that says how to mend it."""
        query = parse('"tin" -x source:x OR tin')
        names = sorted(path.name for path in (folder / "000001").iterdir())
        assert len(names) > 10
        outcomes = set()
        for name in names:
            for harm in (_remove, _empty, _halve, _scramble):
                copy = tmp_path / f"{name}{harm.__name__}"
                shutil.copytree(folder, copy)
                harm(copy / "000001" / name)
                try:
                    with open_index(copy) as index:
                        result = index.search(query, facets=FACET_FIELDS, histogram="month")
                        assert result.total == 3
                        assert {hit.id for hit in result.hits} == {"a", "b", "c"}
                        index.similar("tin")
                        outcomes.add("harmless")
                except SearchIndexError as error:
                    assert "`diembao reindex`" in error.hint
                    outcomes.add("refused")
                with rebuild_index(copy) as writer:
                    writer.put([article("d")])
                with open_index(copy) as index:
                    assert everything(index) == {"d"}
        assert outcomes == {"harmless", "refused"}

    def test_flipped_bytes_end_no_process(self, folder, tmp_path):
        """Some make the engine panic, which is no :class:`Exception`; all that comes out is our error."""
        with open_index(folder, writable=True) as index:
            index.put(article(str(number), f"tin {number % 9}", "thu phí " * (number % 9)) for number in range(500))
            index.commit()
        names = [path.name for path in (folder / "000001").iterdir() if path.stat().st_size and path.suffix != ".json"]
        draw, refused = random.Random(5), 0
        for attempt in range(60):
            copy = tmp_path / str(attempt)
            shutil.copytree(folder, copy)
            path = copy / "000001" / draw.choice(names)
            content = bytearray(path.read_bytes())
            for _ in range(draw.choice([1, 3, 20])):
                content[draw.randrange(len(content))] = draw.randrange(256)
            path.write_bytes(content)
            try:
                with open_index(copy) as index:
                    index.search(parse('"thu phí" tin -x'), facets=FACET_FIELDS, histogram="day", limit=1000)
                    index.search(order="newest", limit=1000)
                    index.similar("thu phí tin 3")
            except SearchIndexError:
                refused += 1
        assert refused > 10

    @pytest.mark.parametrize(
        ("document", "harmed"),
        [
            ({fields.ID: "d", fields.DAY: -(2**63)}, {"histogram": "day"}),
            ({fields.ID: "d", fields.MONTH: 2**62}, {"histogram": "month"}),
            ({fields.NEWEST: 1}, {"order": "newest"}),
        ],
    )
    def test_values_that_no_article_has(self, folder, document, harmed):
        index = schema.opened(folder / "000001")
        writer = index.writer(15_000_000)
        writer.add_document(tantivy.Document.from_dict(document, index.schema))
        writer.commit()
        writer.wait_merging_threads()
        with open_index(folder) as opened, pytest.raises(SearchIndexError, match="cannot be used"):
            opened.search(**harmed)

    def test_pointer_that_is_a_folder(self, folder):
        (folder / "CURRENT").unlink()
        (folder / "CURRENT").mkdir()
        self.refused(folder, "Is a directory")

    def test_folder_that_is_a_file(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(SearchIndexError, match="could not be written"):
            open_index(tmp_path / "file", writable=True)
        with open_index(tmp_path / "file") as index:
            assert index.count() == 0


def _remove(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scramble(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(byte ^ 0x5A for byte in content))
