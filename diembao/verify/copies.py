"""Copies: the same text printed more than once, also shortened. A text and its copies are one voice.

Only the texts decide, never a credit line or an outlet. The first print of a voice is its oldest report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diembao.nlp.shingles import containment
from diembao.nlp.syllables import Hashes
from diembao.verify.window import Window

#: Containment from which two texts are one. Of 162 pairs of press, labelled by their titles and by the sentences that
#: they share, 96 of 100 above are copies or rewritten copies, and a third of them lies below; there, articles of law,
#: forecasts and horoscopes written from one pattern agree as much.
CONTAINMENT = 0.5
#: Fewer shingles are no text that could be copied: a line or two agree by chance.
FEWEST_SHINGLES = 12
#: Equal values of two MinHashes from which texts are compared in full. A quarter of a text, kept word for word, has 32
#: of 128; half of one that is a sixth as long as the other, 10; two texts that share nothing, one at most.
_EQUAL_VALUES = 6
#: Texts that one is compared with in full, those with the most equal values.
_MOST_COMPARED = 32

ShinglesOf = Callable[[Collection[str]], Mapping[str, Hashes]]
"""Shingles of the texts of these articles."""


@dataclass(frozen=True, slots=True)
class Match:
    """The print that a report was found to be a copy of, and how much of the shorter one stands in the other."""

    position: int
    containment: float


def find(window: Window, positions: Sequence[int], shingles_of: ShinglesOf) -> dict[int, Match]:
    """Note in ``window.origins`` the voices of some reports.

    :param positions: reports that are new or whose text has changed, oldest first.
    :returns: what each of them that is a copy was found to be a copy of.
    """
    own = shingles_of([window.reports[position].id for position in positions])
    candidates = {
        position: _candidates(window, position)
        for position in positions
        if len(own[window.reports[position].id]) >= FEWEST_SHINGLES
    }
    compared = {window.reports[place].id for places in candidates.values() for place in places}
    shingles = {**own, **shingles_of(sorted(compared - own.keys()))}
    waiting = set(positions)
    for position in positions:
        window.origins[position], window.containments[position] = window.reports[position].id, 1.0
    found: dict[int, Match] = {}
    for position in positions:
        waiting.discard(position)
        placed = [place for place in candidates.get(position, ()) if place not in waiting]
        if match := _best(window, position, placed, shingles):
            found[position] = match
            _join(window, position, match)
    return found


def _candidates(window: Window, position: int) -> list[int]:
    near = window.near(position)
    equal = np.count_nonzero(window.minhashes[near] == window.minhashes[position], axis=1)
    equal[position - near.start] = 0
    likely = np.argsort(-equal, kind="stable")[:_MOST_COMPARED]
    return sorted((likely[equal[likely] >= _EQUAL_VALUES] + near.start).tolist())


def _best(window: Window, position: int, places: Sequence[int], shingles: Mapping[str, Hashes]) -> Match | None:
    """The oldest of the prints with the highest containment.

    A voice is heard for as long as its first print is within reach: texts that resemble the day before's every day,
    such as prices, would otherwise grow into one without end.
    """
    own = shingles[window.reports[position].id]
    best = None
    for place in places:
        first_print = window.position.get(window.origins[place])
        if first_print is None or not window.within_reach(position, first_print):
            continue
        other = shingles[window.reports[place].id]
        if len(other) < FEWEST_SHINGLES:
            continue
        share = containment(own, other)
        if share >= CONTAINMENT and (best is None or share > best.containment):
            best = Match(place, share)
    return best


def _join(window: Window, position: int, match: Match) -> None:
    """Add a report to a voice; it speaks first when it is the oldest."""
    origin = window.position[window.origins[match.position]]
    if position > origin:
        window.origins[position], window.containments[position] = window.reports[origin].id, match.containment
        return
    window.containments[origin] = match.containment
    for other, first_print in enumerate(window.origins):
        if first_print == window.reports[origin].id:
            window.origins[other] = window.reports[position].id
