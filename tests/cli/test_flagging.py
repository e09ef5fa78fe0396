"""``flags list`` and ``explain``, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diembao.core.home import Home
from tests.conftest import run_cli

TITLE = "Giá tôm ở Hưng Lộc giảm 40% trong một tuần"
TEXT = (
    "Theo hợp tác xã, giá tôm ở Hưng Lộc đã giảm 14% trong một tuần. Hợp tác xã Hưng Lộc có chín mươi hộ thành viên,"
    " thả nuôi trên vùng bãi bồi ven sông từ nhiều năm nay. Sức mua của nhà máy chế biến vẫn như tháng trước, trong khi"
    " thức ăn và điện không đổi. Người nuôi đang vào vụ thu hoạch, nhiều ao cùng kéo lưới một lúc để tránh bão, thương"
    " lái đến tận nơi cân hàng rồi chở về các vựa ở chợ đầu mối trong ngày."
)
ARTICLE = {
    "title": TITLE,
    "text": TEXT,
    "url": "https://bao-mau.example/bai-1",
    "date": "2026-11-20T08:00:00+07:00",
}


@pytest.fixture
def flagged(home: Home, tmp_path: Path) -> Home:
    """A home whose rules have found one flag."""
    file = tmp_path / "bai.jsonl"
    file.write_text(json.dumps(ARTICLE, ensure_ascii=False))
    assert run_cli("import", file, "--home", home.path).code == 0
    return home


def test_listed_and_replayed(flagged: Home) -> None:
    listing = run_cli("flags", "list", "--json", "--home", flagged.path).json()
    (flag,) = listing["flags"]
    assert (listing["total"], flag["reason"], flag["claim"]["value"]) == (1, "headline-mismatch", "40%")
    told = run_cli("explain", flag["key"][:8], "--json", "--home", flagged.path).json()
    assert [run["equal"] for run in told["runs"]] == [True]
    assert told["claim"]["url"] == "https://bao-mau.example/bai-1" and told["decisions"] == []
    for_people = run_cli("explain", flag["key"], "--home", flagged.path).stdout
    assert "the same to the byte" in for_people and TITLE in for_people
    assert "headline and text" in run_cli("flags", "list", "--home", flagged.path).stdout
    assert run_cli("flags", "list", "--reason", "denied", "--json", "--home", flagged.path).json()["flags"] == []


def test_decided_with_a_reason_and_taken_back(flagged: Home) -> None:
    home = ("--home", flagged.path)
    assert run_cli("users", "add", "Lê Thu", "--role", "analyst", *home).code == 0
    key = run_cli("flags", "list", "--json", *home).json()["flags"][0]["key"]
    who = ("--by", "Lê Thu", *home)
    told = run_cli("flags", "reject", key[:8], "--why", "rounding", "--note", "Làm tròn", "--json", *who).json()
    assert (told["state"], told["claim"]["passage"]) == ("rejected", "there")
    assert [(each["why"], each["reason"], each["by"]) for each in told["decisions"]] == [
        ("rounding", "Làm tròn", "Lê Thu")
    ]
    assert "rounding: Làm tròn" in run_cli("explain", key, *home).stdout
    assert run_cli("flags", "list", "--state", "open", "--json", *home).json()["total"] == 0
    assert "to be looked at" in run_cli("flags", "undo", key, *who).stdout
    assert run_cli("flags", "confirm", key, "--why", "differs", "--json", *who).json()["state"] == "confirmed"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("confirm", "--why", "rounding", "--by", "Lê Thu"), "rounding"),
        (("reject", "--why", "other", "--by", "Lê Thu"), "written reason"),
        (("reject", "--why", "trivial", "--by", "Ai Đó"), "Ai Đó"),
        (("reject", "--by", "Lê Thu"), "--why"),
        (("reject", "--why", "trivial"), "--by"),
        (("undo", "--by", "Lê Thu"), "Nobody"),
    ],
)
def test_a_decision_without_reason_or_person_is_wrong_usage(flagged: Home, args: tuple[str, ...], said: str) -> None:
    home = ("--home", flagged.path)
    run_cli("users", "add", "Lê Thu", "--role", "analyst", *home)
    key = run_cli("flags", "list", "--json", *home).json()["flags"][0]["key"]
    done = run_cli("flags", args[0], key, *args[1:], *home)
    assert done.code == 2 and said in done.stderr


def test_too_few_decisions_to_learn_from(flagged: Home) -> None:
    done = run_cli("flags", "train", "--home", flagged.path)
    assert done.code == 2 and "0 confirmed" in done.stderr


def test_a_flag_tells_what_became_of_its_passages(flagged: Home, tmp_path: Path) -> None:
    home = ("--home", flagged.path)
    file = tmp_path / "sua.jsonl"
    corrected = {**ARTICLE, "title": TITLE.replace("40%", "14%")}
    file.write_text(json.dumps(corrected, ensure_ascii=False))
    assert run_cli("import", file, *home).code == 0
    listed = ("flags", "list", "--reason", "headline-mismatch", "--json", *home)
    assert run_cli(*listed).json()["total"] == 0
    (flag,) = run_cli(*listed, "--all").json()["flags"]
    assert (flag["active"], flag["claim"]["passage"], flag["claim"]["now"]) == (False, "corrected", corrected["title"])
    assert flag["evidence"]["passage"] == "there"
    assert f"Version 2 says instead: {corrected['title']}" in run_cli("explain", flag["key"], *home).stdout


def test_a_key_that_fits_no_flag_is_wrong_usage(home: Home) -> None:
    done = run_cli("explain", "abc", "--home", home.path)
    assert done.code == 2 and "abc" in done.stderr
