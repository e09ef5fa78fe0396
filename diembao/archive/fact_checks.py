"""The base of fact-checks: published reviews of claims, imported or concluded at this desk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import AnyRow
from diembao.archive.schema import fact_checks as table
from diembao.core import text
from diembao.core.casework import FactCheck, Rating


class Change(StrEnum):
    """What keeping a fact-check did to the base."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact-check as the base has it now."""

    id: str
    """The id that it was first kept under."""
    change: Change


def put(connection: Connection, fact_check: FactCheck) -> Kept:
    """Keep a fact-check. The same publisher's review of the same claim is one entry, whatever id it comes with."""
    values = _values(fact_check)
    known = connection.execute(sa.select(table).where(table.c.key == values["key"])).one_or_none()
    if known is None:
        connection.execute(table.insert(), {"id": fact_check.id, **values})
        return Kept(fact_check.id, Change.NEW)
    if all(getattr(known, name) == value for name, value in values.items() if name != "imported_at"):
        return Kept(known.id, Change.UNCHANGED)
    connection.execute(table.update().where(table.c.id == known.id).values(values))
    return Kept(known.id, Change.CHANGED)


def remove(connection: Connection, ids: Sequence[str]) -> None:
    """Take fact-checks out of the base, such as a conclusion whose case was opened again."""
    connection.execute(table.delete().where(table.c.id.in_(ids)))


def get(connection: Connection, ids: Sequence[str]) -> list[FactCheck]:
    """Fact-checks by id, in the order asked for; unknown ids are left out."""
    found = {row.id: _fact_check(row) for row in connection.execute(sa.select(table).where(table.c.id.in_(ids)))}
    return [found[fact_check_id] for fact_check_id in ids if fact_check_id in found]


def every(connection: Connection) -> list[FactCheck]:
    """The whole base, in the order of the ids."""
    return [_fact_check(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]


def stamp(connection: Connection) -> tuple[int, datetime | None]:
    """Changes whenever the base does: how many there are, and when one was last kept."""
    row = connection.execute(sa.select(sa.func.count(), sa.func.max(table.c.imported_at))).one()
    return row[0], row[1]


def of_case(connection: Connection, case_id: str) -> FactCheck | None:
    """The fact-check that a case's conclusion became."""
    row = connection.execute(sa.select(table).where(table.c.case_id == case_id)).one_or_none()
    return _fact_check(row) if row else None


def key(publisher: str, claim: str) -> str:
    """What tells fact-checks apart: publisher and claim, without case, punctuation and spacing."""
    parts = (" ".join(text.words(text.index_form(part))) for part in (publisher, claim))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _values(fact_check: FactCheck) -> dict[str, Any]:
    return {
        "key": key(fact_check.publisher, fact_check.claim),
        "claim": fact_check.claim,
        "rating": fact_check.rating,
        "rating_label": fact_check.rating_label,
        "publisher": fact_check.publisher,
        "url": fact_check.url,
        "summary": fact_check.summary,
        "reviewed_on": fact_check.reviewed_on,
        "case_id": fact_check.case_id,
        "imported_at": fact_check.imported_at,
    }


def _fact_check(row: AnyRow) -> FactCheck:
    return FactCheck(
        id=row.id,
        claim=row.claim,
        rating=Rating(row.rating),
        rating_label=row.rating_label,
        publisher=row.publisher,
        url=row.url,
        summary=row.summary,
        reviewed_on=row.reviewed_on,
        case_id=row.case_id,
        imported_at=row.imported_at,
    )
