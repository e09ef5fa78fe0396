"""How well names of places and organisations are found, against sentences marked by reading.

A line is ``id``, a tab and the sentence, in which ``<P>…</P>`` marks a place and ``<O>…</O>`` an organisation; a place
inside an organisation's name stands inside its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from diembao.core.text import nfc
from diembao.evaluation.counts import Counts
from diembao.nlp import words
from diembao.nlp.names import NameFinder
from diembao.nlp.place_file import load_places

KINDS = {"P": "place", "O": "organisation"}
_TAG = re.compile(r"(</?[PO]>)")


class Span(NamedTuple):
    """A marked name."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what is marked in it."""

    text: str
    names: tuple[Span, ...]


def parse(line: str) -> Sentence:
    """A line of the file.

    :raises ValueError: it has no tab, or its tags do not close.
    """
    _id, tab, marked = nfc(line).rstrip("\r\n").partition("\t")
    if not tab:
        raise ValueError("no tab after the id")
    text = ""
    names: list[Span] = []
    opened: list[tuple[str, int]] = []
    for part in _TAG.split(marked):
        if not _TAG.fullmatch(part):
            text += part
        elif part[1] != "/":
            opened.append((part[1], len(text)))
        elif opened and opened[-1][0] == part[2]:
            letter, start = opened.pop()
            names.append(Span(start, len(text), KINDS[letter]))
        else:
            raise ValueError(f"{part} closes nothing")
    if opened:
        raise ValueError(f"<{opened[-1][0]}> is not closed")
    return Sentence(text, tuple(sorted(names, key=lambda name: (name.start, -name.end, name.kind))))


def evaluate(lines: Iterable[str]) -> dict[str, Any]:
    """Measures :class:`diembao.nlp.names.NameFinder`, and plain underthesea where it is installed. Ratios are 0 to 1.

    :param lines: marked sentences.
    :return: ``sentences``; ``places`` and ``organisations`` (marked); for each ``place_`` and ``organisation_`` with
        ``precision``, ``recall``, ``f1`` (a found name is right if it overlaps a marked one of its kind, one to one)
        and ``exact`` (share of those with the very same span); ``outermost``, the same as tables without places inside
        organisations, which flat tools cannot find; if it is installed ``underthesea`` and ``underthesea_outermost``.
    """
    sentences = [parse(line) for line in lines]
    finder = NameFinder(load_places())
    found = [[Span(name.start, name.end, name.kind) for name in finder.find(sentence.text)] for sentence in sentences]
    ours = _scores(sentences, found)
    flat = [Sentence(sentence.text, _outermost(sentence.names)) for sentence in sentences]
    figures: dict[str, Any] = {
        "sentences": len(sentences),
        **{f"{kind}s": sum(name.kind == kind for s in sentences for name in s.names) for kind in KINDS.values()},
        **{f"{kind}_{key}": value for kind, row in ours.items() for key, value in row.items()},
        "outermost": _scores(flat, [list(_outermost(names)) for names in found]),
    }
    if words.is_installed():
        theirs = [[Span(*name) for name in words.names(sentence.text)] for sentence in sentences]
        figures["underthesea"] = _scores(sentences, theirs)
        figures["underthesea_outermost"] = _scores(flat, theirs)
    return figures


def _scores(sentences: Sequence[Sentence], found: Sequence[Sequence[Span]]) -> dict[str, dict[str, float]]:
    scores = {}
    for kind in KINDS.values():
        counts = Counts()
        exact = 0
        for sentence, spans in zip(sentences, found, strict=True):
            exact += _count(
                counts, [name for name in sentence.names if name.kind == kind], [s for s in spans if s.kind == kind]
            )
        scores[kind] = {**counts.ratios(), "exact": exact / counts.right if counts.right else 0.0}
    return scores


def _count(counts: Counts, marked: list[Span], found: list[Span]) -> int:
    """Matches one to one, equal spans first; how many were equal."""
    exact = [name for name in marked if name in found]
    left = [name for name in found if name not in exact]
    for name in marked:
        if name in exact:
            continue
        match = next((other for other in left if other.start < name.end and name.start < other.end), None)
        if match is None:
            counts.missed += 1
        else:
            left.remove(match)
            counts.right += 1
    counts.right += len(exact)
    counts.wrong += len(left)
    return len(exact)


def _outermost(names: Sequence[Span]) -> tuple[Span, ...]:
    """Names, longer ones first at one place, without those inside another."""
    kept: list[Span] = []
    for name in names:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)
