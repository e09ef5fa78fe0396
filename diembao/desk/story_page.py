"""What the page of one story shows: its texts over time, its growth, and what its reports agree and disagree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, flags, stories
from diembao.core.findings import Flag, FlagReason, FlagState, Passage, PassageKind
from diembao.core.models import Article
from diembao.core.text import fold, index_form
from diembao.desk import stories as story_reports
from diembao.desk import story_editing
from diembao.desk.growth import Pace, pace
from diembao.desk.stories import StoryReports
from diembao.desk.story_editing import Change
from diembao.nlp.quantities import find_quantities
from diembao.verify import ranking
from diembao.verify.agreed import agreed
from diembao.verify.reports import report

_PLACES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A later print of a text."""

    article: Article
    share: float
    """How much of the shorter of it and its nearest print stands in the other, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One independent text of a story."""

    first: Article
    copies: tuple[Copy, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A report that says a thing, and where; nothing where it is only known to say the same as another one."""

    article: Article
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A statement that several independent texts make, the first print first."""

    said: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of the things that reports give for a quantity."""

    value: str
    """As written; empty where a whole statement is disputed."""
    said: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Where reports differ. None of the values is marked as the wrong one."""

    reason: FlagReason
    subject: str
    """What is counted or measured, as the first of the reports writes it; may be empty."""
    values: tuple[Value, ...]
    """In the order in which they were first told."""
    flags: tuple[Flag, ...]
    """What the machine asks people to look at here, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """One story with everything that is known of it."""

    reports: StoryReports
    timeline: tuple[Text, ...]
    """Oldest first."""
    pace: Pace
    places: tuple[tuple[str, int, bool], ...]
    """Places, how many texts name each, and whether it is in the own province; the most named first."""
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    others: tuple[Flag, ...]
    """Flags that concern one report alone, or a reviewed claim."""
    changes: tuple[Change, ...]
    """What people changed, the newest first; what was undone is left out."""


def story_page(archive: Archive, story_id: str, *, at: datetime) -> StoryPage:
    """Everything about one story.

    :param story_id: its id, or a former one.
    :param at: growth is told up to this instant.
    :raises UnknownStory: there is none.
    """
    with archive.reading() as connection:
        story = story_editing.story(connection, story_id)
        (found,) = story_reports.reports(connection, [story])
        shares = stories.shares(connection, story.articles)
        known = {article.id: article for prints in found.voices for article in prints}
        raised = standing_flags(connection, story.id)
        changes = story_editing.changes_of(connection, story.id)
        named = {ref for flag in raised for ref in _articles(flag)}
        known |= {article.id: article for article in articles.get(connection, sorted(named - known.keys()))}
    disagreements = _disagreements(raised, known)
    told = {flag.key for each in disagreements for flag in each.flags}
    return StoryPage(
        reports=found,
        timeline=tuple(_text(prints, shares) for prints in found.voices),
        pace=pace_of(found, at),
        places=_places(found),
        agreements=_agreements(found, known, _disputed(disagreements)),
        disagreements=disagreements,
        others=tuple(flag for flag in raised if flag.key not in told),
        changes=tuple(changes),
    )


def pace_of(found: StoryReports, at: datetime) -> Pace:
    """How fast a story grows: its texts, each when it was first printed."""
    return pace((prints[0].dated for prints in found.voices if prints[0].dated), at)


def standing_flags(connection: Connection, story_id: str) -> list[Flag]:
    """Flags of a story that are worth a look or that somebody took up, the surest first; rejected ones are left out."""
    return [
        flag
        for flag in flags.listing(connection, story=story_id)
        if flag.state is not FlagState.REJECTED
        and (flag.score >= ranking.THRESHOLD or flag.state is not FlagState.OPEN)
    ]


def _text(prints: Sequence[Article], shares: Mapping[str, float]) -> Text:
    copies = tuple(Copy(article=article, share=shares.get(article.id, 1.0)) for article in prints[1:])
    return Text(first=prints[0], copies=copies)


def _places(found: StoryReports) -> tuple[tuple[str, int, bool], ...]:
    times: Counter[str] = Counter()
    home: set[str] = set()
    for prints in found.voices:
        for tag in prints[0].annotation.places if prints[0].annotation else ():
            times[tag.place] += 1
            home |= {tag.place} if tag.home else set()
    return tuple((place, number, place in home) for place, number in times.most_common(_PLACES))


def _agreements(
    found: StoryReports, known: Mapping[str, Article], disputed: set[tuple[str, str]]
) -> tuple[Agreement, ...]:
    sources = [report(article, prints[0].id) for prints in found.voices for article in prints[:1]]
    return tuple(
        Agreement(said=tuple(Saying(article=known[passage.ref], passage=passage) for passage in each.said))
        for each in agreed(sources)
        if not any((passage.ref, passage.text) in disputed for passage in each.said)
    )


def _disputed(disagreements: Iterable[Disagreement]) -> set[tuple[str, str]]:
    return {
        (said.passage.ref, said.passage.text)
        for each in disagreements
        for value in each.values
        for said in value.said
        if said.passage
    }


def _articles(flag: Flag) -> list[str]:
    passages = (flag.finding.claim, flag.finding.evidence)
    named = [passage.ref for passage in passages if passage.kind is PassageKind.ARTICLE]
    return list(dict.fromkeys([*named, *flag.finding.also[0], *flag.finding.also[1]]))


def _disagreements(raised: Sequence[Flag], known: Mapping[str, Article]) -> tuple[Disagreement, ...]:
    """Flags between two reports, those together that share a passage: one quantity may have more than two values."""
    groups: list[list[Flag]] = []
    for flag in raised:
        if not _is_between_reports(flag, known):
            continue
        together = [group for group in groups if any(_touch(flag, other) for other in group)]
        groups = [group for group in groups if group not in together]
        groups.append([*(other for group in together for other in group), flag])
    found = [_disagreement(sorted(group, key=lambda flag: -flag.score), known) for group in groups]
    return tuple(sorted(found, key=lambda each: -each.flags[0].score))


def _is_between_reports(flag: Flag, known: Mapping[str, Article]) -> bool:
    claim, evidence = flag.finding.claim, flag.finding.evidence
    both = all(side.kind is PassageKind.ARTICLE and side.ref in known for side in (claim, evidence))
    return both and claim.ref != evidence.ref


def _touch(one: Flag, other: Flag) -> bool:
    """Whether two flags are about one quantity: one reason, and a passage with its value in common."""
    if one.finding.reason is not other.finding.reason:
        return False
    return bool(_sides(one).keys() & _sides(other).keys())


def _sides(flag: Flag) -> dict[tuple[str, str, str], tuple[Passage, tuple[str, ...]]]:
    """Both sides by report, sentence and value, with the reports that say the same."""
    finding = flag.finding
    sides = zip((finding.claim, finding.evidence), finding.values, finding.also, strict=True)
    return {(passage.ref, passage.text, _same(value)): (passage, also) for passage, value, also in sides}


def _disagreement(group: Sequence[Flag], known: Mapping[str, Article]) -> Disagreement:
    said: dict[str, dict[str, Saying]] = {}
    written: dict[str, str] = {}
    sides = [
        (passage, value, also, number)
        for finding in (flag.finding for flag in group)
        for number, (passage, value, also) in enumerate(
            zip((finding.claim, finding.evidence), finding.values, finding.also, strict=True)
        )
    ]
    for passage, value, also, number in sorted(sides, key=lambda side: _age(known[side[0].ref])):
        row = _same(value) or str(number)  # without values the two sides are two rows all the same
        written.setdefault(row, value)  # as who told it first writes it
        of_row = said.setdefault(row, {})
        of_row[passage.ref] = Saying(article=known[passage.ref], passage=passage)
        for ref in also:
            if ref in known:
                of_row.setdefault(ref, Saying(article=known[ref]))
    values = [Value(value=written[row], said=_by_age(sayings.values())) for row, sayings in said.items()]
    return Disagreement(
        reason=group[0].finding.reason,
        subject=next(filter(None, map(_subject, group)), ""),
        values=tuple(sorted(values, key=lambda each: _age(each.said[0].article))),
        flags=tuple(group),
    )


def _subject(flag: Flag) -> str:
    """What a flag's values count, in the letters of the claim: rules name it without marks."""
    claim = index_form(flag.finding.claim.text)
    start = fold(claim).find(fold(index_form(flag.finding.subject)))
    return flag.finding.claim.text[start : start + len(flag.finding.subject)] if start >= 0 else ""


def _by_age(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    return tuple(sorted(sayings, key=lambda each: _age(each.article)))


def _age(article: Article) -> tuple[datetime, str]:
    return article.dated or article.first_seen_at, article.id


def _same(value: str) -> str:
    """A value as it is compared: one amount however it is written; other words but for marks, case and spacing."""
    amounts = find_quantities(value)
    if len(amounts) == 1:
        (amount,) = amounts
        return f"{amount.unit} {amount.low} {amount.high} {amount.bound}"
    return " ".join(fold(value).lower().split())
