"""Cases: a question, its evidence, letters to agencies, and a named person's conclusion.

::

    open ──letter sent──▶ asked ──answers recorded──▶ open
      └────────┬────────────┘
            conclude ──▶ concluded ──publish──▶ published
                             └────────┬─────────────┘
                                   reopen ──▶ open | asked

A conclusion is a fact-check from then on. Each step needs a person and stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import Archive, articles, audit, fact_checks, flags, people
from diembao.archive import cases as rows
from diembao.archive.audit import Entry
from diembao.core import addresses
from diembao.core.casework import Case, CaseState, FactCheck, Letter, Person, Rating
from diembao.core.clock import local_day, now, today
from diembao.core.errors import NotCheckable, UnknownArticle, UnknownCase, UsageError, WrongStep
from diembao.core.findings import FlagState, Passage, PassageKind
from diembao.core.i18n import _, speaking
from diembao.core.mailing import SendingState
from diembao.core.models import Article
from diembao.core.text import clean, clean_line
from diembao.core.text import words as words_of
from diembao.desk import flagged, words
from diembao.desk.casework import words as case_words
from diembao.desk.casework.questions import factual
from diembao.desk.mail.withdrawing import Withdrawal, withdraw
from diembao.desk.people import acting, agency, written_reason
from diembao.nlp.guard import judge
from diembao.nlp.sentences import sentences
from diembao.verify.factbase import look_again

UNDECIDED = (CaseState.OPEN, CaseState.ASKED)
DECIDED = (CaseState.CONCLUDED, CaseState.PUBLISHED)
#: Fewer words make no claim.
_FEWEST_WORDS = 4
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with what a person needs to see of it."""

    case: Case
    history: Sequence[Entry]
    """Its entries in the audit log, oldest first."""
    names: Mapping[str, str]
    """Id -> name of everybody who took part."""
    fact_check: FactCheck | None
    """What its conclusion has become."""
    articles: Mapping[str, Article]
    """The articles that its evidence quotes, by id."""


def listing(archive: Archive, states: Collection[CaseState] = ()) -> list[Case]:
    """Cases, the newest first.

    :param states: only these; none: all.
    """
    with archive.reading() as connection:
        return rows.listing(connection, states=states)


def case_file(archive: Archive, ref: str) -> CaseFile:
    """One case with its history.

    :param ref: number or id.
    :raises UnknownCase: there is none.
    """
    with archive.reading() as connection:
        return complete(connection, find(connection, ref))


def complete(connection: Connection, case: Case) -> CaseFile:
    """A case with its history."""
    history = audit.of(connection, case.id)
    quoted = [item.article_id for item in case.evidence if item.article_id]
    return CaseFile(
        case=case,
        history=history,
        names=people.names(connection, {entry.actor for entry in history}),
        fact_check=fact_checks.of_case(connection, case.id),
        articles={article.id: article for article in articles.get(connection, quoted)},
    )


def is_overdue(letter: Letter) -> bool:
    """Whether the day has passed until which an answer was asked for."""
    return letter.sent_at is not None and letter.answered_at is None and letter.deadline < today()


def open_from_question(archive: Archive, *, claim: str, title: str = "", who: str, reason: str) -> Case:
    """Open a case on a statement that somebody asks about.

    :param claim: the checkable statement at issue.
    :param title: what the case is called; empty: the beginning of the claim.
    :param who: id or name of the person who opens it; so it is in every function here.
    :raises NotCheckable: the statement is an opinion, a proposal or the like.
    :raises NoReason: the reason is too short; so it is in every function that takes one.
    :raises UnknownPerson: nobody at this desk is called that; so it is in every function here.
    """
    checked, kept = checkable(claim), written_reason(reason)
    with archive.writing() as connection:
        person = acting(connection, who)
        case_id = rows.open_case(connection, title=_title(title, checked), claim=checked, actor=person.id, reason=kept)
        return rows.get(connection, [case_id])[0]


