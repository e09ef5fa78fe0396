"""Measuring from the command line: the figures, and bad data answered by line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from diembao.cli.app import diembao

ROWS = {
    "quantities": [
        {
            "text": "Xã có 12 hộ, 3 km đường.",
            "quantities": [
                {"span": "12 hộ", "value": 12, "unit": "household", "approx": False},
                {"span": "3 km", "value": 5000, "unit": "m", "approx": False},
            ],
        }
    ],
    "guard": [
        {"text": "Huyện thu hồi đất của 17 hộ.", "flaggable": True, "kind": "claim"},
        {"text": "Bao giờ mới trả đất?", "flaggable": False, "kind": "question"},
    ],
    "claims": [{"sentence": "Bao giờ mới trả đất?", "label": "opinion"}],
    "names": ["a\tMưa ở <P>Cà Mau</P>, theo <O>Sở Y tế <P>Cà Mau</P></O>."],
    "topics": [{"title": "Giá lúa", "text": "Giá lúa tăng.", "topics": []}],
}


def evaluate(name: str, content: str, folder: Path, *options: str):
    file = folder / "data.jsonl"
    file.write_text(content, encoding="utf-8")
    return CliRunner().invoke(diembao, ["evaluate", name, "--data", str(file), *options])


def lines(name: str) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in ROWS[name])


def test_figures_of_quantities(tmp_path: Path) -> None:
    figures = json.loads(evaluate("quantities", lines("quantities"), tmp_path, "--json").stdout)
    assert figures == {
        "sentences": 1,
        "quantities": 2,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "exact_span": 1.0,
        "approx": 1.0,
    }


def test_figures_of_the_guard(tmp_path: Path) -> None:
    figures = json.loads(evaluate("guard", lines("guard"), tmp_path, "--json").stdout)
    assert (figures["opinions"], figures["opinions_passed"], figures["claim_recall"]) == (1, 0, 1.0)


def test_figures_of_claims(tmp_path: Path) -> None:
    figures = json.loads(evaluate("claims", lines("claims"), tmp_path, "--json").stdout)
    assert figures["confusion"]["opinion"] == {"claim": 0, "trivial": 0, "opinion": 1, "other": 0}


def test_figures_of_names(tmp_path: Path) -> None:
    figures = json.loads(evaluate("names", lines("names"), tmp_path, "--json").stdout)
    assert (figures["sentences"], figures["place_f1"], figures["organisation_f1"]) == (1, 1.0, 1.0)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_table_for_people(name: str, tmp_path: Path) -> None:
    done = evaluate(name, lines(name), tmp_path)
    assert done.exit_code == 0
    assert name in done.output.splitlines()[0]


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "not json", '{"other": 1}', "[1]", "3", '{"text": null, "flaggable": true}', '{"text": "x"}'],
)
@pytest.mark.parametrize("name", sorted(ROWS))
def test_wrong_data_is_answered_by_name(name: str, content: str, tmp_path: Path) -> None:
    done = evaluate(name, content, tmp_path)
    assert done.exit_code == 2
    assert "data.jsonl" in done.output
    assert "Traceback" not in done.output
