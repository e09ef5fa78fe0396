"""Learns the weights of diembao.verify.ranking_model from flags that were read, and says how well they are calibrated.

Usage: .venv/bin/python scripts/ranking.py READ.jsonl ARTICLES

Each line has ``features`` (``python -m benchmarks.needle --features FILE`` writes them), ``worth`` (whether a person
would want to have seen the flag; lines without it are left out) and ``press`` (whether both reports are real ones).
Flags on altered reports show what to look at but not how often the press differs: together they count as much as those
on real reports.
``ARTICLES`` is the number of real articles among which the flags were found. Probabilities are measured in ten folds on
flags that were left out of learning: Brier score, expected calibration error in ten equal bins, and what is listed of
the real press. The same file gives the same weights.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from diembao.verify import ranking_model
from diembao.verify.ranking import THRESHOLD
from diembao.verify.ranking_model import Floats, Measured, learn, log_loss, predict, rows, vague, write

_FOLDS, _BINS = 10, 10
_OUT = Path(ranking_model.__file__).parent / "data" / "ranking.json"


def main() -> int:
    """Learn, measure, write."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    found = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    read = [row for row in found if row["worth"] is not None]
    nothing = vague(Measured(0, 0))
    matrix = rows([row["features"] for row in read], nothing.names)
    worth = np.array([row["worth"] for row in read], dtype=bool)
    press = np.array([row["press"] for row in read], dtype=bool)
    counts = np.where(press, 1.0, press.sum() / max((~press).sum(), 1)).clip(max=1.0)
    said = np.zeros(len(read))
    for fold in range(_FOLDS):
        left_out = np.arange(len(read)) % _FOLDS == fold
        said[left_out] = predict(
            learn(nothing, matrix[~left_out], worth[~left_out], counts[~left_out]), matrix[left_out]
        )
    listed = (said >= THRESHOLD) & press
    measured = Measured(int(listed.sum()), int((listed & worth).sum()), int(sys.argv[2]))
    _OUT.write_text(write(replace(learn(nothing, matrix, worth, counts), measured=measured)), encoding="utf-8")
    print(f"{len(read)} flags, {worth.sum()} worth a look; of the press {press.sum()}, {(press & worth).sum()}")
    for name, chosen in (("all", press | True), ("press", press)):
        each = (said[chosen], worth[chosen])
        print(f"{name}: Brier {brier(*each):.3f}, ECE {calibration_error(*each):.3f}, log-loss {log_loss(*each):.3f}")
    print(f"listed of the press: {measured.read}, worth a look {measured.worth_a_look}")
    return 0


def brier(said: Floats, worth: Floats) -> float:
    """Mean squared error of probabilities."""
    return float(np.mean((said - worth) ** 2))


def calibration_error(said: Floats, worth: Floats) -> float:
    """Mean distance of what was said from what was so, over bins of equal width, each counted by what is in it."""
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    inside = [bins == number for number in range(_BINS)]
    return float(sum(abs(said[each].mean() - worth[each].mean()) * each.mean() for each in inside if each.any()))


if __name__ == "__main__":
    sys.exit(main())
