"""Stories put right by people: reports moved, stories merged and split, each undoable.

A change needs no written reason, since it says nothing of anybody's conduct; who made it and who undid it stays in the
audit log. Runs of the program leave things where a person put them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, audit, people, stories, story_changes
from diembao.archive.story_changes import ChangeKind, StoryChange
from diembao.core.casework import Person
from diembao.core.clock import now
from diembao.core.errors import UnknownArticle, UnknownStory, UnknownStoryChange, UsageError, WrongStep
from diembao.core.i18n import _, moment
from diembao.core.models import Article
from diembao.core.stories import Story
from diembao.desk.people import acting
from diembao.desk.search import similar
from diembao.index import SearchIndex

#: What the audit log calls each change.
_ACTIONS = {
    ChangeKind.MOVE: "reports-moved",
    ChangeKind.MERGE: "stories-merged",
    ChangeKind.SPLIT: "story-split",
}
#: Similar articles whose stories are offered.
_SIMILAR = 40
#: Stories further apart in time are not offered: they are seldom one event.
_NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody changed, with what a reader wants to know of it."""

    made: StoryChange
    name: str
    """Who made it."""
    undoable: bool
    """Whether it stands and nothing later builds on it."""
    reports: Sequence[Article]
    """Reports that went to another story, oldest first."""
    titles: Mapping[str, str]
    """Headlines of the stories that it touched, by their ids at the time; those that are gone are left out."""


def move(archive: Archive, article_ids: Sequence[str], to: str, *, who: str) -> StoryChange:
    """Put reports into another story. All prints of one text go together.

    :param to: id or former id of the story.
    :param who: id or name of a person of the desk.
    :raises UnknownArticle: the archive shows no such article.
    :raises UnknownStory: there is no such story.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: a report is in no story yet, or they are all there already.
    """
    with archive.writing() as connection:
        person, target = acting(connection, who), story(connection, to)
        chosen = _in_stories(connection, article_ids)
        moving = [ref for ref, there in chosen.items() if there != target.id]
        if not moving:
            raise WrongStep(_("The reports are in that story already."), _("Choose another story."))
        change = story_changes.move(connection, moving, target.id, person_id=person.id, at=now())
        _log(connection, person, _ACTIONS[change.kind], change)
    return change


def split(archive: Archive, article_ids: Sequence[str], *, who: str) -> StoryChange:
    """Make a story of its own of some reports of one. The part with the founding report keeps the story's id.

    :raises UsageError: no report is named.
    :raises UnknownArticle: the archive shows no such article.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: a report is in no story yet, they are of several stories, or nothing would be left.
    """
    with archive.writing() as connection:
        person, chosen = acting(connection, who), _in_stories(connection, article_ids)
        if len(set(chosen.values())) > 1:
            raise WrongStep(
                _("The reports are of several stories."), _("Split one story at a time, then merge the new ones.")
            )
        try:
            change = story_changes.split(
                connection, next(iter(chosen.values())), list(chosen), person_id=person.id, at=now()
            )
        except ValueError as error:
            raise WrongStep(
                _("These are all reports of the story; prints of one text count as one."),
                _("Leave out those that are to stay."),
            ) from error
        _log(connection, person, _ACTIONS[change.kind], change)
    return change


def merge(archive: Archive, one: str, other: str, *, who: str) -> StoryChange:
    """Make two stories one. The older survives, and the younger's id leads on to it.

    :raises UnknownStory: there is no such story.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: both ids lead to one story.
    """
    with archive.writing() as connection:
        person = acting(connection, who)
        first, second = story(connection, one), story(connection, other)
        if first.id == second.id:
            raise WrongStep(_("The two are one story already."), _("Name another story."))
        change = story_changes.merge(connection, first.id, second.id, person_id=person.id, at=now())
        _log(connection, person, _ACTIONS[change.kind], change)
    return change


