from dataclasses import replace

import pytest

from diembao.core.casework import Role
from diembao.core.errors import CatalogueError
from diembao.desk import labelling, people
from diembao.pipeline import learning
from diembao.pipeline.importing import import_file
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import WriteLines, all_articles, line

TOPIC = "coordination"
#: Words that the shipped model has never met beside this topic.
ABOUT = "Đội kèn lá xã Xuân Lộc"


@pytest.fixture
def home(parts: Parts, write_lines: WriteLines) -> Parts:
    """Twenty articles of one kind and twenty of another."""
    of_one_kind = [
        line(number, title=f"{ABOUT} tập lần {number}", text=f"Buổi tập kèn lá thứ {number} ở sân đình.")
        for number in range(20)
    ]
    of_another = [
        line(number, title=f"Giải cờ tướng vòng {number}", text=f"Ván cờ thứ {number} kết thúc hòa.")
        for number in range(20, 40)
    ]
    import_file(parts, write_lines(*of_one_kind, *of_another))
    return parts


def label(parts: Parts, most: int = 40) -> None:
    for article in all_articles(parts)[:most]:
        carried = article.content.title.startswith(ABOUT)
        labelling.label(parts.archive, article.id, TOPIC, carried=carried, who="Lan")


@pytest.fixture
def lan(home: Parts) -> None:
    people.enter(home.archive, name="Lan", role=Role.ANALYST)


def of_topic(report: list[learning.TopicTraining]) -> learning.TopicTraining:
    return next(each for each in report if each.topic == TOPIC)


def carrying(parts: Parts) -> set[str]:
    judged = {a.content.title: parts.annotator.judge_topics(a.content)[TOPIC] for a in all_articles(parts)}
    return {title for title, it in judged.items() if it.is_carried}


@pytest.mark.usefixtures("lan")
def test_labels_move_the_model_and_nothing_else(home: Parts) -> None:
    before = {a.id: home.annotator.judge_topics(a.content) for a in all_articles(home)}
    assert not carrying(home)
    label(home)
    learnt = of_topic(learning.train(home))
    assert (learnt.carried, learnt.not_carried, learnt.is_used) == (20, 20, True)
    assert learnt.before is not None
    assert learnt.after is not None
    assert learnt.after < learnt.before
    assert carrying(home) == {a.content.title for a in all_articles(home) if a.content.title.startswith(ABOUT)}
    for article in all_articles(home):
        for topic, judgement in home.annotator.judge_topics(article.content).items():
            if topic != TOPIC:
                assert judgement.probability == pytest.approx(before[article.id][topic].probability, abs=0.01)


@pytest.mark.usefixtures("lan")
def test_learning_again_begins_with_the_shipped_weights(home: Parts) -> None:
    label(home)
    first = learning.train(home)
    model = home.home.topic_model_file.read_bytes()
    assert learning.train(home) == first
    assert home.home.topic_model_file.read_bytes() == model


@pytest.mark.usefixtures("lan")
def test_a_few_labels_teach_nothing(home: Parts) -> None:
    label(home, 4)
    learnt = of_topic(learning.train(home))
    assert replace(learnt, carried=0, not_carried=0) == learning.TopicTraining(
        topic=TOPIC, carried=0, not_carried=0, before=None, after=None, is_used=False
    )
    assert not home.home.topic_model_file.exists()


@pytest.mark.usefixtures("lan")
def test_labels_that_are_taken_back_teach_nothing(home: Parts) -> None:
    label(home)
    learning.train(home)
    assert home.home.topic_model_file.exists()
    for article in all_articles(home):
        labelling.take_back(home.archive, article.id, TOPIC, who="Lan")
    learning.train(home)
    assert not home.home.topic_model_file.exists()
    assert not carrying(home)


@pytest.mark.usefixtures("lan")
def test_what_was_answered_is_not_asked_again(home: Parts) -> None:
    asked = learning.suggest(home, topics=[TOPIC], limit=100)
    assert len(asked) == len({each.article_id for each in asked}) == 40
    assert {each.topic for each in asked} == {TOPIC}
    labelling.label(home.archive, asked[0].article_id, TOPIC, carried=False, who="Lan")
    again = learning.suggest(home, topics=[TOPIC], limit=100)
    assert {each.article_id for each in again} == {each.article_id for each in asked[1:]}


def test_the_most_doubtful_is_asked_first(home: Parts) -> None:
    asked = learning.suggest(home, topics=[TOPIC], limit=100)
    doubts = [abs(each.score - 0.5) for each in asked]
    assert doubts == sorted(doubts)


def test_a_model_that_cannot_be_read_is_named(home: Parts) -> None:
    home.home.topic_model_file.parent.mkdir()
    home.home.topic_model_file.write_bytes(b"nothing of the kind")
    home.__dict__.pop("annotator", None)
    with pytest.raises(CatalogueError, match=r"topics\.npz"):
        _ = home.annotator
