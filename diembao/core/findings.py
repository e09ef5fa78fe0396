"""What verification finds: flags and the passages that stand behind them.

A flag says "cần kiểm chứng" (needs checking) about a checkable claim, never that somebody is wrong. Its key outlives
versions of the program and of the article, so that people's decisions hang on it; what the machine computed, with its
complete inputs, are runs under the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from diembao.core import text


class FlagReason(StrEnum):
    """Why a person should look."""

    CHANGED_AFTER_PUBLICATION = "changed-after-publication"
    CONFLICTING_FACTS = "conflicting-facts"
    CONFLICTING_FIGURES = "conflicting-figures"
    DENIED = "denied"
    DIFFERS_FROM_OFFICIAL_FIGURE = "differs-from-official-figure"
    HEADLINE_MISMATCH = "headline-mismatch"
    MATCHES_FACT_CHECK = "matches-fact-check"
    OLD_NEWS = "old-news"


class FlagState(StrEnum):
    """What people have made of a flag."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CASE = "case"
    """A case was opened on it, which decides."""
    CONCLUDED = "concluded"
    """That case is concluded."""


class DecisionWhy(StrEnum):
    """Why a person confirmed or rejected a flag."""

    DIFFERS = "differs"
    ASK = "worth-asking"
    """The texts alone do not settle it; somebody who knows should be asked."""
    NOT_THE_SAME = "not-the-same-thing"
    OTHER_TIME = "other-time"
    OTHER_PLACE = "other-place"
    ROUNDING = "rounding"
    UPDATED = "already-updated"
    MISREAD = "misread"
    """The machine read one of the passages wrongly."""
    TRIVIAL = "trivial"
    OPINION = "opinion"
    OTHER = "other"
    """What the note says."""


#: Why a person may decide so; decisions that people take, each with its reasons.
WHYS: Mapping[FlagState, tuple[DecisionWhy, ...]] = {
    FlagState.CONFIRMED: (DecisionWhy.DIFFERS, DecisionWhy.ASK, DecisionWhy.OTHER),
    FlagState.REJECTED: (
        DecisionWhy.NOT_THE_SAME,
        DecisionWhy.OTHER_TIME,
        DecisionWhy.OTHER_PLACE,
        DecisionWhy.ROUNDING,
        DecisionWhy.UPDATED,
        DecisionWhy.MISREAD,
        DecisionWhy.TRIVIAL,
        DecisionWhy.OPINION,
        DecisionWhy.OTHER,
    ),
}


class PassageKind(StrEnum):
    """What a passage is taken from."""

    ARTICLE = "article"
    FACT_CHECK = "fact-check"
    OFFICIAL_FIGURE = "official-figure"


class Part(StrEnum):
    """Which text of an article a passage stands in."""

    TITLE = "title"
    LEAD = "lead"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, quoted, with the place where it stands."""

    kind: PassageKind = PassageKind.ARTICLE
    ref: str
    """Id of the article, of the fact-check or of the official figure."""
    version: int = 1
    part: Part = Part.TEXT
    start: int = 0
    """Offset in that part, in characters."""
    text: str
    """The sentence as it stands there."""
    marks: tuple[tuple[int, int], ...] = ()
    """Spans of ``text`` that matter: the differing values, the words of denial."""

    @property
    def key(self) -> str:
        """The same for the same sentence of the same article, whatever its version and place in the text."""
        return claim_key(self.ref, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found between a claim and one piece of evidence; neither side is marked as the wrong one."""

    reason: FlagReason
    claim: Passage
    evidence: Passage
    score: float
    """0 to 1: how sure the rule is; a replay gives it again. The source plays no part in it."""
    values: tuple[str, str] = ("", "")
    """What differs, as written on either side."""
    subject: str = ""
    """What the values count or measure, as written."""
    also: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Ids of further articles that say the same as either side; copies of one text are one voice among them."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Further things that the rule saw, by name, for the record."""

    @property
    def key(self) -> str:
        """Flag key: reason, claim and evidence, without any version of rule or model."""
        return hashlib.sha256("\x1f".join((self.reason, self.claim.key, self.evidence.key)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A finding as the archive keeps it, with what people decided."""

    key: str
    finding: Finding
    story_id: str
    state: FlagState
    active: bool
    """Whether the rules still find it in the present versions."""
    score: float
    """0 to 1: how surely it deserves a look, as the ranking says; orders the list."""
    first_at: datetime
    last_at: datetime


def claim_key(ref: str, sentence: str) -> str:
    """Key of a claim: the article (or fact-check) and the sentence without marks, case, punctuation and spacing."""
    words = " ".join(text.words(text.fold(sentence)))
    return hashlib.sha256(f"{ref}\x1f{words}".encode()).hexdigest()[:32]


def canonical(value: Any) -> str:
    """The one JSON text of a plain value: equal values give equal bytes, so that a replayed run can be compared."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_plain(finding: Finding) -> dict[str, Any]:
    """A finding as values that JSON knows; :func:`from_plain` makes it again."""
    return asdict(finding)


def from_plain(values: Mapping[str, Any]) -> Finding:
    """The finding that :func:`to_plain` took apart, also after a way through JSON."""
    first, second = values["values"]
    also_first, also_second = values["also"]
    return Finding(
        reason=FlagReason(values["reason"]),
        claim=_passage(values["claim"]),
        evidence=_passage(values["evidence"]),
        score=values["score"],
        values=(first, second),
        subject=values["subject"],
        also=(tuple(also_first), tuple(also_second)),
        facts=dict(values["facts"]),
    )


def _passage(values: Mapping[str, Any]) -> Passage:
    return Passage(
        kind=PassageKind(values["kind"]),
        ref=values["ref"],
        version=values["version"],
        part=Part(values["part"]),
        start=values["start"],
        text=values["text"],
        marks=tuple((start, end) for start, end in values["marks"]),
    )
