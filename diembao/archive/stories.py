"""Stories and their articles.

A story's id is given at its founding. Of two merged stories the older survives and the younger's id becomes an alias,
which every reading function follows. An article that a person moved is *pinned*: runs of the program leave it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.portions import portions
from diembao.archive.queues import outbox, unverified
from diembao.archive.schema import AnyRow, articles, copies, stories, story_aliases, story_articles
from diembao.archive.schema import unverified as unverified_rows
from diembao.core.stories import Story


def story_of(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The story of each of these articles that is in one."""
    found: dict[str, str] = {}
    for chunk in portions(article_ids):
        query = sa.select(story_articles.c.article_id, story_articles.c.story_id)
        rows = connection.execute(query.where(story_articles.c.article_id.in_(chunk)))
        found |= {row.article_id: row.story_id for row in rows}
    return found


def resolve(connection: Connection, story_ids: Iterable[str]) -> dict[str, str]:
    """The surviving story behind each id; an id that never was one leads to itself."""
    wanted = list(story_ids)
    aliases: dict[str, str] = {}
    for chunk in portions(wanted):
        rows = connection.execute(sa.select(story_aliases).where(story_aliases.c.id.in_(chunk)))
        aliases |= {row.id: row.story_id for row in rows}
    return {story_id: aliases.get(story_id, story_id) for story_id in wanted}


def get(connection: Connection, story_ids: Iterable[str]) -> list[Story]:
    """Stories by id or former id, in the order asked for, each once; unknown ids are left out."""
    wanted = list(dict.fromkeys(resolve(connection, story_ids).values()))
    rows: dict[str, list[AnyRow]] = defaultdict(list)
    for chunk in portions(wanted):
        for row in connection.execute(_members().where(story_articles.c.story_id.in_(chunk))):
            rows[row.story_id].append(row)
    return [_story(story_id, rows[story_id]) for story_id in wanted if story_id in rows]


def active(connection: Connection, since: datetime, until: datetime) -> list[Story]:
    """Stories with a report that is dated within ``[since, until)``, the longest-running first."""
    query = (
        sa.select(story_articles.c.story_id)
        .join(articles, articles.c.id == story_articles.c.article_id)
        .where(articles.c.dated >= since, articles.c.dated < until)
        .distinct()
    )
    return sorted(get(connection, connection.scalars(query)), key=lambda story: (story.founded_at, story.id))


def met(connection: Connection, since: datetime, until: datetime) -> list[Story]:
    """Stories with a report that was first seen within ``[since, until)``, the longest-running first."""
    query = (
        sa.select(story_articles.c.story_id)
        .join(articles, articles.c.id == story_articles.c.article_id)
        .where(articles.c.first_seen_at >= since, articles.c.first_seen_at < until)
        .distinct()
    )
    return sorted(get(connection, connection.scalars(query)), key=lambda story: (story.founded_at, story.id))


def next_waiting(connection: Connection, since: datetime, *, dated_since: datetime) -> datetime | None:
    """First sight of the earliest article that waits to be put into a story; None when none waits.

    :param since: only articles first seen at this instant or later.
    :param dated_since: only articles that are dated at this instant or later.
    """
    query = (
        sa.select(sa.func.min(articles.c.first_seen_at, type_=articles.c.first_seen_at.type))
        .join(unverified_rows, unverified_rows.c.article_id == articles.c.id)
        .outerjoin(story_articles, story_articles.c.article_id == articles.c.id)
        .where(story_articles.c.article_id.is_(None))
        .where(articles.c.first_seen_at >= since, articles.c.dated >= dated_since)
    )
    found: datetime | None = connection.scalar(query)
    return found


def newcomers(connection: Connection, article_id: str, since: datetime) -> int:
    """How many articles of an article's story were first seen at this instant or later."""
    story = sa.select(story_articles.c.story_id).where(story_articles.c.article_id == article_id).scalar_subquery()
    query = (
        sa.select(sa.func.count())
        .select_from(story_articles)
        .join(articles, articles.c.id == story_articles.c.article_id)
        .where(story_articles.c.story_id == story, articles.c.first_seen_at >= since)
    )
    return connection.scalar(query) or 0


def count(connection: Connection) -> int:
    """How many stories there are."""
    return connection.scalar(sa.select(sa.func.count()).select_from(stories)) or 0


