"""A failure at any stage of a draft's check shows none of its words: neither in its message nor in its traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from diembao.archive import Archive
from diembao.core.errors import DiembaoError, UsageError
from diembao.core.home import Home
from diembao.desk.draft import checking as draft_check
from diembao.desk.draft import reading as draft_reading
from diembao.desk.draft.discretion import discreet
from diembao.pipeline.founding import found_home
from tests.conftest import SOURCES
from tests.draft_press import CANARIES, DRAFT, furnish, traces

#: Functions on the way of a draft, where a failure is put in.
STAGES = (
    "diembao.desk.draft.reading.clean",
    "diembao.verify.drafts.statements",
    "diembao.verify.drafts.Retriever",
    "diembao.verify.retrieval.terms",
    "diembao.verify.drafts.compare",
    "diembao.verify.drafts.reviewed",
    "diembao.verify.agreeing.agrees",
    "diembao.archive.articles.get",
    "diembao.archive.signatures.between",
    "diembao.desk.draft.checking.record",
)
#: The same program with one function that fails with the draft in its message, as a careless library would.
_FAILING = """
import importlib, sys
from diembao.core import i18n
i18n.use("en")
from diembao.cli.app import diembao
place, _, name = sys.argv.pop(1).rpartition(".")
def fail(*values, **named):
    raise ValueError("cannot handle " + open(sys.argv[2], encoding="utf-8").read())
setattr(importlib.import_module(place), name, fail)
diembao(prog_name="diembao")
"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("press")
    home = found_home(folder / "home", catalogue=SOURCES)
    furnish(home, folder)
    return home


@pytest.mark.parametrize("stage", STAGES)
def test_a_failing_stage_says_where_and_nothing_else(furnished: Home, stage: str) -> None:
    draft = furnished.path.parent / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    command = [
        sys.executable,
        "-X",
        "dev",
        "-X",
        "faulthandler",
        "-W",
        "ignore::ResourceWarning",
        "-c",
        _FAILING,
        stage,
    ]
    done = subprocess.run(
        [*command, "check", str(draft), "--json", "--home", str(furnished.path)],
        capture_output=True,
        check=False,
        env=os.environ | {"DIEMBAO_LOG__LEVEL": "debug"},
    )
    assert done.returncode == 1, done.stderr.decode()
    assert b"The draft could not be checked: ValueError at" in done.stderr
    assert traces(done.stdout + done.stderr) == []
    assert b"Traceback" not in done.stderr


def raised(function: Callable[[], object]) -> DiembaoError:
    with pytest.raises(DiembaoError) as caught:
        function()
    return caught.value


def test_the_failure_itself_is_let_go_of(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_values: object) -> None:
        raise ValueError(CANARIES[0])

    monkeypatch.setattr("diembao.verify.drafts.statements", fail)
    error = raised(lambda: draft_check.check(archive, DRAFT))
    assert error.__cause__ is None and error.__context__ is None
    assert traces("".join(traceback.format_exception(error)).encode()) == []


def test_errors_of_our_own_pass_as_they_are() -> None:
    @discreet
    def refuse() -> None:
        raise UsageError("no", "do that")

    assert raised(refuse).message == "no"


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.txt.gz", "a.html", "a.md", "a.doc"])
def test_errors_of_reading_have_no_context(name: str) -> None:
    """What a decoder or unpacker complained about may quote the file."""
    data = (b"\x1f\x8b" if name.endswith("gz") else b"") + b"\xff\xfe\x00\xd8" + CANARIES[0].encode("utf-16-le")[:-1]
    try:
        draft_reading.read_bytes(name, data)
    except UsageError as error:
        assert error.__cause__ is None and error.__context__ is None
        assert traces(str(error).encode()) == []


def test_printing_to_a_terminal_without_vietnamese(furnished: Home) -> None:
    """The error of an encoder holds the whole text."""
    done = subprocess.run(
        [sys.executable, "-m", "diembao", "check", "-", "--json", "--home", str(furnished.path)],
        input=DRAFT.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "DIEMBAO_DESK__LANGUAGE": "en"},
    )
    assert traces(done.stderr) == [] and b"Traceback" not in done.stderr


def test_standard_input_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Broken())))
    assert raised(lambda: draft_reading.read_file(Path("-"))).exit_code == 2
