"""Articles of the last days held against claims whose reviews have changed, and against nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from diembao.archive import Archive, articles, flags
from diembao.core.errors import DiembaoError
from diembao.core.findings import FlagReason
from diembao.verify import factbase, matching, reports
from diembao.verify.examining import Examined, Examiner
from diembao.verify.matching import About

_BATCH = 200


def hold_again(archive: Archive, examiner: Examiner, changed: Sequence[str], at: datetime) -> Examined:
    """Hold recent articles, and older ones that have a flag of such a claim, against claims whose reviews have changed.

    Most articles are only looked through for the names in these claims. Doing it twice changes nothing.

    :param changed: what :func:`~diembao.verify.factbase.look_again` was told of; other ids are ignored.
    :param at: the present instant.
    :raises ArchiveError: the archive refuses; what was examined until then is recorded.
    """
    with archive.reading() as connection:
        claims = sorted(
            {
                claim
                for start in range(0, len(changed), _BATCH)
                for claim in factbase.claims(connection, changed[start : start + _BATCH]).values()
            }
        )
        if not claims:
            return Examined()
        flagged = [
            flag.finding.claim.ref
            for flag in flags.listing(connection, reasons=[FlagReason.MATCHES_FACT_CHECK])
            if flag.finding.evidence.text in claims
        ]
        recent = articles.dated_since(connection, at - factbase.LOOK_BACK)
    near = dict.fromkeys([*flagged, *_near(archive, recent, About(claims))])
    return examiner.examine(story_ids=[], article_ids=list(near), only=[matching.NAME])


def _near(archive: Archive, article_ids: Sequence[str], about: About) -> list[str]:
    found = []
    for start in range(0, len(article_ids), _BATCH):
        with archive.reading() as connection:
            batch = articles.get(connection, article_ids[start : start + _BATCH])
        for article in batch:
            try:
                is_near = about.touched_by(reports.report(article))
            except DiembaoError:
                raise
            except Exception:
                is_near = True  # examined, it is named and set aside
            if is_near:
                found.append(article.id)
    return found
