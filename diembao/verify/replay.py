"""A flag's machine runs, replayed from their stored inputs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from diembao.archive import flags
from diembao.archive.flags import Run
from diembao.verify import rules


@dataclass(frozen=True, slots=True)
class Replayed:
    """One run, and what the rule gives for the same inputs today."""

    run: Run
    equal: bool | None
    """Whether it is the same to the byte; None: this program no longer has that version of the rule."""


def replay(connection: Connection, key: str) -> list[Replayed]:
    """Replay every run of a flag, oldest first."""
    return [Replayed(run, _equal(run)) for run in flags.runs(connection, key)]


def _equal(run: Run) -> bool | None:
    return rules.run(run.rule, run.inputs) == run.output if run.rule in rules.RULES else None
