"""How well the program does on labelled data: ``evaluate``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from diembao.cli.common import example, json_option, print_json, table
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.evaluation import (
    claims,
    contradictions,
    duplicates,
    extraction,
    guard,
    matching,
    names,
    quantities,
    stories,
    topics,
)
from diembao.nlp import TopicTagger, load_topics
from diembao.nlp.topic_model import shipped_model
from diembao.pipeline.lines import Damaged, opened

Rows = Iterator[Mapping[str, Any]]


def _topics(rows: Rows) -> dict[str, Any]:
    with as_file(files("diembao.nlp") / "data" / "topics.toml") as file:
        tagger = TopicTagger(load_topics(file), shipped_model())
    return topics.evaluate(rows, tagger)


#: What can be measured, by its name on the command line.
MEASURES: dict[str, Callable[[Rows], dict[str, Any]]] = {
    "claims": claims.evaluate,
    "contradictions": contradictions.evaluate,
    "duplicates": duplicates.evaluate,
    "guard": guard.evaluate,
    "quantities": quantities.evaluate,
    "stories": stories.evaluate,
    "topics": _topics,
}

#: The same for labels that are marked lines of text.
LINES: dict[str, Callable[[Iterator[str]], dict[str, Any]]] = {"names": names.evaluate}

#: The same for labels of files that lie beside them.
BESIDE: dict[str, Callable[[Rows, Path], dict[str, Any]]] = {"extraction": extraction.evaluate}

#: The same for labels that are one JSON document.
DOCUMENTS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {"matching": matching.evaluate}


@click.command(
    epilog=example("diembao evaluate quantities --data labelled.jsonl"),
)
@click.argument("name", type=click.Choice(sorted([*MEASURES, *LINES, *BESIDE, *DOCUMENTS])), metavar="NAME")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help=_("Labelled data of this measurement, gzipped or not, or - for standard input."),
)
@json_option
def evaluate(name: str, data: Path, as_json: bool) -> None:
    """Measure on labelled data."""
    figures = _measured(name, data)
    if as_json:
        print_json(figures)
        return
    table([(key, _shown(value)) for key, value in figures.items() if not isinstance(value, dict)], (name, ""))
    for key, rows in figures.items():
        if isinstance(rows, dict) and rows:
            click.echo()
            _print_rows(key, rows)


def _measured(name: str, data: Path) -> dict[str, Any]:
    number = 0

    def text() -> Iterator[str]:
        nonlocal number
        with opened(data) as lines:
            for number, line in lines:  # noqa: B007
                yield line.decode()

    def rows() -> Rows:
        yield from map(json.loads, text())

    try:
        if name in DOCUMENTS:
            with opened(data) as lines:
                whole = list(lines)
            number = len(whole)
            figures = DOCUMENTS[name](json.loads(b"".join(line for _place, line in whole)))
        elif name in LINES:
            figures = LINES[name](text())
        elif name in BESIDE:
            figures = BESIDE[name](rows(), data.parent)
        else:
            figures = MEASURES[name](rows())
    except Damaged as error:
        raise UsageError(
            _("{file} cannot be read to its end: {reason}.").format(file=data, reason=error), _("Get the file again.")
        ) from error
    except OSError as error:
        raise UsageError(
            _("Line {number} of {file}: its page cannot be read: {error}.").format(
                number=number, file=data, error=error
            ),
            _("The pages lie in the folder of the labels."),
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            _("Line {number} of {file} is not labelled for {name}: {error}.").format(
                number=number, file=data, name=name, error=error
            ),
            _("Each line is one JSON object with the labels of this measurement."),
        ) from error
    if not number:
        raise UsageError(_("{file} holds no lines.").format(file=data), _("Give a file with labelled lines."))
    return figures


def _print_rows(key: str, rows: Mapping[str, Any]) -> None:
    """A table of a measurement's parts: one row each, the same columns."""
    first = next(iter(rows.values()))
    columns = list(first) if isinstance(first, dict) else [""]
    table(
        [
            (row, *(_shown(figures[column]) if isinstance(figures, dict) else _shown(figures) for column in columns))
            for row, figures in rows.items()
        ],
        (key, *columns),
    )


def _shown(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


COMMANDS = (evaluate,)
