"""Taking articles and passages out of everything that the desk shows: ``withhold``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from diembao.archive import open_archive
from diembao.cli.common import Group, example, home_option, json_option, open_home, open_parts, print_json, table
from diembao.core.i18n import _, moment, ngettext
from diembao.desk import withholding as withholding_
from diembao.desk.withholding import Withheld
from diembao.pipeline import indexing

_person_option = click.option(
    "--as", "who", default="", metavar="PERSON", help=_("Who does this: name or id of an administrator of the desk.")
)
_reason_option = click.option(
    "--reason", default="", help=_("Why, in at least ten characters that a colleague understands; kept for ever.")
)


class _Withhold(Group):
    """``withhold ID`` is short for ``withhold add ID``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant."""
        known = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["add", *args])


@click.group(
    cls=_Withhold,
    epilog=example(
        "diembao withhold 01K9… --reason 'Theo yêu cầu của gia đình nạn nhân' --as 'Lê Văn Bình'",
        "diembao withhold 01K9… --passage 'Ông A ở số 12, ngõ 3' --reason 'Địa chỉ nhà riêng' --as 'Lê Văn Bình'",
    ),
)
def withhold() -> None:
    """Gather the commands on withholding."""


@withhold.command(
    "add",
    help=_(
        "Take out an article, or a passage of it. The text cannot be brought back from the archive. What stood on disk "
        "is gone after the next `diembao compact`."
    ),
    epilog=example("diembao withhold add 01K9… --reason 'Theo yêu cầu của gia đình nạn nhân' --as 'Lê Văn Bình'"),
)
@click.argument("article_id", metavar="ID")
@click.option(
    "--passage",
    default="",
    metavar="TEXT",
    help=_("Only these words of it, as they stand there; - is standard input, and so not in the shell's history."),
)
@_reason_option
@_person_option
@home_option
@json_option
def add(article_id: str, passage: str, reason: str, who: str, home: Path | None, as_json: bool) -> None:
    """Withhold an article or a passage."""
    if passage == "-":
        passage = sys.stdin.read()
    with open_parts(home) as parts:
        known: dict[str, Any] = {
            "who": who,
            "reason": reason,
            "source_names": {source.id: source.name for source in parts.sources},
        }
        if passage:
            done = withholding_.withhold_passage(
                parts.archive, parts.home, article_id, passage, annotate=parts.annotator.annotate, **known
            )
        else:
            done = withholding_.withhold_article(parts.archive, parts.home, article_id, **known)
        indexing.drain_if_possible(parts)
    if as_json:
        print_json(asdict(done))
    else:
        _show(done)


def _show(done: Withheld) -> None:
    click.echo(_("Withheld: {id}.").format(id=done.withholding.id))
    if done.flags:
        click.echo(
            ngettext(
                "{number} flag that quoted it is gone.", "{number} flags that quoted it are gone.", done.flags
            ).format(number=done.flags)
        )
    click.echo(_("What stood on disk is gone after `diembao compact`."))
    if done.copies:
        click.echo(
            _("The same text stands in other articles, which are shown as before: {ids}.").format(
                ids=", ".join(done.copies)
            )
        )


@withhold.command(
    "list", help=_("List what is withheld, who decided it, when and why."), epilog=example("diembao withhold list")
)
@click.option("--all", "lifted", is_flag=True, help=_("Also what is withheld no longer."))
@home_option
@json_option
def list_withheld(lifted: bool, home: Path | None, as_json: bool) -> None:
    """List what is withheld."""
    with open_archive(open_home(home)) as archive:
        found = withholding_.entries(archive, lifted=lifted)
    if as_json:
        print_json([asdict(entry.withholding) | {"person": entry.person} for entry in found])
        return
    table(
        (
            (
                entry.withholding.id,
                entry.withholding.article_id,
                ngettext("passage of {number} word", "passage of {number} words", passage.words).format(
                    number=passage.words
                )
                if (passage := entry.withholding.passage)
                else _("article"),
                moment(entry.withholding.at),
                entry.person,
                entry.withholding.reason,
            )
            for entry in found
        ),
        (_("id"), _("article"), _("what"), _("when"), _("who"), _("why")),
    )


@withhold.command(
    "lift",
    help=_("Withhold something no longer. Its text is gone: the next pass asks the source for it."),
    epilog=example("diembao withhold lift 01K9… --reason 'Nhầm bài, gia đình đã xác nhận' --as 'Lê Văn Bình'"),
)
@click.argument("withholding_id", metavar="ID")
@_reason_option
@_person_option
@home_option
@json_option
def lift(withholding_id: str, reason: str, who: str, home: Path | None, as_json: bool) -> None:
    """Lift a withholding."""
    with open_archive(open_home(home)) as archive:
        lifted = withholding_.lift(archive, withholding_id, who=who, reason=reason)
    if as_json:
        print_json(asdict(lifted))
    else:
        click.echo(_("No longer withheld. The next pass fetches {url}.").format(url=lifted.url))


COMMANDS = (withhold,)
