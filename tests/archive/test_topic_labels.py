from datetime import timedelta

from diembao.archive import Archive, annotation_store, topic_labels
from diembao.core.models import Annotation, TopicTag
from tests.archive.conftest import NOON, PLAIN, Record

OTHER = "https://bao-mau.example/bai-2.html"


def test_the_phrases_of_a_topic_are_those_of_articles_that_people_count_to_it(archive: Archive, record: Record) -> None:
    one, two = record("a", PLAIN), record("b", OTHER)
    tagged = Annotation(language="vi", topics=(TopicTag(topic="environment", score=0.9, why=()),), phrases=("bờ sông",))
    with archive.writing() as connection:
        annotation_store.put(connection, one.article_id, 1, tagged)
        annotation_store.put(connection, two.article_id, 1, Annotation(language="vi", phrases=("rừng dừa",)))

    def phrases() -> list[tuple[str, ...]]:
        with archive.reading() as connection:
            span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
            rows = annotation_store.phrases_between(connection, *span, topic="environment")
            return [row.phrases for row in rows]

    assert phrases() == [("bờ sông",)]
    with archive.writing() as connection:
        for article, carried in ((one, False), (two, True)):
            topic_labels.add(
                connection, article.article_id, topic="environment", carried=carried, person_id="lan", at=NOON
            )
    assert phrases() == [("rừng dừa",)]
