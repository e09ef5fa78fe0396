"""Mails that leave the desk: what they say, byte for byte, and how far each has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive.schema import AnyRow
from diembao.archive.schema import sendings as table
from diembao.core.mailing import Sending, SendingKind, SendingState


def claim(
    connection: Connection,
    *,
    key: str,
    kind: SendingKind,
    recipient: str,
    subject: str,
    message_id: str,
    message: bytes,
    at: datetime,
) -> Sending:
    """Keep a finished mail that is to be sent.

    If ``key`` was claimed before, that mail is given and this one dropped.
    """
    try:
        with connection.begin_nested():
            connection.execute(
                table.insert().values(
                    id=str(ULID()),
                    key=key,
                    kind=kind.value,
                    recipient=recipient,
                    subject=subject,
                    state=SendingState.CLAIMED.value,
                    message_id=message_id,
                    message=message,
                    claimed_at=at,
                    changed_at=at,
                    attempts=0,
                    detail="",
                )
            )
    except sa.exc.IntegrityError:  # somebody was first
        pass
    return _sending(connection.execute(_query().where(table.c.key == key)).one())


def move(
    connection: Connection,
    sending_id: str,
    *,
    before: Collection[SendingState],
    state: SendingState,
    at: datetime,
    detail: str = "",
    attempted: bool = False,
) -> bool:
    """Move a mail on, if it still stands in one of the states ``before``: of several processes one succeeds.

    :param attempted: count one more attempt.
    """
    moved = connection.execute(
        table.update()
        .where(table.c.id == sending_id, table.c.state.in_([one.value for one in before]))
        .values(state=state.value, changed_at=at, detail=detail, attempts=table.c.attempts + int(attempted))
    )
    return moved.rowcount == 1


def get(connection: Connection, sending_id: str) -> Sending | None:
    """One mail."""
    row = connection.execute(_query().where(table.c.id == sending_id)).one_or_none()
    return None if row is None else _sending(row)


def by_key(connection: Connection, keys: Collection[str]) -> dict[str, Sending]:
    """Those of these keys that were claimed."""
    rows = connection.execute(_query().where(table.c.key.in_(list(keys))))
    return {row.key: _sending(row) for row in rows}


def message(connection: Connection, sending_id: str) -> bytes:
    """A mail as it goes over the wire."""
    content: bytes = connection.execute(sa.select(table.c.message).where(table.c.id == sending_id)).scalar_one()
    return content


def waiting(connection: Connection) -> list[Sending]:
    """Mails that the server has not been given yet, oldest first."""
    query = _query().where(table.c.state == SendingState.CLAIMED.value)
    return [_sending(row) for row in connection.execute(query.order_by(table.c.claimed_at, table.c.id))]


def listing(
    connection: Connection,
    *,
    states: Collection[SendingState] = (),
    key_prefix: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Sending]:
    """Every such mail, without its text, newest first.

    :param states: only these; empty: all.
    :param key_prefix: only mails whose key begins so.
    :param since: claimed at this instant or later.
    :param until: claimed before this instant.
    """
    query = _query().order_by(table.c.claimed_at.desc(), table.c.id.desc())
    if states:
        query = query.where(table.c.state.in_([state.value for state in states]))
    if key_prefix:
        query = query.where(table.c.key.startswith(key_prefix, autoescape=True))
    if since is not None:
        query = query.where(table.c.claimed_at >= since)
    if until is not None:
        query = query.where(table.c.claimed_at < until)
    return [_sending(row) for row in connection.execute(query)]


def _query() -> sa.Select[tuple[AnyRow]]:
    return sa.select(*(column for column in table.c if column.name != "message"))


def _sending(row: AnyRow) -> Sending:
    return Sending(**row._asdict() | {"kind": SendingKind(row.kind), "state": SendingState(row.state)})
