"""Right, wrong and missed: the counts behind precision, recall and F1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Decisions that were right, wrong (found, but not there) and missed. Ratios are 0 to 1; of nothing they are 0."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def precision(self) -> float:
        """How many of what was found are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    def recall(self) -> float:
        """How many of what is there were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / total if (total := 2 * self.right + self.wrong + self.missed) else 0.0

    def ratios(self) -> dict[str, float]:
        """``precision``, ``recall`` and ``f1``."""
        return {"precision": self.precision(), "recall": self.recall(), "f1": self.f1()}
