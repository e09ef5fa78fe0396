"""What may ever become a flag: only a checkable statement of fact.

Opinion, criticism, complaint, satire, demand, question, prediction, promise, proposal, advice and one's own experience
never do, whoever speaks and whoever is meant. The rules are words and turns of phrase in ``data/guard.toml``, where a
person can read them; the first one that fires is the reason. In doubt the guard refuses: an opinion that passes is
worse than a claim that is missed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from diembao.core.text import fold, index_form, nfc
from diembao.nlp.phrases import Hit, PhraseMatcher
from diembao.nlp.quantities.tokens import has_marks

#: Sections of an outlet that hold opinion, folded.
_OPINION_SECTION = re.compile(
    r"\b(?:binh luan|y kien|goc nhin|xa luan|dien dan|ban doc|thu|phiem|phiem dam|blogs?|tam su|quan diem"
    r"|suy ngam"
    r"|tieu pham|biem hoa|cham biem|trao phung|hai huoc|cuoi|opinions?|editorials?|perspectives?"
    r"|tan van|tap but|tap van"
    r"|sang tac|truyen ngan|tho|phan bien|doc gia|thoi luan|luan dam|ban tron|chuyen de nghi|doi thoai)\b"
)
#: "Thư viện pháp luật", "Thơ mộng": the short words of the list inside longer ones.
_NOT_OPINION_SECTION = re.compile(r"\b(?:thu (?:vien|do|tuc|thiem|duc|truong|tuong|phap)|phap luat ban doc)\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may become a flag.

    :ivar flaggable: it states a fact.
    :ivar rule: the code of the rule that says it does not, such as ``guard-question``; otherwise empty.
    """

    flaggable: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    yields: bool


class _Rules:
    """The rules in the form of texts typed with marks, or without."""

    def __init__(self, file: dict[str, Any], *, marked: bool) -> None:
        def typed(source: str) -> str:
            return source if marked else fold(source)

        def patterns(sources: Iterable[str]) -> tuple[re.Pattern[str], ...]:
            return tuple(re.compile(typed(source)) for source in sources)

        self._rules = tuple(
            _Rule(
                code=rule["code"],
                patterns=patterns(rule.get("patterns", ())),
                unless=patterns((*rule.get("unless", ()), *(() if marked else rule.get("unless_unmarked", ())))),
                yields=rule.get("yields", False),
            )
            for rule in file["rule"]
        )
        self._reports = patterns(file["report"]["patterns"])
        self._long = re.compile(file["report"]["long"])
        self._not_reported = patterns(file["report"]["not_with"])
        skipped = frozenset(() if marked else file["unmarked"]["skipped"])
        first_rule: dict[str, int] = {}
        for number, rule in enumerate(file["rule"]):
            for phrase in rule.get("phrases", ()):
                if phrase not in skipped:
                    first_rule.setdefault(typed(phrase), number)
        covering = [phrase for phrase in map(typed, file["covered"]["phrases"]) if phrase not in first_rule]
        self._rule_of = (*first_rule.values(), *(None for _phrase in covering))
        self._phrases = PhraseMatcher([*first_rule, *covering])

    def first(self, form: str) -> str:
        """The code of the first rule that fires on a sentence, or nothing."""
        said: dict[int, int] = {}  # where a phrase of a rule stands first
        for hit in _uncovered(self._phrases.hits(form)):
            number = self._rule_of[hit.phrase]
            if number is not None:
                said.setdefault(number, hit.start)
        for number, rule in enumerate(self._rules):
            cue = said.get(number)
            if cue is None:
                cue = next((found.start() for pattern in rule.patterns if (found := pattern.search(form))), None)
            if cue is None or any(pattern.search(form) for pattern in rule.unless):
                continue
            if not (rule.yields and self._is_report(form, cue)):
                return rule.code
        return ""

    def _is_report(self, form: str, cue: int) -> bool:
        """Whether what stands before the words in question makes them part of a report."""
        if any(pattern.search(form) for pattern in self._not_reported):
            return False
        return self._long.search(form) is not None or any(pattern.search(form, 0, cue) for pattern in self._reports)


def _uncovered(hits: list[Hit]) -> list[Hit]:
    """Hits that do not lie inside a longer one."""
    kept: list[Hit] = []
    end = -1
    for hit in hits:  # of those that start together the longest comes first
        if hit.end > end:
            kept.append(hit)
            end = hit.end
    return kept


@cache
def _rules(marked: bool) -> _Rules:
    text = (files("diembao.nlp") / "data" / "guard.toml").read_text(encoding="utf-8")
    return _Rules(tomllib.loads(text), marked=marked)


def judge(sentence: str) -> Verdict:
    """Whether a sentence may become a flag, judged by its words alone.

    >>> judge("Huyện thu hồi 2,3 ha đất của 17 hộ dân.")
    Verdict(flaggable=True, rule='')
    >>> judge("Bao giờ huyện mới trả lại 2,3 ha đất?")
    Verdict(flaggable=False, rule='guard-question')

    :param sentence: as written; capitals and missing marks make no difference.
    """
    form = index_form(nfc(sentence))
    marked = has_marks(form)
    rule = _rules(marked).first(form if marked else fold(form))
    return Verdict(flaggable=not rule, rule=rule)


def is_opinion_section(section: str) -> bool:
    """Whether an outlet's section, by its name, holds opinion: Bình luận, Góc nhìn, Bạn đọc viết."""
    folded = fold(index_form(nfc(section)))
    return bool(_OPINION_SECTION.search(_NOT_OPINION_SECTION.sub(" ", folded)))
