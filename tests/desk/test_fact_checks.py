"""The base of fact-checks as files: nothing good is lost, everything refused is named, what goes out comes back."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diembao.archive import Archive
from diembao.archive import fact_checks as base
from diembao.core import i18n
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now, today
from diembao.core.errors import UsageError
from diembao.core.text import clean, clean_line
from diembao.demo.fact_checks import claim_reviews
from diembao.desk.factchecks import base as fact_checks
from diembao.desk.factchecks import claim_review
from diembao.desk.factchecks.base import ImportReport

CENTRE = "Trung tâm Kiểm chứng Nam Phương"
CLAIM = "Nước máy ở phường Tân Mỹ Lợi nhiễm asen."
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def review(claim: str = CLAIM, label: str = "Tin giả", **more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": "https://kiem-chung.example/1",
        "datePublished": "2026-11-02T23:30:00+00:00",
        "author": {"@type": "Organization", "name": CENTRE},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nguyễn Văn Mỗ"}},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": label},
        **more,
    }


def taken(archive: Archive, tmp_path: Path, content: Any, name: str = "file") -> ImportReport:
    data = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    file = tmp_path / name
    file.write_bytes(data)
    return fact_checks.import_file(archive, file)


def kept(archive: Archive) -> list[FactCheck]:
    with archive.reading() as connection:
        return base.every(connection)


def sums(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.changed, report.unchanged, report.refused


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, one]},
        lambda one: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]}]},
        lambda one: {"@type": "NewsArticle", "review": one},
        lambda one: one | {"@type": ["https://schema.org/ClaimReview", "Review"]},
        lambda one: one | {"@type": "http://schema.org/ClaimReview"},
        lambda one: one | {"claimReviewed": "", "itemReviewed": {"@type": "CreativeWork", "name": CLAIM}},
        lambda one: one | {"claimReviewed": {"@value": CLAIM, "@language": "vi"}},
        lambda one: one | {"claimReviewed": f"<p>{CLAIM}</p>", "reviewRating": [one["reviewRating"]]},
        lambda one: (
            one
            | {
                "author": [
                    {"@type": "Person", "name": "Lê Thị Nào"},
                    {"@type": "NewsMediaOrganization", "name": CENTRE},
                ]
            }
        ),
        lambda one: one | {"author": {"@type": "Person", "name": "Lê Thị Nào"}, "publisher": {"name": CENTRE}},
    ],
)
def test_a_review_is_read_in_whatever_form_it_is_wrapped(archive: Archive, tmp_path: Path, wrapped: Any) -> None:
    assert sums(taken(archive, tmp_path, wrapped(review()))) == (1, 1, 0, 0, 0)
    [one] = kept(archive)
    assert (one.claim, one.publisher, one.rating, one.rating_label) == (CLAIM, CENTRE, Rating.FALSE, "Tin giả")
    assert one.reviewed_on == date(2026, 11, 3)  # in Việt Nam


def test_whoever_made_the_claim_is_not_kept(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path, review())
    assert "Mỗ" not in repr(kept(archive))
    assert "Mỗ" not in fact_checks.export(archive)


def test_a_web_page_is_read_and_a_broken_block_loses_only_itself(archive: Archive, tmp_path: Path) -> None:
    block = '<script type="application/ld+json">{}</script>'
    page = "<!doctype html><html><head><title>x</title>" + "".join(
        block.format(text)
        for text in (json.dumps({"@type": "WebSite"}), '{"@type": "ClaimReview", oops', json.dumps(review()), "[")
    )
    report = taken(archive, tmp_path, page + "</head><body>tin</body></html>")
    assert sums(report) == (2, 1, 0, 0, 1)
    assert (report.refusals[0].where, report.refusals[0].reason) == ("1", "not-json")


@pytest.mark.parametrize(
    ("label", "rating"),
    [
        ("TIN GIẢ", Rating.FALSE),
        ("Tin sai sự thật", Rating.FALSE),
        ("tin gia", Rating.FALSE),
        ("Sai.", Rating.FALSE),
        ("Thông tin này là không đúng sự thật", Rating.FALSE),
        ("Gây hiểu lầm", Rating.MISLEADING),
        ("Sai một phần", Rating.MISLEADING),
        ("Chưa có căn cứ", Rating.UNPROVEN),
        ("Chưa xác thực", Rating.UNPROVEN),
        ("Tin xác thực", Rating.TRUE),
        ("ĐÚNG", Rating.TRUE),
        ("Mostly false", Rating.MISLEADING),
        ("chưa hẳn đúng", None),
        ("Đúng hay sai", None),
        ("không phải tin giả", None),
        ("Lừa đảo", None),
        ("Châm biếm", None),
        ("", None),
    ],
)
def test_labels_of_publishers(label: str, rating: Rating | None) -> None:
    assert claim_review.rating_of(label) is rating


@pytest.mark.parametrize(
    ("value", "rating"),
    [
        ({"ratingValue": 1, "bestRating": 5, "worstRating": 1}, Rating.FALSE),
        ({"ratingValue": "2"}, Rating.MISLEADING),
        ({"ratingValue": 3}, Rating.UNPROVEN),
        ({"ratingValue": 5}, Rating.TRUE),
        ({"ratingValue": 0, "worstRating": 0, "bestRating": 1}, Rating.FALSE),
        ({"ratingValue": 10, "worstRating": 1, "bestRating": 10}, Rating.TRUE),
        ({"ratingValue": "Sai"}, Rating.FALSE),
        ({"ratingValue": -1}, None),
        ({"ratingValue": 7}, None),
        ({"ratingValue": "nan"}, None),
        ({"ratingValue": 3, "worstRating": 3, "bestRating": 3}, None),
        ({"ratingValue": True}, None),
        ({}, None),
        ("Sai", None),
    ],
)
def test_numbers_of_publishers(archive: Archive, tmp_path: Path, value: Any, rating: Rating | None) -> None:
    report = taken(archive, tmp_path, review(reviewRating=value))
    assert [item.rating for item in kept(archive)] == ([rating] if rating else [])
    assert [item.reason for item in report.refusals] == ([] if rating else ["unknown-rating"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"claimReviewed": "Lãnh đạo phường nên từ chức ngay!"}, "opinion"),
        ({"claimReviewed": "", "itemReviewed": {}}, "no-claim"),
        ({"claimReviewed": "Asen"}, "no-claim"),
        ({"author": None}, "no-publisher"),
        ({"author": {"@type": "Person", "name": "Lê Thị Nào"}}, "no-publisher"),
        ({"reviewRating": None}, "unknown-rating"),
        ({"url": "javascript:alert(1)"}, "bad-url"),
        ({"datePublished": "hôm qua"}, "bad-date"),
        ({"datePublished": (today() + timedelta(days=3)).isoformat()}, "future-date"),
    ],
)
def test_what_is_refused_is_named_and_the_rest_is_kept(
    archive: Archive, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    report = taken(archive, tmp_path, [review() | change, review("Cầu Vàm Trúc đội vốn lên 5.000 tỷ đồng.")])
    assert sums(report) == (2, 1, 0, 0, 1)
    assert (report.refusals[0].where, report.refusals[0].reason) == ("1", reason)
    assert fact_checks.explain(reason)
    assert len(kept(archive)) == 1


def test_the_same_again_changes_nothing_and_new_words_change_one(archive: Archive, tmp_path: Path) -> None:
    assert sums(taken(archive, tmp_path, [review(), review("Cầu Vàm Trúc đội vốn lên 5.000 tỷ đồng.")])) == (
        2,
        2,
        0,
        0,
        0,
    )
    before = kept(archive)
    assert sums(taken(archive, tmp_path, [review(), review()])) == (2, 0, 0, 1, 1)
    assert kept(archive) == before
    assert sums(taken(archive, tmp_path, review(reviewBody="Kết quả mới."))) == (1, 0, 1, 0, 0)
    assert [item.id for item in kept(archive)] == [item.id for item in before]


def test_an_import_never_overwrites_what_the_desk_concluded(archive: Archive, tmp_path: Path) -> None:
    own = FactCheck(
        id="1" * 26,
        claim=CLAIM,
        rating=Rating.FALSE,
        rating_label="Sai sự thật",
        publisher=CENTRE,
        case_id="2" * 26,
        imported_at=now(),
    )
    with archive.writing() as connection:
        base.put(connection, own)
    assert sums(taken(archive, tmp_path, fact_checks.export(archive))) == (1, 0, 0, 1, 0)
    report = taken(archive, tmp_path, review(label="Đúng"))
    assert [item.reason for item in report.refusals] == ["own-conclusion"]
    assert kept(archive) == [own]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read(archive: Archive, tmp_path: Path, delimiter: str, mark: str) -> None:
    lines = [
        ["Claim", "rating", "publisher", "label", "url", "summary", "reviewed_on", "speaker"],
        [
            f'"{CLAIM}"',
            "false",
            CENTRE,
            "",
            "https://k.example/1",
            '"Ba mẫu\n\ntrong giới hạn; không vượt, rõ."',
            "02/11/2026",
            "Mỗ",
        ],
        ["Cầu Vàm Trúc đội vốn lên 5.000 tỷ đồng.", "Tin giả", CENTRE],
        ["", "", ""],
        ["Cầu Vàm Trúc thông xe từ tháng 9 năm 2026.", "true", CENTRE, "Tin giả"],
    ]
    report = taken(archive, tmp_path, gzip.compress((mark + "\r\n".join(map(delimiter.join, lines))).encode()))
    assert sums(report) == (3, 2, 0, 0, 1)
    assert (report.refusals[0].where, report.refusals[0].reason) == ("7", "unknown-rating")
    first, second = kept(archive)
    assert (first.summary, first.reviewed_on) == ("Ba mẫu\n\ntrong giới hạn; không vượt, rõ.", date(2026, 11, 2))
    assert (second.rating, second.rating_label, second.reviewed_on) == (Rating.FALSE, "Tin giả", None)
    assert "Mỗ" not in repr(first)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"[" * 100_000,
        b"a,b\n1,2\n",
        b"\x1f\x8b broken",
        gzip.compress(b"[1]" * 1000, mtime=0)[:-9],
        "câu".encode("utf-16"),
        b'claim,rating,publisher\n"' + b"x" * 200_000 + b'",a,b\n',
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(archive: Archive, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        taken(archive, tmp_path, content)
    assert caught.value.hint
    assert kept(archive) == []


def test_a_missing_file_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing-here"):
        fact_checks.import_file(archive, tmp_path / "nothing-here")


def test_the_base_of_the_demo_is_taken_over(archive: Archive, tmp_path: Path) -> None:
    report = taken(archive, tmp_path, claim_reviews(now()))
    assert report.read == report.new + report.refused
    assert report.new == 5


lines = st.text(max_size=60).map(clean_line)
checks = st.builds(
    FactCheck,
    id=st.just("1" * 26),
    claim=lines.filter(bool),
    rating=st.sampled_from(Rating),
    rating_label=lines,
    publisher=lines.filter(bool),
    url=st.sampled_from(["", "https://kiem-chung.example/a?b=1&c=2"]),
    summary=st.text(max_size=200).map(clean),
    reviewed_on=st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    imported_at=st.just(MOMENT),
)


@pytest.mark.parametrize("write", [claim_review.to_json, claim_review.to_csv])
@given(original=checks)
@settings(max_examples=300, deadline=None)
def test_what_goes_out_comes_back_as_it_was(write: Any, original: FactCheck) -> None:
    [first] = claim_review.read(write([original]))
    if first.problem == "unknown-rating":  # a word that contradicts the rating; no import lets it into the base
        return
    once = replace(
        original,
        claim=first.claim,
        rating=first.rating,
        rating_label=first.label,
        publisher=first.publisher,
        summary=first.summary,
    )
    [again] = claim_review.read(write([once]))
    assert again == first
    if not any(mark in repr(original) for mark in "<>&"):  # markup is not kept
        assert (first.claim, first.publisher, first.summary) == (original.claim, original.publisher, original.summary)
        assert (first.url, first.reviewed_on) == (original.url, original.reviewed_on)


@pytest.mark.parametrize(
    "rating", [{"worstRating": "-inf"}, {"bestRating": "inf"}, {"ratingValue": "1_0"}, {"ratingValue": "nan"}]
)
def test_a_number_that_is_none_rates_nothing(archive: Archive, tmp_path: Path, rating: dict[str, str]) -> None:
    entry = review() | {
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1} | rating
    }
    report = taken(archive, tmp_path, entry)
    assert [refusal.reason for refusal in report.refusals] == ["unknown-rating"]


@pytest.mark.parametrize("author", ["Nguyễn Văn Nào", {"name": "Nguyễn Văn Nào"}])
def test_an_author_of_whom_it_is_not_said_what_they_are_is_nobody(
    archive: Archive, tmp_path: Path, author: Any
) -> None:
    refused = taken(archive, tmp_path, review() | {"author": author, "publisher": None})
    assert refused.refused == 1
    taken(archive, tmp_path, review() | {"author": author, "publisher": {"name": CENTRE}})
    assert [one.publisher for one in kept(archive)] == [CENTRE]


def test_a_row_whose_two_words_differ_is_refused(archive: Archive, tmp_path: Path) -> None:
    table = f"claim,rating,label,publisher\n{CLAIM},sai,đúng,{CENTRE}\n"
    assert [refusal.reason for refusal in taken(archive, tmp_path, table).refusals] == ["unknown-rating"]


def test_a_table_may_have_vietnamese_columns(archive: Archive, tmp_path: Path) -> None:
    table = f"Nội dung;Kết luận;Đơn vị kiểm chứng;Ngày kiểm chứng\r\n{CLAIM};Tin sai sự thật;{CENTRE};02/11/2026\r\n"
    assert taken(archive, tmp_path, table.encode("utf-16")).new == 1
    (item,) = kept(archive)
    assert (item.rating, item.rating_label, item.reviewed_on) == (Rating.FALSE, "Tin sai sự thật", date(2026, 11, 2))


def test_unknown_labels_are_counted_and_never_guessed(archive: Archive, tmp_path: Path) -> None:
    given = [
        review(f"{CLAIM} {number}", label, reviewRating={"alternateName": label}) for number, label in enumerate("xxy")
    ]
    report = taken(archive, tmp_path, given)
    assert (report.new, report.unknown_labels) == (0, {"x": 2, "y": 1})


def test_a_feed_whose_entries_are_pages(archive: Archive, tmp_path: Path) -> None:
    page = f'<p>Kiểm chứng</p><script type="application/ld+json">{json.dumps(review())}</script>'
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>K</title><item><title>1</title><content:encoded><![CDATA[{page}]]></content:encoded></item>"
        "<item><title>2</title><description>không có gì</description></item></channel></rss>"
    )
    assert sums(taken(archive, tmp_path, feed)) == (1, 1, 0, 0, 0)
    assert kept(archive)[0].claim == CLAIM


def test_a_page_with_microdata(archive: Archive, tmp_path: Path) -> None:
    page = f"""<html><body><div itemscope itemtype="https://schema.org/ClaimReview">
      <meta itemprop="datePublished" content="2026-11-02"><p itemprop="claimReviewed">{CLAIM}</p>
      <div itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">{CENTRE}</b></div>
      <div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
        <span itemprop="alternateName">Tin giả</span></div></div></body></html>"""
    assert sums(taken(archive, tmp_path, page)) == (1, 1, 0, 0, 0)
    (item,) = kept(archive)
    assert (item.claim, item.publisher, item.rating) == (CLAIM, CENTRE, Rating.FALSE)


@pytest.mark.parametrize("depth", [900, 200_000])
def test_deep_nesting_is_answered(archive: Archive, tmp_path: Path, depth: int) -> None:
    content = '{"a":' * depth + json.dumps(review()) + "}" * depth
    if depth > 10_000:
        with pytest.raises(UsageError):
            taken(archive, tmp_path, content)
    else:
        assert taken(archive, tmp_path, content).new == 1


def test_the_base_is_searched(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path, [review(), review("Đê xã Bến Sậy bị vỡ hai đoạn.", "Tin xác thực")])
    assert [item.claim for item in fact_checks.search(archive, "nuoc may")] == [CLAIM]
    assert [item.rating for item in fact_checks.search(archive, rating=Rating.TRUE)] == [Rating.TRUE]
    assert len(fact_checks.search(archive, publisher=CENTRE)) == 2
    assert fact_checks.search(archive, place="An Lạc") == []
