"""Writing one index: what waits for the commit, and requests of many documents."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from diembao.core.i18n import _
from diembao.index import unfit
from diembao.index.elastic import schema
from diembao.index.elastic.failures import asking, down, gone
from diembao.index.protocol import IndexDocument

#: Documents and bytes of one request.
_CHUNK: Final = 500
_CHUNK_BYTES: Final = 8 * 2**20
#: A node that has too much to do is asked again after pauses that double: 31 times the first one in all.
_TRIES: Final = 5
_FIRST_PAUSE_SECONDS: Final = 1.0
_ANSWERS_WITHIN: Final = 120.0

#: id -> document; None: to be removed.
_Changes = dict[str, dict[str, Any] | None]


class Writer:
    """Writes one index; a :class:`diembao.index.protocol.IndexWriter`. Any thread may call it.

    What is put waits in this process for the commit. A commit that is cut short may have written a part, which is seen
    with the next one; whoever puts it again changes nothing.

    :param name: an index, or an alias of one.
    :param in_use: whether searches see the index; one that is being built takes documents before the commit, too, so
        that it can outgrow this process.
    """

    def __init__(self, client: Elasticsearch, url: str, name: str, *, in_use: bool) -> None:
        self._client = client.options(request_timeout=_ANSWERS_WITHIN)
        self._url = url
        self._name = name
        self._in_use = in_use
        self._mutex = threading.Lock()
        self._changes: _Changes = {}

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """See the protocol."""
        refused: dict[str, object] = {}
        with self._mutex:
            for article in documents:
                try:
                    self._changes[article.id] = schema.document(article)
                except (ValueError, TypeError, OverflowError) as error:
                    refused[article.id] = error
                    continue
                if not self._in_use and len(self._changes) >= _CHUNK:
                    refused |= self._send()
        unfit.report(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        with self._mutex:
            self._changes.update(dict.fromkeys(ids))

    def commit(self) -> None:
        """See the protocol.

        :raises UnfitForIndex: documents were refused (named; all others are committed).
        """
        with self._mutex:
            refused = self._send()
            with asking(self._url):
                self._client.indices.refresh(index=self._name)
        unfit.report(refused)

    def _send(self) -> dict[str, object]:
        """Write what waits; gives the documents that were refused, and why. If the service fails, all still waits."""
        refused: dict[str, object] = {}
        with asking(self._url):
            for done, result in streaming_bulk(
                self._client,
                map(self._action, self._changes.items()),
                chunk_size=_CHUNK,
                max_chunk_bytes=_CHUNK_BYTES,
                raise_on_error=False,
                yield_ok=False,
                max_retries=_TRIES,
                initial_backoff=_FIRST_PAUSE_SECONDS,
                # Without this, a request to a name that has gone would make an index of that name.
                require_alias=self._in_use,
            ):
                (item,) = result.values()
                if done or "error" not in item:  # without an error, what was to be removed was not there
                    continue
                if item["status"] == 429 or item["status"] >= 500:
                    raise down(self._url, _("it answers {status}").format(status=item["status"]))
                if item["error"]["type"] == "index_not_found_exception":
                    raise gone(self._name)
                refused[item["_id"]] = item["error"]["type"]
        self._changes.clear()
        return refused

    def _action(self, change: tuple[str, dict[str, Any] | None]) -> dict[str, Any]:
        article_id, document = change
        action: dict[str, Any] = {"_index": self._name, "_id": article_id}
        return action | ({"_op_type": "delete"} if document is None else {"_op_type": "index", "_source": document})
