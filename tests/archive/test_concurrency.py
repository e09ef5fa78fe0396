"""Several processes write one archive at the same time."""

import json
import subprocess
import sys
from collections import Counter

from diembao.archive import Archive, articles, outbox, versions
from diembao.core.home import Home

WRITER = """
import json, sys
from pathlib import Path
from diembao.archive import open_archive, recording
from diembao.core.home import Home
from diembao.core.models import Channel
from tests.archive.conftest import content, page

name, first = sys.argv[2], int(sys.argv[3])
outcomes = []
with open_archive(Home(Path(sys.argv[1]))) as archive:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(first, first + 200):
        with archive.writing() as connection:
            digest = archive.raw.put(connection, page(f"{name} {number}"))
            recorded = recording.record(
                connection,
                content(f"Bài {number}"),
                source_id="bao-mau",
                keys={f"bao-mau.example/{number}": f"https://bao-mau.example/{number}"},
                channel=Channel.FEED,
                fetched_at=page("").fetched_at,
                raw_digest=digest,
            )
        outcomes.append(recorded.outcome)
print(json.dumps(outcomes))
"""


OPENER = """
import sys
from pathlib import Path
from diembao.archive import articles, open_archive
from diembao.core.home import Home

print("ready", flush=True)
sys.stdin.readline()
with open_archive(Home(Path(sys.argv[1]))) as archive, archive.writing() as connection:
    print(articles.count(connection))
"""


def run_at_once(code: str, home: Home, *arguments: tuple[str, ...]) -> list[str]:
    """What processes say that run the same code at the same moment, each with its own arguments."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(home.path), *each],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in arguments
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return said


def test_two_processes_record_overlapping_articles(archive: Archive, home: Home) -> None:
    said = run_at_once(WRITER, home, ("one", "0"), ("two", "100"))
    assert Counter(outcome for each in said for outcome in json.loads(each)) == {"new": 300, "unchanged": 100}
    with archive.reading() as connection:
        assert articles.count(connection) == 300
        assert versions.count(connection) == 300
        assert outbox.pending(connection) == 300
        assert len({article.url for article in articles.following(connection, "", 1_000)}) == 300
        for article in articles.following(connection, "", 1_000):
            digest = versions.raw_digest(connection, article)
            assert digest
            number = article.url.rpartition("/")[2]
            assert archive.raw.get(connection, digest).body.decode() in (f"one {number}", f"two {number}")


def test_processes_that_open_a_new_home_at_once_all_find_the_newest_schema(home: Home) -> None:
    assert run_at_once(OPENER, home, (), (), ()) == ["0\n"] * 3
