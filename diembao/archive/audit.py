"""Who did what, when and why: an append-only log whose entries are chained by their hashes.

Triggers of the database refuse to change or delete an entry. Whoever goes round them breaks the chain, and
:func:`verify` names the first entry that no longer fits; somebody who rewrites everything that follows as well is found
out by a head that was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import AnyRow
from diembao.archive.schema import audit as entries
from diembao.core.clock import now

#: Actor of what no person did.
MACHINE = "machine"
#: Actor of what somebody did at the command line without giving a name.
COMMAND_LINE = "command-line"

_FIRST = "0" * 64
_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done."""

    seq: int
    at: datetime
    actor: str
    """Id of a person, ``machine`` or ``command-line``."""
    action: str
    subject: str
    """What it was done to: the id of a case, person or article, the key of a flag."""
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading the whole chain has shown."""

    entries: int
    """How many entries were read, the broken one included."""
    broken: int | None
    """Number of the first entry that does not fit; None when all do."""
    head: str
    """Hash of the last entry that fits: noted elsewhere, it bears witness to all before it."""
    has_noted: bool
    """Whether the hash that was asked for stands in the chain (true when none was)."""


def append(
    connection: Connection,
    *,
    actor: str,
    action: str,
    subject: str,
    reason: str = "",
    data: Mapping[str, Any] = {},
) -> None:
    """Add an entry, in the transaction of what it tells.

    :param connection: one that writes; entries are numbered without gaps because only one does at a time.
    :param actor: id of a person, :data:`MACHINE` or :data:`COMMAND_LINE`.
    :param action: a word such as ``case-opened``, at most 40 characters.
    :param subject: id or key of what it was done to, at most 60 characters.
    :param data: JSON values for the record.
    """
    last = connection.execute(sa.select(entries.c.seq, entries.c.hash).order_by(entries.c.seq.desc()).limit(1)).first()
    values = {
        "seq": last.seq + 1 if last else 1,
        "at": now(),
        "actor": actor,
        "action": action,
        "subject": subject,
        "reason": reason,
        "data": json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "previous": last.hash if last else _FIRST,
    }
    connection.execute(entries.insert().values(**values, hash=_hash(values)))


def verify(connection: Connection, noted: str = "") -> Verified:
    """Read the whole chain.

    :param noted: hash of an entry that was noted earlier and must still stand in the chain; empty: none.
    """
    head, number, has_noted = _FIRST, 0, not noted
    for row in _every(connection):
        number += 1
        if row.seq != number or row.previous != head or row.hash != _hash(row._asdict()):
            return Verified(number, row.seq, head, has_noted)
        head = row.hash
        has_noted = has_noted or head == noted
    return Verified(number, None, head, has_noted)


def of(connection: Connection, subject: str) -> list[Entry]:
    """Everything that was done to one thing, oldest first."""
    return _entries(connection, sa.select(entries).where(entries.c.subject == subject).order_by(entries.c.seq))


def done_between(connection: Connection, action: str, since: datetime, until: datetime) -> list[Entry]:
    """Every time that something was done after ``since`` and not after ``until``, oldest first."""
    query = sa.select(entries).where(entries.c.action == action, entries.c.at > since, entries.c.at <= until)
    return _entries(connection, query.order_by(entries.c.seq))


def newest(connection: Connection, limit: int, *, actor: str = "", offset: int = 0) -> list[Entry]:
    """The last entries, newest first.

    :param actor: only what this person (or :data:`MACHINE`) did; empty: everybody.
    """
    query = sa.select(entries).order_by(entries.c.seq.desc()).limit(limit).offset(offset)
    return _entries(connection, query.where(entries.c.actor == actor) if actor else query)


def _hash(values: Mapping[str, Any]) -> str:
    at: datetime = values["at"]
    canonical = [
        values["seq"],
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        *(values[name] for name in ("actor", "action", "subject", "reason", "data", "previous")),
    ]
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=False).encode()).hexdigest()


def _every(connection: Connection) -> Iterator[AnyRow]:
    after = -1
    while rows := connection.execute(
        sa.select(entries).where(entries.c.seq > after).order_by(entries.c.seq).limit(_BATCH)
    ).all():
        yield from rows
        after = rows[-1].seq


def _entries(connection: Connection, query: sa.Select[tuple[Any, ...]]) -> list[Entry]:
    return [
        Entry(
            seq=row.seq,
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            reason=row.reason,
            data=json.loads(row.data),
        )
        for row in connection.execute(query)
    ]
