"""What the machine asks people to look at: ``flags list``, ``explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diembao.archive.flags import Run
from diembao.cli.common import Group, example, home_option, json_option, open_parts, print_json, table
from diembao.core.findings import FlagReason, FlagState, Passage, PassageKind
from diembao.core.i18n import _, moment, number
from diembao.desk import flagged as flagging
from diembao.desk import words
from diembao.desk.flagged import Flagged
from diembao.verify import ranking
from diembao.verify.replay import Replayed, replay


@click.group(name="flags", cls=Group)
def flags_group() -> None:
    """Gather the subcommands."""


@flags_group.command(
    "list",
    help=_("List flags, the surest first. A flag says that a person should look, not that somebody is wrong."),
    epilog=example("diembao flags list --reason conflicting-figures"),
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    type=click.Choice([reason.value for reason in FlagReason]),
    help=_("Only this reason; may be repeated."),
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in FlagState]),
    help=_("Only flags that people have left in this state; may be repeated."),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=_("Also those below the threshold, and those that the rules no longer find."),
)
@click.option("--limit", type=click.IntRange(0, 1000), default=20, show_default=True, help=_("How many at most."))
@click.option("--offset", type=click.IntRange(0), default=0, help=_("How many to skip."))
@home_option
@json_option
def list_flags(
    reasons: tuple[str, ...],
    states: tuple[str, ...],
    everything: bool,
    limit: int,
    offset: int,
    home: Path | None,
    as_json: bool,
) -> None:
    """List flags."""
    with open_parts(home) as parts:
        page = flagging.flag_list(
            parts.archive,
            states=[FlagState(state) for state in states],
            reasons=[FlagReason(reason) for reason in reasons],
            active=None if everything else True,
            everything=everything,
            limit=limit,
            offset=offset,
        )
    if as_json:
        print_json(
            {"total": page.total, "threshold": ranking.THRESHOLD, "flags": [_record(item) for item in page.items]}
        )
        return
    click.echo(words.flag_list_worth())
    click.echo(_("{number} flags").format(number=number(page.total)))
    if page.items:
        table(
            [
                (
                    item.flag.key[:_SHORT],
                    f"{item.flag.finding.score:.2f}",
                    words.flag_reason(item.flag.finding.reason),
                    words.flag_state(item.flag.state),
                    _headline(item, item.flag.finding.claim),
                )
                for item in page.items
            ],
            (_("Key"), _("Score"), _("Reason"), _("State"), _("Article")),
        )


@click.command(
    epilog=example("diembao explain 3f2a9c"),
)
@click.argument("key", metavar="FLAG")
@home_option
@json_option
def explain(key: str, home: Path | None, as_json: bool) -> None:
    """Show and replay one flag."""
    with open_parts(home) as parts:
        with parts.archive.reading() as connection:
            whole = flagging.find(connection, key).key
            runs = replay(connection, whole)
        item = flagging.flagged(parts.archive, whole)
    if as_json:
        print_json(_record(item) | {"runs": [_run(replayed) for replayed in runs], "decisions": _decisions(item)})
        return
    _show(item, runs)


#: Letters of a key that are shown where space is short; commands take any beginning of one that fits no other.
_SHORT = 10


def _record(item: Flagged) -> dict[str, Any]:
    flag, finding = item.flag, item.flag.finding
    return {
        "key": flag.key,
        "reason": finding.reason,
        "state": flag.state,
        "active": flag.active,
        "score": finding.score,
        "story": flag.story_id,
        "claim": _side(item, finding.claim, finding.values[0], finding.also[0]),
        "evidence": _side(item, finding.evidence, finding.values[1], finding.also[1]),
        "subject": finding.subject,
        "facts": finding.facts,
        "first_at": flag.first_at,
        "last_at": flag.last_at,
    }


def _side(item: Flagged, passage: Passage, value: str, also: tuple[str, ...]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "kind": passage.kind,
        "id": passage.ref,
        "text": passage.text,
        "marks": passage.marks,
        "value": value,
        "also": also,
    }
    if passage.kind is PassageKind.FACT_CHECK:
        review = item.fact_check
        return known | ({"url": review.url, "publisher": review.publisher, "rating": review.rating} if review else {})
    if passage.kind is PassageKind.OFFICIAL_FIGURE:
        official = item.official_figure
        return known | ({"url": official.url, "publisher": official.publisher} if official else {})
    article = item.articles[passage.ref]
    return known | {
        "source": article.source_id,
        "url": article.url,
        "title": article.content.title,
        "dated": article.dated,
        "removed_at": article.removed_at,
    }


def _run(replayed: Replayed) -> dict[str, Any]:
    run: Run = replayed.run
    return {"rule": run.rule, "at": run.at, "inputs": run.inputs, "output": run.output, "equal": replayed.equal}


def _decisions(item: Flagged) -> list[dict[str, Any]]:
    return [
        {"at": entry.at, "by": item.names.get(entry.actor, entry.actor), "action": entry.action, "reason": entry.reason}
        for entry in item.decisions
    ]


def _headline(item: Flagged, passage: Passage) -> str:
    return item.articles[passage.ref].content.title


def _show(item: Flagged, runs: list[Replayed]) -> None:
    flag, finding = item.flag, item.flag.finding
    click.echo(click.style(words.flag_reason(finding.reason), bold=True))
    click.echo(f"{_('Key')}: {flag.key}")
    click.echo(f"{_('Score')}: {finding.score:.2f}")
    click.echo(f"{_('State')}: {words.flag_state(flag.state)}")
    if not flag.active:
        click.echo(_("The rules no longer find it in the present versions."))
    for passage, value, also in zip((finding.claim, finding.evidence), finding.values, finding.also, strict=True):
        click.echo()
        click.echo(_marked(passage))
        click.echo(click.style(_origin(item, passage), dim=True))
        if value:
            click.echo(_("Value: {value}").format(value=value))
        if also:
            click.echo(_("Also: {ids}").format(ids=", ".join(also)))
    click.echo()
    for replayed in runs:
        click.echo(f"{moment(replayed.run.at)}  {replayed.run.rule}  {_verdict(replayed.equal)}")
    for decision in _decisions(item):
        click.echo(f"{moment(decision['at'])}  {decision['by']}  {decision['action']}: {decision['reason']}")


def _origin(item: Flagged, passage: Passage) -> str:
    if passage.kind is PassageKind.FACT_CHECK:
        review = item.fact_check
        return f"{review.publisher} · {review.url}" if review else _("no longer in the base of fact-checks")
    if passage.kind is PassageKind.OFFICIAL_FIGURE:
        official = item.official_figure
        return f"{official.publisher} · {official.url}" if official else _("no longer in the register of figures")
    article = item.articles[passage.ref]
    when = moment(article.dated) if article.dated else _("undated")
    removed = f" · {_('Removed at the source')}" if article.removed_at else ""
    return f"{article.source_id} · {when} · {article.url}{removed}"


def _marked(passage: Passage) -> str:
    parts, last = [], 0
    for start, end in passage.marks:
        parts += [passage.text[last:start], click.style(passage.text[start:end], bold=True, underline=True)]
        last = end
    return "".join([*parts, passage.text[last:]])


def _verdict(equal: bool | None) -> str:
    if equal is None:
        return _("this version of the rule is gone")
    return _("replayed: the same to the byte") if equal else _("replayed: NOT the same")


COMMANDS = (flags_group, explain)
