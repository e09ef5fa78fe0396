"""The reports of some days, side by side: what copies and stories are looked for in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from diembao.nlp.shingles import MinHash
from diembao.nlp.terms import BUCKETS, Terms

#: Reports that are dated further apart are never held against each other.
REACH = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """An article as grouping sees it. Nothing here says who published it."""

    id: str
    dated: datetime
    first_seen_at: datetime
    minhash: MinHash
    terms: Terms
    origin: str
    """Id of the first print of its text, which may be its own."""
    containment: float = 1.0
    """How much of the shorter of it and its nearest print stands in the other."""
    story: str = ""
    """Empty: it is in none yet."""
    pinned: bool = False
    """Whether a person put it into its story."""

    @property
    def age(self) -> tuple[datetime, datetime, str, str]:
        """What older reports are smaller in; ids, given at random, only keep equal texts of one instant apart."""
        digest = blake2b(self.minhash.tobytes() + bytes(self.terms), digest_size=8).hexdigest()
        return self.dated, self.first_seen_at, digest, self.id


class Window:
    """Reports by age. Their voices and stories are noted in :attr:`origins`, :attr:`containments`, :attr:`stories`."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = sorted(reports, key=lambda report: report.age)
        self.position = {report.id: position for position, report in enumerate(self.reports)}
        self.origins = [report.origin for report in self.reports]
        self.containments = [report.containment for report in self.reports]
        self.stories = [report.story for report in self.reports]
        self._instants = np.array([report.dated.timestamp() for report in self.reports])
        self._reach = REACH.total_seconds()

    def near(self, position: int) -> slice:
        """Positions of the reports within reach of one, itself included."""
        instant = self._instants[position]
        first = np.searchsorted(self._instants, instant - self._reach, "left")
        return slice(int(first), int(np.searchsorted(self._instants, instant + self._reach, "right")))

    def within_reach(self, one: int, other: int) -> bool:
        """Whether two reports may be held against each other."""
        return bool(abs(self._instants[one] - self._instants[other]) <= self._reach)

    def similarity(self, rows: Sequence[int], columns: Sequence[int] | slice = slice(None)) -> NDArray[np.float32]:
        """Cosines of the term vectors of some reports (rows) with those of others (columns), 0 to 1."""
        products: NDArray[np.float32] = (self._vectors[list(rows)] @ self._vectors[columns].T).toarray()
        return products

    def resemblance(self, members: Sequence[int], columns: slice) -> NDArray[np.float32]:
        """Mean cosine of some reports with each of the others (columns), 0 to 1."""
        mean = self._vectors[list(members)].sum(axis=0) / len(members)
        return np.asarray(self._vectors[columns] @ mean, dtype=np.float32)

    @cached_property
    def minhashes(self) -> NDArray[np.uint32]:
        """MinHashes, one a row."""
        return np.stack([report.minhash for report in self.reports])

    @cached_property
    def _vectors(self) -> Any:
        return matrix([report.terms for report in self.reports])


def matrix(vectors: Sequence[Terms]) -> Any:
    """Term vectors as the rows of a sparse matrix; products of rows are cosines."""
    return csr_array(
        (
            np.concatenate([vector.weights for vector in vectors]).astype(np.float32),
            np.concatenate([vector.numbers for vector in vectors]).astype(np.int64),
            np.cumsum([0, *(len(vector.numbers) for vector in vectors)]),
        ),
        shape=(len(vectors), BUCKETS),
    )
