"""Reviews of claims in the forms that fact-checkers publish: ClaimReview of schema.org, and a table.

Reading takes what each review says of the claim, its rating and its publisher. Whoever made the claim is a person more
often than not, and is not read.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html import unescape
from importlib.resources import files
from math import isfinite
from typing import Any

import feedparser
from lxml import etree, html

from diembao.core import addresses
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import local_day
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.text import clean, clean_line, fold
from diembao.core.text import words as words_of
from diembao.crawlers import dates
from diembao.desk.factchecks import tables

#: Columns of a table with the Vietnamese names that they may have; the first three must be there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "claim": ("tuyên bố", "phát biểu", "nội dung", "nội dung được kiểm chứng", "thông tin được kiểm chứng"),
    "rating": ("xếp loại", "kết luận", "đánh giá"),
    "publisher": ("đơn vị kiểm chứng", "nơi kiểm chứng", "đơn vị công bố", "nguồn"),
    "label": ("nhãn", "cách gọi"),
    "url": ("đường dẫn", "địa chỉ", "liên kết", "link"),
    "summary": ("tóm tắt", "giải thích"),
    "reviewed_on": ("ngày kiểm chứng", "ngày"),
}
_NEEDED = ("claim", "rating", "publisher")
#: What schema.org's five steps, 1 to 5, are called here.
_VALUES = {Rating.FALSE: 1, Rating.MISLEADING: 2, Rating.UNPROVEN: 3, Rating.TRUE: 5}
_WORST, _BEST = 1, 5
_SHARES = {rating: (value - _WORST) / (_BEST - _WORST) for rating, value in _VALUES.items()}
#: Shares of the way from the worst value to the best below which a number is false, misleading, unproven.
_STEPS = ((0.2, Rating.FALSE), (0.45, Rating.MISLEADING), (0.7, Rating.UNPROVEN))
_TYPES = ("ClaimReview", "schema:ClaimReview", "http://schema.org/ClaimReview", "https://schema.org/ClaimReview")
_NAMED = 80
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_BEGINNING = 2_000
_DEEPEST_ITEM = 5
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as it was read."""

    where: str
    """Line of a table, or number of the review in its file."""
    name: str
    """Beginning of its claim, so that a person finds it again."""
    claim: str = ""
    rating: Rating | None = None
    label: str = ""
    publisher: str = ""
    url: str = ""
    summary: str = ""
    reviewed_on: date | None = None
    problem: str = ""
    """Reason code of what makes it unusable; empty: nothing so far."""


def read(content: str) -> Iterator[Review]:
    """Every review of a file: JSON-LD, a web page or a feed of such pages that holds reviews, or a table with a header.

    :raises UsageError: the file is none of these.
    """
    content = content.removeprefix("\ufeff")
    beginning = content.lstrip()[:1]
    if beginning in ("{", "["):
        yield from _json(content)
    elif beginning == "<" and _FEED.search(content[:_BEGINNING]):
        yield from _feed(content)
    elif beginning == "<":
        yield from _page(content)
    else:
        yield from _table(content)


def to_json(fact_checks: Sequence[FactCheck]) -> str:
    """Fact-checks as one JSON-LD document."""
    graph = [claim_review(fact_check) for fact_check in fact_checks]
    return json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def to_csv(fact_checks: Sequence[FactCheck]) -> str:
    """Fact-checks as a table for spreadsheet programs."""
    return tables.written(
        tuple(COLUMNS),
        (
            (
                item.claim,
                item.rating.value,
                item.publisher,
                item.rating_label,
                item.url,
                item.summary,
                item.reviewed_on.isoformat() if item.reviewed_on else "",
            )
            for item in fact_checks
        ),
    )


def claim_review(fact_check: FactCheck) -> dict[str, Any]:
    """A fact-check as a ClaimReview object, without its context."""
    known: dict[str, Any] = {
        "@type": "ClaimReview",
        "url": fact_check.url,
        "datePublished": fact_check.reviewed_on.isoformat() if fact_check.reviewed_on else "",
        "inLanguage": "vi",
        "claimReviewed": fact_check.claim,
        "reviewBody": fact_check.summary,
        "author": {"@type": "Organization", "name": fact_check.publisher},
        "itemReviewed": {"@type": "Claim"},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _VALUES[fact_check.rating],
            "bestRating": _BEST,
            "worstRating": _WORST,
            **({"alternateName": fact_check.rating_label} if fact_check.rating_label else {}),
        },
    }
    return {name: value for name, value in known.items() if value}


