"""*Cần kiểm chứng*: what the machine asks people to look at, with its evidence, and what they decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.engine import Connection

from diembao.archive import (
    Archive,
    articles,
    audit,
    cases,
    fact_checks,
    flag_decisions,
    flags,
    official_figures,
    outbox,
    people,
)
from diembao.archive.audit import Entry
from diembao.archive.flag_decisions import FlagDecision
from diembao.core.casework import CaseState, FactCheck, OfficialFigure, Person
from diembao.core.clock import VIETNAM, now, today
from diembao.core.errors import UnknownFlag, UsageError, WrongStep
from diembao.core.findings import WHYS, DecisionWhy, Flag, FlagReason, FlagState, Passage, PassageKind
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.core.text import clean
from diembao.desk.following import Followed, follow
from diembao.desk.people import acting, written_reason
from diembao.verify import ranking

#: What the audit log calls each decision.
_ACTIONS = {FlagState.CONFIRMED: "flag-confirmed", FlagState.REJECTED: "flag-rejected"}
_TAKEN_BACK = "flag-reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag with everything that a person needs to judge it."""

    flag: Flag
    articles: Mapping[str, Article]
    """Every article that the finding names, by id."""
    followed: tuple[Followed | None, Followed | None]
    """What became of the claim and of the evidence; None: it is a fact-check, or its article is no longer shown."""
    fact_check: FactCheck | None
    official_figure: OfficialFigure | None
    decisions: Sequence[Entry]
    """What people decided, oldest first."""
    standing: FlagDecision | None
    """The decision that counts; a case that was opened since decides in its place."""
    names: Mapping[str, str]
    """Names of those people by id."""
    case_number: int | None
    """Number of the newest case that was opened on it."""
    open_case: int | None
    """Number of the case that is to decide on it; until that is concluded, the flag takes no other decision."""


@dataclass(frozen=True, slots=True)
class FlagList:
    """One page of the ranked list."""

    total: int
    items: Sequence[Flagged]


