"""What ``factchecks import`` and ``figures import`` tell of what they took over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import click

from diembao.cli.common import print_json
from diembao.core.i18n import _, number
from diembao.desk.factchecks.imports import ImportReport


def show(done: ImportReport, explain: Callable[[str], str], *, as_json: bool) -> None:
    """Print what an import did, and end with exit code 1 if it took nothing over.

    :param explain: a reason code of a refusal in words.
    """
    if as_json:
        refusals = [{**asdict(item), "explanation": explain(item.reason)} for item in done.refusals]
        print_json({**asdict(done), "refusals": refusals})
    else:
        _tell(done, explain)
    if not done.new + done.changed + done.unchanged:
        click.get_current_context().exit(1)


def _tell(done: ImportReport, explain: Callable[[str], str]) -> None:
    click.echo(
        _("{read} entries read = {new} new + {changed} changed + {unchanged} unchanged + {refused} refused.").format(
            read=number(done.read),
            new=number(done.new),
            changed=number(done.changed),
            unchanged=number(done.unchanged),
            refused=number(done.refused),
        )
    )
    for item in done.refusals:
        click.echo(
            _("Entry or line {where} ({name}): {reason} [{code}]").format(
                where=item.where, name=item.name, reason=explain(item.reason), code=item.reason
            ),
            err=True,
        )
    for label, times in done.unknown_labels.most_common():
        click.echo(_("Unknown rating “{label}”: {number}").format(label=label or "–", number=number(times)), err=True)
    if done.articles_to_check:
        click.echo(
            _("{number} articles of the last 30 days wait to be held against what has changed.").format(
                number=number(done.articles_to_check)
            )
        )