def rating_of(label: str, share: float | None = None) -> Rating | None:
    """The desk's rating for a publisher's.

    :param label: its word, which counts first; empty: none.
    :param share: its number, 0 (worst) to 1 (best); None: none.
    """
    if found := _labelled(label):
        return found
    if share is None:
        return None
    return next((rating for limit, rating in _STEPS if share < limit), Rating.TRUE)


@cache
def _labels() -> tuple[Mapping[str, Rating], frozenset[str]]:
    table = tomllib.loads(files("diembao.desk").joinpath("data", "rating_labels.toml").read_text(encoding="utf-8"))
    against = frozenset(map(_plain, table.pop("against")))
    return {_plain(label): Rating(rating) for rating, labels in table.items() for label in labels}, against


def _plain(label: str) -> str:
    return f" {' '.join(words_of(fold(label).lower()))} "


def _labelled(label: str) -> Rating | None:
    known, against = _labels()
    plain = _plain(label)
    if plain in known:
        return known[plain]
    present = sorted((words for words in known if words in plain), key=len, reverse=True)
    if not present:
        return None
    rest = plain.replace(present[0], "  ")
    if any(words in rest for words in against):
        return None
    # A label that says two things is none: "đúng hay sai".
    others = {known[words] for words in present[1:] if words in rest}
    return known[present[0]] if others <= {known[present[0]]} else None


def _json(content: str) -> Iterator[Review]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            _("This is not JSON that can be read."), _("Give ClaimReview as JSON-LD, a web page that holds it, or CSV.")
        ) from error
    for number, entry in enumerate(_claim_reviews(document), 1):
        yield _from_json(entry, str(number))


def _feed(content: str) -> Iterator[Review]:
    """Reviews in the pages that a feed carries whole."""
    number = 0
    for entry in feedparser.parse(content.encode(), sanitize_html=False).entries:
        carried = [part.get("value", "") for part in (*entry.get("content", ()), entry.get("summary_detail", {}))]
        for review in (review for part in dict.fromkeys(filter(None, carried)) for review in _page(part)):
            number += 1
            yield replace(review, where=str(number))


