"""Taking texts out of the archive for good: an article, or a passage, wherever it is kept or quoted.

The database overwrites nothing by itself: what stood on disk is gone after the next ``compact``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from email import policy
from email.parser import BytesParser
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import annotation_store, articles, stories, versions
from diembao.archive.queues import outbox, unverified
from diembao.archive.raw import compaction
from diembao.archive.schema import (
    addresses,
    case_evidence,
    cases,
    copies,
    fact_checks,
    flag_decisions,
    flag_runs,
    flags,
    letters,
    quarantine,
    reviews,
    sendings,
    signatures,
    story_aliases,
    story_articles,
    suspects,
    visits,
)
from diembao.archive.schema import annotations as annotation_rows
from diembao.archive.schema import stories as story_rows
from diembao.archive.schema import unverified as unverified_rows
from diembao.archive.schema import versions as version_rows
from diembao.core.findings import canonical
from diembao.core.mailing import SendingState
from diembao.core.models import Annotation
from diembao.core.text import nfc
from diembao.core.withholding import MARK, Passage, redact, redact_content

#: Detail of a mail that is not sent because it quotes what was withheld.
WITHHELD = "withheld"
#: What people of the desk write, and what they quote.
_PAPERS = (
    (cases, (cases.c.title, cases.c.claim, cases.c.reason, cases.c.conclusion)),
    (letters, (letters.c.question, letters.c.answer)),
    (reviews, (reviews.c.title, reviews.c.intro)),
    (flag_decisions, (flag_decisions.c.note,)),
)


def erase_article(connection: Connection, article_id: str, passages: Collection[Passage]) -> list[str]:
    """Take an article out: its texts, what was made of them, and what quotes it. It leaves its story.

    :param passages: its title and sentences, by which quotations are found in what people wrote.
    :returns: keys of the flags that quoted it and are gone.
    """
    _forget_pages(connection, article_id)
    _leave_voice(connection, article_id)
    _leave_story(connection, article_id)
    for table in (version_rows, annotation_rows, signatures, suspects):
        connection.execute(table.delete().where(table.c.article_id == article_id))
    connection.execute(unverified_rows.delete().where(unverified_rows.c.article_id == article_id))
    gone = _forget_flags(connection, article_id, None)
    quotes = case_evidence.c.article_id == article_id
    connection.execute(case_evidence.update().where(quotes).values(quote=MARK))
    _redact_papers(connection, article_id, passages)
    outbox.add(connection, [article_id])
    return gone


def erase_passages(
    connection: Connection, article_id: str, passages: Collection[Passage], annotation: Annotation
) -> list[str]:
    """Take passages out of every version of an article, and what quotes them.

    :param annotation: of the present version without the passages.
    :returns: keys of the flags that quoted them and are gone.
    """
    _forget_pages(connection, article_id)
    for version in versions.history(connection, article_id):
        content = redact_content(version.content, passages)
        versions.correct(connection, article_id, version.number, content)
    of_article = version_rows.c.article_id == article_id
    _redact_columns(connection, version_rows, (version_rows.c.correction,), passages, of_article)
    (article,) = articles.get(connection, [article_id])
    annotation_store.put(connection, article_id, article.version, annotation)
    for table in (signatures, suspects):
        connection.execute(table.delete().where(table.c.article_id == article_id))
    gone = _forget_flags(connection, article_id, passages)
    _redact_papers(connection, article_id, passages)
    outbox.add(connection, [article_id])
    unverified.add(connection, [article_id])
    return gone


def _forget_pages(connection: Connection, article_id: str) -> None:
    """Raw pages of every fetch, and what visits say that they saw."""
    keys = sa.select(addresses.c.key).where(addresses.c.article_id == article_id)
    urls = sa.select(addresses.c.url).where(addresses.c.article_id == article_id)
    visited = sa.or_(visits.c.article_id == article_id, visits.c.url.in_(urls))  # what came to nothing names no article
    places = (
        (version_rows, version_rows.c.article_id == article_id),
        (suspects, suspects.c.article_id == article_id),
        (visits, visited),
        (quarantine, quarantine.c.key.in_(keys)),
    )
    digests: set[str | None] = set()
    for table, where in places:
        digests |= set(connection.scalars(sa.select(table.c.raw_digest).where(where)))
    compaction.forget(connection, sorted(digest for digest in digests if digest))
    connection.execute(visits.update().where(visited).values(detail=""))
    connection.execute(quarantine.delete().where(quarantine.c.key.in_(keys)))


def _leave_voice(connection: Connection, article_id: str) -> None:
    """Copies of its text are looked at anew: one of them is the first print now."""
    others = list(connection.scalars(sa.select(copies.c.article_id).where(copies.c.origin_id == article_id)))
    connection.execute(
        copies.delete().where(sa.or_(copies.c.article_id == article_id, copies.c.origin_id == article_id))
    )
    connection.execute(signatures.delete().where(signatures.c.article_id.in_(others)))
    _look_again(connection, others)


def _leave_story(connection: Connection, article_id: str) -> None:
    """A story without it goes on; one that was all its own ends, and its former ids with it."""
    story_id = stories.story_of(connection, [article_id]).get(article_id)
    if story_id is None:
        return
    connection.execute(story_articles.delete().where(story_articles.c.article_id == article_id))
    members = sa.select(story_articles.c.article_id).where(story_articles.c.story_id == story_id)
    others = list(connection.scalars(members))
    if others:
        stories.date(connection, [story_id])
        _look_again(connection, others)
    else:
        connection.execute(story_aliases.delete().where(story_aliases.c.story_id == story_id))
        connection.execute(story_rows.delete().where(story_rows.c.id == story_id))


def _forget_flags(connection: Connection, article_id: str, passages: Collection[Passage] | None) -> list[str]:
    """Flags that quote an article, or these passages; and runs of others that were given its text.

    :param passages: None: whatever it is that they quote of the article.
    """
    of_article = sa.or_(flags.c.article_id == article_id, flags.c.evidence_id == article_id)
    found = connection.execute(sa.select(flags.c.key, flags.c.finding).where(of_article)).all()
    keys = {flag.key for flag in found if passages is None or _quotes_in_json(flag.finding, passages)}
    # A run is kept with the texts of all reports that it was given, under their ids.
    given = sa.or_(flag_runs.c.flag_key.in_(keys), flag_runs.c.inputs.contains(article_id, autoescape=True))
    runs = connection.execute(sa.select(flag_runs.c.id, flag_runs.c.flag_key, flag_runs.c.inputs).where(given)).all()
    stale = [run for run in runs if run.flag_key in keys or passages is None or _quotes_in_json(run.inputs, passages)]
    touched = flags.c.key.in_({run.flag_key for run in stale})
    sides = connection.execute(sa.select(flags.c.article_id, flags.c.evidence_id).where(touched)).all()
    connection.execute(flag_runs.delete().where(flag_runs.c.id.in_([run.id for run in stale])))
    connection.execute(flag_decisions.delete().where(flag_decisions.c.flag_key.in_(keys)))
    connection.execute(flags.delete().where(flags.c.key.in_(keys)))
    if passages is None:
        _say_no_longer(connection, article_id)
    others = {ref for row in sides for ref in row} - {article_id}
    _look_again(connection, [article.id for article in articles.get(connection, sorted(others))])
    return sorted(keys)


def _say_no_longer(connection: Connection, article_id: str) -> None:
    """Other flags that named the article as one that says the same."""
    naming = flags.c.finding.contains(article_id, autoescape=True)
    for row in connection.execute(sa.select(flags.c.key, flags.c.finding).where(naming)).all():
        finding = json.loads(row.finding)
        finding["also"] = [[ref for ref in side if ref != article_id] for side in finding["also"]]
        connection.execute(flags.update().where(flags.c.key == row.key).values(finding=canonical(finding)))


def _quotes(text: str, passages: Collection[Passage]) -> bool:
    return redact(text, passages) != text


def _quotes_in_json(document: str, passages: Collection[Passage]) -> bool:
    return any(_quotes(text, passages) for text in _strings(json.loads(document)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))


def _redact_papers(connection: Connection, article_id: str, passages: Collection[Passage]) -> None:
    """What people of the desk wrote and what they sent. What another article says in its own right stays quoted."""
    for table, columns in _PAPERS:
        _redact_columns(connection, table, columns, passages)
    ours = sa.or_(case_evidence.c.article_id.is_(None), case_evidence.c.article_id == article_id)
    _redact_columns(connection, case_evidence, (case_evidence.c.quote, case_evidence.c.note), passages, ours)
    of_desk = fact_checks.c.case_id.is_not(None)
    _redact_columns(connection, fact_checks, (fact_checks.c.claim, fact_checks.c.summary), passages, of_desk)
    _redact_notes(connection, passages)
    _empty_mails(connection, passages)


def _redact_columns(
    connection: Connection,
    table: sa.Table,
    columns: Iterable[sa.ColumnElement[str]],
    passages: Collection[Passage],
    *where: sa.ColumnElement[bool],
) -> None:
    keys = list(table.primary_key.columns)
    chosen = list(columns)
    for row in connection.execute(sa.select(*keys, *chosen).where(*where)).all():
        before = row._mapping
        after = {
            column: text
            for column in chosen
            if before[column] and (text := redact(before[column], passages)) != before[column]
        }
        if after:
            this = [key == before[key] for key in keys]
            connection.execute(
                table.update().where(*this).values({column.name: text for column, text in after.items()})
            )


def _redact_notes(connection: Connection, passages: Collection[Passage]) -> None:
    """What analysts wrote about the stories of their press reviews, in every state that was kept."""
    for row in connection.execute(sa.select(reviews.c.day, reviews.c.revision, reviews.c["items"])).all():
        before = row[2]
        after = [{**item, "note": redact(item["note"], passages)} for item in before]
        if after != before:
            this = (reviews.c.day == row.day, reviews.c.revision == row.revision)
            connection.execute(reviews.update().where(*this).values(items=after))


def _empty_mails(connection: Connection, passages: Collection[Passage]) -> None:
    """Mails that quote it: that they were sent stays known, and what waits is not sent."""
    parser = BytesParser(policy=policy.default)
    columns = (sendings.c.id, sendings.c.subject, sendings.c.state, sendings.c.message)
    for sending_id in connection.scalars(sa.select(sendings.c.id)).all():
        row = connection.execute(sa.select(*columns).where(sendings.c.id == sending_id)).one()
        texts = [row.subject]
        for part in parser.parsebytes(row.message).walk():
            if part.get_content_maintype() == "text":
                texts.append(part.get_content())
        if not any(_quotes(nfc(text), passages) for text in texts):
            continue
        values = {"message": b"", "subject": redact(row.subject, passages)}
        if row.state != SendingState.SENT:
            values |= {"state": SendingState.FAILED, "detail": WITHHELD}
        connection.execute(sendings.update().where(sendings.c.id == row.id).values(values))


def _look_again(connection: Connection, article_ids: Iterable[str]) -> None:
    ids = list(article_ids)
    outbox.add(connection, ids)
    unverified.add(connection, ids)
