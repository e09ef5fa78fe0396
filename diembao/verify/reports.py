"""What rules see of an article: its sentences and times. No outlet, no address, no author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from diembao.core.findings import Finding, Part, Passage
from diembao.core.models import Article, ArticleKind, Content
from diembao.core.text_caches import kept
from diembao.nlp.guard import judge
from diembao.nlp.opinion_sections import is_opinion_section
from diembao.nlp.statements import SentenceKind, statements

#: Sentences of one part that are looked at.
_MOST_SENTENCES = 120

#: What sorts reports.
Order = tuple[bool, str, str, str, str]
#: Of passages whose reports are not known.
UNORDERED: Order = (False, "", "", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as rules see it. Its id is a handle that orders nothing."""

    id: str
    version: int = 1
    seen: str = ""
    """When it was first seen, as text that sorts by time."""
    dated: str = ""
    """The instant it is filed under, likewise; empty: unknown. Orders reports."""
    published: str = ""
    """The instant at which it was published, likewise; empty: unknown, and then it is filed under when it was seen."""
    voice: str = ""
    """Id of the first print of its text; empty: it is that itself."""
    opinion: bool = False
    """It stands in a section of opinions, and claims nothing."""
    spoke: bool = False
    """It speaks for a side of a flag that is known already, and goes on doing so: people's decisions hang on that."""
    brief: bool = False
    """Its text is known in part only."""
    title: str
    lead: str = ""
    text: str
    earlier: tuple[Report, ...] = ()
    """Versions of it before this one, oldest first."""

    @property
    def speaks_as(self) -> str:
        """The voice that it is a print of."""
        return self.voice or self.id

    @property
    def digest(self) -> str:
        """Tells apart reports of one instant under one title; equal for equal texts."""
        return blake2b("\x1f".join((self.title, self.lead, self.text)).encode(), digest_size=8).hexdigest()

    @property
    def order(self) -> Order:
        """Sorts reports: the earliest dated first, so that the order of a crawl decides nothing; nor does the id."""
        return _order(self.spoke, self.seen, self.dated, self.title, self.digest)


def report(article: Article, voice: str = "", earlier: Sequence[tuple[int, Content]] = ()) -> Report:
    """An article as rules see it.

    :param voice: id of the first print of its text.
    :param earlier: its versions before this one with their numbers, oldest first.
    """
    content = article.content
    return Report(
        id=article.id,
        version=article.version,
        seen=instant(article.first_seen_at),
        dated=instant(article.dated),
        published=instant(content.published_at),
        voice="" if voice == article.id else voice,
        opinion=is_opinion_section(content.section),
        brief=content.kind is ArticleKind.BRIEF,
        title=content.title,
        lead=content.lead,
        text=content.text,
        earlier=tuple(
            Report(
                id=article.id,
                version=number,
                opinion=is_opinion_section(before.section),
                title=before.title,
                lead=before.lead,
                text=before.text,
            )
            for number, before in earlier
        ),
    )


def instant(at: datetime | None) -> str:
    """An instant as text that sorts by time; nothing for none."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def claims(source: Report) -> tuple[Passage, ...]:
    """Sentences of lead and body that state something checkable; of an opinion piece none."""
    if source.opinion:
        return ()
    return tuple(
        Passage(ref=source.id, version=source.version, part=part, start=start, text=sentence)
        for part, text in ((Part.LEAD, source.lead), (Part.TEXT, source.text))
        for start, sentence, claim in _sentences(text)[:_MOST_SENTENCES]
        if claim
    )


def sentences(source: Report) -> tuple[Passage, ...]:
    """All sentences of lead and body, in order."""
    return tuple(
        Passage(ref=source.id, version=source.version, part=part, start=start, text=sentence)
        for part, text in ((Part.LEAD, source.lead), (Part.TEXT, source.text))
        for start, sentence, _claim in _sentences(text)[:_MOST_SENTENCES]
    )


def is_read_whole(source: Report) -> bool:
    """Whether all its sentences are looked at: of others nobody can say that they do not tell a thing."""
    return all(len(_sentences(text)) <= _MOST_SENTENCES for text in (source.lead, source.text))


def title(source: Report) -> Passage:
    """The headline."""
    return Passage(ref=source.id, version=source.version, part=Part.TITLE, text=source.title)


def may_claim(source: Report) -> bool:
    """Whether a headline states something checkable, by the guard alone.

    The model of claims is not asked: it knows sentences, and takes a third of the press's headlines of arrests and
    deaths for no claims.
    """
    return not source.opinion and "?" not in source.title and judge(source.title).flaggable


@kept(4096)
def _sentences(text: str) -> tuple[tuple[int, str, bool], ...]:
    return tuple(
        (found.start, found.text, found.kind is SentenceKind.CLAIM) for found in statements(text)[: _MOST_SENTENCES + 1]
    )


def order(given: Mapping[str, Any]) -> Order:
    """What sorts the reports in a rule's input, as :attr:`Report.order` does."""
    return _order(given["spoke"], given["seen"], given["dated"], given["title"], given["digest"])


def _order(spoke: bool, seen: str, dated: str, title: str, digest: str) -> Order:
    return not spoke, dated or seen, seen, title, digest


def ranked(findings: Iterable[Finding], given: Mapping[str, Any]) -> list[Finding]:
    """Findings of a rule, the surest first; of equals the one whose evidence, then whose claim, was told first.

    Keys of findings hold ids, which are given at random, and so order nothing.
    """
    told = {report["id"]: order(report) for report in given["reports"]}

    def place(finding: Finding) -> tuple[Any, ...]:
        sides = (finding.evidence, finding.claim)
        return (-finding.score, *((told.get(side.ref, ()), side.part, side.start, side.text) for side in sides))

    return sorted(findings, key=place)


def heading(source: Report, passages: Sequence[Passage]) -> dict[str, Any]:
    """A report with some of its passages, as a rule's input."""
    return {
        "id": source.id,
        "version": source.version,
        "spoke": source.spoke,
        "seen": source.seen,
        "dated": source.dated,
        "voice": source.speaks_as,
        "title": source.title,
        "digest": source.digest,
        "passages": [{"part": item.part, "start": item.start, "text": item.text} for item in passages],
    }


def passages(given: Mapping[str, Any]) -> tuple[Passage, ...]:
    """The passages of one report in a rule's input."""
    return tuple(
        Passage(
            ref=given["id"],
            version=given["version"],
            part=Part(item["part"]),
            start=item["start"],
            text=item["text"],
        )
        for item in given["passages"]
    )
