from diembao.archive import (
    Archive,
    annotation_store,
    articles,
)
from diembao.core.models import Annotation, PlaceTag, TopicTag
from tests.archive.conftest import NOON, PLAIN, Record, after, content, get


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


def test_the_newest_sighting_of_each_source_is_known(archive: Archive, record: Record) -> None:
    for hour, source in enumerate(("bao-mau", "bao-hai", "bao-mau")):
        record("", f"https://{source}.example/{hour}", source=source, content=content(f"Tin {hour}"), at=after(hour))
    with archive.reading() as connection:
        found = articles.newest_sightings(connection, ["bao-mau", "bao-hai", "bao-ba"])
        assert articles.newest_sightings(connection, []) == {}
    assert found == {"bao-mau": after(2), "bao-hai": after(1)}
