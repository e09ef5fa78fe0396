"""What the machine asks people to look at, and what they decide: ``flags``, ``explain``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from diembao.archive.flags import Run
from diembao.cli.common import Group, example, home_option, json_option, open_parts, print_json, table
from diembao.core.findings import WHYS, DecisionWhy, FlagReason, FlagState, Passage, PassageKind
from diembao.core.i18n import _, moment, number
from diembao.desk import flagged as flagging
from diembao.desk import words
from diembao.desk.flagged import Flagged
from diembao.pipeline import flag_learning, indexing
from diembao.pipeline.parts import Parts
from diembao.verify import ranking
from diembao.verify.replay import Replayed, replay

_Command = TypeVar("_Command", bound=Callable[..., None])


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
        measured = parts.ranking.measured
    if as_json:
        print_json(
            {
                "total": page.total,
                "threshold": ranking.THRESHOLD,
                "measured": asdict(measured),
                "flags": [_record(item) for item in page.items],
            }
        )
        return
    click.echo(words.flag_list_worth(measured))
    click.echo(_("{number} flags").format(number=number(page.total)))
    if page.items:
        table(
            [
                (
                    item.flag.key[:_SHORT],
                    f"{item.flag.score:.2f}",
                    words.flag_reason(item.flag.finding.reason),
                    words.flag_state(item.flag.state),
                    _headline(item, item.flag.finding.claim),
                )
                for item in page.items
            ],
            (_("Key"), _("Score"), _("Reason"), _("State"), _("Article")),
        )


_note_option = click.option("--note", default="", metavar="TEXT", help=_("What a colleague should know besides."))
_by_option = click.option(
    "--by", "who", metavar="PERSON", required=True, help=_("Name or id of the person who decides.")
)


def _why_option(state: FlagState) -> Callable[[_Command], _Command]:
    return click.option(
        "--why",
        metavar="CODE",
        required=True,
        type=click.Choice([why.value for why in WHYS[state]]),
        help=_("The reason: {codes}. With `other`, the note tells it.").format(codes=", ".join(WHYS[state])),
    )


@flags_group.command(
    "confirm",
    help=_("Say that a flag is right: somebody should know or ask. Neither side counts as the wrong one by it."),
    epilog=example("diembao flags confirm 3f2a9c --why differs --by 'Trần Thị Lan'"),
)
@click.argument("key", metavar="FLAG")
@_why_option(FlagState.CONFIRMED)
@_note_option
@_by_option
@home_option
@json_option
def confirm(key: str, why: str, note: str, who: str, home: Path | None, as_json: bool) -> None:
    """Confirm a flag."""
    _decide(key, FlagState.CONFIRMED, why, note, who, home, as_json)


@flags_group.command(
    "reject",
    help=_("Say that there is nothing to check in a flag, and why. `diembao flags train` learns from it."),
    epilog=example("diembao flags reject 3f2a9c --why other-time --note 'Số của hai năm' --by 'Trần Thị Lan'"),
)
@click.argument("key", metavar="FLAG")
@_why_option(FlagState.REJECTED)
@_note_option
@_by_option
@home_option
@json_option
def reject(key: str, why: str, note: str, who: str, home: Path | None, as_json: bool) -> None:
    """Reject a flag."""
    _decide(key, FlagState.REJECTED, why, note, who, home, as_json)


@flags_group.command(
    "undo",
    help=_("Take your own decision on a flag back; what was decided before counts again."),
    epilog=example("diembao flags undo 3f2a9c --by 'Trần Thị Lan'"),
)
@click.argument("key", metavar="FLAG")
@_by_option
@home_option
@json_option
def undo(key: str, who: str, home: Path | None, as_json: bool) -> None:
    """Take a decision back."""
    with open_parts(home) as parts:
        known = flagging.take_back(parts.archive, key, who=who)
        _show_decided(parts, known.flag_key, as_json)


@flags_group.command(
    "train",
    help=_(
        "Learn from people's decisions which flags deserve a look, and rank all flags anew. What was learnt is used "
        "only where it tells decisions better which it was not shown."
    ),
    epilog=example("diembao flags train", "diembao flags train --json"),
)
@home_option
@json_option
def train(home: Path | None, as_json: bool) -> None:
    """Learn from decisions."""
    with open_parts(home) as parts:
        report = flag_learning.train(parts)
        measured = parts.ranking.measured
    if as_json:
        print_json(asdict(report) | {"measured": asdict(measured)})
        return
    losses = f"{number(round(report.before, 3))} → {number(round(report.after, 3))}"
    said = _("Learnt, errors {losses}.") if report.is_used else _("Not learnt, it would not help: {losses}.")
    click.echo(said.format(losses=losses))
    click.echo(_("{number} flags have another rank.").format(number=number(report.moved)))
    click.echo(words.flag_list_worth(measured))


def _decide(key: str, state: FlagState, why: str, note: str, who: str, home: Path | None, as_json: bool) -> None:
    with open_parts(home) as parts:
        known = flagging.decide(parts.archive, key, state, why=DecisionWhy(why), note=note, who=who)
        _show_decided(parts, known.flag_key, as_json)


def _show_decided(parts: Parts, key: str, as_json: bool) -> None:
    indexing.drain_if_possible(parts)
    item = flagging.flagged(parts.archive, key)
    if as_json:
        print_json(_record(item) | {"decisions": _decisions(item)})
    else:
        click.echo(f"{item.flag.key[:_SHORT]}: {words.flag_state(item.flag.state)}")


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
        "score": flag.score,
        "rule_score": finding.score,
        "story": flag.story_id,
        "claim": _side(item, 0),
        "evidence": _side(item, 1),
        "subject": finding.subject,
        "facts": finding.facts,
        "first_at": flag.first_at,
        "last_at": flag.last_at,
    }


def _side(item: Flagged, place: int) -> dict[str, Any]:
    finding, followed = item.flag.finding, item.followed[place]
    passage, value, also = (finding.claim, finding.evidence)[place], finding.values[place], finding.also[place]
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
        "version": passage.version,
        "passage": followed.fate if followed else None,
        "now": followed.now if followed else "",
    }


def _run(replayed: Replayed) -> dict[str, Any]:
    run: Run = replayed.run
    return {"rule": run.rule, "at": run.at, "inputs": run.inputs, "output": run.output, "equal": replayed.equal}


def _decisions(item: Flagged) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at,
            "by": item.names.get(entry.actor, entry.actor),
            "action": entry.action,
            "why": entry.data.get("why", ""),
            "reason": entry.reason,
        }
        for entry in item.decisions
    ]


def _headline(item: Flagged, passage: Passage) -> str:
    return item.articles[passage.ref].content.title


def _show(item: Flagged, runs: list[Replayed]) -> None:
    flag, finding = item.flag, item.flag.finding
    click.echo(click.style(words.flag_reason(finding.reason), bold=True))
    click.echo(f"{_('Key')}: {flag.key}")
    click.echo(f"{_('Score')}: {flag.score:.2f}")
    click.echo(f"{_('State')}: {words.flag_state(flag.state)}")
    if not flag.active:
        click.echo(_("The rules no longer find it in the present versions."))
    sides = zip((finding.claim, finding.evidence), finding.values, finding.also, item.followed, strict=True)
    for passage, value, also, followed in sides:
        click.echo()
        click.echo(_marked(passage))
        click.echo(click.style(_origin(item, passage), dim=True))
        if followed and (became := words.followed(followed)):
            click.echo(became)
        if value:
            click.echo(_("Value: {value}").format(value=value))
        if also:
            click.echo(_("Also: {ids}").format(ids=", ".join(also)))
    click.echo()
    for replayed in runs:
        click.echo(f"{moment(replayed.run.at)}  {replayed.run.rule}  {_verdict(replayed.equal)}")
    for entry in item.decisions:
        said = words.flag_step(entry, item.names.get(entry.actor, entry.actor))
        click.echo(f"{moment(entry.at)}  {': '.join(filter(None, (said, words.decided(entry))))}")


def _origin(item: Flagged, passage: Passage) -> str:
    if passage.kind is PassageKind.FACT_CHECK:
        review = item.fact_check
        return _joined(review.publisher, review.url) if review else _("no longer in the base of fact-checks")
    if passage.kind is PassageKind.OFFICIAL_FIGURE:
        official = item.official_figure
        return _joined(official.publisher, official.url) if official else _("no longer in the register of figures")
    article = item.articles[passage.ref]
    when = moment(article.dated) if article.dated else _("undated")
    return _joined(article.source_id, when, article.url)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


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
