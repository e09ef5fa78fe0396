"""What taking a file over into the base or the register did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not taken over."""

    where: str
    """Number of the entry in its file; in a table, of the line that it ends on."""
    name: str
    reason: str
    """Code, such as ``bad-value``."""


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What an import did. ``read = new + changed + unchanged + refused``."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: list[Refused] = field(default_factory=list)
    unknown_labels: Counter[str] = field(default_factory=Counter)
    """Words of ratings that the desk does not know -> how many reviews have them; a register has none."""
    articles_to_check: int = 0
    """Articles of the last 30 days that are held against what has changed."""
