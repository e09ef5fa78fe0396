"""What may ever become a flag: only a checkable statement of fact.

Opinion, criticism, complaint, satire, demand, question, prediction, promise, proposal, advice and one's own experience
never do, whoever speaks and whoever is meant. Rules that are never wrong on the press refuse by themselves; the others
are evidence that the model of :mod:`diembao.nlp.check_worthiness` weighs with the words of the sentence. Where that
doubts, the guard refuses: an opinion that passes is worse than a claim that is missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diembao.nlp.check_worthiness import Asked, doubt_limit, doubts, probabilities
from diembao.nlp.forms import Forms, forms_of
from diembao.nlp.guard_rules import fired
from diembao.nlp.quantities import find_quantities

#: The reason where no rule fires, but the words read like an opinion.
MODEL = "guard-model"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may become a flag.

    :ivar flaggable: it states a fact.
    :ivar rule: the code of the rule that says it does not, such as ``guard-question``; otherwise empty.
    :ivar shares: the model's probability of each kind, in the order of its columns.
    """

    flaggable: bool
    rule: str
    shares: tuple[float, ...]


def judge(sentence: str) -> Verdict:
    """Whether a sentence may become a flag, judged by its words alone.

    >>> judge("Huyện thu hồi 2,3 ha đất của 17 hộ dân.").flaggable
    True
    >>> judge("Bao giờ huyện mới trả lại 2,3 ha đất?").rule
    'guard-question'

    :param sentence: as written; capitals and missing marks make no difference to the rules.
    """
    forms = forms_of(sentence)
    return judge_forms([forms], [[quantity.unit for quantity in find_quantities(forms.written)]])[0]


def judge_forms(sentences: Sequence[Forms], units: Sequence[Sequence[str]]) -> list[Verdict]:
    """As :func:`judge`, of sentences whose forms are made.

    :param units: of the quantities in each.
    """
    rules = [fired(sentence) for sentence in sentences]
    shares = probabilities(
        [
            Asked(sentence, amounts, rule.name if rule else "")
            for sentence, amounts, rule in zip(sentences, units, rules, strict=True)
        ]
    )
    verdicts = []
    for rule, doubt, row in zip(rules, doubts(shares).tolist(), shares.tolist(), strict=True):
        refused = doubt >= doubt_limit(ruled=rule is not None) or (rule is not None and rule.hard)
        reason = (rule.code if rule else MODEL) if refused else ""
        verdicts.append(Verdict(flaggable=not refused, rule=reason, shares=tuple(row)))
    return verdicts