def open_from_flag(archive: Archive, key: str, *, claim: str = "", title: str = "", who: str, reason: str) -> Case:
    """Open a case on a flag; both of its passages become evidence.

    :param key: of the flag, or the beginning of one that fits no other.
    :param claim: the statement at issue; empty: the sentence that was flagged.
    :raises UnknownFlag: there is none under this key.
    :raises WrongStep: another case on it is not concluded yet.
    :raises NotCheckable: the statement is an opinion, a proposal or the like.
    """
    kept = written_reason(reason)
    with archive.writing() as connection:
        person = acting(connection, who)
        flag = flagged.find(connection, key)
        if others := rows.listing(connection, states=UNDECIDED, flag_keys=[flag.key]):
            raise WrongStep(
                _("Case {number} was opened on this flag already.").format(number=others[0].number),
                _("Go on with that case."),
            )
        checked = checkable(claim or flag.finding.claim.text)
        case_id = rows.open_case(
            connection, title=_title(title, checked), claim=checked, actor=person.id, reason=kept, flag_key=flag.key
        )
        for passage in (flag.finding.claim, flag.finding.evidence):
            _add_passage(connection, case_id, passage, person)
        case = rows.get(connection, [case_id])[0]
        _tell_flag(connection, case, FlagState.CASE, action="case-opened", actor=person.id, reason=kept)
        return case


def add_evidence(
    archive: Archive, ref: str, *, quote: str = "", article_id: str = "", url: str = "", note: str = "", who: str
) -> Case:
    """Add a quoted passage, an address or a note to a case.

    :param ref: number or id of the case; so it is in every function here.
    :param article_id: the article that is quoted, by its headline where there is no other quote; empty: none.
    :raises UsageError: there is nothing to add, or the address is no web address.
    :raises UnknownArticle: the archive does not have the article.
    :raises WrongStep: the case is concluded.
    """
    quote, url, note = clean(quote), url.strip(), clean(note)
    if not (quote or url or note or article_id):
        raise UsageError(_("There is nothing to add."), _("Give a quote, an article, an address or a note."))
    if url and not addresses.is_web_address(url):
        raise UsageError(
            _("{url} is not a web address.").format(url=url), _("Give an address that begins with https://.")
        )
    with archive.writing() as connection:
        person, case = acting(connection, who), _undecided(connection, ref)
        if article_id:
            found = articles.get(connection, [article_id])
            if not found:
                raise UnknownArticle(
                    _("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids.")
                )
            quote = quote or found[0].content.title
            url = url or addresses.for_readers(found[0].url)
        rows.add_evidence(
            connection, case.id, quote=quote, article_id=article_id or None, url=url, note=note, actor=person.id
        )
        return _again(connection, case)


def write_letter(archive: Archive, ref: str, *, to: str, question: str, deadline: date, who: str) -> Case:
    """Draft a factual question to an agency.

    :param to: id or name of the agency.
    :raises UnknownAgency: there is none of that name.
    :raises UsageError: the question is too short or asks for more than facts, or the deadline has passed.
    :raises WrongStep: the case is concluded.
    """
    asked = factual(question)
    if deadline < today():
        raise UsageError(_("The deadline has passed already."), _("Give a day from today on."))
    with archive.writing() as connection:
        person, case = acting(connection, who), _undecided(connection, ref)
        rows.write_letter(
            connection,
            case.id,
            agency=agency(connection, to),
            question=asked,
            deadline=deadline,
            actor=person.id,
        )
        return _again(connection, case)


def sent_on_paper(archive: Archive, ref: str, letter_id: str, *, who: str) -> Case:
    """Note that a letter went out on paper, once; a mail of it that still waits at the desk is not sent any more.

    :raises WrongStep: the letter went out before, or the case is concluded.
    """
    with archive.writing() as connection:
        person, case = acting(connection, who), _undecided(connection, ref)
        letter = letter_of(case, letter_id)
        require_unsent(letter)
        if letter.mail:
            withdraw(connection, [letter.mail], Withdrawal.ON_PAPER)
        rows.mark_sent_on_paper(connection, case.id, letter.id, actor=person.id)
        return _again(connection, case)


