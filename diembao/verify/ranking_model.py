"""How surely a flag deserves a look: a logistic model over what is known of a finding, in plain numbers.

The shipped weights are learnt on flags that were read one by one. A desk's own decisions move them as a Bayesian would:
the shipped data stand behind the weights as a Gaussian whose precision is the curvature of their likelihood (Laplace's
approximation; Bishop, *Pattern Recognition and Machine Learning*, 4.5), so that learning goes on where it ended, as if
both kinds of flags were learnt together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from diembao.verify.ranking_features import NAMES, Seen, features

Floats = npt.NDArray[np.float64]

#: Precision of the weight of a number about which nothing is known yet: a standard deviation of one.
_VAGUE = 1.0
_STEPS = 100
_NEAR = 1e-9
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """What the flags were worth that a model lists."""

    read: int
    """Listed flags that were read."""
    worth_a_look: int
    """How many of them were right to be listed."""
    articles: int = 0
    """Real articles from which they were; 0: they are those on which people of the desk decided."""


@dataclass(frozen=True, slots=True)
class RankingModel:
    """Weights, and how surely they are known."""

    names: Sequence[str]
    weights: Floats
    precision: Floats
    """Inverse of the covariance of the weights, in the order of the names."""
    measured: Measured

    def probability(self, given: Seen) -> float:
        """How surely a person will find a flag worth looking at, 0 to 1, to three digits."""
        return round(float(_sigmoid(self.matrix([given]) @ self.weights)[0]), 3)

    def matrix(self, several: Sequence[Seen]) -> Floats:
        """Findings as rows; numbers that the model does not know are left out."""
        return rows([features(given) for given in several], self.names)


def rows(several: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """Numbers by name as rows of a matrix."""
    return np.array([[each.get(name, 0.0) for name in names] for each in several]).reshape(len(several), len(names))


def vague(measured: Measured) -> RankingModel:
    """A model that knows nothing: every flag is worth a look as surely as not."""
    return RankingModel(NAMES, np.zeros(len(NAMES)), _VAGUE * np.eye(len(NAMES)), measured)


def learn(
    model: RankingModel, matrix: Floats, worth: npt.NDArray[np.bool_], counts: Floats | None = None
) -> RankingModel:
    """A model that has seen flags as well whose worth people have told.

    :param matrix: of the flags, a row each, as :meth:`RankingModel.matrix` gives it.
    :param worth: whether they are worth a look.
    :param counts: as how many flags each of them counts; None: as one.
    """
    weights = model.weights.copy()
    counts = np.ones(len(matrix)) if counts is None else counts
    for _step in range(_STEPS):  # Newton's method on a convex loss
        said = _sigmoid(matrix @ weights)
        slope = matrix.T @ (counts * (said - worth)) + model.precision @ (weights - model.weights)
        curvature = (matrix.T * (counts * said * (1 - said))) @ matrix + model.precision
        step = np.linalg.solve(curvature, slope)
        weights -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < _NEAR:
            break
    said = _sigmoid(matrix @ weights)
    curvature = (matrix.T * (counts * said * (1 - said))) @ matrix + model.precision
    return replace(model, weights=weights, precision=curvature)


def log_loss(said: Floats, worth: npt.NDArray[np.bool_]) -> float:
    """Mean logarithmic loss of probabilities."""
    return float(-np.log(np.where(worth, said, 1 - said).clip(1e-12)).mean())


def predict(model: RankingModel, matrix: Floats) -> Floats:
    """How surely each of some flags deserves a look."""
    return _sigmoid(matrix @ model.weights)


@cache
def shipped_model() -> RankingModel:
    """The model that every home begins with."""
    return read((files("diembao.verify") / "data" / "ranking.json").read_text(encoding="utf-8"))


def read(text: str) -> RankingModel:
    """The model that :func:`write` wrote; numbers that it does not know have no weight yet.

    :raises ValueError, KeyError, TypeError: the text is no such model.
    """
    values = json.loads(text)
    known = list(values["names"])
    names = [*known, *(name for name in NAMES if name not in known)]
    weights, precision = np.zeros(len(names)), _VAGUE * np.eye(len(names))
    weights[: len(known)] = values["weights"]
    precision[: len(known), : len(known)] = values["precision"]
    if not (np.isfinite(weights).all() and np.isfinite(precision).all()):
        raise ValueError("numbers that are none")
    return RankingModel(names, weights, precision, Measured(**values["measured"]))


def write(model: RankingModel) -> str:
    """A model as JSON."""
    measured = model.measured
    values: dict[str, Any] = {
        "measured": {"read": measured.read, "worth_a_look": measured.worth_a_look, "articles": measured.articles},
        "names": list(model.names),
        "weights": model.weights.round(_DIGITS).tolist(),
        "precision": model.precision.round(_DIGITS).tolist(),
    }
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))
