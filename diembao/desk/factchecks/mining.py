"""Claims that the press itself denies, proposed for the base of fact-checks. Only a person takes them over.

What a report denies is its publisher's word: "theo X", as with every other review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ulid import ULID

from diembao.archive import Archive, articles, audit
from diembao.archive import fact_checks as base
from diembao.core import text
from diembao.core.addresses import for_readers
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import local_day, now
from diembao.core.errors import UsageError
from diembao.core.findings import claim_key
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.desk.factchecks.base import explain
from diembao.desk.people import acting
from diembao.verify import denials, reports
from diembao.verify.factbase import look_again, refusal

#: How far back reports are looked through.
DAYS = 7
_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """A claim that a report says is not so."""

    key: str
    """Of the sentence that says so; the same however often it is looked for."""
    claim: str
    sentence: str
    article_id: str
    title: str
    publisher: str
    url: str
    day: date | None


def mined(archive: Archive, source_names: Mapping[str, str], *, days: int = DAYS, limit: int = 200) -> list[Mined]:
    """Denied claims of the last days that the base does not have, the newest first; each claim once.

    :param source_names: id of a source -> its name.
    """
    found: dict[str, Mined] = {}
    with archive.reading() as connection:
        every = base.every(connection)
        known = {_plain(said) for item in every for said in (item.claim, item.summary)}
        recent = articles.dated_since(connection, now() - timedelta(days=days))
        for start in range(0, len(recent), _BATCH):
            for article in articles.get(connection, recent[start : start + _BATCH]):
                for item in _of_article(article, source_names):
                    is_known = not known.isdisjoint((_plain(item.claim), _plain(item.sentence)))
                    if not is_known and refusal(_fact_check(item, item.claim)) is None:
                        found.setdefault(_plain(item.claim), item)
    newest = sorted(found.values(), key=lambda item: (item.day or date.min, item.key), reverse=True)
    return newest[:limit]


def take(
    archive: Archive, key: str, source_names: Mapping[str, str], *, who: str, claim: str = "", days: int = DAYS
) -> FactCheck:
    """Take a denied claim over into the base, rated false by the report's publisher.

    :param key: of a :class:`Mined`.
    :param claim: the claim in better words; empty: as it was mined.
    :param who: the person who takes it over.
    :raises UsageError: there is no such claim any more, or it cannot be part of the base.
    """
    wanted = next((item for item in mined(archive, source_names, days=days, limit=10_000) if item.key == key), None)
    if wanted is None:
        raise UsageError(
            _("There is no denied claim {key}, or the base has it already.").format(key=key),
            _("diembao factchecks mined lists them."),
        )
    fact_check = _fact_check(wanted, text.clean_line(claim) or wanted.claim)
    if reason := refusal(fact_check):
        raise UsageError(
            _("This cannot be part of the base: {reason}.").format(reason=explain(reason.value)),
            _("Word it as one sentence of fact that can turn out right or wrong."),
        )
    with archive.writing() as connection:
        person = acting(connection, who)
        kept = base.put(connection, fact_check)
        audit.append(
            connection,
            actor=person.id,
            action="fact-check-taken-over",
            subject=kept.id,
            data={"article": wanted.article_id, "claim": fact_check.claim},
        )
        look_again(connection, [kept.id], now())
    return fact_check


def _of_article(article: Article, source_names: Mapping[str, str]) -> list[Mined]:
    publisher = source_names.get(article.source_id, article.source_id)
    return [
        Mined(
            key=claim_key(article.id, passage.text)[:12],
            claim=claim,
            sentence=passage.text,
            article_id=article.id,
            title=article.content.title,
            publisher=publisher,
            url=for_readers(article.url),
            day=local_day(article.dated) if article.dated else None,
        )
        for claim, passage in denials.denied_claims(reports.report(article))
    ]


def _fact_check(item: Mined, claim: str) -> FactCheck:
    return FactCheck(
        id=str(ULID()),
        claim=claim,
        rating=Rating.FALSE,
        rating_label=_("denied in a report"),
        publisher=item.publisher,
        url=item.url,
        summary=item.sentence,
        reviewed_on=item.day,
        imported_at=now(),
    )


def _plain(claim: str) -> str:
    return " ".join(text.words(text.index_form(claim)))
