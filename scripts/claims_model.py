"""Learns the weights of diembao.nlp.check_worthiness from labelled sentences.

Usage: .venv/bin/python scripts/claims_model.py DATA BACKGROUND.npz

``DATA`` holds ``labels/claims_train.jsonl`` and ``press/*.jsonl.gz``, to which ``labels/claims.tsv`` of the project
points; ``BACKGROUND.npz`` comes from scripts/claims_background.py. Every sentence is learnt twice, as written and
without marks. What is measured, calibrated and chosen by data is so on sentences of ``claims_train`` left out of
training, in five folds. Deterministic: the same data give the same weights.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from diembao.core.text import clean, clean_line, fold
from diembao.nlp.check_worthiness import BUCKETS, KINDS, Asked, doubts, rows, term_sums
from diembao.nlp.forms import forms_of
from diembao.nlp.guard_rules import fired
from diembao.nlp.quantities import find_quantities

REGULARISATION = 0.05
FOLDS = 5
#: What a sentence of each origin counts, beside one of ``claims_train``: two other labellers agree with it on nine of
#: ten, and what was written for the guard is no press.
LABELLED, WRITTEN = 0.5, 1.0
#: What a deviation of a term's place counts, beside a word that is there.
SECTIONS, LATENT = 0.3, 0.2
#: From which doubt on the guard refuses a sentence on which a soft rule fires, and any other. The tables printed below
#: show the price: lower limits refuse more claims of the press, higher ones pass more opinions that were written.
DOUBT_RULED, DOUBT = 0.2, 0.4
CLAIM, OPINION = KINDS.index("claim"), KINDS.index("opinion")
TOP = Path(__file__).resolve().parent.parent
SOFT, HARD = 1, 2
OUT = TOP / "diembao" / "nlp" / "data" / "claims.npz"

Numbers = npt.NDArray[np.float64]
Labelled = list[tuple[str, int]]


def lines(file: Path) -> Iterable[dict[str, str]]:
    """Records of a file of JSON Lines."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open(encoding="utf-8") as text:
        yield from map(json.loads, text)


def trained(data: Path) -> Labelled:
    """Sentences of ``claims_train``."""
    found = lines(data / "labels" / "claims_train.jsonl")
    return [(clean_line(row["sentence"]), KINDS.index(row["label"])) for row in found]


def pointed_at(data: Path) -> Labelled:
    """Sentences of the press that ``labels/claims.tsv`` points to."""
    wanted: dict[tuple[str, str], list[list[str]]] = {}
    for line in (TOP / "labels" / "claims.tsv").read_text("utf-8").splitlines()[1:]:
        fields = line.split("\t")
        wanted.setdefault((fields[0], fields[1]), []).append(fields)
    found = []
    for name in ("baomoi2017", "dated_news"):
        for number, row in enumerate(lines(data / "press" / f"{name}.jsonl.gz")):
            identity = str(row["id"]) if name == "baomoi2017" else str(number)
            if (name, identity) in wanted:
                text = clean((row.get("summary") or "") + "\n\n" + (row["text"] or ""))
                for _set, _article, start, end, digest, label, _chosen in wanted[name, identity]:
                    sentence = text[int(start) : int(end)]
                    if hashlib.sha256(sentence.encode()).hexdigest().startswith(digest):
                        found.append((clean_line(sentence), KINDS.index(label)))
    return found


def written() -> Labelled:
    """Sentences written for this project: what nobody may flag, and claims beside them."""
    files = (
        TOP / "labels" / "claims_written.jsonl",
        TOP / "tests" / "nlp" / "data" / "guard_own.jsonl",
        TOP / "tests" / "nlp" / "data" / "guard_second.jsonl",
    )
    return [
        (clean_line(row["text"]), CLAIM if row.get("flaggable", row.get("kind") == "claim") else OPINION)
        for file in files
        for row in lines(file)
    ]


