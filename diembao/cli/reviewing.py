"""The press review of a day: ``review propose``, ``show``, ``edit``, ``export``, ``send``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from diembao.archive import subscribers
from diembao.cli.common import DAY, Group, example, home_option, json_option, open_parts, print_json
from diembao.core.clock import today
from diembao.core.errors import UsageError
from diembao.core.i18n import _, moment
from diembao.core.mailing import SendingState
from diembao.core.reviews import Review, ReviewStep
from diembao.core.system_words import why
from diembao.desk import words
from diembao.desk.mail.words import answer
from diembao.desk.review import editing as reviewing
from diembao.desk.review import mailing as review_mailing
from diembao.desk.review import pages as review_pages
from diembao.desk.review.document import document
from diembao.desk.review.proposals import ProposalGroup, propose, since_last_review, topics_of, whole_day
from diembao.desk.review.sheets import Sheet, sheet, topic_name
from diembao.desk.review.words import roman, said
from diembao.pipeline.parts import Parts

_day_option = click.option("--date", "at", type=DAY, help=_("Day of the review; today if left out."))


@click.group(cls=Group)
def review() -> None:
    """Gather the commands on press reviews."""


@review.command(
    "propose",
    help=_(
        "Show the stories that the desk proposes, by topic: of one day, or, without --date, since the review before."
    ),
    epilog=example("diembao review propose --date 2026-11-22 --json"),
)
@_day_option
@home_option
@json_option
def propose_(at: datetime | None, home: Path | None, as_json: bool) -> None:
    """Show proposals."""
    with open_parts(home) as parts:
        span = whole_day(at.date()) if at else since_last_review(parts.archive, today())
        groups = propose(parts.archive, parts.topics, span)
        names = _topic_names(parts)
        if as_json:
            print_json(
                {
                    "since": span.since,
                    "until": span.until,
                    "groups": [
                        {
                            "topic": group.topic or None,
                            "name": names[group.topic],
                            "stories": _stories(group),
                        }
                        for group in groups
                    ],
                }
            )
            return
        click.echo(_("From {since} to {until}").format(since=moment(span.since), until=moment(span.until)))
        for group in groups:
            click.echo()
            click.echo(click.style(names[group.topic], bold=True))
            for proposal in group.proposals:
                click.echo(f"- {proposal.headline.content.title}")
                home_news = [_("in the province")] if proposal.story.in_home_province else []
                facts = [*home_news, proposal.why, proposal.story.story.id]
                click.echo(click.style(f"  {' · '.join(facts)}", dim=True))
        if not groups:
            click.echo(_("No story has a report of this time."))


@review.command(help=_("Show a review with everything that it quotes."), epilog=example("diembao review show --json"))
@_day_option
@home_option
@json_option
def show(at: datetime | None, home: Path | None, as_json: bool) -> None:
    """Show a review."""
    with open_parts(home) as parts:
        found = _sheet(parts, _day(at))
        if as_json:
            print_json(_plain(found))
        else:
            click.echo(review_pages.text(found))


@review.command(
    help=_("Change a review under a person's name. Every change is kept as a step of its own."),
    epilog=example("diembao review edit --by 'Nguyễn Thu An' --add 01K9… --note 01K9… 'Đề nghị theo dõi.'"),
)
@click.option("--by", "who", required=True, metavar="PERSON", help=_("Id or name of the person who edits."))
@click.option("--add", "added", multiple=True, metavar="STORY", help=_("Add this story; may be repeated."))
@click.option("--drop", "dropped", multiple=True, metavar="STORY", help=_("Drop this story; may be repeated."))
@click.option("--up", "raised", multiple=True, metavar="STORY", help=_("Move this story up in its topic."))
@click.option("--down", "lowered", multiple=True, metavar="STORY", help=_("Move this story down in its topic."))
@click.option("--note", "notes", multiple=True, nargs=2, metavar="STORY TEXT", help=_("What is said about a story."))
@click.option("--title", help=_("Title of the review; empty: the usual one."))
@click.option("--intro", help=_("Opening lines of the review."))
@click.option("--undo", is_flag=True, help=_("Take back the last step first."))
@_day_option
@home_option
@json_option
def edit(
    who: str,
    added: tuple[str, ...],
    dropped: tuple[str, ...],
    raised: tuple[str, ...],
    lowered: tuple[str, ...],
    notes: tuple[tuple[str, str], ...],
    title: str | None,
    intro: str | None,
    undo: bool,
    at: datetime | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Take steps."""
    with open_parts(home) as parts:
        state = reviewing.load(parts.archive, _day(at))
        if undo:
            state = reviewing.undo(parts.archive, state, who=who)

        def step(changed: Review, kind: ReviewStep, story_id: str = "") -> Review:
            return reviewing.save(parts.archive, state, changed, kind, who=who, story_id=story_id)

        topics = topics_of(parts.archive, parts.topics, added)
        for story_id in added:
            state = step(reviewing.with_story(state, story_id, topics[story_id]), ReviewStep.STORY_ADDED, story_id)
        for story_id in dropped:
            state = step(reviewing.without_story(state, story_id), ReviewStep.STORY_DROPPED, story_id)
        for story_id in raised:
            state = step(reviewing.moved(state, story_id, -1), ReviewStep.STORY_MOVED, story_id)
        for story_id in lowered:
            state = step(reviewing.moved(state, story_id, 1), ReviewStep.STORY_MOVED, story_id)
        for story_id, note in notes:
            state = step(reviewing.with_note(state, story_id, note), ReviewStep.NOTE, story_id)
        if title is not None:
            state = step(reviewing.with_title(state, title), ReviewStep.TITLE)
        if intro is not None:
            state = step(reviewing.with_intro(state, intro), ReviewStep.INTRO)
        if as_json:
            print_json(asdict(state))
        else:
            click.echo(_("The review has {number} stories.").format(number=len(state.items)))