def _page(content: str) -> Iterator[Review]:
    try:
        root = html.document_fromstring(content.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:
        return
    number = 0
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        try:
            document = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            if "ClaimReview" in (script.text or ""):
                number += 1
                yield Review(where=str(number), name="", problem="not-json")
            continue
        for entry in _claim_reviews(document):
            number += 1
            yield _from_json(entry, str(number))
    for item in root.xpath("//*[@itemscope and contains(@itemtype, 'schema.org/ClaimReview')]"):
        number += 1
        yield _from_json(_microdata(item), str(number))


def _microdata(item: html.HtmlElement, depth: int = 0) -> dict[str, Any]:
    """The properties of an item of a page as JSON-LD has them; those of the items within it are theirs alone."""
    found: dict[str, Any] = {"@type": item.get("itemtype", "").rpartition("/")[2]}
    waiting = list(item)
    while waiting:
        element = waiting.pop(0)
        name, is_item = element.get("itemprop", ""), "itemscope" in element.attrib
        if name and is_item and depth < _DEEPEST_ITEM:
            found.setdefault(name, _microdata(element, depth + 1))
        elif name and not is_item:
            given = next(filter(None, map(element.get, ("content", "datetime", "href", "src"))), None)
            found.setdefault(name, given if given is not None else element.text_content())
        if not is_item:
            waiting = [*element, *waiting]
    return found


def _claim_reviews(document: Any) -> Iterator[Mapping[str, Any]]:
    """Every ClaimReview object, at whatever depth: lists, graphs, feeds, reviews of an article."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            types = value.get("@type")
            if any(name in _TYPES for name in (types if isinstance(types, list) else [types])):
                yield value
            else:
                waiting += reversed(list(value.values()))


def _from_json(entry: Mapping[str, Any], where: str) -> Review:
    rating = _first(entry.get("reviewRating"))
    label = _text(rating.get("alternateName")) or _text(rating.get("name"))
    item = _first(entry.get("itemReviewed"))
    claim = _text(entry.get("claimReviewed")) or next(
        filter(None, (_text(item.get(name)) for name in ("text", "name", "headline"))), ""
    )
    value = _text(rating.get("ratingValue"))
    label = label or ("" if _number(value) is not None else value)
    return _review(
        where,
        claim=claim,
        rating=rating_of(label, _share(rating)),
        label=label,
        publisher=_publisher(entry),
        url=_text(entry.get("url")) or _text(entry.get("@id")),
        summary=_text(entry.get("reviewBody"), clean) or _text(entry.get("description"), clean),
        day=_text(entry.get("datePublished")) or _text(entry.get("dateModified")),
    )


def _share(rating: Mapping[str, Any]) -> float | None:
    """How far a number is from the worst to the best; None when there is none within its own bounds."""
    value = _number(rating.get("ratingValue"))
    worst, best = _number(rating.get("worstRating", _WORST)), _number(rating.get("bestRating", _BEST))
    if value is None or worst is None or best is None or not worst <= value <= best or worst == best:
        return None
    return (value - worst) / (best - worst)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) and "_" not in str(value) else None


def _publisher(entry: Mapping[str, Any]) -> str:
    """Name of the organisation that reviewed; a person's name is not taken, nor an author's who may be one."""
    return _named(entry.get("author"), untyped=False) or _named(entry.get("publisher"), untyped=True)


def _named(value: Any, *, untyped: bool) -> str:
    """The first name that is not a person's; ``untyped``: also one of which it is not said whose it is."""
    for candidate in value if isinstance(value, list) else [value]:
        if isinstance(candidate, str) and untyped:
            return _text(candidate)
        if isinstance(candidate, dict):
            kind = str(candidate.get("@type") or "")
            if "Person" not in kind and (kind or untyped):
                return _text(candidate.get("name"))
    return ""


def _first(value: Any) -> Mapping[str, Any]:
    candidate = next(iter(value), None) if isinstance(value, list) else value
    return candidate if isinstance(candidate, dict) else {}


def _text(value: Any, cleaned: Callable[[str], str] = clean_line) -> str:
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return cleaned(_without_markup(value)) if isinstance(value, str) else ""


def _without_markup(value: str) -> str:
    """Text without tags and entities, however often they were escaped; done again it changes nothing."""
    while (plain := _TAG.sub(" ", unescape(value))) != value:
        value = plain
    return value


def _table(content: str) -> Iterator[Review]:
    for line, row in tables.rows(content, COLUMNS, _NEEDED):
        yield _from_row(row, str(line))


def _from_row(row: Mapping[str, str], where: str) -> Review:
    given, label = _text(row.get("rating")), _text(row.get("label"))
    rating = next((rating for rating in Rating if rating == given), None)
    if rating is None:
        worded = [found for found in map(rating_of, (given, label)) if found]
        rating = worded[0] if len(set(worded)) == 1 else None
        label = label or given
    elif rating_of(label, _SHARES[rating]) is not rating:
        rating = None  # it says one thing and its word another
    return _review(
        where,
        claim=_text(row.get("claim")),
        rating=rating,
        label=label,
        publisher=_text(row.get("publisher")),
        url=_text(row.get("url")),
        summary=_text(row.get("summary"), clean),
        day=_text(row.get("reviewed_on")),
    )


def _review(
    where: str, *, claim: str, rating: Rating | None, label: str, publisher: str, url: str, summary: str, day: str
) -> Review:
    instant = dates.parse(day) if day else None
    problem = ""
    if not claim:
        problem = "no-claim"
    elif rating is None:
        problem = "unknown-rating"
    elif url and not addresses.is_web_address(url):
        problem = "bad-url"
    elif day and instant is None:
        problem = "bad-date"
    return Review(
        where=where,
        name=claim if len(claim) <= _NAMED else claim[:_NAMED] + "…",
        claim=claim,
        rating=rating,
        label=label,
        publisher=publisher,
        url=url,
        summary=summary,
        reviewed_on=local_day(instant) if instant else None,
        problem=problem,
    )
