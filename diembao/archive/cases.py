"""Cases: questions that people pursue to a conclusion, with their evidence and letters.

Every change goes with an entry of the audit log, which is a case's history: a conclusion that is taken back leaves the
case's row, never the log.

Whether a mailed letter was sent is read off its mail, which may leave the desk hours after somebody has sent it, or
never; and whether a case waits for an answer is read off its letters. Neither is kept a second time.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import audit, sendings
from diembao.archive.portions import portions
from diembao.archive.schema import AnyRow, case_evidence
from diembao.archive.schema import agencies as agencies_table
from diembao.archive.schema import cases as table
from diembao.archive.schema import letters as letters_table
from diembao.core.casework import Agency, Case, CaseEvidence, CaseState, Letter, Rating
from diembao.core.clock import now
from diembao.core.mailing import Sending, SendingState


def open_case(
    connection: Connection, *, title: str, claim: str, actor: str, reason: str, flag_key: str | None = None
) -> str:
    """Open a case under the next number; returns its id.

    :param actor: id of the person who opens it; so it is in every function here.
    """
    case_id = str(ULID())
    number = (connection.scalar(sa.select(sa.func.max(table.c.number))) or 0) + 1
    connection.execute(
        table.insert().values(
            id=case_id,
            number=number,
            title=title,
            claim=claim,
            flag_key=flag_key,
            state=CaseState.OPEN,
            opened_by=actor,
            opened_at=now(),
            reason=reason,
            conclusion="",
        )
    )
    data = {"number": number, "claim": _witness(claim), "flag": flag_key}
    audit.append(connection, actor=actor, action="case-opened", subject=case_id, reason=reason, data=data)
    return case_id


def add_evidence(
    connection: Connection,
    case_id: str,
    *,
    quote: str,
    article_id: str | None = None,
    url: str = "",
    note: str = "",
    actor: str,
) -> None:
    """Add a passage, a document or an address to a case."""
    evidence_id = str(ULID())
    connection.execute(
        case_evidence.insert().values(
            id=evidence_id,
            case_id=case_id,
            quote=quote,
            article_id=article_id,
            url=url,
            note=note,
            added_by=actor,
            added_at=now(),
        )
    )
    data = {"evidence": evidence_id, "quote": _witness(quote), "article": article_id, "url": url, "note": note}
    audit.append(connection, actor=actor, action="case-evidence-added", subject=case_id, data=data)


def write_letter(
    connection: Connection, case_id: str, *, agency: Agency, question: str, deadline: date, actor: str
) -> str:
    """Draft a question to an agency; returns the letter's id."""
    letter_id = str(ULID())
    connection.execute(
        letters_table.insert().values(
            id=letter_id,
            case_id=case_id,
            agency_id=agency.id,
            question=question,
            deadline=deadline,
            written_by=actor,
            written_at=now(),
            sent_how="",
            answer="",
        )
    )
    data = {
        "letter": letter_id,
        "agency": agency.name,
        "question": _witness(question),
        "deadline": deadline.isoformat(),
    }
    audit.append(connection, actor=actor, action="case-letter-written", subject=case_id, data=data)
    return letter_id


def mail_key(letter_id: str) -> str:
    """Key of the mail that a letter is given to."""
    return f"letter:{letter_id}"


def note_mailed(connection: Connection, case_id: str, letter_id: str, *, actor: str) -> None:
    """Note that somebody gave a letter to be mailed; its mail tells what became of it."""
    data = {"letter": letter_id}
    audit.append(connection, actor=actor, action="case-letter-mailed", subject=case_id, data=data)


def mark_sent_on_paper(connection: Connection, case_id: str, letter_id: str, *, actor: str) -> None:
    """Note that a letter went out on paper; the case waits for its answer."""
    values = {"sent_how": "print", "sent_at": now()}
    connection.execute(letters_table.update().where(letters_table.c.id == letter_id).values(values))
    data = {"letter": letter_id, "how": "print"}
    audit.append(connection, actor=actor, action="case-letter-sent", subject=case_id, data=data)


def record_answer(connection: Connection, case_id: str, letter_id: str, *, answer: str, actor: str) -> None:
    """Keep what an agency answered; a case that waits for no other answer is open again."""
    values = {"answer": answer, "answered_at": now()}
    connection.execute(letters_table.update().where(letters_table.c.id == letter_id).values(values))
    data = {"letter": letter_id, "answer": answer}
    audit.append(connection, actor=actor, action="case-answered", subject=case_id, data=data)


def conclude(connection: Connection, case_id: str, *, rating: Rating, conclusion: str, actor: str) -> None:
    """Keep a person's conclusion with its reasons."""
    values = {
        "state": CaseState.CONCLUDED,
        "rating": rating,
        "conclusion": conclusion,
        "concluded_by": actor,
        "concluded_at": now(),
    }
    connection.execute(table.update().where(table.c.id == case_id).values(values))
    data = {"rating": rating.value}
    audit.append(connection, actor=actor, action="case-concluded", subject=case_id, reason=conclusion, data=data)


