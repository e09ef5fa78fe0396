"""Words for the values that people read, the same on the command line, on the dashboard and in mails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from diembao.archive.audit import Entry
from diembao.archive.story_changes import ChangeKind, StoryChange
from diembao.core.casework import FactCheck, OfficialFigure, Rating
from diembao.core.findings import DecisionWhy, Finding, FlagReason, FlagState
from diembao.core.i18n import N_, _, moment, ngettext, number
from diembao.core.mailing import SendingKind, SendingState
from diembao.core.models import (
    Absence,
    ArticleKind,
    Channel,
    Content,
    DateDoubt,
    Doubt,
    Edit,
    Outcome,
    Provenance,
    SourceKind,
)
from diembao.crawlers import reasons
from diembao.desk.following import Fate, Followed
from diembao.desk.history import Event, EventKind
from diembao.nlp.revisions import Change, Why
from diembao.verify import ranking
from diembao.verify.differing import Kind
from diembao.verify.ranking_model import Measured

_EDITS = {
    Edit.COSMETIC: N_("form only"),
    Edit.SUBSTANTIVE: N_("content"),
    Edit.CORRECTION: N_("with a correction notice"),
}
_CHANGES = {
    Change.SAME: N_("unchanged"),
    Change.CHANGED: N_("changed"),
    Change.INSERTED: N_("added"),
    Change.REMOVED: N_("taken out"),
    Change.MOVED: N_("moved"),
}
_WHYS = {
    Why.SENTENCE: N_("sentences"),
    Why.FIGURE: N_("figures"),
    Why.DATE: N_("dates"),
    Why.NAME: N_("names"),
    Why.NEGATION: N_("negation"),
    Why.WORDS: N_("wording"),
}
_WAITING = {
    Doubt.SHORTER: N_("most of the text was missing"),
    Doubt.NO_TITLE: N_("the title was missing"),
    Absence.GONE: N_("the page was gone"),
    Absence.NOT_FOUND: N_("the page was not found"),
    Absence.REDIRECTED: N_("the address led to another page"),
    Absence.PLACEHOLDER: N_("the page said that there is no such page"),
}
_CHANNELS = {
    Channel.FEED: N_("feed"),
    Channel.SITEMAP: N_("sitemap"),
    Channel.LISTING: N_("section page"),
    Channel.ADDED: N_("added by hand"),
    Channel.REVISIT: N_("visited again"),
    Channel.IMPORT: N_("import"),
    Channel.CANONICAL: N_("named by the page itself"),
}
_OUTCOMES = {
    Outcome.NEW: N_("new"),
    Outcome.CHANGED: N_("changed"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.QUARANTINED: N_("in quarantine"),
    Outcome.FAILED: N_("failed"),
    Outcome.REMOVED: N_("removed at the source"),
    Outcome.SKIPPED: N_("skipped by rule"),
}
_PROVENANCES = {
    Provenance.JSON_LD: N_("the page's own data (JSON-LD)"),
    Provenance.META: N_("the page's meta tags"),
    Provenance.FEED: N_("the feed"),
    Provenance.SITEMAP: N_("the sitemap"),
    Provenance.PAGE: N_("the date printed on the page"),
    Provenance.URL: N_("the address of the page"),
    Provenance.IMPORT: N_("the imported file"),
}
_DATE_DOUBTS = {
    DateDoubt.FUTURE: N_("lies in the future"),
    DateDoubt.TOO_EARLY: N_("lies before the outlet went on line"),
    DateDoubt.DISAGREE: N_("the places that name it differ by days"),
}
_ARTICLE_KINDS = {
    ArticleKind.ARTICLE: N_("news article"),
    ArticleKind.BRIEF: N_("headline and lead only"),
    ArticleKind.OPINION: N_("opinion piece"),
    ArticleKind.PHOTO: N_("photo essay"),
    ArticleKind.VIDEO: N_("video report"),
    ArticleKind.LIVE: N_("live coverage"),
    ArticleKind.ADVERT: N_("marked as advertising"),
}
_KINDS = {
    SourceKind.CENTRAL: N_("central press"),
    SourceKind.AGENCY: N_("news agency"),
    SourceKind.LOCAL: N_("local press"),
    SourceKind.RADIO_TV: N_("radio and television"),
    SourceKind.PORTAL: N_("government portal"),
}
_SENDING_KINDS = {
    SendingKind.DIGEST: N_("daily mail"),
    SendingKind.LETTER: N_("letter"),
    SendingKind.REVIEW: N_("press review"),
}
_FLAG_REASONS = {
    FlagReason.CHANGED_AFTER_PUBLICATION: N_("changed after publication"),
    FlagReason.CONFLICTING_FACTS: N_("facts that differ"),
    FlagReason.CONFLICTING_FIGURES: N_("figures that differ"),
    FlagReason.DENIED: N_("denied by another report"),
    FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE: N_("differs from an official figure"),
    FlagReason.HEADLINE_MISMATCH: N_("headline and text"),
    FlagReason.MATCHES_FACT_CHECK: N_("reviewed before"),
    FlagReason.OLD_NEWS: N_("old news"),
}
_FLAG_STEPS = {
    "flag-confirmed": N_("{name} confirmed"),
    "flag-rejected": N_("{name} rejected"),
    "flag-reopened": N_("{name} took back the decision"),
    "case-opened": N_("{name} opened a case"),
    "case-concluded": N_("{name} concluded the case"),
    "case-reopened": N_("{name} opened the case again"),
}
_FLAG_EXPLANATIONS = {
    FlagReason.CHANGED_AFTER_PUBLICATION: N_(
        "An article says a checkable thing otherwise than an earlier version of it did: another figure, day, place, "
        "office, or the contrary. A count that rises while an event goes on is no such change."
    ),
    FlagReason.CONFLICTING_FACTS: N_(
        "Two reports of one story tell the same fact differently: on which day, at which place, in which office, under "
        "which number, or whether it is so at all. Details of private people are left out."
    ),
    FlagReason.CONFLICTING_FIGURES: N_(
        "Two reports of one story give different values for the same quantity: the same thing counted, place and time. "
        "Rounding, ranges, parts of a whole and figures that grow with time are no disagreement."
    ),
    FlagReason.DENIED: N_(
        "One published report says that what another one reports is not so. The two disagree; neither counts as wrong."
    ),
    FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE: N_(
        "A report gives another value than an entry of the register of official figures for the same quantity, place "
        "and period. The two differ; the entry is its publisher's word, and neither counts as wrong."
    ),
    FlagReason.HEADLINE_MISMATCH: N_(
        "A figure or an event of the headline is not in the text below it, or the text tells it as uncertain."
    ),
    FlagReason.MATCHES_FACT_CHECK: N_(
        "A report repeats a claim that somebody reviewed and rated false or misleading, or denies one rated true. "
        "The rating is always shown as that of the one who gave it."
    ),
    FlagReason.OLD_NEWS: N_(
        "An event that lies months back is told as if it were new: by its own words, which date it, or in a text that "
        "was published long before and does not say so."
    ),
}
_FLAG_STATES = {
    FlagState.OPEN: N_("to be looked at"),
    FlagState.CONFIRMED: N_("confirmed"),
    FlagState.REJECTED: N_("rejected"),
    FlagState.CASE: N_("with a case"),
    FlagState.CONCLUDED: N_("case concluded"),
}
_DECISION_WHYS = {
    DecisionWhy.DIFFERS: N_("they really differ"),
    DecisionWhy.ASK: N_("somebody should be asked"),
    DecisionWhy.NOT_THE_SAME: N_("not the same thing"),
    DecisionWhy.OTHER_TIME: N_("another time"),
    DecisionWhy.OTHER_PLACE: N_("another place"),
    DecisionWhy.ROUNDING: N_("rounding"),
    DecisionWhy.UPDATED: N_("already brought up to date"),
    DecisionWhy.MISREAD: N_("misread by the machine"),
    DecisionWhy.TRIVIAL: N_("trivial"),
    DecisionWhy.OPINION: N_("an opinion"),
    DecisionWhy.OTHER: N_("another reason"),
}
_RATINGS = {
    Rating.FALSE: N_("false"),
    Rating.MISLEADING: N_("misleading"),
    Rating.UNPROVEN: N_("not enough evidence"),
    Rating.TRUE: N_("true"),
}
_SENDING_STATES = {
    SendingState.CLAIMED: N_("waits for the mail server"),
    SendingState.HANDING_OVER: N_("not known whether it was sent"),
    SendingState.SENT: N_("sent"),
    SendingState.FAILED: N_("not sent"),
}


def flag_reason(value: FlagReason) -> str:
    """Why a flag was raised."""
    return _(_FLAG_REASONS[value])


def flag_explanation(value: FlagReason) -> str:
    """What a reason for a flag means, for readers of the documentation."""
    return _(_FLAG_EXPLANATIONS[value])


def flag_list_worth(found: Measured) -> str:
    """Where the list of flags ends, and what it was worth when it was measured."""
    said = {
        "threshold": number(ranking.THRESHOLD),
        "read": number(found.read),
        "articles": number(found.articles),
        "worth": number(found.worth_a_look),
    }
    if not found.articles:
        return _(
            "Listed from a score of {threshold}. The ranking has learnt from this desk: of the flags that were decided "
            "and left out of learning, {read} would be listed, and {worth} of them were worth a look."
        ).format(**said)
    return _(
        "Listed from a score of {threshold}: on {articles} real articles (with synthetic dates) {read} were listed, "
        "and {worth} of them were worth a look."
    ).format(**said)


def flag_state(value: FlagState) -> str:
    """What people made of a flag."""
    return _(_FLAG_STATES[value])


def decision_why(value: DecisionWhy) -> str:
    """Why somebody confirmed or rejected a flag."""
    return _(_DECISION_WHYS[value])


def flag_step(entry: Entry, name: str) -> str:
    """What a person did with a flag, by an entry of the audit log.

    :param name: of that person.
    """
    return _(_FLAG_STEPS.get(entry.action, "{name}")).format(name=name)


def decided(entry: Entry) -> str:
    """The reason that stands behind an entry of the audit log on a flag, and what was written besides."""
    said = [decision_why(DecisionWhy(why))] if (why := entry.data.get("why")) else []
    return ": ".join([*said, *([entry.reason] if entry.reason else [])])


def followed(value: Followed) -> str:
    """What became of a flagged passage; empty: it is still there."""
    match value.fate:
        case Fate.THERE:
            return ""
        case Fate.CORRECTED:
            return _("Version {number} says instead: {text}").format(number=value.version, text=value.now)
        case Fate.REMOVED:
            return _("Version {number} no longer has this passage.").format(number=value.version)
        case Fate.GONE:
            return _("The page is no longer at the source.")


def flag_sentence(finding: Finding) -> str:
    """What a flag says, in one neutral sentence: about the pair, never about one side of it."""
    first, second = finding.values
    match finding.reason:
        case FlagReason.CHANGED_AFTER_PUBLICATION:
            return _("The article said {second} before and says {first} now").format(first=first, second=second)
        case FlagReason.CONFLICTING_FACTS if finding.facts.get("kind") == Kind.YES_NO:
            return _("Two reports differ on whether this is so")
        case FlagReason.CONFLICTING_FACTS:
            return _("Two reports differ: {first} and {second}").format(first=first, second=second)
        case FlagReason.OLD_NEWS if finding.facts.get("kind") == "copy":
            return _("Published on {first}, but the same text stood in the press on {second}").format(
                first=first, second=second
            )
        case FlagReason.OLD_NEWS:
            return _("Told as new on {second}, but dated {first} by its own words").format(first=first, second=second)
        case FlagReason.CONFLICTING_FIGURES:
            return _("Two reports differ: {first} and {second}").format(first=first, second=second)
        case FlagReason.DENIED:
            return _("One report denies what another one says")
        case FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE:
            return _("The report says {first}, {publisher} published {second}").format(
                first=first, second=second, publisher=finding.facts.get("publisher", "")
            )
        case FlagReason.HEADLINE_MISMATCH if first and second:
            return _("The headline says {first}, the text says {second}").format(first=first, second=second)
        case FlagReason.HEADLINE_MISMATCH if first:
            return _("The headline says {first}, the text does not").format(first=first)
        case FlagReason.HEADLINE_MISMATCH:
            return _("The headline says what the text does not")
        case FlagReason.MATCHES_FACT_CHECK:
            return _("A claim that was reviewed before")


def disagreement(finding: Finding, values: Sequence[str]) -> str:
    """What the reports of a story give where they differ, in one neutral sentence.

    :param finding: the surest of those that say so.
    :param values: in the order in which they are shown; empty ones where whole statements differ.
    """
    if not all(values):
        return flag_sentence(finding)
    if len(values) == 2:
        first, second = values
        return flag_sentence(replace(finding, values=(first, second)))
    return _("Reports differ: {values}").format(values=", ".join(values))


def story_change(value: StoryChange, name: str) -> str:
    """What somebody changed in stories, in one sentence."""
    count = len(value.moved)
    match value.kind:
        case ChangeKind.MERGE:
            return _("{name} merged two stories").format(name=name)
        case ChangeKind.SPLIT:
            said = ngettext("{name} split off {number} report", "{name} split off {number} reports", count)
        case ChangeKind.MOVE:
            said = ngettext(
                "{name} moved {number} report to another story", "{name} moved {number} reports to another story", count
            )
    return said.format(name=name, number=number(count))


def rating(value: Rating) -> str:
    """What somebody concluded."""
    return _(_RATINGS[value])


def rated(review: FactCheck) -> str:
    """A rating, always as somebody's: "theo X"."""
    said = review.rating_label or rating(review.rating)
    return _("According to {publisher}: {rating}").format(publisher=review.publisher, rating=said)


