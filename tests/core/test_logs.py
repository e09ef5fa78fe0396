import json
import logging
from collections.abc import Iterator

import pytest

from diembao.core import logs


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    ours = logging.getLogger("diembao")
    before = (list(ours.handlers), ours.propagate, ours.level)
    yield
    ours.handlers[:], ours.propagate, level = before
    ours.setLevel(level)


def state(name: str | None) -> tuple[int, list[logging.Handler], bool, bool]:
    logger = logging.getLogger(name)
    return logger.level, list(logger.handlers), logger.propagate, logger.disabled


def test_other_loggers_are_left_as_they_are() -> None:
    theirs = logging.getLogger("scrapy")
    theirs.setLevel(logging.ERROR)
    handler = logging.NullHandler()
    theirs.addHandler(handler)
    before = {name: state(name) for name in (None, "scrapy", "sqlalchemy.engine")}
    logs.configure("debug", "json")
    logs.logger("diembao.test").warning("event")
    assert {name: state(name) for name in before} == before
    theirs.removeHandler(handler)


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    log = logs.logger("diembao.test")
    log.info("visit", url="https://bao-mau.vn/ở đâu", lines="một\nhai", odd={1})
    try:
        raise ValueError("hỏng\nhẳn")
    except ValueError:
        log.exception("broke")
    logging.getLogger("diembao.elsewhere").error("plain %s", "text")
    output = capsys.readouterr()
    assert output.out == ""
    entries = [json.loads(line) for line in output.err.splitlines()]
    assert [entry["event"] for entry in entries] == ["visit", "broke", "plain text"]
    assert entries[0]["url"] == "https://bao-mau.vn/ở đâu"
    assert entries[0]["lines"] == "một\nhai"
    assert [entry["level"] for entry in entries] == ["info", "error", "error"]
    assert "ValueError: hỏng" in entries[1]["exception"]
    assert all(entry["timestamp"].endswith("Z") for entry in entries)


def test_what_is_less_important_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning")
    log = logs.logger("diembao.test")
    log.info("small")
    log.warning("great", why="x")
    said = capsys.readouterr().err
    assert "small" not in said
    assert said.count("\n") == 1
    assert "great" in said
    assert "why=x" in said


def test_configuring_again_replaces_what_was_there(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    logs.configure("info", "json")
    logs.logger("diembao.test").info("once")
    assert capsys.readouterr().err.count("once") == 1
