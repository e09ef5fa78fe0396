"""Reading one fetched text against what the archive holds: is it the same article, what was edited, can it be true."""

from __future__ import annotations

import re
from datetime import timedelta

from diembao.core.models import Content, Doubt, Edit, Source
from diembao.core.text import fold, index_form, words
from diembao.nlp import revisions
from diembao.nlp.shingles import containment, shingles

#: Share of the shorter text's shingles that stands in the other one. Copies need less (:mod:`verify.copies`).
_ALIKE = 0.6
#: A text of fewer shingles is too short to be known by them.
_FEWEST_SHINGLES = 20
#: A text that keeps less than this share of its length waits for a second visit. Shorter than the least, it may be a
#: brief that was rewritten.
_KEEPS = 0.3
_LEAST_LENGTH = 200
#: Texts with other figures that were published so far apart are two issues of a series, however alike their words are.
_ISSUES_APART = timedelta(hours=3)
_FIGURE = re.compile(r"\d+")
#: A headline has more words than what a broken template puts in its place.
_HEADLINE, _NO_HEADLINE = 5, 3


class PressReader:
    """Compares the texts of one source; a :class:`diembao.archive.reader.Reader`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def are_alike(self, one: Content, other: Content) -> bool:
        """Whether they are one article's text, if at different times: equal headlines, or most of the text shared.

        Headlines that stand over many articles ("Giá vàng hôm nay") are no proof: with long texts under them the texts
        decide, and of what is written anew each day from one pattern, the figures.
        """
        if _are_two_issues(one, other):
            return False
        texts = [shingles(each.text) for each in (one, other)]
        if min(map(len, texts)) >= _FEWEST_SHINGLES:
            return containment(*texts) >= _ALIKE
        return _words(one.title) == _words(other.title)

    def judge(self, before: Content | None, after: Content) -> tuple[Edit | None, str]:
        """How a version differs from the one before it, and the correction notice in it."""
        return revisions.judge(before, after, outlet=self._source.name)

    def doubt(self, before: Content, after: Content) -> Doubt | None:
        """Why a text may be a fault of the page; None: it is taken as it is.

        :param before: the article's present text.
        """
        if len(before.text) >= _LEAST_LENGTH and len(after.text) < _KEEPS * len(before.text):
            return Doubt.SHORTER
        headline = _words(after.title)
        if len(_words(before.title)) >= _HEADLINE and (
            len(headline) < _NO_HEADLINE or headline == _words(self._source.name)
        ):
            return Doubt.NO_TITLE
        return None


def _are_two_issues(one: Content, other: Content) -> bool:
    if not one.published_at or not other.published_at or abs(one.published_at - other.published_at) < _ISSUES_APART:
        return False
    return _figures(one) != _figures(other)


def _figures(content: Content) -> list[str]:
    return _FIGURE.findall(f"{content.title}\n{content.text}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(words(fold(index_form(text))))
