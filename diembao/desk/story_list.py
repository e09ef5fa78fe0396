"""The stories of a day, own province first, then those that grow or that the most independent texts carry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from diembao.archive import Archive, stories
from diembao.core.clock import VIETNAM, now
from diembao.desk.growth import Pace
from diembao.desk.stories import StoryReports, reports
from diembao.desk.story_page import pace_of, standing_flags

Order = Literal["growth", "voices"]
ORDERS: Sequence[Order] = get_args(Order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One story of the list."""

    reports: StoryReports
    pace: Pace
    flags: int
    """How many flags of it are worth a look; nothing of this orders the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryList:
    """One page of the list."""

    total: int
    items: tuple[Listed, ...]


def story_list(
    archive: Archive,
    day: date,
    *,
    topics: Collection[str] = (),
    home: bool = False,
    single: bool = False,
    order: Order = "growth",
    limit: int = 20,
    offset: int = 0,
) -> StoryList:
    """Stories with a report of a Vietnamese day. Growth is told at its end, of the present day at this moment.

    :param topics: only stories that carry one of these.
    :param home: only stories of the own province.
    :param single: also those that have one report only.
    """
    midnight = datetime.combine(day, time(), VIETNAM)
    at = min(midnight + timedelta(days=1), now())
    with archive.reading() as connection:
        active = stories.active(connection, midnight, midnight + timedelta(days=1))
        found = [
            (each, pace_of(each, at))
            for each in reports(connection, [story for story in active if single or len(story.articles) > 1])
            if (not topics or {*topics} & {*each.topics}) and (not home or each.in_home_province)
        ]
        found.sort(key=lambda pair: (not pair[0].in_home_province, _KEYS[order](*pair)))
        shown = [
            Listed(reports=each, pace=how, flags=len(standing_flags(connection, each.story.id)))
            for each, how in found[offset : offset + limit]
        ]
    return StoryList(total=len(found), items=tuple(shown))


def _by_growth(found: StoryReports, how: Pace) -> tuple[Any, ...]:
    return (-how.score, -how.recent, *_by_voices(found, how))


def _by_voices(found: StoryReports, _how: Pace) -> tuple[Any, ...]:
    return -found.story.voices, -len(found.story.articles), -found.story.last_at.timestamp(), found.story.id


_KEYS: Mapping[Order, Callable[[StoryReports, Pace], tuple[Any, ...]]] = {"growth": _by_growth, "voices": _by_voices}
