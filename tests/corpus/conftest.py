"""The corpus, and one home with the beginning of its press."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import corpus as corpora
from diembao.pipeline.founding import found_home
from tests.conftest import run_cli

#: Enough that words stand in many articles and pages of hits are full; all 35,227 are the benchmarks' matter.
ARTICLES = 3_000


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = corpora.corpus()
    if folder is None:
        pytest.skip("no press corpus on this machine (PRESS_CORPUS names its folder)")
    return folder


@pytest.fixture(scope="session")
def big_home(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real articles, imported by the command line."""
    home = tmp_path_factory.mktemp("big") / "home"
    found_home(home, province="Đồng Tháp")
    file = home.with_name("press.jsonl")
    with gzip.open(corpus / "press" / "baomoi2017.jsonl.gz") as lines:
        file.write_bytes(b"".join(islice(lines, ARTICLES)))
    done = run_cli("import", file, "--home", home, "--no-verify", "--json")
    assert done.code == 0, done.stderr
    report = done.json()
    assert (report["read"], report["collected"], report["failed"]) == (ARTICLES, ARTICLES, 0)
    assert report["new"] + report["changed"] + report["unchanged"] == ARTICLES
    return home
