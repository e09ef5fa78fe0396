"""``figures`` and the mined denials of ``factchecks``, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

from diembao.core.clock import now
from diembao.core.home import Home
from tests.conftest import run_cli

TABLE = """tên chỉ tiêu;giá trị;nơi;kỳ;nguồn
Sản lượng lúa;1,24 triệu tấn;tỉnh Hưng Giang;năm 2024;Cục Mẫu
Lúa;nhiều;;;Cục
"""


def test_figures_go_in_and_out(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "so-lieu.csv"
    file.write_text(TABLE)
    done = run_cli("figures", "import", file, "--json", "--home", home.path)
    told = done.json()
    assert done.code == 0 and (told["read"], told["new"], told["refused"]) == (2, 1, 1)
    assert (told["refusals"][0]["where"], told["refusals"][0]["reason"]) == ("3", "bad-value")
    again = run_cli("figures", "import", file, "--home", home.path)
    assert "0 new + 0 changed + 1 unchanged + 1 refused" in again.stdout and "Entry or line 3" in again.stderr
    (figure,) = run_cli("figures", "list", "san luong", "--json", "--home", home.path).json()
    assert figure["written"] == "1,24 triệu tấn"
    out = tmp_path / "ra.csv"
    assert run_cli("figures", "export", "--output", out, "--home", home.path).code == 0
    assert run_cli("figures", "import", out, "--json", "--home", home.path).json()["unchanged"] == 1
    file.write_text("name,value,publisher\nLúa,nhiều,Cục\n")
    assert run_cli("figures", "import", file, "--home", home.path).code == 1
    file.write_text("gì đó")
    assert run_cli("figures", "import", file, "--home", home.path).code == 2


def test_a_denied_claim_is_listed_and_taken_over(home: Home, tmp_path: Path) -> None:
    text = "UBND huyện Tân Lợi Đông bác bỏ thông tin cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn."
    file = tmp_path / "bai.jsonl"
    file.write_text(json.dumps({"title": "Cầu vẫn an toàn", "text": text, "date": now().isoformat()}))
    assert run_cli("import", file, "--home", home.path).code == 0
    run_cli("users", "add", "Lê Thu", "--role", "analyst", "--home", home.path)
    (item,) = run_cli("factchecks", "mined", "--json", "--home", home.path).json()
    assert run_cli("factchecks", "list", "--json", "--home", home.path).json() == []
    assert run_cli("factchecks", "take", item["key"], "--by", "Lê Thu", "--home", home.path).code == 0
    (kept,) = run_cli("factchecks", "list", "--json", "--home", home.path).json()
    assert kept["rating"] == "false" and kept["claim"] == item["claim"]
    assert run_cli("factchecks", "take", item["key"], "--by", "Lê Thu", "--home", home.path).code == 2
