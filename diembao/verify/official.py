"""A report gives another value than an entry of the register of official figures. The pair differs; neither is wrong.

An entry and a figure of the press are one quantity only if what is counted, the place and the period are told and the
same: whoever leaves one of them out speaks of something that the register does not know.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile
from typing import Any

from diembao.core.casework import OfficialFigure
from diembao.core.findings import Finding, FlagReason, Passage, PassageKind
from diembao.core.text import fold, index_form, words
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.verify import reports, values
from diembao.verify.cues import cues
from diembao.verify.reading import Name, Reading, read
from diembao.verify.reports import Report

NAME = "differs-from-official-figure/1"

_SCORE, _SCORE_NAMED = 0.7, 0.8
#: Units of what is counted rather than measured: what is counted stands behind the number.
_COUNTABLE = frozenset(("person", "piece", "household"))
# What a figure is when one of these is said of it: a part, a rise, a plan, no value of the whole quantity.
_OTHER_ROLES = frozenset(("part", "each", "change", "from", "plan", "limit", "other"))
_LOOK_BACK, _LOOK_AHEAD = 40, 30
# Entries for the whole country name no place that a sentence would name.
_WHOLE_COUNTRY = frozenset(("", "viet nam", "ca nuoc", "toan quoc"))
# "9 tháng đầu năm 2024" is another period than "năm 2024", and so is its first half.
_PART_OF_YEAR = re.compile(
    r"(?P<length>\d+|hai|ba|bon|nam|sau|bay|tam|chin|muoi|muoi mot) thang (?P<side>dau|cuoi)|nua (?P<half>dau|cuoi) nam"
)
_NUMBERS = {word: str(number) for number, word in enumerate("hai ba bon nam sau bay tam chin muoi".split(), 2)}
# Words between what is measured and its figure that do not make something else of it.
_BETWEEN = frozenset(
    "_dat dat la uoc uoc tinh khoang hon gan tren cua o tai trong toan ca nuoc nam thang quy la con len toi tinh huyen"
    " xa thanh pho thi xa quan phuong nay do ghi nhan duoc co chi chiem bang tong so luy ke".split()
)
# "số hộ nghèo", "tổng sản lượng": words that a name may begin with and that no sentence need have.
_COUNT_WORDS = frozenset("so tong tong so cac".split())


class Register:
    """Official figures, ready to be found by the place that they are of."""

    def __init__(self, figures: Iterable[OfficialFigure] = ()) -> None:
        self._of_place: dict[str, list[OfficialFigure]] = defaultdict(list)
        for figure in sorted(figures, key=_by_wording):
            self._of_place[_place(figure.place)].append(figure)

    def __bool__(self) -> bool:
        return bool(self._of_place)

    def near(self, source: Report) -> list[OfficialFigure]:
        """Figures of places that a report names, and of the whole country."""
        if not self:
            return []
        written = f" {' '.join(words(fold(index_form(' '.join((source.title, source.lead, source.text))))))} "
        return [
            item for place, found in self._of_place.items() if f" {place} " in written or not place for item in found
        ]


def inputs(sources: Iterable[Report], register: Register) -> dict[str, Any] | None:
    """What the rule needs of reports and register, as plain values; None when no report gives a figure to compare."""
    found: list[dict[str, Any]] = []
    entries: dict[str, OfficialFigure] = {}
    for source in sources:
        near = register.near(source)
        if not near:
            continue
        kept = []
        for passage in reports.claims(source):
            about = [entry for entry in near if _told(entry, passage.text, source.title)]
            if about:
                kept.append(passage)
                entries |= {entry.id: entry for entry in about}
        if kept:
            found.append(reports.heading(source, kept))
    figures = [_plain(entry) for entry in sorted(entries.values(), key=_by_wording)]
    return {"reports": found, "figures": figures} if found else None


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, *finding.also[0]}
    return {
        "reports": [report for report in given["reports"] if report["id"] in refs],
        "figures": [entry for entry in given["figures"] if entry["id"] == finding.evidence.ref],
    }


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Figures of reports that differ from the register; one finding a voice and entry, in the earliest print."""
    found: dict[tuple[str, str], list[_Differing]] = defaultdict(list)
    for report in given["reports"]:
        order = reports.order(report)
        for entry in given["figures"]:
            figure = _entry(entry)
            for passage in reports.passages(report):
                told = _told(figure, passage.text, report["title"])
                if told and not any(_agrees(quantity, passage.text, figure) for quantity in told):
                    found[report["voice"], figure.id].append(_Differing(order, passage, told[0], figure))
    return tuple(reports.ranked(map(_finding, found.values()), given))


@dataclass(frozen=True, slots=True)
class _Differing:
    """A sentence that gives another value than an entry."""

    order: reports.Order
    passage: Passage
    quantity: Quantity
    figure: OfficialFigure


def _finding(group: Sequence[_Differing]) -> Finding:
    first = min(group, key=lambda item: (item.order, item.passage.part, item.passage.start))
    span = (first.quantity.start, first.quantity.end)
    head = ", ".join(filter(None, (first.figure.name, first.figure.place, first.figure.period)))
    others = dict.fromkeys(item.passage.ref for item in group if item.passage.ref != first.passage.ref)
    text = f"{head}: {first.figure.written}"
    return Finding(
        reason=FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE,
        claim=Passage(
            ref=first.passage.ref,
            version=first.passage.version,
            part=first.passage.part,
            start=first.passage.start,
            text=first.passage.text,
            marks=(span,),
        ),
        evidence=Passage(
            kind=PassageKind.OFFICIAL_FIGURE,
            ref=first.figure.id,
            text=text,
            marks=((len(text) - len(first.figure.written), len(text)),),
        ),
        score=_SCORE_NAMED if _names_place(first.figure, read(first.passage.text)) else _SCORE,
        values=(first.passage.text[slice(*span)], first.figure.written),
        subject=first.figure.name,
        also=(tuple(others), ()),
        facts={"publisher": first.figure.publisher, "unit": first.figure.unit},
    )


