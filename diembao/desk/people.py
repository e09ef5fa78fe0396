"""Who may decide: a named person of the desk, with a written reason."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from diembao.archive import agencies, people
from diembao.core.casework import Agency, Person
from diembao.core.errors import NoReason, UnknownAgency, UnknownPerson
from diembao.core.i18n import _
from diembao.core.text import clean, clean_line

#: A reason has at least so many characters: enough for a sentence, too many for "ok".
SHORTEST_REASON = 10


def acting(connection: Connection, who: str) -> Person:
    """The person who acts.

    :param who: id or name of somebody who works at this desk.
    :raises UnknownPerson: nobody, or more than one, is called that.
    """
    wanted = clean_line(who).casefold()
    present = people.listing(connection)
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
