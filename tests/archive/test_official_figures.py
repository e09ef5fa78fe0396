"""The register of official figures: one entry a body, thing, place, period and unit."""

from __future__ import annotations

from dataclasses import replace

from diembao.archive import Archive, official_figures
from diembao.archive.fact_checks import Change
from diembao.core.casework import OfficialFigure
from diembao.core.clock import now

FIGURE = OfficialFigure(
    id="1",
    name="Sản lượng lúa",
    low=1.24e9,
    high=1.24e9,
    unit="kg",
    written="1,24 triệu tấn",
    place="tỉnh Hưng Giang",
    period="năm 2024",
    publisher="Cục Mẫu",
    imported_at=now(),
)


def test_kept_once_whatever_its_id_and_spelling(archive: Archive) -> None:
    other = replace(FIGURE, id="2", publisher="Hội Mẫu")
    anew = replace(FIGURE, id="3", name="sản  lượng lúa", low=1.3e9, high=1.3e9, written="1,3 triệu tấn")
    with archive.writing() as connection:
        first = official_figures.put(connection, [FIGURE, other])
        again = official_figures.put(connection, [replace(FIGURE, id="9")])
        changed = official_figures.put(connection, [anew])
        kept = official_figures.every(connection)
    assert [item.change for item in (*first, *again, *changed)] == [
        Change.NEW,
        Change.NEW,
        Change.UNCHANGED,
        Change.CHANGED,
    ]
    assert changed[0].id == "1" and [item.written for item in kept] == ["1,3 triệu tấn", "1,24 triệu tấn"]


def test_given_by_id_in_the_order_asked_for(archive: Archive) -> None:
    many = [replace(FIGURE, id=f"{number:04}", period=f"năm {number}") for number in range(1000)]
    with archive.writing() as connection:
        official_figures.put(connection, many)
        before = official_figures.stamp(connection)
        found = official_figures.get(connection, ["0999", "none", "0001"])
    assert [item.id for item in found] == ["0999", "0001"] and before[0] == 1000
