"""Knowing when everything that a source's doors listed has been answered well.

A door that answers "unchanged" lists nothing, so what it listed before and we did not get would be lost. Its validators
are therefore handed on only once nothing of its source is open and nothing has failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from diembao.core.models import Door, Source
from diembao.crawlers.conditional import Validators


@dataclass(slots=True)
class _State:
    open: int = 0
    sound: bool = True
    looked_at: list[tuple[Door, Validators]] = field(default_factory=list)


class Settling:
    """Counts the open requests of every source."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def begin(self, source: Source) -> None:
        """A request of a source is made."""
        self._state(source).open += 1

    def look(self, source: Source, door: Door, validators: Validators) -> None:
        """A door has answered."""
        self._state(source).looked_at.append((door, validators))

    def end(self, source: Source, *, well: bool) -> list[tuple[Door, Validators]]:
        """A request is answered; what comes with it has begun already.

        :param well: whether its page is in the archive, gone for good, or never to be fetched.
        :returns: the doors whose contents are all in.
        """
        state = self._state(source)
        state.open -= 1
        state.sound = state.sound and well
        if state.open or not state.sound:
            return []
        settled, state.looked_at = state.looked_at, []
        return settled

    def _state(self, source: Source) -> _State:
        return self._states.setdefault(source.id, _State())
