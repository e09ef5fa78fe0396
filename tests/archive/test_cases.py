from datetime import timedelta

from diembao.archive import Archive, agencies, audit, cases, people
from diembao.core.casework import CaseState, Rating, Role
from diembao.core.clock import today


def test_a_case_is_kept_with_everything_and_its_history_outlives_a_conclusion(archive: Archive) -> None:
    with archive.writing() as connection:
        lan = people.add(connection, name="Trần Thị Lan", role=Role.ANALYST).id
        office = agencies.add(connection, name="Sở Xây dựng", actor=lan)
        first, second = (
            cases.open_case(
                connection, title="Cầu", claim="Cầu dài 2 km.", actor=lan, reason="Bạn đọc hỏi.", flag_key=key
            )
            for key in (None, "1" * 32)
        )
        cases.add_evidence(connection, first, quote="Cầu dài 1,9 km.", url="https://a.example/1", actor=lan)
        deadline = today() + timedelta(days=7)
        letters = [
            cases.write_letter(
                connection, first, agency=office, question="Dài bao nhiêu?", deadline=deadline, actor=lan
            )
            for _ in range(2)
        ]
    with archive.writing() as connection:
        for letter in letters:
            cases.mark_sent_on_paper(connection, first, letter, actor=lan)
        cases.record_answer(connection, first, letters[0], answer="1,9 km.", actor=lan)
        assert cases.get(connection, [first])[0].state is CaseState.ASKED  # the other letter waits
        cases.conclude(connection, first, rating=Rating.FALSE, conclusion="Hồ sơ ghi 1,9 km.", actor=lan)
        cases.mark_published(connection, first, file="ho-so-1.html", actor=lan)
    with archive.reading() as connection:
        case = cases.numbered(connection, 1)
        assert case is not None
        assert (case.state, case.rating, case.concluded_by) == (CaseState.PUBLISHED, Rating.FALSE, lan)
        assert [letter.answer for letter in case.letters] == ["1,9 km.", ""]
        assert case.letters[0].agency == office
        assert [item.quote for item in case.evidence] == ["Cầu dài 1,9 km."]
        assert [item.number for item in cases.listing(connection)] == [2, 1]
        assert [item.id for item in cases.listing(connection, states=[CaseState.OPEN])] == [second]
        assert [item.id for item in cases.listing(connection, flag_keys=["1" * 32])] == [second]
    with archive.writing() as connection:
        cases.reopen(connection, first, actor=lan, reason="Có số đo mới.")
        case = cases.get(connection, [first])[0]
        assert (case.state, case.rating, case.conclusion, case.published_at) == (CaseState.ASKED, None, "", None)
        concluded = next(entry for entry in audit.of(connection, first) if entry.action == "case-concluded")
        assert (concluded.reason, concluded.data) == ("Hồ sơ ghi 1,9 km.", {"rating": "false"})
        assert audit.verify(connection).broken is None
