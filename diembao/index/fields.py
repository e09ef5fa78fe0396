"""The fields of an index, the same with every engine, and an article's values for them.

Both word streams of :mod:`diembao.index.analysis` share one field: word *i* stands at position *2i* in exact form and
at *2i + 1* folded, with a sign before it. So one phrase can ask for some words with their marks and for others with any
marks; two fields could not, and take as much room (83 MB against 78 for 35,000 articles).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from diembao.core import text as forms
from diembao.core.clock import local_day
from diembao.core.i18n import _
from diembao.index import analysis
from diembao.index.protocol import IndexDocument

ID: Final = "id"
TITLE: Final = "title"
TEXT: Final = "text"
"""Lead and body."""
LABELS: Final = "labels"
"""Values of the fields that a query can name, as single words; see :func:`label`."""
FLAG: Final = "flag"
"""Reason codes. A filter, and never a facet."""
STORY: Final = "story"
"""Id of the story. A filter, and never a facet."""
DAY: Final = "day"
"""Vietnamese day, as its proleptic ordinal; absent where the time is not known."""
MONTH: Final = "month"
"""Vietnamese month, counted from year 0; absent likewise."""
NEWEST: Final = "newest"
"""Descending, the articles from the newest to the oldest; then those of no known time. See :func:`_order`."""
OLDEST: Final = "oldest"
"""Ascending, the articles from the oldest to the newest; then those of no known time."""

FORMAT: Final = f"3-{analysis.FINGERPRINT}"
"""Changes with the fields or with the forms of words: an index of another format has to be made anew."""

FOLDED_SIGN: Final = "~"
#: Elasticsearch cuts words at 255 UTF-16 units in two, which would move all words after them.
_LONGEST_WORD: Final = 120
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Outside of all times of :class:`datetime.datetime`, in seconds from 1970.
_BEFORE_TIME: Final = -(2**37)
_AFTER_TIME: Final = 2**38


def values(article: IndexDocument) -> dict[str, Any]:
    """An article's value, or list of values, by field; without empty ones.

    :raises ValueError: it has no id, its time has no zone, or a text is not Unicode.
    :raises TypeError: a value is not of its field's type.
    """
    if not article.id:
        raise ValueError(_("it has no id"))
    labels = {
        ID: article.id,
        STORY: article.story,
        "source": article.source,
        "section": article.section,
        "kind": article.kind,
        "home": str(article.home).lower(),
    }
    lists = {
        FLAG: list(dict.fromkeys(article.flags)),
        "topic": list(dict.fromkeys(article.topics)),
        "place": list(dict.fromkeys(article.places)),
        "organisation": list(dict.fromkeys(article.organisations)),
    }
    for value in (*labels.values(), *(each for several in lists.values() for each in several)):
        if not isinstance(value, str):
            raise TypeError(_("{value!r} is not a text").format(value=value))
        value.encode()
    texts = {
        TITLE: _interleaved(article.title),
        TEXT: _interleaved(article.text),
        LABELS: list(dict.fromkeys(_labels(article))),
    }
    return {name: value for name, value in (labels | lists | texts | _time(article)).items() if value not in ("", [])}


def exact(word: str) -> str:
    """A word's exact form as it is indexed."""
    return word if len(word) <= _LONGEST_WORD else hashlib.sha256(word.encode()).hexdigest()


def folded(word: str) -> str:
    """A word without marks as it is indexed.

    :param word: folded.
    """
    return FOLDED_SIGN + exact(word)


def label(field: str, words: Iterable[str]) -> str:
    """A value of a field as one word, such as ``place=hà_nội``."""
    return exact(f"{field}={'_'.join(words)}")


def folded_label(field: str, words: Iterable[str]) -> str:
    """The same without marks, such as ``place~ha_noi``."""
    return exact(f"{field}~{'_'.join(words)}")


def month_number(day: date) -> int:
    """A month as a number that grows by one with each month."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """First day of the month of this number."""
    return date(number // 12, number % 12 + 1, 1)


def _interleaved(text: str) -> str:
    return " ".join([f"{exact(word)} {folded(plain)}" for word, plain in zip(*analysis.streams(text), strict=True)])


def _labels(article: IndexDocument) -> Iterable[str]:
    for field, values in (
        ("source", (article.source,)),
        ("topic", article.topics),
        ("place", article.places),
        ("organisation", article.organisations),
        ("section", (article.section,)),
        ("flag", article.flags),
    ):
        for value in values:
            words = forms.words(forms.index_form(forms.nfc(value)))
            if words:
                yield label(field, words)
                yield folded_label(field, [forms.fold(word) for word in words])


def _time(article: IndexDocument) -> dict[str, int]:
    if article.dated is None:
        return {NEWEST: _order(article, _BEFORE_TIME), OLDEST: _order(article, _AFTER_TIME)}
    if article.dated.tzinfo is None:
        raise ValueError(_("its time has no zone"))
    day = local_day(article.dated)
    order = _order(article, (article.dated - _EPOCH) // timedelta(seconds=1))
    return {DAY: day.toordinal(), MONTH: month_number(day), NEWEST: order, OLDEST: order}


def _order(article: IndexDocument, second: int) -> int:
    """Order by time; the articles of one second (days without a time are common) in an order that never changes."""
    digest = hashlib.blake2b(article.id.encode(), digest_size=3).digest()
    return second * 2**24 + int.from_bytes(digest)