def record_answer(archive: Archive, ref: str, letter_id: str, *, answer: str, who: str) -> Case:
    """Keep what an agency answered; also after the conclusion, which stays as it is.

    An answer may come to a mail of which the desk does not know whether it arrived.

    :raises UsageError: the answer is empty.
    :raises WrongStep: the letter was not sent, or was answered before.
    """
    text = clean(answer)
    if not text:
        raise UsageError(_("The answer is empty."), _("Copy the words of the agency, or sum them up."))
    with archive.writing() as connection:
        person, case = acting(connection, who), find(connection, ref)
        letter = letter_of(case, letter_id)
        if not may_be_answered(letter):
            raise WrongStep(_("This letter was not sent yet."), _("Send it, or note that it was sent on paper."))
        if letter.answered_at:
            raise WrongStep(_("The answer to this letter stands already."), _("Add what is new as evidence."))
        rows.record_answer(connection, case.id, letter.id, answer=text, actor=person.id)
        return _again(connection, case)


def conclude(archive: Archive, ref: str, *, rating: Rating, reason: str, publisher: str, who: str) -> Case:
    """Conclude a case in a person's name; the conclusion is a fact-check of this desk from then on.

    :param reason: why, for readers.
    :param publisher: name of the desk.
    :raises WrongStep: it is concluded already, or has no evidence, or another case concluded the same statement.
    """
    kept = written_reason(reason)
    with archive.writing() as connection:
        person, case = acting(connection, who), _undecided(connection, ref)
        if not case.evidence:
            raise WrongStep(
                _("Case {number} has no evidence yet.").format(number=case.number),
                _("Add what the conclusion rests on first."),
            )
        key = fact_checks.key(publisher, case.claim)
        others = {
            item.case_id for item in fact_checks.every(connection) if fact_checks.key(item.publisher, item.claim) == key
        }
        if other := rows.get(connection, [case_id for case_id in others if case_id]):
            raise WrongStep(
                _("Case {number} has concluded the same statement.").format(number=other[0].number),
                _("Open that case again if its conclusion is in doubt."),
            )
        rows.conclude(connection, case.id, rating=rating, conclusion=kept, actor=person.id)
        concluded = _again(connection, case)
        _tell_flag(connection, concluded, FlagState.CONCLUDED, action="case-concluded", actor=person.id, reason=kept)
        keep_fact_check(connection, concluded, publisher)
        look_again(connection, [case.id], now())
        return concluded


def reopen(archive: Archive, ref: str, *, who: str, reason: str) -> Case:
    """Take a conclusion back and go on; the log keeps it, the base of fact-checks does not.

    A published page is not touched: :func:`diembao.desk.casework.publishing.reopen` does both.

    :raises WrongStep: the case is not concluded.
    """
    with archive.writing() as connection:
        return take_back(connection, ref, who=who, reason=reason)


def take_back(connection: Connection, ref: str, *, who: str, reason: str) -> Case:
    """:func:`reopen` within a transaction."""
    kept = written_reason(reason)
    person, case = acting(connection, who), find(connection, ref)
    require(case, DECIDED)
    if fact_check := fact_checks.of_case(connection, case.id):
        fact_checks.remove(connection, [fact_check.id])
        look_again(connection, [case.id], now())
    rows.reopen(connection, case.id, actor=person.id, reason=kept)
    _tell_flag(connection, case, FlagState.CASE, action="case-reopened", actor=person.id, reason=kept)
    return _again(connection, case)


def keep_fact_check(connection: Connection, case: Case, publisher: str, url: str = "") -> None:
    """Keep the conclusion of a case in the base of fact-checks.

    :param url: where it is published; empty: nowhere yet.
    """
    dated = case.published_at or case.concluded_at
    assert case.rating
    assert dated
    known = fact_checks.of_case(connection, case.id)
    if known and known.publisher != publisher:  # the desk was renamed since: one case is one fact-check
        fact_checks.remove(connection, [known.id])
    with speaking("vi"):
        label = words.rating(case.rating).capitalize()
    fact_checks.put(
        connection,
        FactCheck(
            id=str(ULID()),
            claim=case.claim,
            rating=case.rating,
            rating_label=label,
            publisher=publisher,
            url=url,
            summary=case.conclusion,
            reviewed_on=local_day(dated),
            case_id=case.id,
            imported_at=now(),
        ),
    )


