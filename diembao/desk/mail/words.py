"""Words for what became of a mail, in the language spoken here."""

from __future__ import annotations

import re

from diembao.core.i18n import N_, _
from diembao.core.mailing import Sending, SendingState
from diembao.desk.mail.withdrawing import Withdrawal

#: What a server said itself begins with a reply code (RFC 5321, 4.2); it is shown as the server worded it.
_REPLY = re.compile(r"[2-5]\d\d\b")
#: Why a mail did not go out, by what its detail begins with: kinds of trouble of which :mod:`diembao.desk.mail.server`
#: tells and whose cure is a setting, and what people decided.
_WHY = {
    "gaierror": N_("There is no mail server of this name; check mail.host."),
    "SSLCertVerificationError": N_("The mail server's certificate is not valid; check mail.host."),
    "SSLError": N_("No encrypted connection with the mail server; check mail.security and mail.port."),
    "SMTPNotSupportedError": N_("The mail server does not offer what is set in mail.security, or no sign-in."),
    Withdrawal.ON_PAPER: N_("The letter was sent on paper instead."),
    Withdrawal.OFF_THE_LIST: N_("Its reader is no longer on the list."),
    Withdrawal.WITHHELD: N_("It quotes what was withheld since; its text is gone."),
}


def answer(sending: Sending) -> str:
    """What the server said last, or in plain words why it said nothing; empty: there is nothing to say."""
    if not sending.detail or _REPLY.match(sending.detail):
        return sending.detail
    if sending.state is SendingState.HANDING_OVER:
        return _("The connection broke before the mail server had answered.")
    why = _WHY.get(sending.detail.partition(":")[0])
    return _(why) if why else _("The mail server does not answer.")
