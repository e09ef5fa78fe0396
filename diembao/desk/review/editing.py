"""The press review of a day: taking a step, taking it back, and nobody's work overwritten.

Every step makes the next state of the review from the state that the person saw. When somebody else has saved a state
in between, the step is refused and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from sqlalchemy.engine import Connection

from diembao.archive import Archive, audit, people, reviews
from diembao.core.clock import now
from diembao.core.errors import ReviewChanged, UsageError
from diembao.core.i18n import _, moment
from diembao.core.reviews import Review, ReviewItem, ReviewStep
from diembao.core.text import clean, clean_line
from diembao.desk.people import acting

#: Longest texts, in characters: a note is a line or two, the whole review a few pages.
NOTE_LENGTH = 2000
INTRO_LENGTH = 4000
TITLE_LENGTH = 300


def subject(day: date) -> str:
    """What the audit log calls the review of a day."""
    return f"review:{day.isoformat()}"


def load(archive: Archive, day: date) -> Review:
    """The review of a day as it stands; of revision 0 when nobody has begun it."""
    with archive.reading() as connection:
        return reviews.current(connection, day)


def save(archive: Archive, shown: Review, changed: Review, step: ReviewStep, *, who: str, story_id: str = "") -> Review:
    """Keep what one step made of a review.

    :param shown: the state that the person saw.
    :param changed: the same state after the step.
    :param who: id or name of the person.
    :param story_id: the story that the step was about, for the audit log.
    :returns: the review as it stands then; ``shown`` when the step changes nothing.
    :raises ReviewChanged: somebody else has saved another state since then; nothing was kept.
    :raises UnknownPerson: nobody of the desk is called that.
    """
    if changed == shown:
        return shown
    return _append(archive, replace(changed, previous=shown.revision, step=step), shown, who, story_id)


def undo(archive: Archive, shown: Review, *, who: str) -> Review:
    """Take back the last step that has not been taken back yet; the next call takes back the one before it.

    :param shown: the state that the person saw.
    :param who: id or name of the person.
    :returns: the review as it stands then; ``shown`` when there is nothing to take back.
    :raises ReviewChanged: see :func:`save`; so is :class:`UnknownPerson`.
    """
    if not can_undo(shown):
        return shown
    with archive.reading() as connection:
        before = reviews.revision(connection, shown.day, shown.previous)
    return _append(archive, replace(before, step=ReviewStep.UNDONE), shown, who, "")


def can_undo(review: Review) -> bool:
    """Whether there is a step to take back."""
    return bool(review.previous or review.items or review.title or review.intro)


def _append(archive: Archive, state: Review, shown: Review, who: str, story_id: str) -> Review:
    with archive.writing() as connection:
        person = acting(connection, who)
        state = replace(state, revision=shown.revision + 1, edited_by=person.id, edited_at=now())
        current = reviews.current(connection, state.day)
        if current.revision != shown.revision or not reviews.append(connection, state):
            raise _changed(connection, reviews.current(connection, state.day))
        data = {"step": state.step, "revision": state.revision, **({"story": story_id} if story_id else {})}
        audit.append(connection, actor=person.id, action="review-edited", subject=subject(state.day), data=data)
    return state


def _changed(connection: Connection, current: Review) -> ReviewChanged:
    name = people.names(connection, [current.edited_by]).get(current.edited_by, current.edited_by)
    at = moment(current.edited_at) if current.edited_at else ""
    return ReviewChanged(
        _("{name} has changed this review meanwhile ({moment}); your step was not saved.").format(name=name, moment=at),
        _("The newest state is shown now. Look at it and take your step again."),
    )


def with_story(review: Review, story_id: str, topic: str, reports: Sequence[str] = ()) -> Review:
    """Add a story at the end of its topic; one that is there already stays as it is.

    :param reports: ids of the articles that stand for it; none: the desk chooses.
    """
    if review.item(story_id):
        return review
    item = ReviewItem(story_id=story_id, topic=topic, reports=tuple(reports))
    return replace(review, items=(*review.items, item))


def without_story(review: Review, story_id: str) -> Review:
    """Drop a story with what was said about it."""
    return replace(review, items=tuple(item for item in review.items if item.story_id != story_id))


def moved(review: Review, story_id: str, direction: Literal[-1, 1]) -> Review:
    """Move a story up (-1) or down (1) among those of its topic; at the end it stays."""
    items = list(review.items)
    here = _position(items, story_id)
    step = range(here - 1, -1, -1) if direction < 0 else range(here + 1, len(items))
    there = next((position for position in step if items[position].topic == items[here].topic), here)
    items[here], items[there] = items[there], items[here]
    return replace(review, items=tuple(items))


def under_topic(review: Review, story_id: str, topic: str) -> Review:
    """Put a story under another topic."""
    return _with_item(review, story_id, topic=topic)


def with_note(review: Review, story_id: str, note: str) -> Review:
    """What the analyst says about a story."""
    return _with_item(review, story_id, note=clean(note)[:NOTE_LENGTH])


def with_reports(review: Review, story_id: str, article_ids: Sequence[str]) -> Review:
    """Choose the reports that stand for a story, the first of them giving its headline; none: the desk chooses."""
    return _with_item(review, story_id, reports=tuple(article_ids))


def with_title(review: Review, title: str) -> Review:
    """Give the review a title of its own; an empty one is the usual title."""
    return replace(review, title=clean_line(title)[:TITLE_LENGTH])


def with_intro(review: Review, intro: str) -> Review:
    """Opening lines."""
    return replace(review, intro=clean(intro)[:INTRO_LENGTH])


def title(review: Review) -> str:
    """The review's title, or the usual one of its day."""
    return review.title or _("Press review of {day}").format(day=f"{review.day:%d/%m/%Y}")


def _position(items: Sequence[ReviewItem], story_id: str) -> int:
    for position, item in enumerate(items):
        if item.story_id == story_id:
            return position
    raise UsageError(
        _("The review does not have the story {id}.").format(id=story_id), _("`diembao review show` lists its stories.")
    )


def _with_item(review: Review, story_id: str, **values: object) -> Review:
    items = list(review.items)
    here = _position(items, story_id)
    items[here] = replace(items[here], **values)  # type: ignore[arg-type]
    return replace(review, items=tuple(items))
