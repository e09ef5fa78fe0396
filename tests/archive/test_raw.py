import resource
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from diembao.archive import Archive, open_archive
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from diembao.core.models import Page
from tests.archive.conftest import NOON, after, page

FIRST = "2026-11-22-00.warc.gz"


def put(archive: Archive, page: Page) -> str:
    with archive.writing() as connection:
        return archive.raw.put(connection, page)


def get(archive: Archive, digest: str) -> Page:
    with archive.reading() as connection:
        return archive.raw.get(connection, digest)


def files(home: Home) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in sorted(home.raw_folder.iterdir())}


def records(file: Path) -> list[bytes]:
    """Bodies in a file, as any other WARC program reads it."""
    with file.open("rb") as stream:
        return [record.content_stream().read() for record in ArchiveIterator(stream)]


def test_a_page_comes_back_as_it_was(archive: Archive) -> None:
    kept = page("<p>Hà Nội</p>" * 100, Content_Type="text/html; charset=utf-8", Last_Modified="x")
    assert get(archive, put(archive, kept)) == kept


def test_a_page_is_kept_as_it_reads_not_as_it_travelled(archive: Archive) -> None:
    digest = put(archive, page("a", Content_Encoding="gzip", Transfer_Encoding="chunked", Content_Length="9", X_A="1"))
    assert get(archive, digest).headers == (("X-A", "1"),)


def test_headers_that_warc_cannot_take_do_not_stop_a_page(archive: Archive) -> None:
    odd = page("a", Content_Type="text/html")
    odd = Page(
        url=odd.url,
        requested_url=odd.url,
        status=200,
        headers=(*odd.headers, ("X-Tên", "a"), ("X-File", "bài.html"), ("X-Empty", "")),
        body=odd.body,
        fetched_at=NOON,
    )
    headers = dict(get(archive, put(archive, odd)).headers)
    assert headers["Content-Type"] == "text/html"
    assert "X-Tên" not in headers


@pytest.mark.parametrize("body", ["", "\x00\x01", "WARC/1.0\r\n\r\n", "x" * 300_000])
def test_any_body_comes_back(archive: Archive, body: str) -> None:
    assert get(archive, put(archive, page(body))).body == body.encode()


def test_equal_pages_are_kept_once(archive: Archive, home: Home) -> None:
    first = put(archive, page("a"))
    size = files(home)
    assert put(archive, page("a", url="https://bao-mau.example/khac", at=after(5))) == first
    assert files(home) == size
    assert put(archive, page("b")) != first
    assert records(home.raw_folder / FIRST) == [b"a", b"b"]


def test_each_day_has_its_file(archive: Archive, home: Home) -> None:
    digests = [put(archive, page(str(hours), at=after(hours))) for hours in (0, 18.9, 19, 0.5)]
    assert list(files(home)) == [FIRST, "2026-11-23-00.warc.gz"]
    assert records(home.raw_folder / FIRST) == [b"0", b"18.9", b"0.5"]
    assert [get(archive, digest).body for digest in digests] == [b"0", b"18.9", b"19", b"0.5"]


def test_a_page_of_a_step_that_failed_is_not_known(archive: Archive) -> None:
    digests = []
    with pytest.raises(RuntimeError), archive.writing() as connection:
        digests.append(archive.raw.put(connection, page("a")))
        raise RuntimeError
    with pytest.raises(ArchiveError, match="has no raw page"):
        get(archive, digests[0])
    put(archive, page("b"))
    assert get(archive, put(archive, page("a"))).body == b"a"


CRASH = """
import os, sys
from pathlib import Path
from diembao.archive import open_archive
from diembao.core.home import Home
from tests.archive.conftest import page
archive = open_archive(Home(Path(sys.argv[1])))
with archive.writing() as connection:
    archive.raw.put(connection, page("kept"))
with archive.writing() as connection:
    archive.raw.put(connection, page("torn" * 1000))
    os._exit(9)
"""


def test_the_torn_tail_of_a_crash_is_cut_by_the_next_writer(home: Home) -> None:
    assert subprocess.run([sys.executable, "-c", CRASH, str(home.path)], check=False).returncode == 9
    file = home.raw_folder / FIRST
    assert len(records(file)) == 2
    with file.open("ab") as stream:
        stream.write(b"\x1f\x8b half a record")
    with open_archive(home) as archive:
        kept = put(archive, page("kept"))  # known: nothing is written, so nothing is cut
        torn_size = file.stat().st_size
        next_one = put(archive, page("next"))
        assert file.stat().st_size < torn_size
        assert records(file) == [b"kept", b"next"]
        assert [get(archive, digest).body for digest in (kept, next_one)] == [b"kept", b"next"]


def test_two_writers_have_two_files_and_read_each_others_pages(archive: Archive, home: Home) -> None:
    first = put(archive, page("a"))
    with open_archive(home) as other:
        second = put(other, page("b"))
        assert list(files(home)) == [FIRST, "2026-11-22-01.warc.gz"]
        assert get(other, first).body == b"a"
        assert get(archive, second).body == b"b"
    archive.raw.close()
    with open_archive(home) as third:
        put(third, page("c"))
    assert records(home.raw_folder / FIRST) == [b"a", b"c"]


def test_a_damaged_file_is_named_whatever_is_wrong_with_it(archive: Archive, home: Home) -> None:
    digest = put(archive, page("Hà Nội " * 200))
    archive.raw.close()
    file = home.raw_folder / FIRST
    good = file.read_bytes()
    for at in range(10, len(good), 7):
        for bad in (good[:at], good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :]):
            file.write_bytes(bad)
            with pytest.raises(ArchiveError, match=rf"{digest[:12]}.*{FIRST} is damaged"):
                get(archive, digest)
    file.write_bytes(b"\0" * len(good))
    with pytest.raises(ArchiveError, match="is damaged"):
        get(archive, digest)
    file.write_bytes(good)
    assert get(archive, digest).body.decode().startswith("Hà Nội")


def test_a_lost_file_is_named(archive: Archive, home: Home) -> None:
    digest = put(archive, page("a"))
    (home.raw_folder / FIRST).unlink()
    with pytest.raises(ArchiveError, match=rf"cannot be read from .*{FIRST}: No such file") as caught:
        get(archive, digest)
    assert caught.value.hint == "Restore that file from a backup."


def test_a_folder_that_cannot_be_made_is_named(archive: Archive, home: Home) -> None:
    home.raw_folder.write_text("in the way")
    with pytest.raises(ArchiveError, match=r"cannot be kept in .*raw: File exists"):
        put(archive, page("a"))


def test_a_full_disk_loses_nothing_that_was_kept(archive: Archive, home: Home) -> None:
    kept = put(archive, page("a"))
    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(1_500_000))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(ArchiveError, match="cannot be kept"):
            put(archive, page(noise))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    later = put(archive, page("b"))
    assert [get(archive, digest).body for digest in (kept, later)] == [b"a", b"b"]
