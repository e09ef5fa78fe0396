"""The register of official figures as tables: taken over, given out, searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ulid import ULID

from diembao.archive import Archive, official_figures
from diembao.archive.fact_checks import Change
from diembao.core import addresses
from diembao.core.casework import OfficialFigure
from diembao.core.clock import local_day, now, today
from diembao.core.i18n import N_, _
from diembao.core.text import clean_line, fold, words
from diembao.crawlers import dates
from diembao.desk.factchecks import files, tables
from diembao.desk.factchecks.imports import ImportReport, Refused
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.verify.factbase import look_again

#: Columns of the table with the Vietnamese names that they may have.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("tên", "tên chỉ tiêu", "chỉ tiêu", "số liệu"),
    "value": ("giá trị", "trị số", "con số"),
    "unit": ("đơn vị", "đơn vị tính"),
    "publisher": ("cơ quan công bố", "nơi công bố", "nguồn", "cơ quan"),
    "place": ("nơi", "địa phương", "địa bàn"),
    "period": ("kỳ", "thời kỳ", "thời gian", "kỳ báo cáo"),
    "url": ("đường dẫn", "địa chỉ", "liên kết", "link"),
    "published_on": ("ngày công bố", "ngày", "công bố ngày"),
}
_NEEDED = ("name", "value", "publisher")
_LONGEST = 300
_REASONS = {
    "no-name": N_("it does not say what the figure is of"),
    "no-publisher": N_("it does not name the body that published the figure"),
    "bad-value": N_("its value is not one figure that can be read, such as “1,24 triệu tấn”"),
    "bad-url": N_("its address is no web address"),
    "bad-date": N_("its date cannot be read"),
    "future-date": N_("its date lies in the future"),
    "too-long": N_("a cell is longer than a figure's name can be"),
    "duplicate": N_("the table has given another value for the same figure before"),
}


def import_file(archive: Archive, path: Path) -> ImportReport:
    """Take over a table of figures, gzipped or not. Doing it again changes nothing; a changed value is kept anew.

    :param path: a file; ``-`` is standard input.
    :raises UsageError: it cannot be read, or is no such table; nothing was taken over.
    """
    hint = _("Give a table as CSV in UTF-8 whose first line names the columns: {columns}.").format(
        columns=", ".join(COLUMNS)
    )
    report = ImportReport()
    given: dict[str, OfficialFigure] = {}
    repeated = 0
    for line, row in tables.rows(files.content(path, hint), COLUMNS, _NEEDED):
        report.read += 1
        figure, reason = _figure(row)
        if figure is None:
            report.refusals.append(Refused(str(line), clean_line(row.get("name", ""))[:80], reason))
            continue
        key = official_figures.key(figure)
        if key in given and (given[key].low, given[key].high) != (figure.low, figure.high):
            report.refusals.append(Refused(str(line), figure.name, "duplicate"))
        elif key in given:
            repeated += 1
        else:
            given[key] = figure
    report.refused = len(report.refusals)
    with archive.writing() as connection:
        kept = official_figures.put(connection, given.values())
        report.new = sum(item.change is Change.NEW for item in kept)
        report.changed = sum(item.change is Change.CHANGED for item in kept)
        report.unchanged = sum(item.change is Change.UNCHANGED for item in kept) + repeated
        if changed := [item.id for item in kept if item.change is not Change.UNCHANGED]:
            report.articles_to_check = look_again(connection, changed, now())
    return report


def export(archive: Archive) -> str:
    """The whole register as a table that can be imported again."""
    with archive.reading() as connection:
        return tables.written(tuple(COLUMNS), map(_cells, official_figures.every(connection)))


def search(archive: Archive, text: str = "", *, publisher: str = "", place: str = "") -> list[OfficialFigure]:
    """Figures whose name, place, period or publisher hold all words of a text, whatever their marks.

    :param publisher: only that body's; empty: all.
    :param place: only of that place, as written; empty: all.
    """
    wanted = words(fold(text).lower())
    with archive.reading() as connection:
        every = official_figures.every(connection)
    return [
        figure
        for figure in every
        if (not publisher or figure.publisher == publisher)
        and (not place or figure.place == place)
        and all(word in _searched(figure) for word in wanted)
    ]


def explain(reason: str) -> str:
    """A reason code of a refusal in words."""
    return _(_REASONS[reason])


def _searched(figure: OfficialFigure) -> str:
    return fold(" ".join((figure.name, figure.place, figure.period, figure.publisher, figure.written))).lower()


def _figure(row: Mapping[str, str]) -> tuple[OfficialFigure | None, str]:
    """A row as a figure, or why it is none."""
    cell = {name: clean_line(row.get(name, "")) for name in COLUMNS}
    written, quantity = _value(cell["value"], cell["unit"])
    day, problem = _day(cell["published_on"])
    if any(len(text) > _LONGEST for name, text in cell.items() if name != "url"):
        problem = "too-long"
    elif not words(cell["name"]):
        problem = "no-name"
    elif not words(cell["publisher"]):
        problem = "no-publisher"
    elif quantity is None:
        problem = "bad-value"
    elif cell["url"] and not addresses.is_web_address(cell["url"]):
        problem = "bad-url"
    if problem or quantity is None:
        return None, problem
    figure = OfficialFigure(
        id=str(ULID()),
        name=cell["name"],
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        written=written,
        place=cell["place"],
        period=cell["period"],
        publisher=cell["publisher"],
        url=cell["url"],
        published_on=day,
        imported_at=now(),
    )
    return figure, ""


def _value(value: str, unit: str) -> tuple[str, Quantity | None]:
    """A value as written with its unit, and as a quantity; None: it is not one figure and nothing else."""
    written = value if not unit or fold(value).lower().endswith(fold(unit).lower()) else f"{value} {unit}"
    found = find_quantities(written)
    if len(found) != 1 or found[0].start or words(written[found[0].end :]):
        return written, None
    return written, found[0]


def _day(text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    instant = dates.parse(text)
    if instant is None:
        return None, "bad-date"
    day = local_day(instant)
    return day, "future-date" if day > today() else ""


def _cells(figure: OfficialFigure) -> tuple[str, ...]:
    day = figure.published_on.isoformat() if figure.published_on else ""
    return figure.name, figure.written, "", figure.publisher, figure.place, figure.period, figure.url, day
