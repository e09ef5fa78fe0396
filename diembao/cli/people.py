"""Who does what: ``users``, ``agencies``, ``audit``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from diembao.archive import agencies as kept_agencies
from diembao.archive import audit as log
from diembao.archive import open_archive
from diembao.archive import people as kept_people
from diembao.cli.common import Group, example, home_option, json_option, open_home, print_json, table
from diembao.core.casework import Role
from diembao.core.i18n import _, moment, number
from diembao.desk import people as entering
from diembao.desk.casework import words as case_words

by_option = click.option(
    "--by", default="", metavar="PERSON", help=_("Who does this: name or id of a person of the desk.")
)


@click.group(cls=Group)
def users() -> None:
    """Gather the commands on people."""


@users.command(
    "add",
    help=_("Enter a person. The first one needs no --by."),
    epilog=example("diembao users add 'Trần Thị Lan' --role analyst --by 'Lê Văn Bình'"),
)
@click.argument("name")
@click.option(
    "--role", type=click.Choice([*map(str, Role)]), default=str(Role.ANALYST), show_default=True, help=_("Their role.")
)
@click.option("--email", default="", metavar="ADDRESS", help=_("Their e-mail address."))
@by_option
@home_option
@json_option
def add_user(name: str, role: str, email: str, by: str, home: Path | None, as_json: bool) -> None:
    """Enter a person."""
    with open_archive(open_home(home)) as archive:
        person = entering.enter(archive, name=name, role=Role(role), email=email, by=by)
    if as_json:
        print_json(asdict(person))
    else:
        click.echo(_("Entered: {name} ({id}).").format(name=person.name, id=person.id))


@users.command("list", help=_("List the people of the desk."), epilog=example("diembao users list"))
@click.option("--all", "ended", is_flag=True, help=_("Also those who have left."))
@home_option
@json_option
def list_users(ended: bool, home: Path | None, as_json: bool) -> None:
    """List people."""
    with open_archive(open_home(home)) as archive, archive.reading() as connection:
        found = kept_people.listing(connection, ended=ended)
    if as_json:
        print_json([asdict(person) for person in found])
        return
    table(
        ((person.id, person.name, case_words.role(person.role), person.email) for person in found),
        (_("id"), _("name"), _("role"), _("e-mail")),
    )


@users.command(
    "remove",
    help=_("Note that somebody no longer works here. Their decisions keep their name."),
    epilog=example("diembao users remove 'Trần Thị Lan' --by 'Lê Văn Bình'"),
)
@click.argument("who")
@by_option
@home_option
def remove_user(who: str, by: str, home: Path | None) -> None:
    """Note that somebody has left."""
    with open_archive(open_home(home)) as archive:
        person = entering.leave(archive, who, by=by)
    click.echo(_("No longer at the desk: {name}.").format(name=person.name))


@click.group(cls=Group)
def agencies() -> None:
    """Gather the commands on agencies."""


@agencies.command(
    "add",
    help=_("Enter an agency."),
    epilog=example("diembao agencies add 'Sở Xây dựng' --email vanthu@sxd.example.vn --by 'Trần Thị Lan'"),
)
@click.argument("name")
@click.option(
    "--email", default="", metavar="ADDRESS", help=_("Where letters are mailed to; without it they are printed.")
)
@click.option("--address", default="", help=_("Postal address, for the letter's head."))
@by_option
@home_option
@json_option
def add_agency(name: str, email: str, address: str, by: str, home: Path | None, as_json: bool) -> None:
    """Enter an agency."""
    with open_archive(open_home(home)) as archive:
        agency = entering.enter_agency(archive, name=name, email=email, address=address, by=by)
    if as_json:
        print_json(asdict(agency))
    else:
        click.echo(_("Entered: {name} ({id}).").format(name=agency.name, id=agency.id))


@agencies.command("list", help=_("List agencies."), epilog=example("diembao agencies list"))
@home_option
@json_option
def list_agencies(home: Path | None, as_json: bool) -> None:
    """List agencies."""
    with open_archive(open_home(home)) as archive, archive.reading() as connection:
        found = kept_agencies.listing(connection)
    if as_json:
        print_json([asdict(agency) for agency in found])
        return
    table(
        ((agency.id, agency.name, agency.email, agency.address) for agency in found),
        (_("id"), _("name"), _("e-mail"), _("address")),
    )


@agencies.command(
    "remove",
    help=_("Offer an agency no longer. Letters to it stay."),
    epilog=example("diembao agencies remove 'Sở Xây dựng' --by 'Trần Thị Lan'"),
)
@click.argument("which")
@by_option
@home_option
def remove_agency(which: str, by: str, home: Path | None) -> None:
    """Offer an agency no longer."""
    with open_archive(open_home(home)) as archive:
        agency = entering.drop_agency(archive, which, by=by)
    click.echo(_("Removed: {name}.").format(name=agency.name))


@click.group(cls=Group)
def audit() -> None:
    """Gather the commands on the audit log."""


@audit.command(
    help=_(
        "Read the whole log and check that no entry was changed or taken out. Note the head that it prints elsewhere: "
        "only it shows later that the end was not cut off."
    ),
    epilog=example("diembao audit verify", "diembao audit verify --noted 3f9a…"),
)
@click.option(
    "--noted", default="", metavar="HEAD", help=_("A head that was noted earlier and must still stand in the log.")
)
@home_option
@json_option
@click.pass_context
def verify(ctx: click.Context, noted: str, home: Path | None, as_json: bool) -> None:
    """Check the chain."""
    with open_archive(open_home(home)) as archive, archive.reading() as connection:
        checked = log.verify(connection, noted.strip().lower())
    holds = checked.broken is None and checked.has_noted
    if as_json:
        print_json({"holds": holds, **asdict(checked)})
    elif checked.broken is not None:
        click.echo(_("The log was changed: entry {number} does not fit.").format(number=checked.broken), err=True)
    elif not checked.has_noted:
        click.echo(
            _("The head that was noted no longer stands in the log: its end was cut off or rewritten."), err=True
        )
    else:
        click.echo(
            _("The log holds: {number} entries, head {head}").format(number=number(checked.entries), head=checked.head)
        )
    if not holds:
        ctx.exit(1)


@audit.command(
    "list",
    help=_("Show what was done, the newest first."),
    epilog=example("diembao audit list --limit 20", "diembao audit list --subject 01K9…"),
)
@click.option(
    "--subject", default="", metavar="ID", help=_("Only what was done to this case, flag, article or person.")
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=_("How many entries."))
@home_option
@json_option
def list_audit(subject: str, limit: int, home: Path | None, as_json: bool) -> None:
    """Show entries."""
    with open_archive(open_home(home)) as archive, archive.reading() as connection:
        found = log.of(connection, subject)[::-1][:limit] if subject else log.newest(connection, limit)
        names = kept_people.names(connection, {entry.actor for entry in found})
    if as_json:
        print_json([{**asdict(entry), "actor_name": names.get(entry.actor, entry.actor)} for entry in found])
        return
    table(
        (
            (
                str(entry.seq),
                moment(entry.at),
                names.get(entry.actor, entry.actor),
                entry.action,
                entry.subject,
                " ".join(entry.reason.split()),
            )
            for entry in found
        ),
        (_("no."), _("when"), _("who"), _("what"), _("to"), _("reason")),
    )


COMMANDS = (users, agencies, audit)
