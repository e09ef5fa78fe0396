"""What a query finds, the same with every engine."""

import random
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diembao.core.errors import QuerySyntaxError
from diembao.index import FACET_FIELDS, Filters, SearchIndex, highlight, parse
from diembao.index.query import MAX_NESTING, MAX_TERMS, Words
from tests.index.conftest import ENGINES, Engine, article, found, holding
from tests.index.oracle import matches

ARTICLES = (
    article("toll", "Tạm dừng thu phí BOT Cai Lậy", "Trạm thu phí ở Tiền Giang xả trạm từ sáng nay."),
    article("bare", "Thu phi BOT Cai Lay", "Tram thu phi o Tien Giang xa tram tu sang nay."),
    article("slander", "Xử phạt người phỉ báng trên mạng", "Ông thủ trưởng và phi công đều có mặt."),
    article("peace", "Hoà bình ở Đà Nẵng", "Thành phố đáng sống. Lãi suất 1.234,5 tỷ đồng."),
    article("flour", "Giá bột mì tăng", "Nhà máy BT-BOT ở Quý Lộc, độ cao 12 m.", source="bao-phu-giang"),
    article("labels", "Tin vắn", topics=("giao-thong", "y-te"), places=("Hà Nội", "Hoà Bình"), section="Xã hội"),
)
EVERYTHING = {document.id for document in ARTICLES}


@pytest.fixture
def index(engine: Engine) -> SearchIndex:
    return holding(engine, *ARTICLES)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        # Marks: typed ones must agree, or be absent from the whole text.
        ("thu phi bot", {"toll", "bare"}),
        ("thu phí BOT", {"toll", "bare"}),
        ("THU PHÍ", {"toll", "bare"}),
        ("phí", {"toll", "bare"}),
        ("phỉ", {"slander", "bare"}),
        ("phì", {"bare"}),
        ("phi", {"toll", "bare", "slander"}),
        ("phi công", {"slander"}),
        ("bot", {"toll", "bare", "flour"}),
        ("bột", {"flour", "bare"}),
        ("đà nẵng", {"peace"}),
        ("da nang", {"peace"}),
        ("Đa Năng", set()),
        ("dộ", set()),
        ("độ", {"flour"}),
        # One placement of tone marks.
        ("hoà", {"peace"}),
        ("hòa", {"peace"}),
        ("qúy", set()),
        ("quý", {"flour"}),
        # Phrases.
        ('"thu phí"', {"toll", "bare"}),
        ('"phí thu"', set()),
        ('"thu phí cai"', set()),
        ('"phi bot cai lay"', {"toll", "bare"}),
        ('"thu phi BOT Cai Lậy"', {"toll", "bare"}),
        ('"thu phỉ"', {"bare"}),
        ('"thu phí bột"', {"bare"}),
        ('"trạm thu"', {"toll", "bare"}),
        ('"lay tram"', set()),
        ('"thủ trưởng"', {"slander"}),
        ('"thu truong"', {"slander"}),
        ("BT-BOT", {"flour"}),
        ("BOT-BT", set()),
        ("1.234,5", {"peace"}),
        ('"1 234"', {"peace"}),
        ("1234", set()),
        # Boolean.
        ("phí OR bột", {"toll", "bare", "flour"}),
        ("phí bột", {"bare"}),
        ("cai lay -tiền", set()),
        ("thu -phí", {"slander"}),
        ("bot -(cai lậy)", {"flour"}),
        ('bot -"cai lậy"', {"flour"}),
        ("bot -(mì OR cai)", set()),
        ("-bot", {"slander", "peace", "labels"}),
        ("-bot -hoà", {"slander", "labels"}),
        ("-(bot OR hoà)", {"slander", "labels"}),
        ("-bot OR bột", {"slander", "peace", "labels", "flour", "bare"}),
        ("-(-bot)", {"toll", "bare", "flour"}),
        ("(phỉ OR hoà) -đà", {"slander", "bare"}),
        ("", EVERYTHING),
        # Fields.
        ("title:phí", {"toll", "bare"}),
        ("title:tiền", set()),
        ('title:"hoà bình"', {"peace"}),
        ("title:(phí -bot)", set()),
        ("-title:bot", {"slander", "peace", "labels"}),
        ("-title:bót", EVERYTHING - {"bare"}),
        ("source:bao-phu-giang", {"flour"}),
        ("source:bao-phu", set()),
        ("source:phu", set()),
        ("-source:bao-phu-giang bot", {"toll", "bare"}),
        ("topic:giao-thong", {"labels"}),
        ("topic:giao-thông", {"labels"}),
        ("topic:(y-te OR moi-truong)", {"labels"}),
        ("topic:giao", set()),
        ('place:"Hà Nội"', {"labels"}),
        ('place:"ha noi"', {"labels"}),
        ('place:"há nội"', set()),
        ('place:"hòa bình"', {"labels"}),
        ("place:Nội", set()),
        ('section:"xa hoi"', {"labels"}),
        ('section:"xã hội" -topic:y-te', set()),
        ("xã", {"bare"}),
    ],
)
def test_query_finds(index, query, ids):
    assert found(index, query) == ids
    assert found(index, unicodedata.normalize("NFD", query)) == ids
    assert {document.id for document in ARTICLES if matches(parse(query), document)} == ids


