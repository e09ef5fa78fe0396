"""Stories: reports of one event, grouped as they come in.

A report joins the story whose reports of the surrounding days it resembles most on average, or founds one. What is in
a story stays there, also when its text changes; copies of one text are always in one story.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ulid import ULID

from diembao.verify.copies import Match
from diembao.verify.window import Window

#: Mean cosine with the reports of a story from which a report belongs to it.
THRESHOLD = 0.13
#: Label of a report that is in no story yet.
_NONE = -1


def place(window: Window, positions: Sequence[int], matches: Mapping[int, Match]) -> dict[str, str]:
    """Note in ``window.stories`` the story of each of these reports, oldest first.

    :param matches: what copies among them are copies of.
    :returns: stories that were founded, each with its founder.
    """
    founded: dict[str, str] = {}
    names = list(dict.fromkeys(filter(None, window.stories)))
    number = {name: label for label, name in enumerate(names)}
    labels = np.array([number.get(name, _NONE) for name in window.stories])
    for position, similarity in zip(positions, window.similarity(positions), strict=True):
        report = window.reports[position]
        label = int(labels[position])
        if (match := matches.get(position)) and not report.pinned:
            label = int(labels[match.position])
        if label == _NONE:
            label = _nearest(window.near(position), labels, similarity)
        if label == _NONE:
            label = len(names)
            names.append(str(ULID()))
            founded[names[label]] = report.id
        labels[position] = label
        window.stories[position] = names[label]
    return founded


def _nearest(near: slice, labels: NDArray[np.int64], similarity: NDArray[np.float32]) -> int:
    """The story that a report belongs to, the longest known of equals."""
    labelled = labels[near] != _NONE
    stories, places = np.unique(labels[near][labelled], return_inverse=True)
    if not len(stories):
        return _NONE
    means = np.bincount(places, similarity[near][labelled]) / np.bincount(places)
    best = int(means.argmax())
    return int(stories[best]) if means[best] >= THRESHOLD else _NONE


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
