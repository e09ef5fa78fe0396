"""What became of a flagged passage in the versions of its article that came after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.engine import Connection

from diembao.archive import versions
from diembao.core.findings import Passage
from diembao.core.models import Article, Content
from diembao.core.text import fold, index_form, words
from diembao.nlp.revisions import Change, compare


class Fate(StrEnum):
    """What became of a passage."""

    THERE = "there"
    """It stands in the present version, if not with the same punctuation."""
    CORRECTED = "corrected"
    """The present version says something else in its place."""
    REMOVED = "removed"
    """The present version has nothing in its place."""
    GONE = "gone"
    """The page is no longer at its source; the passage stood in its last version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A passage in the light of the present version."""

    fate: Fate
    version: int
    """Number of the present version."""
    now: str = ""
    """What stands there in its place, if it was corrected."""


def follow(connection: Connection, passage: Passage, article: Article) -> Followed:
    """Look a passage up in the present version of its article.

    :param article: the one that the passage was taken from.
    """
    fate, now = Fate.THERE, ""
    if passage.version != article.version and not _holds(article.content, passage.text):
        quoted = {each.number: each.content for each in versions.history(connection, article.id)}.get(passage.version)
        fate, now = _changed(passage, quoted, article.content) if quoted else (Fate.REMOVED, "")
    if fate is Fate.THERE and article.removed_at:
        fate = Fate.GONE
    return Followed(fate=fate, version=article.version, now=now)


def _changed(passage: Passage, quoted: Content, present: Content) -> tuple[Fate, str]:
    """What became of a passage of one version in another that does not hold it word for word."""
    rows = [
        row
        for row in compare(quoted, present).rows
        if row.part is passage.part and row.before and (row.before in passage.text or passage.text in row.before)
    ]
    if any(row.change is Change.CHANGED and row.reasons for row in rows):
        return Fate.CORRECTED, " ".join(row.after for row in rows if row.after)
    if any(row.change is Change.REMOVED for row in rows) or not rows:
        return Fate.REMOVED, ""
    return Fate.THERE, ""


def _holds(content: Content, text: str) -> bool:
    """Whether a version holds a text, but for case, marks, punctuation and spacing."""
    wanted = _plain(text)
    return any(wanted in _plain(part) for part in (content.title, content.lead, content.text))


def _plain(text: str) -> str:
    return f" {' '.join(words(fold(index_form(text))))} "
