"""What people decide and answer: who they are, cases, letters to agencies, fact-checks, official figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diembao.core.mailing import Sending


class Role(StrEnum):
    """What a person does at the desk."""

    ADMIN = "admin"
    ANALYST = "analyst"
    EDITOR = "editor"


class Rating(StrEnum):
    """What a named person or fact-checker concluded about a claim; always worded "theo X"."""

    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    TRUE = "true"


class CaseState(StrEnum):
    """How far a case has come."""

    OPEN = "open"
    ASKED = "asked"
    """A question to an agency waits for its answer."""
    CONCLUDED = "concluded"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works at this desk; never a person in the news."""

    id: str
    name: str
    role: Role
    email: str = ""
    added_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body that can answer factual questions."""

    id: str
    name: str
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheck:
    """A published review of one claim (schema.org ClaimReview), imported or concluded at this desk."""

    id: str
    claim: str
    rating: Rating
    rating_label: str = ""
    """The rating in the publisher's own word, such as "Tin giả"."""
    publisher: str
    url: str = ""
    summary: str = ""
    reviewed_on: date | None = None
    case_id: str | None = None
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFigure:
    """A figure that a body published: evidence with a name on it, not the truth by default."""

    id: str
    name: str
    """What is counted or measured: "sản lượng lúa"."""
    low: float
    high: float
    """In the base unit; ``low`` unless the figure is a range."""
    unit: str
    """Base unit, as in :class:`diembao.nlp.quantities.Quantity`."""
    written: str
    """As published, with its unit: "1,24 triệu tấn"."""
    place: str = ""
    period: str = ""
    publisher: str
    url: str = ""
    published_on: date | None = None
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvidence:
    """One piece of evidence in a case: a passage of the press, a document, an address."""

    id: str
    quote: str
    article_id: str | None = None
    url: str = ""
    note: str = ""
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A factual question to an agency, with a deadline, and its answer."""

    id: str
    agency: Agency
    question: str
    deadline: date
    written_by: str
    written_at: datetime
    sent_how: str = ""
    """``mail`` or ``print``; empty while it has not left the desk."""
    sent_at: datetime | None = None
    """When it was sent on paper, or when the mail server took it."""
    mail: Sending | None = None
    """The mail that it was given to, however far that has come."""
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question that a person pursues to a conclusion."""

    id: str
    number: int
    """Running number within the desk, for people."""
    title: str
    claim: str
    """The checkable statement at issue."""
    flag_key: str | None = None
    state: CaseState
    opened_by: str
    """Id of the person; so are the other ``…_by``."""
    opened_at: datetime
    reason: str
    rating: Rating | None = None
    conclusion: str = ""
    concluded_by: str | None = None
    concluded_at: datetime | None = None
    published_at: datetime | None = None
    evidence: tuple[CaseEvidence, ...] = ()
    letters: tuple[Letter, ...] = ()
