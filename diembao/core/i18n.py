"""Language of the interface: one gettext catalogue, Vietnamese first, English switchable.

Message ids are English, so English needs no catalogue. The catalogue is read from its ``.po`` file: there is no
compiled copy that could be older than its source.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from diembao.core.clock import VIETNAM

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"

_language: ContextVar[str] = ContextVar("language", default="")


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    source = (files("diembao.core") / "locale" / language / "LC_MESSAGES" / "diembao.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def use(language: str) -> None:
    """Speak ``language`` (``vi`` or ``en``) from here on, in this context; anything else means the default."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` within a block, such as Vietnamese in a letter whatever the writer's screen speaks."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language spoken here: what :func:`use` said, else ``DIEMBAO_DESK__LANGUAGE``, else Vietnamese."""
    chosen = _language.get() or os.environ.get("DIEMBAO_DESK__LANGUAGE", "")
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def _(message: str) -> str:
    """``message`` in the language spoken here."""
    return _catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a counted message that ``number`` asks for, in the language spoken here."""
    return _catalogue(language()).ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a message for the catalogue without translating it yet."""
    return message


def number(value: float) -> str:
    """A number as readers write it: ``35.227`` in Vietnamese."""
    return numbers.format_decimal(value, locale=language())


def day(value: date) -> str:
    """A day in short: ``22/11/2026``."""
    return value.strftime("%d/%m/%Y")


def long_day(value: date) -> str:
    """A day in words: ``Chủ Nhật, ngày 22 tháng 11 năm 2026``."""
    form = "EEEE, 'ngày' d 'tháng' M 'năm' y" if language() == "vi" else "full"
    return dates.format_date(value, form, locale=language())


def moment(value: datetime) -> str:
    """An instant on a Vietnamese clock: ``22/11/2026 18:44``."""
    return value.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
