"""Rules held against what is new, and their findings recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, audit, fact_checks, flags, official_figures, outbox, stories, versions
from diembao.archive.flags import Change, Run
from diembao.core.clock import now
from diembao.core.findings import Finding, Flag, FlagReason, PassageKind
from diembao.verify import factbase, ranking_features, reports, rules
from diembao.verify.matching import FactBase
from diembao.verify.official import Register
from diembao.verify.ranking_model import RankingModel, shipped_model
from diembao.verify.reports import Report
from diembao.verify.rules import Broken, Found, Held

#: Reports of one story that are held against each other: its last ones.
_MOST_REPORTS = 120


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination changed."""

    raised: int = 0
    """Flags that are new, or found again after they were withdrawn."""
    withdrawn: int = 0
    """Flags that the rules no longer find."""
    articles: frozenset[str] = frozenset()
    """Every article that the rules were held against, also those that share a story with the ones asked for."""
    broken: Sequence[Broken] = ()
    """Articles on which a rule broke."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Reports that are held against each other."""

    story_id: str
    sources: Sequence[Report]
    known: Sequence[Flag]
    """Flags that these reports have had before, also those that were withdrawn."""


class Examiner:
    """Finds and records flags.

    :param archive: where articles, stories, fact-checks and official figures are read and flags are kept.
    :param ranking: says how surely a flag deserves a look; None: the shipped model.
    """

    def __init__(self, archive: Archive, ranking: RankingModel | None = None) -> None:
        self._archive = archive
        self._ranking = ranking or shipped_model()
        self._base = FactBase(())
        self._stamp: object = None
        self._register = rules.NO_FIGURES
        self._register_stamp: object = None

    def examine(
        self, *, story_ids: Collection[str], article_ids: Collection[str], only: Collection[str] = ()
    ) -> Examined:
        """Examine stories whose reports changed, and articles that changed. Doing it twice changes nothing.

        An article on which a rule breaks is told of; what the rule found in it before stands as it is.

        :param only: names of rules; empty: all. What the others found stands as it is.
        :raises ArchiveError: the archive refuses; what was examined until then is recorded.
        """
        reasons = {reason for rule, reason in rules.REASONS.items() if not only or rule in only}
        groups = self._groups(story_ids, article_ids)
        raised = 0
        kept: set[str] = set()
        broken: list[Broken] = []
        for group in groups:
            held = self._hold(group, only, reasons)
            kept |= {item.finding.key for item in held.found}
            broken += held.broken
            raised += self._record(group, held.found)
        examined = frozenset(source.id for group in groups for source in group.sources)
        unsure = {(item.report, rules.REASONS[item.rule]) for item in broken}
        return Examined(raised, self._withdraw(examined, kept, reasons, unsure), examined, broken)

    def _hold(self, group: _Group, only: Collection[str], reasons: Collection[FlagReason]) -> Held:
        """What the rules find. A report that comes in late does not take a known flag's place, whatever its date."""
        held = rules.hold(group.sources, self._base, self._register, only=only)
        known = [flag.finding for flag in group.known if flag.finding.reason in reasons]
        if {finding.key for finding in known} <= {item.finding.key for item in held.found}:
            return held
        spoke = {side.ref for finding in known for side in (finding.claim, finding.evidence)}
        return rules.hold(group.sources, self._base, self._register, only=only, spoke=spoke)

    def _groups(self, story_ids: Collection[str], article_ids: Collection[str]) -> list[_Group]:
        with self._archive.reading() as connection:
            self._refresh_base(connection)
            # stories that the articles were in before have flags that may have to go
            before = {
                flag.story_id
                for found in flags.of_articles(connection, article_ids).values()
                for flag in found
                if flag.story_id
            }
            now_in = stories.story_of(connection, article_ids)
            members = {
                story.id: story.articles[-_MOST_REPORTS:]
                for story in stories.get(connection, sorted({*story_ids, *before, *now_in.values()}))
            }
            alone = [article_id for article_id in article_ids if article_id not in now_in]
            wanted = list(dict.fromkeys([*(ref for refs in members.values() for ref in refs), *alone]))
            voices = stories.voices(connection, wanted)
            before_now = versions.earlier(connection, wanted)
            found = {
                article.id: reports.report(article, voices[article.id], before_now.get(article.id, ()))
                for article in articles.get(connection, wanted)
            }
            known = flags.of_articles(connection, wanted, active=None)
        return [
            *(
                _group(story_id, [found[ref] for ref in refs if ref in found], known)
                for story_id, refs in members.items()
            ),
            *(_group("", [found[ref]], known) for ref in dict.fromkeys(alone) if ref in found),
        ]

    def _refresh_base(self, connection: Connection) -> None:
        stamp = fact_checks.stamp(connection)
        if stamp != self._stamp:
            self._base = factbase.load(connection)
            self._stamp = stamp
        stamp = official_figures.stamp(connection)
        if stamp != self._register_stamp:
            self._register = Register(official_figures.every(connection))
            self._register_stamp = stamp

    def _record(self, group: _Group, found: Sequence[Found]) -> int:
        """Keep what the rules found in one story.

        :returns: how many flags are new or active again.
        """
        runs = [(item.finding, Run(rule=item.rule, inputs=item.inputs, output=item.output, at=now())) for item in found]
        voices = {source.id: source.speaks_as for source in group.sources}
        dated = {source.id: source.dated for source in group.sources}
        scores = {
            finding.key: self._ranking.probability(ranking_features.seen(finding, voices, dated))
            for finding, _run in runs
        }
        raised = 0
        if runs:
            with self._archive.writing() as connection:
                for finding, run in runs:
                    score = scores[finding.key]
                    change = flags.record(connection, finding, run, story_id=group.story_id, score=score)
                    if change in (Change.RAISED, Change.RENEWED):
                        raised += 1
                        _note(connection, change, finding)
                    if change is not Change.UNCHANGED:
                        outbox.add(connection, _articles(finding))
        return raised

    def _withdraw(
        self,
        examined: Collection[str],
        kept: Collection[str],
        reasons: Collection[FlagReason],
        unsure: Collection[tuple[str, FlagReason]],
    ) -> int:
        """Switch off flags whose articles have been examined without finding them again.

        :param reasons: of the rules that were held against the articles.
        :param unsure: articles for which a reason's rule broke, so that it says nothing about them.
        :returns: how many.
        """
        with self._archive.reading() as connection:
            standing = {
                flag.key: flag
                for found in flags.of_articles(connection, examined).values()
                for flag in found
                if flag.key not in kept
                and flag.finding.reason in reasons
                and _was_examined(flag, examined)
                and not any((ref, flag.finding.reason) in unsure for ref in _articles(flag.finding))
            }
        if not standing:
            return 0
        with self._archive.writing() as connection:
            withdrawn = flags.withdraw(connection, standing, now())
            for key in withdrawn:
                _note(connection, Change.WITHDRAWN, standing[key].finding)
                outbox.add(connection, _articles(standing[key].finding))
        return len(withdrawn)


def _group(story_id: str, sources: Sequence[Report], known: Mapping[str, Sequence[Flag]]) -> _Group:
    inside = {source.id for source in sources}
    of_sources = {flag.key: flag for ref in inside for flag in known.get(ref, ())}
    return _Group(story_id, sources, [flag for flag in of_sources.values() if _was_examined(flag, inside)])


def _was_examined(flag: Flag, examined: Collection[str]) -> bool:
    return all(ref in examined for ref in _articles(flag.finding))


def _articles(finding: Finding) -> list[str]:
    sides = (finding.claim, finding.evidence)
    return list(dict.fromkeys(side.ref for side in sides if side.kind is PassageKind.ARTICLE))


def _note(connection: Connection, change: Change, finding: Finding) -> None:
    data = {"reason": finding.reason, "score": finding.score}
    audit.append(connection, actor=audit.MACHINE, action=change, subject=finding.key, data=data)
