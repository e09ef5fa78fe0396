"""Click's own words (usage, options, errors) in the language of the interface.

Click looks its messages up in gettext's default domain, for which a program would have to install compiled catalogues;
ours is read from its source, so Click is handed our look-up instead.
"""

from __future__ import annotations

import sys

from diembao.core import i18n
from diembao.core.i18n import N_, ngettext

#: The messages of Click that our commands can show.
MESSAGES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("[OPTIONS]"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option: {name}"),
    N_("No such option {name!r}."),
    ngettext("Did you mean {possibility}?", "(Possible options: {possibilities})", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
    ngettext("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}.", 2),
    N_("{value} is not in the range {range}."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} requires an argument."),
    N_("{value!r} is not a valid {number_type}."),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    N_("Could not open file {filename!r}: {message}"),
    N_("Option {name!r} does not take a value."),
    N_("Aborted!"),
    N_("default: {default}"),
    N_("required"),
)


def translate_click() -> None:
    """Let Click speak the language that is spoken here."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for word in ("_", "ngettext"):
                if hasattr(module, word):
                    setattr(module, word, getattr(i18n, word))
