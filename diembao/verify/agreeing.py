"""Whether a report says what a statement says: the same things, names, times and figures."""

from __future__ import annotations

from diembao.core.text import fold
from diembao.nlp.quantities import Quantity
from diembao.verify import times, values
from diembao.verify.matching import Stance, stance
from diembao.verify.reading import Reading, about_others, common, read

#: Part of the statement's concepts that the report's sentence has too, and how many of them.
_COVERED = 0.5
_FEWEST_SHARED = 2
#: The same where neither a name nor a figure ties the two together.
_COVERED_UNTIED = 0.75
_FEWEST_UNTIED = 4


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
