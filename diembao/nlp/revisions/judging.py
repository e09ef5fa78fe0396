"""What kind of edit lies between two versions."""

from __future__ import annotations

from typing import NamedTuple

from diembao.core.models import Content, Edit
from diembao.nlp.revisions.comparing import compare
from diembao.nlp.revisions.corrections import notice


class Judgement(NamedTuple):
    """How a version differs from the one before it."""

    edit: Edit | None
    """None: there is no version before it."""
    correction: str
    """The notice with which the outlet corrects itself, as it stands in this version; empty: there is none."""


def judge(before: Content | None, after: Content, *, outlet: str = "") -> Judgement:
    """Judge a version by the one before it.

    A notice that stood there before makes no correction of a later edit; it is still quoted.

    :param before: None: there is none.
    :param outlet: the name by which the outlet may speak of itself.
    """
    said = notice(after, outlet=outlet)
    if before is None:
        return Judgement(None, said)
    if said and notice(before, outlet=outlet) != said:
        return Judgement(Edit.CORRECTION, said)
    return Judgement(Edit.SUBSTANTIVE if compare(before, after).reasons else Edit.COSMETIC, said)