def undo(archive: Archive, change_id: str, *, who: str) -> StoryChange:
    """Put everything back as it was before a change: ids, what led to them, and pins.

    :returns: the change that was undone.
    :raises UnknownStoryChange: there is none of this id.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: it is undone already, a later change builds on it, or its reports are elsewhere by now.
    """
    with archive.writing() as connection:
        person, change = acting(connection, who), _known(connection, change_id)
        if change.undone_at:
            raise WrongStep(_("This change is undone already."), _("`diembao stories show STORY` shows its changes."))
        if after := story_changes.later(connection, change):
            last = after[0]
            names = people.names(connection, {last.person_id})
            raise WrongStep(
                _("A later change by {name} ({moment}, {id}) builds on this one.").format(
                    name=names.get(last.person_id, last.person_id), moment=moment(last.at), id=last.id
                ),
                _("Undo that one first."),
            )
        if not story_changes.stands(connection, change):
            raise WrongStep(
                _("The reports of this change are no longer where it put them."), _("Move them by hand instead.")
            )
        story_changes.undo(connection, change, at=now())
        _log(connection, person, "story-change-undone", change)
    return change


def changes_of(connection: Connection, story_id: str) -> list[Change]:
    """What people changed in a story, the newest first; what was undone is left out."""
    made = [each for each in story_changes.of_story(connection, story_id) if not each.undone_at]
    names = people.names(connection, {each.person_id for each in made})
    touched = stories.get(connection, sorted({ref for each in made for ref in each.story_ids}))
    survivors = stories.resolve(connection, {ref for each in made for ref in each.story_ids})
    moved = {ref for each in made for ref in each.moved}
    shown = {
        article.id: article for article in articles.get(connection, [*moved, *(found.headline for found in touched)])
    }
    titles = {found.id: shown[found.headline].content.title for found in touched if found.headline in shown}
    return [
        Change(
            made=each,
            name=names.get(each.person_id, each.person_id),
            undoable=story_changes.stands(connection, each) and not story_changes.later(connection, each),
            reports=[shown[ref] for ref in each.moved if ref in shown],
            titles={ref: titles[survivors[ref]] for ref in each.story_ids if survivors[ref] in titles},
        )
        for each in made
    ]


def neighbours(archive: Archive, index: SearchIndex, of: Story, *, limit: int = 25) -> list[tuple[Story, Article]]:
    """Stories that may be the same event, or where a report of this one may belong, each with its headline.

    :raises SearchIndexDown: search is down.
    """
    with archive.reading() as connection:
        found = articles.get(connection, [of.headline])
    if not found:
        return []
    near = [article.id for article in similar(archive, index, found[0], _SIMILAR)]
    with archive.reading() as connection:
        placed = stories.story_of(connection, near)
        ids = dict.fromkeys(placed[ref] for ref in near if ref in placed and placed[ref] != of.id)
        others = [
            each
            for each in stories.get(connection, ids)
            if each.last_at >= of.founded_at - _NEAR and each.founded_at <= of.last_at + _NEAR
        ][:limit]
        headlines = {article.id: article for article in articles.get(connection, [each.headline for each in others])}
    return [(each, headlines[each.headline]) for each in others if each.headline in headlines]


def story(connection: Connection, story_id: str) -> Story:
    """A story by its id or a former id.

    :raises UnknownStory: there is none.
    """
    found = stories.get(connection, [story_id])
    if not found:
        raise UnknownStory(_("There is no story {id}.").format(id=story_id), _("`diembao stories list` shows ids."))
    return found[0]


def _known(connection: Connection, change_id: str) -> StoryChange:
    if change := story_changes.get(connection, change_id):
        return change
    raise UnknownStoryChange(
        _("There is no change {id}.").format(id=change_id), _("`diembao stories show STORY` shows its changes.")
    )


def _in_stories(connection: Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """Articles by their present ids, each with its story."""
    if not article_ids:
        raise UsageError(_("No report is named."), _("`diembao stories show STORY` shows their ids."))
    known: dict[str, str] = {}
    for article_id in dict.fromkeys(article_ids):
        found = articles.get(connection, [article_id])
        if not found:
            raise UnknownArticle(
                _("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids.")
            )
        there = stories.story_of(connection, [found[0].id]).get(found[0].id)
        if there is None:
            raise WrongStep(
                _("The article {id} is in no story.").format(id=article_id),
                _("New articles get theirs within minutes; articles without a date get none."),
            )
        known[found[0].id] = there
    return known


def _log(connection: Connection, person: Person, action: str, change: StoryChange) -> None:
    data = {"change": change.id, "reports": change.moved, "stories": sorted(change.story_ids)}
    audit.append(connection, actor=person.id, action=action, subject=change.story_id, data=data)
