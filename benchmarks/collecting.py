"""``python -m benchmarks.collecting FOLDER [PAGES]``: fetch + extract + archive, next to trafilatura with metadata.

Saved pages (``*.html.gz`` of a folder; those that its ``reference.jsonl`` names, and so articles, where it has one) are
served on loopback under as many distinct addresses as wanted; the text of each differs, so that none is kept as an
equal of another. Both sides are two processes on disjoint halves.

Ours is what ``collect`` does up to the archive: a polite crawl without pause, the raw page synced to a WARC file
before its row, extraction, one transaction an article; a second time with annotation (language, topics, places). The
peer asks for the same addresses, one after the other over one connection, extracts with metadata and inserts the result
into SQLite, one transaction a page: no raw page, no annotation.

Two figures each, and a ratio of both: pages a second by the clock, which say how long a desk waits, and milliseconds
of processor time a page, which other work on the machine changes little. Start-up (imports, catalogue, profiles,
models) is a figure of its own: a desk starts once and collects for days. ``--profile FILE`` keeps what cProfile says of
one of our processes.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import itertools
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from diembao.core.models import Annotation, Content

_PROCESSES = 2
#: Our sides, by the name of their home: without reading the text for topics and places, as the peer, and with it.
_OURS = ("ours", "annotated")
_PAGES = 2000
_SITEMAP = "/sitemap.xml"
#: A class by its path, as Scrapy's settings give it.
_CLASS = re.compile(r"(?:scrapy|diembao)(?:\.\w+)+\.[A-Z]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the processes of one side took, in seconds."""

    elapsed: float
    """From the first one's first request to the last one's end."""
    processor: float
    """Of all of them, without start-up."""
    startup: float
    """Processor time of one of them until it was ready."""

    def line(self, name: str, pages: int) -> str:
        """For the screen."""
        return (
            f"  {name} {self.elapsed:.1f} s, {pages / self.elapsed:.0f} pages/s, "
            f"{1000 * self.processor / pages:.1f} ms of processor a page; start-up {self.startup:.2f} s a process"
        )


def measure(folder: Path, pages: int = _PAGES, profile: str = "") -> dict[str, float]:
    """Measure both and print; returns how many times as fast ours is, by the clock and by processor time."""
    with tempfile.TemporaryDirectory() as scratch, _served(folder, pages) as port:
        ours = _together("ours", Path(scratch), port, profile)
        read = _together("annotated", Path(scratch), port)
        kept = _count(Path(scratch) / "ours" / "archive.sqlite3", "SELECT count(*) FROM visits WHERE raw_digest <> ''")
        articles = _count(Path(scratch) / "ours" / "archive.sqlite3", "SELECT count(*) FROM articles")
        peer = _together("peer", Path(scratch), port)
        taken = _count(Path(scratch) / "peer.sqlite3", "SELECT count(*) FROM articles")
    if kept != pages:
        raise RuntimeError(f"only {kept} of {pages} pages were collected")
    ratios = {"by_clock": peer.elapsed / ours.elapsed, "by_processor": peer.processor / ours.processor}
    print(f"collecting: {pages} pages, {_PROCESSES} processes each; {articles} articles, and {taken} of trafilatura")
    print(ours.line("ours", pages))
    print(read.line("ours, annotated too", pages))
    print(peer.line("trafilatura with metadata", pages))
    print("  ratio " + ", ".join(f"{value:.2f} {name.replace('_', ' ')}" for name, value in ratios.items()))
    return ratios


