from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, audit
from diembao.archive.schema import audit as rows
from diembao.core.errors import ArchiveError


@pytest.fixture
def chain(archive: Archive) -> Archive:
    """An archive with four entries."""
    with archive.writing() as connection:
        for subject, reason in (("case-1", "Số liệu khác nhau"), ("case-2", ""), ("case-1", "Đã trả lời"), ("x", "")):
            data = {"ý": [1, None, "đ"]}
            audit.append(connection, actor="p1", action="tried", subject=subject, reason=reason, data=data)
    return archive


def tamper(archive: Archive, statement: str) -> None:
    """Go round the triggers, as somebody with the file in hand can."""
    with archive.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(sa.text("DROP TRIGGER audit_no_update"))
            connection.execute(sa.text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(sa.text("DROP TRIGGER audit_append_only ON audit"))
        connection.execute(sa.text(statement))


def test_an_empty_chain_holds(archive: Archive) -> None:
    with archive.reading() as connection:
        assert audit.verify(connection) == audit.Verified(0, None, "0" * 64, True)


def test_entries_come_back_as_they_were_written(chain: Archive) -> None:
    with chain.reading() as connection:
        found = audit.of(connection, "case-1")
        assert [(entry.seq, entry.reason) for entry in found] == [(1, "Số liệu khác nhau"), (3, "Đã trả lời")]
        assert found[0].data == {"ý": [1, None, "đ"]}
        assert [entry.seq for entry in audit.newest(connection, 2)] == [4, 3]
        assert audit.newest(connection, 9, actor="nobody") == []
        checked = audit.verify(connection)
        assert (checked.entries, checked.broken) == (4, None)


@pytest.mark.parametrize(
    "statement", [sa.update(rows).values(reason="khác"), sa.delete(rows)], ids=["update", "delete"]
)
def test_the_database_refuses_to_change_the_past(chain: Archive, statement: Any) -> None:
    with pytest.raises(ArchiveError, match="append-only"), chain.writing() as connection:
        connection.execute(statement)
    with chain.reading() as connection:
        assert audit.verify(connection).entries == 4


def test_the_database_refuses_to_replace_an_entry(chain: Archive) -> None:
    with chain.reading() as connection:
        last = audit.newest(connection, 1)[0]
        row = connection.execute(sa.select(rows).where(rows.c.seq == last.seq)).one()._asdict() | {"reason": "khác"}
        sqlite = connection.dialect.name == "sqlite"
    statement = rows.insert().prefix_with("OR REPLACE") if sqlite else rows.insert()
    with pytest.raises((ArchiveError, sa.exc.IntegrityError)), chain.writing() as connection:
        connection.execute(statement.values(row))
    with chain.reading() as connection:
        assert audit.newest(connection, 1)[0].reason == last.reason


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET reason = 'khác' WHERE seq = 2", 2),
        ("UPDATE audit SET actor = 'p2' WHERE seq = 3", 3),
        ("UPDATE audit SET data = '{}' WHERE seq = 1", 1),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("DELETE FROM audit WHERE seq = 1", 2),
    ],
)
def test_whoever_goes_round_the_database_breaks_the_chain(chain: Archive, statement: str, broken: int) -> None:
    tamper(chain, statement)
    with chain.reading() as connection:
        assert audit.verify(connection).broken == broken


def test_a_cut_tail_is_found_out_by_a_head_that_was_noted(chain: Archive) -> None:
    with chain.reading() as connection:
        head = audit.verify(connection).head
    tamper(chain, "DELETE FROM audit WHERE seq = 4")
    with chain.reading() as connection:
        assert audit.verify(connection).broken is None
        assert not audit.verify(connection, head).has_noted
