"""An old event presented as new: dated by its own words, or in a text that was in the archive long before.

Anniversaries, trials and looks back tell of old events too, and say so: what names the time that lies between is no
old news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from diembao.core.clock import local_day
from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.text import fold, index_form
from diembao.verify import reports, slots
from diembao.verify.cues import cues
from diembao.verify.reports import Report
from diembao.verify.slots import When

NAME = "old-news/1"

#: What lies further back than this is no news of the day.
OLD = timedelta(days=60)
#: Sentences from the beginning in which an article says what is new.
_OPENING = 3
_SCORE_OF_WORDS = 0.7
_SCORE_OF_COPY = 0.65
# "sáng nay (12/3/2019)", "hôm nay, ngày 5/4/2020": the day of the article, as it says itself.
_TODAY = re.compile(r"\b(?:hom nay|sang nay|trua nay|chieu nay|toi nay|dem nay|rang sang nay|hom qua)\b")
_JUST_NOW = re.compile(r"\b(?:vua moi|vua|moi day|vua qua)\b")
_FULL_DATE = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d|ngay \d{1,2} thang \d{1,2} nam (?:19|20)\d\d"
)


def inputs(source: Report, prints: Sequence[Report] = ()) -> dict[str, Any] | None:
    """What the rule needs of one report and of older prints of its text, as plain values.

    None where nothing in it can be old, or nobody knows when it was published.

    :param prints: reports whose text it is a copy of, as far as they are older.
    """
    if not source.published or source.opinion:
        return None
    older = [item for item in prints if item.published and _day(source.dated) - _day(item.dated) > OLD]
    opening = _opening(source)
    if not older and not any(_FULL_DATE.search(fold(index_form(passage.text))) for passage in opening):
        return None
    return {
        "reports": [reports.heading(source, (*opening, *_rest(source, opening)))],
        "older": [reports.heading(item, (reports.title(item),)) for item in older],
    }


def _opening(source: Report) -> tuple[Passage, ...]:
    return (reports.title(source), *reports.sentences(source)[:_OPENING])


def _rest(source: Report, opening: Sequence[Passage]) -> list[Passage]:
    """Further sentences that tell a day."""
    return [
        passage
        for passage in reports.sentences(source)
        if passage not in opening and slots.whens(passage.text, source.dated)
    ]


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What shows that the one report's news is old, its own words first; one finding at most."""
    (report,) = given["reports"]
    passages = reports.passages(report)
    if any(cues().looks_back.search(passage.text) for passage in passages[: _OPENING + 1]):
        return ()
    found = next(_by_its_words(report, passages), None) or next(_by_older_prints(report, passages, given), None)
    return (found,) if found else ()


def _by_its_words(report: Mapping[str, Any], passages: Sequence[Passage]) -> Iterator[Finding]:
    today = _day(report["dated"])
    told = [(passage, when) for passage in passages for when in slots.whens(passage.text, report["dated"])]
    if any(abs(_distance(today, when)) <= OLD for _passage, when in told if not when.relative):
        return
    for passage, when in told:
        opening = passage in passages[: _OPENING + 1]
        if opening and when.has_year and when.unit == "day" and _distance(today, when) > OLD and _as_new(passage, when):
            marked = replace(passage, marks=((when.start, when.end),))
            yield Finding(
                reason=FlagReason.OLD_NEWS,
                claim=marked,
                evidence=marked,
                score=_SCORE_OF_WORDS,
                values=(passage.text[when.start : when.end], today.strftime("%d/%m/%Y")),
                facts={"kind": "words"},
            )


def _by_older_prints(
    report: Mapping[str, Any], passages: Sequence[Passage], given: Mapping[str, Any]
) -> Iterator[Finding]:
    today = _day(report["dated"])
    for older in sorted(given["older"], key=reports.order):
        then = _day(older["dated"])
        told = (when for passage in passages for when in slots.whens(passage.text, report["dated"]))
        if any(when.has_year and abs(_distance(then, when)) <= OLD for when in told):
            continue  # it tells its readers when that was
        yield Finding(
            reason=FlagReason.OLD_NEWS,
            claim=passages[0],
            evidence=reports.passages(older)[0],
            score=_SCORE_OF_COPY,
            values=(today.strftime("%d/%m/%Y"), then.strftime("%d/%m/%Y")),
            facts={"kind": "copy"},
        )


def _as_new(passage: Passage, when: When) -> bool:
    """Whether a sentence presents a day as that of the article, or as just past."""
    folded = fold(index_form(passage.text))
    if _TODAY.search(folded[max(0, when.start - 12) : when.end]):
        return True
    return _JUST_NOW.search(folded) is not None and when.start <= 20


def _distance(today: datetime, when: When) -> timedelta:
    return today - datetime.combine(when.last, datetime.min.time())


def _day(dated: str) -> datetime:
    """Midnight of the Vietnamese day on which a report is dated."""
    return datetime.combine(local_day(datetime.fromisoformat(dated)), datetime.min.time())
