"""Measuring the reading of saved pages: pages of this test's own beside their labels."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diembao.cli.app import diembao
from diembao.evaluation.extraction import body_f1

LEAD = "Cầu Bến Lở dài 412 m nối hai bờ sông Giang, rút ngắn quãng đường đến chợ huyện."
BODY = [f"Nhịp thứ {number} của cầu nặng {number * 40} tấn và được lắp trong {number} ngày đêm." for number in range(9)]
PAGE = f"""<html><head><title>Cầu Bến Lở thông xe</title>
<meta property="article:published_time" content="2026-09-14T18:44:30+07:00"></head>
<body><h1>Cầu Bến Lở thông xe</h1><p class="sapo">{LEAD}</p>
<article>{"".join(f"<p>{text}</p>" for text in BODY)}</article></body></html>"""
ROW = {
    "file": "page.html.gz",
    "title": "Cầu Bến Lở thông xe",
    "published": "2026-09-14T18:44+07:00",
    "lead": LEAD,
    "body": [LEAD, *BODY],
}


def evaluate(folder: Path, *rows: dict[str, Any]) -> Any:
    (folder / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    file = folder / "reference.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return CliRunner().invoke(diembao, ["evaluate", "extraction", "--data", str(file), "--json"])


def test_a_page_that_is_read_rightly(tmp_path: Path) -> None:
    figures = json.loads(evaluate(tmp_path, ROW, ROW | {"file": "page.html"}).stdout)
    assert (figures["pages"], figures["title_exact"], figures["time_exact"]) == (2, 1.0, 1.0)
    assert figures["body_f1"] == figures["body_f1_least"] == 1.0
    assert set(figures["page"]) == {"page.html.gz", "page.html"}
    assert {"trafilatura_title_exact", "trafilatura_body_f1"} <= figures.keys()
    assert "newspaper4k_body_f1" in figures or figures["absent"] == "newspaper4k"


def test_what_differs_is_told_page_by_page(tmp_path: Path) -> None:
    other = ROW | {
        "file": "page.html",
        "title": "Cầu khác",
        "published": "2026-09-14T18:45+07:00",
        "body": ["Khác hẳn"],
    }
    figures = json.loads(evaluate(tmp_path, ROW, other).stdout)
    assert (figures["title_exact"], figures["time_exact"]) == (0.5, 0.5)
    assert figures["page"]["page.html"]["body_f1"] == figures["body_f1_least"] < 0.5 < figures["body_f1"]


def test_a_lead_counts_once_wherever_it_stands(tmp_path: Path) -> None:
    figures = json.loads(evaluate(tmp_path, ROW, ROW | {"file": "page.html", "body": BODY}).stdout)
    assert figures["body_f1_least"] == 1.0


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = evaluate(tmp_path, ROW | {"file": "absent.html"})
    assert result.exit_code == 2
    assert "absent.html" in result.output


@pytest.mark.parametrize(
    ("found", "reference", "f1"),
    [("một hai", "một hai", 1.0), ("hoà", "HÒA", 1.0), ("một một", "một", 2 / 3), ("", "một", 0.0), ("", "", 1.0)],
)
def test_the_body_is_compared_by_its_syllables(found: str, reference: str, f1: float) -> None:
    assert body_f1(found, reference) == pytest.approx(f1)
