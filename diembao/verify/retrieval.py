"""Reports that may speak of the same thing as a text that the archive must not see.

What is asked of the archive is a span of days; which of its reports come near is decided here, by their term vectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from diembao.archive.signatures import Signed
from diembao.nlp.terms import Terms, terms
from diembao.verify.window import matrix

#: Reports that come nearest to one passage, and the least cosine that counts.
_NEAREST = 10
_LEAST_SIMILARITY = 0.05
#: Whole stories are looked at for the nearest reports only, in their last reports.
_STORIES = 3
_MOST_OF_A_STORY = 30


class Retriever:
    """Reports, ready to be found by what they are about.

    :param signed: the reports of the days in question.
    """

    def __init__(self, signed: Sequence[Signed]) -> None:
        self._signed = sorted(signed, key=lambda report: (report.dated, report.id), reverse=True)
        self._vectors = matrix([Terms.from_bytes(report.terms) for report in self._signed]) if signed else None
        self._of_story: dict[str, list[str]] = defaultdict(list)
        for report in self._signed:
            if report.story and len(self._of_story[report.story]) < _MOST_OF_A_STORY:
                self._of_story[report.story].append(report.id)
        self.voice = {report.id: report.origin for report in self._signed}
        """Report -> the first print of its text."""

    def nearest(self, passages: Sequence[str]) -> list[str]:
        """Ids of the reports that come nearest to some passages, with the other reports of their stories."""
        if self._vectors is None or not passages:
            return []
        asked = matrix([terms("", "", passage) for passage in passages])
        found: dict[str, None] = {}
        for row in (asked @ self._vectors.T).toarray():
            places = [place for place in np.argsort(-row, kind="stable")[:_NEAREST] if row[place] >= _LEAST_SIMILARITY]
            near = [self._signed[place] for place in places]
            stories = dict.fromkeys(report.story for report in near[:_STORIES])
            found |= dict.fromkeys(report.id for report in near)
            found |= dict.fromkeys(report_id for story in stories for report_id in self._of_story.get(story, ()))
        return list(found)
