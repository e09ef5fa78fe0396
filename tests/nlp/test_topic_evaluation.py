import pytest

from diembao.core.models import TopicTag
from diembao.evaluation.topics import evaluate
from diembao.nlp.topics import Topic, TopicTagger


class Fixed:
    """Answers from a table of titles."""

    def __init__(self, answers):
        self.topics = tuple(Topic(id=name, name_vi=name, name_en=name, words=(("x", 1.0),)) for name in "abc")
        self.answers = answers
        self.asked = []

    def tag(self, title, lead, body):
        self.asked.append((title, lead, body))
        return tuple(TopicTag(topic=name, score=0.9, why=()) for name in self.answers[title])


def test_figures():
    tagger = Fixed({"1": "ab", "2": "a", "3": "", "4": "a"})
    rows = [
        {"title": "1", "text": "x", "topics": ["a"]},
        {"title": "2", "text": "x", "topics": ["a", "b"]},
        {"title": "3", "text": "x", "topics": ["a"]},
        {"title": "4", "text": "x", "topics": []},
    ]
    found = evaluate(rows, tagger)
    assert found["articles"] == 4
    # a: 2 right, 1 wrong, 1 missed; b: 0 right, 1 wrong, 1 missed; c: never used
    assert found["topics"] == {
        "a": {
            "precision": pytest.approx(2 / 3),
            "recall": pytest.approx(2 / 3),
            "f1": pytest.approx(2 / 3),
            "support": 3,
        },
        "b": {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 1},
        "c": {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0},
    }
    assert found["micro_f1"] == pytest.approx(4 / 8)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)


def test_labels_that_the_tagger_does_not_know_are_missed():
    found = evaluate([{"title": "1", "text": "x", "topics": ["new"]}], Fixed({"1": ""}))
    assert found["topics"]["new"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 1}
    assert found["micro_f1"] == 0.0


def test_no_rows():
    found = evaluate([], Fixed({}))
    assert (found["articles"], found["micro_f1"], found["macro_f1"]) == (0, 0.0, 0.0)


def test_texts_are_read_in_display_form():
    tagger = Fixed({"Nước": ""})
    evaluate([{"title": " Nước\u200b ", "lead": None, "text": "a\r\n\r\n\r\nb", "topics": []}], tagger)
    assert tagger.asked == [("Nước", "", "a\n\nb")]


def test_with_the_real_tagger():
    tagger = TopicTagger([Topic(id="rice", name_vi="Gạo", name_en="Rice", words=(("giá gạo", 5.0),))])
    rows = [
        {"title": "Giá gạo tăng", "text": "Giá gạo tăng", "topics": ["rice"], "n": 1},
        {"title": "Trời mưa", "text": "Mưa to", "topics": []},
    ]
    assert evaluate(rows, tagger)["micro_f1"] == 1.0
