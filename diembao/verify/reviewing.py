"""Articles of the last days held against claims and official figures that have changed, and against nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from diembao.archive import Archive, articles, flags, official_figures
from diembao.core.errors import DiembaoError
from diembao.core.findings import FlagReason
from diembao.verify import factbase, matching, official, reports
from diembao.verify.examining import Examined, Examiner
from diembao.verify.matching import About
from diembao.verify.official import Register
from diembao.verify.reports import Report

_BATCH = 200


def hold_again(archive: Archive, examiner: Examiner, changed: Sequence[str], at: datetime) -> Examined:
    """Hold recent articles, and older ones that have a flag of it, against what has changed in base and register.

    Most articles are only looked through for the names in these claims and figures. Doing it twice changes nothing.

    :param changed: what :func:`~diembao.verify.factbase.look_again` was told of; other ids are ignored.
    :param at: the present instant.
    :raises ArchiveError: the archive refuses; what was examined until then is recorded.
    """
    reviewed = _against_claims(archive, examiner, changed, at)
    registered = _against_figures(archive, examiner, changed, at)
    return Examined(
        reviewed.raised + registered.raised,
        reviewed.withdrawn + registered.withdrawn,
        reviewed.articles | registered.articles,
        [*reviewed.broken, *registered.broken],
    )


def _against_claims(archive: Archive, examiner: Examiner, changed: Sequence[str], at: datetime) -> Examined:
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
    near = dict.fromkeys([*flagged, *_near(archive, recent, About(claims).touched_by)])
    return examiner.examine(story_ids=[], article_ids=list(near), only=[matching.NAME])


def _against_figures(archive: Archive, examiner: Examiner, changed: Sequence[str], at: datetime) -> Examined:
    with archive.reading() as connection:
        figures = official_figures.get(connection, changed)
        if not figures:
            return Examined()
        ids = {figure.id for figure in figures}
        flagged = [
            flag.finding.claim.ref
            for flag in flags.listing(connection, reasons=[FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE])
            if flag.finding.evidence.ref in ids
        ]
        recent = articles.dated_since(connection, at - factbase.LOOK_BACK)
    register = Register(figures)
    near = _near(archive, recent, lambda source: official.inputs([source], register) is not None)
    return examiner.examine(story_ids=[], article_ids=list(dict.fromkeys([*flagged, *near])), only=[official.NAME])


def _near(archive: Archive, article_ids: Sequence[str], is_about: Callable[[Report], bool]) -> list[str]:
    found = []
    for start in range(0, len(article_ids), _BATCH):
        with archive.reading() as connection:
            batch = articles.get(connection, article_ids[start : start + _BATCH])
        for article in batch:
            try:
                is_near = is_about(reports.report(article))
            except DiembaoError:
                raise
            except Exception:
                is_near = True  # examined, it is named and set aside
            if is_near:
                found.append(article.id)
    return found
