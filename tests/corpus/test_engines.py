"""Both search engines over 3,000 real articles: the same articles are found, in the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.search import draw_queries, read
from diembao.index import FACET_FIELDS, Filters, SearchIndex, parse
from tests.index.conftest import ENGINES

pytestmark = pytest.mark.corpus

ARTICLES = 3000
QUERIES = 100


class Pair(NamedTuple):
    embedded: SearchIndex
    elastic: SearchIndex
    titles: list[str]
    texts: list[str]


@pytest.fixture(scope="module", params=["elasticsearch"])
def pair(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    documents = list(islice(read(corpus / "press" / "baomoi2017.jsonl.gz"), ARTICLES))
    with ExitStack() as stack:
        engines = [made(tmp_path_factory.mktemp(name) / "index", stack) for name, made in ENGINES.items()]
        for engine in engines:
            with engine.rebuild() as writer:
                writer.put(documents)
        opened = [engine.open() for engine in engines]
        yield Pair(*opened, [each.title for each in documents], [f"{each.title}\n{each.text}" for each in documents])


def queries(titles: list[str]) -> list[str]:
    """Words and phrases of titles, with and without marks, alone and put together."""
    drawn = draw_queries(titles)
    plain = [query for kind in drawn.values() for query in kind[: QUERIES // (2 * len(drawn))]]
    words, phrases = drawn["words"], drawn["phrases without marks"]
    together = [
        shape.format(words[at], phrases[at], words[-1 - at])
        for at in range(QUERIES - len(plain))
        for shape in [("{0} OR {1}", "{0} -({1} {2})", "title:({0}) OR {2}", "({0} OR {2}) place:1", "-{1}")[at % 5]]
    ]
    return plain + together


def test_every_query_finds_the_same_articles(pair: Pair) -> None:
    asked = queries(pair.titles)
    assert len(asked) == QUERIES
    found = 0
    for query in asked:
        tree = parse(query)
        one, other = (engine.search(tree, limit=ARTICLES, facets=FACET_FIELDS, histogram="day") for engine in pair[:2])
        assert one.total == other.total == len(other.hits), query
        assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits}, query
        assert (one.facets, one.histogram) == (other.facets, other.histogram), query
        found += one.total
    assert found > QUERIES


def test_order_by_time_and_filters_agree(pair: Pair) -> None:
    for filters in (Filters(), Filters(sources=("bao-3", "bao-7"), home=False), Filters(topics=("chu-de-1",))):
        for order in ("newest", "oldest"):
            one, other = (
                engine.search(parse("tin OR giá"), filters, limit=500, order=order, facets=FACET_FIELDS)
                for engine in pair[:2]
            )
            assert one == other


def test_similar_articles_are_mostly_the_same(pair: Pair) -> None:
    """Weights of words differ a little between the engines, so the last places may."""
    shared = 0
    for text in pair.texts[:50]:
        one, other = ([hit.id for hit in engine.similar(text, limit=5)] for engine in pair[:2])
        assert one[0] == other[0], "the article itself"
        shared += len(set(one) & set(other))
    assert shared / 250 > 0.6
