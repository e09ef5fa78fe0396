"""How a press review words and numbers things, the same on paper, in mails and on screen."""

from __future__ import annotations

from diembao.core.i18n import moment, ngettext
from diembao.desk.review.sheets import Report

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def said(report: Report) -> str:
    """Who reported, and when."""
    return f"{report.source} ({moment(report.dated)})" if report.dated else report.source


def more(others: int) -> str:
    """How many reports of a story are not named."""
    return ngettext("{number} more report", "{number} more reports", others).format(number=others)


def lines(text: str) -> list[str]:
    """Paragraphs of a text that a person wrote."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def roman(number: int) -> str:
    """Number of a section: ``IV``."""
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
