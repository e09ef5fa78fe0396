"""Flags: what rules found, the runs in which they found it, and what people made of it.

A flag's key outlives versions of rules and articles, and with it the state that people gave it. Runs are kept under the
key with their complete inputs and their output, so that any of them can be replayed. Nothing here counts or groups
flags by source.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import flag_decisions
from diembao.archive.portions import portions
from diembao.archive.schema import AnyRow
from diembao.archive.schema import cases as cases_table
from diembao.archive.schema import flag_runs as runs_table
from diembao.archive.schema import flags as table
from diembao.core.findings import Finding, Flag, FlagReason, FlagState, canonical, from_plain, to_plain


class Change(StrEnum):
    """What the machine did to a flag."""

    RAISED = "flag-raised"
    RENEWED = "flag-renewed"
    """It had been withdrawn and is found again."""
    WITHDRAWN = "flag-withdrawn"
    CHANGED = "flag-changed"
    UNCHANGED = "flag-unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a rule, as bytes that a replay must give again."""

    rule: str
    """Name and version: ``conflicting-figures/1``."""
    inputs: str
    """Everything the rule was given, as canonical JSON."""
    output: str
    """What it gave, as canonical JSON."""
    at: datetime


def record(
    connection: Connection, finding: Finding, run: Run, *, story_id: str = "", score: float | None = None
) -> Change:
    """Keep what a rule found. People's state of the flag stays; equal inputs and output make no new run.

    :param story_id: the story of the claim's article; empty: none.
    :param score: how surely it deserves a look; None: as surely as the rule is of it.
    """
    key, plain = finding.key, canonical(to_plain(finding))
    score = finding.score if score is None else score
    known = connection.execute(sa.select(table).where(table.c.key == key)).one_or_none()
    values = {"story_id": story_id, "score": score, "active": True, "finding": plain}
    if known is None:
        connection.execute(
            table.insert(),
            {
                "key": key,
                "reason": finding.reason,
                "article_id": finding.claim.ref,
                "evidence_id": finding.evidence.ref,
                "state": FlagState.OPEN,
                "first_at": run.at,
                "last_at": run.at,
                **values,
            },
        )
        _add_run(connection, key, run)
        return Change.RAISED
    last = _last_run(connection, key)
    ran_alike = last is not None and (last.rule, last.inputs, last.output) == (run.rule, run.inputs, run.output)
    if not ran_alike:
        _add_run(connection, key, run)
    if ran_alike and known.active and (known.story_id, known.finding, known.score) == (story_id, plain, score):
        return Change.UNCHANGED
    connection.execute(table.update().where(table.c.key == key).values(last_at=run.at, **values))
    return Change.CHANGED if known.active else Change.RENEWED


def withdraw(connection: Connection, keys: Iterable[str], at: datetime) -> list[str]:
    """Switch off flags that the rules no longer find; state, runs and audit stay.

    :returns: keys of those that were active.
    """
    withdrawn = []
    for key in keys:
        where = sa.and_(table.c.key == key, table.c.active)
        if connection.execute(table.update().where(where).values(active=False, last_at=at)).rowcount:
            withdrawn.append(key)
    return withdrawn


def set_state(connection: Connection, key: str, state: FlagState) -> None:
    """Keep what a person made of a flag; a key without flag is ignored."""
    connection.execute(table.update().where(table.c.key == key).values(state=state))


def rank(connection: Connection, scores: Mapping[str, float]) -> int:
    """Keep how surely flags deserve a look.

    :param scores: by key.
    :returns: how many flags have another score than before.
    """
    return sum(
        connection.execute(
            table.update().where(table.c.key == key, table.c.score != score).values(score=score)
        ).rowcount
        for key, score in scores.items()
    )


def get(connection: Connection, key: str) -> Flag | None:
    """The flag of a key, active or not."""
    row = connection.execute(sa.select(table).where(table.c.key == key)).one_or_none()
    return _flag(row) if row else None


def find(connection: Connection, beginning: str) -> list[str]:
    """Keys that begin like this, for people who type only the first letters of one."""
    query = sa.select(table.c.key).where(table.c.key.startswith(beginning, autoescape=True))
    return list(connection.scalars(query.order_by(table.c.key).limit(10)))


def listing(
    connection: Connection,
    *,
    states: Collection[FlagState] = (),
    reasons: Collection[FlagReason] = (),
    story: str = "",
    article: str = "",
    evidence: str = "",
    active: bool | None = True,
    least: float = 0.0,
    limit: int | None = None,
    offset: int = 0,
) -> list[Flag]:
    """Flags, the highest score first, the older first among equals.

    :param states: only these; empty: all.
    :param reasons: only these; empty: all.
    :param story: only flags of this story.
    :param article: only flags with this article on either side.
    :param evidence: only flags that rest on this article, fact-check or official figure.
    :param active: only those that the rules still find (True), no longer find (False), or both (None).
    :param least: only flags of this score or more.
    """
    query = sa.select(table).order_by(table.c.score.desc(), table.c.first_at, table.c.key)
    query = (
        query.where(*_conditions(states, reasons, story, article, evidence, active), table.c.score >= least)
        .limit(limit)
        .offset(offset)
    )
    return [_flag(row) for row in connection.execute(query)]


