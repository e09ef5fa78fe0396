import sqlalchemy as sa

from diembao.archive import (
    Archive,
    address_conflicts,
    article_addresses,
    articles,
    erasing,
    recording,
)
from diembao.archive.schema import address_conflicts as conflict_rows
from diembao.core.models import Outcome
from tests.archive.conftest import PLAIN, Record, get

FEED = "https://bao-mau.example/bai-1.html?utm_source=rss"
AMP = "https://bao-mau.example/amp/bai-1.html"
OTHER = "https://bao-mau.example/bai-2.html"


def conflicts(archive: Archive) -> list[tuple[str, str, str]]:
    query = sa.select(conflict_rows.c.key, conflict_rows.c.article_id, conflict_rows.c.holder_id)
    with archive.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_two_spellings_of_an_address_are_one_article(archive: Archive, record: Record) -> None:
    first = record("a", FEED)
    again = record("a", PLAIN)
    assert (first.outcome, again.outcome) == (Outcome.NEW, Outcome.UNCHANGED)
    assert again.article_id == first.article_id


def test_every_address_of_a_fetch_leads_to_the_article(archive: Archive, record: Record) -> None:
    first = record("a", AMP, PLAIN)
    assert record("a", PLAIN).article_id == first.article_id
    assert record("a", AMP).article_id == first.article_id
    assert get(archive, first.article_id).url == PLAIN
    with archive.reading() as connection:
        assert {address.url for address in article_addresses.of(connection, first.article_id)} == {AMP, PLAIN}


def test_a_known_canonical_address_of_the_same_source_is_the_same_article(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    again = record("a", AMP, PLAIN)
    assert again.article_id == first.article_id
    assert conflicts(archive) == []


def test_two_articles_that_claim_one_address_stay_two_and_the_conflict_is_noted_once(
    archive: Archive, record: Record
) -> None:
    one, two = record("a", PLAIN), record("b", OTHER)
    for _visit in range(2):
        assert record("b", OTHER, PLAIN).article_id == two.article_id
    assert one.article_id != two.article_id
    assert conflicts(archive) == [("bao-mau.example/bai-1.html", two.article_id, one.article_id)]
    with archive.reading() as connection:
        known = article_addresses.known(connection, "bao-mau.example/bai-1.html")
    assert known
    assert known.article_id == one.article_id
    with archive.reading() as connection:
        (held,) = address_conflicts.of(connection, one.article_id)
        (claimed,) = address_conflicts.of(connection, two.article_id)
    assert (held.url, held.other_id, held.is_held) == (PLAIN, two.article_id, True)
    assert (claimed.url, claimed.other_id, claimed.is_held) == (PLAIN, one.article_id, False)


def test_a_conflict_with_a_withheld_article_is_not_shown(archive: Archive, record: Record) -> None:
    one, two = record("a", PLAIN), record("b", OTHER)
    record("b", OTHER, PLAIN)
    with archive.writing() as connection:
        assert len(address_conflicts.of(connection, two.article_id)) == 1
        erasing.erase_article(connection, one.article_id, ())
        assert address_conflicts.of(connection, two.article_id) == []


def test_the_canonical_link_of_another_source_never_merges(archive: Archive, record: Record) -> None:
    theirs = record("a", PLAIN)
    copy = "https://bao-khac.example/chep-lai.html"
    ours = record("a", copy, PLAIN, source="bao-khac")
    assert ours.outcome is Outcome.NEW
    assert ours.article_id != theirs.article_id
    assert get(archive, ours.article_id).url == copy
    assert record("a", copy, PLAIN, source="bao-khac") == recording.Recorded(ours.article_id, Outcome.UNCHANGED, 1)
    assert conflicts(archive) == [("bao-mau.example/bai-1.html", ours.article_id, theirs.article_id)]


def test_an_own_article_behind_a_foreign_address_is_found(archive: Archive, record: Record) -> None:
    record("a", PLAIN)
    mine = record("b", "https://bao-khac.example/2", source="bao-khac")
    again = record("b", "https://bao-khac.example/1", PLAIN, "https://bao-khac.example/2", source="bao-khac")
    assert again.article_id == mine.article_id


def test_an_address_is_one_article_whatever_the_source_is_called(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN, source="bao-mau.example")
    for _time in range(2):
        again = record("a", PLAIN, source="bao-mau")
        assert again == recording.Recorded(first.article_id, Outcome.UNCHANGED, 1)
    with archive.reading() as connection:
        assert articles.count(connection) == 1
