"""The press review as a mail: the review itself in the body, the Word file attached."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from diembao.archive import Archive, audit, sendings
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.mailing import Attachment, Sending, SendingKind
from diembao.core.settings import MailSettings
from diembao.desk import word_file
from diembao.desk.mail import sending as mailing
from diembao.desk.mail.message import mail_address
from diembao.desk.people import actor_id
from diembao.desk.review import pages as review_pages
from diembao.desk.review.document import document
from diembao.desk.review.editing import subject
from diembao.desk.review.sheets import Sheet


def send(
    archive: Archive, mail: MailSettings, sheet: Sheet, recipients: Sequence[str], *, who: str = ""
) -> list[Sending]:
    """Send a review. The same state of a review goes to an address once, however often this is called.

    :param recipients: e-mail addresses; all are checked before the first mail leaves.
    :param who: id or name of the person who sends it, for the audit log; empty: somebody at the command line.
    :returns: what became of each mail; one that waits for its server goes out later by itself.
    :raises UsageError: no address is given, or the review has no story.
    :raises BadMailAddress: one of them is none.
    :raises SettingsError: no mail server, or no sender, is set up.
    :raises UnknownPerson: nobody of the desk is called ``who``.
    """
    addresses = list(dict.fromkeys(map(mail_address, recipients)))
    if not addresses:
        raise UsageError(_("No address is given."), _("Name at least one e-mail address."))
    if not sheet.sections:
        raise UsageError(_("The press review has no story yet."), _("Choose its stories first."))
    mailing.require(mail)
    with archive.writing() as connection:
        actor = actor_id(connection, who)
        data = {"revision": sheet.revision, "addresses": len(addresses)}
        audit.append(connection, actor=actor, action="review-sent", subject=subject(sheet.day), data=data)
    file = Attachment(name=file_name(sheet, "docx"), content_type=word_file.CONTENT_TYPE, content=document(sheet))
    html, text = review_pages.html(sheet), review_pages.text(sheet)
    claimed = [
        mailing.claim(
            archive,
            mail,
            key=f"{_key(sheet.day)}{sheet.revision}:{hashlib.sha256(address.casefold().encode()).hexdigest()[:24]}",
            kind=SendingKind.REVIEW,
            recipient=address,
            subject=f"{sheet.title} – {sheet.desk}",
            html=html,
            text=text,
            attachments=[file],
        )
        for address in addresses
    ]
    mailing.deliver(archive, mail, only=[sending.id for sending in claimed])
    with archive.reading() as connection:
        return [found for sending in claimed if (found := sendings.get(connection, sending.id))]


def mails(archive: Archive, day: date) -> list[Sending]:
    """What became of each mail with the review of a day, newest first."""
    with archive.reading() as connection:
        return sendings.listing(connection, key_prefix=_key(day))


def _key(day: date) -> str:
    return f"review:{day}:"


def file_name(sheet: Sheet, suffix: str) -> str:
    """Name of the review as a file, without marks."""
    return f"diem-bao-{sheet.day}.{suffix}"
