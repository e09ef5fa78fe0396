from datetime import datetime

from diembao.archive import Archive, rows
from diembao.archive.schema import doors
from tests.archive.conftest import NOON, after


def test_a_row_is_made_once_and_keeps_what_it_got_first(archive: Archive) -> None:
    def put(url: str, listed: int, at: datetime) -> None:
        values = {"channel": "feed", "checked_at": at, "listed": listed, "reason": "", "detail": ""}
        with archive.writing() as connection:
            rows.put(connection, doors, {"source_id": "bao-mau", "url": url}, values, first={"failing_since": at})

    put("https://bao-mau.example/a", 1, NOON)
    put("https://bao-mau.example/b", 2, NOON)
    put("https://bao-mau.example/a", 3, after(1))
    with archive.reading() as connection:
        found = connection.execute(doors.select().order_by(doors.c.url)).all()
    assert [(row.listed, row.checked_at, row.failing_since) for row in found] == [(3, after(1), NOON), (2, NOON, NOON)]
