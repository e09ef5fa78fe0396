"""The corpus, and one home with all of its articles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import corpus as corpora
from diembao.pipeline.founding import found_home


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = corpora.corpus()
    if folder is None:
        pytest.skip("no press corpus on this machine (PRESS_CORPUS names its folder)")
    return folder


@pytest.fixture(scope="session")
def big_home(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """35,227 real articles, imported by the command line."""
    home = tmp_path_factory.mktemp("big") / "home"
    found_home(home, province="Đồng Tháp")
    file = corpus / "press" / "baomoi2017.jsonl.gz"
    command = [sys.executable, "-m", "diembao", "import", str(file), "--home", str(home), "--no-verify", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["read"], report["collected"], report["failed"]) == (35_227, 35_227, 0)
    assert report["new"] + report["changed"] + report["unchanged"] == 35_227
    return home
