from diembao.archive import (
    Archive,
    revisits,
)
from diembao.core.models import Absence, Channel, Outcome
from tests.archive.conftest import NOON, PLAIN, Record, after, drain, get, waiting


def test_a_removed_article_keeps_its_text_and_can_reappear(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN, next_visit_at=after(1))
    drain(archive)
    with archive.writing() as connection:
        assert revisits.mark_removed(connection, first.article_id, after(1), Absence.NOT_FOUND)
        assert not revisits.mark_removed(connection, first.article_id, after(2), Absence.GONE)
        assert revisits.due(connection, "bao-mau", after(99), 10) == []
    removed = get(archive, first.article_id)
    assert (removed.removed_at, removed.removed_because) == (after(1), Absence.NOT_FOUND)
    assert removed.content.text == "a"
    assert waiting(archive) == [first.article_id]
    drain(archive)
    assert record("a", PLAIN, at=after(3)).outcome is Outcome.UNCHANGED
    back = get(archive, first.article_id)
    assert (back.removed_at, back.removed_because) == (None, None)
    assert waiting(archive) == [first.article_id]


def test_an_import_says_nothing_about_visits_and_removal(archive: Archive, record: Record) -> None:
    collected = record("a", PLAIN, next_visit_at=after(6))
    record("b", PLAIN, channel=Channel.IMPORT, at=after(1))
    with archive.reading() as connection:
        assert revisits.due(connection, "bao-mau", after(6), 10) == [PLAIN]
    assert get(archive, collected.article_id).fetched_at == NOON
    with archive.writing() as connection:
        revisits.mark_removed(connection, collected.article_id, after(2), Absence.GONE)
    record("c", PLAIN, channel=Channel.IMPORT, at=after(3))
    assert get(archive, collected.article_id).removed_at == after(2)


def test_due_articles_of_a_source_come_longest_overdue_first(archive: Archive, record: Record) -> None:
    for number, hours in ((1, 3.0), (2, 1.0), (3, 2.0), (4, 9.0)):
        record("a", f"https://bao-mau.example/{number}", next_visit_at=after(hours))
    record("a", "https://bao-khac.example/5", source="bao-khac", next_visit_at=after(0))
    record("a", "https://bao-mau.example/6")
    with archive.reading() as connection:
        due = revisits.due(connection, "bao-mau", after(3), 10)
        assert [url[-1] for url in due] == ["2", "3", "1"]
        assert revisits.due(connection, "bao-mau", after(3), 1) == due[:1]