def checkable(claim: str) -> str:
    """A claim as a case holds it.

    :raises NotCheckable: it is too short to be one, or the guard says that one of its sentences is none.
    """
    text = clean_line(claim)
    hint = _("Put it as a statement of fact that can turn out right or wrong.")
    if len(words_of(text)) < _FEWEST_WORDS:
        raise NotCheckable(_("The statement at issue is missing or too short."), hint, rule="no-claim")
    for start, end in sentences(text):
        verdict = judge(text[start:end])
        if not verdict.flaggable:
            raise NotCheckable(
                _("This cannot be checked, because it is {what} ({rule}): {sentence}").format(
                    what=case_words.guard_rule(verdict.rule), rule=verdict.rule, sentence=text[start:end]
                ),
                hint,
                rule=verdict.rule,
            )
    return text


def letter_of(case: Case, letter_id: str) -> Letter:
    """A letter of a case.

    :param letter_id: its id, or its number within the case, the first being 1.
    :raises UsageError: the case has none of this id.
    """
    for number, letter in enumerate(case.letters, 1):
        if letter_id in (letter.id, str(number)):
            return letter
    raise UsageError(
        _("Case {number} has no letter {letter}.").format(number=case.number, letter=letter_id),
        _("`diembao cases show {number}` lists its letters.").format(number=case.number),
    )


def may_be_answered(letter: Letter) -> bool:
    """Whether a letter was sent, or may have been: its mail was cut off while the server was given it."""
    return letter.sent_at is not None or (letter.mail is not None and letter.mail.state is SendingState.HANDING_OVER)


def require_unsent(letter: Letter) -> None:
    """Make sure that a letter is not sent twice.

    :raises WrongStep: it was sent already.
    """
    if letter.sent_at:
        raise WrongStep(_("This letter was sent already."), _("Write another one if something is left to ask."))


def require(case: Case, states: Collection[CaseState]) -> None:
    """Make sure that a case is ready for a step.

    :raises WrongStep: it is in none of these states.
    """
    if case.state in states:
        return
    message = _("Case {number} is in the state “{state}”.").format(
        number=case.number, state=case_words.case_state(case.state)
    )
    if case.state in DECIDED:
        raise WrongStep(message, _("Open it again first, with a reason."))
    raise WrongStep(message, _("Conclude it first."))


def _tell_flag(connection: Connection, case: Case, state: FlagState, *, action: str, actor: str, reason: str) -> None:
    """What happens to a case happens to the flag that it was opened on."""
    flag = flags.get(connection, case.flag_key) if case.flag_key else None
    if flag is None:
        return
    flagged.move(connection, flag, state)
    audit.append(connection, actor=actor, action=action, subject=flag.key, reason=reason, data={"case": case.id})


def _undecided(connection: Connection, ref: str) -> Case:
    case = find(connection, ref)
    require(case, UNDECIDED)
    return case


def find(connection: Connection, ref: str) -> Case:
    """A case by its number or id.

    :raises UnknownCase: there is none.
    """
    wanted = ref.strip().removeprefix("#")
    found = rows.get(connection, [wanted])
    # Numbers of more digits are no case's, and more than a database takes.
    numbered = rows.numbered(connection, int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None
    case = numbered or (found[0] if found else None)
    if case is None:
        raise UnknownCase(_("There is no case {ref}.").format(ref=ref), _("`diembao cases list` shows all cases."))
    return case


def _again(connection: Connection, case: Case) -> Case:
    return rows.get(connection, [case.id])[0]


def _title(title: str, claim: str) -> str:
    text = clean_line(title) or claim
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _add_passage(connection: Connection, case_id: str, passage: Passage, person: Person) -> None:
    if passage.kind is PassageKind.ARTICLE:
        found = articles.get(connection, [passage.ref])
        url, article_id = (addresses.for_readers(found[0].url), passage.ref) if found else ("", None)
        rows.add_evidence(connection, case_id, quote=passage.text, article_id=article_id, url=url, actor=person.id)
        return
    for review in fact_checks.get(connection, [passage.ref]):
        rows.add_evidence(
            connection, case_id, quote=passage.text, url=review.url, note=words.rated(review), actor=person.id
        )
