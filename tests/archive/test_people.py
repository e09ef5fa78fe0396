from diembao.archive import Archive, audit, people
from diembao.core.casework import Role


def test_the_first_person_adds_themselves_and_the_others_are_added_by_somebody(archive: Archive) -> None:
    with archive.writing() as connection:
        first = people.add(connection, name="Trần Thị Lan", role=Role.ADMIN)
        second = people.add(connection, name="Lê Văn Bình", role=Role.ANALYST, email="b@x.example", actor=first.id)
        assert people.listing(connection) == [first, second]
        assert people.get(connection, second.id) == second
        assert people.get(connection, "nobody") is None
        assert [audit.of(connection, person.id)[0].actor for person in (first, second)] == [first.id, first.id]


def test_who_has_left_keeps_their_name(archive: Archive) -> None:
    with archive.writing() as connection:
        first = people.add(connection, name="Trần Thị Lan", role=Role.ADMIN)
        people.end(connection, first.id, actor=first.id)
        assert people.listing(connection) == []
        assert [person.name for person in people.listing(connection, ended=True)] == ["Trần Thị Lan"]
        assert people.names(connection, [first.id, "nobody"]) == {first.id: "Trần Thị Lan"}
