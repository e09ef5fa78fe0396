"""What the press talks about: ``phrases``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from diembao.cli.common import DAY, Narrowing, example, home_option, json_option, open_parts, print_json
from diembao.core.clock import today
from diembao.core.i18n import _, day, ngettext, number
from diembao.desk.growth import Growth, Phrase
from diembao.desk.growth import rising as rising_on


@click.command(epilog=example("diembao phrases", "diembao phrases --day 2026-11-22 --topic environment --json"))
@click.option("--day", "at", type=DAY, help=_("Day; today if left out."))
@click.option("--topic", default="", metavar="ID", help=_("Only articles that carry this topic."))
@click.option("--place", default="", metavar="NAME", help=_("Only articles that name this province."))
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help=_("How many phrases to show.")
)
@home_option
@json_option
def phrases(at: datetime | None, topic: str, place: str, limit: int, home: Path | None, as_json: bool) -> None:
    """Show what a day talks about."""
    with open_parts(home) as parts:
        # an unknown topic is refused in the same words as everywhere
        Narrowing((topic,) if topic else (), (), (), (), None, None).filters(parts)
        found = rising_on(parts.archive, day=at.date() if at else today(), topic=topic, place=place, limit=limit)
        if as_json:
            print_json(
                {
                    "day": found.day,
                    "voices": found.talk.voices,
                    "past_days": found.talk.past_days,
                    "rising": [_plain(phrase) for phrase in found.rising],
                    "frequent": [_plain(phrase) for phrase in found.frequent],
                }
            )
            return
        _show(found)


def _show(found: Growth) -> None:
    click.echo(f"{day(found.day)}: {_texts(found.talk.voices)}")
    if found.talk.has_past:
        _list(_("Rising"), found.rising)
    else:
        click.echo(
            ngettext(
                "Only {number} day of the past is known: what rises is told once there is a week.",
                "Only {number} days of the past are known: what rises is told once there is a week.",
                found.talk.past_days,
            ).format(number=number(found.talk.past_days))
        )
    _list(_("Said most"), found.frequent)


def _list(heading: str, listed: tuple[Phrase, ...]) -> None:
    click.echo(f"\n{heading}")
    if not listed:
        click.echo(f"  {_('nothing')}")
    for phrase in listed:
        said = phrase.said
        before = _("{number} a day before").format(number=number(round(said.before, 1)))
        click.echo(f"  {said.phrase}: {_texts(len(said.voices))}, {before}")


def _texts(count: int) -> str:
    return ngettext("{number} text", "{number} texts", count).format(number=number(count))


def _plain(phrase: Phrase) -> dict[str, Any]:
    said = phrase.said
    return {
        "phrase": said.phrase,
        "voices": len(said.voices),
        "stories": said.stories,
        "before": said.before,
        "score": said.score,
        "by_day": said.by_day,
        "examples": [{"id": article.id, "title": article.content.title} for article in phrase.examples],
    }


COMMANDS = (phrases,)
