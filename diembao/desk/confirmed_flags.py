"""Flags that may leave the desk: those that a person confirmed or opened a case on, told without taking a side.

Once the case on a flag is concluded, the conclusion is told, and the flag no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from diembao.archive import articles, fact_checks, flags, official_figures
from diembao.core.addresses import for_readers
from diembao.core.casework import FactCheck, OfficialFigure
from diembao.core.findings import Finding, Flag, FlagState, Passage, PassageKind
from diembao.core.models import Article
from diembao.desk import words

#: What people must have made of a flag that leaves the desk.
STATES = (FlagState.CONFIRMED, FlagState.CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage as it is quoted outside the desk."""

    text: str
    publisher: str
    """Name of the outlet or of the fact-checker."""
    url: str
    """Empty when it has no address on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFlag:
    """A disagreement in neutral words, with both passages."""

    key: str
    state: FlagState
    """``confirmed``, or ``case``: somebody has opened one, which confirms nothing."""
    sentence: str
    quotes: tuple[Quote, Quote]


def of_articles(
    connection: Connection, article_ids: Iterable[str], source_names: Mapping[str, str]
) -> list[ConfirmedFlag]:
    """What people confirmed or opened a case on, with one of these articles on either side, in the order of the ids.

    :param source_names: id of a source -> its name.
    """
    by_article = flags.of_articles(connection, article_ids)
    found = {flag.key: flag for each in by_article.values() for flag in each if flag.state in STATES}
    passages = [passage for flag in found.values() for passage in (flag.finding.claim, flag.finding.evidence)]
    known = {article.id: article for article in articles.get(connection, _refs(passages, PassageKind.ARTICLE))}
    checks: dict[str, FactCheck | OfficialFigure] = {
        **{check.id: check for check in fact_checks.get(connection, _refs(passages, PassageKind.FACT_CHECK))},
        **{
            figure.id: figure
            for figure in official_figures.get(connection, _refs(passages, PassageKind.OFFICIAL_FIGURE))
        },
    }
    return [told for flag in found.values() if (told := _told(flag, known, checks, source_names))]


def _refs(passages: Sequence[Passage], kind: PassageKind) -> list[str]:
    return list(dict.fromkeys(passage.ref for passage in passages if passage.kind is kind))


def _told(
    flag: Flag, known: Mapping[str, Article], checks: Mapping[str, FactCheck | OfficialFigure], names: Mapping[str, str]
) -> ConfirmedFlag | None:
    """None when the archive no longer has what a passage is taken from."""
    claim = _quote(flag.finding.claim, known, checks, names)
    evidence = _quote(flag.finding.evidence, known, checks, names)
    if claim is None or evidence is None:
        return None
    sentence = _sentence(flag.finding, checks.get(flag.finding.evidence.ref))
    return ConfirmedFlag(key=flag.key, state=flag.state, sentence=sentence, quotes=(claim, evidence))


def _quote(
    passage: Passage,
    known: Mapping[str, Article],
    checks: Mapping[str, FactCheck | OfficialFigure],
    names: Mapping[str, str],
) -> Quote | None:
    if check := checks.get(passage.ref):
        return Quote(text=passage.text, publisher=check.publisher, url=for_readers(check.url))
    if article := known.get(passage.ref):
        publisher = names.get(article.source_id, article.source_id)
        return Quote(text=passage.text, publisher=publisher, url=for_readers(article.url))
    return None


def _sentence(finding: Finding, check: FactCheck | OfficialFigure | None) -> str:
    said = words.flag_sentence(finding)
    return f"{said}. {words.rated(check)}" if isinstance(check, FactCheck) else said
