"""The fields of :mod:`diembao.index.fields` in Elasticsearch, and an article as a document of it."""

from __future__ import annotations

from typing import Any, Final

from diembao.core.i18n import _
from diembao.index import fields
from diembao.index.protocol import FACET_FIELDS, IndexDocument

WINDOW: Final = 1_000_000
"""Hits that can be paged through. Elasticsearch keeps a queue as long as the page's end, of 12 bytes or so a hit."""
#: What Elasticsearch takes as an id.
_LONGEST_ID_BYTES: Final = 512
#: Lucene takes no value above 32,766 bytes; in UTF-8 a character has up to four.
_LONGEST_VALUE: Final = 8000

MADE_BY: Final = "diembao"
"""Stands in the mapping of our indexes; no other index is ever changed or removed."""
_SETTINGS: Final = {
    # One shard: counts by field are exact, and an index of a few million articles fits.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Nothing is seen before a commit, which refreshes.
    "refresh_interval": "-1",
    "max_result_window": WINDOW,
}


def settings() -> dict[str, Any]:
    """Settings of a new index."""
    return dict(_SETTINGS)


def mappings() -> dict[str, Any]:
    """Mappings of a new index. No text is stored: a hit is an id, and the archive has the article."""
    words = {"type": "text", "analyzer": "whitespace"}
    value = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
    properties: dict[str, Any] = {
        **dict.fromkeys((fields.TITLE, fields.TEXT), words),
        **{name: value | {"doc_values": False} for name in (fields.LABELS, fields.FLAG, fields.STORY)},
        **dict.fromkeys(FACET_FIELDS, value),
        **{name: {"type": "integer"} for name in (fields.DAY, fields.MONTH)},
        **{name: {"type": "long"} for name in (fields.NEWEST, fields.OLDEST)},
    }
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "_meta": {"made_by": MADE_BY, "format": fields.FORMAT},
        "properties": properties,
    }


def document(article: IndexDocument) -> dict[str, Any]:
    """An article as the body of a document; its id stands beside it.

    :raises ValueError: see :func:`diembao.index.fields.values`.
    :raises TypeError: likewise.
    """
    values = fields.values(article)
    if len(article.id.encode()) > _LONGEST_ID_BYTES:
        raise ValueError(_("its id is too long"))
    del values[fields.ID]
    return values
