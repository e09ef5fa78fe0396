"""Stories put right: in a person's name, as the identity rules say, and undone unless something builds on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import Archive, audit, erasing, people, stories
from diembao.core.casework import Person, Role
from diembao.core.errors import UnknownArticle, UnknownPerson, UnknownStory, UnknownStoryChange, UsageError, WrongStep
from diembao.core.models import Annotation
from diembao.desk import story_editing
from diembao.pipeline import indexing, verifying
from diembao.pipeline.parts import Parts
from tests.desk.press import NOON, before, report, story

LAN = "Trần Thị Lan"
TITLES = ("Phà Vàm Trúc chìm", "Tìm người mất tích ở Vàm Trúc", "Giá lúa ở Bến Sậy", "Lúa Bến Sậy tăng giá")


@pytest.fixture
def refs(archive: Archive, lan: Person) -> list[str]:
    """Two older reports on a ferry, two younger ones on rice."""
    return [report(archive, title, at=before(4 - place)) for place, title in enumerate(TITLES)]


@pytest.fixture
def ferry(archive: Archive, refs: list[str]) -> str:
    return story(archive, refs[:2])


@pytest.fixture
def rice(archive: Archive, refs: list[str]) -> str:
    return story(archive, refs[2:])


def members(archive: Archive, *story_ids: str) -> list[tuple[str, ...]]:
    with archive.reading() as connection:
        return [found.articles for found in stories.get(connection, story_ids)]


def test_a_change_is_in_the_log_under_a_name(
    archive: Archive, refs: list[str], ferry: str, rice: str, lan: Person
) -> None:
    moved = story_editing.move(archive, [refs[3]], ferry, who="trần thị lan")
    split = story_editing.split(archive, [refs[3]], who=LAN)
    merged = story_editing.merge(archive, rice, split.founded, who=LAN)
    story_editing.undo(archive, merged.id, who=LAN)
    with archive.reading() as connection:
        entries = [*audit.of(connection, ferry), *audit.of(connection, rice)]
        assert audit.verify(connection).broken is None
    assert [(entry.action, entry.actor) for entry in entries] == [
        (action, lan.id) for action in ("reports-moved", "story-split", "stories-merged", "story-change-undone")
    ]
    assert entries[0].data == {"change": moved.id, "reports": [refs[3]], "stories": sorted([ferry, rice])}


def test_changes_are_told_with_what_went_where(archive: Archive, refs: list[str], ferry: str, rice: str) -> None:
    moved = story_editing.move(archive, [refs[3]], ferry, who=LAN)
    merged = story_editing.merge(archive, ferry, rice, who=LAN)
    with archive.reading() as connection:
        last, first = story_editing.changes_of(connection, ferry)
    assert (last.made, last.name, last.undoable) == (merged, LAN, True)
    assert (first.made.id, first.undoable) == (moved.id, False), "the merge builds on it"
    assert [article.content.title for article in first.reports] == [TITLES[3]]
    assert first.titles == {ferry: TITLES[0], rice: TITLES[0]}, "both ids lead to the ferry's story now"
    story_editing.undo(archive, merged.id, who=LAN)
    with archive.reading() as connection:
        (left,) = story_editing.changes_of(connection, rice)
    assert left.undoable and left.titles == {ferry: TITLES[0], rice: TITLES[2]}


def test_a_former_id_will_do(archive: Archive, refs: list[str], ferry: str, rice: str) -> None:
    story_editing.merge(archive, ferry, rice, who=LAN)
    alone = story_editing.split(archive, [refs[1]], who=LAN)
    story_editing.move(archive, [refs[1]], rice, who=LAN)
    assert members(archive, alone.founded) == members(archive, rice) == [tuple(refs)]


def test_the_part_with_the_founding_report_keeps_the_id(archive: Archive, refs: list[str], ferry: str) -> None:
    change = story_editing.split(archive, [refs[0]], who=LAN)
    assert members(archive, ferry, change.founded) == [(refs[0],), (refs[1],)]


def test_a_later_change_is_undone_first(archive: Archive, refs: list[str], ferry: str, rice: str, lan: Person) -> None:
    with archive.writing() as connection:
        people.add(connection, name="Nguyễn Minh", role=Role.ANALYST, actor=lan.id)
    first = story_editing.move(archive, [refs[3]], ferry, who=LAN)
    second = story_editing.split(archive, [refs[3]], who="Nguyễn Minh")
    with pytest.raises(WrongStep, match=f"Nguyễn Minh .*{second.id}.*Undo that one first"):
        story_editing.undo(archive, first.id, who=LAN)
    story_editing.undo(archive, second.id, who=LAN)  # a colleague's slip can be put right
    story_editing.undo(archive, first.id, who=LAN)
    assert members(archive, ferry, rice) == [tuple(refs[:2]), tuple(refs[2:])]
    with pytest.raises(WrongStep, match="undone already"):
        story_editing.undo(archive, first.id, who=LAN)


def test_a_change_whose_reports_are_gone_cannot_be_undone(
    archive: Archive, refs: list[str], ferry: str, rice: str
) -> None:
    change = story_editing.move(archive, [refs[3]], ferry, who=LAN)
    with archive.writing() as connection:
        erasing.erase_article(connection, refs[3], [])
    with pytest.raises(WrongStep, match="no longer where it put them"):
        story_editing.undo(archive, change.id, who=LAN)
    with archive.reading() as connection:
        (told,) = story_editing.changes_of(connection, ferry)
    assert (told.reports, told.undoable) == ([], False), "a withheld report is not named"


def test_what_cannot_be_is_refused_and_changes_nothing(
    archive: Archive, refs: list[str], ferry: str, rice: str
) -> None:
    loose = report(archive, "Chưa vào sự kiện nào")
    for error, said, do in (
        (WrongStep, "in that story already", lambda: story_editing.move(archive, [refs[0]], ferry, who=LAN)),
        (WrongStep, "one story already", lambda: story_editing.merge(archive, ferry, ferry, who=LAN)),
        (WrongStep, "all reports", lambda: story_editing.split(archive, refs[:2], who=LAN)),
        (WrongStep, "several stories", lambda: story_editing.split(archive, refs[1:3], who=LAN)),
        (WrongStep, "in no story", lambda: story_editing.move(archive, [loose], ferry, who=LAN)),
        (UsageError, "No report is named", lambda: story_editing.split(archive, [], who=LAN)),
        (UnknownArticle, "01NONE", lambda: story_editing.move(archive, ["01NONE"], ferry, who=LAN)),
        (UnknownStory, "01NONE", lambda: story_editing.move(archive, [refs[0]], "01NONE", who=LAN)),
        (UnknownStory, "01NONE", lambda: story_editing.merge(archive, ferry, "01NONE", who=LAN)),
        (UnknownStoryChange, "01NONE", lambda: story_editing.undo(archive, "01NONE", who=LAN)),
        (UnknownPerson, "Ai Đó", lambda: story_editing.merge(archive, ferry, rice, who="Ai Đó")),
    ):
        with pytest.raises(error, match=said):
            do()
    assert members(archive, ferry, rice) == [tuple(refs[:2]), tuple(refs[2:])]
    with archive.reading() as connection:
        assert story_editing.changes_of(connection, ferry) == []


def test_neighbours_are_stories_of_similar_reports_that_are_near_in_time(
    parts: Parts, archive: Archive, refs: list[str], ferry: str
) -> None:
    again = report(archive, "Phà Vàm Trúc chìm, tìm thấy người mất tích", at=NOON + timedelta(days=2))
    long_ago = report(archive, "Phà Vàm Trúc chìm", at=NOON - timedelta(days=300))
    later, earlier = story(archive, [again]), story(archive, [long_ago])
    indexing.drain(parts)
    with archive.reading() as connection:
        (of,) = stories.get(connection, [ferry])
    found = story_editing.neighbours(archive, parts.index, of)
    assert [(each.id, headline.id) for each, headline in found] == [(later, again)]
    assert earlier not in {each.id for each, _headline in found}


def test_a_report_of_which_a_passage_was_withheld_stays_where_a_person_put_it(
    parts: Parts, archive: Archive, refs: list[str], ferry: str, rice: str
) -> None:
    """Its signature is gone then, and grouping sees it as if it were new."""
    library = report(archive, "Khai trương thư viện thị trấn Đông Lĩnh", at=before(1))
    alone = story(archive, [library])
    verifying.drain(parts)
    story_editing.move(archive, [library], ferry, who=LAN)
    with archive.writing() as connection:
        erasing.erase_passages(connection, library, [], Annotation(language="vi"))
    verifying.drain(parts)
    assert members(archive, ferry, alone) == [(*refs[:2], library)]
    with archive.reading() as connection:
        assert stories.count(connection) == 2, "and no story is founded for it that nobody is in"
