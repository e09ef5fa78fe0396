"""Rules held against what is new, and their findings recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from diembao.archive import Archive


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination changed."""

    raised: int = 0
    """Flags that are new, or found again after they were withdrawn."""
    withdrawn: int = 0
    """Flags that the rules no longer find."""


class Examiner:
    """Finds and records flags.

    :param archive: where articles, stories and fact-checks are read and flags are kept.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def examine(self, *, story_ids: Collection[str], article_ids: Collection[str]) -> Examined:
        """Examine stories whose reports changed, and articles that changed. Doing it twice changes nothing.

        :raises ArchiveError: the archive refuses; what was examined until then is recorded.
        """
        return Examined()
