from datetime import datetime
from typing import Any

from diembao.archive import Archive, quarantine
from diembao.archive.quarantine import Quarantined
from tests.archive.conftest import NOON, after

STAGE = "extract"


def waiting(at: datetime = NOON, **more: Any) -> Quarantined:
    values = {"url": "https://bao-mau.example/1", "source_id": "bao-mau", "stage": STAGE, "reason": "no-text"}
    return Quarantined(**{**values, "detail": "", "raw_digest": "1" * 64, "since": at, "seen_at": at, **more})


def test_a_page_that_fails_again_waits_since_the_first_time(archive: Archive) -> None:
    with archive.writing() as connection:
        quarantine.put(connection, "key", waiting())
        quarantine.put(connection, "key", waiting(after(5), reason="no-title", raw_digest="2" * 64))
        assert quarantine.pages(connection) == [
            waiting(reason="no-title", raw_digest="2" * 64, since=NOON, seen_at=after(5))
        ]
        assert quarantine.seen_at(connection, ["key", "other"]) == {"key": after(5)}
        assert quarantine.count(connection) == 1


def test_a_released_page_waits_no_more(archive: Archive) -> None:
    with archive.writing() as connection:
        quarantine.put(connection, "key", waiting())
        quarantine.release(connection, ["other"], STAGE)
        quarantine.release(connection, ["key"], "verify")
        assert quarantine.count(connection) == 1
        quarantine.release(connection, ["key"], STAGE)
        assert quarantine.count(connection) == 0
        assert quarantine.seen_at(connection, ["key"]) == {}


def test_the_newest_pages_come_first(archive: Archive) -> None:
    with archive.writing() as connection:
        for hours in (2, 9, 5):
            quarantine.put(connection, str(hours), waiting(after(hours)))
        assert [page.seen_at for page in quarantine.pages(connection, limit=2)] == [after(9), after(5)]