def count(
    connection: Connection,
    *,
    states: Collection[FlagState] = (),
    reasons: Collection[FlagReason] = (),
    active: bool | None = True,
    least: float = 0.0,
) -> int:
    """How many flags :func:`listing` would give without limit."""
    query = sa.select(sa.func.count()).select_from(table)
    query = query.where(*_conditions(states, reasons, "", "", "", active), table.c.score >= least)
    return connection.scalar(query) or 0


def of_articles(
    connection: Connection, article_ids: Iterable[str], *, active: bool | None = True
) -> dict[str, list[Flag]]:
    """Flags with each of these articles on either side, the highest score first; articles without are left out."""
    wanted = list(article_ids)
    found: dict[str, Flag] = {}
    for chunk in portions(wanted):
        query = sa.select(table).where(sa.or_(table.c.article_id.in_(chunk), table.c.evidence_id.in_(chunk)))
        if active is not None:
            query = query.where(table.c.active == active)
        found |= {row.key: _flag(row) for row in connection.execute(query)}
    by_article: dict[str, list[Flag]] = defaultdict(list)
    for flag in sorted(found.values(), key=lambda flag: (-flag.score, flag.first_at, flag.key)):
        for ref in dict.fromkeys((flag.finding.claim.ref, flag.finding.evidence.ref)):
            by_article[ref].append(flag)
    return {article_id: by_article[article_id] for article_id in wanted if article_id in by_article}


def of_cases(connection: Connection) -> dict[str, Flag]:
    """Case -> the flag that it was opened on; cases without one are left out."""
    query = sa.select(cases_table.c.id.label("case_id"), table).join(table, table.c.key == cases_table.c.flag_key)
    return {row.case_id: _flag(row) for row in connection.execute(query)}


def runs(connection: Connection, key: str) -> list[Run]:
    """Every run that found a flag, oldest first."""
    query = sa.select(runs_table).where(runs_table.c.flag_key == key).order_by(runs_table.c.id)
    return [_run(row) for row in connection.execute(query)]


def follow(connection: Connection, younger: str, survivor: str, at: datetime) -> None:
    """Two articles turned out to be one: flags of the younger go on under the survivor's id.

    Their keys change with it. State, runs, decisions and cases go along; the old key stays as a flag that is
    withdrawn, so that what the audit log says of it can still be looked up.
    """
    named = sa.or_(table.c.article_id == younger, table.c.evidence_id == younger)
    for row in connection.execute(sa.select(table).where(named)).all():
        old = _flag(row)
        claim, evidence = (
            replace(passage, ref=survivor) if passage.ref == younger else passage
            for passage in (old.finding.claim, old.finding.evidence)
        )
        withdraw(connection, [old.key], at)
        if claim.ref == evidence.ref and old.finding.claim.ref != old.finding.evidence.ref:
            continue  # the two sides were one article all along
        finding = replace(old.finding, claim=claim, evidence=evidence)
        there = get(connection, finding.key)
        if there is None:
            values = {**row._mapping, "key": finding.key, "finding": canonical(to_plain(finding)), "last_at": at}
            connection.execute(table.insert(), values | {"article_id": claim.ref, "evidence_id": evidence.ref})
        elif there.state is FlagState.OPEN:
            set_state(connection, finding.key, old.state)
        connection.execute(runs_table.update().where(runs_table.c.flag_key == old.key).values(flag_key=finding.key))
        flag_decisions.follow(connection, old.key, finding.key)
        connection.execute(cases_table.update().where(cases_table.c.flag_key == old.key).values(flag_key=finding.key))


def _conditions(
    states: Collection[FlagState],
    reasons: Collection[FlagReason],
    story: str,
    article: str,
    evidence: str,
    active: bool | None,
) -> Sequence[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if states:
        found.append(table.c.state.in_(states))
    if reasons:
        found.append(table.c.reason.in_(reasons))
    if story:
        found.append(table.c.story_id == story)
    if article:
        found.append(sa.or_(table.c.article_id == article, table.c.evidence_id == article))
    if evidence:
        found.append(table.c.evidence_id == evidence)
    if active is not None:
        found.append(table.c.active == active)
    return found


def _add_run(connection: Connection, key: str, run: Run) -> None:
    values: dict[str, Any] = {"rule": run.rule, "inputs": run.inputs, "output": run.output, "at": run.at}
    connection.execute(runs_table.insert(), {"flag_key": key, **values})


def _last_run(connection: Connection, key: str) -> Run | None:
    query = sa.select(runs_table).where(runs_table.c.flag_key == key).order_by(runs_table.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return _run(row) if row else None


def _run(row: AnyRow) -> Run:
    return Run(rule=row.rule, inputs=row.inputs, output=row.output, at=row.at)


def _flag(row: AnyRow) -> Flag:
    return Flag(
        key=row.key,
        finding=from_plain(json.loads(row.finding)),
        story_id=row.story_id,
        state=FlagState(row.state),
        active=row.active,
        score=row.score,
        first_at=row.first_at,
        last_at=row.last_at,
    )
