"""The page of one story, and the list of a day's stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import Archive, erasing, flags
from diembao.archive.flags import Run
from diembao.core.errors import UnknownStory
from diembao.core.findings import Finding, FlagReason, FlagState, Part, Passage, PassageKind
from diembao.desk import story_editing
from diembao.desk.story_list import story_list
from diembao.desk.story_page import Disagreement, StoryPage, story_page
from diembao.verify.examining import Examiner
from tests.desk.press import DAY, NOON, before, report, story

FIVE = "Vụ chìm phà trên sông Vàm Trúc làm 5 người mất tích, theo công an xã Bến Sậy."
SEVEN = "Công an xã Bến Sậy cho biết vụ chìm phà trên sông Vàm Trúc làm 7 người mất tích."


def flag(
    archive: Archive,
    story_id: str,
    one: tuple[str, str],
    other: tuple[str, str],
    *,
    reason: FlagReason = FlagReason.CONFLICTING_FIGURES,
    also: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    kind: PassageKind = PassageKind.ARTICLE,
    score: float = 0.9,
    rank: float | None = None,
) -> str:
    """A flag between two reports, each a report and what it gives; ``rank`` as ``score``, the rule's own, if None."""
    passages = [Passage(ref=ref, part=Part.LEAD, text=f"Có {value} mất tích.") for ref, value in (one, other)]
    evidence = Passage(kind=kind, ref=passages[1].ref, text=passages[1].text)
    finding = Finding(
        reason=reason,
        claim=passages[0],
        evidence=evidence,
        score=score,
        values=(one[1], other[1]),
        subject="người mất tích",
        also=also,
    )
    with archive.writing() as connection:
        run = Run(rule="r/1", inputs="{}", output="{}", at=NOON)
        flags.record(connection, finding, run, story_id=story_id, score=rank)
    return finding.key


def page_of(archive: Archive, story_id: str) -> StoryPage:
    return story_page(archive, story_id, at=NOON)


def rows(found: Disagreement) -> list[tuple[str, list[str]]]:
    return [(value.value, [said.article.content.title for said in value.said]) for value in found.values]


@pytest.fixture
def refs(archive: Archive) -> list[str]:
    """Four reports of a ferry, of which the last is a copy of the first."""
    return [
        report(archive, title, lead=lead, at=before(hours), home=home)
        for title, lead, hours, home in (
            ("Chìm phà", FIVE, 30, True),
            ("Phà chìm ở Vàm Trúc", SEVEN, 6, True),
            ("Năm người mất tích", FIVE.replace("làm", "khiến"), 4, False),
            ("Phà chìm: in lại", FIVE, 2, True),
        )
    ]


@pytest.fixture
def ferry(archive: Archive, refs: list[str]) -> str:
    return story(archive, refs[:3], copies=refs[3:])


def test_texts_by_time_with_their_copies_under_them(archive: Archive, refs: list[str], ferry: str) -> None:
    found = page_of(archive, ferry)
    assert [text.first.id for text in found.timeline] == refs[:3]
    assert [(copy.article.id, copy.share) for copy in found.timeline[0].copies] == [(refs[3], 1.0)]
    assert (found.pace.recent, found.pace.before) == (2, 1), "a copy is no newcomer"
    assert found.places == (("Phú Giang", 2, True),), "nor does it name places once more"
    assert found.reports.story.voices == 3


def test_what_reports_agree_on_leaves_out_what_they_disagree_on(archive: Archive, refs: list[str], ferry: str) -> None:
    (found,) = page_of(archive, ferry).agreements
    assert [said.article.id for said in found.said] == [refs[0], refs[2]]
    assert found.said[0].passage is not None and found.said[0].passage.text == FIVE
    Examiner(archive).examine(story_ids=[ferry], article_ids=refs)
    page = page_of(archive, ferry)
    assert len(page.disagreements) == 1 and page.agreements == ()


def test_one_quantity_with_three_values_is_one_table(archive: Archive, refs: list[str], ferry: str) -> None:
    keys = [
        flag(archive, ferry, (refs[0], "5 người"), (refs[1], "7 người"), also=((refs[3],), ()), score=0.8),
        flag(archive, ferry, (refs[0], "5 người"), (refs[2], "9 người"), score=0.95),
    ]
    (found,) = page_of(archive, ferry).disagreements
    assert [each.key for each in found.flags] == keys[::-1]
    assert found.subject == "người mất tích"
    assert rows(found) == [
        ("5 người", ["Chìm phà", "Phà chìm: in lại"]),
        ("7 người", ["Phà chìm ở Vàm Trúc"]),
        ("9 người", ["Năm người mất tích"]),
    ]


def test_one_amount_is_one_row_however_it_is_written(archive: Archive, refs: list[str], ferry: str) -> None:
    flag(archive, ferry, (refs[0], "2.150 tỷ đồng"), (refs[1], "2.510 tỷ đồng"))
    flag(archive, ferry, (refs[0], "2.150 tỷ đồng"), (refs[2], "2,51 nghìn tỉ đồng"))
    (found,) = page_of(archive, ferry).disagreements
    assert [value for value, _titles in rows(found)] == ["2.150 tỷ đồng", "2.510 tỷ đồng"]


