"""Conclusions as static pages with their ClaimReview, in the folder ``published/`` of the home; always in Vietnamese.

::

    index.html            the published conclusions, the newest first
    ho-so-12.html         one of them, its ClaimReview inside
    claim-reviews.json    the ClaimReviews of all, for other desks and for search engines

What is published is information: what was checked, on which evidence, and who concludes what. The page of a case that
was opened again says so and keeps its address. All of it is made from the archive, by :func:`write_pages` once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import Connection

from diembao.archive import Archive
from diembao.archive import cases as rows
from diembao.core.casework import Case, CaseEvidence, CaseState
from diembao.core.clock import local_day
from diembao.core.errors import PublishingError
from diembao.core.home import Home
from diembao.core.i18n import _, day, moment, speaking
from diembao.core.system_words import why
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
    :raises PublishingError: a page cannot be written; the case is as before.
    """
    with archive.writing() as connection:
        person, case = acting(connection, who), cases.find(connection, ref)
        cases.require(case, (CaseState.CONCLUDED,))
        rows.mark_published(connection, case.id, file=page_name(case), actor=person.id)
        published = cases.find(connection, case.id)
        base = home.settings.desk.published_url
        url = f"{base.rstrip('/')}/{page_name(case)}" if base else ""
        cases.keep_fact_check(connection, published, home.settings.desk.name, url)
        # Last in the transaction: what cannot be written leaves the case as it was, and one writes at a time.
        _write(home, _pages(connection, home, [published], source_names) | _lists(connection, home))
    return home.published_folder / page_name(case)


def reopen(archive: Archive, home: Home, ref: str, *, source_names: Mapping[str, str], who: str, reason: str) -> Case:
    """Open a case again; its page, if it was ever published, says so from then on.

    Parameters and errors as of :func:`diembao.desk.casework.cases.reopen`.

    :param source_names: id of a source -> its name.
    :raises PublishingError: a page cannot be written; the case is as before.
    """
    with archive.writing() as connection:
        case = cases.take_back(connection, ref, who=who, reason=reason)
        if changed := _pages(connection, home, [case], source_names):
            _write(home, changed | _lists(connection, home))
        return case


def write_pages(archive: Archive, home: Home, *, source_names: Mapping[str, str]) -> Sequence[Path]:
    """Write all published pages anew from the archive; done twice it changes nothing.

    For a folder that was lost, or a desk that has got another name.

    :param source_names: id of a source -> its name.
    :returns: the files, by name.
    :raises PublishingError: a page cannot be written.
    """
    with archive.writing() as connection:  # nobody publishes meanwhile
        files = _pages(connection, home, rows.listing(connection), source_names) | _lists(connection, home)
        _write(home, files)
    return [home.published_folder / name for name in sorted(files)]


def rewrite(connection: Connection, home: Home, *, source_names: Mapping[str, str]) -> None:
    """The same as the last part of a step that changes what cases quote; does nothing where nothing is published.

    :raises PublishingError: a page cannot be written.
    """
    if files := _pages(connection, home, rows.listing(connection), source_names):
        _write(home, files | _lists(connection, home))


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


def _pages(
    connection: Connection, home: Home, wanted: Iterable[Case], source_names: Mapping[str, str]
) -> dict[str, str]:
    """File name -> page, of those of these cases that were ever published."""
    found = {}
    for case in wanted:
        file = cases.complete(connection, case)
        if case.state is CaseState.PUBLISHED:
            found[page_name(case)] = page(file, home, source_names)
        elif any(entry.action == "case-published" for entry in file.history):
            found[page_name(case)] = _reopened(file, home)
    return found


def _reopened(file: CaseFile, home: Home) -> str:
    """The page of a case that was published once and is checked again."""
    since = [entry.at for entry in file.history if entry.action == "case-reopened"][-1]
    with speaking("vi"):
        return pages.render("reopened.html", desk=home.settings.desk.name, case=file.case, day=day(local_day(since)))


def _lists(connection: Connection, home: Home) -> dict[str, str]:
    """File name -> content, of what lists all published conclusions."""
    files = [cases.complete(connection, case) for case in rows.listing(connection, states=(CaseState.PUBLISHED,))]
    reviews = [file.fact_check for file in files if file.fact_check]
    with speaking("vi"):
        entries = [
            (page_name(file.case), file.case.title, words.rated(file.fact_check), day(file.fact_check.reviewed_on))
            for file in files
            if file.fact_check and file.fact_check.reviewed_on
        ]
        index = pages.render("conclusions.html", desk=home.settings.desk.name, entries=entries)
    return {_INDEX: index, _REVIEWS: claim_review.to_json(reviews)}


def _write(home: Home, contents: Mapping[str, str]) -> None:
    """Write files, each whole or not at all; none of them when one cannot be.

    :raises PublishingError: a file cannot be written.
    """
    folder = home.published_folder
    file = folder
    try:
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            file = folder / f".{name}.new"
            file.write_text(content, encoding="utf-8")
        for name in contents:
            file = folder / name
            file.with_name(f".{name}.new").replace(file)
    except OSError as error:
        raise PublishingError(
            _("{file} cannot be written: {error}.").format(file=file, error=why(error)),
            _("Check disk space and rights, then try again."),
        ) from error
