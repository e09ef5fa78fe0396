"""What a fact-check must be to enter the base, and what is held against a base that has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.engine import Connection

from diembao.archive import articles, cases, fact_checks, flags, unverified
from diembao.core.casework import FactCheck
from diembao.core.clock import today
from diembao.core.findings import PassageKind
from diembao.core.text import words
from diembao.nlp.guard import judge
from diembao.verify.matching import FactBase

#: Fewer words make no claim.
_FEWEST_WORDS = 4
#: How far back articles are held against fact-checks that came after them.
LOOK_BACK = timedelta(days=30)


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


def load(connection: Connection) -> FactBase:
    """The base as the archive has it."""
    cases_on = flags.of_cases(connection)
    every = fact_checks.every(connection)
    decided = {
        item.id: {side.ref for side in (finding.claim, finding.evidence) if side.kind is PassageKind.ARTICLE}
        for item in every
        if item.case_id in cases_on
        for finding in [cases_on[item.case_id].finding]
    }
    return FactBase(every, decided)


def look_again(connection: Connection, changed: Sequence[str], at: datetime) -> int:
    """Note that articles must be held against what has changed; asking twice is asking once.

    :param changed: ids of fact-checks and official figures that are new or changed, and of cases whose conclusion came
        or went.
    :param at: the present instant.
    :returns: how many articles of the last 30 days there are.
    """
    unverified.renew(connection, changed)
    return len(articles.dated_since(connection, at - LOOK_BACK))


def claims(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What :func:`look_again` was told of: id -> claim, for those of some entries that are fact-checks or cases."""
    reviewed = {item.id: item.claim for item in fact_checks.get(connection, ids)}
    return reviewed | {case.id: case.claim for case in cases.get(connection, ids)}
