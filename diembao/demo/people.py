"""Who is there at the demo's desk: its people, its subscribers, an agency that can be asked. All are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from diembao.archive import Archive, agencies, people
from diembao.core.casework import Role
from diembao.desk.digest.subscribers import everybody, subscribe

ANALYST = "Lê Thu Hà"
AGENCY = "Sở Nông nghiệp và Môi trường tỉnh Phú Giang"

_PEOPLE = (
    (ANALYST, Role.ANALYST, "ha@ban-tin.phugiang.example"),
    ("Trần Văn Nam", Role.EDITOR, "nam@ban-tin.phugiang.example"),
    ("Phạm Minh Quân", Role.ADMIN, "quan@ban-tin.phugiang.example"),
)
_AGENCY = (
    AGENCY,
    "vanphong@sonnmt.phugiang.example",
    "Số 12 đường Bờ Sông, phường Bến Sậy, tỉnh Phú Giang",
)
#: Name, address, topics (none: all), own province only, time.
_SUBSCRIBERS: Sequence[tuple[str, str, tuple[str, ...], bool, time]] = (
    ("Văn phòng UBND tỉnh Phú Giang", "vanphong@ubnd.phugiang.example", (), False, time(6, 30)),
    (
        "Sở Nông nghiệp và Môi trường",
        "vanphong@sonnmt.phugiang.example",
        ("environment", "development"),
        True,
        time(7, 0),
    ),
    (
        "Hội Luật gia tỉnh Phú Giang",
        "hoiluatgia@phugiang.example",
        ("law-elections", "law-enforcement", "anti-corruption"),
        False,
        time(17, 0),
    ),
)


def settle(archive: Archive, topics: Sequence[str]) -> None:
    """Enter everybody who is not there yet.

    :param topics: ids of the desk's topics.
    """
    with archive.writing() as connection:
        present = {person.name: person.id for person in people.listing(connection, ended=True)}
        for name, role, email in _PEOPLE:
            if name not in present:
                present[name] = people.add(connection, name=name, role=role, email=email).id
        name, email, address = _AGENCY
        if name not in {agency.name for agency in agencies.listing(connection)}:
            agencies.add(connection, name=name, email=email, address=address, actor=present[_PEOPLE[0][0]])
    known = {one.email for one in everybody(archive)}
    for name, email, wanted, province_only, at_time in _SUBSCRIBERS:
        if email not in known:
            subscribe(
                archive,
                name=name,
                email=email,
                topics=wanted,
                province_only=province_only,
                at_time=at_time,
                known_topics=topics,
            )
