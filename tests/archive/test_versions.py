from diembao.archive import (
    Archive,
    versions,
)
from diembao.core.models import Content, Outcome, Provenance
from tests.archive.conftest import NOON, PLAIN, Record, after, content, get


def test_a_changed_text_is_a_new_version(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    changed = record("b", PLAIN, at=after(1))
    back = record("a", PLAIN, at=after(2))
    assert [each.outcome for each in (first, changed, back)] == [Outcome.NEW, Outcome.CHANGED, Outcome.CHANGED]
    assert [each.version for each in (first, changed, back)] == [1, 2, 3]
    with archive.reading() as connection:
        texts = versions.history(connection, first.article_id)
        assert versions.count(connection) == 3
    assert [(each.number, each.content.text, each.fetched_at) for each in texts] == [
        (1, "a", NOON),
        (2, "b", after(1)),
        (3, "a", after(2)),
    ]
    assert get(archive, first.article_id).content.text == "a"


def test_only_what_a_reader_reads_makes_a_version(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    other = content("a", authors=("Người Viết",), section="Kinh tế")
    assert record("", PLAIN, content=other).outcome is Outcome.UNCHANGED
    for each in (content("a", title="Khác"), content("a", lead="Khác"), content("khác")):
        assert record("", PLAIN, content=each).outcome is Outcome.CHANGED
    assert get(archive, first.article_id).version == 4


def test_a_content_is_the_same_for_equal_title_lead_and_text_only() -> None:
    base = Content(title="a", lead="b", text="c")
    assert base.digest == Content(title="a", lead="b", text="c", section="x", published_from=Provenance.META).digest
    assert len({base.digest, *(Content(title=t, lead=le, text=x).digest for t, le, x in ("acb", "bac", "abb"))}) == 4


def test_a_correction_replaces_the_present_version_and_makes_none(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    article = get(archive, record("b", PLAIN, at=after(1)).article_id)
    better = content("b tốt hơn", published_at=after(-3))
    with archive.writing() as connection:
        versions.correct_present(connection, article, better)
    corrected = get(archive, first.article_id)
    assert (corrected.content, corrected.version, corrected.dated) == (better, 2, after(-3))
    with archive.reading() as connection:
        assert [each.content.text for each in versions.history(connection, first.article_id)] == ["a", "b tốt hơn"]
    assert record("b tốt hơn", PLAIN).outcome is Outcome.UNCHANGED


def test_a_correction_without_date_files_it_under_the_time_it_was_met(archive: Archive, record: Record) -> None:
    first = record("", PLAIN, content=content("a", published_at=after(-48)))
    with archive.writing() as connection:
        versions.correct_present(connection, get(archive, first.article_id), content("a"))
    assert get(archive, first.article_id).dated == NOON


def test_an_article_knows_the_raw_page_of_its_present_version(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN, raw_digest="1" * 64)
    record("b", PLAIN, raw_digest="2" * 64)
    record("b", PLAIN, raw_digest="3" * 64)
    with archive.reading() as connection:
        assert versions.raw_digest(connection, get(archive, first.article_id)) == "2" * 64
