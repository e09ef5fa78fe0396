"""The fields of the embedded index, and an article as a document of it.

Both word streams of :mod:`diembao.index.analysis` share one field: word *i* stands at position *2i* in exact form and
at *2i + 1* folded, with a sign before it. So one phrase can ask for some words with their marks and for others with any
marks; two fields could not, and take as much room (83 MB against 78 for 35,000 articles).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import tantivy

from diembao.core import text as forms
from diembao.core.clock import local_day
from diembao.core.i18n import _
from diembao.index import analysis
from diembao.index.protocol import FACET_FIELDS, IndexDocument

ID: Final = "id"
TITLE: Final = "title"
TEXT: Final = "text"
"""Lead and body."""
LABELS: Final = "labels"
"""Values of the fields that a query can name, as single words; see :func:`label`."""
DAY: Final = "day"
"""Vietnamese day, as its proleptic ordinal; absent where the time is not known."""
MONTH: Final = "month"
"""Vietnamese month, counted from year 0; absent likewise."""
NEWEST: Final = "newest"
"""Descending, the articles from the newest to the oldest; then those of no known time. See :func:`_order`."""
OLDEST: Final = "oldest"
"""Ascending, the articles from the oldest to the newest; then those of no known time."""

FORMAT: Final = f"1-{analysis.FINGERPRINT}"
"""Changes with the fields or with the forms of words: an index of another format has to be made anew."""

FOLDED_SIGN: Final = "~"
_TOKENIZER: Final = "streams"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Outside of all times of :class:`datetime.datetime`, in seconds from 1970.
_BEFORE_TIME: Final = -(2**37)
_AFTER_TIME: Final = 2**38


def build() -> tantivy.Schema:
    """The schema. Texts are not stored: the archive has them."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (TITLE, TEXT):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="position")
    builder.add_text_field(LABELS, tokenizer_name=_TOKENIZER, index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (DAY, MONTH, NEWEST, OLDEST):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def opened(path: Path) -> tantivy.Index:
    """The engine's index in a folder, reloaded only when asked to."""
    index = tantivy.Index.open(str(path))
    # Tokenizers are not kept in the files: they are made known at each opening.
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def document(article: IndexDocument, schema: tantivy.Schema) -> tantivy.Document:
    """An article as a document.

    :raises ValueError: a value is not of its field's type, or the time has no zone. (Given to the writer unchecked,
        such a document ends the writer's thread.)
    """
    if not article.id:
        raise ValueError(_("it has no id"))
    values: dict[str, Any] = {
        ID: article.id,
        TITLE: _interleaved(article.title),
        TEXT: _interleaved(article.text),
        LABELS: " ".join(_labels(article)),
        "source": article.source,
        "topic": list(dict.fromkeys(article.topics)),
        "place": list(dict.fromkeys(article.places)),
        "section": article.section,
        "kind": article.kind,
        "home": str(article.home).lower(),
        **_time(article),
    }
    return tantivy.Document.from_dict({name: value for name, value in values.items() if value != ""}, schema)


def label(field: str, words: Iterable[str]) -> str:
    """A value of a field as one word, such as ``place=hà_nội``."""
    return f"{field}={'_'.join(words)}"


def folded_label(field: str, words: Iterable[str]) -> str:
    """The same without marks, such as ``place~ha_noi``."""
    return f"{field}~{'_'.join(words)}"


def month_number(day: date) -> int:
    """A month as a number that grows by one with each month."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """First day of the month of this number."""
    return date(number // 12, number % 12 + 1, 1)


def _interleaved(text: str) -> str:
    exact, folded = analysis.streams(text)
    return " ".join([f"{word} {FOLDED_SIGN}{plain}" for word, plain in zip(exact, folded, strict=True)])


def _labels(article: IndexDocument) -> Iterable[str]:
    for field, values in (
        ("source", (article.source,)),
        ("topic", article.topics),
        ("place", article.places),
        ("section", (article.section,)),
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
