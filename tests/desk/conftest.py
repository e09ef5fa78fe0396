"""A desk with one person, one agency and one open case."""

from __future__ import annotations

import pytest

from diembao.archive import Archive, agencies, people
from diembao.core import i18n
from diembao.core.casework import Agency, Person, Role
from diembao.desk.casework import cases

CLAIM = "Cầu Vàm Trúc có tổng mức đầu tư 2.150 tỷ đồng."
REASON = "Hai báo đưa hai con số khác nhau."
DESK = "Bàn tin Phú Giang"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture
def lan(archive: Archive) -> Person:
    with archive.writing() as connection:
        return people.add(connection, name="Trần Thị Lan", role=Role.ANALYST)


@pytest.fixture
def office(archive: Archive, lan: Person) -> Agency:
    with archive.writing() as connection:
        return agencies.add(
            connection,
            name="Sở Xây dựng tỉnh Phú Giang",
            email="so-xay-dung@phu-giang.example.vn",
            address="12 đường Bờ Sông, phường Bến Sậy",
            actor=lan.id,
        )


@pytest.fixture
def case(archive: Archive, lan: Person) -> str:
    """Number of an open case with one piece of evidence."""
    opened = cases.open_from_question(archive, claim=CLAIM, who=lan.id, reason=REASON)
    cases.add_evidence(
        archive,
        str(opened.number),
        quote="Tổng mức đầu tư là 2.510 tỷ đồng.",
        url="https://bao-mau.example/cau-vam-truc",
        who=lan.id,
    )
    return str(opened.number)
