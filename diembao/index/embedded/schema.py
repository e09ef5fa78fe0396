"""The fields of :mod:`diembao.index.fields` in the embedded engine, and an article as a document of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import tantivy

from diembao.index import fields
from diembao.index.protocol import FACET_FIELDS, IndexDocument

_TOKENIZER: Final = "streams"


def build() -> tantivy.Schema:
    """The schema. Texts are not stored: the archive has them."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(fields.ID, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (fields.TITLE, fields.TEXT):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="position")
    for name in (fields.LABELS, fields.FLAG, fields.STORY):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (fields.DAY, fields.MONTH, fields.NEWEST, fields.OLDEST):
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

    :raises ValueError: see :func:`diembao.index.fields.values`. (Given to the writer unchecked, such a document ends
        the writer's thread.)
    :raises TypeError: likewise.
    """
    return tantivy.Document.from_dict(fields.values(article), schema)