def _together(side: str, folder: Path, port: int, profile: str = "") -> Cost:
    if side in _OURS:
        _found(folder / side, port)
    command = [sys.executable, "-m", "benchmarks.collecting", "--worker", side, str(folder), str(port)]
    with ExitStack() as running:
        processes = [
            running.enter_context(
                subprocess.Popen(
                    [*command, str(number), *(["--profile", profile] if profile and not number else [])],
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for number in range(_PROCESSES)
        ]
        answers = [process.communicate()[0] for process in processes]
    if any(process.returncode for process in processes):
        raise RuntimeError(f"a process of {side} failed")
    told = [json.loads(answer) for answer in answers]
    return Cost(
        elapsed=max(each["end"] for each in told) - min(each["start"] for each in told),
        processor=sum(each["processor"] for each in told),
        startup=sum(each["startup"] for each in told) / _PROCESSES,
    )


@contextmanager
def _timed() -> Iterator[None]:
    """Tell, as JSON, what the work inside took; the clock that is read is one for all processes."""
    startup, start = time.process_time(), time.clock_gettime(time.CLOCK_MONOTONIC)
    yield
    end, used = time.clock_gettime(time.CLOCK_MONOTONIC), time.process_time() - startup
    print(json.dumps({"startup": startup, "start": start, "end": end, "processor": used}))


def _count(file: Path, query: str) -> int:
    with sqlite3.connect(file) as database:
        return int(database.execute(query).fetchone()[0])


def _host(number: int) -> str:
    return f"paper-{number}.localhost"


def _found(home: Path, port: int) -> None:
    from diembao.pipeline.founding import found_home

    entries = [
        f'[[source]]\nid = "paper-{number}"\nname = "Paper {number}"\npublisher = "Nobody"\nkind = "local"\n'
        f'domains = ["{_host(number)}"]\nlocal = true\nsitemaps = ["http://{_host(number)}:{port}{_SITEMAP}"]\n'
        for number in range(_PROCESSES)
    ]
    found_home(home, catalogue="\n".join(entries))


def _ours(folder: Path, number: int, *, annotated: bool) -> None:
    """Collect one source; what follows in a pass, verification and indexing, has benchmarks of its own."""
    from diembao.archive import visits
    from diembao.core.home import Home
    from diembao.crawlers.crawl import crawl, scrapy_settings
    from diembao.pipeline.intake import Intake
    from diembao.pipeline.parts import Parts

    with Parts(Home(folder / ("annotated" if annotated else "ours"))) as parts:
        with parts.archive.writing() as connection:
            run = visits.begin(connection, "collect", datetime.now(UTC))
        polite = parts.home.settings.crawl.model_copy(update={"delay_seconds": 0.0})
        source, intake = parts.sources[number], Intake(parts, run)
        if not annotated:
            parts.__dict__["annotator"] = _Unread()
        parts.profiles, parts.annotator  # noqa: B018 - read when they are first used
        _load_classes(scrapy_settings(polite, [source], parts.home.path))
        with _timed():
            crawl([source], intake, polite)


def _load_classes(ours: dict[str, Any]) -> None:
    """Load what Scrapy would load when a crawl begins: the classes that settings, ours and its own, name by path."""
    from scrapy.settings import Settings
    from scrapy.utils.misc import load_object

    for value in Settings(ours).values():
        named = [*value, *value.values()] if isinstance(value, Mapping) else [value]
        for each in named:
            if isinstance(each, str) and _CLASS.fullmatch(each):
                load_object(each)


class _Unread:
    """Stands where the annotator does, and finds nothing."""

    def annotate(self, _content: Content) -> Annotation:
        return Annotation(language="unknown")


def _peer(folder: Path, port: int, number: int) -> None:
    import urllib3
    from trafilatura import bare_extraction

    database = sqlite3.connect(folder / "peer.sqlite3", timeout=60)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE IF NOT EXISTS articles (url, title, author, date, text)")
    with _timed():
        pool = urllib3.PoolManager(headers={"Host": f"{_host(number)}:{port}"})
        at = f"http://127.0.0.1:{port}"
        listed = pool.request("GET", at + _SITEMAP).data.decode()
        for path in [part.partition("<")[0] for part in listed.split(f"<loc>http://{_host(number)}:{port}")[1:]]:
            page = pool.request("GET", at + path).data.decode("utf-8", "replace")
            found = bare_extraction(page, url=f"http://{_host(number)}:{port}{path}", with_metadata=True)
            if found is not None:
                values = (path, found.title, found.author, found.date, found.text)
                database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", values)
                database.commit()
    database.close()


@contextmanager
def _served(folder: Path, pages: int) -> Iterator[int]:
    """Serve the pages; gives the port. Each host lists every second address."""
    bodies = [gzip.decompress(file.read_bytes()) for file in _files(folder)]
    chosen = [body for _number, body in zip(range(pages), itertools.cycle(bodies), strict=False)]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(chosen))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _files(folder: Path) -> list[Path]:
    """Pages to serve. Front and section pages, on which no article is to be found, would favour who says so early."""
    reference = folder / "reference.jsonl"
    if reference.is_file():
        lines = reference.read_text(encoding="utf-8").splitlines()
        return [folder / json.loads(line)["file"] for line in lines]
    return sorted(folder.glob("*.html.gz"))


def _handler(bodies: Sequence[bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet for head and body

        def do_GET(self) -> None:
            host = self.headers["Host"]
            if self.path == _SITEMAP:
                half = int(host.partition(".")[0].rpartition("-")[2])
                urls = "".join(
                    f"<url><loc>http://{host}/tin-{number}-1000{number:05}.html</loc></url>"
                    for number in range(half, len(bodies), _PROCESSES)
                )
                self._answer(200, "application/xml", f"<urlset>{urls}</urlset>".encode())
            elif self.path.startswith("/tin-"):
                number = int(self.path.split("-")[1])
                body = bodies[number].replace(b"</p>", f" (số {number})</p>".encode())
                self._answer(200, "text/html; charset=utf-8", body)
            else:
                self._answer(404, "text/plain", b"")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def main() -> None:
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int, nargs="?", default=_PAGES)
    parser.add_argument("number", type=int, nargs="?", default=0)
    parser.add_argument("--worker", choices=[*_OURS, "peer"])
    parser.add_argument("--profile", default="")
    given = parser.parse_args()
    if not given.worker:
        measure(given.folder, given.pages, given.profile)
        return
    profile = cProfile.Profile()
    if given.profile:
        profile.enable()
    if given.worker == "peer":
        _peer(given.folder, given.pages, given.number)
    else:
        _ours(given.folder, given.number, annotated=given.worker == "annotated")
    if given.profile:
        profile.disable()
        profile.dump_stats(given.profile)


if __name__ == "__main__":
    main()
