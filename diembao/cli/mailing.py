"""Mails: ``digest``, ``subscribers``, ``sendings``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from diembao.archive import open_archive
from diembao.cli.common import (
    DAY,
    TIME_OF_DAY,
    Group,
    example,
    home_option,
    json_option,
    open_parts,
    print_json,
    table,
)
from diembao.cli.people import by_option
from diembao.core.clock import now, today
from diembao.core.home import Home
from diembao.core.i18n import _, moment, ngettext, number
from diembao.core.mailing import Sending, SendingState, Subscriber
from diembao.desk import words
from diembao.desk.digest import rounds as digest_round
from diembao.desk.digest import subscribers
from diembao.desk.digest.rounds import Office
from diembao.desk.mail import sending as mailing
from diembao.desk.mail.words import answer
from diembao.pipeline.loop import Job
from diembao.pipeline.parts import Parts
from diembao.pipeline.processes import command


@click.command(
    epilog=example("diembao digest --dry-run thu", "diembao digest --date 2026-11-21 --to hung@example.vn"),
)
@home_option
@click.option("--date", "day", type=DAY, help=_("The mail of this day; today if left out."))
@click.option(
    "--dry-run",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=_("Send nothing; write each mail into DIR, as .eml and .html."),
)
@click.option(
    "--to", "chosen", multiple=True, metavar="ID", help=_("Only this subscriber (id or address); may repeat.")
)
@click.option("--due", is_flag=True, help=_("Only those whose time has come, and whatever mail else waits."))
@json_option
@click.pass_context
def digest(
    ctx: click.Context,
    home: Path | None,
    day: datetime | None,
    folder: Path | None,
    chosen: tuple[str, ...],
    due: bool,
    as_json: bool,
) -> None:
    """Send or write the mails of a day."""
    if due and (day or folder or chosen):
        raise click.UsageError(_("--due goes with no other choice."))
    with open_parts(home) as parts:
        office = _office(parts)
        of_day = day.date() if day else today()
        if due:
            receivers: Sequence[Subscriber] = digest_round.due(parts.archive, now())
        elif chosen:
            receivers = [subscribers.subscriber(parts.archive, who) for who in dict.fromkeys(chosen)]
        else:
            receivers = subscribers.everybody(parts.archive)
        if folder:
            _show_samples(digest_round.write_round(office, of_day, receivers, folder), as_json)
            return
        sent = digest_round.send_round(office, of_day, receivers)
        if due:
            sent += mailing.deliver(parts.archive, parts.home.settings.mail)
    if as_json:
        print_json([_sending(one) for one in sent])
    else:
        _show_round(sent)
    if any(one.state is not SendingState.SENT for one in sent):
        ctx.exit(1)


def digest_job(home: Home) -> Job:
    """The daily mails as a job of `diembao run`. A desk without mail server has none to send."""

    def is_due() -> bool:
        if not Home(home.path).settings.mail.host:  # as they are now: they may have been set while the desk runs
            return False
        with open_archive(home) as archive:
            return digest_round.is_work(archive, now())

    return Job("digest", command(home, "digest", "--due"), is_due)


@click.group("subscribers", cls=Group)
def subscribers_() -> None:
    """Gather the commands on subscribers."""


@subscribers_.command(
    help=_("Put somebody on the list."),
    epilog=example('diembao subscribers add "Văn phòng UBND" vanphong@example.vn --topic environment --time 06:30'),
)
@click.argument("name")
@click.argument("email")
@click.option("--topic", "topics", multiple=True, metavar="ID", help=_("Only this topic; may be repeated."))
@click.option("--province-only", is_flag=True, help=_("Only what happens in the own province."))
@click.option(
    "--time",
    "at_time",
    type=TIME_OF_DAY,
    default=subscribers.USUAL_TIME.strftime("%H:%M"),
    show_default=True,
    help=_("When the mail goes out, on a Vietnamese clock."),
)
@by_option
@home_option
@json_option
def add(
    name: str,
    email: str,
    topics: tuple[str, ...],
    province_only: bool,
    at_time: datetime,
    by: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Put somebody on the list."""
    with open_parts(home) as parts:
        added = subscribers.subscribe(
            parts.archive,
            name=name,
            email=email,
            topics=topics,
            province_only=province_only,
            at_time=at_time.time(),
            known_topics=[topic.id for topic in parts.topics],
            by=by,
        )
    if as_json:
        print_json(_subscriber(added))
    else:
        click.echo(
            _("{name} <{email}> gets the daily mail at {time}.").format(
                name=added.name, email=added.email, time=added.time.strftime("%H:%M")
            )
        )


