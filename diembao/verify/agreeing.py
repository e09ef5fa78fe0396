"""Which reports say what a statement says: the same things, names, times and figures, and stand by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diembao.core.findings import Passage
from diembao.core.text import fold
from diembao.nlp.quantities import Quantity
from diembao.verify import denials, reports, times, values
from diembao.verify.cues import cues
from diembao.verify.reading import Reading, about_others, common, read
from diembao.verify.reports import Report
from diembao.verify.stance import Stance, says_beyond, stance
from diembao.verify.vocabulary import plain

#: Part of the statement's concepts that the report's sentence has too, and how many of them.
_COVERED = 0.5
_FEWEST_SHARED = 2
#: The same where neither a name nor a figure ties the two together.
_COVERED_UNTIED = 0.75
_FEWEST_UNTIED = 4
_NUMBER = re.compile(r"\d[\d.,]*")


def voices(statement: str, candidates: Iterable[Report]) -> tuple[Passage, ...]:
    """Sentences that bear a statement out, one an independent text, the surest first.

    A report that quotes the statement to deny it, tells of it as a rumour, or is on the denying side otherwise says the
    words and not the thing: where that is in doubt, neither it nor another print of its text counts.
    """
    best: dict[str, tuple[float, Passage]] = {}
    doubted: set[str] = set()
    for report in candidates:
        said = [(score, passage) for passage in reports.claims(report) if (score := agrees(statement, passage.text))]
        if not said:
            continue
        if _denies(statement, report):
            doubted.add(report.speaks_as)
        for score, passage in said:
            surest = best.get(report.speaks_as, (0.0, passage))[0]
            if score > surest and not is_quoted(statement, passage, report):
                best[report.speaks_as] = (score, passage)
    counted = [found for voice, found in best.items() if voice not in doubted]
    return tuple(passage for _score, passage in sorted(counted, key=lambda found: -found[0]))


def _denies(statement: str, report: Report) -> bool:
    """Whether a report may be on the denying side of a statement: by its head, or in a sentence of its own."""
    if _is_denial(statement):
        return False
    claim = read(statement)
    for head in (report.title, report.lead):
        if _is_about(claim, read(head)) and says_beyond(cues().says_not, statement, head):
            return True
        if _names_a_figure(claim, read(head)) and says_beyond(cues().instead, statement, head):
            return True
    return denials.denies(report, Passage(ref="", text=statement))


def _is_about(claim: Reading, told: Reading) -> bool:
    """Whether a text may speak of the same thing."""
    first, second = common(claim, told)
    return bool(first & second) or any(told.holds(name) for name in claim.names)


def _names_a_figure(claim: Reading, told: Reading) -> bool:
    """Whether a text has a number of a claim: "34 học sinh nhập viện, không phải 43"."""
    numbers = (_NUMBER.search(claim.text[quantity.start : quantity.end]) for quantity in claim.quantities)
    return any(told.says(plain(number.group())) for number in numbers if number)


def is_quoted(statement: str, passage: Passage, report: Report) -> bool:
    """Whether a sentence of a report tells of a statement as a rumour, or of what the sentence next to it denies."""
    if _is_denial(statement):
        return False
    return says_beyond(cues().rumour, statement, passage.text) or any(
        says_beyond(cues().says_not, statement, beside) for beside in _beside(passage, report)
    )


def _is_denial(statement: str) -> bool:
    """Whether a statement itself says that something is not so: reports that bear it out do so too."""
    return cues().says_not.search(statement) is not None


def _beside(passage: Passage, report: Report) -> Iterator[str]:
    """The sentences before and behind one in its part of a report."""
    told = [item for item in reports.sentences(report) if item.part == passage.part]
    place = next(place for place, item in enumerate(told) if item.start == passage.start)
    yield from (item.text for item in told[max(place - 1, 0) : place + 2] if item.start != passage.start)


def agrees(statement: str, sentence: str) -> float:
    """How surely a sentence of a report bears out a statement, 0 to 1; 0: it does not, or says something else."""
    claim, said = read(statement), read(sentence)
    if times.differ(claim.times, said.times) or about_others(claim, said) or claim.numbered - said.numbered:
        return 0.0
    shares_name = any(said.holds(name) for name in claim.names)
    if claim.names and said.names and not shares_name:
        return 0.0
    if not all(_is_given(quantity, claim, said) for quantity in claim.quantities):
        return 0.0
    first, second = common(claim, said)
    shared = len(first & second)
    covered = shared / len(first) if first else 0.0
    tied = shares_name or bool(claim.quantities)
    if shared < (_FEWEST_SHARED if tied else _FEWEST_UNTIED) or covered < (_COVERED if tied else _COVERED_UNTIED):
        return 0.0
    if stance(statement, sentence) is not Stance.REPEATS or stance(sentence, statement) is not Stance.REPEATS:
        return 0.0
    return round(covered, 2)


def _is_given(wanted: Quantity, claim: Reading, said: Reading) -> bool:
    """Whether a sentence gives a figure of the statement."""
    written = _written(wanted, claim)
    return any(
        other.unit == wanted.unit and values.agree(wanted, written, other, _written(other, said))
        for other in said.quantities
    )


def _written(quantity: Quantity, reading: Reading) -> str:
    return fold(reading.text[quantity.start : quantity.end].lower())
