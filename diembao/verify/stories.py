"""Stories: reports of one event, grouped as they come in.

A report joins the story whose reports of the surrounding days it resembles most on average, or founds one. When it has
joined one, its story is held against the others: two that now resemble each other enough on average are one, so that
the order in which reports come in matters little. Otherwise what is in a story stays there, also when its text changes;
copies of one text are always in one story. Stories into which a person put a report are never brought together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ulid import ULID

from diembao.verify.copies import Match
from diembao.verify.window import Window

#: Mean cosine of their reports from which a report belongs to a story, and two stories are one.
THRESHOLD = 0.12
#: Label of a report that is in no story yet.
_NONE = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of stories."""

    founded: dict[str, str]
    """Id of each new story -> its founder."""
    merged: dict[str, str]
    """Id of each known story that turned out to be the same as another -> that other one."""


def place(window: Window, positions: Sequence[int], matches: Mapping[int, Match], held: Collection[str] = ()) -> Placed:
    """Note in ``window.stories`` the story of each of these reports, oldest first, and of those that were merged.

    :param matches: what copies among them are copies of.
    :param held: stories into which a person put a report.
    """
    names = list(dict.fromkeys(filter(None, window.stories)))
    known = len(names)
    number = {name: label for label, name in enumerate(names)}
    labels = np.array([number.get(name, _NONE) for name in window.stories])
    kept = {number[name] for name in held if name in number}
    founders: dict[int, str] = {}
    merged: dict[int, int] = {}
    for position, similarity in zip(positions, window.similarity(positions), strict=True):
        report = window.reports[position]
        near = window.near(position)
        before = label = int(labels[position])
        if (match := matches.get(position)) and not report.pinned:
            label = int(labels[match.position])
        if label == _NONE:
            label = _nearest(similarity[near], labels[near])
        if label == _NONE:
            label = len(names)
            names.append(str(ULID()))
            founders[label] = report.id
        labels[position] = label
        while label != before and (other := _same(window, near, labels, label, kept)) != _NONE:
            # Known stories have the smaller labels, so that one founded a moment ago never outlives them.
            before, (label, gone) = _NONE, sorted((label, other))
            labels[labels == gone] = label
            merged[gone] = label
    window.stories[:] = [names[label] if label != _NONE else "" for label in labels.tolist()]
    return Placed(
        founded={names[label]: founder for label, founder in founders.items() if label not in merged},
        merged={names[gone]: names[label] for gone, label in merged.items() if gone < known},
    )


def _nearest(similarity: NDArray[np.float32], labels: NDArray[np.int64]) -> int:
    """The story that a report belongs to, the longest known of equals.

    :param similarity: of the report with each of those around it, and ``labels`` are theirs.
    """
    labelled = labels != _NONE
    stories, places = np.unique(labels[labelled], return_inverse=True)
    if not len(stories):
        return _NONE
    means = np.bincount(places, similarity[labelled]) / np.bincount(places)
    best = int(means.argmax())
    return int(stories[best]) if means[best] >= THRESHOLD else _NONE


def _same(window: Window, near: slice, labels: NDArray[np.int64], label: int, held: Collection[int]) -> int:
    """The story around ``near`` that is the same as the one with this label; none of those that are held."""
    around = labels[near]
    own = around == label
    if label in held or np.count_nonzero(own) < 2:
        # A single report was just held against every story.
        return _NONE
    resemblance = window.resemblance((np.flatnonzero(own) + near.start).tolist(), near)
    resemblance[own | np.isin(around, list(held))] = 0
    return _nearest(resemblance, np.where(own, _NONE, around))


def centrality(window: Window, stories: Collection[str]) -> dict[str, float]:
    """How much each report of these stories resembles the other voices on average, 0 to 1; 1 where there is none."""
    members: dict[str, list[int]] = {story: [] for story in stories}
    for position, story in enumerate(window.stories):
        if story in members:
            members[story].append(position)
    central = {}
    for positions in members.values():
        voices = [position for position in positions if window.origins[position] == window.reports[position].id]
        if len(positions) > 1:
            similarity = window.similarity(positions, voices)
        names = np.array([window.reports[position].id for position in voices])
        for row, position in enumerate(positions):
            others = names != window.origins[position]
            central[window.reports[position].id] = float(similarity[row][others].mean()) if others.any() else 1.0
    return central