def flag_list(
    archive: Archive,
    *,
    states: Collection[FlagState] = (FlagState.OPEN,),
    reasons: Collection[FlagReason] = (),
    active: bool | None = True,
    everything: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> FlagList:
    """Flags in the order in which they deserve a look. There is no filter, order or count by outlet.

    :param states: what people have made of them; none: everything.
    :param reasons: only these; none: all.
    :param active: only those that the present versions still give rise to; None: also the others.
    :param everything: also flags of a score at which few are worth a look.
    """
    least = 0.0 if everything else ranking.THRESHOLD
    with archive.reading() as connection:
        total = flags.count(connection, states=states, reasons=reasons, active=active, least=least)
        found = flags.listing(
            connection, states=states, reasons=reasons, active=active, least=least, limit=limit, offset=offset
        )
        return FlagList(total, [_complete(connection, flag) for flag in found])


def flagged(archive: Archive, key: str) -> Flagged:
    """One flag.

    :param key: its key, or the beginning of one that fits no other.
    :raises UnknownFlag: there is none under this key.
    """
    with archive.reading() as connection:
        return _complete(connection, find(connection, key))


def flags_of(archive: Archive, article_id: str) -> list[Flagged]:
    """Active flags in which an article takes part, on either side."""
    with archive.reading() as connection:
        found = flags.of_articles(connection, [article_id]).get(article_id, ())
        return [_complete(connection, flag) for flag in found if flag.active]


def decide(archive: Archive, key: str, state: FlagState, *, why: DecisionWhy, note: str = "", who: str) -> FlagDecision:
    """Confirm or reject a flag. The last word counts, and every word stays in the audit log.

    A case is opened by :mod:`diembao.desk.casework.cases`.

    :param who: id or name of the person who decides.
    :returns: the decision that counts now; deciding again as one has decided adds none.
    :raises UnknownFlag: there is none under this key.
    :raises UsageError: that is no reason to decide so.
    :raises WrongStep: a case on it is to decide.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises NoReason: the reason is another one, and the note that tells it is too short.
    """
    if why not in WHYS.get(state, ()):
        raise UsageError(
            _("{why} is no reason for this decision.").format(why=why),
            _("Reasons are: {ids}.").format(ids=", ".join(WHYS.get(state, ()))),
        )
    kept = written_reason(note) if why is DecisionWhy.OTHER else clean(note)
    with archive.writing() as connection:
        person = acting(connection, who)
        flag = find(connection, key)
        _refuse_if_case_is_open(connection, flag)
        counting = flag_decisions.standing(connection, [flag.key]).get(flag.key)
        if (
            counting
            and flag.state is state
            and (counting.state, counting.why, counting.note, counting.person_id) == (state, why, kept, person.id)
        ):
            return counting
        decision = flag_decisions.add(
            connection, flag.key, state=state, why=why, note=kept, person_id=person.id, at=now()
        )
        move(connection, flag, state)
        _log(connection, person, _ACTIONS[state], decision)
    return decision


def take_back(archive: Archive, key: str, *, who: str) -> FlagDecision:
    """Take one's own decision back; what was decided before counts again, or the flag waits to be looked at.

    :returns: the decision that was taken back.
    :raises UnknownFlag: there is none under this key.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises WrongStep: nobody has decided, somebody else has, or a case decides.
    """
    with archive.writing() as connection:
        person = acting(connection, who)
        flag = find(connection, key)
        _refuse_if_case_is_open(connection, flag)
        counting = flag_decisions.standing(connection, [flag.key]).get(flag.key)
        if counting is None or flag.state is not counting.state:
            raise WrongStep(
                _("Nobody's decision counts on this flag."), _("`diembao explain FLAG` shows what was decided.")
            )
        if counting.person_id != person.id:
            name = people.names(connection, {counting.person_id}).get(counting.person_id, counting.person_id)
            raise WrongStep(
                _("The decision is by {name}, who alone can take it back.").format(name=name),
                _("Decide otherwise instead: the last word counts."),
            )
        flag_decisions.take_back(connection, counting.id, now())
        move(connection, flag, _state_before(connection, flag.key))
        _log(connection, person, _TAKEN_BACK, counting)
    return counting


def last_decision(archive: Archive, person: Person) -> FlagDecision | None:
    """What somebody has decided last since midnight in Việt Nam and not taken back."""
    midnight = datetime.combine(today(), time(), VIETNAM)
    with archive.reading() as connection:
        return flag_decisions.last_of(connection, person.id, midnight)


def move(connection: Connection, flag: Flag, state: FlagState) -> None:
    """Keep what a person made of a flag, and have its articles indexed anew."""
    if flag.state is not state:
        flags.set_state(connection, flag.key, state)
        outbox.add(connection, _article_ids(flag))


def find(connection: Connection, key: str) -> Flag:
    """A flag.

    :param key: its key, or the beginning of one that fits no other.
    :raises UnknownFlag: none, or more than one, has such a key.
    """
    if flag := flags.get(connection, key):
        return flag
    hint = _("`diembao flags list` shows the keys of all flags.")
    keys = flags.find(connection, key)
    if len(keys) > 1:
        raise UnknownFlag(_("More than one flag has a key that begins with {key}.").format(key=key), hint)
    if not keys or (flag := flags.get(connection, keys[0])) is None:
        raise UnknownFlag(_("There is no flag {key}.").format(key=key), hint)
    return flag


def _state_before(connection: Connection, key: str) -> FlagState:
    """What counts of a flag without the decision that was just taken back."""
    if cases.listing(connection, flag_keys=[key]):
        return FlagState.CONCLUDED
    earlier = flag_decisions.standing(connection, [key]).get(key)
    return earlier.state if earlier else FlagState.OPEN


def _log(connection: Connection, person: Person, action: str, about: FlagDecision) -> None:
    data = {"decision": about.id, "why": about.why}
    note = "" if action == _TAKEN_BACK else about.note
    audit.append(connection, actor=person.id, action=action, subject=about.flag_key, reason=note, data=data)


def _refuse_if_case_is_open(connection: Connection, flag: Flag) -> None:
    if opened := _open_case(connection, flag.key):
        raise WrongStep(
            _("Case {number} is open on this flag and decides on it.").format(number=opened),
            _("Conclude that case: the flag is closed with it."),
        )


def _open_case(connection: Connection, key: str) -> int | None:
    found = cases.listing(connection, states=(CaseState.OPEN, CaseState.ASKED), flag_keys=[key])
    return found[0].number if found else None


def _article_ids(flag: Flag) -> list[str]:
    passages = (flag.finding.claim, flag.finding.evidence)
    named = [passage.ref for passage in passages if passage.kind is PassageKind.ARTICLE]
    return list(dict.fromkeys([*named, *flag.finding.also[0], *flag.finding.also[1]]))


def _complete(connection: Connection, flag: Flag) -> Flagged:
    evidence = flag.finding.evidence
    reviews = fact_checks.get(connection, [evidence.ref]) if evidence.kind is PassageKind.FACT_CHECK else []
    official = official_figures.get(connection, [evidence.ref]) if evidence.kind is PassageKind.OFFICIAL_FIGURE else []
    decisions = [entry for entry in audit.of(connection, flag.key) if entry.actor != audit.MACHINE]
    opened = cases.listing(connection, flag_keys=[flag.key])
    named = {article.id: article for article in articles.get(connection, _article_ids(flag))}

    def followed(passage: Passage) -> Followed | None:
        article = named.get(passage.ref)
        return follow(connection, passage, article) if article else None

    return Flagged(
        flag=flag,
        articles=named,
        followed=(followed(flag.finding.claim), followed(evidence)),
        fact_check=next(iter(reviews), None),
        official_figure=next(iter(official), None),
        decisions=decisions,
        standing=flag_decisions.standing(connection, [flag.key]).get(flag.key),
        names=people.names(connection, {entry.actor for entry in decisions}),
        case_number=opened[0].number if opened else None,
        open_case=_open_case(connection, flag.key),
    )
