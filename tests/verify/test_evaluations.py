"""Measurements of grouping."""

from typing import Any

import pytest

from diembao.evaluation import duplicates, stories
from tests.verify.texts import BRIDGE, FIRE, RICE


def row(told: tuple[str, str], cluster: str | None = None) -> dict[str, Any]:
    return {"title": told[0], "text": told[1], "cluster": cluster}


def test_events_brought_together() -> None:
    rows = [
        row(FIRE[0], "fire"),
        row(BRIDGE[0], "bridge"),
        row(FIRE[1], "fire"),
        row(RICE[0]),
        row(BRIDGE[1], "bridge"),
    ]
    figures = stories.evaluate(rows)
    assert figures == {
        "articles": 4,
        "events": 2,
        "stories": 2,
        "bcubed_precision": 1.0,
        "bcubed_recall": 1.0,
        "bcubed_f1": 1.0,
    }


def test_events_that_are_labelled_apart_cost_precision_and_those_labelled_together_recall() -> None:
    apart = stories.evaluate([row(FIRE[0], "one"), row(FIRE[1], "other")])
    assert (apart["bcubed_precision"], apart["bcubed_recall"]) == (0.5, 1.0)
    together = stories.evaluate([row(FIRE[0], "one"), row(RICE[0], "one")])
    assert (together["bcubed_precision"], together["bcubed_recall"]) == (1.0, 0.5)


def test_words_joined_by_underscores_are_read_like_others() -> None:
    info = f"LINK: x\nTITLE: {FIRE[0][0].replace(' ', '_')}\nTIME: 1/1/2026"
    assert (
        stories.evaluate([{"info": info, "text": FIRE[0][1], "cluster": "fire"}, row(FIRE[1], "fire")])["stories"] == 1
    )


def test_copies_found_missed_and_mistaken() -> None:
    rows = [row(FIRE[0], "a"), row(("Tít khác", FIRE[0][1]), "a"), row(RICE[0], "b"), row(BRIDGE[0], "b"), row(FIRE[0])]
    figures = duplicates.evaluate(rows)
    assert (figures["articles"], figures["pairs"]) == (5, 2)
    assert figures["precision"] == pytest.approx(1 / 3)
    assert figures["recall"] == 0.5


@pytest.mark.parametrize("measure", [stories.evaluate, duplicates.evaluate])
def test_nothing_labelled_is_nothing_measured(measure: Any) -> None:
    assert all(value == 0 for key, value in measure([{"text": ""}]).items() if key != "articles")
