"""How well contradictions of two sentences are told from updates and from what goes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from diembao.core.findings import Passage
from diembao.core.text import clean_line
from diembao.evaluation.counts import Counts
from diembao.verify import figures
from diembao.verify.differing import Told, differences

#: Two values of one quantity; the other kinds are those of :class:`diembao.verify.differing.Kind`.
FIGURE = "figure"


def evaluate(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Measures what is compared of two sentences, on pairs of two reports. All ratios are 0 to 1.

    Every contradiction counts, also one of which no flag is made because it is a trifle or a private person's detail.

    :param rows: ``a``, ``b`` and ``label`` (``conflict``, ``update``, ``compatible``), perhaps ``type``; other keys are
        ignored.
    :return: ``pairs`` and ``conflicts``, how many there are; ``true_positives``, ``false_positives``, ``precision``,
        ``recall`` and ``f1`` of ``conflict``; ``fired``, from label to how many pairs of it were called a conflict;
        ``by_kind``, from what was found to differ to true and false positives; ``by_type``, from ``type`` to how many
        conflicts of it there are and how many were found, where rows tell it.
    """
    counts, fired = Counts(), Counter[str]()
    kinds: dict[str, Counter[str]] = {}
    types: dict[str, Counter[str]] = {}
    pairs = 0
    for row in rows:
        pairs += 1
        kind, labelled = compare(clean_line(row["a"]), clean_line(row["b"])), row["label"] == "conflict"
        counts.right += bool(kind) and labelled
        counts.wrong += bool(kind) and not labelled
        counts.missed += labelled and not kind
        fired[row["label"]] += bool(kind)
        if kind:
            of_kind = kinds.setdefault(kind, Counter(true_positives=0, false_positives=0))
            of_kind["true_positives" if labelled else "false_positives"] += 1
        if labelled and row.get("type"):
            types.setdefault(row["type"], Counter()).update(conflicts=1, found=int(bool(kind)))
    return {
        "pairs": pairs,
        "conflicts": counts.right + counts.missed,
        "true_positives": counts.right,
        "false_positives": counts.wrong,
        **counts.ratios(),
        "fired": dict(sorted(fired.items())),
        "by_kind": {kind: dict(found) for kind, found in sorted(kinds.items())},
        "by_type": {name: dict(found) for name, found in sorted(types.items())},
    }


def compare(one: str, other: str) -> str:
    """The kind of the surest contradiction of two sentences; empty: they may both be right."""
    if figures.compare(Passage(ref="one", text=one), Passage(ref="other", text=other)):
        return FIGURE
    return next((difference.kind.value for difference in differences(Told(one), Told(other))), "")
