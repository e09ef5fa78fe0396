"""Finding the source that a name or a host belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from diembao.core.models import Source


class SourceLookup:
    """Sources by id, name and host."""

    def __init__(self, sources: Iterable[Source]) -> None:
        known = tuple(sources)
        self._by_name = {name: source for source in known for name in (source.name, source.id)}
        self._by_domain = {domain: source for source in known for domain in source.domains}

    def named(self, name: str) -> Source | None:
        """The source with this id or name."""
        return self._by_name.get(name)

    def at(self, host: str) -> Source | None:
        """The source to whose domains a host belongs; the narrowest domain decides."""
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._by_domain[domain] for domain in domains if domain in self._by_domain), None)
