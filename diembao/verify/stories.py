"""Stories: reports of one event, grouped as they come in.

A report joins the story whose reports of the surrounding days it resembles most on average, or founds one. What is in
a story stays there, also when its text changes; copies of one text are always in one story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ulid import ULID

from diembao.verify.copies import Match
from diembao.verify.window import Window

#: Mean cosine with the reports of a story from which a report belongs to it.
THRESHOLD = 0.13


def place(window: Window, positions: Sequence[int], matches: Mapping[int, Match]) -> dict[str, str]:
    """Note in ``window.stories`` the story of each of these reports, oldest first.

    :param matches: what copies among them are copies of.
    :returns: stories that were founded, each with its founder.
    """
    founded: dict[str, str] = {}
    similarities = window.similarity(positions) if positions else ()
    for position, similarity in zip(positions, similarities, strict=True):
        report = window.reports[position]
        if match := matches.get(position):
            if not report.pinned:
                window.stories[position] = window.stories[match.position]
        elif not window.stories[position]:
            window.stories[position] = _nearest(window, position, similarity)
        if not window.stories[position]:
            window.stories[position] = str(ULID())
            founded[window.stories[position]] = report.id
    return founded


def _nearest(window: Window, position: int, similarity: NDArray[np.float32]) -> str:
    """The story that a report belongs to, the longest-running of equals; empty: none."""
    near = window.near(position)
    known = [place for place in range(near.start, near.stop) if window.stories[place]]
    if not known:
        return ""
    names = list(dict.fromkeys(window.stories[place] for place in known))
    number = {name: label for label, name in enumerate(names)}
    labels = [number[window.stories[place]] for place in known]
    means = np.bincount(labels, similarity[known]) / np.bincount(labels)
    best = int(means.argmax())
    return names[best] if means[best] >= THRESHOLD else ""


def centrality(window: Window, story: str) -> dict[str, float]:
    """How much each report of a story resembles its other voices on average, 0 to 1; 1 where there is no other."""
    members = [position for position, name in enumerate(window.stories) if name == story]
    voices = [position for position in members if window.origins[position] == window.reports[position].id]
    similarity = window.similarity(members, voices)
    names = np.array([window.reports[position].id for position in voices])
    central = {}
    for position, row in zip(members, similarity, strict=True):
        others = row[names != window.origins[position]]
        central[window.reports[position].id] = float(others.mean()) if len(others) else 1.0
    return central
