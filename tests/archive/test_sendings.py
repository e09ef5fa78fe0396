"""Mails and subscribers as the archive keeps them, on every database."""

from datetime import time, timedelta

import pytest

from diembao.archive import Archive, schema, sendings, subscribers
from diembao.core.mailing import Sending, SendingKind, SendingState
from tests.archive.conftest import NOON, after


def claim(archive: Archive, key: str, message: bytes = b"mail", hours: float = 0) -> Sending:
    with archive.writing() as connection:
        return sendings.claim(
            connection,
            key=key,
            kind=SendingKind.DIGEST,
            recipient="vp@example.vn",
            subject="Điểm báo",
            message_id=f"<{key}@example.vn>",
            message=message,
            at=after(hours),
        )


def test_the_first_claim_of_a_key_is_kept(archive: Archive) -> None:
    first = claim(archive, "a", b"\r\n\x00 first")
    assert claim(archive, "a", b"second", hours=1) == first
    with archive.reading() as connection:
        assert sendings.message(connection, first.id) == b"\r\n\x00 first"
        assert sendings.by_key(connection, ["a", "b"]) == {"a": first}
        assert sendings.get(connection, first.id) == first
        assert sendings.get(connection, "none") is None


@pytest.mark.parametrize("state", SendingState)
def test_a_mail_moves_on_only_from_the_state_that_it_is_in(archive: Archive, state: SendingState) -> None:
    one = claim(archive, "a")
    with archive.writing() as connection:
        moved = sendings.move(
            connection, one.id, before=[state], state=SendingState.SENT, at=after(1), detail="250", attempted=True
        )
        found = sendings.get(connection, one.id)
    assert moved == (state is SendingState.CLAIMED)
    assert found
    assert (found.state, found.attempts, found.changed_at) == (
        (SendingState.SENT, 1, after(1)) if moved else (SendingState.CLAIMED, 0, NOON)
    )


def test_no_mail_is_cut_off_the_list(archive: Archive) -> None:
    with archive.writing() as connection:
        row = dict.fromkeys(("recipient", "subject", "message_id", "detail"), "x")
        row |= {"kind": SendingKind.DIGEST.value, "state": SendingState.HANDING_OVER.value, "message": b""}
        rows = [
            row | {"id": f"{n}", "key": f"{n}", "claimed_at": NOON, "changed_at": NOON, "attempts": 1}
            for n in range(1001)
        ]
        connection.execute(schema.sendings.insert(), rows)
    with archive.reading() as connection:
        assert len(sendings.listing(connection)) == len(rows)
        assert len(sendings.listing(connection, states=[SendingState.HANDING_OVER], until=after(1))) == len(rows)


def test_mails_are_listed_by_state_and_time(archive: Archive) -> None:
    made = [claim(archive, str(number), hours=number) for number in range(4)]
    with archive.writing() as connection:
        sendings.move(connection, made[1].id, before=[SendingState.CLAIMED], state=SendingState.SENT, at=after(9))
    with archive.reading() as connection:
        assert [one.key for one in sendings.listing(connection)] == ["3", "2", "1", "0"]
        assert [one.key for one in sendings.listing(connection, since=after(1), until=after(3))] == ["2", "1"]
        assert [one.key for one in sendings.listing(connection, states=[SendingState.SENT])] == ["1"]
        assert [one.key for one in sendings.waiting(connection)] == ["0", "2", "3"]


def test_who_left_the_list_is_not_on_it(archive: Archive) -> None:
    with archive.writing() as connection:
        added = [
            subscribers.add(
                connection,
                name=name,
                email=f"{hour}@example.vn",
                topics=("environment",),
                province_only=True,
                at_time=time(hour, 5),
                added_at=NOON,
            )
            for name, hour in (("Muộn", 17), ("Sớm", 6))
        ]
        assert subscribers.listing(connection) == added[::-1]
        assert subscribers.end(connection, added[0].id, NOON + timedelta(hours=1))
        assert not subscribers.end(connection, added[0].id, NOON)
        assert subscribers.listing(connection) == [added[1]]
