"""Finding the profile that reads a page: by its host, else by how it is built."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from diembao.crawlers.profiles.model import Profile
from diembao.crawlers.profiles.selectors import Finder


class ProfileLookup:
    """Profiles by name and host; of two with one name or domain the later one counts.

    :param systems: content systems, known by the signs on their pages.
    """

    def __init__(self, profiles: Iterable[Profile], systems: Iterable[Profile] = ()) -> None:
        self.by_name = {profile.name: profile for profile in profiles}
        self._by_domain = {domain: profile for profile in self.by_name.values() for domain in profile.domains}
        self.systems = tuple(systems)

    def at(self, host: str) -> Profile | None:
        """The profile of a host; the narrowest domain decides."""
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._by_domain[domain] for domain in domains if domain in self._by_domain), None)

    def built_like(self, tree: HtmlElement) -> Profile | None:
        """The content system that built a page, whatever its host; None when it shows the signs of none."""
        finder = Finder(tree)
        shown = (system for system in self.systems if all(finder.elements(sign) for sign in system.signs))
        return next(shown, None)
