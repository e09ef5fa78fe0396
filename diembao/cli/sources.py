"""The catalogue: ``sources list``, ``check``, ``add``, ``import``, ``export``, ``health``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from diembao.archive.visits import DoorState
from diembao.cli.common import (
    Group,
    Ticker,
    example,
    home_option,
    json_option,
    open_home,
    open_parts,
    print_json,
    table,
)
from diembao.core import addresses
from diembao.core.clock import now
from diembao.core.errors import CatalogueError, UsageError
from diembao.core.i18n import _, moment, ngettext, number
from diembao.core.models import Source, SourceKind
from diembao.crawlers import reasons
from diembao.crawlers.catalogue import SourceLookup, add_sources, as_toml, find_source, load_sources
from diembao.crawlers.catalogue.exchange import export_sources, sort_out
from diembao.crawlers.catalogue.writing import as_entry, refuse_known
from diembao.crawlers.discovery import Discovery, Found, Wishes, discover, propose, refuse_address
from diembao.desk import health as healths
from diembao.desk.health import Health, HealthStatus
from diembao.desk.health import words as health_words
from diembao.pipeline.checking import check_doors


@click.group(cls=Group)
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
            answer = reasons.explain(item.reason, item.detail) if item.reason else _listed(item.listed)
            click.echo(f"{'✗' if item.reason else '✓'} {item.source.id}  {item.door.url}  {answer}")
    if any(item.reason for item in checks):
        ctx.exit(1)


@sources.command(
    help=_("Look at a site, find its feeds or sitemaps, and add it to the catalogue."),
    epilog=example("diembao sources add https://baomau.vn", "diembao sources add https://baomau.vn --dry-run"),
)
@click.argument("url", metavar="URL")
@click.option("--id", "source_id", metavar="ID", default="", help=_("Its id; otherwise made from the host."))
@click.option("--name", metavar="NAME", default="", help=_("Its name; otherwise as the site calls itself."))
@click.option("--publisher", metavar="NAME", default="", help=_("The responsible publisher, as the imprint names it."))
@click.option("--kind", type=click.Choice([kind.value for kind in SourceKind]), default=None, help=_("Sort of outlet."))
@click.option("--place", metavar="NAME", default="", help=_("Province of a local outlet."))
@click.option("--local", is_flag=True, help=_("The host may be this machine or a private network."))
@click.option("--yes", is_flag=True, help=_("Write the entry without asking."))
@click.option("--dry-run", is_flag=True, help=_("Show the entry only."))
@home_option
@json_option
def add(
    url: str,
    source_id: str,
    name: str,
    publisher: str,
    kind: str | None,
    place: str,
    local: bool,
    yes: bool,
    dry_run: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Propose an entry, and write it."""
    desk = open_home(home)
    url = url.strip()
    refuse_address(url, local=local)
    known = load_sources(desk.sources_file)
    if other := SourceLookup(known).at(addresses.host(url)):
        raise CatalogueError(
            _("{host} belongs to the source {id} already.").format(host=addresses.host(url), id=other.id),
            _("Add its doors to that entry of sources.toml."),
        )
    click.echo(_("Looking at {url} …").format(url=url), err=True)
    found = discover(url, desk.settings.crawl, local=local)
    if not publisher and not found.imprint.publisher and found.doors() and _asks(as_json, yes or dry_run):
        publisher = click.prompt(_("Which body publishes {host}?").format(host=addresses.host(url)), err=True).strip()
    wishes = Wishes(id=source_id, name=name, publisher=publisher, kind=kind or "", place=place, local=local)
    source = propose(url, found, wishes)
    refuse_known(source, known)
    if not as_json:
        _show(source, found)
    if not dry_run and not yes:
        if not _asks(as_json, False):
            raise UsageError(
                _("Nothing was written: nobody was there to ask."),
                _("--yes writes the entry, --dry-run shows it only."),
            )
        yes = click.confirm(_("Write this entry to {file}?").format(file=desk.sources_file), err=True)
    written = yes and not dry_run
    if written:
        add_sources(desk.sources_file, [source])
    if as_json:
        tried = [_tried(item) for item in found.tried]
        print_json({"entry": as_entry(source), "tried": tried, "left": found.left, "written": written})
    elif written:
        click.echo(_("{id} is in the catalogue.").format(id=source.id))


