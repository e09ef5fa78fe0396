"""What people's decisions on flags teach the ranking.

The shipped model is where learning begins, every time anew. What was learnt is used only where it tells decisions that
were left out better than the shipped model does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy.engine import Connection

from diembao.archive import flag_decisions, flags
from diembao.core.errors import WrongStep
from diembao.core.findings import Flag, FlagState
from diembao.core.i18n import _
from diembao.pipeline.parts import Parts
from diembao.verify import ranking
from diembao.verify.ranking_model import (
    Measured,
    RankingModel,
    learn,
    log_loss,
    predict,
    shipped_model,
    write,
)

#: Decisions of each kind below which nothing is learnt.
LEAST_OF_EACH = 10
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagTraining:
    """What was learnt.

    :ivar confirmed: flags that people found worth a look; a case that was opened on one says so, too.
    :ivar rejected: flags with nothing to check.
    :ivar before: mean log-loss of the shipped model on them.
    :ivar after: of a model that has learnt from the others, on those that were left out.
    :ivar is_used: whether the ranking counts that was learnt.
    :ivar moved: flags of the home that have another rank now.
    """

    confirmed: int
    rejected: int
    before: float
    after: float
    is_used: bool
    moved: int


def train(parts: Parts) -> FlagTraining:
    """Learn from all decisions that stand, keep the model in the home, and rank the flags of the home anew.

    :raises WrongStep: there are too few decisions of a kind; the ranking stays as it is.
    """
    shipped = shipped_model()
    with parts.archive.reading() as connection:
        said = _said(connection)
        matrix = shipped.matrix(ranking.known(connection, [flag for flag, _worth in said]))
    worth = np.array([yes for _flag, yes in said], dtype=bool)
    confirmed, rejected = int(worth.sum()), int((~worth).sum())
    if min(confirmed, rejected) < LEAST_OF_EACH:
        raise WrongStep(
            _("Too few decisions to learn from: {confirmed} confirmed, {rejected} rejected.").format(
                confirmed=confirmed, rejected=rejected
            ),
            _("{least} of each kind are needed: confirm and reject flags first.").format(least=LEAST_OF_EACH),
        )
    left_out = np.zeros(len(worth))
    for others, chosen in _folds(worth):
        left_out[chosen] = predict(learn(shipped, matrix[others], worth[others]), matrix[chosen])
    before, after = log_loss(predict(shipped, matrix), worth), log_loss(left_out, worth)
    is_used = after < before
    model = shipped
    if is_used:
        listed = left_out >= ranking.THRESHOLD
        measured = Measured(read=int(listed.sum()), worth_a_look=int((listed & worth).sum()))
        model = replace(learn(shipped, matrix, worth), measured=measured)
        _save(parts.home.ranking_model_file, model)
    else:
        parts.home.ranking_model_file.unlink(missing_ok=True)
    parts.__dict__.pop("ranking", None)
    with parts.archive.writing() as connection:
        moved = ranking.rank(connection, model)
    return FlagTraining(
        confirmed=confirmed, rejected=rejected, before=before, after=after, is_used=is_used, moved=moved
    )


def _said(connection: Connection) -> list[tuple[Flag, bool]]:
    """Flags of which people have said whether they are worth a look, in an order that does not depend on their keys."""
    standing = flag_decisions.standing(connection)
    cased = (FlagState.CASE, FlagState.CONCLUDED)
    found = flags.listing(connection, active=None)
    return [
        (flag, flag.state in cased or standing[flag.key].state is FlagState.CONFIRMED)
        for flag in sorted(found, key=lambda flag: (flag.first_at, flag.key))
        if flag.state in cased or flag.key in standing
    ]


def _folds(worth: npt.NDArray[np.bool_]) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """Folds that hold as much of either kind as each other: what is learnt from, and what is left out."""
    numbers = np.zeros(len(worth), int)
    for kind in (True, False):
        numbers[worth == kind] = np.arange((worth == kind).sum()) % _FOLDS
    for fold in range(_FOLDS):
        yield numbers != fold, numbers == fold


def _save(file: Path, model: RankingModel) -> None:
    """In one step: who reads meanwhile has the old or the new one."""
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(write(model))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
