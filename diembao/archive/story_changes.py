"""What people changed in stories: reports moved, stories merged and split, each with what undoes it.

A record holds how everything that it touched stood before. Reports that a person put somewhere are pinned there, and
prints of one text always go together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import identity, signatures, stories
from diembao.archive.portions import portions
from diembao.archive.queues import outbox, unverified
from diembao.archive.schema import AnyRow, articles, story_aliases, story_articles
from diembao.archive.schema import stories as story_rows
from diembao.archive.schema import story_changes as table


class ChangeKind(StrEnum):
    """What a person did."""

    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One report that a change touched: how it stood before, and where the change put it."""

    before: str
    """Id of its story."""
    pinned: bool
    similarity: float
    after: str
    """Id of its story; the same where only the pin is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A story that a change ended: its id leads on to another one."""

    founder_id: str
    aliases: tuple[str, ...]
    """Ids that led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """One change by one person."""

    id: str
    kind: ChangeKind
    story_id: str
    """The story that reports were moved to, that two were merged into, or that was split."""
    placed: Mapping[str, Placed]
    """By the id of the report."""
    ended: Mapping[str, Ended]
    """By the id of the story."""
    founded: str
    """Id of the story that a split founded; empty: none."""
    founders: Mapping[str, str]
    """Stories whose founding report was moved away, and which it was."""
    person_id: str
    at: datetime
    undone_at: datetime | None = None

    @property
    def moved(self) -> list[str]:
        """Ids of the reports that changed their story."""
        return [article_id for article_id, each in self.placed.items() if each.before != each.after]

    @property
    def story_ids(self) -> set[str]:
        """Every story that it touched."""
        return {story_id for each in self.placed.values() for story_id in (each.before, each.after)}


@dataclass(frozen=True, slots=True)
class _State:
    """Some stories at one moment."""

    members: Mapping[str, tuple[str, bool, float]]
    """Report -> its story, whether it is pinned, and how central it is."""
    founders: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]


def move(
    connection: Connection, article_ids: Collection[str], story_id: str, *, person_id: str, at: datetime
) -> StoryChange:
    """Put reports, each with all prints of its text, into another story; one that they leave empty leads on to it.

    :param article_ids: reports that are in a story.
    :param story_id: the story, by its present id.
    """
    moving = _with_prints(connection, article_ids)
    before = {*stories.story_of(connection, moving).values(), story_id}

    def perform() -> None:
        for article_id in moving:
            stories.move(connection, article_id, story_id)
        stories.weigh(connection, dict.fromkeys(moving, 0.0))  # not weighed there yet, so it does not speak for it

    return _change(connection, ChangeKind.MOVE, story_id, before, perform, person_id, at)


def merge(connection: Connection, one: str, other: str, *, person_id: str, at: datetime) -> StoryChange:
    """Make two stories one: the older survives, and the younger's id leads on to it.

    :param one: a story, like ``other`` by its present id.
    """
    members = [ref for story in stories.get(connection, [one, other]) for ref in story.articles]
    survivor = _older(connection, one, other)

    def perform() -> None:
        stories.merge(connection, one, other)
        stories.pin(connection, members)

    return _change(connection, ChangeKind.MERGE, survivor, {one, other}, perform, person_id, at)


def split(
    connection: Connection, story_id: str, article_ids: Collection[str], *, person_id: str, at: datetime
) -> StoryChange:
    """Make two stories of one. The part with the founding report keeps the id, whichever part was named.

    :param story_id: the story, by its present id.
    :param article_ids: some of its reports; they go with all prints of their texts.
    :raises ValueError: they are all of it, or none.
    """
    (story,) = stories.get(connection, [story_id])
    named = set(_with_prints(connection, article_ids)) & {*story.articles}
    if not named or len(named) == len(story.articles):
        raise ValueError("a split leaves reports on either side")
    founder = _founder(connection, story_id)
    stays = founder if founder in story.articles else story.articles[0]
    leaving = [ref for ref in story.articles if (ref in named) != (stays in named)]
    founded = str(ULID())

    def perform() -> None:
        stories.found(connection, {founded: leaving[0]})
        for article_id in leaving:
            stories.move(connection, article_id, founded)
        stories.pin(connection, story.articles)

    return _change(connection, ChangeKind.SPLIT, story_id, {story_id}, perform, person_id, at, founded)


def get(connection: Connection, change_id: str) -> StoryChange | None:
    """A change by its id."""
    row = connection.execute(sa.select(table).where(table.c.id == change_id)).one_or_none()
    return _from_row(row) if row else None


def of_story(connection: Connection, story_id: str) -> list[StoryChange]:
    """Changes that touched a story or one that leads to it, the newest first, also those that were undone."""
    aliases = connection.scalars(sa.select(story_aliases.c.id).where(story_aliases.c.story_id == story_id))
    naming = [sa.cast(table.c.detail, sa.Text).contains(each, autoescape=True) for each in (story_id, *aliases)]
    query = sa.select(table).where(sa.or_(*naming)).order_by(table.c.at.desc(), table.c.id.desc())
    return [_from_row(row) for row in connection.execute(query)]


def later(connection: Connection, change: StoryChange) -> list[StoryChange]:
    """Later changes that stand and build on one: on where it put reports, or on stories that it knew; newest first."""
    query = sa.select(table).where(table.c.at >= change.at, table.c.id != change.id, table.c.undone_at.is_(None))
    rows = connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc()))
    return [
        found
        for found in map(_from_row, rows)
        if (found.at, found.id) > (change.at, change.id)
        and (
            found.placed.keys() & change.placed.keys()
            or found.ended.keys() & change.story_ids
            or change.founded in found.story_ids
        )
    ]


def stands(connection: Connection, change: StoryChange) -> bool:
    """Whether every report is still where a change put it, and the stories are there that undoing it needs."""
    placed = _present(connection, change)
    known = set(_founders(connection, change.story_ids))
    return bool(placed) and all(
        here == each.after and (each.before in known or each.before in change.ended) for here, each in placed.values()
    )


def undo(connection: Connection, change: StoryChange, *, at: datetime) -> None:
    """Put everything back as it was: memberships, pins, ids and what they led to.

    What came in meanwhile stays where it is, but for further prints of texts that go back, and but for what joined a
    story that a split had founded: its id leads on to the story that it was split from.

    :param change: one that :func:`stands`.
    """
    placed = {ref: each for ref, (_here, each) in _present(connection, change).items()}
    for story_id, ended in change.ended.items():
        if any(each.before == story_id for each in placed.values()):
            _begin_again(connection, story_id, ended)
    followers = _followers(connection, placed)
    for article_id, each in placed.items():
        values = {"story_id": each.before, "pinned": each.pinned, "similarity": each.similarity}
        connection.execute(story_articles.update().where(story_articles.c.article_id == article_id).values(values))
    for article_id, story_id in followers.items():
        where = story_articles.c.article_id == article_id
        connection.execute(story_articles.update().where(where).values(story_id=story_id))
    joined = stories.get(connection, [change.founded]) if change.founded else []
    if _founders(connection, [change.founded]):
        stories.lead_on(connection, change.founded, change.story_id)
    for story_id, founder in change.founders.items():
        connection.execute(story_rows.update().where(story_rows.c.id == story_id).values(founder_id=founder))
    connection.execute(table.update().where(table.c.id == change.id).values(undone_at=at))
    moved = {ref for ref, each in placed.items() if each.before != each.after}
    moved |= {*followers, *(ref for story in joined for ref in story.articles)}
    _look_again(connection, sorted(moved), change.story_ids)


def _change(
    connection: Connection,
    kind: ChangeKind,
    story_id: str,
    touched: Collection[str],
    perform: Callable[[], None],
    person_id: str,
    at: datetime,
    founded: str = "",
) -> StoryChange:
    """Do something to stories, and keep the difference that it made."""
    before = _state(connection, touched)
    perform()
    after = _state(connection, {*touched, founded} - {""})
    founders = _keep_founded(connection, after)
    change = StoryChange(
        id=str(ULID()),
        kind=kind,
        story_id=story_id,
        placed={
            ref: Placed(before=story, pinned=pinned, similarity=similarity, after=after.members[ref][0])
            for ref, (story, pinned, similarity) in before.members.items()
            if after.members[ref][:2] != (story, pinned)
        },
        ended={
            each: Ended(founder_id=founder, aliases=before.aliases.get(each, ()))
            for each, founder in before.founders.items()
            if each not in after.founders
        },
        founded=founded,
        founders=founders,
        person_id=person_id,
        at=at,
    )
    connection.execute(table.insert(), _to_row(change))
    _look_again(connection, change.moved, change.story_ids)
    return change


def _state(connection: Connection, story_ids: Collection[str]) -> _State:
    members: dict[str, tuple[str, bool, float]] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for chunk in portions(sorted(story_ids)):
        for row in connection.execute(sa.select(story_articles).where(story_articles.c.story_id.in_(chunk))):
            members[row.article_id] = (row.story_id, row.pinned, row.similarity)
        query = sa.select(story_aliases).where(story_aliases.c.story_id.in_(chunk)).order_by(story_aliases.c.id)
        for row in connection.execute(query):
            aliases[row.story_id] = (*aliases.get(row.story_id, ()), row.id)
    return _State(members, _founders(connection, story_ids), aliases)


def _founders(connection: Connection, story_ids: Collection[str]) -> dict[str, str]:
    """Story -> its founder; stories that are not there are left out."""
    found: dict[str, str] = {}
    for chunk in portions(sorted(story_ids)):
        query = sa.select(story_rows.c.id, story_rows.c.founder_id).where(story_rows.c.id.in_(chunk))
        found |= {row.id: row.founder_id for row in connection.execute(query)}
    return found


def _founder(connection: Connection, story_id: str) -> str:
    return _founders(connection, [story_id])[story_id]


def _keep_founded(connection: Connection, state: _State) -> dict[str, str]:
    """Give stories whose founding report went elsewhere the oldest that is left; returns which they had."""
    gone = {
        story_id: founder
        for story_id, founder in state.founders.items()
        if founder in state.members and state.members[founder][0] != story_id
    }
    for story in stories.get(connection, sorted(gone)):
        where = story_rows.c.id == story.id
        connection.execute(story_rows.update().where(where).values(founder_id=story.articles[0]))
    return gone


def _older(connection: Connection, one: str, other: str) -> str:
    """The story of two that survives a merge."""
    query = sa.select(story_rows.c.id).where(story_rows.c.id.in_([one, other]))
    return str(connection.scalars(query.order_by(story_rows.c.founded_at, story_rows.c.id)).first())


def _with_prints(connection: Connection, article_ids: Collection[str]) -> list[str]:
    """Reports with the other prints of their texts that are in the same story, oldest first."""
    chosen = stories.story_of(connection, article_ids)
    prints = stories.story_of(connection, signatures.prints_of(connection, article_ids))
    together = {**{ref: story for ref, story in prints.items() if story in chosen.values()}, **chosen}
    order = sa.select(articles.c.id).order_by(articles.c.dated, articles.c.first_seen_at, articles.c.id)
    return [
        ref for chunk in portions(sorted(together)) for ref in connection.scalars(order.where(articles.c.id.in_(chunk)))
    ]


def _present(connection: Connection, change: StoryChange) -> dict[str, tuple[str, Placed]]:
    """Reports of a change that are still in a story, with where they are; those that became another article as that."""
    survivors = identity.resolve(connection, change.placed)
    here = stories.story_of(connection, set(survivors.values()))
    found: dict[str, tuple[str, Placed]] = {}
    for ref, each in change.placed.items():
        survivor = survivors[ref]
        if survivor in here and (survivor == ref or survivor not in change.placed):
            found[survivor] = (here[survivor], each)
    return found


def _followers(connection: Connection, placed: Mapping[str, Placed]) -> dict[str, str]:
    """Prints that came in meanwhile, of texts that go back -> the story that they go back to."""
    returning = {ref: each for ref, each in placed.items() if each.before != each.after}
    found: dict[str, str] = {}
    for ref, each in returning.items():
        prints = signatures.prints_of(connection, [ref]) - placed.keys()
        here = stories.story_of(connection, prints)
        found |= {other: each.before for other, story_id in here.items() if story_id == each.after}
    return found


def _begin_again(connection: Connection, story_id: str, ended: Ended) -> None:
    """Bring back a story that leads on to another one, with the ids that led to it."""
    connection.execute(story_aliases.delete().where(story_aliases.c.id == story_id))
    stories.found(connection, {story_id: ended.founder_id})
    for chunk in portions(ended.aliases):
        where = story_aliases.c.id.in_(chunk)
        connection.execute(story_aliases.update().where(where).values(story_id=story_id))


def _look_again(connection: Connection, moved: Sequence[str], story_ids: Collection[str]) -> None:
    """Have moved reports indexed anew, and every touched story dated and examined, also one that only lost reports."""
    there = stories.get(connection, sorted(story_ids))
    stories.date(connection, [story.id for story in there])
    outbox.renew(connection, moved)
    unverified.renew(connection, list(dict.fromkeys([*moved, *(story.articles[0] for story in there)])))


def _to_row(change: StoryChange) -> dict[str, Any]:
    detail = {
        "placed": {
            ref: {"before": each.before, "pinned": each.pinned, "similarity": each.similarity, "after": each.after}
            for ref, each in change.placed.items()
        },
        "ended": {
            story_id: {"founder": each.founder_id, "aliases": list(each.aliases)}
            for story_id, each in change.ended.items()
        },
        "founded": change.founded,
        "founders": dict(change.founders),
    }
    return {
        "id": change.id,
        "story_id": change.story_id,
        "kind": change.kind,
        "detail": detail,
        "person_id": change.person_id,
        "at": change.at,
    }


def _from_row(row: AnyRow) -> StoryChange:
    detail = row.detail
    return StoryChange(
        id=row.id,
        kind=ChangeKind(row.kind),
        story_id=row.story_id,
        placed={ref: Placed(**each) for ref, each in detail["placed"].items()},
        ended={
            story_id: Ended(founder_id=each["founder"], aliases=tuple(each["aliases"]))
            for story_id, each in detail["ended"].items()
        },
        founded=detail["founded"],
        founders=detail["founders"],
        person_id=row.person_id,
        at=row.at,
        undone_at=row.undone_at,
    )
