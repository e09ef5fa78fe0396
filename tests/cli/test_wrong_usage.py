"""Bad input at the command line: answered by name, with what to do, and the right exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked


def diembao(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DIEMBAO_")}
    done = forked.run(arguments, clean | environment)
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("cli") / "home")
    assert diembao("init", "--home", path, "--language", "en").returncode == 0
    return path


def refused(done: subprocess.CompletedProcess[str], *words: str, code: int = 2) -> None:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("command", ["status", "collect", "search", "reindex", "export", "dashboard", "run"])
def test_a_missing_home_is_named_and_told_how_to_make(command: str, tmp_path: Path) -> None:
    refused(diembao(command, "--home", str(tmp_path / "none")), str(tmp_path / "none"), "diembao init")
    refused(diembao(command), "DIEMBAO_HOME")


def test_a_folder_that_is_no_home_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    refused(diembao("init", "--home", str(tmp_path)), str(tmp_path))
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_init_keeps_what_is_there(home: str) -> None:
    file = Path(home) / "topics.toml"
    before = file.read_text(encoding="utf-8") + "# ours\n"
    file.write_text(before, encoding="utf-8")
    assert diembao("init", "--home", home).returncode == 0
    assert file.read_text(encoding="utf-8") == before


def test_a_misspelt_province_names_the_nearest(tmp_path: Path) -> None:
    refused(diembao("init", "--home", str(tmp_path / "h"), "--province", "Đồng Thap"), "Đồng Tháp")
    assert not (tmp_path / "h").exists()


def test_a_misspelt_setting_names_the_nearest_in_file_and_environment(tmp_path: Path) -> None:
    path = tmp_path / "home"
    diembao("init", "--home", str(path))
    (path / "diembao.toml").write_text("[crawl]\ndelay_second = 3\n")
    refused(diembao("status", "--home", str(path)), "crawl.delay_second", "crawl.delay_seconds")
    (path / "diembao.toml").write_text("")
    done = diembao("status", "--home", str(path), DIEMBAO_CRAWL__DELAY_SECOND="3")
    refused(done, "DIEMBAO_CRAWL__DELAY_SECOND", "DIEMBAO_CRAWL__DELAY_SECONDS")


def test_an_unknown_source_names_the_nearest(home: str) -> None:
    refused(diembao("collect", "--home", home, "--source", "tuoitree"), "tuoitree", "tuoitre?")


def test_an_unknown_topic_names_all(home: str) -> None:
    refused(diembao("search", "x", "--home", home, "--topic", "sport"), "sport", "environment")


@pytest.mark.parametrize("query", ['"open', "(a", "a)", "OR a", "autor:x", '""', "-"])
def test_a_query_that_cannot_be_read_says_what_to_do(home: str, query: str) -> None:
    refused(diembao("search", "--home", home, "--", query), "What to do")


def test_an_unknown_article_is_named(home: str) -> None:
    refused(diembao("show", "01ABC", "--home", home), "01ABC")


def test_days_in_the_wrong_order_are_refused(home: str) -> None:
    refused(diembao("search", "--home", home, "--since", "2026-02-02", "--until", "2026-01-01"), "--until")


def test_an_empty_desk_answers_everything_with_nothing(home: str) -> None:
    status = json.loads(diembao("status", "--home", home, "--json").stdout)
    assert status["articles"] == status["indexed"] == 0
    found = json.loads(diembao("search", "gì", "--home", home, "--json").stdout)
    assert (found["total"], found["hits"]) == (0, [])
    assert diembao("export", "--home", home).stdout == ""
    assert json.loads(diembao("reindex", "--home", home, "--json").stdout) == {"indexed": 0}
    health = json.loads(diembao("sources", "health", "--home", home, "--json").stdout)
    assert {item["status"] for item in health} <= {"never", "off"}


def test_the_language_is_that_of_the_home(home: str, tmp_path: Path) -> None:
    assert "Usage:" in diembao("search", "--help").stdout.replace("Cách dùng:", "Usage:")
    assert diembao("status", "--home", home).stdout.startswith("Home")
    vietnamese = str(tmp_path / "vi")
    diembao("init", "--home", vietnamese)
    assert not diembao("status", "--home", vietnamese).stdout.startswith("Home")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", b"\xff"],
        ["explain", b"\xff"],
        ["cases", "show", b"\xff"],
        ["search", "--source", b"\xff"],
        ["flags", "list", "--offset", "9223372036854775808"],
        ["digest", "--date", "0001-01-01", "--dry-run", "mails"],
        ["report", "weekly", "--until", "0001-01-01"],
        ["review", "propose", "--date", "9999-12-31"],
        ["review", "propose", "--date", "0001-01-01"],
    ],
    ids=str,
)
def test_nothing_that_is_typed_ends_in_a_traceback(arguments: list[str | bytes], home: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "diembao", *arguments, "--home", home]
    done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)


def test_a_full_disk_is_answered_with_a_sentence(home: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "diembao", "status", "--json", "--home", home],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode != 0
    assert b"No space left" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "command"), [("diembao.toml", "status"), ("sources.toml", "sources list"), ("topics.toml", "import -")]
)
def test_a_file_nested_beyond_reading_is_answered_with_a_sentence(name: str, command: str, tmp_path: Path) -> None:
    path = tmp_path / "home"
    assert diembao("init", "--home", str(path)).returncode == 0
    (path / name).write_text(f"x = {'[' * 5_000}{']' * 5_000}\n")
    done = diembao(*command.split(), "--home", str(path))
    assert done.returncode == 2 and name in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", ["sources import {}", "import {}", "check {}", "factchecks import {}", "sources export {}"]
)
def test_why_a_file_cannot_be_used_is_said_in_the_language_of_the_desk(command: str, home: str, tmp_path: Path) -> None:
    file = str(tmp_path / "none" / "file")
    arguments = [*command.format(file).split(), "--home", home]
    code = 1 if "export" in command else 2
    refused(diembao(*arguments), file, "No such file or directory", code=code)
    said = diembao(*arguments, DIEMBAO_DESK__LANGUAGE="vi")
    refused(said, file, "không có tệp hoặc thư mục này", code=code)
    assert "No such" not in said.stderr


@pytest.mark.parametrize("command", ["digest --date", "report weekly --until", "review show --date", "search --since"])
def test_a_day_that_is_no_day_is_answered_with_one_that_is(command: str, home: str) -> None:
    refused(diembao(*command.split(), "1/11/2026", "--home", home), "1/11/2026", "YYYY-MM-DD", "2026-11-01")
    said = diembao(*command.split(), "1/11/2026", "--home", home, DIEMBAO_DESK__LANGUAGE="vi").stderr
    assert "NĂM-THÁNG-NGÀY" in said
    assert "%Y" not in said


def test_a_time_of_day_is_shown_as_it_is_written() -> None:
    said = diembao("subscribers", "add", "--help", DIEMBAO_DESK__LANGUAGE="en").stdout
    assert "--time HH:MM" in said
    assert "%" not in said


@pytest.mark.parametrize("command", ["collect --once", "collect --replay", "add https://tuoitre.vn/bai-1.html"])
def test_a_broken_profile_is_named_before_anything_is_fetched(command: str, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    assert diembao("init", "--home", home, "--language", "en").returncode == 0
    (tmp_path / "home" / "profiles").mkdir()
    (tmp_path / "home" / "profiles" / "bao-hong.toml").write_text("domains = [", encoding="utf-8")
    refused(diembao(*command.split(), "--home", home), "bao-hong.toml", "not valid TOML")
    assert json.loads(diembao("status", "--home", home, "--json").stdout)["last_runs"] == []
