"""What kind of fact a claim states, and so where its evidence is looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from diembao.core.text import fold
from diembao.nlp.forms import Forms


class ClaimType(StrEnum):
    """What a claim states, by what would have to be looked up first."""

    FIGURE = "figure"
    """How many, how much, how long: a register, a count."""
    EVENT = "event"
    """Who did or decided what, what happened."""
    RULE = "rule"
    """What is allowed, due or forbidden: the text of the law or decision."""
    CAUSE = "cause"
    """Why something happened: a finding."""
    QUOTE = "quote"
    """That somebody said something, without anything of the above in it."""


_CAUSE = (
    r"\b(?:nguyên nhân|lý do|do hậu quả|là do|xuất phát từ|bắt nguồn từ|dẫn đến|dẫn tới|gây ra|gây nên|là hậu quả)\b"
    r"|(?:^|[,;:“\"] ?"
    r"|\b(?:bị|được|chết|hỏng|cháy|vỡ|sập|dừng|ngừng|chậm|nghỉ|tử vong|thương)(?: \w+){0,4} )(?:do|vì|bởi)\b"
)
# a law by its name, or a duty, a ban or a permit that holds for anybody
_RULE = (
    r"\b(?:nghị định|thông tư|bộ luật|luật|pháp lệnh|nghị quyết|quy chế|quy định)\b"
    r".{0,200}\b(?:quy định|phải|cấm|không được|được phép|bị phạt|phạt|hiệu lực|áp dụng|cho phép|bãi bỏ|mức)\b"
    r"|\bcó hiệu lực\b|\bmức phạt\b|\bbị phạt (?:tiền )?từ\b|\bbắt buộc\b|\bnghiêm cấm\b|\bbị cấm\b"
    r"|\b(?:chủ xe|người|cơ sở|doanh nghiệp|thí sinh|hộ|cá nhân|tổ chức) (?:\w+ ){0,5}(?:phải|không được|được miễn)\b"
)
_PATTERNS = {
    marked: (
        re.compile(_CAUSE if marked else fold(_CAUSE)),
        re.compile(_RULE if marked else fold(_RULE)),
    )
    for marked in (True, False)
}


def claim_type(sentence: Forms, quantities: Sequence[object], attribution: str) -> ClaimType:
    """What a claim states.

    :param quantities: the amounts in it.
    :param attribution: who is quoted for it; empty if nobody.
    """
    cause, rule = _PATTERNS[sentence.marked]
    if rule.search(sentence.typed):
        return ClaimType.RULE
    if cause.search(sentence.typed):
        return ClaimType.CAUSE
    if quantities:
        return ClaimType.FIGURE
    return ClaimType.QUOTE if attribution else ClaimType.EVENT
