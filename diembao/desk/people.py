"""People of the desk and agencies: entering them, and who may decide: a named person with a written reason."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from diembao.archive import Archive, agencies, audit, people
from diembao.core.casework import Agency, Person, Role
from diembao.core.errors import NoReason, UnknownAgency, UnknownPerson, UsageError
from diembao.core.i18n import _
from diembao.core.text import clean, clean_line
from diembao.desk.mail.message import mail_address

#: A reason has at least so many characters: enough for a sentence, too many for "ok".
SHORTEST_REASON = 10
_LONGEST_NAME = 200


def enter(archive: Archive, *, name: str, role: Role, email: str = "", by: str = "") -> Person:
    """Enter a person.

    :param by: id or name of the person who does it; only the first one enters themselves.
    :raises UnknownPerson: nobody is named, or nobody of the desk is called that.
    :raises UsageError: the name is empty or too long.
    :raises BadMailAddress: ``email`` is no address.
    """
    known, address = _name(name), mail_address(email) if email else ""
    with archive.writing() as connection:
        actor = acting(connection, by).id if by or people.listing(connection) else ""
        return people.add(connection, name=known, role=role, email=address, actor=actor)


def leave(archive: Archive, who: str, *, by: str) -> Person:
    """Note that somebody no longer works here; their decisions keep their name.

    :param who: id or name; ``by``: of the person who notes it.
    :raises UnknownPerson: nobody of the desk is called that.
    """
    with archive.writing() as connection:
        actor, person = acting(connection, by), acting(connection, who)
        people.end(connection, person.id, actor=actor.id)
        return person


def enter_agency(archive: Archive, *, name: str, email: str = "", address: str = "", by: str) -> Agency:
    """Enter an agency that can be asked.

    :param by: id or name of the person who does it.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises UsageError: the name is empty, too long, or known already.
    :raises BadMailAddress: ``email`` is no address.
    """
    known, mail = _name(name), mail_address(email) if email else ""
    with archive.writing() as connection:
        actor = acting(connection, by)
        if any(item.name.casefold() == known.casefold() for item in agencies.listing(connection)):
            raise UsageError(
                _("{name} is entered already.").format(name=known),
                _("To change it, remove it first: `diembao agencies remove`."),
            )
        return agencies.add(connection, name=known, email=mail, address=clean_line(address), actor=actor.id)


def drop_agency(archive: Archive, which: str, *, by: str) -> Agency:
    """Offer an agency no longer.

    :param which: its id or name; ``by``: of the person who does it.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises UnknownAgency: there is none of that name.
    """
    with archive.writing() as connection:
        actor, found = acting(connection, by), agency(connection, which)
        agencies.end(connection, found.id, actor=actor.id)
        return found


def acting(connection: Connection, who: str) -> Person:
    """The person who acts.

    :param who: id or name of somebody who works at this desk.
    :raises UnknownPerson: nobody, or more than one, is called that.
    """
    wanted = clean_line(who).casefold()
    present = people.listing(connection)
    if not wanted:
        raise UnknownPerson(
            _("Nobody is named who does this."), _("Name a person of the desk; `diembao users list` shows everybody.")
        )
    found = [person for person in present if wanted in (person.id.casefold(), person.name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownPerson(
            _("{number} people are called {name}.").format(number=len(found), name=who),
            _("Give the id instead; `diembao users list` shows it."),
        )
    raise UnknownPerson(
        _("Nobody at this desk is called {name}.").format(name=who),
        _("`diembao users list` shows everybody; `diembao users add NAME` adds somebody."),
    )


def actor_id(connection: Connection, who: str) -> str:
    """For the audit log: who does what needs no name but is noted.

    :param who: id or name of somebody who works at this desk; empty: somebody at the command line.
    :raises UnknownPerson: nobody, or more than one, is called that.
    """
    return acting(connection, who).id if who else audit.COMMAND_LINE


def agency(connection: Connection, which: str) -> Agency:
    """The agency that is meant.

    :param which: id or name of an agency that can be asked.
    :raises UnknownAgency: none, or more than one, is called that.
    """
    wanted = clean_line(which).casefold()
    found = [item for item in agencies.listing(connection) if wanted in (item.id.casefold(), item.name.casefold())]
    if len(found) != 1:
        raise UnknownAgency(
            _("No agency, or more than one, is called {name}.").format(name=which),
            _("`diembao agencies list` shows ids; `diembao agencies add NAME` adds one."),
        )
    return found[0]


def written_reason(reason: str) -> str:
    """A reason as it is kept.

    :raises NoReason: it is too short to be one.
    """
    cleaned = clean(reason)
    if len(cleaned) < SHORTEST_REASON:
        raise NoReason(
            _("A decision needs a written reason; this one has {number} characters.").format(number=len(cleaned)),
            _("Write at least {number} characters that a colleague will understand.").format(number=SHORTEST_REASON),
        )
    return cleaned


def _name(name: str) -> str:
    cleaned = clean_line(name)
    if not cleaned or len(cleaned) > _LONGEST_NAME:
        raise UsageError(
            _("A name has 1 to {number} characters.").format(number=_LONGEST_NAME), _("Give the name as it is spoken.")
        )
    return cleaned