def _told(figure: OfficialFigure, sentence: str, title: str) -> list[Quantity]:
    """The amounts that a sentence gives for what an entry counts, there and then."""
    reading = read(sentence)
    amounts = [amount for amount in reading.quantities if amount.unit == figure.unit]
    if not amounts or cues().moving.search(sentence) or cues().says_not.search(sentence):
        return []
    if not _of_place(figure, reading, title) or not _of_period(figure, reading):
        return []
    return [amount for amount in amounts if not _role(sentence, amount) and _measures(figure, reading, amount)]


def _role(sentence: str, amount: Quantity) -> frozenset[str]:
    before = sentence[max(0, amount.start - _LOOK_BACK) : amount.start]
    return cues().roles(before, sentence[amount.end : amount.end + _LOOK_AHEAD]) & _OTHER_ROLES


def _measures(figure: OfficialFigure, reading: Reading, amount: Quantity) -> bool:
    """Whether an amount is one of what an entry names, and of nothing narrower."""
    name = list(dropwhile(_COUNT_WORDS.__contains__, words(fold(index_form(figure.name)))))
    if figure.unit in _COUNTABLE and list(amount.counted) == name:
        return True
    return _told_before(name, reading, amount)


def _told_before(name: Sequence[str], reading: Reading, amount: Quantity) -> bool:
    """Whether a sentence has a name's folded words in a row, and from there to an amount what adds nothing to them."""
    named = {word for one in reading.names for word in one.words.split()}
    said = words(fold(index_form(reading.text[: amount.start])))
    for start in range(len(said) - len(name), -1, -1):
        if said[start : start + len(name)] == name:
            rest = said[start + len(name) :]
            return bool(name) and all(word[0].isdigit() or word in _BETWEEN or word in named for word in rest)
    return False


def _of_place(figure: OfficialFigure, reading: Reading, title: str) -> bool:
    """Whether a sentence speaks of an entry's place and of no other; one without a place speaks of its headline's."""
    placed = [name for name in reading.names if name.kind]
    if not _place(figure.place):
        return not placed
    wanted = read(f"ở {figure.place}").names
    if any(not _is_one_of(name, wanted) for name in placed):
        return False
    return _names_place(figure, reading) or (not placed and all(read(title).holds(name) for name in wanted))


def _names_place(figure: OfficialFigure, reading: Reading) -> bool:
    wanted = read(f"ở {figure.place}").names
    return bool(wanted) and all(reading.holds(name) for name in wanted)


def _is_one_of(name: Name, wanted: Iterable[Name]) -> bool:
    return any(name.words == one.words and (not one.kind or not name.kind or one.kind == name.kind) for one in wanted)


def _of_period(figure: OfficialFigure, reading: Reading) -> bool:
    """Whether a sentence speaks of an entry's period: of its very length, told as far as the entry tells it."""
    if not figure.period:
        return True
    period = read(f"trong {figure.period}")
    if set(_parts(period.folded)) != set(_parts(reading.folded)):
        return False
    # the same as far as either tells it: "tháng 8/2024" is not "năm 2024"
    told = {(time.year, time.quarter, time.month, time.day) for time in reading.times}
    return bool(period.times) and {(time.year, time.quarter, time.month, time.day) for time in period.times} == told


def _parts(folded: str) -> Iterator[tuple[str, str]]:
    for match in _PART_OF_YEAR.finditer(folded):
        length = "6" if match["half"] else _NUMBERS.get(match["length"], match["length"])
        yield length, match["half"] or match["side"]


def _agrees(amount: Quantity, sentence: str, figure: OfficialFigure) -> bool:
    official = next(iter(find_quantities(figure.written)), None)
    if official is None or official.unit != figure.unit:
        return figure.low <= amount.low <= figure.high
    written = fold(figure.written[official.start : official.end].lower())
    return values.agree(amount, fold(sentence[amount.start : amount.end].lower()), official, written)


def _place(place: str) -> str:
    """A place as entries are kept by: the folded words of its last and widest name; nothing for the whole country."""
    folded = " ".join(words(fold(index_form(place))))
    if folded in _WHOLE_COUNTRY:
        return ""
    names = read(f"ở {place}").names
    return names[0].words if names else folded


def _by_wording(figure: OfficialFigure) -> tuple[str, ...]:
    return figure.name, figure.place, figure.period, figure.publisher, figure.id


def _plain(figure: OfficialFigure) -> dict[str, Any]:
    """What decides of an entry, and who published it, for the wording "theo X"."""
    return {
        "id": figure.id,
        "name": figure.name,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "written": figure.written,
        "place": figure.place,
        "period": figure.period,
        "publisher": figure.publisher,
        "imported_at": figure.imported_at.isoformat(),
    }


def _entry(given: Mapping[str, Any]) -> OfficialFigure:

    return OfficialFigure(**{**given, "imported_at": datetime.fromisoformat(given["imported_at"])})
