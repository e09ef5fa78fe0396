"""Conclusions as static pages with their ClaimReview, in the folder ``published/`` of the home; always in Vietnamese.

::

    index.html            the published conclusions, the newest first
    ho-so-12.html         one of them, its ClaimReview inside
    claim-reviews.json    the ClaimReviews of all, for other desks and for search engines

What is published is information: what was checked, on which evidence, and who concludes what. The page of a case that
was opened again says so and keeps its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from diembao.archive import Archive
from diembao.archive import cases as rows
from diembao.core.casework import Case, CaseEvidence, CaseState
from diembao.core.clock import local_day, today
from diembao.core.errors import DiembaoError
from diembao.core.home import Home
from diembao.core.i18n import _, day, moment, speaking
from diembao.desk import pages, words
from diembao.desk.casework import cases
from diembao.desk.casework.cases import CaseFile
from diembao.desk.factchecks import claim_review
from diembao.desk.people import acting

_INDEX = "index.html"
_REVIEWS = "claim-reviews.json"


def page_name(case: Case) -> str:
    """File name of a case's page; it never changes."""
    return f"ho-so-{case.number}.html"


def publish(archive: Archive, home: Home, ref: str, *, source_names: Mapping[str, str], who: str) -> Path:
    """Publish the conclusion of a case; returns its page.

    :param source_names: id of a source -> its name.
    :raises WrongStep: the case is not concluded, or published already.
    :raises DiembaoError: the page cannot be written; the case is as before.
    """
    with archive.writing() as connection:
        person, case = acting(connection, who), cases.find(connection, ref)
        cases.require(case, (CaseState.CONCLUDED,))
        rows.mark_published(connection, case.id, file=page_name(case), actor=person.id)
        published = cases.find(connection, case.id)
        base = home.settings.desk.published_url
        url = f"{base.rstrip('/')}/{page_name(case)}" if base else ""
        cases.keep_fact_check(connection, published, home.settings.desk.name, url)
        # Last in the transaction: a page that cannot be written leaves the case as it was.
        file = cases.complete(connection, published)
        _write(home, page_name(case), page(file, home, source_names))
    _write_lists(archive, home)
    return home.published_folder / page_name(case)


def reopen(archive: Archive, home: Home, ref: str, *, who: str, reason: str) -> Case:
    """Open a case again; its page, if it has one, says so from then on.

    Parameters and errors as of :func:`diembao.desk.casework.cases.reopen`.
    """
    case = cases.reopen(archive, ref, who=who, reason=reason)
    if (home.published_folder / page_name(case)).exists():
        with speaking("vi"):
            _write(
                home,
                page_name(case),
                pages.render("reopened.html", desk=home.settings.desk.name, case=case, day=day(today())),
            )
        _write_lists(archive, home)
    return case


def page(file: CaseFile, home: Home, source_names: Mapping[str, str]) -> str:
    """The page of a conclusion.

    :param source_names: id of a source -> its name.
    """
    case, review = file.case, file.fact_check
    assert review
    with speaking("vi"):
        return pages.render(
            "conclusion.html",
            desk=home.settings.desk.name,
            case=case,
            conclusion=words.rated(review),
            reasons=[line for line in case.conclusion.split("\n") if line],
            evidence=[(item, _outlet(item, file, source_names)) for item in case.evidence],
            answers=[(letter, day(local_day(letter.answered_at))) for letter in case.letters if letter.answered_at],
            person=file.names.get(case.concluded_by or "", ""),
            concluded=moment(case.concluded_at) if case.concluded_at else "",
            published=day(review.reviewed_on) if review.reviewed_on else "",
            review={"@context": "https://schema.org", **claim_review.claim_review(review)},
        )


def _outlet(item: CaseEvidence, file: CaseFile, source_names: Mapping[str, str]) -> str:
    """Name of the outlet that is quoted; empty for what is not of the press."""
    article = file.articles.get(item.article_id or "")
    return source_names.get(article.source_id, article.source_id) if article else ""


def _write_lists(archive: Archive, home: Home) -> None:
    with archive.reading() as connection:
        files = [cases.complete(connection, case) for case in rows.listing(connection, states=(CaseState.PUBLISHED,))]
    reviews = [file.fact_check for file in files if file.fact_check]
    with speaking("vi"):
        entries = [
            (page_name(file.case), file.case.title, words.rated(file.fact_check), day(file.fact_check.reviewed_on))
            for file in files
            if file.fact_check and file.fact_check.reviewed_on
        ]
        _write(home, _INDEX, pages.render("conclusions.html", desk=home.settings.desk.name, entries=entries))
    _write(home, _REVIEWS, claim_review.to_json(reviews))


def _write(home: Home, name: str, content: str) -> None:
    """Write a file whole or not at all."""
    file = home.published_folder / name
    fresh = file.with_name(f".{name}.new")
    try:
        file.parent.mkdir(exist_ok=True)
        fresh.write_text(content, encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise DiembaoError(
            _("{file} cannot be written: {error}.").format(file=file, error=error.strerror or error),
            _("Check disk space and rights, then try again."),
        ) from error
