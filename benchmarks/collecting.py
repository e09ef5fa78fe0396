"""``python -m benchmarks.collecting FOLDER [PAGES]``: fetch + extract + archive, next to trafilatura with metadata.

Saved pages (``*.html.gz`` of a folder) are served on loopback under as many distinct addresses as wanted; the text of
each differs, so that none is kept as an equal of another. Both sides are two processes on disjoint halves.

Ours is what ``collect`` does up to the archive: a polite crawl without pause, the raw page synced to a WARC file before
its row, extraction, annotation (language, topics, places), one transaction an article. The peer asks for the same
addresses, extracts with metadata and inserts the result into SQLite: no raw page, no annotation, nothing
synced by page.
Start-up is in both times. ``--profile FILE`` keeps what cProfile says of one of our processes.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import itertools
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_PROCESSES = 2
_PAGES = 2000
_SITEMAP = "/sitemap.xml"


def measure(folder: Path, pages: int = _PAGES, profile: str = "") -> float:
    """Measure both and print; returns how many times as fast ours is."""
    with tempfile.TemporaryDirectory() as scratch, _served(folder, pages) as port:
        ours = _together("ours", Path(scratch), port, profile)
        kept = _count(Path(scratch) / "home" / "archive.sqlite3", "SELECT count(*) FROM visits WHERE raw_digest <> ''")
        articles = _count(Path(scratch) / "home" / "archive.sqlite3", "SELECT count(*) FROM articles")
        peer = _together("peer", Path(scratch), port)
        taken = _count(Path(scratch) / "peer.sqlite3", "SELECT count(*) FROM articles")
    if kept != pages:
        raise RuntimeError(f"only {kept} of {pages} pages were collected")
    print(f"collecting: {pages} pages, {_PROCESSES} processes each")
    print(f"  ours {ours:.1f} s, {pages / ours:.0f} pages/s, {articles} articles, the rest in quarantine")
    print(f"  trafilatura with metadata {peer:.1f} s, {pages / peer:.0f} pages/s, {taken} articles")
    print(f"  ratio {peer / ours:.2f}")
    return peer / ours


def _together(side: str, folder: Path, port: int, profile: str = "") -> float:
    if side == "ours":
        _found(folder / "home", port)
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.collecting", "--worker", side, str(folder), str(port)]
    running = [
        subprocess.Popen([*command, str(number), *(["--profile", profile] if profile and not number else [])])
        for number in range(_PROCESSES)
    ]
    if any(process.wait() for process in running):
        raise RuntimeError(f"a process of {side} failed")
    return time.perf_counter() - started


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


def _ours(folder: Path, _port: int, number: int) -> None:
    """Collect one source; what follows in a pass, verification and indexing, has benchmarks of its own."""
    from diembao.archive import visits
    from diembao.core.home import Home
    from diembao.crawlers.crawl import crawl
    from diembao.pipeline.intake import Intake
    from diembao.pipeline.parts import Parts

    with Parts(Home(folder / "home")) as parts:
        with parts.archive.writing() as connection:
            run = visits.begin(connection, "collect", datetime.now(UTC))
        polite = parts.home.settings.crawl.model_copy(update={"delay_seconds": 0.0})
        crawl([parts.sources[number]], Intake(parts, run), polite)


def _peer(folder: Path, port: int, number: int) -> None:
    import urllib3
    from trafilatura import bare_extraction

    database = sqlite3.connect(folder / "peer.sqlite3", timeout=60)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE IF NOT EXISTS articles (url, title, author, date, text)")
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
    bodies = [gzip.decompress(file.read_bytes()) for file in sorted(folder.glob("*.html.gz"))]
    chosen = [body for _number, body in zip(range(pages), itertools.cycle(bodies), strict=False)]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(chosen))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


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
    parser.add_argument("--worker", choices=["ours", "peer"])
    parser.add_argument("--profile", default="")
    given = parser.parse_args()
    if not given.worker:
        measure(given.folder, given.pages, given.profile)
        return
    profile = cProfile.Profile()
    if given.profile:
        profile.enable()
    (_ours if given.worker == "ours" else _peer)(given.folder, given.pages, given.number)
    if given.profile:
        profile.disable()
        profile.dump_stats(given.profile)


if __name__ == "__main__":
    main()
