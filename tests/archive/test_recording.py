from dataclasses import replace

import pytest

from diembao.archive import (
    Archive,
    article_addresses,
    recording,
)
from diembao.archive.schema import addresses as address_rows
from diembao.archive.schema import annotations as annotation_rows
from diembao.archive.schema import articles as article_rows
from diembao.archive.schema import versions as version_rows
from diembao.core import addresses
from diembao.core.models import Channel
from tests.archive.conftest import NOON, PLAIN, Record, after, content, drain, get, waiting


def test_everything_that_was_recorded_comes_back(archive: Archive, record: Record) -> None:
    full = content("Đoạn một.\n\nĐoạn hai.", lead="Dẫn", authors=("A", "B"), section="Kinh tế", published_at=after(-5))
    article = get(archive, record("", PLAIN, content=full, next_visit_at=after(1)).article_id)
    assert article.content == full
    assert (article.source_id, article.url, article.version) == ("bao-mau", PLAIN, 1)
    assert (article.first_seen_at, article.fetched_at, article.dated) == (NOON, NOON, after(-5))
    assert (article.removed_at, article.annotation) == (None, None)


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


def test_many_new_articles_are_what_each_by_itself_would_be(archive: Archive, record: Record) -> None:
    urls = [f"https://bao-mau.example/{number}" for number in range(4)]
    contents = [content(f"Bài {number}", published_at=after(-number) if number else None) for number in range(4)]
    texts = [
        recording.Text(each, addresses.normalise(url), url, "bao-mau") for each, url in zip(contents, urls, strict=True)
    ]
    one_by_one = [
        record("", url, content=each, channel=Channel.IMPORT) for url, each in zip(urls, contents, strict=True)
    ]
    alone = [get(archive, each.article_id) for each in one_by_one]
    keys = [text.key for text in texts]
    with archive.writing() as connection:
        assert article_addresses.taken(connection, [*keys, "other"]) == set(keys)
        for table in (annotation_rows, version_rows, address_rows, article_rows):
            connection.execute(table.delete())
        assert article_addresses.taken(connection, keys) == set()
        ids = recording.record_new(connection, texts, channel=Channel.IMPORT, fetched_at=NOON)
        assert recording.record_new(connection, [], channel=Channel.IMPORT, fetched_at=NOON) == []
    together = [get(archive, article_id) for article_id in ids]
    assert [replace(article, id="") for article in together] == [replace(article, id="") for article in alone]
    assert record("Bài 0", urls[0], channel=Channel.IMPORT).article_id == ids[0]
    assert waiting(archive)[-4:] == ids
