"""Words for people and cases in the language spoken here."""

from __future__ import annotations

from diembao.core.casework import CaseState, Letter, Role
from diembao.core.i18n import N_, _, moment
from diembao.core.mailing import SendingState

_ROLES = {
    Role.ADMIN: N_("administrator"),
    Role.ANALYST: N_("analyst"),
    Role.EDITOR: N_("editor"),
}
_STATES = {
    CaseState.OPEN: N_("being examined"),
    CaseState.ASKED: N_("waiting for an answer"),
    CaseState.CONCLUDED: N_("concluded"),
    CaseState.PUBLISHED: N_("published"),
}
_STEPS = {
    "case-opened": N_("Case opened"),
    "case-evidence-added": N_("Evidence added"),
    "case-letter-written": N_("Question to an agency drafted"),
    "case-letter-mailed": N_("Question given to be mailed"),
    "case-letter-sent": N_("Question sent"),
    "case-answered": N_("Answer recorded"),
    "case-concluded": N_("Case concluded"),
    "case-published": N_("Conclusion published"),
    "case-reopened": N_("Opened again"),
}
_GUARD = {
    "guard-question": N_("a question"),
    "guard-proposal": N_("a proposal"),
    "guard-prediction": N_("a prediction"),
    "guard-promise": N_("a promise or plan"),
    "guard-criticism": N_("criticism"),
    "guard-satire": N_("satire or an exaggeration"),
    "guard-complaint": N_("a complaint"),
    "guard-demand": N_("a demand or wish"),
    "guard-advice": N_("advice"),
    "guard-experience": N_("a personal experience"),
    "guard-judgement": N_("a judgement or opinion"),
    "guard-model": N_("words that read like an opinion"),
}


def role(value: Role) -> str:
    """What a person does at the desk."""
    return _(_ROLES[value])


def case_state(value: CaseState) -> str:
    """How far a case has come."""
    return _(_STATES[value])


def step(action: str) -> str:
    """What was done to a case, by the word of the audit log; that word itself when it is no step of a case."""
    return _(_STEPS[action]) if action in _STEPS else action


def sent(letter: Letter) -> str:
    """Whether a letter has left the desk, how and when; otherwise what keeps it."""
    if letter.sent_at:
        how = _("sent by mail, {moment}") if letter.sent_how == "mail" else _("sent on paper, {moment}")
        return how.format(moment=moment(letter.sent_at))
    if letter.mail is None:
        return _("not sent")
    match letter.mail.state:
        case SendingState.HANDING_OVER:
            return _("it is not known whether the mail arrived")
        case SendingState.FAILED:
            return _("the mail was not sent: {error}").format(error=letter.mail.detail.rstrip("."))
        case _waits:
            return _("waits for the mail server")


def guard_rule(rule: str) -> str:
    """What a sentence is that the guard does not let pass."""
    return _(_GUARD[rule]) if rule in _GUARD else rule