def voices(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The voice of each of these articles: the first print of its text, which may be the article itself."""
    found = {article_id: article_id for article_id in article_ids}
    for chunk in portions(list(found)):
        rows = connection.execute(sa.select(copies).where(copies.c.article_id.in_(chunk)))
        found |= {row.article_id: row.origin_id for row in rows}
    return found


def shares(connection: Connection, article_ids: Iterable[str]) -> dict[str, float]:
    """How much each of these articles that is a copy has in common with its nearest print, of the shorter one: 0 to 1.

    First prints of their texts are left out.
    """
    found: dict[str, float] = {}
    for chunk in portions(article_ids):
        rows = connection.execute(sa.select(copies).where(copies.c.article_id.in_(chunk)))
        found |= {row.article_id: row.containment for row in rows}
    return found


def pinned(connection: Connection, article_ids: Iterable[str]) -> set[str]:
    """Those of these articles that a person put where they are."""
    found: set[str] = set()
    for chunk in portions(article_ids):
        query = sa.select(story_articles.c.article_id)
        found |= set(connection.scalars(query.where(story_articles.c.article_id.in_(chunk), story_articles.c.pinned)))
    return found


def held(connection: Connection, story_ids: Iterable[str]) -> set[str]:
    """Those of these stories into which a person put an article."""
    found: set[str] = set()
    for chunk in portions(story_ids):
        query = sa.select(story_articles.c.story_id)
        found |= set(connection.scalars(query.where(story_articles.c.story_id.in_(chunk), story_articles.c.pinned)))
    return found


def found(connection: Connection, founders: Mapping[str, str]) -> None:
    """Found stories; their articles are put into them by :func:`put`.

    :param founders: id of each new story -> the article that founds it.
    """
    at: dict[str, datetime] = {}
    for chunk in portions(founders.values()):
        rows = connection.execute(sa.select(articles.c.id, articles.c.dated).where(articles.c.id.in_(chunk)))
        at |= {row.id: row.dated for row in rows}
    new = [
        {"id": story_id, "founder_id": founder, "founded_at": at[founder], "last_at": at[founder]}
        for story_id, founder in founders.items()
    ]
    if new:
        connection.execute(stories.insert(), new)


def put(connection: Connection, members: Mapping[str, str]) -> set[str]:
    """Put articles into stories, wherever they were before; pinned ones stay where they are.

    A story whose last article goes elsewhere is merged with the one that it went to.

    :param members: article id -> story id.
    :returns: the stories that changed.
    """
    before = story_of(connection, members)
    held = pinned(connection, before)
    target = resolve(connection, set(members.values()))
    new = [
        {"article_id": article_id, "story_id": target[story_id], "similarity": 1.0, "pinned": False}
        for article_id, story_id in members.items()
        if article_id not in before
    ]
    if new:
        connection.execute(story_articles.insert(), new)
        outbox.renew(connection, [str(row["article_id"]) for row in new])
    changed = {str(row["story_id"]) for row in new}
    for article_id, old in before.items():
        story_id = resolve(connection, [members[article_id]])[members[article_id]]
        if article_id in held or old == story_id:
            continue
        _put_one(connection, article_id, story_id)
        outbox.renew(connection, [article_id])
        changed |= {old, story_id} if _has_articles(connection, old) else {merge(connection, old, story_id)}
    survivors = set(resolve(connection, changed).values())
    date(connection, survivors)
    return survivors


def weigh(connection: Connection, central: Mapping[str, float]) -> None:
    """Note how central articles are in their stories (0 to 1)."""
    if central:
        statement = story_articles.update().where(story_articles.c.article_id == sa.bindparam("key"))
        connection.execute(
            statement.values(similarity=sa.bindparam("value")),
            [{"key": article_id, "value": value} for article_id, value in central.items()],
        )


def date(connection: Connection, story_ids: Iterable[str]) -> None:
    """Bring the span of these stories up to date with their articles."""
    for chunk in portions(story_ids):
        query = (
            sa.select(
                story_articles.c.story_id,
                sa.func.min(articles.c.dated).label("founded_at"),
                sa.func.max(articles.c.dated).label("last_at"),
            )
            .join(articles, articles.c.id == story_articles.c.article_id)
            .where(story_articles.c.story_id.in_(chunk))
            .group_by(story_articles.c.story_id)
        )
        spans = [
            {"key": row.story_id, "first": row.founded_at, "last": row.last_at} for row in connection.execute(query)
        ]
        if spans:
            statement = stories.update().where(stories.c.id == sa.bindparam("key"))
            connection.execute(statement.values(founded_at=sa.bindparam("first"), last_at=sa.bindparam("last")), spans)


def merge(connection: Connection, one: str, other: str) -> str:
    """Make two stories one: the older survives, the younger's id becomes an alias of it.

    :returns: the survivor's id.
    """
    query = sa.select(stories.c.id).where(stories.c.id.in_([one, other])).order_by(stories.c.founded_at, stories.c.id)
    survivor, younger = map(str, connection.scalars(query))
    moved = list(connection.scalars(sa.select(story_articles.c.article_id).where(story_articles.c.story_id == younger)))
    lead_on(connection, younger, survivor)
    date(connection, [survivor])
    outbox.renew(connection, moved)
    unverified.add(connection, moved)
    return survivor


def move(connection: Connection, article_id: str, story_id: str) -> None:
    """Put an article where a person says that it belongs, against all later runs.

    A story that loses its last article so leads on to where that went.
    """
    target = resolve(connection, [story_id])[story_id]
    before = story_of(connection, [article_id]).get(article_id)
    if before is None:
        values = {"article_id": article_id, "story_id": target, "similarity": 1.0, "pinned": True}
        connection.execute(story_articles.insert(), values)
    else:
        _put_one(connection, article_id, target, pinned=True)
        if not _has_articles(connection, before):
            lead_on(connection, before, target)
    date(connection, {target, before or target})
    outbox.renew(connection, [article_id])
    unverified.add(connection, [article_id])


def leave(connection: Connection, story_id: str, other: str) -> None:
    """An article has left a story: if it was the last one, the story leads on to the other one."""
    if story_id != other and not _has_articles(connection, story_id):
        lead_on(connection, story_id, other)
    date(connection, {story_id, other})


def lead_on(connection: Connection, gone: str, survivor: str) -> None:
    """End a story: its articles go over to another one, and its id and those that led to it lead on there."""
    for table in (story_articles, story_aliases):
        connection.execute(table.update().where(table.c.story_id == gone).values(story_id=survivor))
    connection.execute(story_aliases.insert(), {"id": gone, "story_id": survivor})
    connection.execute(stories.delete().where(stories.c.id == gone))


def pin(connection: Connection, article_ids: Iterable[str]) -> None:
    """Note that a person put articles where they are."""
    for chunk in portions(article_ids):
        connection.execute(story_articles.update().where(story_articles.c.article_id.in_(chunk)).values(pinned=True))


def _put_one(connection: Connection, article_id: str, story_id: str, *, pinned: bool = False) -> None:
    where = story_articles.c.article_id == article_id
    connection.execute(story_articles.update().where(where).values(story_id=story_id, pinned=pinned))


def _has_articles(connection: Connection, story_id: str) -> bool:
    query = sa.select(story_articles.c.article_id).where(story_articles.c.story_id == story_id).limit(1)
    return connection.scalar(query) is not None


def _members() -> sa.Select[tuple[str, str, float, datetime, datetime, str]]:
    return (
        sa.select(
            story_articles.c.story_id,
            story_articles.c.article_id,
            story_articles.c.similarity,
            articles.c.dated,
            articles.c.first_seen_at,
            sa.func.coalesce(copies.c.origin_id, story_articles.c.article_id).label("voice"),
        )
        .join(articles, articles.c.id == story_articles.c.article_id)
        .outerjoin(copies, copies.c.article_id == story_articles.c.article_id)
        .order_by(articles.c.dated, articles.c.first_seen_at, articles.c.id)
    )


def _story(story_id: str, members: Sequence[AnyRow]) -> Story:
    first_prints = [row for row in members if row.voice == row.article_id] or members
    dates = [row.dated for row in members if row.dated]
    return Story(
        id=story_id,
        founded_at=min(dates),
        last_at=max(dates),
        articles=tuple(row.article_id for row in members),
        voices=len({row.voice for row in members}),
        headline=max(first_prints, key=lambda row: row.similarity).article_id,
    )