def official(figure: OfficialFigure) -> str:
    """An official figure, always as its publisher's: "theo X"."""
    return _("According to {publisher}: {figure}").format(publisher=figure.publisher, figure=figure.written)


def sending_state(value: SendingState) -> str:
    """How far a mail has come."""
    return _(_SENDING_STATES[value])


def sending_kind(value: SendingKind) -> str:
    """What a mail is."""
    return _(_SENDING_KINDS[value])


def edit(value: Edit) -> str:
    """What kind of edit made a version."""
    return _(_EDITS[value])


def change(value: Change) -> str:
    """What became of a sentence."""
    return _(_CHANGES[value])


def whys(values: Iterable[Why]) -> str:
    """What an edit concerns."""
    return ", ".join(_(_WHYS[value]) for value in values)


def waiting(value: Doubt | Absence) -> str:
    """What a visit met that waits for a second look."""
    return _(_WAITING[value])


def event(value: Event) -> str:
    """What happened to an article, in one neutral sentence."""
    version = value.version.number if value.version else 1
    match value.kind:
        case EventKind.FIRST_READ:
            return _("First read")
        case EventKind.CHANGED:
            return _("The text has changed: version {number}").format(number=version)
        case EventKind.REMOVED:
            why = reasons.explain(value.visit.reason, value.visit.detail) if value.visit else ""
            return _("No longer at the source: {reason}").format(reason=why)
        case EventKind.BACK:
            return _("At the source again")
        case EventKind.MERGED:
            return _("Turned out to be the same article as {id}, which leads here now").format(id=value.former_id)


def channel(value: Channel) -> str:
    """How an address became known."""
    return _(_CHANNELS[value])


def outcome(value: Outcome) -> str:
    """What became of a visit."""
    return _(_OUTCOMES[value])


def provenance(value: Provenance) -> str:
    """Where a published time was read."""
    return _(_PROVENANCES[value])


def published(value: Content) -> str:
    """When an article came out, with what speaks against that; "unknown" when it does not say."""
    if value.published_at is None:
        return _("unknown")
    said = moment(value.published_at)
    if value.published_doubt is None:
        return said
    return _("{moment} (doubtful: {why})").format(moment=said, why=_(_DATE_DOUBTS[value.published_doubt]))


def article_kind(value: ArticleKind) -> str:
    """What sort of text an article holds."""
    return _(_ARTICLE_KINDS[value])


def source_kind(value: SourceKind) -> str:
    """What sort of outlet a source is."""
    return _(_KINDS[value])
