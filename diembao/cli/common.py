"""What all commands share: options, output, errors, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from diembao.core.i18n import N_, _
from diembao.core.i18n import number as written
from diembao.core.system_words import why

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
        except click.FileError as error:  # Click repeats the system's words as they come; so below
            raise click.FileError(error.filename, _in_our_words(error)) from error
        except click.BadParameter as error:
            said = _in_our_words(error)
            raise click.BadParameter(said, error.ctx, error.param, error.param_hint) from error
        except BrokenPipeError:  # the reader of our output has gone, as `| head` does
            sys.stderr.close()
            ctx.exit(0)
        except _OF_THE_OUTSIDE as error:
            log.debug("a command broke off", exc_info=True)
            click.echo(_("Error: {message}").format(message=_outside(error)), err=True)
            click.echo(_("What to do: {hint}").format(hint=_("Look at what the command was given.")), err=True)
            ctx.exit(1)


def _in_our_words(error: click.ClickException) -> str:
    cause = error.__context__
    if isinstance(cause, OSError) and cause.strerror:
        return error.message.replace(cause.strerror, why(cause))
    return error.message


def _outside(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {why(error)}"
    return f"{type(error).__name__}: {error}"


class When(click.DateTime):
    """A day or a time of day; help and errors show it as people write it, not as Python does.

    :param form: as Python's ``strptime`` reads it.
    :param shown: the same for people, an English message id.
    :param such_as: one that is written rightly.
    """

    def __init__(self, form: str, shown: str, such_as: str) -> None:
        super().__init__([form])
        self._shown = shown
        self._such_as = such_as

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Stands behind the option in its help."""
        return _(self._shown)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            said = _("{value} is not written as {form}, such as {example}.")
            self.fail(said.format(value=value, form=_(self._shown), example=self._such_as), param, ctx)


DAY = When("%Y-%m-%d", N_("YYYY-MM-DD"), "2026-11-01")
TIME_OF_DAY = When("%H:%M", N_("HH:MM"), "06:30")


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


def write_as(output: Path, writers: Mapping[str, Callable[[], bytes]]) -> None:
    """Write a file in the form that its name asks for.

    :param writers: ending of a name -> what makes the contents.
    :raises UsageError: the name has another ending, or the file cannot be written.
    """
    writer = writers.get(output.suffix.lower())
    if writer is None:
        raise UsageError(
            _("{file} is no file name of a known form.").format(file=output),
            _("Let it end in one of these: {endings}.").format(endings=", ".join(writers)),
        )
    try:
        output.write_bytes(writer())
    except OSError as error:
        raise UsageError(
            _("{file} cannot be written: {error}.").format(file=output, error=why(error)),
            _("Check the path and your rights."),
        ) from error


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
            click.echo(f"\r{self._label} {written(self._count)}", nl=False, err=True)

    def done(self) -> None:
        """End the line."""
        if self._watched and self._count:
            click.echo(err=True)


_FILTER_OPTIONS = (
    click.option("--topic", "topics", multiple=True, metavar="ID", help=_("Only this topic; may be repeated.")),
    click.option("--source", "sources", multiple=True, metavar="ID", help=_("Only this source; may be repeated.")),
    click.option("--place", "places", multiple=True, metavar="NAME", help=_("Only this place; may be repeated.")),
    click.option(
        "--organisation",
        "organisations",
        multiple=True,
        metavar="NAME",
        help=_("Only this organisation, by its name in full; may be repeated."),
    ),
    click.option("--since", type=DAY, help=_("First day, such as 2026-11-01.")),
    click.option("--until", type=DAY, help=_("Last day, included.")),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the options that narrow a search say."""

    topics: tuple[str, ...]
    sources: tuple[str, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]
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
            organisations=self.organisations,
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
        organisations: tuple[str, ...],
        since: datetime | None,
        until: datetime | None,
        **kwargs: Any,
    ) -> Any:
        return command(*args, narrowing=Narrowing(topics, sources, places, organisations, since, until), **kwargs)

    wrapped: Callable[..., Any] = narrowed
    for option in reversed(_FILTER_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
