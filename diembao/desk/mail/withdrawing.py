"""Mails that still wait at the desk and are not wanted any more."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.engine import Connection

from diembao.archive import sendings
from diembao.core.clock import now
from diembao.core.mailing import Sending, SendingState


class Withdrawal(StrEnum):
    """Why a mail is not sent after all; stands as its detail."""

    ON_PAPER = "withdrawn-on-paper"
    OFF_THE_LIST = "withdrawn-off-the-list"
    WITHHELD = "withheld"
    """It quotes what an administrator has withheld since; its text is gone."""


def withdraw(connection: Connection, several: Iterable[Sending], why: Withdrawal) -> None:
    """Keep mails from going out; one that is handed over already, or was, stays as it is."""
    for sending in several:
        sendings.move(
            connection,
            sending.id,
            before=[SendingState.CLAIMED],
            state=SendingState.FAILED,
            at=now(),
            detail=why.value,
        )
