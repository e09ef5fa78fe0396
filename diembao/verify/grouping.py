"""Reports that are new, or whose text has changed, put beside those of the surrounding days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from diembao.verify import copies, stories
from diembao.verify.copies import ShinglesOf
from diembao.verify.window import Report, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What grouping changed."""

    copies: dict[str, tuple[str, float] | None]
    """Reports whose voice was looked for or has changed: the first print of their text and the containment by which
    they belong to it; None: they are that first print."""
    founded: dict[str, str]
    """Id of each new story -> its founder."""
    merged: dict[str, str]
    """Id of each known story that is the same as another -> that other one."""
    stories: dict[str, str]
    """Report -> story, of those that were looked at or whose story was merged."""
    central: dict[str, float]
    """How central each report of the touched stories is in its story, 0 to 1."""


def group(
    reports: Sequence[Report], new: Collection[str], shingles_of: ShinglesOf, held: Collection[str] = ()
) -> Grouping:
    """Find the voice and the story of some reports. The same reports give the same groups.

    :param reports: everything within reach of the new ones, these included.
    :param new: ids of those that are new or have changed, with all prints of the voices that these belonged to.
    :param held: stories into which a person put a report: never merged.
    """
    window = Window(reports)
    positions = sorted(window.position[report_id] for report_id in new)
    before = list(zip(window.origins, window.containments, strict=True))
    matches = copies.find(window, positions, shingles_of)
    told = list(window.stories)
    outcome = stories.place(window, positions, matches, held)
    found: dict[str, tuple[str, float] | None] = {}
    for report, origin, containment, known in zip(
        window.reports, window.origins, window.containments, before, strict=True
    ):
        if report.id in new or (origin, containment) != known:
            found[report.id] = None if origin == report.id else (origin, containment)
    placed = {
        report.id: story
        for report, story, known in zip(window.reports, window.stories, told, strict=True)
        if report.id in new or story != known
    }
    return Grouping(
        copies=found,
        founded=outcome.founded,
        merged=outcome.merged,
        stories=placed,
        central=stories.centrality(window, set(placed.values())),
    )
