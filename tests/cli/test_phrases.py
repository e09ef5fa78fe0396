"""``phrases``, as people call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diembao.core.home import Home
from tests.conftest import run_cli

BODIES = (
    "Người nuôi tôm ở Hưng Lộc đóng cống, chờ con nước sau. Xâm nhập mặn năm nay đến sớm, xâm nhập mặn lại vào sâu.",
    "Nông dân xã Phú Tân chở nước ngọt về tưới vườn. Bà con kể xâm nhập mặn tới sau nhà, xâm nhập mặn ai cũng sợ.",
    "Trạm thủy văn Vàm Trúc đo được ba phần nghìn. Ngành chức năng tin xâm nhập mặn còn dài, xâm nhập mặn theo gió.",
)


@pytest.fixture
def pressed(home: Home, tmp_path: Path) -> Home:
    """A home with three reports of one day that speak of one thing, one of them copied."""
    rows = [
        {
            "title": f"Xâm nhập mặn sâu hơn, tin thứ {number}",
            "text": body,
            "url": f"https://bao-mau.example/bai-{number}",
            "date": "2026-11-20T08:00:00+07:00",
        }
        for number, body in enumerate(BODIES)
    ]
    file = tmp_path / "bai.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    assert run_cli("import", file, "--home", home.path).code == 0
    return home


def test_what_a_day_talks_about(pressed: Home) -> None:
    told = run_cli("phrases", "--day", "2026-11-20", "--json", "--home", pressed.path).json()
    assert (told["day"], told["voices"], told["past_days"], told["rising"]) == ("2026-11-20", 3, 0, [])
    first = told["frequent"][0]
    assert "nhập mặn" in first["phrase"] and first["voices"] == 3 and len(first["by_day"]) == 29
    assert first["examples"] and all("Xâm nhập mặn" in one["title"] for one in first["examples"])
    for_people = run_cli("phrases", "--day", "2026-11-20", "--home", pressed.path).stdout
    assert "Only 0 days of the past are known" in for_people and f"{first['phrase']}: 3 texts" in for_people
    nothing = run_cli("phrases", "--day", "2026-11-20", "--topic", "coordination", "--json", "--home", pressed.path)
    assert nothing.json()["frequent"] == []


def test_an_unknown_topic_is_wrong_usage(home: Home) -> None:
    done = run_cli("phrases", "--topic", "xyz", "--home", home.path)
    assert done.code == 2 and "xyz" in done.stderr
