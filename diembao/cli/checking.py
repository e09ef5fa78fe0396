"""``check``: what the archive knows of a draft. Nothing is written anywhere but to the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diembao.cli.common import example, home_option, json_option, open_parts, print_json, progress
from diembao.core.findings import Passage
from diembao.core.i18n import _, moment, ngettext, number
from diembao.desk import words
from diembao.desk.casework import words as case_words
from diembao.desk.draft import checking as draft_check
from diembao.desk.draft import reading as draft_reading
from diembao.desk.draft.checking import DraftCheck
from diembao.desk.draft.discretion import discreet
from diembao.nlp.statements import SentenceKind
from diembao.verify.drafts import CheckedStatement, Disagreement

_PERCENT = 100


@click.command(
    epilog=example("diembao check ban-thao.docx", "diembao check --json - < ban-thao.txt"),
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=draft_check.DAYS,
    show_default=True,
    help=_("Compare with reports of the last DAYS days; fact-checks are all compared."),
)
@home_option
@json_option
@discreet
def check(file: Path, days: int, home: Path | None, as_json: bool) -> None:
    """Check a draft."""
    with open_parts(home) as parts:
        text = draft_reading.read_file(file)
        with progress(_PERCENT, _("Comparing")) as advance:
            told = 0

            def done_so_far(share: float) -> None:
                nonlocal told
                advance(int(share * _PERCENT) - told)
                told = int(share * _PERCENT)

            done = draft_check.check(parts.archive, text, days=days, progress=done_so_far)
        names = {source.id: source.name for source in parts.sources}
    if as_json:
        print_json(draft_check.record(done, names))
        return
    _show(done, names)


def _show(done: DraftCheck, names: dict[str, str]) -> None:
    for item in done.statements:
        if item.checked or item.findings or item.statement.kind is SentenceKind.OPINION:
            _show_statement(done, item, names)
    counts = {
        _("with findings"): len(done.found),
        _("checked without findings"): len(done.unremarkable),
        _("opinions and the like, not checked"): len(done.opinions),
        _("others, nothing to check"): len(done.others),
    }
    click.echo()
    click.echo(", ".join(f"{name}: {number(count)}" for name, count in counts.items()))
    click.echo(
        _("Compared with reports of the last {days} days and all fact-checks. Nothing was kept.").format(days=done.days)
    )


def _show_statement(done: DraftCheck, item: CheckedStatement, names: dict[str, str]) -> None:
    statement = item.statement
    start, spans = statement.start, sorted(span for finding in item.findings for span in finding.spans)
    click.echo()
    place = _("Paragraph {number}").format(number=number(done.paragraph(item)))
    if statement.kind is SentenceKind.OPINION:
        why = _("Not checked: {what}.").format(what=case_words.guard_rule(statement.rule))
        click.echo(click.style(f"{place}  {_one_line(statement.text)}", dim=True))
        click.echo(click.style(f"    {why}", dim=True))
        return
    marks = [(first - start, min(last, statement.end) - start) for first, last in spans]
    click.echo(f"{place}  {_one_line(_marked(statement.text, marks))}")
    if about := draft_check.about(statement):
        click.echo(click.style(f"    {_one_line(about)}", dim=True))
    for finding in item.findings:
        _show_finding(done, finding, names)
    for match in item.context:
        click.echo(f"    {words.rated(match.fact_check)}")
        click.echo(click.style(f"      “{match.fact_check.claim}”", dim=True))
    if item.checked:
        click.echo(f"    {draft_check.voices(item.voices)}")
        for passage in item.agreeing[: draft_check.MOST_NAMED]:
            click.echo(click.style(f"      {_origin(done, passage, names)}", dim=True))


def _show_finding(done: DraftCheck, finding: Disagreement, names: dict[str, str]) -> None:
    said = draft_check.sentence(finding)
    click.echo(f"  ! {click.style(said, bold=True)}")
    click.echo(f"      “{_one_line(_marked(finding.evidence.text, finding.evidence.marks))}”")
    if finding.match:
        click.echo(click.style(f"      {finding.match.fact_check.url}", dim=True))
        return
    click.echo(click.style(f"      {_origin(done, finding.evidence, names)}", dim=True))
    if finding.voices > 1:
        counted = ngettext("{number} independent text", "{number} independent texts", finding.voices)
        click.echo(click.style(f"      {counted.format(number=number(finding.voices))}", dim=True))


def _origin(done: DraftCheck, passage: Passage, names: dict[str, str]) -> str:
    article = done.articles[passage.ref]
    when = moment(article.dated) if article.dated else _("undated")
    return f"{names.get(article.source_id, article.source_id)} · {when} · {article.url}"


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _marked(text: str, spans: Any) -> str:
    parts, last = [], 0
    for start, end in spans:
        if start >= last:
            parts += [text[last:start], click.style(text[start:end], bold=True, underline=True)]
            last = end
    return "".join([*parts, text[last:]])


COMMANDS = (check,)
