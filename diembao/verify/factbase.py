"""What a fact-check must be to enter the base."""

from __future__ import annotations

from enum import StrEnum

from diembao.core.casework import FactCheck
from diembao.core.clock import today
from diembao.core.text import words
from diembao.nlp.guard import judge

#: Fewer words make no claim.
_FEWEST_WORDS = 4


class Refusal(StrEnum):
    """Why a fact-check is kept out of the base."""

    NO_CLAIM = "no-claim"
    NO_PUBLISHER = "no-publisher"
    FUTURE_DATE = "future-date"
    OPINION = "opinion"
    """What it reviews is no claim of fact but a judgement, demand, question, forecast or the like."""


def refusal(fact_check: FactCheck) -> Refusal | None:
    """Why a fact-check cannot be part of the base; None when it can.

    A rating that the desk does not know never gets as far as a :class:`FactCheck`.
    """
    if len(words(fact_check.claim)) < _FEWEST_WORDS:
        return Refusal.NO_CLAIM
    if not words(fact_check.publisher):
        return Refusal.NO_PUBLISHER
    if fact_check.reviewed_on and fact_check.reviewed_on > today():
        return Refusal.FUTURE_DATE
    if not judge(fact_check.claim).flaggable:
        return Refusal.OPINION
    return None
