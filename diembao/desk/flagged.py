"""*Cần kiểm chứng*: what the machine asks people to look at, with its evidence, and what they decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, audit, cases, fact_checks, flags, official_figures, outbox, people
from diembao.archive.audit import Entry
from diembao.core.casework import CaseState, FactCheck, OfficialFigure
from diembao.core.errors import UnknownFlag, WrongStep
from diembao.core.findings import Flag, FlagReason, FlagState, PassageKind
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.desk.people import acting, written_reason
from diembao.verify import ranking

#: What the audit log calls each decision.
_ACTIONS = {
    FlagState.CONFIRMED: "flag-confirmed",
    FlagState.REJECTED: "flag-rejected",
    FlagState.OPEN: "flag-reopened",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag with everything that a person needs to judge it."""

    flag: Flag
    articles: Mapping[str, Article]
    """Every article that the finding names, by id."""
    fact_check: FactCheck | None
    official_figure: OfficialFigure | None
    decisions: Sequence[Entry]
    """What people decided, oldest first."""
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


def decide(archive: Archive, key: str, state: FlagState, *, who: str, reason: str) -> Flagged:
    """Confirm or reject a flag, or open it again; the last word counts, and every word stays in the audit log.

    A case is opened by :mod:`diembao.desk.casework.cases`.

    :param who: id or name of the person who decides.
    :raises UnknownFlag: there is none under this key.
    :raises WrongStep: a case on it is to decide.
    :raises UnknownPerson: nobody of the desk is called that.
    :raises NoReason: the reason is too short.
    """
    kept = written_reason(reason)
    with archive.writing() as connection:
        person = acting(connection, who)
        flag = find(connection, key)
        if opened := _open_case(connection, flag.key):
            raise WrongStep(
                _("Case {number} is open on this flag and decides on it.").format(number=opened),
                _("Conclude that case: the flag is closed with it."),
            )
        move(connection, flag, state)
        audit.append(connection, actor=person.id, action=_ACTIONS[state], subject=flag.key, reason=kept)
    return flagged(archive, flag.key)


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
    return Flagged(
        flag=flag,
        articles={article.id: article for article in articles.get(connection, _article_ids(flag))},
        fact_check=next(iter(reviews), None),
        official_figure=next(iter(official), None),
        decisions=decisions,
        names=people.names(connection, {entry.actor for entry in decisions}),
        case_number=opened[0].number if opened else None,
        open_case=_open_case(connection, flag.key),
    )
