import pytest

from diembao.core.errors import CatalogueError
from diembao.core.text import index_form
from diembao.nlp.abroad import load_abroad
from diembao.nlp.topics import DEFAULT_THRESHOLD, DEFAULT_WEIGHT, SHIPPED_TOPICS, load_topics, shipped_topics


@pytest.fixture
def topics(tmp_path):
    def load(text):
        file = tmp_path / "topics.toml"
        file.write_text(text, encoding="utf-8")
        return load_topics(file)

    return load


def test_the_least_that_a_board_writes(topics):
    (topic,) = topics('[[topic]]\nid = "gia-gao"\nname = "Giá gạo"\nwords = ["giá gạo", " xuất khẩu  gạo "]\n')
    assert topic.id == "gia-gao"
    assert topic.name_vi == topic.name_en == "Giá gạo"
    assert topic.words == (("giá gạo", DEFAULT_WEIGHT), ("xuất khẩu gạo", DEFAULT_WEIGHT))
    assert topic.threshold == DEFAULT_THRESHOLD
    assert topic.abroad == 0


def test_everything_that_can_be_written(topics):
    (topic,) = topics(
        """
        [[topic]]
        id = "x"
        name = "Ích"
        name_en = "Ex"
        description = "Gồm ích"
        threshold = 4.5
        abroad = 10
        needs = ["tòa án"]
        title_words = ["ích"]
        [topic.words]
        3 = ["một", "hai"]
        "0.5" = ["ba"]
        [topic.not_words]
        2 = ["bốn"]
        """
    )
    assert topic.words == (("một", 3.0), ("hai", 3.0), ("ba", 0.5))
    assert topic.title_words == (("ích", DEFAULT_WEIGHT),)
    assert topic.not_words == (("bốn", 2.0),)
    assert (topic.needs, topic.threshold, topic.abroad) == (("tòa án",), 4.5, 10.0)
    assert (topic.name_en, topic.description) == ("Ex", "Gồm ích")


TOPIC = '[[topic]]\nid = "gia-gao"\nname = "Giá gạo"\n'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (TOPIC + 'word = ["gạo"]', ["topic gia-gao, word:", "Did you mean words?"]),
        (TOPIC + 'words = ["gạo"]\ntreshold = 3', ["topic gia-gao, treshold:", "Did you mean threshold?"]),
        (TOPIC + "words = []", ["topic gia-gao, words:", "missing"]),
        (TOPIC, ["topic gia-gao, words:", "missing"]),
        (TOPIC + 'words = "gạo"', ["topic gia-gao, words:", "not a list"]),
        (TOPIC + 'words = ["gạo", 3]', ["topic gia-gao, words:", "3 is not a text"]),
        (TOPIC + 'words = ["gạo", " - "]', ["topic gia-gao, words:", "' - ' is not a text"]),
        (TOPIC + '[topic.words]\n"gạo" = 3', ["topic gia-gao, words.gạo:", "on the left"]),
        (TOPIC + '[topic.words]\n-3 = ["gạo"]', ["topic gia-gao, words.-3:", "above 0"]),
        (TOPIC + '[topic.words]\nnan = ["gạo"]', ["topic gia-gao, words.nan:", "above 0"]),
        (TOPIC + '[topic.words]\n3 = "gạo"', ["topic gia-gao, words.3:", "not a list"]),
        (TOPIC + 'words = ["gạo"]\nthreshold = "cao"', ["topic gia-gao, threshold:", "'cao'"]),
        (TOPIC + 'words = ["gạo"]\nthreshold = true', ["topic gia-gao, threshold:", "True"]),
        (TOPIC + 'words = ["gạo"]\nthreshold = nan', ["topic gia-gao, threshold:", "nan"]),
        (TOPIC + 'words = ["gạo"]\nthreshold = 0', ["topic gia-gao, threshold:", "every article"]),
        (TOPIC + 'words = ["hoà bình", "hòa bình"]', ["topic gia-gao, words:", "'hòa bình' stands twice"]),
        (TOPIC + 'words = ["gạo"]\nnot_words = ["Gạo"]', ["topic gia-gao, not_words:", "under words"]),
        (TOPIC + 'words = ["gạo"]\n' + TOPIC + 'words = ["lúa"]', ["topic gia-gao, id:", "twice"]),
        ('[[topic]]\nid = "Giá gạo"\nname = "x"\nwords = ["y"]', ["topic 1, id:", "rice-price"]),
        ('[[topic]]\nname = "x"\nwords = ["y"]', ["topic 1, id:", "missing"]),
        ('[[topic]]\nid = "x"\nwords = ["y"]', ["topic x, name:", "missing"]),
        ('[[topic]]\nid = "x"\nname = 3\nwords = ["y"]', ["topic x, name:", "3 is not a text"]),
        ('[[topics]]\nid = "x"', ["topics", "Did you mean topic?"]),
        ('[topic]\nid = "x"', ["[[topic]]"]),
        ("topic = [3]", ["topic 1", "[[topic]]"]),
        ("[[topic]\n", ["not valid TOML"]),
    ],
)
def test_mistakes_are_named(topics, tmp_path, text, parts):
    with pytest.raises(CatalogueError) as caught:
        topics(text)
    assert str(tmp_path / "topics.toml") in str(caught.value)
    for part in parts:
        assert part in str(caught.value)


def test_a_missing_file(tmp_path):
    with pytest.raises(CatalogueError, match="cannot be read"):
        load_topics(tmp_path / "none.toml")


def test_a_file_that_is_not_text(tmp_path):
    (tmp_path / "topics.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError, match="not valid TOML"):
        load_topics(tmp_path / "topics.toml")


def test_no_topics_are_no_mistake(topics):
    assert topics("# trống\n") == ()


class TestShipped:
    def test_topics_are_the_constant_list(self, topics):
        assert tuple(topic.id for topic in topics(shipped_topics())) == SHIPPED_TOPICS

    def test_both_names_and_a_description(self, topics):
        for topic in topics(shipped_topics()):
            assert topic.name_vi
            assert topic.name_en
            assert topic.name_vi != topic.name_en
            assert "Không gồm" in topic.description or topic.id == "national-security"
            assert "\n" not in topic.description

    def test_the_example_in_its_comment_works(self, topics):
        lines = [line.removeprefix("#   ") for line in shipped_topics().splitlines()]
        start = lines.index("[[topic]]")
        (topic,) = topics("\n".join(lines[start : start + 4]))
        assert topic.words

    def test_no_outlets_and_no_words_of_viewpoint(self, topics):
        """Lines that the product holds: a topic is what an article is about, not who says it or how."""
        outlets = {"vnexpress", "dân trí", "vietnamnet", "vtv", "vov", "ttxvn", "reuters", "afp", "cnn", "bbc"}
        viewpoints = {"phản động", "thù địch", "xuyên tạc", "bôi nhọ", "nói xấu", "phản đối", "chỉ trích", "ca ngợi"}
        sentiments = {"bức xúc", "phẫn nộ", "lo lắng", "vui mừng", "tiêu cực", "tích cực", "đau lòng"}
        phrases = {
            index_form(phrase)
            for topic in topics(shipped_topics())
            for phrase, _weight in (*topic.words, *topic.title_words, *topic.not_words)
        }
        assert not phrases & (outlets | viewpoints | sentiments)

    def test_abroad_words_do_not_say_both(self):
        places = load_abroad()
        forms = [index_form(word) for word in (*places.words, *places.home_words, *places.decoys)]
        assert len(forms) == len(set(forms))
        assert "hàn quốc" in places.words
        assert "việt nam" in places.home_words
