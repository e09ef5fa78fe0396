"""Mails as bytes: headers, plain text, HTML and attachments, put together once and never changed afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from ulid import ULID

from diembao.core.clock import local
from diembao.core.errors import BadMailAddress, SettingsError
from diembao.core.i18n import _
from diembao.core.mailing import Attachment, SendingKind
from diembao.core.settings import MailSettings
from diembao.core.text import clean_line

#: RFC 5321 without quoted local parts and address literals, which nobody has and many servers refuse.
_ADDRESS = re.compile(
    r"(?=.{3,254}$)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def mail_address(typed: str) -> str:
    """An e-mail address as typed, checked.

    :raises BadMailAddress: it is none, or one that mail servers do not agree on.
    """
    address = typed.strip()
    if not _ADDRESS.fullmatch(address):
        raise BadMailAddress(
            _("{address} is not an e-mail address.").format(address=clean_line(address)[:80] or "“”"),
            _("Addresses look like ten@coquan.gov.vn, without marks and blanks."),
        )
    return address


def sender(mail: MailSettings) -> Address:
    """Whom mails come from.

    :raises SettingsError: ``mail.sender`` is no address.
    """
    name, address = parseaddr(mail.sender)
    try:
        return Address(_in_a_header(name), addr_spec=mail_address(address))
    except BadMailAddress as error:
        raise SettingsError(
            _("mail.sender is not an e-mail address: {value}").format(value=mail.sender or "“”"),
            _("Set mail.sender in diembao.toml, such as diembao@example.vn or Điểm Báo <diembao@example.vn>."),
        ) from error


def reply_address(mail: MailSettings) -> str:
    """Where answers go, and the wish to leave the list.

    :raises SettingsError: it is no address.
    """
    if not mail.reply_to:
        return sender(mail).addr_spec
    try:
        return mail_address(mail.reply_to)
    except BadMailAddress as error:
        raise SettingsError(
            _("mail.reply_to is not an e-mail address: {value}").format(value=mail.reply_to),
            _("Set mail.reply_to in diembao.toml, or leave it empty."),
        ) from error


def build(
    mail: MailSettings,
    *,
    kind: SendingKind,
    recipient: str,
    subject: str,
    html: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    at: datetime,
) -> EmailMessage:
    """A complete mail. Nothing that a name or subject contains can begin a header of its own.

    :raises BadMailAddress: ``recipient`` is no address.
    :raises SettingsError: the sender is not set up.
    """
    message = EmailMessage(policy=SMTP)
    origin = sender(mail)
    message["From"] = origin
    message["To"] = Address(addr_spec=mail_address(recipient))
    message["Subject"] = _in_a_header(subject)
    message["Date"] = format_datetime(local(at))
    message["Message-ID"] = f"<{ULID()}@{origin.domain}>"
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=reply_address(mail))
    if kind is SendingKind.DIGEST:
        message["List-Unsubscribe"] = f"<mailto:{reply_address(mail)}?subject=unsubscribe>"
        message["Auto-Submitted"] = "auto-generated"
    # Base64 passes every server as it is, and is shorter than quoted-printable for Vietnamese.
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    for attachment in attachments:
        maintype, _slash, subtype = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=_in_a_header(attachment.name)
        )
    return message


def _in_a_header(text: str) -> str:
    """A text as part of a header: one line, and no encoded word (RFC 2047), which may stand for several."""
    return clean_line(text).replace("=?", "= ?")
