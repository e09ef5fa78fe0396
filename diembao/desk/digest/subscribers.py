"""The list of those who get the daily mail. The audit log notes who changed it, and no name or address on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from diembao.archive import Archive, audit, sendings
from diembao.archive import subscribers as kept
from diembao.core.clock import now
from diembao.core.errors import UnknownSubscriber, UsageError
from diembao.core.i18n import _
from diembao.core.mailing import SendingKind, Subscriber
from diembao.core.text import clean_line
from diembao.desk.mail.message import mail_address
from diembao.desk.mail.withdrawing import Withdrawal, withdraw
from diembao.desk.people import actor_id

#: When the mail goes out if nobody says otherwise: before the morning's first meeting.
USUAL_TIME = time(6, 30)
_LONGEST_NAME = 200


def subscribe(
    archive: Archive,
    *,
    name: str,
    email: str,
    topics: Sequence[str] = (),
    province_only: bool = False,
    at_time: time = USUAL_TIME,
    known_topics: Sequence[str],
    by: str = "",
) -> Subscriber:
    """Put somebody on the list.

    :param topics: ids; none: all topics.
    :param at_time: on a Vietnamese clock, to the minute.
    :param known_topics: ids of the desk's topics.
    :param by: id or name of the person who does it; empty: somebody at the command line.
    :raises BadMailAddress: ``email`` is no address.
    :raises UnknownPerson: nobody of the desk is called ``by``.
    :raises UsageError: the name is empty or too long, a topic is unknown, or the address is on the list already.
    """
    address, shown = mail_address(email), clean_line(name)
    if not shown or len(shown) > _LONGEST_NAME:
        raise UsageError(
            _("A subscriber needs a name of at most {number} characters.").format(number=_LONGEST_NAME),
            _("Give the person's or office's name."),
        )
    if unknown := [topic for topic in topics if topic not in known_topics]:
        raise UsageError(
            _("There is no topic {id}.").format(id=unknown[0]),
            _("Topics are: {ids}.").format(ids=", ".join(known_topics)),
        )
    with archive.writing() as connection:
        if any(one.email.casefold() == address.casefold() for one in kept.listing(connection)):
            raise UsageError(
                _("{address} gets the daily mail already.").format(address=address),
                _("`diembao subscribers list` shows its topics; remove it first to change them."),
            )
        actor = actor_id(connection, by)
        added = kept.add(
            connection,
            name=shown,
            email=address,
            topics=tuple(dict.fromkeys(topics)),
            province_only=province_only,
            at_time=at_time.replace(second=0, microsecond=0),
            added_at=now(),
        )
        audit.append(connection, actor=actor, action="subscriber-added", subject=added.id)
        return added


def unsubscribe(archive: Archive, who: str, *, by: str = "") -> Subscriber:
    """Take somebody off the list; a daily mail of theirs that still waits for the server is not sent any more.

    :param who: id or e-mail address.
    :param by: id or name of the person who does it; empty: somebody at the command line.
    :raises UnknownPerson: nobody of the desk is called ``by``.
    :raises UnknownSubscriber: nobody on the list is that.
    """
    found = subscriber(archive, who)
    with archive.writing() as connection:
        actor = actor_id(connection, by)
        if kept.end(connection, found.id, now()):
            waiting = [one for one in sendings.waiting(connection) if one.kind is SendingKind.DIGEST]
            withdraw(connection, [one for one in waiting if one.recipient == found.email], Withdrawal.OFF_THE_LIST)
            audit.append(connection, actor=actor, action="subscriber-removed", subject=found.id)
    return found


def subscriber(archive: Archive, who: str) -> Subscriber:
    """Somebody on the list.

    :param who: id or e-mail address.
    :raises UnknownSubscriber: nobody on the list is that.
    """
    wanted = who.strip().casefold()
    for one in everybody(archive):
        if wanted in (one.id.casefold(), one.email.casefold()):
            return one
    raise UnknownSubscriber(
        _("Nobody on the list has the id or address {who}.").format(who=clean_line(who)),
        _("`diembao subscribers list` shows everybody."),
    )


def everybody(archive: Archive) -> list[Subscriber]:
    """The whole list, in the order of their times."""
    with archive.reading() as connection:
        return kept.listing(connection)
