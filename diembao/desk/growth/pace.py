"""How fast a story grows: its independent texts of the last day against its own days before. Pure.

A whole day is compared with whole days, so that morning and night weigh the same. Before its founding a story had no
texts, which is a past too: one that several outlets take up on its first day grows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from diembao.desk.growth.ranking import FEWEST_VOICES, LEAST_SCORE, surprise

#: Hours that are told of, and hours before them that they are held against.
RECENT_HOURS, PAST_HOURS = 24, 72
#: Length of one bar, in hours.
BAR_HOURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The growth of one story at one moment, in independent texts, each counted when it was first printed."""

    recent: int
    """Texts of the last 24 hours."""
    before: int
    """Texts of the 72 hours before those."""
    score: float
    """Standard deviations above its own past, by the likelihood ratio of the two rates; below 0: it slows down."""
    bars: tuple[int, ...]
    """Texts in each six hours of the four days, oldest first."""

    @property
    def is_hot(self) -> bool:
        """Whether it grows faster than chance lets expect, by several texts."""
        return self.recent >= FEWEST_VOICES and self.score >= LEAST_SCORE


def pace(first_prints: Iterable[datetime], at: datetime) -> Pace:
    """How a story grows at one moment.

    :param first_prints: when each of its independent texts was first printed; what lies behind the moment is left out.
    """
    bars = [0] * ((RECENT_HOURS + PAST_HOURS) // BAR_HOURS)
    for printed in first_prints:
        back = (at - printed) // timedelta(hours=BAR_HOURS)
        if 0 <= back < len(bars):
            bars[-1 - back] += 1
    recent, before = sum(bars[-(RECENT_HOURS // BAR_HOURS) :]), sum(bars[: PAST_HOURS // BAR_HOURS])
    return Pace(
        recent=recent,
        before=before,
        score=round(surprise(recent, RECENT_HOURS, before, PAST_HOURS), 3),
        bars=tuple(bars),
    )
