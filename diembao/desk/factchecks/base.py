"""The base of fact-checks as files: taking over what others reviewed, and giving out what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from ulid import ULID

from diembao.archive import Archive, flags
from diembao.archive import fact_checks as base
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.core.findings import Flag
from diembao.core.i18n import N_, _
from diembao.core.text import fold, words
from diembao.desk.factchecks import claim_review, files
from diembao.desk.factchecks.claim_review import Review
from diembao.desk.factchecks.imports import ImportReport, Refused
from diembao.verify.factbase import Refusal, look_again, refusal

Format = Literal["json", "csv"]
_WRITERS: Mapping[Format, Callable[[Sequence[FactCheck]], str]] = {
    "json": claim_review.to_json,
    "csv": claim_review.to_csv,
}
_REASONS = {
    Refusal.OPINION.value: N_("what it reviews is an opinion or the like, no claim of fact"),
    Refusal.NO_CLAIM.value: N_("it names no claim, or one that is too short"),
    Refusal.NO_PUBLISHER.value: N_("it does not name the organisation that published it"),
    Refusal.FUTURE_DATE.value: N_("its date lies in the future"),
    "unknown-rating": N_("its rating is none that the desk knows, or its word and its value contradict each other"),
    "bad-url": N_("its address is no web address"),
    "bad-date": N_("its date cannot be read"),
    "not-json": N_("it is not JSON that can be read"),
    "duplicate": N_("the file has reviewed this claim before, by the same publisher"),
    "own-conclusion": N_("this desk concluded it itself and keeps its own words"),
}


def import_file(archive: Archive, path: Path) -> ImportReport:
    """Take over a file of reviews: ClaimReview as JSON-LD, within a web page or a feed, or a table; gzipped or not.

    Doing it again changes nothing.

    :param path: a file; ``-`` is standard input.
    :raises UsageError: it cannot be read, or is none of these; nothing was taken over.
    """
    checked = [(review, *_checked(review)) for review in claim_review.read(files.content(path, _hint()))]
    report = ImportReport(read=len(checked))
    with archive.writing() as connection:
        own = {base.key(item.publisher, item.claim): item for item in base.every(connection) if item.case_id}
        met: set[str] = set()
        changed: list[str] = []
        for review, fact_check, reason in checked:
            key = base.key(review.publisher, review.claim)
            if fact_check and key in met:
                reason = "duplicate"
            elif fact_check and key in own and not _says_the_same(fact_check, own[key]):
                reason = "own-conclusion"
            if fact_check is None or reason:
                report.refused += 1
                report.refusals.append(Refused(review.where, review.name, reason))
                if reason == "unknown-rating":
                    report.unknown_labels[review.label] += 1
                continue
            met.add(key)
            kept = base.Kept(own[key].id, base.Change.UNCHANGED) if key in own else base.put(connection, fact_check)
            setattr(report, kept.change, getattr(report, kept.change) + 1)
            if kept.change is not base.Change.UNCHANGED:
                changed.append(kept.id)
        if changed:
            report.articles_to_check = look_again(connection, changed, now())
    return report


def export(archive: Archive, format: Format = "json") -> str:
    """The whole base as a file that can be imported again."""
    with archive.reading() as connection:
        return _WRITERS[format](base.every(connection))


def search(
    archive: Archive, text: str = "", *, rating: Rating | None = None, publisher: str = "", place: str = ""
) -> list[FactCheck]:
    """Fact-checks whose claim, summary or publisher hold all words of a text, the newest first.

    :param rating: only those rated so; None: all.
    :param publisher: only that one's; empty: all.
    :param place: only claims that hold this name; empty: all.
    """
    wanted = words(fold(f"{text} {place}").lower())
    with archive.reading() as connection:
        every = base.every(connection)
    found = [
        item
        for item in every
        if (rating is None or item.rating is rating)
        and (not publisher or item.publisher == publisher)
        and all(word in fold(f"{item.claim} {item.summary} {item.publisher}").lower() for word in wanted)
    ]
    return sorted(found, key=lambda item: (item.reviewed_on or date.min, item.id), reverse=True)


def resting_on(archive: Archive, ref: str) -> list[Flag]:
    """The flags whose evidence is an entry of base or register, the surest first.

    :param ref: id of the entry.
    """
    with archive.reading() as connection:
        return flags.listing(connection, evidence=ref)


def explain(reason: str) -> str:
    """A reason code of a refusal in words."""
    return _(_REASONS[reason])


def _hint() -> str:
    return _("Give ClaimReview as JSON-LD, a web page or feed that holds it, or CSV; in UTF-8, gzipped or not.")


def _checked(review: Review) -> tuple[FactCheck | None, str]:
    """A review as a fact-check, or why it is none."""
    if review.problem or review.rating is None:
        return None, review.problem
    fact_check = FactCheck(
        id=str(ULID()),
        claim=review.claim,
        rating=review.rating,
        rating_label=review.label,
        publisher=review.publisher,
        url=review.url,
        summary=review.summary,
        reviewed_on=review.reviewed_on,
        imported_at=now(),
    )
    found = refusal(fact_check)
    return fact_check, found.value if found else ""


def _says_the_same(one: FactCheck, other: FactCheck) -> bool:
    return (one.rating, one.rating_label, one.summary, one.reviewed_on) == (
        other.rating,
        other.rating_label,
        other.summary,
        other.reviewed_on,
    )