@subscribers_.command("list", help=_("Show the list."), epilog=example("diembao subscribers list --json"))
@home_option
@json_option
def list_(home: Path | None, as_json: bool) -> None:
    """Show the list."""
    with open_parts(home) as parts:
        found = subscribers.everybody(parts.archive)
    if as_json:
        print_json([_subscriber(one) for one in found])
        return
    table(
        (
            (
                one.id,
                one.time.strftime("%H:%M"),
                one.name,
                one.email,
                ", ".join(one.topics) or _("all topics"),
                _("own province only") if one.province_only else "",
            )
            for one in found
        ),
        (_("id"), _("time"), _("name"), _("e-mail"), _("topics"), _("narrowed")),
    )


@subscribers_.command(help=_("Take somebody off the list."), epilog=example("diembao subscribers remove a@example.vn"))
@click.argument("who", metavar="ID")
@by_option
@home_option
@json_option
def remove(who: str, by: str, home: Path | None, as_json: bool) -> None:
    """Take somebody off the list."""
    with open_parts(home) as parts:
        gone = subscribers.unsubscribe(parts.archive, who, by=by)
    if as_json:
        print_json(_subscriber(gone))
    else:
        click.echo(_("{name} <{email}> gets no more mails.").format(name=gone.name, email=gone.email))


@click.group("sendings", cls=Group)
def sendings_() -> None:
    """Gather the commands on mails that were to leave the desk."""


@sendings_.command(
    "list",
    help=_("Show the mails of a day, and older ones that need a person."),
    epilog=example("diembao sendings list --date 2026-11-21"),
)
@click.option("--date", "day", type=DAY, help=_("This day; today if left out."))
@home_option
@json_option
def list_sendings(day: datetime | None, home: Path | None, as_json: bool) -> None:
    """Show mails."""
    with open_parts(home) as parts:
        found = mailing.of_day(parts.archive, day.date() if day else today())
    if as_json:
        print_json([_sending(one) for one in found])
        return
    table(
        (
            (one.id, moment(one.claimed_at), words.sending_state(one.state), one.recipient, one.subject, answer(one))
            for one in found
        ),
        (_("id"), _("made"), _("state"), _("to"), _("subject"), _("answer of the server")),
    )


@sendings_.command(
    help=_("Send a mail again of which it is not known whether it arrived, or that was refused."),
    epilog=example("diembao sendings resend 01K9ZX3V4Q8R5T6W7Y8Z9A0B1C"),
)
@click.argument("sending_id", metavar="ID")
@home_option
@json_option
@click.pass_context
def resend(ctx: click.Context, sending_id: str, home: Path | None, as_json: bool) -> None:
    """Send the same mail again."""
    with open_parts(home) as parts:
        sent = mailing.send_again(parts.archive, parts.home.settings.mail, sending_id)
    if as_json:
        print_json(_sending(sent))
    else:
        _show_round([sent])
    if sent.state is not SendingState.SENT:
        ctx.exit(1)


def _office(parts: Parts) -> Office:
    return Office(archive=parts.archive, settings=parts.home.settings, sources=parts.sources, topics=parts.topics)


def _show_samples(samples: Sequence[digest_round.Sample], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "subscriber": sample.digest.subscriber.id,
                    "email": sample.digest.subscriber.email,
                    "day": sample.digest.day,
                    "since": sample.digest.since,
                    "until": sample.digest.until,
                    "subject": sample.subject,
                    "stories": sample.digest.stories,
                    "flags": len(sample.digest.flags),
                    "eml": sample.eml,
                    "html": sample.html,
                }
                for sample in samples
            ]
        )
        return
    for sample in samples:
        click.echo(f"{sample.digest.subscriber.email}  {sample.subject}\n  {sample.html}")
    text = ngettext("{number} mail written, none sent.", "{number} mails written, none sent.", len(samples))
    click.echo(text.format(number=number(len(samples))))


def _show_round(sent: Sequence[Sending]) -> None:
    for one in sent:
        click.echo(" · ".join(filter(None, (one.recipient, words.sending_state(one.state), answer(one), one.subject))))
    if not sent:
        click.echo(_("Nobody is to get a mail now."))


def _subscriber(one: Subscriber) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "topics": one.topics,
        "province_only": one.province_only,
        "time": one.time.strftime("%H:%M"),
        "added_at": one.added_at,
    }


def _sending(one: Sending) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.key,
        "kind": one.kind,
        "recipient": one.recipient,
        "subject": one.subject,
        "state": one.state,
        "message_id": one.message_id,
        "claimed_at": one.claimed_at,
        "changed_at": one.changed_at,
        "attempts": one.attempts,
        "detail": one.detail,
    }


COMMANDS = (digest, subscribers_, sendings_)
