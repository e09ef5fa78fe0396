"""Filters, facets, order, counts by time and similar articles, the same with every engine."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_args

import pytest

from diembao.core.errors import UnfitForIndex, UsageError
from diembao.index import FACET_FIELDS, FacetCount, Filters, HistogramBar, SearchIndex, parse
from diembao.index.query import FIELDS, LabelField
from tests.index.conftest import Engine, article, found, holding


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ARTICLES = (
    # 17:00 in UTC is midnight in Việt Nam: "b" is of the 11th, one second after "a".
    article(
        "a",
        "cầu",
        source="s1",
        topics=("x", "y"),
        places=("Hà Nội",),
        organisations=("Sở Y tế",),
        dated=at("2026-11-10T16:59:59"),
    ),
    article("b", "cầu đường", source="s1", topics=("x",), home=True, section="Xã hội", dated=at("2026-11-10T17:00:00")),
    article("c", "đường", source="s2", topics=("y",), places=("Hà Nội", "Huế"), dated=at("2026-11-11T16:59:59")),
    article(
        "d",
        "cầu",
        source="s2",
        kind="brief",
        home=True,
        section="Xã hội",
        organisations=("Sở Y tế", "VNR"),
        dated=at("2026-12-01T00:00:00"),
    ),
    article("e", "cầu", source="s3", topics=("z",), dated=None),
    article("f", "hầm", source="s3", topics=("z", "x"), dated=at("2025-11-30T17:00:00")),
)


@pytest.fixture
def index(engine: Engine) -> SearchIndex:
    return holding(engine, *ARTICLES)


def ids(index: SearchIndex, query: str = "", filters: Filters | None = None, **options) -> list[str]:
    return [hit.id for hit in index.search(parse(query), filters or Filters(), **options).hits]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abcdef"),
        (Filters(sources=("s1",)), "ab"),
        (Filters(sources=("s1", "s2")), "abcd"),
        (Filters(sources=("s9",)), ""),
        (Filters(sources=("S1",)), ""),
        (Filters(topics=("x",)), "abf"),
        (Filters(topics=("x", "y")), "abcf"),
        (Filters(topics=("x",), sources=("s1", "s2")), "ab"),
        (Filters(places=("Hà Nội",)), "ac"),
        (Filters(places=("Hà",)), ""),
        (Filters(organisations=("Sở Y tế",)), "ad"),
        (Filters(organisations=("Sở Y tế", "VNR"), home=True), "d"),
        (Filters(organisations=("Sở",)), ""),
        (Filters(sections=("Xã hội",)), "bd"),
        (Filters(kinds=("brief",)), "d"),
        (Filters(home=True), "bd"),
        (Filters(home=False), "acef"),
        (Filters(since=date(2026, 11, 11)), "bcd"),
        (Filters(until=date(2026, 11, 10)), "af"),
        (Filters(since=date(2026, 11, 11), until=date(2026, 11, 11)), "bc"),
        (Filters(since=date(2026, 11, 12), until=date(2026, 11, 11)), ""),
        (Filters(home=True, until=date(2026, 11, 11)), "b"),
    ],
)
def test_filters(index, filters, expected):
    assert set(ids(index, filters=filters)) == set(expected)
    assert index.count(None, filters) == len(expected)
    with_query = set(expected) & set("abde")
    assert set(ids(index, "cầu", filters)) == with_query
    assert index.count(parse("cầu"), filters) == len(with_query)


def test_every_facet_can_be_filtered_and_freed_again():
    chosen = Filters(
        sources=("a",),
        topics=("b",),
        places=("c",),
        organisations=("f",),
        sections=("d",),
        kinds=("e",),
        home=True,
        since=date(2026, 1, 1),
    )
    for field in FACET_FIELDS:
        assert chosen.selected(field)
        assert chosen.without(field).selected(field) == ()
        others = [other for other in FACET_FIELDS if other != field]
        assert all(chosen.without(field).selected(other) == chosen.selected(other) for other in others)
        assert chosen.without(field).since == chosen.since


def test_persons_stories_and_flags_are_no_facets():
    assert not {"flag", "story", "author"} & set(FACET_FIELDS)
    assert set(FACET_FIELDS) == {"source", "topic", "place", "organisation", "section", "kind", "home"}
    labels = {"source", "topic", "place", "organisation", "section", "flag"}
    assert set(FIELDS) == {*get_args(LabelField), "title"} == {*labels, "title"}


FLAGGED = (
    article("a", "cầu", source="s1", story="t1", flags=("denied",), topics=("x",)),
    article("b", "cầu", source="s2", story="t1", flags=("denied", "conflicting-figures"), topics=("y",)),
    article("c", "cầu", source="s1", story="t2", topics=("x",)),
)


@pytest.mark.parametrize(
    ("query", "filters", "expected"),
    [
        ("", Filters(flags=("denied",)), "ab"),
        ("", Filters(flags=("conflicting-figures",)), "b"),
        ("", Filters(flags=("denied", "conflicting-figures")), "ab"),
        ("", Filters(flags=("conflicting",)), ""),
        ("flag:denied", Filters(), "ab"),
        ("flag:conflicting-figures", Filters(), "b"),
        ("flag:figures", Filters(), ""),
        ("cầu -flag:denied", Filters(), "c"),
        ("", Filters(story="t1"), "ab"),
        ("", Filters(story="t1", sources=("s1",)), "a"),
        ("", Filters(story="t1", flags=("conflicting-figures",), topics=("y",)), "b"),
    ],
)
def test_flags_and_stories(engine, query, filters, expected):
    index = holding(engine, *FLAGGED)
    assert set(ids(index, query, filters)) == set(expected)
    assert index.count(parse(query), filters) == len(expected)


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", Filters(flags=("denied",), sources=("s1",))),
        ("flag:denied", Filters(sources=("s1",))),
        ("source:s1", Filters(flags=("denied",))),
        ("flag:denied source:s1", Filters()),
        ("-flag:denied (cầu OR -source:s1)", Filters()),
        ("", Filters(flags=("denied",), organisations=("Báo Mẫu",))),
        ('flag:denied organisation:"báo mẫu"', Filters()),
    ],
)
def test_flags_are_not_asked_for_by_source_or_organisation(engine, query, filters):
    index = holding(engine, *FLAGGED)
    tree = parse(query)
    for ask in (
        lambda: index.search(tree, filters),
        lambda: index.count(tree, filters),
        lambda: index.aggregate("topic", tree, filters),
    ):
        with pytest.raises(UsageError, match="cannot be narrowed down to a source or an organisation") as caught:
            ask()
        assert "about a claim" in caught.value.hint


def test_similar_articles_with_flags_are_not_asked_for_by_source(engine):
    with pytest.raises(UsageError):
        holding(engine, *FLAGGED).similar("cầu", filters=Filters(flags=("denied",), sources=("s1",)))


@pytest.mark.parametrize(("query", "filters"), [("flag:denied", Filters()), ("", Filters(flags=("denied",)))])
def test_flags_are_not_counted_by_source_or_organisation(engine, query, filters):
    index = holding(engine, *FLAGGED)
    for field in ("source", "organisation"):
        with pytest.raises(ValueError, match="not counted by source"):
            index.search(parse(query), filters, facets=("topic", field))
        with pytest.raises(ValueError, match="not counted by source"):
            index.aggregate(field, parse(query), filters)
    assert {each.value for each in index.aggregate("topic", parse(query), filters)} == {"x", "y"}


def facets(index: SearchIndex, query: str = "", filters: Filters | None = None, **options) -> dict:
    result = index.search(parse(query), filters or Filters(), facets=FACET_FIELDS, **options)
    assert list(result.facets) == list(FACET_FIELDS)
    return {field: [(each.value, each.count) for each in counts] for field, counts in result.facets.items()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('organisation:"Sở Y tế"', "ad"),
        ('organisation:"so y te"', "ad"),
        ("organisation:vnr", "d"),
        ('cầu -organisation:"sở y tế"', "be"),
        ('organisation:"Sở Ý tế"', ""),
    ],
)
def test_organisations_can_be_asked_for(index, query, expected):
    assert set(ids(index, query)) == set(expected)


def test_facets(index):
    assert facets(index, "cầu") == {
        "source": [("s1", 2), ("s2", 1), ("s3", 1)],
        "topic": [("x", 2), ("y", 1), ("z", 1)],
        "place": [("Hà Nội", 1)],
        "organisation": [("Sở Y tế", 2), ("VNR", 1)],
        "section": [("Xã hội", 2)],
        "kind": [("article", 3), ("brief", 1)],
        "home": [("false", 2), ("true", 2)],
    }


def test_a_facet_ignores_its_own_filter_only(index):
    counts = facets(index, "cầu", Filters(sources=("s1",), home=True))
    assert counts["source"] == [("s1", 1), ("s2", 1)]
    assert counts["home"] == [("false", 1), ("true", 1)]
    assert counts["topic"] == [("x", 1)]
    assert counts["kind"] == [("article", 1)]


def test_chosen_values_are_listed_even_with_nothing_to_find(index):
    counts = facets(index, "hầm", Filters(topics=("y", "z", "w"), sources=("s3",)))
    assert counts["topic"] == [("x", 1), ("z", 1), ("y", 0), ("w", 0)]
    limited = facets(index, "", Filters(sources=("s3",)), facet_limit=1)
    assert limited["source"] == [("s1", 2), ("s3", 2)]


def test_equal_counts_stand_in_order_of_their_values(engine):
    index = holding(engine, article("1", places=("m", "z", "a")), article("2", places=("z", "b")), article("3"))
    assert facets(index)["place"] == [("z", 2), ("a", 1), ("b", 1), ("m", 1)]


def test_facet_limit(index):
    assert facets(index, facet_limit=1)["topic"] == [("x", 3)]
    assert facets(index, facet_limit=0)["topic"] == []


def test_counts_are_exact_over_many_commits_and_values(engine):
    index = engine.open(writable=True)
    for commit in range(8):
        index.put(
            article(f"{commit}-{number}", "tin", places=(f"p{number % (100 - commit)}", "p0"), source=f"s{number % 3}")
            for number in range(300)
        )
        index.commit()
    expected: dict[str, int] = {}
    for commit in range(8):
        for number in range(300):
            for place in {f"p{number % (100 - commit)}", "p0"}:
                expected[place] = expected.get(place, 0) + 1
    ordered = sorted(expected.items(), key=lambda item: (-item[1], item[0]))
    counts = index.aggregate("place", parse("tin"), limit=1000)
    assert [(each.value, each.count) for each in counts] == ordered
    assert [(each.value, each.count) for each in index.aggregate("place", limit=3)] == ordered[:3]


def test_aggregate_heeds_every_filter(index):
    assert index.aggregate("source", parse("cầu"), Filters(sources=("s1",))) == (FacetCount("s1", 2),)
    assert index.aggregate("topic", None, Filters(topics=("x",))) == (
        FacetCount("x", 3),
        FacetCount("y", 1),
        FacetCount("z", 1),
    )


def test_histogram_of_vietnamese_days(index):
    result = index.search(None, limit=0, histogram="day")
    assert result.hits == ()
    assert result.total == 6
    assert result.histogram == (
        HistogramBar(date(2025, 12, 1), 1),
        HistogramBar(date(2026, 11, 10), 1),
        HistogramBar(date(2026, 11, 11), 2),
        HistogramBar(date(2026, 12, 1), 1),
    )


def test_histogram_of_months(index):
    assert index.search(None, histogram="month").histogram == (
        HistogramBar(date(2025, 12, 1), 1),
        HistogramBar(date(2026, 11, 1), 3),
        HistogramBar(date(2026, 12, 1), 1),
    )


def test_histogram_heeds_filters(index):
    filters = Filters(since=date(2026, 11, 11), sources=("s1",))
    assert index.search(parse("cầu"), filters, histogram="day").histogram == (HistogramBar(date(2026, 11, 11), 1),)
    assert index.search(parse("cầu"), filters).histogram == ()


def test_order_by_time_with_the_undated_last(index):
    assert ids(index, order="newest") == ["d", "c", "b", "a", "f", "e"]
    assert ids(index, order="oldest") == ["f", "a", "b", "c", "d", "e"]
    assert ids(index, "cầu", order="newest") == ["d", "b", "a", "e"]


def test_without_words_relevance_is_newest(index):
    assert ids(index) == ids(index, order="newest")
    assert ids(index, "source:s1 -hầm") == ["b", "a"]
    assert all(hit.score == 0 for hit in index.search(order="newest").hits)


def test_extreme_times(engine):
    zone = timezone(timedelta(hours=7))
    index = holding(
        engine,
        article("last", dated=datetime(9999, 12, 31, 23, 59, 59, tzinfo=zone)),
        article("none", dated=None),
        article("first", dated=datetime(1, 1, 2, tzinfo=zone)),
        article("now"),
    )
    assert ids(index, order="newest") == ["last", "now", "first", "none"]
    assert ids(index, order="oldest") == ["first", "now", "last", "none"]
    assert index.search(histogram="month").histogram == (
        HistogramBar(date(1, 1, 1), 1),
        HistogramBar(date(2026, 11, 1), 1),
        HistogramBar(date(9999, 12, 1), 1),
    )
    assert ids(index, filters=Filters(since=date.min, until=date(1, 1, 2))) == ["first"]


def test_pages_neither_overlap_nor_skip(engine):
    moment = at("2026-11-10T00:00:00")
    index = engine.open(writable=True)
    for commit in range(4):
        index.put(article(f"{commit}{number}", "tin", dated=moment) for number in range(25))
        index.commit()
    for order in ("newest", "oldest", "relevance"):
        paged = [id for offset in range(0, 105, 7) for id in ids(index, "tin", order=order, limit=7, offset=offset)]
        assert sorted(paged) == sorted(ids(index, limit=200))
    before = ids(index, order="newest", limit=200)
    index.put([article("00", "tin", dated=moment)])  # written again: another place in the files, the same in the order
    index.commit()
    assert ids(index, order="newest", limit=200) == before


def test_limits_and_offsets(index):
    assert ids(index, limit=0) == []
    assert ids(index, offset=6) == ids(index, offset=10**9) == []
    assert len(ids(index, limit=10**12)) == 6
    assert index.search(limit=0).total == index.search(offset=99).total == 6


@pytest.mark.parametrize(
    "mistake", [{"limit": -1}, {"offset": -1}, {"facet_limit": -1}, {"facets": ("author",)}, {"facets": ("day",)}]
)
def test_mistakes_of_the_caller(index, mistake):
    with pytest.raises(ValueError):
        index.search(**mistake)
    with pytest.raises(ValueError):
        index.aggregate("author")


def ranked(engine: Engine, query: str, *documents) -> list[str]:
    return ids(holding(engine, *documents), query)


def test_titles_count_more(engine):
    assert ranked(
        engine, "cầu", article("text", "tin tức mới", "một cây cầu"), article("title", "một cây cầu", "tin tức mới")
    ) == ["title", "text"]


def test_words_side_by_side_count_more(engine):
    other = "hôm nay có nhiều tin tức mới về giao thông ở các nơi"
    assert ranked(
        engine, "thu phí", article("apart", "", f"phí {other} thu"), article("together", "", f"thu phí {other}")
    ) == ["together", "apart"]


@pytest.mark.parametrize("query", ["bot", "bot cai"])
def test_a_word_without_marks_prefers_itself(engine, query):
    assert ranked(engine, query, article("flour", "bột cái mới"), article("toll", "bot cai mới")) == ["toll", "flour"]


def test_labels_and_filters_do_not_change_scores(index):
    plain = {hit.id: hit.score for hit in index.search(parse("cầu")).hits}
    narrowed = index.search(parse("cầu source:s1 -source:s9"), Filters(topics=("x",), since=date(2026, 1, 1)))
    assert {hit.id: hit.score for hit in narrowed.hits} == {id: plain[id] for id in ("a", "b")}


SIMILAR = (
    article(
        "one", "Trạm BOT Cai Lậy xả trạm", "Tài xế trả tiền lẻ tại trạm thu phí BOT Cai Lậy ở Tiền Giang.", source="s1"
    ),
    article(
        "two",
        "Tài xế phản đối BOT Cai Lậy",
        "Nhiều tài xế trả tiền lẻ, trạm thu phí Cai Lậy phải xả trạm.",
        source="s2",
    ),
    article("three", "Giá lúa tăng", "Nông dân Tiền Giang bán lúa được giá.", source="s1"),
    article("bare", "Tai xe tra tien le", "Tai xe tra tien le tai tram thu phi BOT Cai Lay.", source="s2"),
    article("far", "Đội tuyển thắng", "Trận bóng đá tối qua.", source="s1"),
)


def test_similar(engine):
    index = holding(engine, *SIMILAR)
    text = f"{SIMILAR[0].title}\n{SIMILAR[0].text}"
    near = index.similar(text, exclude=("one",))
    assert [hit.id for hit in near] == ["two", "three"]
    assert near[0].score > near[1].score > 0
    assert index.similar(text)[0].id == "one"
    assert [hit.id for hit in index.similar(text, limit=1, exclude=("one",))] == ["two"]
    assert [hit.id for hit in index.similar(text, exclude=("one", "two"))] == ["three"]
    assert [hit.id for hit in index.similar(text, exclude=("one",), filters=Filters(sources=("s1",)))] == ["three"]


def test_similar_to_a_text_without_marks(engine):
    index = holding(engine, *SIMILAR)
    assert {hit.id for hit in index.similar("Tai xe tra tien le tai tram")} == {"one", "two", "three", "bare"}


def test_similar_to_nothing(engine, index):
    assert index.similar("") == index.similar("…") == index.similar("chữlạ") == index.similar("cầu", limit=0) == ()
    assert engine.open().similar("cầu", exclude=("a", "b", "d", "e")) == ()


def test_put_replaces_and_delete_removes(index):
    index.put([article("a", "núi"), article("g", "sông"), article("g", "sông hồ")])
    index.delete(["b", "unknown"])
    assert set(ids(index)) == set("abcdef"), "nothing is seen before the commit"
    index.commit()
    assert set(ids(index)) == set("acdefg")
    assert found(index, "cầu") == {"d", "e"}
    assert found(index, "núi") == {"a"}
    assert found(index, "hồ") == {"g"}
    index.delete(["g"])
    index.put([article("g", "biển")])
    index.delete(["a"])
    index.commit()
    assert set(ids(index)) == set("cdefg")


def test_one_bad_document_is_named_and_loses_nothing_else(index):
    bad = article("bad", dated=datetime(2026, 1, 1))
    with pytest.raises(UnfitForIndex, match="Article bad cannot be indexed: its time has no zone") as caught:
        index.put([article("good", "sông"), bad, article("behind", "sông")])
    assert caught.value.ids == ("bad",)
    for wrong in (article("bad", title=1), article("bad", section="\ud800"), article("bad", topics=(3,)), article("")):
        with pytest.raises(UnfitForIndex):
            index.put([wrong])
    index.put([article("later", "sông")])
    index.commit()
    assert found(index, "sông") == {"good", "behind", "later"}
    assert index.count() == 9


def test_values_are_taken_as_they_are(engine):
    odd = ("a b", 'q"', "x:y", "(", "Đắk Lắk", "~", "\x00", "a" * 500)
    index = holding(engine, *(article(str(at), places=(value,), source=value) for at, value in enumerate(odd)))
    for number, value in enumerate(odd):
        assert ids(index, filters=Filters(places=(value,), sources=(value,))) == [str(number)]
    assert {each.value for each in index.aggregate("place")} == set(odd)


def test_a_closed_index_says_so(index):
    index.close()
    index.close()
    for use in (index.search, index.count, index.refresh, index.commit, lambda: index.put([])):
        with pytest.raises(ValueError, match="closed"):
            use()
