"""Sending mails so that nobody gets one twice and none is lost, whenever the program is killed.

::

    claimed ──▶ handing-over ──▶ sent
       │  ▲          │  │
       │  └──────────┘  └──▶ failed      the server has answered that it does not take the mail (not now, or never)
       └───────────────────▶ failed      the server refuses the address

A mail is complete and kept when it is *claimed*. It is *handing over* from just before the server is given its text
until the server's answer is noted. A mail that was left there by a kill or a broken connection may have arrived or
not: it is never sent again by itself, but a person may, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from filelock import Timeout

from diembao.archive import Archive, marks, sendings
from diembao.core.clock import VIETNAM, now
from diembao.core.errors import MailError, SettingsError, UnknownSending, UsageError
from diembao.core.i18n import _
from diembao.core.logs import logger
from diembao.core.mailing import Attachment, Sending, SendingKind, SendingState
from diembao.core.settings import MailSettings
from diembao.core.text import clean_line
from diembao.desk.mail import message as mail_message
from diembao.desk.mail.server import Unreachable, answer, give_text, reply_of, said, session
from diembao.desk.mail.unbroken import unbroken
from diembao.desk.mail.withdrawing import Withdrawal

log = logger(__name__)

_LOCK = "mail"
#: Longest wait for another process that hands over mails.
_PATIENCE_SECONDS = 30.0
#: Pauses after the first, second, … attempt; the last one repeats.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
#: After that time a mail that the server keeps putting off has failed, as among mail servers (RFC 5321, 4.5.4.1).
_GIVE_UP_AFTER = timedelta(days=4)
#: Replies of a mail server (RFC 5321, 4.2.3); those from _PERMANENT on will not change by themselves.
_DONE, _WILL_FORWARD, _PERMANENT = 250, 251, 500


def send(
    archive: Archive,
    mail: MailSettings,
    *,
    key: str,
    kind: SendingKind,
    recipient: str,
    subject: str,
    html: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    resend: bool = False,
) -> Sending:
    """Send a mail, once for all time under its key.

    A server that cannot be reached is no error here: the mail stays *claimed* and goes out later by itself.

    :param key: at most 120 characters; a mail that was claimed under it before is the one that goes out, if it has not.
    :param resend: a person wants it sent though it is not known whether it arrived, or the server refused it before.
    :raises BadMailAddress: ``recipient`` is no address.
    :raises SettingsError: no mail server, or no sender, is set up.
    """
    claimed = claim(
        archive,
        mail,
        key=key,
        kind=kind,
        recipient=recipient,
        subject=subject,
        html=html,
        text=text,
        attachments=attachments,
    )
    if resend and claimed.state in (SendingState.HANDING_OVER, SendingState.FAILED):
        return send_again(archive, mail, claimed.id)
    if claimed.state is SendingState.CLAIMED:
        deliver(archive, mail, only=[claimed.id])
    return _get(archive, claimed.id)


def claim(
    archive: Archive,
    mail: MailSettings,
    *,
    key: str,
    kind: SendingKind,
    recipient: str,
    subject: str,
    html: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    tells_until: datetime | None = None,
) -> Sending:
    """Keep a finished mail for :func:`deliver`; parameters and errors as of :func:`send`.

    :param tells_until: up to when it tells; marked under its key, so that the next one begins there.
    """
    require(mail)
    at = now()
    message = mail_message.build(
        mail,
        kind=kind,
        recipient=recipient,
        subject=subject,
        html=html,
        text=text,
        attachments=attachments,
        at=at,
    )
    with archive.writing() as connection:
        claimed = sendings.claim(
            connection,
            key=key,
            kind=kind,
            recipient=mail_message.mail_address(recipient),
            subject=clean_line(subject),
            message_id=message["Message-ID"],
            message=message.as_bytes(),
            at=at,
        )
        if tells_until and claimed.message_id == message["Message-ID"]:  # nobody was first
            marks.put(connection, key, tells_until)
    return claimed


def require(mail: MailSettings) -> None:
    """Make sure that mails can be sent at all.

    :raises SettingsError: no mail server, or no sender, is set up.
    """
    if not mail.host:
        raise SettingsError(
            _("No mail server is set."), _("Set mail.host and mail.sender in diembao.toml; docs/settings.md says more.")
        )
    mail_message.sender(mail)


def deliver(archive: Archive, mail: MailSettings, *, only: Collection[str] | None = None) -> list[Sending]:
    """Hand over the mails that wait and whose pause is over.

    :param only: ids of the mails to hand over now, whatever their pause; None: all that are due.
    :returns: the mails that were tried, as they stand now. None are tried while another process hands mails over for
        long; they go out later.
    :raises SettingsError: no mail server, or no sender, is set up.
    """
    require(mail)
    try:
        with archive.lock(_LOCK).acquire(timeout=_PATIENCE_SECONDS):
            return _deliver(archive, mail, only)
    except Timeout:
        return []


def send_again(archive: Archive, mail: MailSettings, sending_id: str) -> Sending:
    """Hand over, at a person's wish, a mail of which it is not known whether it arrived, or that was refused.

    It is the same mail to the byte, so that a mailbox that has it already can tell.

    :raises UnknownSending: there is no such mail.
    :raises UsageError: the server has taken it already.
    :raises MailError: another process is handing mails over for long.
    :raises SettingsError: no mail server, or no sender, is set up.
    """
    require(mail)
    try:
        with archive.lock(_LOCK).acquire(timeout=_PATIENCE_SECONDS):  # no other process is in the middle of it
            if _get(archive, sending_id).state is SendingState.SENT:
                raise UsageError(
                    _("The server has taken this mail already."), _("It is not sent twice; nothing needs to be done.")
                )
            if _get(archive, sending_id).detail == Withdrawal.WITHHELD:
                raise UsageError(
                    _("This mail quotes what was withheld since; its text is gone."), _("Make a new one if need be.")
                )
            unfinished = (SendingState.HANDING_OVER, SendingState.FAILED)
            with archive.writing() as connection:
                sendings.move(connection, sending_id, before=unfinished, state=SendingState.CLAIMED, at=now())
            _deliver(archive, mail, [sending_id])
    except Timeout as error:
        raise MailError(
            _("Another process is sending mails and has not finished."), _("Try again in a minute.")
        ) from error
    return _get(archive, sending_id)


def of_day(archive: Archive, day: date) -> list[Sending]:
    """Every mail that was made on a Vietnamese day, and older ones that are not sent, newest first."""
    midnight = datetime.combine(day, time(), VIETNAM)
    unfinished = [state for state in SendingState if state is not SendingState.SENT]
    with archive.reading() as connection:
        made = sendings.listing(connection, since=midnight, until=midnight + timedelta(days=1))
        return made + sendings.listing(connection, states=unfinished, until=midnight)


def unclear(archive: Archive) -> list[Sending]:
    """Mails of which it is not known whether they arrived, newest first; also one that is on the way just now."""
    with archive.reading() as connection:
        return sendings.listing(connection, states=[SendingState.HANDING_OVER])


def is_due(sending: Sending, at: datetime) -> bool:
    """Whether a waiting mail should be tried at an instant: at once, then after growing pauses."""
    if not sending.attempts:
        return True
    return at >= sending.changed_at + _PAUSES[min(sending.attempts, len(_PAUSES)) - 1]


def _deliver(archive: Archive, mail: MailSettings, only: Collection[str] | None) -> list[Sending]:
    """:func:`deliver`, with the lock in hand."""
    at = now()
    with archive.reading() as connection:
        waiting = sendings.waiting(connection)
    due = [one for one in waiting if (is_due(one, at) if only is None else one.id in only)]
    if not due:
        return []
    try:
        with session(mail) as server:
            for sending in due:
                if not _hand_over(archive, server, mail, sending):
                    break  # whatever follows is tried anew, with a new connection
    except Unreachable as error:
        log.warning("mail server unreachable", host=mail.host, error=error.detail)
        for sending in due:
            _put_off(archive, sending, error.detail)
    with archive.reading() as connection:
        return [found for one in due if (found := sendings.get(connection, one.id))]


def _hand_over(archive: Archive, server: smtplib.SMTP, mail: MailSettings, sending: Sending) -> bool:
    """Hand over one mail; false when the connection broke over it."""
    with archive.reading() as connection:
        message = sendings.message(connection, sending.id)
    try:
        server.rset()
        code, reply = server.mail(mail_message.sender(mail).addr_spec)
        refused = False
        if code == _DONE:
            code, reply = server.rcpt(sending.recipient)
            refused = code >= _PERMANENT
    except OSError as error:
        log.warning("connection broke before a mail", id=sending.id, error=said(error))
        _put_off(archive, sending, said(error))
        return False
    if refused:
        _move(archive, sending, SendingState.CLAIMED, SendingState.FAILED, answer(code, reply), attempted=True)
        return True
    if code not in (_DONE, _WILL_FORWARD):
        _put_off(archive, sending, answer(code, reply))
        return True
    with unbroken():  # a stop between here and the noted answer would leave the mail unclear
        return _give(archive, server, sending, message)


def _give(archive: Archive, server: smtplib.SMTP, sending: Sending, message: bytes) -> bool:
    """The part of :func:`_hand_over` after which the mail may have arrived."""
    if not _move(archive, sending, SendingState.CLAIMED, SendingState.HANDING_OVER, attempted=True):
        return True
    try:
        code, reply = give_text(server, message)
        taken = code == _DONE
    except smtplib.SMTPDataError as error:  # refused before the text was given
        code, reply, taken = error.smtp_code, reply_of(error), False
    except OSError as error:
        log.warning("connection broke over a mail", id=sending.id, error=said(error))
        _move(archive, sending, SendingState.HANDING_OVER, SendingState.HANDING_OVER, said(error))
        return False
    if taken:
        _move(archive, sending, SendingState.HANDING_OVER, SendingState.SENT)
    else:
        state = SendingState.FAILED if code >= _PERMANENT else SendingState.CLAIMED
        _move(archive, sending, SendingState.HANDING_OVER, state, answer(code, reply))
    return True


def _put_off(archive: Archive, sending: Sending, detail: str) -> None:
    given_up = now() - sending.claimed_at > _GIVE_UP_AFTER
    state = SendingState.FAILED if given_up else SendingState.CLAIMED
    _move(archive, sending, SendingState.CLAIMED, state, detail, attempted=True)


def _move(
    archive: Archive,
    sending: Sending,
    before: SendingState,
    state: SendingState,
    detail: str = "",
    *,
    attempted: bool = False,
) -> bool:
    with archive.writing() as connection:
        return sendings.move(
            connection, sending.id, before=[before], state=state, at=now(), detail=detail, attempted=attempted
        )


def _get(archive: Archive, sending_id: str) -> Sending:
    with archive.reading() as connection:
        found = sendings.get(connection, sending_id)
    if found is None:
        raise UnknownSending(
            _("There is no mail {id}.").format(id=sending_id), _("`diembao sendings list` shows the mails of a day.")
        )
    return found
