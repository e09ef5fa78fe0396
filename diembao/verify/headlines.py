"""A headline whose figure or event its own body does not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from diembao.core.findings import Finding, FlagReason, Part, Passage
from diembao.core.text import fold, words
from diembao.nlp.quantities import Quantity
from diembao.verify import reports, values
from diembao.verify.cues import cues
from diembao.verify.reading import Reading, common, read
from diembao.verify.reports import Report

NAME = "headline-mismatch/3"

#: A body of fewer words may leave out what its headline says.
_FEWEST_WORDS = 80
# Captions of pictures and films, lists and live tickers.
_NO_REPORT = re.compile(
    r"^\s*(?:\[?(?:video|clip|anh|chum anh|infographic|emagazine|podcast|truc tiep|live|diem tin)\b)"
)
# "em Đô và 3 học sinh": a part of a sum whose other part is told by name.
_FURTHER = re.compile(r"\b(?:và|cùng|cùng với|khác|thêm)\s*$", re.IGNORECASE)
# "Vụ 8 người tử vong: …": the event is what the headline starts from, not its news.
_OF_BEFORE = re.compile(r"(?:Vụ|Sau|Từ) ", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“”‘’']")
# "3 kịch bản", "5 điều cần biết": headlines that count their own points.
_UNITS = frozenset("VND USD person household percent m2 m kg m3".split())
_AROUND = 45
# A sum in a headline is rounded by no more than this part of it.
_SUM = 0.03


def inputs(source: Report) -> dict[str, Any] | None:
    """What the rule needs of one report, as plain values; None when its headline is not held to its body."""
    if source.brief or not reports.may_claim(source):
        return None
    title = fold(source.title.lower())
    if _NO_REPORT.match(title) or len(words(source.text)) < _FEWEST_WORDS:
        return None
    if not _figures(source.title) and not any(event.name.search(source.title) for event in cues().events):
        return None
    return {"reports": [reports.heading(source, reports.sentences(source))]}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the headline of the one report says and its body does not: at most one figure and one event."""
    (report,) = given["reports"]
    body = reports.passages(report)
    title = Passage(ref=report["id"], version=report["version"], part=Part.TITLE, text=report["title"])
    found = [finding for finding in (_figure(title, body), _event(title, body)) if finding]
    return tuple(found)


def _figures(title: str) -> list[Quantity]:
    return [quantity for quantity in read(title).quantities if quantity.unit in _UNITS]


def _figure(title: Passage, body: Sequence[Passage]) -> Finding | None:
    """The first figure of the headline that nothing in the body agrees with."""
    reading = read(title.text)
    given = [(passage, quantity) for passage in body for quantity in read(passage.text).quantities]
    shares = any(quantity.unit == "ratio" for _passage, quantity in given)
    for quantity in _figures(title.text):
        written = title.text[quantity.start : quantity.end]
        if quantity.unit == "percent" and shares:
            continue  # "một nửa", "gấp đôi": the body may say a share in other words
        if quantity.low == 1 or not any(char.isdigit() for char in written):
            continue
        if _quoted(title.text, quantity) or _borne_out(quantity, written, title.text, body, given):
            continue
        others = [
            (passage, other)
            for passage, other in given
            if other.unit == quantity.unit
            and set(other.counted) & set(quantity.counted)
            and not _FURTHER.search(passage.text[: other.start])
        ]
        nearest = max(
            others,
            key=lambda item: (values.permuted(quantity, item[1]), _likeness(reading, read(item[0].text))),
            default=None,
        )
        if nearest is None:
            continue  # the body counts in another way; there is nothing to put beside the headline
        passage, other = nearest
        mistaken = values.permuted(quantity, other)
        alike = _likeness(reading, read(passage.text))
        return Finding(
            reason=FlagReason.HEADLINE_MISMATCH,
            claim=replace(title, marks=((quantity.start, quantity.end),)),
            evidence=replace(passage, marks=((other.start, other.end),)),
            score=round(min(0.3 + 0.35 * alike + 0.25 * mistaken, 0.95), 2),
            values=(written, passage.text[other.start : other.end]),
            subject=" ".join(quantity.counted),
            facts={"kind": "figure", "unit": quantity.unit},
        )
    return None


def _borne_out(
    quantity: Quantity,
    written: str,
    title: str,
    body: Sequence[Passage],
    given: Iterable[tuple[Passage, Quantity]],
) -> bool:
    """Whether the body gives an amount that agrees, or the very digits, or amounts that add up to it."""
    folded = fold(written.lower())
    same = [(passage, other) for passage, other in given if other.unit == quantity.unit]
    for passage, other in same:
        other_written = fold(passage.text[other.start : other.end].lower())
        if values.agree(quantity, folded, other, other_written) or values.cut(quantity, other):
            return True
    digits = re.findall(r"\d+(?:[.,]\d+)*", written)
    if any(all(re.search(rf"(?<!\d){re.escape(number)}(?!\d)", passage.text) for number in digits) for passage in body):
        return True
    amounts = sorted({other.low for _passage, other in same})[:40]
    return any(
        abs(one + other - quantity.low) <= _SUM * quantity.low or abs(one - other - quantity.low) <= _SUM * quantity.low
        for position, one in enumerate(amounts)
        for other in amounts[: position + 1]
    )


def _event(title: Passage, body: Sequence[Passage]) -> Finding | None:
    """The first event of the headline that the body never tells, or tells only as what may come."""
    if _OF_BEFORE.match(title.text):
        return None
    reading = read(title.text)
    for event in cues().events:
        named = event.name.search(title.text)
        position = named.span() if named else None
        if position is None or _hedged(title.text, *position) or _quoted_at(title.text, *position):
            continue
        told = [(passage, match) for passage in body for match in event.words.finditer(passage.text)]
        if any(not _hedged(passage.text, *match.span()) for passage, match in told):
            continue
        kind = "unsure" if told else "absent"
        passage = told[0][0] if told else max(body, key=lambda item: _likeness(reading, read(item.text)))
        mark = told[0][1].span() if told else None
        return Finding(
            reason=FlagReason.HEADLINE_MISMATCH,
            claim=replace(title, marks=(position,)),
            evidence=replace(passage, marks=(mark,)) if mark else passage,
            score=0.6 if told else 0.55,
            values=(title.text[position[0] : position[1]], passage.text[mark[0] : mark[1]] if mark else ""),
            facts={"kind": kind},
        )
    return None


def _hedged(text: str, start: int, end: int) -> bool:
    """Whether the words before or just behind say that it has not happened, or not for certain."""
    before = re.split(r"[.;,]", text[max(0, start - _AROUND) : start])[-1]
    return cues().unsure.search(before) is not None


def _quoted(title: str, quantity: Quantity) -> bool:
    return _quoted_at(title, quantity.start, quantity.end)


def _quoted_at(title: str, start: int, end: int) -> bool:
    return bool(_QUOTE.search(title[:start])) and bool(_QUOTE.search(title[end:]))


def _likeness(one: Reading, other: Reading) -> float:
    first, second = common(one, other)
    return len(first & second) / len(first) if first else 0.0
