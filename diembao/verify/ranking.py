"""The order in which flags deserve a look, and how far down the list people are asked to go.

What a rule finds, and how sure it is, can be replayed; the rank is derived from that, and moves with the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from diembao.archive import articles, flags, stories
from diembao.core.findings import Flag, PassageKind
from diembao.verify.ranking_features import Seen, seen
from diembao.verify.ranking_model import RankingModel
from diembao.verify.reports import instant

#: From this probability on a flag is listed: a look costs less than a disagreement that nobody sees. Others are kept.
THRESHOLD = 0.45


def known(connection: Connection, several: Sequence[Flag]) -> list[Seen]:
    """Flags with what the archive knows around them, in their order."""
    refs = {
        ref
        for flag in several
        for side, also in zip((flag.finding.claim, flag.finding.evidence), flag.finding.also, strict=True)
        if side.kind is PassageKind.ARTICLE
        for ref in (side.ref, *also)
    }
    voices = stories.voices(connection, sorted(refs))
    dated: dict[str, datetime | None] = {found.id: found.dated for found in articles.get(connection, sorted(refs))}
    times = {ref: instant(at) for ref, at in dated.items()}
    return [seen(flag.finding, voices, times) for flag in several]


def rank(connection: Connection, model: RankingModel) -> int:
    """Give every flag the rank that a model gives it.

    :returns: how many have another one than before.
    """
    several = flags.listing(connection, active=None)
    scores = {
        flag.key: model.probability(given) for flag, given in zip(several, known(connection, several), strict=True)
    }
    return flags.rank(connection, scores)