def mark_published(connection: Connection, case_id: str, *, file: str, actor: str) -> None:
    """Note that a conclusion was published.

    :param file: name of its page.
    """
    values = {"state": CaseState.PUBLISHED, "published_at": now()}
    connection.execute(table.update().where(table.c.id == case_id).values(values))
    audit.append(connection, actor=actor, action="case-published", subject=case_id, data={"file": file})


def reopen(connection: Connection, case_id: str, *, actor: str, reason: str) -> None:
    """Take a conclusion back; the log keeps it."""
    values: dict[str, Any] = {
        "state": CaseState.OPEN,
        "rating": None,
        "conclusion": "",
        "concluded_by": None,
        "concluded_at": None,
        "published_at": None,
    }
    connection.execute(table.update().where(table.c.id == case_id).values(values))
    audit.append(connection, actor=actor, action="case-reopened", subject=case_id, reason=reason)


def get(connection: Connection, ids: Sequence[str]) -> list[Case]:
    """Cases by id, in the order asked for; unknown ids are left out."""
    found = {case.id: case for case in _cases(connection, sa.select(table).where(table.c.id.in_(ids)))}
    return [found[case_id] for case_id in ids if case_id in found]


def numbered(connection: Connection, number: int) -> Case | None:
    """The case of a number."""
    found = _cases(connection, sa.select(table).where(table.c.number == number))
    return found[0] if found else None


def listing(
    connection: Connection,
    *,
    states: Collection[CaseState] = (),
    flag_keys: Collection[str] = (),
) -> list[Case]:
    """Cases, the newest first.

    :param states: only these; empty: all.
    :param flag_keys: only cases that were opened on one of these flags; empty: all.
    """
    query = sa.select(table).order_by(table.c.number.desc())
    if states:
        undecided = (CaseState.OPEN, CaseState.ASKED)
        wider = {*states, *undecided} if set(states) & set(undecided) else states
        query = query.where(table.c.state.in_(wider))
    if flag_keys:
        query = query.where(table.c.flag_key.in_(flag_keys))
    return [case for case in _cases(connection, query) if not states or case.state in states]


def _witness(text: str) -> str:
    """What stands in the log for a text that may quote the press: nothing is ever taken out of the log again."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _cases(connection: Connection, query: sa.Select[tuple[Any, ...]]) -> list[Case]:
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    evidence: dict[str, list[CaseEvidence]] = defaultdict(list)
    letters: dict[str, list[Letter]] = defaultdict(list)
    for chunk in portions(ids):
        for row in connection.execute(
            sa.select(case_evidence).where(case_evidence.c.case_id.in_(chunk)).order_by(case_evidence.c.id)
        ):
            evidence[row.case_id].append(_evidence(row))
        letter_rows = connection.execute(_letters(chunk)).all()
        mails = sendings.by_key(connection, [mail_key(row.id) for row in letter_rows])
        for row in letter_rows:
            letters[row.case_id].append(_letter(row, mails.get(mail_key(row.id))))
    return [_case(row, evidence, letters) for row in rows]


def _letters(case_ids: Sequence[str]) -> sa.Select[tuple[Any, ...]]:
    return (
        sa.select(
            letters_table,
            agencies_table.c.name.label("agency_name"),
            agencies_table.c.email.label("agency_email"),
            agencies_table.c.address.label("agency_address"),
        )
        .join(agencies_table, agencies_table.c.id == letters_table.c.agency_id)
        .where(letters_table.c.case_id.in_(case_ids))
        .order_by(letters_table.c.id)
    )


def _case(row: AnyRow, evidence: Mapping[str, list[CaseEvidence]], letters: Mapping[str, list[Letter]]) -> Case:
    state = CaseState(row.state)
    if state in (CaseState.OPEN, CaseState.ASKED):
        waits = any(letter.sent_at and not letter.answered_at for letter in letters.get(row.id, ()))
        state = CaseState.ASKED if waits else CaseState.OPEN
    return Case(
        id=row.id,
        number=row.number,
        title=row.title,
        claim=row.claim,
        flag_key=row.flag_key,
        state=state,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        reason=row.reason,
        rating=Rating(row.rating) if row.rating else None,
        conclusion=row.conclusion,
        concluded_by=row.concluded_by,
        concluded_at=row.concluded_at,
        published_at=row.published_at,
        evidence=tuple(evidence.get(row.id, ())),
        letters=tuple(letters.get(row.id, ())),
    )


def _evidence(row: AnyRow) -> CaseEvidence:
    return CaseEvidence(
        id=row.id,
        quote=row.quote,
        article_id=row.article_id,
        url=row.url,
        note=row.note,
        added_by=row.added_by,
        added_at=row.added_at,
    )


def _letter(row: AnyRow, mail: Sending | None) -> Letter:
    sent_how, sent_at = row.sent_how, row.sent_at
    if sent_at is None and mail and mail.state is SendingState.SENT:
        sent_how, sent_at = "mail", mail.changed_at
    return Letter(
        id=row.id,
        agency=Agency(id=row.agency_id, name=row.agency_name, email=row.agency_email, address=row.agency_address),
        question=row.question,
        deadline=row.deadline,
        written_by=row.written_by,
        written_at=row.written_at,
        sent_how=sent_how,
        sent_at=sent_at,
        mail=mail,
        answer=row.answer,
        answered_at=row.answered_at,
    )
