"""Labelled articles grouped as they would be when they come in one after the other, all on one day."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from diembao.core.text import clean, clean_line
from diembao.nlp.shingles import minhashes, shingles
from diembao.nlp.syllables import Hashes
from diembao.nlp.terms import terms
from diembao.verify.grouping import group
from diembao.verify.window import Report

_BATCH = 500
#: Dates are hidden: everything falls on one day, and only the texts tell stories apart.
_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Grouped:
    """Where grouping put an article, beside its label."""

    label: str | None
    """The group that people put it into; None: unlabelled, it is only there to mislead."""
    story: str
    voice: str


def grouped(rows: Iterable[Mapping[str, Any]]) -> list[Grouped]:
    """Group articles in an order that depends on their texts only.

    :param rows: articles with ``text`` and any of ``title``, ``lead`` or ``summary``, ``cluster``. Title and summary
        can also stand in a text ``info`` as lines ``TITLE: …`` and ``SUMMARY: …`` with words joined by underscores.
    """
    labels: dict[str, str | None] = {}
    read: dict[str, tuple[str, str, str]] = {}
    for number, row in enumerate(rows):
        parts = _parts(row)
        key = hashlib.sha256("\x1f".join((*parts, str(number))).encode()).hexdigest()
        labels[key], read[key] = row.get("cluster"), parts
    placed: dict[str, Report] = {}
    waiting = iter(sorted(read))
    while batch := list(islice(waiting, _BATCH)):
        _take(batch, read, placed)
    return [Grouped(labels[key], placed[key].story, placed[key].origin) for key in read]


def _take(batch: Sequence[str], read: Mapping[str, tuple[str, str, str]], placed: dict[str, Report]) -> None:
    def shingles_of(keys: Collection[str]) -> Mapping[str, Hashes]:
        return {key: shingles("\n".join(read[key][1:])) for key in keys}

    known = shingles_of(batch)
    for key, minhash in zip(batch, minhashes(list(known.values())), strict=True):
        placed[key] = Report(
            id=key, dated=_DAY, first_seen_at=_DAY, minhash=minhash, terms=terms(*read[key]), origin=key
        )
    grouping = group(list(placed.values()), batch, shingles_of)
    for key, story in grouping.stories.items():
        placed[key] = replace(placed[key], story=story)
    for key, copy in grouping.copies.items():
        placed[key] = replace(placed[key], origin=copy[0] if copy else key)


def _parts(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Title, lead and text."""
    info = dict(line.partition(": ")[::2] for line in row.get("info", "").splitlines())
    title = row.get("title") or info.get("TITLE", "").replace("_", " ")
    lead = row.get("lead") or row.get("summary") or info.get("SUMMARY", "").replace("_", " ")
    return clean_line(title), clean_line(lead), clean(row["text"])
