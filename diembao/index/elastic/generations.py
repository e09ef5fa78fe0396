"""The indexes of one home: complete copies side by side, and an alias for the one in use.

::

    diembao-4f1c…           the alias, moved in one step
    diembao-4f1c…-000007    the index in use; its mapping says who made it, and with what

A rebuild fills a new index beside the old one. Whoever changes indexes holds the lock of the home's index folder
(:mod:`diembao.index.lock`): of a team on several machines, one works on the home (`diembao run`), and a copy of a home
needs a prefix of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from diembao.core.errors import SearchIndexError
from diembao.core.i18n import _
from diembao.index import fields
from diembao.index.elastic import schema


class Generations:
    """The indexes behind one alias. Any method raises what the client raises, too.

    :meth:`start`, :meth:`publish`, :meth:`discard` and :meth:`sweep` are for the holder of the lock.
    """

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._alias = alias
        self._client = client
        self._numbered = re.compile(re.escape(alias) + r"-(\d{6,})")

    def current(self) -> str | None:
        """Name of the index in use; None where there is none yet.

        :raises SearchIndexError: it was made by another version of the program, or by something else.
        """
        used = self._used()
        for content in used.values():
            if content["mappings"]["_meta"].get("format") != fields.FORMAT:
                raise SearchIndexError(
                    _("The search index {name} was made by another version of the program.").format(name=self._alias),
                    _("`diembao reindex` makes it anew from the archive; no article is lost."),
                )
        return max(used, default=None)

    def start(self) -> str:
        """Make a new, empty index, which is not in use yet.

        :raises SearchIndexError: the alias belongs to something else.
        """
        self._used()
        name = f"{self._alias}-{max(map(self._number, self._numbered_ones()), default=0) + 1:06d}"
        self._client.indices.create(index=name, settings=schema.settings(), mappings=schema.mappings())
        return name

    def publish(self, name: str) -> None:
        """Put an index in use, and remove the one before.

        In two steps: every search that begins after the first one is over asks the new index. In one step,
        Elasticsearch takes an index away before the alias leads elsewhere.
        """
        self._client.indices.update_aliases(
            actions=[
                {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}},
                {"add": {"index": name, "alias": self._alias}},
            ]
        )
        self.sweep()

    def discard(self, name: str) -> None:
        """Remove an index that was not put in use."""
        self._client.indices.delete(index=name, ignore_unavailable=True)

    def sweep(self) -> None:
        """Remove what is not in use: rebuilds that were cut short."""
        for name, content in self._ours().items():
            if self._alias not in content["aliases"]:
                self.discard(name)

    def drop(self) -> None:
        """Remove every index."""
        for name in self._ours():
            self.discard(name)

    def size(self) -> int:
        """Bytes on disk of the index in use, copies on other nodes included."""
        stats = self._client.indices.stats(index=self._alias, metric="store")
        return int(stats["_all"]["total"]["store"]["size_in_bytes"])

    def _used(self) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = self._client.indices.get_mapping(index=self._alias).body
        except NotFoundError:
            return {}
        if self._alias in found or not all(map(_is_ours, found.values())):
            raise SearchIndexError(
                _("At Elasticsearch the name {name} belongs to something else.").format(name=self._alias),
                _("Set another prefix in the section [index] of diembao.toml."),
            )
        return found

    def _ours(self) -> Mapping[str, Any]:
        return {name: content for name, content in self._numbered_ones().items() if _is_ours(content)}

    def _numbered_ones(self) -> Mapping[str, Any]:
        found = self._client.indices.get(index=f"{self._alias}-*", features=["aliases", "mappings"])
        return {name: content for name, content in found.items() if self._numbered.fullmatch(name)}

    def _number(self, name: str) -> int:
        return int(name.removeprefix(f"{self._alias}-"))


def _is_ours(content: Mapping[str, Any]) -> bool:
    return bool(content["mappings"].get("_meta", {}).get("made_by") == schema.MADE_BY)
