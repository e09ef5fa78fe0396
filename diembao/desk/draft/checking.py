"""*Kiểm tra bản thảo*: what the archive knows of the statements of a draft, which belongs to its editor alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from diembao.archive import Archive
from diembao.core.findings import FlagReason, Passage
from diembao.core.i18n import N_, _, ngettext, number
from diembao.core.models import Article
from diembao.desk import words
from diembao.desk.draft.discretion import discreet
from diembao.nlp.claim_types import ClaimType
from diembao.nlp.statements import SentenceKind, Statement
from diembao.verify import drafts
from diembao.verify.drafts import CheckedStatement, Disagreement
from diembao.verify.matching import Match

#: Days of reports that a draft is held against unless somebody says otherwise.
DAYS = 30
#: Agreeing reports that are named.
MOST_NAMED = 5

_TYPES = {
    ClaimType.FIGURE: N_("a figure"),
    ClaimType.EVENT: N_("an event"),
    ClaimType.RULE: N_("a rule"),
    ClaimType.CAUSE: N_("a cause"),
    ClaimType.QUOTE: N_("a statement of somebody"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """A checked draft. It lives as long as the screen or the command that shows it."""

    text: str
    statements: tuple[CheckedStatement, ...]
    articles: Mapping[str, Article]
    """Articles that stand as evidence, by id."""
    days: int
    """How many days of reports it was held against."""

    @property
    def found(self) -> tuple[CheckedStatement, ...]:
        """Statements with a finding, in order."""
        return tuple(item for item in self.statements if item.findings)

    @property
    def unremarkable(self) -> tuple[CheckedStatement, ...]:
        """What was held against the archive without a finding, in order."""
        return tuple(item for item in self.statements if item.checked and not item.findings)

    @property
    def opinions(self) -> tuple[CheckedStatement, ...]:
        """What is never checked, in order."""
        return tuple(item for item in self.statements if item.statement.kind is SentenceKind.OPINION)

    @property
    def others(self) -> tuple[CheckedStatement, ...]:
        """What else was not checked, in order: sentences that state nothing to check, and ones too long to be read."""
        return tuple(
            item
            for item in self.statements
            if not item.checked and not item.findings and item.statement.kind is not SentenceKind.OPINION
        )

    def line(self, item: CheckedStatement) -> int:
        """Number of the line on which a statement begins, from 1."""
        return self.text.count("\n", 0, item.statement.start) + 1

    def paragraph(self, item: CheckedStatement) -> int:
        """Number of the paragraph in which a statement begins, from 1."""
        return self.text.count("\n\n", 0, item.statement.start) + 1


@discreet
def check(
    archive: Archive, text: str, *, days: int = DAYS, progress: Callable[[float], None] = lambda share: None
) -> DraftCheck:
    """Hold a draft against the archive. Nothing of it is kept, and no search engine is asked.

    :param text: in display form, as :mod:`diembao.desk.draft.reading` gives it.
    :param progress: told how much is done, 0 to 1.
    :raises ArchiveError: the archive cannot be read.
    """
    checked = drafts.check(archive, text, look_back=timedelta(days=days), progress=progress)
    return DraftCheck(text=text, statements=checked.statements, articles=checked.articles, days=days)


def sentence(finding: Disagreement) -> str:
    """What a finding says, in one neutral sentence."""
    own, other = finding.values
    if finding.match:
        return words.rated(finding.match.fact_check)
    if finding.reason is FlagReason.DENIED:
        if finding.claims:
            return _("A report says that this is not so")
        return _("A report claims what the draft denies")
    return _("The draft says {first}, a report says {second}").format(first=own, second=other)


def about(statement: Statement) -> str:
    """What a claim states and who is quoted for it; empty for a sentence that is no claim and quotes nobody."""
    told = [_(_TYPES[statement.type])] if statement.type else []
    if statement.attribution:
        told.append(_("said by: {who}").format(who=statement.attribution))
    return " · ".join(told)


def voices(count: int) -> str:
    """How many independent texts of the archive say the same as a statement."""
    if not count:
        return _("No report in the archive was found that says the same.")
    return ngettext(
        "{number} independent text says the same.", "{number} independent texts say the same.", count
    ).format(number=number(count))


def record(done: DraftCheck, names: Mapping[str, str]) -> dict[str, Any]:
    """A checked draft as plain values.

    :param names: name of every source by id.
    """
    kinds = Counter(item.statement.kind for item in done.statements)
    return {
        "text": done.text,
        "days": done.days,
        "statements": [_statement(done, item, names) for item in done.statements],
        "counts": {
            "statements": len(done.statements),
            **{kind.value: kinds[kind] for kind in SentenceKind},
            "with_findings": len(done.found),
            "without_findings": len(done.unremarkable),
            "not_checked": len(done.opinions) + len(done.others),
        },
    }


def _statement(done: DraftCheck, item: CheckedStatement, names: Mapping[str, str]) -> dict[str, Any]:
    statement = item.statement
    return {
        "start": statement.start,
        "end": statement.end,
        "line": done.line(item),
        "paragraph": done.paragraph(item),
        "text": statement.text,
        "kind": statement.kind,
        "checked": item.checked,
        "type": statement.type,
        "attribution": statement.attribution or None,
        "names": _parts_of(statement, statement.places),
        "times": _parts_of(statement, statement.times),
        "quantities": _parts_of(statement, [(each.start, each.end) for each in statement.quantities]),
        "rule": statement.rule or None,
        "score": round(statement.score, 3),
        "findings": [_finding(done, finding, names) for finding in item.findings],
        "context": [_review(match) for match in item.context],
        "voices": item.voices,
        "agreeing": [_evidence(done, passage, names) for passage in item.agreeing[:MOST_NAMED]],
    }


def _parts_of(statement: Statement, spans: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Stretches of a statement, with their places in the draft."""
    first = statement.start
    return [{"start": start, "end": end, "text": statement.text[start - first : end - first]} for start, end in spans]


def _finding(done: DraftCheck, finding: Disagreement, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "reason": finding.reason,
        "says": sentence(finding),
        "score": finding.score,
        "spans": finding.spans,
        "values": finding.values,
        "voices": finding.voices,
        "evidence": _review(finding.match) if finding.match else _evidence(done, finding.evidence, names),
    }


def _evidence(done: DraftCheck, passage: Passage, names: Mapping[str, str]) -> dict[str, Any]:
    article = done.articles[passage.ref]
    return {
        "article_id": article.id,
        "title": article.content.title,
        "source": article.source_id,
        "source_name": names.get(article.source_id, article.source_id),
        "url": article.url,
        "published_at": article.content.published_at,
        "quote": passage.text,
        "marks": passage.marks,
    }


def _review(match: Match) -> dict[str, Any]:
    review = match.fact_check
    return {
        "fact_check_id": review.id,
        "quote": review.claim,
        "publisher": review.publisher,
        "rating": review.rating,
        "rating_label": review.rating_label,
        "url": review.url,
        "reviewed_on": review.reviewed_on,
        "stance": match.stance,
    }
