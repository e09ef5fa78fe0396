"""The catalogue: ``sources list``, ``sources check``, ``sources health``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diembao.archive.visits import DoorState
from diembao.cli.common import Group, Ticker, example, home_option, json_option, open_parts, print_json, table
from diembao.core.clock import now
from diembao.core.i18n import _, number
from diembao.crawlers import reasons
from diembao.crawlers.catalogue import find_source
from diembao.desk import health as healths
from diembao.desk.health import Health, HealthStatus
from diembao.desk.health import words as health_words
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


@sources.command(
    help=_("Say how sources do, and since when: the worst first."),
    epilog=example("diembao sources health tuoitre nhandan --json"),
)
@click.argument("ids", nargs=-1, metavar="[ID]…")
@home_option
@json_option
def health(ids: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Judge sources."""
    with open_parts(home) as parts:
        chosen = {find_source(parts.sources, source_id).id for source_id in ids}
        judged = healths.refresh(parts.archive, parts.sources, now())
    order = list(HealthStatus)
    found = [item for item in judged if not chosen or item.source.id in chosen]
    found.sort(key=lambda item: order.index(item.status))
    if as_json:
        print_json([_health(item) for item in found])
        return
    table(
        (
            (
                item.source.id,
                health_words.label(item.status),
                health_words.since(item.findings[0]),
                " ".join(map(health_words.sentence, item.findings)),
            )
            for item in found
        ),
        (_("id"), _("state"), _("since"), _("what is to be said")),
    )


def _health(item: Health) -> dict[str, Any]:
    return {
        "source": item.source.id,
        "status": item.status,
        "since": item.since,
        "findings": [
            {
                "status": finding.status,
                "since": finding.since,
                "sentence": health_words.sentence(finding),
                "advice": health_words.advice(finding.status, item.source.id),
            }
            for finding in item.findings
        ],
        "checked_at": item.checked_at,
        "worked_at": item.worked_at,
        "articles_by_day": item.days,
        "doors": [_door(door) for door in item.doors],
    }


def _door(door: DoorState) -> dict[str, Any]:
    return {
        "url": door.url,
        "works": door.works,
        "listed": door.listed,
        "reason": door.reason,
        "explanation": reasons.explain(door.reason, door.detail) if door.reason else "",
        "failing_since": door.failing_since,
        "next_look_at": door.next_look_at,
    }


COMMANDS = (sources,)
