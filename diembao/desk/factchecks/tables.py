"""Tables as spreadsheet programs save them: a header in Vietnamese or English, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.text import fold, words

#: Cells that begin like this are formulas to a spreadsheet program.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPE = "'"
_DELIMITERS = ",;\t"


def rows(
    content: str, columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty, as the line that it ends on and column -> cell.

    :param columns: name of a column -> further names that it may have, whatever their marks, capitals and punctuation.
    :raises UsageError: a needed column is missing, or is there twice, or the table cannot be read on; what comes before
        the faulty line has been given.
    """
    header = content.lstrip().partition("\n")[0]
    table = csv.reader(io.StringIO(content, newline=""), delimiter=max(_DELIMITERS, key=header.count))
    known = {_plain(name): column for column, names in columns.items() for name in (column, *names)}
    try:
        names = [known.get(_plain(cell), "") for cell in next(filter(any, table), [])]
        if missing := [name for name in needed if name not in names]:
            raise UsageError(
                _("The table has no column {columns}.").format(columns=", ".join(missing)),
                _("The first line names the columns: {columns}.").format(columns=", ".join(columns)),
            )
        if twice := [name for name in columns if names.count(name) > 1]:
            raise UsageError(
                _("The table has the column {columns} more than once.").format(columns=", ".join(twice)),
                _("The first line names the columns: {columns}.").format(columns=", ".join(columns)),
            )
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield table.line_num, {name: unescaped(cell) for name, cell in zip(names, cells, strict=False) if name}
    except csv.Error as error:
        raise UsageError(
            _("The table cannot be read from line {line} on: {error}.").format(line=table.line_num, error=error),
            _("Nothing was taken over. Save the table as CSV again and repeat the import."),
        ) from error


def written(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    """A table for spreadsheet programs."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(columns)
    for row in cells:
        table.writerow([_ESCAPE + cell if cell.startswith((*_FORMULA, _ESCAPE)) else cell for cell in row])
    return "\ufeff" + text.getvalue()  # without the mark, spreadsheet programs take UTF-8 for something else


def unescaped(cell: str) -> str:
    """A cell as it was before :func:`written` kept it from being a formula."""
    return cell[1:] if cell.startswith(_ESCAPE) and cell[1:].startswith((*_FORMULA, _ESCAPE)) else cell


def _plain(name: str) -> str:
    return " ".join(words(fold(name.replace("_", " ")).lower()))
