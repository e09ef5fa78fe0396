"""The order of flags: derived from what is known of a finding, never from who published; moved by learning."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.verify.ranking_features import NAMES, Seen, features, seen
from diembao.verify.ranking_model import (
    Measured,
    learn,
    log_loss,
    predict,
    read,
    rows,
    shipped_model,
    vague,
    write,
)

BRIDGE = "Cầu Vàm Sậy có tổng mức đầu tư {} tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024."
ABOUT = "Theo ban quản lý, số vốn còn lại của đoạn đường dẫn vào khoảng 310 tỷ đồng."


def finding(claim: str, evidence: str, values: tuple[str, str], score: float) -> Finding:
    def passage(ref: str, text: str, value: str) -> Passage:
        start = text.index(value)
        return Passage(ref=ref, text=text, marks=((start, start + len(value)),))

    return Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=passage("a", claim, values[0]),
        evidence=passage("b", evidence, values[1]),
        score=score,
        values=values,
        facts={"unit": "VND"},
    )


TWINS = finding(BRIDGE.format("2.150"), BRIDGE.format("2.510"), ("2.150 tỷ đồng", "2.510 tỷ đồng"), 0.95)
LOOSE = finding(BRIDGE.format("450"), ABOUT, ("450 tỷ đồng", "310 tỷ đồng"), 0.5)


def test_the_numbers_tell_what_is_known_of_the_pair() -> None:
    found = features(seen(TWINS, {}, {"a": "2026-11-22T05:00:00+00:00", "b": "2026-11-23T05:00:00+00:00"}))
    assert set(found) <= set(NAMES)
    assert (found["same-frame"], found["permuted"], found["alike"], found["unit:money"]) == (1, 1, 1, 1)
    assert found["days-apart"] == pytest.approx(np.log(2))
    assert "permuted" not in features(seen(LOOSE, {}, {})) and "same-frame" not in features(seen(LOOSE, {}, {}))


def test_copies_are_one_voice() -> None:
    several = replace(TWINS, also=(("c", "d"), ("e",)))
    assert seen(several, {}, {}).voices == (3, 2)
    assert seen(several, {"c": "a", "d": "a", "e": "b"}, {}).voices == (1, 1)


def test_the_rank_knows_no_ids() -> None:
    renamed = replace(
        TWINS, claim=replace(TWINS.claim, ref="vnexpress"), evidence=replace(TWINS.evidence, ref="bao-mau")
    )
    assert features(seen(renamed, {}, {})) == features(seen(TWINS, {}, {}))


def test_one_sentence_with_two_figures_stands_before_two_sentences_that_have_little_in_common() -> None:
    model = shipped_model()
    assert model.probability(Seen(finding=TWINS)) > 0.8 > 0.7 > model.probability(Seen(finding=LOOSE))


def test_a_model_is_plain_json_and_comes_back_the_same() -> None:
    model = shipped_model()
    again = read(write(model))
    assert again.names == list(model.names) and again.measured == model.measured
    assert again.probability(Seen(finding=TWINS)) == model.probability(Seen(finding=TWINS))
    assert write(again) == write(model)


def test_a_number_that_a_model_has_never_met_has_no_weight_yet() -> None:
    values = json.loads(write(shipped_model()))
    kept = [place for place, name in enumerate(values["names"]) if name != "permuted"]
    values["names"] = [values["names"][place] for place in kept]
    values["weights"] = [values["weights"][place] for place in kept]
    values["precision"] = [[values["precision"][line][place] for place in kept] for line in kept]
    model = read(json.dumps(values))
    assert model.weights[list(model.names).index("permuted")] == 0
    assert 0 < model.probability(Seen(finding=TWINS)) < 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"names": ["a"], "weights": [1, 2], "precision": [[1]]}', "null"])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(text)


def test_learning_in_two_goes_is_nearly_learning_in_one() -> None:
    """What was learnt first stands behind the weights as if its flags were learnt again."""
    chance = np.random.default_rng(1)
    matrix = np.hstack([np.ones((400, 1)), chance.normal(size=(400, len(NAMES) - 1))])
    worth = chance.random(400) < 1 / (1 + np.exp(-2 * matrix[:, 6]))
    nothing = vague(Measured(0, 0))
    whole = learn(nothing, matrix, worth)
    parts = learn(learn(nothing, matrix[:300], worth[:300]), matrix[300:], worth[300:])
    assert np.abs(whole.weights - parts.weights).max() < 0.1
    assert log_loss(predict(whole, matrix), worth) < log_loss(predict(nothing, matrix), worth) - 0.1


def test_learning_knows_no_order() -> None:
    matrix = rows([features(Seen(finding=TWINS)), features(Seen(finding=LOOSE))], NAMES)
    nothing = vague(Measured(0, 0))
    one = learn(nothing, matrix, np.array([True, False]))
    other = learn(nothing, matrix[::-1], np.array([False, True]))
    assert write(one) == write(other)
    assert one.probability(Seen(finding=TWINS)) > 0.5 > one.probability(Seen(finding=LOOSE))