class Background:
    """Places of the terms, as numbers of like size; by their sums, as written and folded."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as arrays:
            places = np.c_[arrays["sections"], arrays["latent"]].astype(float)
            self.sections = arrays["sections"].shape[1]
            sums = np.array([term_sums(name) for name in arrays["names"].tolist()], dtype=np.uint32)
            frequencies = arrays["frequencies"].astype(float)
        # a folded term stands where those that it may be stand, each as often as it is met
        folded, which = np.unique(sums[:, 1], return_inverse=True)
        mixed = np.zeros((len(folded), places.shape[1]))
        np.add.at(mixed, which, places * frequencies[:, None])
        mixed /= np.bincount(which, weights=frequencies)[:, None]
        keys, first = np.unique(np.r_[sums[:, 0], folded], return_index=True)
        self.sums = keys
        self.places = np.r_[places, mixed][first]

    def means(self, found: Sequence[npt.NDArray[np.uint32]]) -> Numbers:
        """Mean place of the terms of each sentence."""
        means = np.zeros((len(found), self.places.shape[1]))
        for row, terms in enumerate(found):
            at = np.searchsorted(self.sums, terms).clip(max=len(self.sums) - 1)
            at = at[self.sums[at] == terms]
            if len(at):
                means[row] = self.places[at].mean(axis=0)
        return means


class Features(NamedTuple):
    """Sentences as the model sees them."""

    hashed: csr_matrix
    means: Numbers


def features(sentences: Iterable[str], background: Background) -> Features:
    """One row a sentence."""
    found = []
    for sentence in sentences:
        forms = forms_of(sentence)
        rule = fired(forms)
        found.append(rows(Asked(forms, [q.unit for q in find_quantities(sentence)], rule.name if rule else "")))
    chosen = [np.sort(row.buckets) for row in found]
    ends = np.cumsum([0, *map(len, chosen)])
    hashed = csr_matrix((np.ones(ends[-1]), np.concatenate(chosen), ends), shape=(len(chosen), BUCKETS))
    return Features(hashed, background.means([row.terms for row in found]))


class Model(NamedTuple):
    """A linear model: weights are (features, kinds)."""

    hashed: Numbers
    means: Numbers
    bias: Numbers

    def scores(self, rows: Features) -> Numbers:
        """Logarithms of the kinds' probabilities, up to a number for each sentence."""
        return np.asarray(rows.hashed @ self.hashed + rows.means @ self.means + self.bias)


class Learner:
    """Fits models in which the means are centred and deviate by what their origin counts."""

    def __init__(self, background: Background, ground: Sequence[Features]) -> None:
        means = np.vstack([part.means for part in ground])
        weights = np.full(means.shape[1], LATENT)
        weights[: background.sections] = SECTIONS
        self._centre = means.mean(axis=0)
        self._scale = weights / means.std(axis=0)

    def fit(self, parts: Sequence[tuple[Features, npt.NDArray[np.intp], float]]) -> Model:
        """A model of features, kinds and what each sentence of a part counts."""
        matrix = vstack(
            [hstack([part.hashed, csr_matrix((part.means - self._centre) * self._scale)]) for part, _kinds, _w in parts]
        ).tocsr()
        weights = np.concatenate([np.full(len(kinds), weight) for _part, kinds, weight in parts])
        kinds = np.concatenate([kinds for _part, kinds, _weight in parts])
        fit = LogisticRegression(C=REGULARISATION, max_iter=300, tol=1e-3).fit(matrix, kinds, sample_weight=weights)
        means = fit.coef_[:, BUCKETS:].T * self._scale[:, None]
        return Model(fit.coef_[:, :BUCKETS].T, means, fit.intercept_ - self._centre @ means)


def shares(scores: Numbers) -> Numbers:
    """Probabilities of scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def calibration(scores: Numbers, kinds: npt.NDArray[np.intp]) -> Numbers:
    """One factor for all scores and a summand for each, of the least logarithmic loss."""

    def loss(values: Numbers) -> float:
        found = shares(scores * values[0] + values[1:])
        return float(-np.log(found[np.arange(len(kinds)), kinds]).mean())

    return np.asarray(minimize(loss, np.r_[1.0, np.zeros(len(KINDS))], method="BFGS").x)


def strength(sentences: Labelled) -> npt.NDArray[np.intp]:
    """What kind of rule of the guard fires on each sentence, if any."""
    rules = (fired(forms_of(sentence)) for sentence, _kind in sentences)
    return np.array([0 if rule is None else HARD if rule.hard else SOFT for rule in rules])


def best_threshold(found: Numbers, claims: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The best F1 of ``claim`` and the least probability that gives it."""
    return max((float(f1_score(claims, found >= limit)), float(limit)) for limit in np.arange(0.3, 0.7, 0.02).round(2))


