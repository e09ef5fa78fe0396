"""What all commands share: options, output, errors, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diembao.core import home as homes
from diembao.core import logs
from diembao.core.errors import DiembaoError, UsageError
from diembao.core.home import Home
from diembao.core.i18n import _

if TYPE_CHECKING:  # archive and index take half a second to load, which the list of commands and a help do not need
    from diembao.index import Filters
    from diembao.pipeline.parts import Parts

log = logs.logger(__name__)

home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=_("Folder of the desk (or set DIEMBAO_HOME)."),
)
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))


#: What input, files and numbers beyond all bounds make a library raise; anything else is a fault of this program.
_OF_THE_OUTSIDE = (OSError, OverflowError, RecursionError, UnicodeError)


class Group(click.Group):
    """A group whose commands answer our errors with a sentence, a hint and the error's exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except DiembaoError as error:
            click.echo(_("Error: {message}").format(message=error.message), err=True)
            if error.hint:
                click.echo(_("What to do: {hint}").format(hint=error.hint), err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # the reader of our output has gone, as `| head` does
            sys.stderr.close()
            ctx.exit(0)
        except _OF_THE_OUTSIDE as error:
            log.debug("a command broke off", exc_info=True)
            click.echo(_("Error: {message}").format(message=f"{type(error).__name__}: {error}"), err=True)
            click.echo(_("What to do: {hint}").format(hint=_("Look at what the command was given.")), err=True)
            ctx.exit(1)


def example(*lines: str) -> str:
    """The closing part of a command's help."""
    return "\b\n" + _("Example:") + "\n" + "\n".join(f"  {line}" for line in lines)


def open_home(path: Path | None) -> Home:
    """The home that a command works on, with its log settings in force."""
    home = homes.find(path)
    logs.configure(home.settings.log.level, home.settings.log.format)
    return home


@contextmanager
def open_parts(path: Path | None) -> Iterator[Parts]:
    """The opened parts of a command's home."""
    from diembao.pipeline.parts import Parts

    with Parts(open_home(path)) as parts:
        yield parts


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    click.echo(to_json(value))


def to_json(value: Any) -> str:
    """One JSON document."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"not a plain value: {value!r}")


def table(rows: Iterable[Sequence[str]], headings: Sequence[str]) -> None:
    """Rows in columns, on stdout."""
    lines = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    for number, line in enumerate(lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            click.echo("  ".join("─" * width for width in widths))


@contextmanager
def progress(length: int | None, label: str) -> Iterator[Callable[[int], None]]:
    """A bar on stderr while a person watches; silence otherwise."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    bar: Any = click.progressbar(length=length, label=label, file=sys.stderr)
    with bar:
        yield bar.update


class Ticker:
    """A line on stderr that counts what comes in, while a person watches."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._count = 0
        self._watched = sys.stderr.isatty()

    def __call__(self, item: object) -> None:
        """Count one item."""
        self.add(1)

    def add(self, count: int) -> None:
        """Count several items."""
        self._count += count
        if self._watched:
            click.echo(f"\r{self._label} {self._count}", nl=False, err=True)

    def done(self) -> None:
        """End the line."""
        if self._watched and self._count:
            click.echo(err=True)


_FILTER_OPTIONS = (
    click.option("--topic", "topics", multiple=True, metavar="ID", help=_("Only this topic; may be repeated.")),
    click.option("--source", "sources", multiple=True, metavar="ID", help=_("Only this source; may be repeated.")),
    click.option("--place", "places", multiple=True, metavar="NAME", help=_("Only this place; may be repeated.")),
    click.option(
        "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=_("First day, such as 2026-11-01.")
    ),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=_("Last day, included.")),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the options that narrow a search say."""

    topics: tuple[str, ...]
    sources: tuple[str, ...]
    places: tuple[str, ...]
    since: datetime | None
    until: datetime | None

    def filters(self, parts: Parts) -> Filters:
        """The same as filters of a search.

        :raises UsageError: an unknown topic, or days in the wrong order.
        """
        from diembao.index import Filters

        known = [topic.id for topic in parts.topics]
        for topic in self.topics:
            if topic not in known:
                raise UsageError(
                    _("There is no topic {id}.").format(id=topic), _("Topics are: {ids}.").format(ids=", ".join(known))
                )
        if self.since and self.until and self.until < self.since:
            raise UsageError(_("--until lies before --since."), _("Swap the two days."))
        return Filters(
            topics=self.topics,
            sources=self.sources,
            places=self.places,
            since=self.since.date() if self.since else None,
            until=self.until.date() if self.until else None,
        )


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that narrow a search; the command gets them as one ``narrowing``."""

    @wraps(command)
    def narrowed(
        *args: Any,
        topics: tuple[str, ...],
        sources: tuple[str, ...],
        places: tuple[str, ...],
        since: datetime | None,
        until: datetime | None,
        **kwargs: Any,
    ) -> Any:
        return command(*args, narrowing=Narrowing(topics, sources, places, since, until), **kwargs)

    wrapped: Callable[..., Any] = narrowed
    for option in reversed(_FILTER_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
