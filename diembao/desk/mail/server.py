"""Talking with a mail server: a session with it, and the handing over of one text."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from diembao.core.settings import MailSettings
from diembao.core.text import clean_line

#: How long a server may take, in seconds, to take a text that it was given: it may look for viruses first, and whoever
#: does not wait cannot know what became of the mail (RFC 5321, 4.5.3.2.6).
JUDGING_SECONDS = 600.0
_DETAIL_LENGTH = 300
#: The server waits for the text.
_GO_ON = 354


class Unreachable(Exception):
    """No session with the server could be opened."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@contextmanager
def session(mail: MailSettings) -> Iterator[smtplib.SMTP]:
    """A server that is ready to take mails.

    :raises Unreachable: there is none, or it does not let us in.
    """
    context = ssl.create_default_context()
    try:
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_seconds, context=context)
            if mail.security == "tls"
            else smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_seconds)
        )
    except (OSError, UnicodeError) as error:
        raise Unreachable(said(error)) from error
    try:
        try:
            if mail.security == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if mail.username:
                server.login(mail.username, mail.password)
        except (OSError, ValueError) as error:  # ValueError: a name that cannot be sent, a challenge that is none
            raise Unreachable(said(error)) from error
        yield server
        with suppress(OSError):
            server.quit()
    finally:
        server.close()


def give_text(server: smtplib.SMTP, message: bytes, *, judging_seconds: float = JUDGING_SECONDS) -> tuple[int, bytes]:
    """Give the server a mail's text; gives its answer.

    Unlike :meth:`smtplib.SMTP.data` it waits longer for this answer than for all others.

    :raises smtplib.SMTPDataError: it did not want the text.
    :raises OSError: the connection broke, so that it is not known whether the server took the text.
    """
    code, reply = server.docmd("DATA")
    if code != _GO_ON:
        raise smtplib.SMTPDataError(code, reply)
    lines = re.sub(rb"(?m)^\.", b"..", message)
    server.send(lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n"))
    assert server.sock is not None  # `send` has just used it
    usual = server.sock.gettimeout()
    server.sock.settimeout(max(usual or 0, judging_seconds))
    try:
        return server.getreply()
    finally:
        if server.sock is not None:
            server.sock.settimeout(usual)


def answer(code: int, reply: bytes) -> str:
    """An answer of the server, as it worded it, on one line."""
    return clean_line(f"{code} {reply.decode('utf-8', 'replace')}")[:_DETAIL_LENGTH]


def said(error: OSError | ValueError) -> str:
    """What went wrong, for the record: the server's answer, or the kind of trouble and its technical words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return answer(error.smtp_code, reply_of(error))
    return clean_line(f"{type(error).__name__}: {error}")[:_DETAIL_LENGTH]


def reply_of(error: smtplib.SMTPResponseException) -> bytes:
    """The words of a refusal; smtplib has them as bytes or text."""
    reply: bytes | str = error.smtp_error
    return reply if isinstance(reply, bytes) else reply.encode()