def reliability(found: Numbers, claims: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Brier score, and the expected calibration error over ten bins."""
    bins = np.minimum((found * 10).astype(int), 9)
    gaps = [abs(found[bins == number].mean() - claims[bins == number].mean()) for number in np.unique(bins)]
    sizes = [float((bins == number).mean()) for number in np.unique(bins)]
    return float(((found - claims) ** 2).mean()), float(np.dot(gaps, sizes))


def main(data: Path, ground: Path) -> None:
    """Learn, measure over folds, write."""
    background = Background(ground)
    origins = [(trained(data), 1.0), (pointed_at(data), LABELLED), (written(), WRITTEN)]
    print("sentences:", *(len(sentences) for sentences, _weight in origins))
    kinds = [np.array([kind for _sentence, kind in sentences]) for sentences, _weight in origins]
    marked, plain = (
        [features((typed(sentence) for sentence, _kind in sentences), background) for sentences, _weight in origins]
        for typed in (str, fold)
    )
    learner = Learner(background, marked)

    def learnt(chosen: Sequence[npt.NDArray[np.intp]]) -> Model:
        return learner.fit(
            [
                (Features(form[origin].hashed[at], form[origin].means[at]), kinds[origin][at], origins[origin][1])
                for form in (marked, plain)
                for origin, at in enumerate(chosen)
            ]
        )

    # the press and what was written are left out in turn, a fifth of each at a time
    press, ours = kinds[0], kinds[2]
    every = [np.arange(len(some)) for some in kinds]
    found = np.zeros((2, len(press), len(KINDS)))
    found_ours = np.zeros((len(ours), len(KINDS)))
    folds = zip(
        *(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(some, some) for some in (press, ours)), strict=True
    )
    for (chosen, left_out), (chosen_ours, left_out_ours) in folds:
        model = learnt([chosen, every[1], chosen_ours])
        for form, rows_of in enumerate((marked, plain)):
            part = rows_of[0]
            found[form, left_out] = model.scores(Features(part.hashed[left_out], part.means[left_out]))
        found_ours[left_out_ours] = model.scores(
            Features(marked[2].hashed[left_out_ours], marked[2].means[left_out_ours])
        )
    factor, *summands = calibration(found[0], press)
    likely, likely_plain, likely_ours = (shares(part * factor + summands) for part in (*found, found_ours))
    claims = press == CLAIM
    ruled, ruled_ours = (strength(sentences) for sentences, _weight in (origins[0], origins[2]))
    print(f"calibration: factor {factor:.2f}, summands {np.round(summands, 2)}")
    print("Brier {:.3f}, calibration error {:.3f}".format(*reliability(likely[:, CLAIM], claims)))
    free, _limit = best_threshold(likely[:, CLAIM], claims)
    free_plain, _limit = best_threshold(likely_plain[:, CLAIM], claims)
    print(f"F1 without the guard {free:.3f}, without marks {free_plain:.3f}")
    for doubt_ruled, doubt in [*product((0.1, 0.2, 0.3, 0.4), (0.3, 0.35, 0.4, 0.5)), (DOUBT_RULED, DOUBT)]:
        refused, refused_ours = (
            (strengths == HARD) | (doubts(some) >= np.where(strengths == SOFT, doubt_ruled, doubt))
            for strengths, some in ((ruled, likely), (ruled_ours, likely_ours))
        )
        score, threshold = best_threshold(np.where(refused, 0, likely[:, CLAIM]), claims)
        print(
            f"doubt {doubt_ruled}, {doubt}: F1 {score:.3f} at {threshold}; of the press refused claims "
            f"{refused[claims].mean():.3f}, opinions {refused[press == OPINION].mean():.3f}; of what was written "
            f"claims {refused_ours[ours == CLAIM].mean():.3f}, opinions {refused_ours[ours == OPINION].mean():.3f}"
        )

    model = learnt(every)
    hashed, terms = model.hashed * factor, background.places @ model.means * factor
    scale, term_scale = (float(np.abs(values).max() / 127) for values in (hashed, terms))
    np.savez_compressed(
        OUT,
        weights=np.round(hashed / scale).astype(np.int8),
        scale=np.float32(scale),
        terms=background.sums,
        term_weights=np.round(terms / term_scale).astype(np.int8),
        term_scale=np.float32(term_scale),
        bias=(model.bias * factor + summands).astype(np.float32),
        threshold=np.float32(threshold),
        doubts=np.array([DOUBT, DOUBT_RULED], dtype=np.float32),
    )
    print(f"{OUT.name}: {OUT.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
