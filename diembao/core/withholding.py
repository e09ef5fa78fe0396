"""Passages that must not be shown: known by a hash of their words, and taken out wherever they come again.

No text of a withheld passage is kept. A passage is known by the number of its words and a hash of them, so that a later
fetch is held against it by hashing every run of so many words. Case, punctuation, blanks and the placement of tone
marks make no difference.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from diembao.core.models import Content, Link
from diembao.core.text import index_form, nfc

#: What stands in place of a passage.
MARK = "[…]"
#: Fewer words would take out what anybody may write.
FEWEST_WORDS = 3

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A withheld passage, without its text."""

    hash: str
    """SHA-256 of its words."""
    words: int


def passage(text: str) -> Passage:
    """How a text is known again."""
    words = _WORD.findall(index_form(nfc(text)))
    return Passage(_hash(words), len(words))


def redact(text: str, passages: Collection[Passage]) -> str:
    """A text with :data:`MARK` in place of every one of these passages.

    :param text: in display form.
    """
    if not passages or not text:
        return text
    found = list(_WORD.finditer(index_form(text)))
    words = [match.group() for match in found]
    known: dict[int, set[str]] = {}
    for each in passages:
        known.setdefault(each.words, set()).add(each.hash)
    spans = [
        (found[at].start(), found[at + length - 1].end())
        for length, hashes in known.items()
        for at in range(len(words) - length + 1)
        if _hash(words[at : at + length]) in hashes
    ]
    for start, end in _joined(spans):
        text = f"{text[:start]}{MARK}{text[end:]}"
    return text


def redact_content(content: Content, passages: Collection[Passage]) -> Content:
    """The same for every text of an article."""
    if not passages:
        return content
    return replace(
        content,
        title=redact(content.title, passages),
        lead=redact(content.lead, passages),
        text=redact(content.text, passages),
        section=redact(content.section, passages),
        authors=tuple(redact(author, passages) for author in content.authors),
        tags=tuple(redact(tag, passages) for tag in content.tags),
        captions=tuple(redact(caption, passages) for caption in content.captions),
        links=tuple(Link(link.url, redact(link.text, passages)) for link in content.links),
        credit=redact(content.credit, passages),
    )


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without overlaps, the last one first."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined[::-1]


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
