"""What people change in stories: kept with everything that undoes it, and undone to the last alias and pin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, erasing, identity, outbox, schema, signatures, stories, story_changes, unverified
from diembao.archive.story_changes import ChangeKind, StoryChange
from tests.archive.conftest import NOON, Record, after, content

LAN = "l" * 26
Ids = list[str]


@pytest.fixture
def ids(record: Record) -> Ids:
    """Six articles, an hour apart."""
    return [
        record(
            "",
            f"https://bao-mau.example/{hour}",
            content=content(f"Tin {hour}", published_at=after(hour)),
            at=after(hour),
        ).article_id
        for hour in range(6)
    ]


@pytest.fixture
def two(archive: Archive, ids: Ids) -> None:
    """Stories A of the first three and B of the last three; nothing waits."""
    for story, members in (("A", ids[:3]), ("B", ids[3:])):
        with archive.writing() as connection:
            stories.found(connection, {story: members[0]})
            stories.put(connection, dict.fromkeys(members, story))
    with archive.writing() as connection:
        stories.weigh(connection, {ref: 0.1 * place for place, ref in enumerate(ids)})
        for queue in (outbox, unverified):
            queue.remove(connection, queue.pending_seqs(connection))


def kept(archive: Archive) -> dict[str, Any]:
    """Every row of the three tables."""
    with archive.reading() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(sa.select(table)))
            for table in (schema.stories, schema.story_articles, schema.story_aliases)
        }


def grouped(archive: Archive) -> dict[str, Ids]:
    with archive.reading() as connection:
        every = stories.active(connection, NOON - timedelta(days=9), NOON + timedelta(days=9))
    return {story.id: list(story.articles) for story in every}


def leads(archive: Archive, *former: str) -> list[str]:
    with archive.reading() as connection:
        return [story.id for each in former for story in stories.get(connection, [each])]


def move(archive: Archive, refs: Sequence[str], to: str, hour: float = 10) -> StoryChange:
    with archive.writing() as connection:
        return story_changes.move(connection, refs, to, person_id=LAN, at=after(hour))


def split(archive: Archive, story: str, refs: Sequence[str], hour: float = 10) -> StoryChange:
    with archive.writing() as connection:
        return story_changes.split(connection, story, refs, person_id=LAN, at=after(hour))


def merge(archive: Archive, one: str, other: str, hour: float = 10) -> StoryChange:
    with archive.writing() as connection:
        return story_changes.merge(connection, one, other, person_id=LAN, at=after(hour))


def undo(archive: Archive, change: StoryChange) -> None:
    with archive.writing() as connection:
        assert story_changes.stands(connection, change)
        story_changes.undo(connection, change, at=after(20))
        known = story_changes.get(connection, change.id)
        assert known is not None and known.undone_at == after(20)


def pinned(archive: Archive, ids: Ids) -> set[str]:
    with archive.reading() as connection:
        return stories.pinned(connection, ids)


def test_a_move_is_pinned_and_a_moved_report_does_not_speak_for_its_new_story(
    archive: Archive, ids: Ids, two: None
) -> None:
    change = move(archive, [ids[5]], "A")
    assert grouped(archive) == {"A": [*ids[:3], ids[5]], "B": ids[3:5]}
    assert pinned(archive, ids) == {ids[5]}
    with archive.reading() as connection:
        [story] = stories.get(connection, ["A"])
        assert (story.headline, story.last_at) == (ids[2], after(5)), "it was the most central one of B"
        assert story_changes.get(connection, change.id) == change
    with archive.writing() as connection:
        stories.put(connection, dict.fromkeys(ids, "B"))
    assert grouped(archive)["B"] == ids[:5], "a run moves the others, and not what a person moved"


def test_of_two_merged_stories_the_older_survives_and_no_run_takes_them_apart(
    archive: Archive, ids: Ids, two: None
) -> None:
    change = merge(archive, "B", "A")
    assert (change.kind, change.story_id, list(change.ended)) == (ChangeKind.MERGE, "A", ["B"])
    assert grouped(archive) == {"A": ids} and leads(archive, "B") == ["A"]
    assert pinned(archive, ids) == {*ids}


def test_the_part_with_the_founding_report_keeps_the_id(archive: Archive, ids: Ids, two: None) -> None:
    others = split(archive, "A", ids[1:])
    founder = split(archive, "B", ids[3:4])
    assert grouped(archive) == {"A": ids[:1], others.founded: ids[1:3], "B": ids[3:4], founder.founded: ids[4:]}
    assert pinned(archive, ids) == {*ids}, "neither part takes back what was split off"


@pytest.mark.parametrize("part", [[], ["0", "1", "2"]])
def test_a_split_leaves_reports_on_either_side(archive: Archive, ids: Ids, two: None, part: list[str]) -> None:
    with pytest.raises(ValueError):
        split(archive, "A", [ids[int(place)] for place in part])


def test_prints_of_one_text_go_together(archive: Archive, ids: Ids, two: None) -> None:
    with archive.writing() as connection:
        signatures.put_copies(connection, {ids[1]: (ids[0], 0.9), ids[4]: (ids[3], 0.8)})
    split(archive, "A", ids[1:2])
    assert grouped(archive)["A"] == ids[:2], "the text with the founding report keeps the id"
    move(archive, [ids[4]], "A")
    assert grouped(archive)["A"] == [*ids[:2], *ids[3:5]]


@pytest.mark.parametrize(
    "do",
    [
        lambda archive, ids: move(archive, [ids[1]], "B"),
        lambda archive, ids: move(archive, [ids[0]], "B"),  # the founding report
        lambda archive, ids: move(archive, ids[:3], "B"),  # all of them
        lambda archive, ids: move(archive, ids[3:], "A"),
        lambda archive, ids: merge(archive, "A", "B"),
    ],
    ids=["one", "founder", "all", "younger", "merge"],
)
def test_undo_leaves_no_trace(archive: Archive, ids: Ids, two: None, do: Any) -> None:
    with archive.writing() as connection:
        stories.pin(connection, [ids[4]])
        connection.execute(schema.story_aliases.insert(), {"id": "former", "story_id": "B"})
        connection.execute(schema.story_aliases.insert(), {"id": "earlier", "story_id": "A"})
    before = kept(archive)
    change = do(archive, ids)
    assert kept(archive) != before
    undo(archive, change)
    assert kept(archive) == before


def test_after_an_undone_split_the_new_id_leads_back_with_what_joined_it(
    archive: Archive, ids: Ids, two: None, record: Record
) -> None:
    before = kept(archive)
    change = split(archive, "A", ids[1:])
    undo(archive, change)
    assert leads(archive, change.founded) == ["A"], "somebody may have kept the link"
    after_undo = kept(archive)
    assert {name: rows for name, rows in after_undo.items() if name != "story_aliases"} == {
        name: rows for name, rows in before.items() if name != "story_aliases"
    }
    again = split(archive, "A", ids[1:], hour=11)
    late = record("", "https://bao-mau.example/9", content=content("Tin 9", published_at=after(9)), at=after(9))
    with archive.writing() as connection:
        stories.put(connection, {late.article_id: again.founded})
    undo(archive, again)
    assert grouped(archive)["A"] == [*ids[:3], late.article_id]


def test_what_came_in_since_a_merge_stays_but_goes_back_with_the_text_that_it_is_a_print_of(
    archive: Archive, ids: Ids, two: None, record: Record
) -> None:
    change = merge(archive, "A", "B")
    late, copy = (
        record("", f"https://bao-mau.example/{n}", content=content(f"Tin {n}", published_at=after(n)), at=after(n))
        for n in (8, 9)
    )
    with archive.writing() as connection:
        stories.put(connection, {late.article_id: "A", copy.article_id: "A"})
        signatures.put_copies(connection, {copy.article_id: (ids[4], 0.9)})
    undo(archive, change)
    assert grouped(archive) == {"A": [*ids[:3], late.article_id], "B": [*ids[3:], copy.article_id]}


def test_what_a_later_change_builds_on_is_known(archive: Archive, ids: Ids, two: None) -> None:
    first = move(archive, [ids[1]], "B", hour=10)
    other = move(archive, [ids[2]], "B", hour=11)
    with archive.reading() as connection:
        assert story_changes.later(connection, first) == [], "other reports, and the stories are still there"
    merged = merge(archive, "A", "B", hour=12)
    with archive.reading() as connection:
        assert story_changes.later(connection, first) == [merged]
        assert not story_changes.stands(connection, first)
        assert [each.id for each in story_changes.of_story(connection, "A")] == [merged.id, other.id, first.id]
    undo(archive, merged)
    undo(archive, first)
    undo(archive, other)
    assert grouped(archive) == {"A": ids[:3], "B": ids[3:]} and pinned(archive, ids) == set()


def test_what_people_put_into_a_new_story_comes_before_undoing_the_split(archive: Archive, ids: Ids, two: None) -> None:
    first = split(archive, "A", ids[1:2])
    second = move(archive, [ids[4]], first.founded, hour=11)
    with archive.reading() as connection:
        assert story_changes.later(connection, first) == [second]


def test_reports_that_are_gone_or_became_others_do_not_stand_in_the_way(archive: Archive, ids: Ids, two: None) -> None:
    change = merge(archive, "A", "B")
    with archive.writing() as connection:
        erasing.erase_article(connection, ids[5], [])
        assert identity.merge(connection, ids[3], ids[4], NOON) == ids[3]
    undo(archive, change)
    assert grouped(archive) == {"A": ids[:3], "B": [ids[3]]}


def test_a_story_all_of_whose_reports_are_gone_does_not_come_back(archive: Archive, ids: Ids, two: None) -> None:
    change = move(archive, [ids[1]], "B")
    with archive.writing() as connection:
        erasing.erase_article(connection, ids[1], [])
        assert not story_changes.stands(connection, change)


def test_moved_reports_are_indexed_anew_and_both_stories_examined(archive: Archive, ids: Ids, two: None) -> None:
    def waiting() -> tuple[set[str], set[str]]:
        with archive.writing() as connection:
            found = [{ref for _seq, ref in queue.peek(connection, 99)} for queue in (outbox, unverified)]
            for queue in (outbox, unverified):
                queue.remove(connection, queue.pending_seqs(connection))
        return found[0], found[1]

    change = move(archive, [ids[5]], "A")
    assert waiting() == ({ids[5]}, {ids[0], ids[3], ids[5]}), "also a report of the story that only lost one"
    undo(archive, change)
    assert waiting() == ({ids[5]}, {ids[0], ids[3], ids[5]})
    merge(archive, "A", "B")
    assert waiting() == ({*ids[3:]}, {ids[0], *ids[3:]})