def test_quantities_that_share_nothing_are_tables_of_their_own(archive: Archive, refs: list[str], ferry: str) -> None:
    flag(archive, ferry, (refs[0], "5 người"), (refs[1], "7 người"))
    flag(archive, ferry, (refs[0], "30 tuổi"), (refs[1], "40 tuổi"))
    flag(archive, ferry, (refs[0], ""), (refs[1], ""), reason=FlagReason.DENIED)
    found = page_of(archive, ferry).disagreements
    assert len(found) == 3 and all(len(each.values) == 2 for each in found)


def test_what_concerns_one_report_or_a_reviewed_claim_stands_apart(
    archive: Archive, refs: list[str], ferry: str
) -> None:
    keys = {
        flag(archive, ferry, (refs[0], "5 người"), (refs[0], ""), reason=FlagReason.HEADLINE_MISMATCH),
        flag(
            archive,
            ferry,
            (refs[0], "5 người"),
            ("f" * 26, ""),
            reason=FlagReason.MATCHES_FACT_CHECK,
            kind=PassageKind.FACT_CHECK,
        ),
    }
    found = page_of(archive, ferry)
    assert found.disagreements == () and {each.key for each in found.others} == keys


def test_rejected_and_doubtful_flags_are_left_out_and_confirmed_ones_are_not(
    archive: Archive, refs: list[str], ferry: str
) -> None:
    rejected = flag(archive, ferry, (refs[0], "5 người"), (refs[1], "7 người"))
    doubtful = flag(archive, ferry, (refs[0], "30 tuổi"), (refs[1], "40 tuổi"), score=0.1)
    with archive.writing() as connection:
        flags.set_state(connection, rejected, FlagState.REJECTED)
    assert page_of(archive, ferry).disagreements == ()
    with archive.writing() as connection:
        flags.set_state(connection, doubtful, FlagState.CONFIRMED)
    assert [each.flags[0].key for each in page_of(archive, ferry).disagreements] == [doubtful]


def test_flags_stand_by_their_rank_and_not_by_how_sure_a_rule_is(archive: Archive, refs: list[str], ferry: str) -> None:
    flag(archive, ferry, (refs[0], "1 xe"), (refs[1], "2 xe"), score=0.9, rank=0.1)
    second = flag(archive, ferry, (refs[0], "3 nhà"), (refs[1], "4 nhà"), score=0.9, rank=0.5)
    first = flag(archive, ferry, (refs[0], "5 người"), (refs[1], "7 người"), score=0.1, rank=0.9)
    assert [each.flags[0].key for each in page_of(archive, ferry).disagreements] == [first, second]


def test_a_withheld_article_is_not_on_the_page(archive: Archive, refs: list[str], ferry: str) -> None:
    flag(archive, ferry, (refs[0], "5 người"), (refs[1], "7 người"), also=((refs[2],), ()))
    with archive.writing() as connection:
        erasing.erase_article(connection, refs[2], [])
    found = page_of(archive, ferry)
    assert [text.first.id for text in found.timeline] == refs[:2]
    assert rows(found.disagreements[0])[0] == ("5 người", ["Chìm phà"])
    with archive.writing() as connection:
        erasing.erase_article(connection, refs[1], [])
    assert page_of(archive, ferry).disagreements == ()


def test_a_former_id_leads_to_the_story_and_an_unknown_one_is_named(
    archive: Archive, refs: list[str], ferry: str, lan: object
) -> None:
    other = story(archive, [report(archive, "Tin khác", at=before(1))])
    story_editing.merge(archive, ferry, other, who="Trần Thị Lan")
    found = page_of(archive, other)
    assert found.reports.story.id == ferry and len(found.changes) == 1
    with pytest.raises(UnknownStory, match="01NONE"):
        page_of(archive, "01NONE")


def test_stories_of_a_day_own_province_first_then_by_growth_or_voices(archive: Archive) -> None:
    def several(name: str, *hours: float, **more: object) -> str:
        return story(archive, [report(archive, f"{name} {hour}", at=before(hour), **more) for hour in hours])  # type: ignore[arg-type]

    old = several("Cũ", 1, *range(26, 90, 8), topic="development")
    new = several("Mới", 1, 2, 3, 4, topic="environment")
    home = several("Nhà", 1, 60, home=True)
    lone = several("Lẻ", 2)
    several("Hôm qua", 40, 41)

    def listed(**more: object) -> list[str]:
        return [each.reports.story.id for each in story_list(archive, DAY, **more).items]  # type: ignore[arg-type]

    assert listed() == [home, new, old]
    assert listed(order="voices") == [home, old, new]
    assert listed(single=True) == [home, new, lone, old]
    assert listed(topics=["environment"]) == [new]
    assert listed(home=True) == [home]
    assert (story_list(archive, DAY, limit=1, offset=1).total, listed(limit=1, offset=1)) == (3, [new])
    assert story_list(archive, DAY - timedelta(days=300)).items == ()


def test_the_list_tells_how_many_flags_a_story_has_and_orders_nothing_by_them(archive: Archive) -> None:
    quiet = [report(archive, f"Yên {n}", at=before(n)) for n in (1, 2, 3)]
    loud = [report(archive, f"Ồn {n}", at=before(n)) for n in (1, 2)]
    first, second = story(archive, quiet), story(archive, loud)
    flag(archive, second, (loud[0], "5 người"), (loud[1], "7 người"))
    assert [(each.reports.story.id, each.flags) for each in story_list(archive, DAY).items] == [(first, 0), (second, 1)]
