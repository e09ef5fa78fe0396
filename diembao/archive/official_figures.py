"""The register of official figures: what bodies published, imported by this desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.fact_checks import Change, Kept
from diembao.archive.schema import AnyRow
from diembao.archive.schema import official_figures as table
from diembao.core import text
from diembao.core.casework import OfficialFigure

_BATCH = 400


def put(connection: Connection, figures: Iterable[OfficialFigure]) -> list[Kept]:
    """Keep figures, in their order. One body's figure of one thing, place and period is one entry, whatever its id."""
    given = [(figure.id, _values(figure)) for figure in figures]
    kept = []
    for start in range(0, len(given), _BATCH):
        batch = given[start : start + _BATCH]
        keys = [values["key"] for _id, values in batch]
        known = {row.key: row for row in connection.execute(sa.select(table).where(table.c.key.in_(keys)))}
        new: dict[str, dict[str, Any]] = {}
        for figure_id, values in batch:
            row = known.get(values["key"])
            if row is None and values["key"] not in new:
                new[values["key"]] = {"id": figure_id, **values}
                kept.append(Kept(figure_id, Change.NEW))
            elif row is None:
                kept.append(Kept(new[values["key"]]["id"], Change.CHANGED))
                new[values["key"]] |= values
            elif all(getattr(row, name) == value for name, value in values.items() if name != "imported_at"):
                kept.append(Kept(row.id, Change.UNCHANGED))
            else:
                connection.execute(table.update().where(table.c.id == row.id).values(values))
                kept.append(Kept(row.id, Change.CHANGED))
        if new:
            connection.execute(table.insert(), list(new.values()))
    return kept


def get(connection: Connection, ids: Sequence[str]) -> list[OfficialFigure]:
    """Figures by id, in the order asked for; unknown ids are left out."""
    found: dict[str, OfficialFigure] = {}
    for start in range(0, len(ids), _BATCH):
        rows = connection.execute(sa.select(table).where(table.c.id.in_(ids[start : start + _BATCH])))
        found |= {row.id: _figure(row) for row in rows}
    return [found[figure_id] for figure_id in ids if figure_id in found]


def every(connection: Connection) -> list[OfficialFigure]:
    """The whole register, in the order of the ids."""
    return [_figure(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]


def stamp(connection: Connection) -> tuple[int, datetime | None]:
    """Changes whenever the register does: how many there are, and when one was last kept."""
    row = connection.execute(sa.select(sa.func.count(), sa.func.max(table.c.imported_at))).one()
    return row[0], row[1]


def key(figure: OfficialFigure) -> str:
    """What tells figures apart: publisher, thing, place, period and unit, without case, punctuation and spacing."""
    told = (figure.publisher, figure.name, figure.place, figure.period, figure.unit)
    parts = (" ".join(text.words(text.index_form(part))) for part in told)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _values(figure: OfficialFigure) -> dict[str, Any]:
    return {
        "key": key(figure),
        "name": figure.name,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "written": figure.written,
        "place": figure.place,
        "period": figure.period,
        "publisher": figure.publisher,
        "url": figure.url,
        "published_on": figure.published_on,
        "imported_at": figure.imported_at,
    }


def _figure(row: AnyRow) -> OfficialFigure:
    return OfficialFigure(
        id=row.id,
        name=row.name,
        low=row.low,
        high=row.high,
        unit=row.unit,
        written=row.written,
        place=row.place,
        period=row.period,
        publisher=row.publisher,
        url=row.url,
        published_on=row.published_on,
        imported_at=row.imported_at,
    )