def _asks(as_json: bool, decided: bool) -> bool:
    """Whether a person can be asked, and has to be."""
    return not decided and not as_json and sys.stdin.isatty()


def _show(source: Source, found: Discovery) -> None:
    for item in found.tried:
        said = reasons.explain(item.reason, item.detail) if item.reason else _listed(item.listed)
        click.echo(f"{'✗' if item.reason else '✓'} {item.door.url}  {said}", err=True)
    if found.left:
        sentence = ngettext("{number} more feed was not tried.", "{number} more feeds were not tried.", found.left)
        click.echo(sentence.format(number=number(found.left)), err=True)
    click.echo(as_toml(source))


def _tried(item: Found) -> dict[str, Any]:
    return {
        "url": item.door.url,
        "channel": item.door.channel,
        "listed": item.listed,
        "reason": item.reason,
        "explanation": reasons.explain(item.reason, item.detail) if item.reason else "",
    }


def _listed(count: int) -> str:
    return _("{number} articles listed").format(number=number(count))


@sources.command(
    "import",
    help=_("Add the sources of an OPML file to the catalogue."),
    epilog=example("diembao sources import nguon.opml"),
)
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--dry-run", is_flag=True, help=_("Show what would be added only."))
@home_option
@json_option
@click.pass_context
def import_(ctx: click.Context, file: BinaryIO, dry_run: bool, home: Path | None, as_json: bool) -> None:
    """Take over what can be used, and name the rest."""
    desk = open_home(home)
    sorted_out = sort_out(file.read(), load_sources(desk.sources_file))
    if sorted_out.new and not dry_run:
        add_sources(desk.sources_file, sorted_out.new)
    if as_json:
        print_json(
            {
                "added": [source.id for source in sorted_out.new],
                "known": sorted_out.known,
                "unused": [{"what": item.what, "why": item.why, "hint": item.hint} for item in sorted_out.unused],
                "written": bool(sorted_out.new) and not dry_run,
            }
        )
    else:
        for source in sorted_out.new:
            click.echo(f"✓ {source.id}  {source.name}")
        for item in sorted_out.unused:
            click.echo(f"✗ {item.what}  {item.why}" + (f" {item.hint}" if item.hint else ""))
        added, had, unused = len(sorted_out.new), len(sorted_out.known), len(sorted_out.unused)
        click.echo(
            _("{added} added, {known} known already, {unused} that cannot be used.").format(
                added=number(added), known=number(had), unused=number(unused)
            )
        )
    if sorted_out.unused:
        ctx.exit(1)


@sources.command(
    "export",
    help=_("Write the catalogue as an OPML file, which feed readers and other desks can read."),
    epilog=example("diembao sources export nguon.opml"),
)
@click.argument("file", type=click.File("wb"), metavar="[FILE]", default="-")
@home_option
def export(file: BinaryIO, home: Path | None) -> None:
    """Write the whole catalogue."""
    file.write(export_sources(load_sources(open_home(home).sources_file)))


@sources.command(
    help=_("Say how sources do, and since when: the worst first. For those that are named, also what to do."),
    epilog=example("diembao sources health", "diembao sources health tuoitre nhandan --json"),
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
                moment(item.since) if health_words.since(item.findings[0]) else "",
                " ".join(map(health_words.sentence, item.findings)),
            )
            for item in found
        ),
        (_("id"), _("state"), _("since"), _("what is to be said")),
    )
    for item in found if chosen else ():
        click.echo(f"\n{item.source.id}:")
        for finding in item.findings:
            click.echo(_("What to do: {hint}").format(hint=health_words.advice(finding.status, item.source.id)))


def _health(item: Health) -> dict[str, Any]:
    return {
        "source": item.source.id,
        "status": item.status,
        "since": item.since,
        "findings": [
            {
                "status": finding.status,
                "since": finding.since,
                "until": finding.detail.get("until"),
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
