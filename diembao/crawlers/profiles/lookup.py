"""Finding the profile that reads a host's pages."""

from __future__ import annotations

from collections.abc import Iterable

from diembao.crawlers.profiles.model import Profile


class ProfileLookup:
    """Profiles by name and host; of two with one name or domain the later one counts."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.by_name = {profile.name: profile for profile in profiles}
        self._by_domain = {domain: profile for profile in self.by_name.values() for domain in profile.domains}

    def at(self, host: str) -> Profile | None:
        """The profile of a host; the narrowest domain decides."""
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._by_domain[domain] for domain in domains if domain in self._by_domain), None)
