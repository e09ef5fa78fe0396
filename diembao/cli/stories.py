"""Reports of one event: ``stories list|show|move|merge|split|undo``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import click

from diembao.archive.story_changes import StoryChange
from diembao.cli.common import DAY, Group, example, home_option, json_option, open_parts, print_json, table
from diembao.core.clock import now, today
from diembao.core.i18n import _, moment, ngettext, number
from diembao.desk import story_editing, words
from diembao.desk.story_editing import Change
from diembao.desk.story_list import Listed, Order, story_list
from diembao.desk.story_page import Agreement, Disagreement, Saying, StoryPage, Text, story_page
from diembao.pipeline import indexing, verifying
from diembao.pipeline.parts import Parts

_by = click.option("--by", "who", metavar="PERSON", required=True, help=_("Name or id of the person who does it."))


@click.group(name="stories", cls=Group)
def stories_group() -> None:
    """Gather the subcommands."""


@stories_group.command(
    "list",
    help=_("List the stories of a day: those of the own province first, then those that grow."),
    epilog=example("diembao stories list", "diembao stories list --date 2026-11-22 --order voices --json"),
)
@click.option("--date", "day", type=DAY, help=_("The day; today by default."))
@click.option("--topic", "topics", multiple=True, metavar="ID", help=_("Only this topic; may be repeated."))
@click.option("--in-province", "inside", is_flag=True, help=_("Only stories of the own province."))
@click.option("--all", "single", is_flag=True, help=_("Also stories of one article."))
@click.option(
    "--order",
    type=click.Choice(get_args(Order)),
    default="growth",
    show_default=True,
    help=_("By growth against their own three days before, or by independent texts."),
)
@click.option("--limit", type=click.IntRange(0, 1000), default=20, show_default=True, help=_("How many at most."))
@click.option("--offset", type=click.IntRange(0), default=0, help=_("How many to skip."))
@home_option
@json_option
def list_stories(
    day: datetime | None,
    topics: tuple[str, ...],
    inside: bool,
    single: bool,
    order: Order,
    limit: int,
    offset: int,
    home: Path | None,
    as_json: bool,
) -> None:
    """List stories."""
    with open_parts(home) as parts:
        found = story_list(
            parts.archive,
            day.date() if day else today(),
            topics=topics,
            home=inside,
            single=single,
            order=order,
            limit=limit,
            offset=offset,
        )
    if as_json:
        print_json({"total": found.total, "stories": [_listed(each) for each in found.items]})
        return
    click.echo(ngettext("{number} story", "{number} stories", found.total).format(number=number(found.total)))
    if found.items:
        table(
            (
                (
                    each.reports.story.id,
                    number(len(each.reports.story.articles)),
                    number(each.reports.story.voices),
                    number(each.pace.recent) + (" ▲" if each.pace.is_hot else ""),
                    each.reports.headline.content.title,
                )
                for each in found.items
            ),
            (_("Story"), _("Articles"), _("Independent texts"), _("In 24 hours"), _("Title")),
        )


@stories_group.command(
    "show",
    help=_("Show one story: its texts over time, what its reports agree and disagree on, and what people changed."),
    epilog=example("diembao stories show 01K9…"),
)
@click.argument("story_id", metavar="STORY")
@home_option
@json_option
def show_story(story_id: str, home: Path | None, as_json: bool) -> None:
    """Show a story."""
    with open_parts(home) as parts:
        found = story_page(parts.archive, story_id, at=now())
    if as_json:
        print_json(_page(found))
    else:
        _show(found)


@stories_group.command(
    "move",
    help=_(
        "Put reports into another story. Copies of a text go with it, and runs of the program leave them where a "
        "person put them."
    ),
    epilog=example("diembao stories move 01K9… --to 01K8… --by 'Trần Thị Lan'"),
)
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--to", metavar="STORY", required=True, help=_("The story that they belong to."))
@_by
@home_option
@json_option
def move_reports(article_ids: tuple[str, ...], to: str, who: str, home: Path | None, as_json: bool) -> None:
    """Move reports."""
    with open_parts(home) as parts:
        _done(parts, story_editing.move(parts.archive, article_ids, to, who=who), as_json)


@stories_group.command(
    "merge",
    help=_("Make two stories one. The older survives, and the younger's id leads on to it."),
    epilog=example("diembao stories merge 01K8… 01K9… --by 'Trần Thị Lan'"),
)
@click.argument("one", metavar="STORY")
@click.argument("other", metavar="STORY")
@_by
@home_option
@json_option
def merge_stories(one: str, other: str, who: str, home: Path | None, as_json: bool) -> None:
    """Merge two stories."""
    with open_parts(home) as parts:
        _done(parts, story_editing.merge(parts.archive, one, other, who=who), as_json)


@stories_group.command(
    "split",
    help=_("Make a story of its own of some reports of one. The part with the founding report keeps the id."),
    epilog=example("diembao stories split 01K9… 01KA… --by 'Trần Thị Lan'"),
)
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True)
@_by
@home_option
@json_option
def split_story(article_ids: tuple[str, ...], who: str, home: Path | None, as_json: bool) -> None:
    """Split a story."""
    with open_parts(home) as parts:
        _done(parts, story_editing.split(parts.archive, article_ids, who=who), as_json)


@stories_group.command(
    "undo",
    help=_("Put everything back as it was before a change. What later changes build on is undone after these."),
    epilog=example("diembao stories undo 01KB… --by 'Trần Thị Lan'"),
)
@click.argument("change_id", metavar="CHANGE")
@_by
@home_option
@json_option
def undo_change(change_id: str, who: str, home: Path | None, as_json: bool) -> None:
    """Undo a change."""
    with open_parts(home) as parts:
        change = story_editing.undo(parts.archive, change_id, who=who)
        _settle(parts, change)
    if as_json:
        print_json(_change(change) | {"undone": True})
    else:
        click.echo(_("Everything is as it was before."))


def _done(parts: Parts, change: StoryChange, as_json: bool) -> None:
    _settle(parts, change)
    if as_json:
        print_json(_change(change) | {"undone": False})
        return
    click.echo(_("Kept. `diembao stories undo {id}` takes it back.").format(id=change.id))
    if change.founded:
        click.echo(_("The new story: {id}").format(id=change.founded))


def _settle(parts: Parts, change: StoryChange) -> None:
    """Let flags and searches follow."""
    verifying.examine_stories(parts, {*change.story_ids, change.story_id})
    indexing.drain_if_possible(parts)


def _listed(each: Listed) -> dict[str, Any]:
    story = each.reports.story
    return {
        "id": story.id,
        "title": each.reports.headline.content.title,
        "articles": len(story.articles),
        "voices": story.voices,
        "recent": each.pace.recent,
        "before": each.pace.before,
        "growth": each.pace.score,
        "hot": each.pace.is_hot,
        "topics": each.reports.topics,
        "in_home_province": each.reports.in_home_province,
        "flags": each.flags,
        "founded_at": story.founded_at,
        "last_at": story.last_at,
    }


def _page(found: StoryPage) -> dict[str, Any]:
    story = found.reports.story
    return {
        "id": story.id,
        "title": found.reports.headline.content.title,
        "founded_at": story.founded_at,
        "last_at": story.last_at,
        "articles": len(story.articles),
        "voices": story.voices,
        "topics": found.reports.topics,
        "in_home_province": found.reports.in_home_province,
        "recent": found.pace.recent,
        "before": found.pace.before,
        "growth": found.pace.score,
        "hot": found.pace.is_hot,
        "places": [{"place": place, "voices": times, "home": home} for place, times, home in found.places],
        "texts": [_text(text) for text in found.timeline],
        "agree": [_agreement(each) for each in found.agreements],
        "differ": [_disagreement(each) for each in found.disagreements],
        "flags": [flag.key for flag in found.others],
        "changes": [_change(each.made) | {"by": each.name, "undoable": each.undoable} for each in found.changes],
    }


def _text(text: Text) -> dict[str, Any]:
    first = text.first
    return {
        "id": first.id,
        "title": first.content.title,
        "source": first.source_id,
        "url": first.url,
        "dated": first.dated,
        "copies": [
            {"id": copy.article.id, "source": copy.article.source_id, "dated": copy.article.dated, "share": copy.share}
            for copy in text.copies
        ],
    }


def _agreement(each: Agreement) -> dict[str, Any]:
    return {"voices": len(each.said), "said": [_saying(saying) for saying in each.said]}


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {
        "reason": each.reason,
        "subject": each.subject,
        "values": [{"value": value.value, "said": [_saying(saying) for saying in value.said]} for value in each.values],
        "flags": [flag.key for flag in each.flags],
    }


def _saying(saying: Saying) -> dict[str, Any]:
    passage = saying.passage
    return {
        "article": saying.article.id,
        "text": passage.text if passage else None,
        "marks": passage.marks if passage else [],
    }


def _change(made: StoryChange) -> dict[str, Any]:
    return {
        "id": made.id,
        "kind": made.kind,
        "story": made.story_id,
        "founded": made.founded or None,
        "ended": sorted(made.ended),
        "moved": made.moved,
        "at": made.at,
    }


def _show(found: StoryPage) -> None:
    story = found.reports.story
    click.echo(click.style(found.reports.headline.content.title, bold=True))
    click.echo(
        _("{articles} articles, {voices} independent texts").format(
            articles=number(len(story.articles)), voices=number(story.voices)
        )
    )
    recent = ngettext("{number} new text in 24 hours", "{number} new texts in 24 hours", found.pace.recent)
    click.echo(recent.format(number=number(found.pace.recent)) + (" ▲" if found.pace.is_hot else ""))
    click.echo(f"{_('Topics')}: {', '.join(found.reports.topics) or '–'}")
    click.echo(f"{_('Places')}: {', '.join(place for place, _times, _home in found.places) or '–'}")
    for text in found.timeline:
        when = moment(text.first.dated) if text.first.dated else _("undated")
        click.echo(f"\n{when}  {text.first.content.title}")
        click.echo(click.style(f"{text.first.id} · {text.first.source_id}", dim=True))
        for copy in text.copies:
            share = _("{share} of the text in common").format(share=f"{number(round(100 * copy.share))}%")
            click.echo(click.style(f"  {copy.article.id} · {copy.article.source_id} · {share}", dim=True))
    if found.agreements:
        _heading(_("What reports agree on"))
    for each in found.agreements:
        if passage := each.said[0].passage:
            count = ngettext("{number} independent text", "{number} independent texts", len(each.said))
            click.echo(f"{passage.text} ({count.format(number=number(len(each.said)))})")
    if found.disagreements:
        _heading(_("Where reports differ"))
    for differing in found.disagreements:
        values = [value.value for value in differing.values]
        click.echo(words.disagreement(differing.flags[0].finding, values))
        for value in differing.values:
            click.echo(f"  {value.value or '–'}: {', '.join(saying.article.id for saying in value.said)}")
    if found.changes:
        _heading(_("What people changed"))
    for change in found.changes:
        _show_change(change)


def _heading(text: str) -> None:
    click.echo()
    click.echo(click.style(text, bold=True))


def _show_change(change: Change) -> None:
    click.echo(f"{change.made.id}  {moment(change.made.at)}  {words.story_change(change.made, change.name)}")


COMMANDS = (stories_group,)
