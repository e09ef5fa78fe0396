"""The round of daily mails: who is due, what goes out, and how it would look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from diembao.archive import Archive, sendings
from diembao.core import i18n
from diembao.core.clock import local_day, now, today
from diembao.core.errors import MailError, UsageError
from diembao.core.i18n import _
from diembao.core.mailing import Sending, SendingKind, Subscriber
from diembao.core.models import Source
from diembao.core.settings import Settings
from diembao.core.system_words import why
from diembao.desk.digest.contents import Digest, compose, due_at, key
from diembao.desk.digest.mail import Letterhead, Mail, render
from diembao.desk.digest.subscribers import everybody
from diembao.desk.mail import message as mail_message
from diembao.desk.mail import sending as mailing
from diembao.nlp import Topic

#: Stands for addresses that are not set up yet when nothing is sent.
_NOBODY = "diembao@diembao.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What daily mails are made from."""

    archive: Archive
    settings: Settings
    sources: Sequence[Source]
    topics: Sequence[Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A daily mail in files."""

    digest: Digest
    subject: str
    eml: Path
    html: Path


def preview(office: Office, subscriber: Subscriber, day: date) -> tuple[Digest, Mail]:
    """The mail that a subscriber would get, in the desk's language."""
    desk, mail = office.settings.desk, office.settings.mail
    names = {topic.id: topic.name_en if desk.language == "en" else topic.name_vi for topic in office.topics}
    reply = mail_message.reply_address(mail) if mail.sender else _NOBODY
    with i18n.speaking(desk.language):
        digest = compose(office.archive, office.sources, subscriber, day)
        return digest, render(digest, Letterhead(desk, names, reply))


def send_round(office: Office, day: date, subscribers: Sequence[Subscriber]) -> list[Sending]:
    """Send the mails of a day to those who have not had it; gives the mails of all of them as they stand then.

    :raises UsageError: the day has not come.
    :raises SettingsError: no mail server, or no sender, is set up.
    """
    _require_come(day)
    mail = office.settings.mail
    mailing.require(mail)
    keys = {key(one, day): one for one in subscribers}
    with office.archive.reading() as connection:
        claimed = sendings.by_key(connection, keys)
    for sent_once, subscriber in keys.items():
        if sent_once in claimed:
            continue
        digest, made = preview(office, subscriber, day)
        mailing.claim(
            office.archive,
            mail,
            key=sent_once,
            kind=SendingKind.DIGEST,
            recipient=subscriber.email,
            subject=made.subject,
            html=made.html,
            text=made.text,
            tells_until=digest.until,
        )
    with office.archive.reading() as connection:
        ids = [sending.id for sending in sendings.by_key(connection, keys).values()]
    mailing.deliver(office.archive, mail, only=ids)
    with office.archive.reading() as connection:
        found = sendings.by_key(connection, keys)
    return [found[sent_once] for sent_once in keys]


def write_round(office: Office, day: date, subscribers: Sequence[Subscriber], folder: Path) -> list[Sample]:
    """Write the mails of a day into a folder, as ``.eml`` and ``.html``; nothing is sent or kept.

    :raises UsageError: the day has not come.
    :raises MailError: the folder cannot be written.
    """
    _require_come(day)
    settings = office.settings.mail
    origin = settings if settings.sender else settings.model_copy(update={"sender": _NOBODY})
    samples = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for subscriber in subscribers:
            digest, made = preview(office, subscriber, day)
            message = mail_message.build(
                origin,
                kind=SendingKind.DIGEST,
                recipient=subscriber.email,
                subject=made.subject,
                html=made.html,
                text=made.text,
                at=now(),
            )
            stem = folder / f"{day}-{subscriber.id}"
            sample = Sample(
                digest=digest, subject=made.subject, eml=stem.with_suffix(".eml"), html=stem.with_suffix(".html")
            )
            sample.eml.write_bytes(message.as_bytes())
            sample.html.write_text(made.html, encoding="utf-8")
            samples.append(sample)
    except OSError as error:
        raise MailError(
            _("{file} cannot be written: {error}.").format(file=error.filename or folder, error=why(error)),
            _("Check the path and your rights."),
        ) from error
    return samples


def due(archive: Archive, at: datetime) -> list[Subscriber]:
    """Those whose time has come today and who have had no mail of today; later in the day as well."""
    day = local_day(at)
    come = [one for one in everybody(archive) if one.added_at <= due_at(one, day) <= at]
    with archive.reading() as connection:
        claimed = sendings.by_key(connection, [key(one, day) for one in come])
    return [one for one in come if key(one, day) not in claimed]


def is_work(archive: Archive, at: datetime) -> bool:
    """Whether a mail should go out now: a daily one, or any that waits."""
    with archive.reading() as connection:
        waiting = sendings.waiting(connection)
    return any(mailing.is_due(one, at) for one in waiting) or bool(due(archive, at))


def _require_come(day: date) -> None:
    if day > today():
        raise UsageError(
            _("{day} has not come yet.").format(day=i18n.day(day)), _("Name a day that is over, or today.")
        )
