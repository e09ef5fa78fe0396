"""The press review as an HTML page, which is also the body of its mail, and as plain text."""

from __future__ import annotations

from functools import cache

import jinja2
from markupsafe import Markup

from diembao.core import i18n
from diembao.core.i18n import _
from diembao.desk.review_sheet import Sheet
from diembao.desk.review_words import lines, more, roman, said


def html(sheet: Sheet) -> str:
    """One self-contained page, its styles inline as mail programs need them."""
    return _templates().get_template("review.html").render(sheet=sheet, language=i18n.language())


def text(sheet: Sheet) -> str:
    """The same as plain text."""
    return _templates().get_template("review.txt").render(sheet=sheet)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("diembao.desk"),
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals |= {
        "_": _,
        "lines": lines,
        "link": _link,
        "long_day": i18n.long_day,
        "more": more,
        "roman": roman,
        "said": said,
    }
    return environment


def _link(words: str, url: str) -> Markup | str:
    return Markup('<a href="{}">{}</a>').format(url, words) if url else words
