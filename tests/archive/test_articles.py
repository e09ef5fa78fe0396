from dataclasses import replace

import pytest
import sqlalchemy as sa

from diembao.archive import Archive, annotation_store, articles, outbox
from diembao.archive.schema import address_conflicts, versions
from diembao.archive.schema import addresses as address_rows
from diembao.archive.schema import annotations as annotation_rows
from diembao.archive.schema import articles as article_rows
from diembao.core import addresses
from diembao.core.models import Absence, Annotation, Article, Channel, Content, Outcome, PlaceTag, Provenance, TopicTag
from tests.archive.conftest import NOON, Record, after, content

FEED = "https://bao-mau.example/bai-1.html?utm_source=rss"
PLAIN = "https://www.bao-mau.example/bai-1.html"
AMP = "https://bao-mau.example/amp/bai-1.html"
OTHER = "https://bao-mau.example/bai-2.html"


def get(archive: Archive, article_id: str) -> Article:
    with archive.reading() as connection:
        return articles.get(connection, [article_id])[0]


def conflicts(archive: Archive) -> list[tuple[str, str, str]]:
    query = sa.select(address_conflicts.c.key, address_conflicts.c.article_id, address_conflicts.c.holder_id)
    with archive.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def waiting(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return [article_id for _seq, article_id in outbox.peek(connection, 100)]


def drain(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.remove(connection, outbox.pending_seqs(connection))


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
        assert {address.url for address in articles.addresses_of(connection, first.article_id)} == {AMP, PLAIN}


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
        known = articles.known(connection, "bao-mau.example/bai-1.html")
    assert known
    assert known.article_id == one.article_id
    with archive.reading() as connection:
        (held,) = articles.conflicts_of(connection, one.article_id)
        (claimed,) = articles.conflicts_of(connection, two.article_id)
    assert (held.url, held.other_id, held.is_held) == (PLAIN, two.article_id, True)
    assert (claimed.url, claimed.other_id, claimed.is_held) == (PLAIN, one.article_id, False)


def test_a_conflict_with_a_withheld_article_is_not_shown(archive: Archive, record: Record) -> None:
    one, two = record("a", PLAIN), record("b", OTHER)
    record("b", OTHER, PLAIN)
    with archive.writing() as connection:
        gone = article_rows.update().where(article_rows.c.id == one.article_id)
        connection.execute(gone.values(withheld_at=NOON))
    with archive.reading() as connection:
        assert articles.conflicts_of(connection, two.article_id) == []


def test_the_canonical_link_of_another_source_never_merges(archive: Archive, record: Record) -> None:
    theirs = record("a", PLAIN)
    copy = "https://bao-khac.example/chep-lai.html"
    ours = record("a", copy, PLAIN, source="bao-khac")
    assert ours.outcome is Outcome.NEW
    assert ours.article_id != theirs.article_id
    assert get(archive, ours.article_id).url == copy
    assert record("a", copy, PLAIN, source="bao-khac") == articles.Recorded(ours.article_id, Outcome.UNCHANGED, 1)
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
        assert again == articles.Recorded(first.article_id, Outcome.UNCHANGED, 1)
    with archive.reading() as connection:
        assert articles.count(connection) == 1


def test_a_changed_text_is_a_new_version(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    changed = record("b", PLAIN, at=after(1))
    back = record("a", PLAIN, at=after(2))
    assert [each.outcome for each in (first, changed, back)] == [Outcome.NEW, Outcome.CHANGED, Outcome.CHANGED]
    assert [each.version for each in (first, changed, back)] == [1, 2, 3]
    with archive.reading() as connection:
        versions = articles.history(connection, first.article_id)
        assert articles.count_versions(connection) == 3
    assert [(each.number, each.content.text, each.fetched_at) for each in versions] == [
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


def test_everything_that_was_recorded_comes_back(archive: Archive, record: Record) -> None:
    full = content("Đoạn một.\n\nĐoạn hai.", lead="Dẫn", authors=("A", "B"), section="Kinh tế", published_at=after(-5))
    article = get(archive, record("", PLAIN, content=full, next_visit_at=after(1)).article_id)
    assert article.content == full
    assert (article.source_id, article.url, article.version) == ("bao-mau", PLAIN, 1)
    assert (article.first_seen_at, article.fetched_at, article.dated) == (NOON, NOON, after(-5))
    assert (article.removed_at, article.annotation) == (None, None)


def test_a_removed_article_keeps_its_text_and_can_reappear(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN, next_visit_at=after(1))
    drain(archive)
    with archive.writing() as connection:
        assert articles.mark_removed(connection, first.article_id, after(1), Absence.NOT_FOUND)
        assert not articles.mark_removed(connection, first.article_id, after(2), Absence.GONE)
        assert articles.due(connection, "bao-mau", after(99), 10) == []
    removed = get(archive, first.article_id)
    assert (removed.removed_at, removed.removed_because) == (after(1), Absence.NOT_FOUND)
    assert removed.content.text == "a"
    assert waiting(archive) == [first.article_id]
    drain(archive)
    assert record("a", PLAIN, at=after(3)).outcome is Outcome.UNCHANGED
    back = get(archive, first.article_id)
    assert (back.removed_at, back.removed_because) == (None, None)
    assert waiting(archive) == [first.article_id]


def test_what_changes_an_article_puts_it_into_the_outbox_and_nothing_else_does(
    archive: Archive, record: Record
) -> None:
    first = record("a", PLAIN)
    assert waiting(archive) == [first.article_id]
    drain(archive)
    record("a", PLAIN)
    assert waiting(archive) == []
    record("b", PLAIN)
    assert waiting(archive) == [first.article_id]


def test_without_a_published_time_it_is_filed_under_the_time_it_was_met(archive: Archive, record: Record) -> None:
    assert get(archive, record("a", PLAIN).article_id).dated == NOON


def test_an_import_without_date_is_filed_nowhere(archive: Archive, record: Record) -> None:
    assert get(archive, record("a", PLAIN, channel=Channel.IMPORT).article_id).dated is None


@pytest.mark.parametrize("text", ["a", "b"])
def test_a_date_that_becomes_known_later_is_taken_over(archive: Archive, record: Record, text: str) -> None:
    first = record("a", PLAIN, channel=Channel.IMPORT)
    drain(archive)
    record("", PLAIN, content=content(text, published_at=after(-48)), at=after(1), channel=Channel.IMPORT)
    article = get(archive, first.article_id)
    assert article.dated == article.content.published_at == after(-48)
    assert waiting(archive) == [first.article_id]


def test_a_known_date_stays(archive: Archive, record: Record) -> None:
    first = record("", PLAIN, content=content("a", published_at=after(-48)))
    record("", PLAIN, content=content("b", published_at=after(-1)), at=after(1))
    assert get(archive, first.article_id).dated == after(-48)


def test_an_import_says_nothing_about_visits_and_removal(archive: Archive, record: Record) -> None:
    collected = record("a", PLAIN, next_visit_at=after(6))
    record("b", PLAIN, channel=Channel.IMPORT, at=after(1))
    with archive.reading() as connection:
        assert articles.due(connection, "bao-mau", after(6), 10) == [PLAIN]
    assert get(archive, collected.article_id).fetched_at == NOON
    with archive.writing() as connection:
        articles.mark_removed(connection, collected.article_id, after(2), Absence.GONE)
    record("c", PLAIN, channel=Channel.IMPORT, at=after(3))
    assert get(archive, collected.article_id).removed_at == after(2)


def test_due_articles_of_a_source_come_longest_overdue_first(archive: Archive, record: Record) -> None:
    for number, hours in ((1, 3.0), (2, 1.0), (3, 2.0), (4, 9.0)):
        record("a", f"https://bao-mau.example/{number}", next_visit_at=after(hours))
    record("a", "https://bao-khac.example/5", source="bao-khac", next_visit_at=after(0))
    record("a", "https://bao-mau.example/6")
    with archive.reading() as connection:
        due = articles.due(connection, "bao-mau", after(3), 10)
        assert [url[-1] for url in due] == ["2", "3", "1"]
        assert articles.due(connection, "bao-mau", after(3), 1) == due[:1]


def test_a_correction_replaces_the_present_version_and_makes_none(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    article = get(archive, record("b", PLAIN, at=after(1)).article_id)
    better = content("b tốt hơn", published_at=after(-3))
    with archive.writing() as connection:
        articles.correct(connection, article, better)
    corrected = get(archive, first.article_id)
    assert (corrected.content, corrected.version, corrected.dated) == (better, 2, after(-3))
    with archive.reading() as connection:
        assert [each.content.text for each in articles.history(connection, first.article_id)] == ["a", "b tốt hơn"]
    assert record("b tốt hơn", PLAIN).outcome is Outcome.UNCHANGED


def test_a_correction_without_date_files_it_under_the_time_it_was_met(archive: Archive, record: Record) -> None:
    first = record("", PLAIN, content=content("a", published_at=after(-48)))
    with archive.writing() as connection:
        articles.correct(connection, get(archive, first.article_id), content("a"))
    assert get(archive, first.article_id).dated == NOON


def test_articles_come_in_the_order_asked_for(archive: Archive, record: Record) -> None:
    ids = [record(text, f"https://bao-mau.example/{text}").article_id for text in "abc"]
    with archive.reading() as connection:
        wanted = [ids[2], "unknown", ids[0]]
        assert [article.id for article in articles.get(connection, wanted)] == [ids[2], ids[0]]


def test_more_articles_can_be_asked_for_than_one_statement_takes(archive: Archive, record: Record) -> None:
    ids = [record(text, f"https://bao-mau.example/{text}").article_id for text in "ab"]
    wanted = [ids[1], *map(str, range(300_000)), ids[0]]
    with archive.reading() as connection:
        assert [article.id for article in articles.get(connection, wanted)] == [ids[1], ids[0]]
        assert articles.get(connection, []) == []


def test_every_article_comes_once_in_batches_of_any_size(archive: Archive, record: Record) -> None:
    ids = {record(text, f"https://bao-mau.example/{text}").article_id for text in "abcdefg"}
    with archive.reading() as connection:
        for batch in (1, 3, 7, 100):
            found: list[str] = []
            while several := articles.following(connection, found[-1] if found else "", batch):
                found += [article.id for article in several]
            assert found == sorted(ids)
        assert articles.ids(connection) == sorted(ids)
        assert articles.ids(connection, ["bao-khac"]) == []


def test_the_newest_articles_are_those_met_last(archive: Archive, record: Record) -> None:
    for hours, text in enumerate("abc"):
        record(text, f"https://bao-mau.example/{text}", at=after(hours))
    with archive.reading() as connection:
        assert [article.content.text for article in articles.newest(connection, 2)] == ["c", "b"]
        assert articles.count(connection, seen_since=NOON) == 2


def test_the_annotation_of_an_article_is_the_last_one(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN)
    one = Annotation(language="vi", topics=(TopicTag(topic="rice", score=0.5, why=(("gạo", 1.5), ("lúa", 0.25))),))
    two = Annotation(language="vi-unmarked", places=(PlaceTag(place="Huế", count=2, home=True),))
    for annotation in (one, two, one):
        with archive.writing() as connection:
            annotation_store.put(connection, first.article_id, 1, annotation)
        assert get(archive, first.article_id).annotation == annotation
    assert two.in_home_province
    assert not one.in_home_province


def test_an_article_knows_the_raw_page_of_its_present_version(archive: Archive, record: Record) -> None:
    first = record("a", PLAIN, raw_digest="1" * 64)
    record("b", PLAIN, raw_digest="2" * 64)
    record("b", PLAIN, raw_digest="3" * 64)
    with archive.reading() as connection:
        assert articles.raw_digest(connection, get(archive, first.article_id)) == "2" * 64


def test_a_content_is_the_same_for_equal_title_lead_and_text_only() -> None:
    base = Content(title="a", lead="b", text="c")
    assert base.digest == Content(title="a", lead="b", text="c", section="x", published_from=Provenance.META).digest
    assert len({base.digest, *(Content(title=t, lead=le, text=x).digest for t, le, x in ("acb", "bac", "abb"))}) == 4


def test_many_new_articles_are_what_each_by_itself_would_be(archive: Archive, record: Record) -> None:
    urls = [f"https://bao-mau.example/{number}" for number in range(4)]
    contents = [content(f"Bài {number}", published_at=after(-number) if number else None) for number in range(4)]
    texts = [
        articles.Text(each, addresses.normalise(url), url, "bao-mau") for each, url in zip(contents, urls, strict=True)
    ]
    one_by_one = [
        record("", url, content=each, channel=Channel.IMPORT) for url, each in zip(urls, contents, strict=True)
    ]
    alone = [get(archive, each.article_id) for each in one_by_one]
    keys = [text.key for text in texts]
    with archive.writing() as connection:
        assert articles.taken(connection, [*keys, "other"]) == set(keys)
        for table in (annotation_rows, versions, address_rows, article_rows):
            connection.execute(table.delete())
        assert articles.taken(connection, keys) == set()
        ids = articles.record_new(connection, texts, channel=Channel.IMPORT, fetched_at=NOON)
        assert articles.record_new(connection, [], channel=Channel.IMPORT, fetched_at=NOON) == []
    together = [get(archive, article_id) for article_id in ids]
    assert [replace(article, id="") for article in together] == [replace(article, id="") for article in alone]
    assert record("Bài 0", urls[0], channel=Channel.IMPORT).article_id == ids[0]
    assert waiting(archive)[-4:] == ids


def test_the_newest_sighting_of_each_source_is_known(archive: Archive, record: Record) -> None:
    for hour, source in enumerate(("bao-mau", "bao-hai", "bao-mau")):
        record("", f"https://{source}.example/{hour}", source=source, content=content(f"Tin {hour}"), at=after(hour))
    with archive.reading() as connection:
        found = articles.newest_sightings(connection, ["bao-mau", "bao-hai", "bao-ba"])
        assert articles.newest_sightings(connection, []) == {}
    assert found == {"bao-mau": after(2), "bao-hai": after(1)}
