"""Questions that are pursued to a conclusion: ``cases``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from diembao.archive import Archive, open_archive
from diembao.cli.common import (
    DAY,
    Group,
    example,
    home_option,
    json_option,
    open_home,
    print_json,
    table,
    write_as,
)
from diembao.cli.people import by_option
from diembao.core.casework import Case, CaseState, Rating
from diembao.core.home import Home
from diembao.core.i18n import _, day, moment, number
from diembao.core.mailing import SendingState
from diembao.crawlers.catalogue import load_sources
from diembao.desk import words
from diembao.desk.casework import cases, letters, publishing
from diembao.desk.casework import words as case_words
from diembao.desk.casework.cases import CaseFile

_reason_option = click.option(
    "--reason", default="", help=_("Why, in at least ten characters that a colleague understands.")
)
_case_argument = click.argument("ref", metavar="CASE")
_letter_argument = click.argument("letter", metavar="LETTER")


@contextmanager
def _opened(home: Path | None) -> Iterator[tuple[Home, Archive]]:
    found = open_home(home)
    with open_archive(found) as archive:
        yield found, archive


@click.group("cases", cls=Group)
def case_commands() -> None:
    """Gather the commands on cases."""


@case_commands.command(
    "list", help=_("List cases, the newest first."), epilog=example("diembao cases list --state asked")
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([*map(str, CaseState)]),
    help=_("Only this state; may be repeated."),
)
@home_option
@json_option
def list_cases(states: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """List cases."""
    with _opened(home) as (_home, archive):
        found = cases.listing(archive, [CaseState(name) for name in states])
    if as_json:
        print_json([_case(case) for case in found])
        return
    table(
        (
            (str(case.number), case_words.case_state(case.state), _deadline(case), case.title, moment(case.opened_at))
            for case in found
        ),
        (_("no."), _("state"), _("answer until"), _("title"), _("opened")),
    )


@case_commands.command(
    help=_("Show one case with its evidence, letters and history."), epilog=example("diembao cases show 12")
)
@_case_argument
@home_option
@json_option
def show(ref: str, home: Path | None, as_json: bool) -> None:
    """Show one case."""
    with _opened(home) as (_home, archive):
        file = cases.case_file(archive, ref)
    if as_json:
        print_json(
            {
                **_case(file.case),
                "rated": words.rated(file.fact_check) if file.fact_check else None,
                "history": [
                    {**asdict(entry), "actor_name": file.names.get(entry.actor, entry.actor)} for entry in file.history
                ],
            }
        )
    else:
        _show(file)


@case_commands.command(
    "open",
    help=_("Open a case, on a statement or on a flag. The statement must be one of fact."),
    epilog=example(
        "diembao cases open --claim 'Cầu Vàm Trúc có vốn 2.150 tỷ đồng.' --reason '…' --by 'Trần Thị Lan'",
        "diembao cases open --flag 3f9a… --reason '…' --by 'Trần Thị Lan'",
    ),
)
@click.option("--claim", default="", help=_("The statement at issue; for a flag, the flagged sentence if left out."))
@click.option("--flag", default="", metavar="KEY", help=_("Flag whose passages become the first evidence."))
@click.option("--title", default="", help=_("Short name of the case."))
@_reason_option
@by_option
@home_option
@json_option
def open_(claim: str, flag: str, title: str, reason: str, by: str, home: Path | None, as_json: bool) -> None:
    """Open a case."""
    with _opened(home) as (_home, archive):
        if flag:
            case = cases.open_from_flag(archive, flag, claim=claim, title=title, who=by, reason=reason)
        else:
            case = cases.open_from_question(archive, claim=claim, title=title, who=by, reason=reason)
    _done(case, as_json)


@case_commands.command(
    help=_("Add evidence to a case."),
    epilog=example("diembao cases evidence 12 --article 01K9… --quote '…' --by 'Trần Thị Lan'"),
)
@_case_argument
@click.option("--quote", default="", help=_("Words that are quoted."))
@click.option("--article", default="", metavar="ID", help=_("Article that is quoted."))
@click.option("--url", default="", metavar="URL", help=_("Address of what is quoted."))
@click.option("--note", default="", help=_("A remark."))
@by_option
@home_option
@json_option
def evidence(
    ref: str, quote: str, article: str, url: str, note: str, by: str, home: Path | None, as_json: bool
) -> None:
    """Add evidence."""
    with _opened(home) as (_home, archive):
        case = cases.add_evidence(archive, ref, quote=quote, article_id=article, url=url, note=note, who=by)
    _done(case, as_json)


@case_commands.command(
    help=_("Draft a letter to an agency: a question of fact, with the day until which an answer is asked for."),
    epilog=example("diembao cases ask 12 --to 'Sở Xây dựng' --question '…' --until 2026-12-01 --by 'Trần Thị Lan'"),
)
@_case_argument
@click.option("--to", required=True, metavar="AGENCY", help=_("Name or id of the agency."))
@click.option("--question", required=True, help=_("What is asked."))
@click.option("--until", required=True, type=DAY, help=_("Last day for an answer."))
@by_option
@home_option
@json_option
def ask(ref: str, to: str, question: str, until: datetime, by: str, home: Path | None, as_json: bool) -> None:
    """Draft a letter."""
    with _opened(home) as (_home, archive):
        case = cases.write_letter(archive, ref, to=to, question=question, deadline=until.date(), who=by)
    _done(case, as_json)


@case_commands.command(
    help=_("Write a letter as a file to be signed. LETTER is its number within the case."),
    epilog=example("diembao cases letter 12 1 --output cong-van.docx"),
)
@_case_argument
@_letter_argument
@click.option(
    "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("A .docx or .html file.")
)
@home_option
def letter(ref: str, letter: str, output: Path, home: Path | None) -> None:
    """Write a letter as a file."""
    with _opened(home) as (desk, archive):
        file = cases.case_file(archive, ref)
    written = letters.sheet(file, letter, settings=desk.settings, source_names=_source_names(desk))
    write_as(output, {".docx": lambda: letters.document(written), ".html": lambda: letters.html(written).encode()})


@case_commands.command(
    help=_(
        "Mail a letter to its agency, or note that it went out on paper. While the mail server does not take it, it "
        "waits and goes out by itself; the exit code is 1 then."
    ),
    epilog=example(
        "diembao cases send 12 1 --by 'Trần Thị Lan'", "diembao cases send 12 1 --on-paper --by 'Trần Thị Lan'"
    ),
)
@_case_argument
@_letter_argument
@click.option("--on-paper", is_flag=True, help=_("It was signed and sent on paper; nothing is mailed."))
@by_option
@home_option
@json_option
@click.pass_context
def send(ctx: click.Context, ref: str, letter: str, on_paper: bool, by: str, home: Path | None, as_json: bool) -> None:
    """Send a letter."""
    with _opened(home) as (desk, archive):
        if on_paper:
            _done(cases.sent_on_paper(archive, ref, letter, who=by), as_json)
            return
        names = _source_names(desk)
        case, sending = letters.send(archive, ref, letter, settings=desk.settings, source_names=names, who=by)
    if not as_json:
        click.echo(letters.told(sending))
    _done(case, as_json)
    if sending.state is not SendingState.SENT:
        ctx.exit(1)


@case_commands.command(
    help=_("Record what an agency answered."),
    epilog=example("diembao cases answer 12 1 --text '…' --by 'Trần Thị Lan'"),
)
@_case_argument
@_letter_argument
@click.option("--text", required=True, help=_("The answer, in its own words or summed up."))
@by_option
@home_option
@json_option
def answer(ref: str, letter: str, text: str, by: str, home: Path | None, as_json: bool) -> None:
    """Record an answer."""
    with _opened(home) as (_home, archive):
        case = cases.record_answer(archive, ref, letter, answer=text, who=by)
    _done(case, as_json)


@case_commands.command(
    help=_("Conclude a case in a person's name. The conclusion becomes a fact-check of this desk."),
    epilog=example("diembao cases conclude 12 --rating false --reason '…' --by 'Trần Thị Lan'"),
)
@_case_argument
@click.option("--rating", required=True, type=click.Choice([*map(str, Rating)]), help=_("What is concluded."))
@_reason_option
@by_option
@home_option
@json_option
def conclude(ref: str, rating: str, reason: str, by: str, home: Path | None, as_json: bool) -> None:
    """Conclude a case."""
    with _opened(home) as (desk, archive):
        case = cases.conclude(
            archive, ref, rating=Rating(rating), reason=reason, publisher=desk.settings.desk.name, who=by
        )
    _done(case, as_json)


@case_commands.command(
    help=_("Publish a conclusion as a page in the folder published/ of the home."),
    epilog=example("diembao cases publish 12 --by 'Trần Thị Lan'"),
)
@_case_argument
@by_option
@home_option
@json_option
def publish(ref: str, by: str, home: Path | None, as_json: bool) -> None:
    """Publish a conclusion."""
    with _opened(home) as (desk, archive):
        page = publishing.publish(archive, desk, ref, source_names=_source_names(desk), who=by)
        case = cases.case_file(archive, ref).case
    if as_json:
        print_json({**_case(case), "page": page})
    else:
        click.echo(_("Published: {page}").format(page=page))


@case_commands.command(
    help=_("Take a conclusion back and go on with the case. The log keeps it; a published page says so."),
    epilog=example("diembao cases reopen 12 --reason '…' --by 'Trần Thị Lan'"),
)
@_case_argument
@_reason_option
@by_option
@home_option
@json_option
def reopen(ref: str, reason: str, by: str, home: Path | None, as_json: bool) -> None:
    """Open a case again."""
    with _opened(home) as (desk, archive):
        case = publishing.reopen(archive, desk, ref, source_names=_source_names(desk), who=by, reason=reason)
    _done(case, as_json)


@case_commands.command(
    help=_("Write all published pages anew, such as after the desk got another name; twice changes nothing."),
    epilog=example("diembao cases pages"),
)
@home_option
@json_option
def pages(home: Path | None, as_json: bool) -> None:
    """Write all published pages anew."""
    with _opened(home) as (desk, archive):
        files = publishing.write_pages(archive, desk, source_names=_source_names(desk))
    if as_json:
        print_json({"folder": desk.published_folder, "files": [file.name for file in files]})
    else:
        click.echo(_("{number} files in {folder}").format(number=number(len(files)), folder=desk.published_folder))


def _source_names(desk: Home) -> dict[str, str]:
    return {source.id: source.name for source in load_sources(desk.sources_file)}


def _case(case: Case) -> dict[str, Any]:
    return {
        **asdict(case),
        "letters": [{**asdict(letter), "overdue": cases.is_overdue(letter)} for letter in case.letters],
    }


def _done(case: Case, as_json: bool) -> None:
    if as_json:
        print_json(_case(case))
        return
    click.echo(_("Case {number}: {state}.").format(number=case.number, state=case_words.case_state(case.state)))


def _deadline(case: Case) -> str:
    waiting = [letter.deadline for letter in case.letters if letter.sent_at and not letter.answered_at]
    return day(min(waiting)) if waiting else "–"


def _show(file: CaseFile) -> None:
    case = file.case
    click.echo(click.style(f"{case.number}. {case.title}", bold=True))
    click.echo(case_words.case_state(case.state))
    click.echo(_("What is checked: {claim}").format(claim=case.claim))
    if file.fact_check:
        click.echo(words.rated(file.fact_check))
        click.echo(case.conclusion)
    for item in case.evidence:
        click.echo("  • " + " · ".join(filter(None, (item.quote, item.url, item.note))))
    for position, letter in enumerate(case.letters, 1):
        sent = case_words.sent(letter)
        click.echo(
            _("Letter {number} to {agency}, {sent}, answer until {day}").format(
                number=position, agency=letter.agency.name, sent=sent, day=day(letter.deadline)
            )
        )
        click.echo(f"  {letter.question}")
        if letter.answer:
            click.echo(_("  Answer: {answer}").format(answer=letter.answer))
    click.echo()
    for entry in file.history:
        who = file.names.get(entry.actor, entry.actor)
        click.echo(f"{moment(entry.at)}  {who}  {case_words.step(entry.action)}  {entry.reason}".rstrip())


COMMANDS = (case_commands,)
