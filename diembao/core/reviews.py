"""The press review of a day as people make it: which stories, in which order, with what said about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReviewStep(StrEnum):
    """What one saved step changed."""

    STORY_ADDED = "story-added"
    STORY_DROPPED = "story-dropped"
    STORY_MOVED = "story-moved"
    TOPIC = "topic"
    NOTE = "note"
    REPORTS = "reports"
    TITLE = "title"
    INTRO = "intro"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One story of a review."""

    story_id: str
    topic: str = ""
    """Id of the topic under which it stands; empty: other news."""
    note: str = ""
    """What the analyst says about it."""
    reports: tuple[str, ...] = ()
    """Ids of the articles that the analyst chose to stand for the story; empty: the desk chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One state of a day's review. States are kept: each step makes a new one."""

    day: date
    revision: int
    """0 for a review that nobody has begun; every saved step counts one on."""
    previous: int = 0
    """The revision to which taking back the last step leads."""
    step: ReviewStep = ReviewStep.STORY_ADDED
    title: str = ""
    """Empty: the usual title of the day."""
    intro: str = ""
    items: tuple[ReviewItem, ...] = ()
    """In the analyst's order; those of one topic stand together in the document."""
    edited_by: str = ""
    """Id of the person."""
    edited_at: datetime | None = None
    """None only for a review that nobody has begun."""

    def item(self, story_id: str) -> ReviewItem | None:
        """The item of a story; None when the review does not have it."""
        return next((item for item in self.items if item.story_id == story_id), None)
