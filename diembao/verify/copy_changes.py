"""What a copy changed in the text that it was taken from: sentences left out and added, figures altered.

The two prints are laid side by side as two versions of one article are. Lead and text are one body here: what is the
lead of one outlet is the first paragraph of another. Neither print is the right one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from diembao.core.findings import Part
from diembao.core.models import Content
from diembao.nlp.revisions import Change, Comparison, Row, Why, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyChanges:
    """A copy beside the first print of its text."""

    comparison: Comparison
    """All sentences, title first; a sentence that only stands elsewhere counts as neither left out nor added."""
    credit: str
    """Whom the copy names as the source of the text; empty: nobody."""

    @property
    def is_retitled(self) -> bool:
        """Whether it stands under another title."""
        return any(row.part is Part.TITLE for row in self.comparison.changes)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Sentences of the first print that are not in the copy."""
        return tuple(row.before for row in self._body(Change.REMOVED))

    @property
    def added(self) -> tuple[str, ...]:
        """Sentences of the copy that are not in the first print."""
        return tuple(row.after for row in self._body(Change.INSERTED))

    @property
    def reworded(self) -> tuple[Row, ...]:
        """Sentences that say something in other words; changes of form only are left out."""
        return tuple(row for row in self._body(Change.CHANGED) if row.reasons)

    @property
    def altered(self) -> tuple[Row, ...]:
        """Those of the reworded sentences in which a figure, a date or a name is another. Titles are always written
        anew: what one of them leaves out alters nothing.
        """
        return tuple(row for row in self.reworded if {Why.FIGURE, Why.DATE, Why.NAME} & set(row.reasons))

    def _body(self, change: Change) -> tuple[Row, ...]:
        return tuple(row for row in self.comparison.rows if row.change is change and row.part is not Part.TITLE)


def copy_changes(first_print: Content, copy: Content) -> CopyChanges:
    """Lay a copy beside the first print of its text. Time is near to linear in their length."""
    return CopyChanges(comparison=compare(_as_body(first_print), _as_body(copy)), credit=copy.credit)


def _as_body(content: Content) -> Content:
    return replace(content, lead="", text=f"{content.lead}\n\n{content.text}".strip())
