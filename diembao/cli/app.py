"""The ``diembao`` command with all its subcommands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from diembao import __version__
from diembao.cli.click_words import translate_click
from diembao.cli.common import Group
from diembao.core.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is defined, and what it is for."""

    module: str
    """File of this room."""
    help: str
    """Its help, to be translated; the list of commands shows the first sentence."""


#: All commands. A call loads the file of its own command only, and the list of commands loads none: libraries of
#: collecting, reading and verifying would cost each of them a second and more.
COMMANDS: Mapping[str, Entry] = {
    "add": Entry("collecting", N_("Fetch one press page. The rules are the same as for all collecting.")),
    "agencies": Entry("people", N_("Agencies that can be asked for facts.")),
    "audit": Entry("people", N_("The log of everything that was decided: nobody can change it unseen.")),
    "cases": Entry("casework", N_("Questions that are pursued to a conclusion. CASE is a number or id.")),
    "check": Entry(
        "checking",
        N_(
            "Check a draft: which statements need a look, and what the archive knows of each. The draft is not "
            "kept, logged or sent anywhere. FILE is .txt, .md, .html or .docx, gzipped or not; - is text from "
            "standard input."
        ),
    ),
    "collect": Entry(
        "collecting",
        N_(
            "Fetch what is due. Feeds, sitemaps and section pages are looked at; what is new or has changed is "
            "collected."
        ),
    ),
    "compact": Entry(
        "upkeep",
        N_(
            "Let go of what the settings no longer keep, and give back the place of what is gone. By default "
            "nothing goes but what nothing points to. Others may work meanwhile."
        ),
    ),
    "dashboard": Entry("upkeep", N_("Serve the dashboard on this machine. Ctrl-C ends it.")),
    "demo": Entry(
        "homes",
        N_(
            "Try everything with a fictional press. It is served on this machine and collected for real, at two "
            "visits: between them an article is edited and another removed. Then the dashboard opens."
        ),
    ),
    "digest": Entry(
        "mailing",
        N_(
            "Send the daily mail to those who have not had it. Nobody gets two for one day. `diembao run` does "
            "this by itself at each subscriber's time."
        ),
    ),
    "evaluate": Entry("evaluating", N_("Measure how well the program reads, on labelled data. All ratios are 0 to 1.")),
    "explain": Entry(
        "flagging",
        N_("Show one flag with all its evidence, and replay the machine's runs from their stored inputs."),
    ),
    "export": Entry(
        "searching",
        N_("Write articles to a file. They are those that a query finds, newest first; by-lines are left out."),
    ),
    "factchecks": Entry("factchecks", N_("Published reviews of claims, by others and by this desk.")),
    "figures": Entry("figures", N_("Official figures that reports are held against.")),
    "flags": Entry("flagging", N_("What the machine asks people to look at.")),
    "import": Entry(
        "collecting",
        N_("Take over articles from a file. It holds JSON Lines, gzipped or not; - is standard input."),
    ),
    "init": Entry(
        "homes",
        N_("Make a home. It is a folder with commented settings, the catalogue of sources and the topics."),
    ),
    "phrases": Entry(
        "talking",
        N_(
            "Show what a day talks about: the phrases that rise against the four weeks before, and those that are said "
            "most. Copies of one text count once."
        ),
    ),
    "reindex": Entry(
        "upkeep",
        N_("Build the search index anew. It is made from the archive; searches go on meanwhile."),
    ),
    "report": Entry("reports", N_("Reports for the leaders.")),
    "review": Entry("reviewing", N_("The press review of a day: choose stories, comment on them, hand it out.")),
    "run": Entry(
        "collecting",
        N_("Collect on schedule, send the daily mails and serve the dashboard. Ctrl-C ends it."),
    ),
    "search": Entry(
        "searching",
        N_(
            'Find articles. Side by side, all words must occur; also: "a phrase", OR, -word, ( ), and source:, '
            "topic:, place:, organisation:, section:, flag:, title: before a word."
        ),
    ),
    "sendings": Entry("mailing", N_("What became of each mail.")),
    "show": Entry("searching", N_("Show one article with everything known about it.")),
    "sources": Entry("sources", N_("List, check, add and exchange sources.")),
    "status": Entry("upkeep", N_("Show what the desk holds, and what waits.")),
    "stories": Entry(
        "stories",
        N_("Reports of one event: what they agree and disagree on, and stories put right by people."),
    ),
    "subscribers": Entry("mailing", N_("Who gets the daily mail.")),
    "topics": Entry("topics", N_("What articles are about: topics, why an article has them, and people's labels.")),
    "users": Entry("people", N_("People of the desk: every decision has one of their names.")),
    "withhold": Entry(
        "withholding",
        N_(
            "Take an article or a passage out of everything that the desk shows, for good. Only an administrator "
            "does that, with a written reason, and the audit log keeps both."
        ),
    ),
}

translate_click()


class Program(Group):
    """The command line, which loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        module = import_module(f"diembao.cli.{entry.module}")
        found: click.Command = next(command for command in module.COMMANDS if command.name == cmd_name)
        found.help = _(entry.help)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, loading none."""
        _listed().format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What a shell may complete to, loading no command."""
        return [*_listed().shell_complete(ctx, incomplete), *click.Command.shell_complete(self, ctx, incomplete)]


def _listed() -> click.Group:
    """All commands by name and help alone."""
    commands = [click.Command(name, help=_(entry.help)) for name, entry in COMMANDS.items()]
    return click.Group(commands=commands, add_help_option=False)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=_("Điểm Báo: press monitoring and fact-checking desk for Vietnamese news."),
)
@click.version_option(__version__, prog_name="diembao")
def diembao() -> None:
    """Gather the subcommands."""