@review.command(
    help=_("Write a review to a Word file or an HTML page."), epilog=example("diembao review export --out hom-nay.docx")
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=_("File ending in .docx or .html.")
)
@_day_option
@home_option
def export(out: Path, at: datetime | None, home: Path | None) -> None:
    """Write a file."""
    maker = _MAKERS.get(out.suffix.lower())
    if maker is None:
        raise UsageError(
            _("{file} ends neither in .docx nor in .html.").format(file=out), _("Name a file that ends in one of them.")
        )
    with open_parts(home) as parts:
        content = maker(_sheet(parts, _day(at)))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(
            _("{file} cannot be written: {error}.").format(file=out, error=why(error)),
            _("Check the path and your rights."),
        ) from error


@review.command(
    help=_("Mail a review with its Word file. The same state of it goes to an address once."),
    epilog=example("diembao review send --to lanhdao@coquan.example --to vanphong@coquan.example"),
)
@click.option("--to", "recipients", multiple=True, metavar="ADDRESS", help=_("E-mail address; may be repeated."))
@click.option("--subscribers", "to_subscribers", is_flag=True, help=_("Also to everybody who gets the daily mail."))
@click.option("--by", "who", default="", metavar="PERSON", help=_("Id or name of the person who sends it."))
@_day_option
@home_option
@json_option
@click.pass_context
def send(
    ctx: click.Context,
    recipients: tuple[str, ...],
    to_subscribers: bool,
    who: str,
    at: datetime | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Mail a review."""
    with open_parts(home) as parts:
        addresses = list(recipients)
        if to_subscribers:
            with parts.archive.reading() as connection:
                addresses += [subscriber.email for subscriber in subscribers.listing(connection)]
        found = _sheet(parts, _day(at))
        sent = review_mailing.send(parts.archive, parts.home.settings.mail, found, addresses, who=who)
    if as_json:
        print_json([{"id": one.id, "to": one.recipient, "state": one.state, "detail": one.detail} for one in sent])
    else:
        for one in sent:
            click.echo(f"{one.recipient}: {words.sending_state(one.state)} {answer(one)}".rstrip())
    ctx.exit(any(one.state is not SendingState.SENT for one in sent))


def _html(found: Sheet) -> bytes:
    return review_pages.html(found).encode()


_MAKERS: Mapping[str, Callable[[Sheet], bytes]] = {".docx": document, ".html": _html}


def _day(at: datetime | None) -> date:
    return at.date() if at else today()


def _topic_names(parts: Parts) -> dict[str, str]:
    return {**{topic.id: topic_name(topic) for topic in parts.topics}, "": _("Other news")}


def _sheet(parts: Parts, day: date) -> Sheet:
    return sheet(
        parts.archive,
        reviewing.load(parts.archive, day),
        topics=parts.topics,
        source_names={source.id: source.name for source in parts.sources},
        desk=parts.home.settings.desk.name,
    )


def _stories(group: ProposalGroup) -> list[dict[str, object]]:
    return [
        {
            "id": proposal.story.story.id,
            "headline": proposal.headline.content.title,
            "article": proposal.headline.id,
            "reports": proposal.reports,
            "voices": proposal.voices,
            "in_home_province": proposal.story.in_home_province,
            "last_at": proposal.last_at,
            "why": proposal.why,
        }
        for proposal in group.proposals
    ]


def _plain(found: Sheet) -> dict[str, object]:
    return {
        "day": found.day,
        "revision": found.revision,
        "edited_at": found.edited_at,
        "title": found.title,
        "intro": found.intro,
        "sections": [
            {
                "number": roman(number),
                "topic": section.topic or None,
                "name": section.name,
                "stories": [
                    {
                        "id": entry.item.story_id,
                        "headline": entry.headline,
                        "note": entry.note,
                        "reports": [{**asdict(report), "said": said(report)} for report in entry.reports],
                        "others": entry.others,
                    }
                    for entry in section.entries
                ],
            }
            for number, section in enumerate(found.sections, 1)
        ],
        "flags": [asdict(flag) for flag in found.flags],
        "missing": [item.story_id for item in found.missing],
        "written_by": found.written_by,
    }


COMMANDS = (review,)
