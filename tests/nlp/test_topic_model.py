import io
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import clean_line, fold, index_form
from diembao.nlp.topic_file import SHIPPED_TOPICS, load_topics, shipped_topics
from diembao.nlp.topic_model import grams, joined, read, read_words, shipped_model, write
from diembao.nlp.topics import TopicTagger

TITLE = "Khởi tố, bắt tạm giam ba người vận chuyển ma túy"
TEXT = "Cơ quan cảnh sát điều tra Công an tỉnh đã khởi tố bị can về tội vận chuyển trái phép chất ma túy."


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> TopicTagger:
    file = tmp_path_factory.mktemp("topics") / "topics.toml"
    own = '\n[[topic]]\nid = "gia-lua"\nname = "Giá lúa"\nwords = ["giá lúa"]\n'
    file.write_text(shipped_topics() + own, encoding="utf-8")
    return TopicTagger(load_topics(file), shipped_model())


@given(st.lists(st.text(alphabet="aăâbcdđeêghiôơuưy0", min_size=1, max_size=7), max_size=12))
def test_a_gram_is_the_sum_of_what_it_spells(tokens: list[str]) -> None:
    pairs = [f"{one} {other}" for one, other in pairwise(tokens)]
    assert sorted(grams(tokens)) == sorted(crc32(gram.encode()) for gram in [*tokens, *pairs])


def test_the_shipped_model_knows_the_shipped_topics_and_is_small(tagger: TopicTagger) -> None:
    model = shipped_model()
    assert model.topics == SHIPPED_TOPICS
    assert set(tagger.judge(TITLE, "", TEXT)) == set(SHIPPED_TOPICS)
    file = io.BytesIO()
    write(file, model)
    assert len(file.getvalue()) < 10_000_000


def test_a_model_that_was_written_says_the_same_when_it_is_read(tagger: TopicTagger) -> None:
    file = io.BytesIO()
    write(file, shipped_model())
    again = TopicTagger(tagger.topics, read(io.BytesIO(file.getvalue())))
    assert again.judge(TITLE, "", TEXT) == tagger.judge(TITLE, "", TEXT)


def test_a_file_that_is_no_model_is_refused() -> None:
    file = io.BytesIO()
    np.savez(file, version=np.array(2))
    with pytest.raises(ValueError, match="version 2"):
        read(io.BytesIO(file.getvalue()))


def test_the_score_is_a_half_at_the_threshold(tagger: TopicTagger) -> None:
    limits = dict(zip(SHIPPED_TOPICS, shipped_model().thresholds.tolist(), strict=True))
    for title in (TITLE, "Giá vàng hôm nay", "Sạt lở bờ sông do mưa lũ, nhiều hộ dân phải di dời"):
        for topic, judgement in tagger.judge(title, "", TEXT).items():
            assert judgement.is_carried == (judgement.score >= 0.5)
            if abs(judgement.probability - limits[topic]) > 1e-6:
                assert judgement.is_carried == (judgement.probability > limits[topic])


def test_why_names_words_of_the_article_or_of_the_list(tagger: TopicTagger) -> None:
    tags = tagger.tag(TITLE, "", TEXT)
    assert tags[0].topic == "law-enforcement"
    read_text = " ".join(read_words(TITLE, "\n" + TEXT).all)
    for tag in tags:
        assert 0 < len(tag.why) <= 12
        assert [weight for _word, weight in tag.why] == sorted((w for _word, w in tag.why), reverse=True)
        assert all(index_form(word) in index_form(read_text) for word, weight in tag.why if weight > 0)


def test_a_topic_of_the_desk_goes_by_its_words_alone(tagger: TopicTagger) -> None:
    (tag,) = [tag for tag in tagger.tag("Giá lúa tăng, giá lúa lên", "", "Giá lúa.") if tag.topic == "gia-lua"]
    assert dict(tag.why).keys() == {"giá lúa"}
    assert "gia-lua" not in tagger.judge("Giá lúa tăng", "", "")


def test_a_text_typed_without_marks_goes_by_words(tagger: TopicTagger) -> None:
    title, text = fold(TITLE), fold(TEXT + " " + TEXT)
    assert tagger.judge(title, "", text) == {}
    assert "law-enforcement" in {tag.topic for tag in tagger.tag(title, "", text)}


@pytest.mark.parametrize("text", ["", " ", "…", "a", "😀" * 1000, "ma túy " * 20_000, "\n" * 5000])
def test_any_text_is_judged(tagger: TopicTagger, text: str) -> None:
    for title in ("", clean_line(text)[:200]):
        assert all(0 <= it.probability <= 1 for it in tagger.judge(title, "", text).values())


def test_only_the_beginning_counts(tagger: TopicTagger) -> None:
    opening = "Hội thảo giới thiệu các giống hoa mới cho nhà vườn trong tỉnh. " * 30
    plain, late = tagger.judge("Giống hoa mới", "", opening), tagger.judge("Giống hoa mới", "", opening + TEXT)
    assert all(abs(plain[topic].probability - late[topic].probability) < 0.1 for topic in SHIPPED_TOPICS)


def test_a_word_inside_a_listed_phrase_is_not_listed_again() -> None:
    shares = [("ma túy", 2.0), ("túy", 1.5), ("chất", -0.5), ("trái phép", 0.4), ("a", 0.001)]
    assert joined(shares) == [("ma túy", 2.0), ("trái phép", 0.4), ("chất", -0.5)]


def test_without_a_model_words_decide(tagger: TopicTagger) -> None:
    tags = {tag.topic: tag for tag in TopicTagger(tagger.topics).tag(TITLE, "", TEXT)}
    listed = next(topic for topic in tagger.topics if topic.id == "law-enforcement")
    assert {word for word, _points in tags["law-enforcement"].why} <= {
        phrase for phrase, _weight in (*listed.words, *listed.title_words, *listed.not_words)
    }
