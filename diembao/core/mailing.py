"""Mails: who gets the daily one, and what became of each that was to leave the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class SendingKind(StrEnum):
    """What a mail is."""

    DIGEST = "digest"
    LETTER = "letter"
    REVIEW = "review"


class SendingState(StrEnum):
    """How far a mail has come. It moves on, or back to *claimed* when the server certainly did not take it."""

    CLAIMED = "claimed"
    """Complete and kept; the server has not been given its text."""
    HANDING_OVER = "handing-over"
    """Its text is on the way to the server. Whoever finds it so later cannot know whether it arrived."""
    SENT = "sent"
    """The server has taken it."""
    FAILED = "failed"
    """The server refuses it for good."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content_type: str
    """Media type, such as ``application/pdf``."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One mail to one address. Its bytes, with their Message-ID, never change once it is claimed."""

    id: str
    key: str
    """What is never sent twice, such as ``digest:2026-11-22:<subscriber>``."""
    kind: SendingKind
    recipient: str
    subject: str
    state: SendingState
    message_id: str
    claimed_at: datetime
    changed_at: datetime
    attempts: int
    """How often the server was asked to take it."""
    detail: str = ""
    """What the server, or the network, said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who gets the daily mail."""

    id: str
    name: str
    email: str
    topics: tuple[str, ...] = ()
    """Ids; empty: all topics."""
    province_only: bool = False
    """Only what happens in the desk's own province."""
    time: time
    """On a Vietnamese clock."""
    added_at: datetime
    ended_at: datetime | None = None
