"""The press review as an HTML page, which is also the body of its mail, and as plain text."""

from __future__ import annotations

from markupsafe import Markup

from diembao.core import i18n
from diembao.desk import pages
from diembao.desk.review.sheets import Sheet
from diembao.desk.review.words import lines, more, roman, said


def html(sheet: Sheet) -> str:
    """One self-contained page, its styles inline as mail programs need them."""
    return _render("review.html", sheet)


def text(sheet: Sheet) -> str:
    """The same as plain text."""
    return _render("review.txt", sheet)


def _render(template: str, sheet: Sheet) -> str:
    return pages.render(
        template,
        sheet=sheet,
        language=i18n.language(),
        lines=lines,
        link=_link,
        long_day=i18n.long_day,
        more=more,
        roman=roman,
        said=said,
    )


def _link(words: str, url: str) -> Markup | str:
    return Markup('<a href="{}">{}</a>').format(url, words) if url else words
