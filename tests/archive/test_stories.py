"""Stories kept: membership, merging, and what a person decided."""

from datetime import datetime, timedelta

import pytest

from diembao.archive import Archive, outbox, signatures, stories, unverified
from tests.archive.conftest import NOON, Record, after, content

Ids = list[str]


@pytest.fixture
def ids(record: Record) -> Ids:
    """Four articles, an hour apart."""
    return [
        record(
            "",
            f"https://bao-mau.example/{hour}",
            content=content(f"Tin {hour}", published_at=after(hour)),
            at=after(hour),
        ).article_id
        for hour in range(4)
    ]


def found(archive: Archive, story: str, *members: str) -> None:
    with archive.writing() as connection:
        stories.found(connection, {story: members[0]})
        stories.put(connection, dict.fromkeys(members, story))


def grouped(archive: Archive) -> dict[str, tuple[str, ...]]:
    with archive.reading() as connection:
        every = stories.active(connection, NOON - timedelta(days=9), NOON + timedelta(days=9))
    return {story.id: story.articles for story in every}


def test_a_story_knows_its_span_its_articles_and_its_voices(archive: Archive, ids: Ids) -> None:
    found(archive, "A", *ids[:3])
    with archive.writing() as connection:
        signatures.put_copies(connection, {ids[2]: (ids[0], 0.9), ids[1]: None})
        stories.weigh(connection, {ids[0]: 0.3, ids[1]: 0.5, ids[2]: 0.9})
        [story] = stories.get(connection, ["A"])
    assert (story.founded_at, story.last_at) == (after(0), after(2))
    assert (story.articles, story.voices) == (tuple(ids[:3]), 2)
    assert story.headline == ids[1], "the most central voice; a copy does not speak"


def test_of_equally_central_voices_the_oldest_speaks(archive: Archive, ids: Ids) -> None:
    found(archive, "A", *reversed(ids))
    with archive.reading() as connection:
        assert stories.get(connection, ["A"])[0].headline == ids[0]


def test_stories_of_a_span_have_a_report_in_it(archive: Archive, ids: Ids) -> None:
    found(archive, "A", ids[0], ids[2])
    found(archive, "B", ids[1])
    with archive.reading() as connection:
        of = {
            hour: [story.id for story in stories.active(connection, after(hour), after(hour + 1))] for hour in range(4)
        }
    assert of == {0: ["A"], 1: ["B"], 2: ["A"], 3: []}


def test_stories_are_found_by_first_sight_and_what_waits_for_one_is_known(archive: Archive, ids: Ids) -> None:
    found(archive, "A", *ids[:2])

    def waits(since: float, dated_since: float = 0) -> datetime | None:
        with archive.reading() as connection:
            return stories.next_waiting(connection, after(since), dated_since=after(dated_since))

    assert (waits(0), waits(3), waits(0, 2.5), waits(3.5)) == (after(2), after(3), after(3), None)
    with archive.reading() as connection:
        of = [[story.id for story in stories.met(connection, after(hour), after(hour + 1))] for hour in range(3)]
    assert of == [["A"], ["A"], []]
    with archive.writing() as connection:
        unverified.remove(connection, unverified.pending_seqs(connection))
    assert waits(0) is None


def test_of_two_merged_stories_the_older_survives_and_the_younger_leads_on(archive: Archive, ids: Ids) -> None:
    found(archive, "older", ids[0], ids[3])
    found(archive, "younger", ids[1])
    found(archive, "youngest", ids[2])
    with archive.writing() as connection:
        unverified.remove(connection, unverified.pending_seqs(connection))
        assert stories.merge(connection, "youngest", "younger") == "younger"
        assert stories.merge(connection, "older", "younger") == "older"
    assert grouped(archive) == {"older": tuple(ids)}
    with archive.reading() as connection:
        for former in ("older", "younger", "youngest"):
            assert [story.id for story in stories.get(connection, [former])] == ["older"]
        assert stories.count(connection) == 1
        assert {article for _seq, article in unverified.peek(connection, 9)} == {ids[1], ids[2]}


def test_a_run_moves_an_article_unless_a_person_put_it_where_it_is(archive: Archive, ids: Ids) -> None:
    found(archive, "A", ids[0], ids[1], ids[2])
    found(archive, "B", ids[3])
    with archive.writing() as connection:
        stories.move(connection, ids[1], "A")
        assert stories.put(connection, {ids[1]: "B", ids[2]: "B"}) == {"A", "B"}
    assert grouped(archive) == {"A": (ids[0], ids[1]), "B": (ids[2], ids[3])}


def test_a_story_whose_last_article_goes_is_merged_with_where_it_went(archive: Archive, ids: Ids) -> None:
    found(archive, "older", ids[0])
    found(archive, "younger", ids[1])
    with archive.writing() as connection:
        assert stories.put(connection, {ids[0]: "younger"}) == {"older"}
    assert grouped(archive) == {"older": (ids[0], ids[1])}


def test_a_person_empties_a_story_and_it_leads_on_to_the_one_that_was_chosen(archive: Archive, ids: Ids) -> None:
    found(archive, "A", ids[0])
    found(archive, "B", ids[1])
    with archive.writing() as connection:
        stories.move(connection, ids[0], "B")
        assert [story.id for story in stories.get(connection, ["A"])] == ["B"]
        assert stories.pinned(connection, ids) == {ids[0]}
    assert grouped(archive) == {"B": (ids[0], ids[1])}


def test_an_article_moved_back_leaves_no_trace_but_the_pin(archive: Archive, ids: Ids) -> None:
    found(archive, "A", ids[0], ids[1])
    found(archive, "B", ids[2])
    with archive.writing() as connection:
        stories.move(connection, ids[1], "B")
        stories.move(connection, ids[1], "A")
    assert grouped(archive) == {"A": (ids[0], ids[1]), "B": (ids[2],)}


def test_an_article_that_changes_its_story_waits_for_the_index_once(archive: Archive, ids: Ids) -> None:
    found(archive, "A", *ids)
    with archive.reading() as connection:
        assert sorted(article for _seq, article in outbox.peek(connection, 99)) == sorted(ids)


def test_putting_articles_where_they_are_changes_nothing(archive: Archive, ids: Ids) -> None:
    found(archive, "A", *ids)
    with archive.writing() as connection:
        outbox.remove(connection, outbox.pending_seqs(connection))
        assert stories.put(connection, dict.fromkeys(ids, "A")) == set()
        assert outbox.pending(connection) == 0


def test_what_is_unknown_is_left_out(archive: Archive) -> None:
    with archive.reading() as connection:
        assert stories.get(connection, ["none"]) == []
        assert stories.story_of(connection, ["none"]) == {}
        assert stories.voices(connection, ["none"]) == {"none": "none"}