def test_words_longer_than_any_language_has(engine):
    """Elasticsearch cuts words at 255 UTF-16 units; the words after them would stand elsewhere."""
    long, longer, outside = "a" * 200, "đ" * 5000, "𐐨" * 200
    index = holding(
        engine, article("a", f"{long} cầu {longer} phi"), article("b", f"{outside} cầu"), article("c", "a" * 199)
    )
    assert found(index, long) == found(index, f'"{long} cầu"') == found(index, '"cau"') - {"b"} == {"a"}
    assert found(index, f'"cầu {longer[:990]}"') == set()
    assert found(index, f'"{outside} cau"') == {"b"}


def test_the_deepest_query(engine):
    index = holding(engine, *ARTICLES)
    query = "toll"
    for depth in range(MAX_NESTING):
        query = f'(lạ OR phí "thu phí" {"-" * (depth % 2)}{query})'
    assert found(index, query) <= EVERYTHING
    with_everything = index.search(
        parse(query), Filters(topics=("y-te",), home=False), facets=FACET_FIELDS, histogram="day"
    )
    assert with_everything.total == 0


def test_the_longest_query(engine):
    index = holding(engine, *ARTICLES)
    for one, other in (("thu", "phí"), ("phi", "thu"), ("phí", "phí")):
        words = [one, other] * (MAX_TERMS // 2)
        assert found(index, " ".join(words)) >= {"toll", "bare"}
        assert found(index, " OR ".join(words)) >= {"toll", "bare"}
        assert found(index, f'"{" ".join(words)}"') == set()


def test_lead_is_text(engine):
    index = holding(engine, article("a", lead="Trạm thu phí"), article("b", body="trạm"))
    assert found(index, "thu phí") == {"a"}
    assert found(index, "trạm") == {"a", "b"}


def test_decomposed_articles_are_found(engine):
    index = holding(
        engine, article("a", unicodedata.normalize("NFD", "Đường sắt"), unicodedata.normalize("NFD", "hoà"))
    )
    assert found(index, "đường sắt hòa") == {"a"}


SYLLABLES = "thu thư phí phỉ phi bot bột đá da hoà hòa quý 1 là".split()


def _random_articles(number: int) -> list:
    draw = random.Random(7)

    def text(longest: int) -> str:
        words = [draw.choice(SYLLABLES) for _ in range(draw.randint(0, longest))]
        if draw.random() < 0.3:  # some people write without marks
            words = ["".join(unicodedata.normalize("NFD", word.replace("đ", "d"))[0] + word[1:]) for word in words]
            words = [word if word.isascii() else "da" for word in words]
        return draw.choice([" ", ", ", " - "]).join(words)

    return [
        article(
            str(number),
            text(4),
            text(8),
            lead=text(3),
            source=draw.choice(["đá", "da", "thu"]),
            places=tuple(draw.sample(["thu phí", "thu phỉ", "Đá", "da"], draw.randint(0, 2))),
        )
        for number in range(number)
    ]


MANY = _random_articles(150)


@pytest.fixture(scope="module", params=ENGINES)
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    with ExitStack() as stack:
        yield holding(ENGINES[request.param](tmp_path_factory.mktemp("many") / "index", stack), *MANY)


_WORDS = st.sampled_from(SYLLABLES)
_LEAVES = st.one_of(
    _WORDS,
    st.lists(_WORDS, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(_WORDS, _WORDS).map("-".join),
    _WORDS.map("title:{}".format),
    _WORDS.map("source:{}".format),
    st.tuples(_WORDS, _WORDS).map(lambda words: f'place:"{" ".join(words)}"'),
)
_QUERIES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        inner.map(lambda part: f"-({part})"),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(_QUERIES)
def test_engine_and_plain_reading_agree(many, query):
    try:
        tree = parse(query)
    except QuerySyntaxError:
        return
    assert found(many, query) == {document.id for document in MANY if matches(tree, document)}


@settings(max_examples=300, deadline=None)
@given(st.one_of(_WORDS, st.lists(_WORDS, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"')))
def test_what_is_found_is_what_is_highlighted(many, query):
    tree = parse(query)
    assert isinstance(tree, Words)
    assert found(many, query) == {
        document.id
        for document in MANY
        if highlight(document.title, tree, title=True) or highlight(document.text, tree)
    }
