"""Two versions of an article beside each other, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import Indel

from diembao.core.findings import Part
from diembao.core.models import Content
from diembao.core.text import fold, index_form, words
from diembao.nlp.revisions.wording import Span, Why, as_strings, differences, letters, regions
from diembao.nlp.sentences import sentences

#: Two sentences that share fewer of their words are not one sentence that was changed.
_LEAST_SHARED = 0.5
#: Sentences on either side of what is aligned word by word at one time: the time grows with its square.
_BLOCK = 40
_LONGEST_CREDIT, _LONGEST_NAME = 12, 5
_CREDIT = re.compile(r"[(\[*\s]*(?:theo|nguồn|ảnh|video|clip|tin|bài|đồ họa|tổng hợp|nhóm pv|pv|ctv)\b", re.IGNORECASE)


class Change(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    CHANGED = "changed"
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"
    """It stands elsewhere, word for word: once as removed from there, once as put here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence of the older version beside what it is in the newer one."""

    part: Part
    change: Change
    before: str = ""
    """Empty: it was not there."""
    after: str = ""
    """Empty: it is gone."""
    before_marks: tuple[Span, ...] = ()
    """Spans of ``before`` that are not in ``after``, in characters."""
    after_marks: tuple[Span, ...] = ()
    reasons: tuple[Why, ...] = ()
    """What makes it substantive; empty: it is as it was, or the change is cosmetic."""
    opens: bool = False
    """Whether a paragraph begins with it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sentences of two versions: title, lead, text."""

    rows: tuple[Row, ...]

    @property
    def reasons(self) -> tuple[Why, ...]:
        """What makes the edit substantive, in the order of :class:`Why`; empty: it is cosmetic."""
        found = {why for row in self.rows for why in row.reasons}
        return tuple(why for why in Why if why in found)

    @property
    def changes(self) -> tuple[Row, ...]:
        """Rows of sentences that are not what and where they were."""
        return tuple(row for row in self.rows if row.change is not Change.SAME)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    opens: bool
    last: bool
    """Among the last of its text, where by-line and credit stand."""


def compare(before: Content, after: Content) -> Comparison:
    """Align the sentences of two versions. Time is near to linear in their length."""
    credits = frozenset(
        letters(name) for content in (before, after) for name in (*content.authors, content.credit) if name
    )
    rows: list[Row] = []
    for part, old, new in (
        (Part.TITLE, before.title, after.title),
        (Part.LEAD, before.lead, after.lead),
        (Part.TEXT, before.text, after.text),
    ):
        rows += _of_part(part, _cut(old, part), _cut(new, part), credits)
    return Comparison(tuple(_with_moves(rows)))


def _cut(text: str, part: Part) -> list[_Sentence]:
    if part is Part.TITLE:
        return [_Sentence(text, opens=True, last=False)] if text else []
    found = sentences(text)
    return [
        _Sentence(
            text[start:end],
            opens=start == 0 or "\n\n" in text[found[place - 1].end : start],
            last=part is Part.TEXT and place >= len(found) - 3,
        )
        for place, (start, end) in enumerate(found)
    ]


def _of_part(part: Part, old: Sequence[_Sentence], new: Sequence[_Sentence], credits: frozenset[str]) -> Iterator[Row]:
    done = 0
    for a, b, c, d in regions([each.text for each in old], [each.text for each in new]):
        yield from (_same(part, each) for each in new[done:c])
        yield from _replaced(part, old[a:b], new[c:d], credits)
        done = d
    yield from (_same(part, each) for each in new[done:])


def _same(part: Part, sentence: _Sentence) -> Row:
    return Row(part=part, change=Change.SAME, before=sentence.text, after=sentence.text, opens=sentence.opens)


def _replaced(part: Part, old: Sequence[_Sentence], new: Sequence[_Sentence], credits: frozenset[str]) -> Iterator[Row]:
    alike = letters(" ".join(each.text for each in old)) == letters(" ".join(each.text for each in new))
    for one, other in _paired(part, old, new):
        if one and other:
            found = differences(one.text, other.text)
            row = Row(
                part=part,
                change=Change.CHANGED,
                before=one.text,
                after=other.text,
                before_marks=found.before,
                after_marks=found.after,
                reasons=found.reasons,
                opens=other.opens,
            )
            cosmetic = alike or (_is_credit(one, credits) and _is_credit(other, credits))
        else:
            there = one or other
            assert there is not None  # a pair has at least one side
            row = Row(
                part=part,
                change=Change.REMOVED if one else Change.INSERTED,
                before=one.text if one else "",
                after=other.text if other else "",
                reasons=(Why.SENTENCE,),
                opens=there.opens,
            )
            cosmetic = alike or _is_credit(there, credits) or not letters(there.text)
        yield replace(row, reasons=()) if cosmetic else row


def _is_credit(sentence: _Sentence, credits: frozenset[str]) -> bool:
    """Whether a sentence only says who wrote or where it was taken from."""
    if letters(sentence.text) in credits:
        return True
    if not (sentence.last and sentence.opens) or sentence.text.rstrip("*)] ")[-1:] in (".", "!", "?", "…"):
        return False
    said = words(sentence.text)
    signed = len(said) <= _LONGEST_NAME and all(word.istitle() for word in said)
    return signed or (len(said) <= _LONGEST_CREDIT and _CREDIT.match(sentence.text) is not None)


_Pair = tuple[_Sentence | None, _Sentence | None]


def _paired(part: Part, old: Sequence[_Sentence], new: Sequence[_Sentence]) -> Iterator[_Pair]:
    """Which sentence became which, in order; without partner: one that went or came."""
    if part is Part.TITLE:
        yield old[0] if old else None, new[0] if new else None
        return
    blocks = -(-max(len(old), len(new)) // _BLOCK)
    for block in range(blocks):
        yield from _paired_block(
            old[block * len(old) // blocks : (block + 1) * len(old) // blocks],
            new[block * len(new) // blocks : (block + 1) * len(new) // blocks],
        )


def _paired_block(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> Iterator[_Pair]:
    """The order-keeping pairing in which most is shared."""
    said = as_strings(words(fold(index_form(each.text))) for each in (*old, *new))
    shared = process.cdist(
        said[: len(old)], said[len(old) :], scorer=Indel.normalized_similarity, score_cutoff=_LEAST_SHARED
    ).tolist()
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if shared[i][j]:
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + shared[i][j])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        elif j < len(new) and (i == len(old) or best[i][j] == best[i][j + 1]):
            yield None, new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1


def _with_moves(rows: Sequence[Row]) -> Iterator[Row]:
    """The same rows; a sentence that went here and came there has moved."""
    gone = Counter(letters(row.before) for row in rows if row.change is Change.REMOVED)
    come = Counter(letters(row.after) for row in rows if row.change is Change.INSERTED)
    moved = {Change.REMOVED: gone & come, Change.INSERTED: gone & come}
    for row in rows:
        sentence = letters(row.before or row.after)
        if row.change in moved and moved[row.change][sentence]:
            moved[row.change][sentence] -= 1
            yield replace(row, change=Change.MOVED, reasons=())
        else:
            yield row
