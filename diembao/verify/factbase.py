"""What a fact-check must be to enter the base, and what is held against a base that has changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import unverified
from diembao.archive.schema import articles
from diembao.core.casework import FactCheck
from diembao.core.clock import today
from diembao.core.text import words
from diembao.nlp.guard import judge

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


def look_again(connection: Connection, at: datetime) -> int:
    """Put the articles of the last 30 days into the queue of verification, since the base has changed.

    :param at: the present instant.
    :returns: how many articles.
    """
    recent = list(connection.scalars(sa.select(articles.c.id).where(articles.c.dated >= at - LOOK_BACK)))
    unverified.add(connection, recent)
    return len(recent)
