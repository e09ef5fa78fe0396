"""Whether a sentence says of something else what a claim says, however much of its wording they share.

Hard neighbours of a claim are its own words with one of them exchanged: another fruit, another illness, another deed of
the same office. Which words these may be cannot be listed; where they stand can be seen. Two words between the same
neighbours are two things unless the vocabulary knows them as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from diembao.core.text import fold, index_form
from diembao.verify.cues import cues
from diembao.verify.reading import Reading
from diembao.verify.vocabulary import vocabulary

#: Stands for any figure; whether figures agree is decided elsewhere.
FIGURE = "#"
_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,;:](?!\d)|\s[-–—]\s")
# With marks, and without, where "do" is as often "đổ" or "độ".
_CAUSE = {
    True: re.compile(r"\b(?:vì|do|bởi)\b(?P<cause>[^,;:]*)"),
    False: re.compile(r"\b(?:vi|boi)\b(?P<cause>[^,;:]*)"),
}
_GIVES_CAUSE = {
    True: re.compile(r"\b(?:vì|do|bởi|làm|khiến|gây)\b"),
    False: re.compile(r"\b(?:vi|boi|lam|khien|gay)\b"),
}
# One digit may be written as a word.
_NUMBER = re.compile(r"(?<![\w.,/-])\d{2,}[a-z]?(?![\w/-]|[.,]\d)")

# "tàu cá KH 90217": what looks like an amount is the number of something.
_CODE = re.compile(r"\b[A-ZĐ]{1,3}[ -]?$")

#: Items of one text that the other lacks, in a row, by their neighbours, which both have.
_Gaps = dict[tuple[str | None, str | None], list[str]]


def coverage(claim: Reading, sentence: Reading) -> float:
    """The part of what a claim says, names and figures included, that a sentence says as well, 0 to 1."""
    said, found = _beside(claim, sentence)
    own, others = frozenset(said), frozenset(found)
    return sum(item in others for item in own) / len(own) if own else 0.0


def says_another_thing(claim: Reading, sentence: Reading) -> bool:
    """Whether a sentence has another thing, deed, cause or number where a claim has its own.

    Both readings should be near each other already: of two sentences that have little in common it says nothing.
    """
    said, found = _beside(claim, sentence)
    return (
        vocabulary(marked=claim.marked and sentence.marked, wide=True).excluded(frozenset(said), frozenset(found))
        or _is_exchanged(said, found)
        or _is_turned(claim, sentence)
        or _other_cause(claim, sentence)
        or _other_number(claim, sentence)
        or _other_count(claim, sentence)
    )


def _beside(claim: Reading, sentence: Reading) -> tuple[list[str], list[str]]:
    """Items of both, without the clauses of the sentence that have nothing to do with the claim."""
    marked = claim.marked and sentence.marked
    said = [item for clause in _clauses(claim, claim.text, marked=marked) for item in clause]
    own = frozenset(said) - {FIGURE}
    clauses = _clauses(sentence, _without_cues(claim, sentence), marked=marked)
    return said, [item for clause in clauses if own & frozenset(clause) for item in clause]


def _clauses(reading: Reading, text: str, *, marked: bool) -> list[list[str]]:
    """What a text says, in its order and clause by clause: concepts, words of names, and :data:`FIGURE`."""
    lowered = index_form(text) if marked else fold(index_form(text))
    known = vocabulary(marked=marked, wide=True)
    found = []
    for start, end in pairwise([0, *(mark.start() for mark in _CLAUSE.finditer(lowered)), len(lowered)]):
        items: list[str] = []
        waiting: list[str] = []
        for word in _WORD.finditer(lowered, start, end):
            if word.group()[0].isdigit() or any(one.start <= word.start() < one.end for one in reading.quantities):
                items += [*known.concepts(waiting), FIGURE]
                waiting = []
            else:
                waiting.append(word.group())
        items += known.concepts(waiting)
        found.append([item for place, item in enumerate(items) if not (place and item == items[place - 1] == FIGURE)])
    return found


def _without_cues(claim: Reading, sentence: Reading) -> str:
    """A sentence without its words of denial and doubt, which say nothing of what it is about."""
    text = sentence.text
    for cue in (cues().says_not, cues().instead, cues().open):
        for match in cue.finditer(text):
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def _is_exchanged(said: Sequence[str], found: Sequence[str]) -> bool:
    """Whether a sentence has other words where a claim has its own, and tells the rest of the claim as it stands."""
    shared = frozenset(said) & frozenset(found)
    own, others = _gaps(said, shared), _gaps(found, shared)
    exchanged = own.keys() & others.keys()
    if not exchanged:
        return False
    if sum(map(len, own.values())) > sum(len(own[place]) for place in exchanged):
        return False  # told freely, so that what stands in one place may be told in another
    return any(_is_another(own[place], others[place], inside=None not in place) for place in exchanged)


def _is_another(own: Sequence[str], others: Sequence[str], *, inside: bool) -> bool:
    """Whether two runs of items between the same neighbours are two things.

    :param inside: whether neither text begins or ends there, where who says it and what came of it may be told.
    """
    first, second = _syllables(own), _syllables(others)
    if not first - second or not second - first:
        return False  # a part of one phrase is another phrase to the vocabulary
    return inside or len(others) <= len(own) + 1


def _syllables(items: Iterable[str]) -> frozenset[str]:
    """Syllables of items; names of groups are written without marks, and so is what stands beside them."""
    return frozenset(syllable for item in items for syllable in item.removeprefix("_").split())


def _gaps(items: Sequence[str], shared: Collection[str]) -> _Gaps:
    """Where items stand that only one text has; None for a neighbour: the text begins or ends there."""
    found: _Gaps = {}
    before: str | None = None
    run: list[str] = []
    for item in (*items, None):
        if item is None or item in shared:
            if run:
                found[before, item] = run
            before, run = item, []
        else:
            run.append(item)
    return found


def _is_turned(claim: Reading, sentence: Reading) -> bool:
    """Whether a word that a claim lacks turns one of its own into something else: a deputy, an end, a proposal."""
    marked = claim.marked and sentence.marked
    said, found = (_concepts(reading, marked=marked) for reading in (claim, sentence))
    turns = vocabulary(marked=marked, wide=True).turns - frozenset(said)
    return any(one in turns and other in said for one, other in pairwise(found))


def _concepts(reading: Reading, *, marked: bool) -> tuple[str, ...]:
    text = index_form(reading.text)
    return vocabulary(marked=marked, wide=True).concepts(_WORD.findall(text if marked else fold(text)))


def _other_cause(claim: Reading, sentence: Reading) -> bool:
    """Whether a sentence tells all of a claim but its cause, and a cause of its own."""
    marked = claim.marked and sentence.marked
    own, other = (
        index_form(reading.text) if marked else fold(index_form(reading.text)) for reading in (claim, sentence)
    )
    told = _CAUSE[marked].search(own)
    if not told or not _GIVES_CAUSE[marked].search(other):
        return False
    words = [word for word in _WORD.findall(told["cause"]) if not word[0].isdigit()]
    names = frozenset(word for name in claim.names for word in name.words.split())
    cause = frozenset(item for item in vocabulary(marked=marked, wide=True).concepts(words) if fold(item) not in names)
    said, found = (
        frozenset(item for clause in _clauses(reading, reading.text, marked=marked) for item in clause)
        for reading in (claim, sentence)
    )
    return bool(found - said) and bool(said - found) and said - found == cause


def _other_number(claim: Reading, sentence: Reading) -> bool:
    """Whether both call something by a number, and none of the claim's is in the sentence: roads, boats, bus lines."""
    numbers, others = _numbers(claim), _numbers(sentence)
    return any(not sentence.says(number) for number in numbers) and bool(others - numbers)


def _numbers(reading: Reading) -> frozenset[str]:
    folded = fold(index_form(reading.text))
    of_times = {str(part) for time in reading.times for part in (time.year, time.quarter, time.month, time.day)}
    return frozenset(
        match.group()
        for match in _NUMBER.finditer(folded)
        if match.group().lstrip("0") not in of_times
        and (
            _CODE.search(reading.text[: match.start()])
            or not any(one.start <= match.start() < one.end for one in reading.quantities)
        )
    )


def _other_count(claim: Reading, sentence: Reading) -> bool:
    """Whether the same number counts other things: 15 communes and 15 hamlets."""
    for one in claim.quantities:
        if one.unit != "piece" or not one.counted:
            continue
        alike = [
            other for other in sentence.quantities if other.unit == "piece" and other.counted and other.low == one.low
        ]
        if alike and not any(_same_things(one.counted, other.counted) for other in alike):
            return True
    return False


def _same_things(one: Sequence[str], other: Sequence[str]) -> bool:
    known = vocabulary(marked=False, wide=True)
    nouns = [frozenset((cues().noun(counted), counted[0], *known.concepts(counted[:2]))) for counted in (one, other)]
    return bool(nouns[0] & nouns[1])
