"""``python -m benchmarks.importing FILE``: what an import costs, next to the plainest way of keeping searchable text.

The peer reads the same lines and inserts title and text into one SQLite FTS5 table: no identity, versions, topics,
places, second index or crash safety. The ratio says what all of that costs.
"""

from __future__ import annotations

import gzip
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from diembao.pipeline.founding import found_home

_MEGABYTE = 1_000_000


def measure(file: Path, home: Path) -> None:
    """Import into a new home and report."""
    found_home(home)
    started = time.perf_counter()
    command = [sys.executable, "-m", "diembao", "import", str(file), "--home", str(home), "--no-verify", "--json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    peer = _peer(file, home)
    print(f"import: {report['read']} lines, {report['collected']} taken over, {report['failed']} failed")
    print(f"  {seconds:.1f} s, {report['read'] / seconds:.0f} articles/s, peak memory {peak:.0f} MB")
    print(f"  archive {_size(home, 'archive.sqlite3*'):.0f} MB, index {_size(home / 'index', '**/*'):.0f} MB on disk")
    print(f"  plain FTS5 table: {peer:.1f} s; ratio {seconds / peer:.1f}")


def _peer(file: Path, folder: Path) -> float:
    started = time.perf_counter()
    database = sqlite3.connect(folder / "peer.sqlite3")
    database.execute("CREATE VIRTUAL TABLE articles USING fts5(title, text)")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        database.executemany("INSERT INTO articles VALUES (:title, :text)", rows)
    database.commit()
    database.close()
    (folder / "peer.sqlite3").unlink()
    return time.perf_counter() - started


def _size(folder: Path, pattern: str) -> float:
    return sum(file.stat().st_size for file in folder.glob(pattern) if file.is_file()) / _MEGABYTE


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        measure(Path(sys.argv[1]), Path(scratch) / "home")
