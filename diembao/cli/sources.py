"""The catalogue: ``sources list``, ``sources check``, ``sources health``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diembao.archive.visits import DoorState
from diembao.cli.common import Group, Ticker, example, home_option, json_option, open_parts, print_json, table
from diembao.core.i18n import _, moment, number
from diembao.core.models import Outcome
from diembao.crawlers import reasons
from diembao.crawlers.catalogue import find_source
from diembao.desk import status as statuses
from diembao.desk import words
from diembao.pipeline.checking import check_doors


@click.group(cls=Group, help=_("List and check sources."))
def sources() -> None:
    """Gather the commands on sources."""


@sources.command("list", help=_("List all sources of the catalogue."), epilog=example("diembao sources list"))
@home_option
@json_option
def list_(home: Path | None, as_json: bool) -> None:
    """Show the catalogue."""
    with open_parts(home) as parts:
        if as_json:
            print_json(
                [
                    {
                        "id": source.id,
                        "name": source.name,
                        "publisher": source.publisher,
                        "kind": source.kind,
                        "place": source.place,
                        "domains": source.domains,
                        "doors": [{"url": door.url, "channel": door.channel} for door in source.doors],
                        "verified": source.verified,
                        "enabled": source.enabled,
                    }
                    for source in parts.sources
                ]
            )
            return
        table(
            (
                (source.id, source.name, source.publisher, str(len(source.doors)), _("yes") if source.verified else "–")
                for source in parts.sources
            ),
            (_("id"), _("name"), _("publisher"), _("doors"), _("verified live")),
        )


@sources.command(
    help=_("Try the addresses of sources. Nothing is collected."),
    epilog=example("diembao sources check tuoitre nhandan"),
)
@click.argument("ids", nargs=-1, metavar="[ID]…")
@home_option
@json_option
@click.pass_context
def check(ctx: click.Context, ids: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Try doors."""
    with open_parts(home) as parts:
        chosen = [find_source(parts.sources, source_id) for source_id in ids] or list(parts.sources)
        ticker = Ticker(_("Doors tried:"))
        checks = check_doors(parts, chosen, ticker)
        ticker.done()
    if as_json:
        print_json(
            [
                {
                    "source": item.source.id,
                    "url": item.door.url,
                    "works": not item.reason,
                    "listed": item.listed,
                    "reason": item.reason,
                    "explanation": reasons.explain(item.reason, item.detail) if item.reason else "",
                }
                for item in checks
            ]
        )
    else:
        for item in checks:
            answer = (
                reasons.explain(item.reason, item.detail)
                if item.reason
                else _("{number} articles listed").format(number=number(item.listed))
            )
            click.echo(f"{'✗' if item.reason else '✓'} {item.source.id}  {item.door.url}  {answer}")
    if any(item.reason for item in checks):
        ctx.exit(1)


@sources.command(help=_("Show how sources answer, and since when."), epilog=example("diembao sources health --json"))
@home_option
@json_option
def health(home: Path | None, as_json: bool) -> None:
    """Show the state of sources."""
    with open_parts(home) as parts:
        found = statuses.health(parts.archive, parts.sources)
    if as_json:
        print_json(
            [
                {
                    "source": item.source.id,
                    "state": item.state,
                    "checked_at": item.checked_at,
                    "worked_at": item.worked_at,
                    "visits": {outcome.value: item.outcomes[outcome] for outcome in Outcome},
                    "doors": [_door(door) for door in item.doors],
                }
                for item in found
            ]
        )
        return
    table(
        (
            (
                item.source.id,
                words.source_state(item.state),
                moment(item.worked_at) if item.worked_at else "–",
                number(sum(item.outcomes[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED))),
                next(filter(None, map(words.door_problem, item.doors)), ""),
            )
            for item in found
        ),
        (_("id"), _("state"), _("last worked"), _("new in 7 days"), _("what is wrong")),
    )


def _door(door: DoorState) -> dict[str, Any]:
    return {
        "url": door.url,
        "works": door.works,
        "listed": door.listed,
        "reason": door.reason,
        "explanation": reasons.explain(door.reason, door.detail) if door.reason else "",
        "failing_since": door.failing_since,
    }


COMMANDS = (sources,)
