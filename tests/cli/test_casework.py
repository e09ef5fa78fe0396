"""People, cases, fact-checks, report and audit at the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from diembao.cli.app import diembao
from diembao.core import i18n
from diembao.core.clock import today
from diembao.core.home import Home
from tests.browser import free_port
from tests.conftest import Done

CLAIM = "Cầu Vàm Trúc có tổng mức đầu tư 2.510 tỷ đồng."
REASON = "Hai báo đưa hai con số khác nhau."
LAN = "Trần Thị Lan"


@pytest.fixture
def desk(home: Home) -> Home:
    """A home with one person and one agency."""
    assert run_cli("users", "add", LAN, "--role", "analyst", "--home", home.path).code == 0
    done = run_cli("agencies", "add", "Sở Xây dựng", "--by", LAN, "--home", home.path)
    assert done.code == 0, done.stderr
    return home


def run_cli(*arguments: str | Path, stdin: bytes = b"") -> Done:
    """Run a command in this process: there are many here, and what a process of its own adds is tested elsewhere."""
    i18n.use("en")
    done = CliRunner().invoke(diembao, [*map(str, arguments)], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def refused(done: Done, *words: str, code: int = 2) -> None:
    assert done.code == code, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_case_from_the_question_to_the_published_page(desk: Home, tmp_path: Path) -> None:
    def case(*arguments: str | Path) -> Done:
        done = run_cli("cases", *arguments, "--by", LAN, "--json", "--home", desk.path)
        assert done.code == 0, done.stderr
        return done

    opened = case("open", "--claim", CLAIM, "--reason", REASON).json()
    assert (opened["number"], opened["state"], opened["evidence"]) == (1, "open", [])
    case("evidence", "1", "--quote", "Vốn là 2.150 tỷ đồng.", "--url", "https://bao-mau.example/1")
    until = (today() + timedelta(days=7)).isoformat()
    asked = case("ask", "1", "--to", "Sở Xây dựng", "--question", "Vốn được duyệt là bao nhiêu?", "--until", until)
    assert asked.json()["letters"][0]["overdue"] is False
    letter = tmp_path / "cong-van.docx"
    assert run_cli("cases", "letter", "1", "1", "--output", letter, "--home", desk.path).code == 0
    assert "Kính gửi: Sở Xây dựng" in [paragraph.text for paragraph in Document(str(letter)).paragraphs]
    assert case("send", "1", "1", "--on-paper").json()["state"] == "asked"
    assert case("answer", "1", "1", "--text", "2.150 tỷ đồng.").json()["state"] == "open"
    assert case("conclude", "1", "--rating", "false", "--reason", REASON).json()["state"] == "concluded"
    page = Path(case("publish", "1").json()["page"])
    assert CLAIM in page.read_text(encoding="utf-8")
    page.unlink()
    assert "ho-so-1.html" in run_cli("cases", "pages", "--json", "--home", desk.path).json()["files"]
    assert CLAIM in page.read_text(encoding="utf-8")
    shown = run_cli("cases", "show", "1", "--home", desk.path)
    assert "According to Điểm Báo: Sai sự thật" in shown.stdout
    assert shown.stdout.count(LAN) == 7  # one a step
    [kept] = run_cli("factchecks", "list", "--json", "--home", desk.path).json()
    assert (kept["claim"], kept["rating"]) == (CLAIM, "false")
    checked = run_cli("audit", "verify", "--json", "--home", desk.path).json()
    assert checked["holds"] is True
    again = run_cli("audit", "verify", "--noted", checked["head"], "--home", desk.path)
    assert again.code == 0
    refused(run_cli("audit", "verify", "--noted", "0" * 64, "--home", desk.path), "no longer stands", code=1)


def test_a_letter_that_the_server_does_not_take_is_told_to_wait(desk: Home) -> None:
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {free_port()}\nsecurity = "none"\nsender = "tin@ban-tin.example.vn"\n'
    desk.settings_file.write_text(mail, encoding="utf-8")
    by = ("--by", LAN, "--home", desk.path)
    until = (today() + timedelta(days=7)).isoformat()
    for done in (
        run_cli("agencies", "add", "Sở Nội vụ", "--email", "so@so.example.vn", *by),
        run_cli("cases", "open", "--claim", CLAIM, "--reason", REASON, *by),
        run_cli("cases", "ask", "1", "--to", "Sở Nội vụ", "--question", "Vốn là bao nhiêu?", "--until", until, *by),
    ):
        assert done.code == 0, done.stderr
    sent = run_cli("cases", "send", "1", "1", *by)
    assert sent.code == 1
    assert "waits to be sent" in sent.stdout
    shown = run_cli("cases", "show", "1", "--home", desk.path).stdout
    assert "Letter 1 to Sở Nội vụ, waits for the mail server" in shown
    assert run_cli("cases", "send", "1", "1", "--on-paper", *by).code == 0
    assert "sent on paper" in run_cli("cases", "show", "1", "--home", desk.path).stdout


def test_wrong_calls_are_answered_by_name_and_change_nothing(desk: Home) -> None:
    home = ("--home", desk.path)
    opening = ("cases", "open", "--claim", CLAIM)
    refused(run_cli(*opening, "--reason", REASON, *home), "users list")
    refused(run_cli(*opening, "--reason", "vì thế", "--by", LAN, *home), "written reason")
    opinion = run_cli("cases", "open", "--claim", "Nên dừng dự án này.", "--reason", REASON, "--by", LAN, *home)
    refused(opinion, "guard-")
    refused(run_cli("cases", "open", "--flag", "x", "--reason", REASON, "--by", LAN, *home), "x")
    refused(run_cli("cases", "show", "7", *home), "7")
    refused(run_cli("users", "add", "Lê Văn Bình", *home), "users list")
    refused(run_cli("report", "weekly", "--out", "bao-cao.pdf", *home), "bao-cao.pdf", ".docx")
    assert run_cli("cases", "list", "--json", *home).json() == []
    assert len(run_cli("users", "list", "--json", *home).json()) == 1


def test_fact_checks_go_in_and_out(desk: Home, tmp_path: Path) -> None:
    table = tmp_path / "bang.csv"
    lines = ("claim;rating;publisher", f"{CLAIM};Tin giả;Trung tâm X", "Nên dừng dự án này ngay đi.;sai;Trung tâm X")
    table.write_text("\n".join(lines), encoding="utf-8")
    done = run_cli("factchecks", "import", table, "--json", "--home", desk.path)
    assert done.code == 0, done.stderr
    report = done.json()
    assert (report["read"], report["new"], report["refused"]) == (2, 1, 1)
    assert report["refusals"][0]["reason"] == "opinion"
    exported = run_cli("factchecks", "export", "--home", desk.path)
    assert json.loads(exported.stdout)["@graph"][0]["claimReviewed"] == CLAIM
    again = run_cli("factchecks", "import", "-", "--json", "--home", desk.path, stdin=exported.stdout.encode())
    assert again.json()["unchanged"] == 1
    refused(run_cli("factchecks", "import", "-", "--home", desk.path, stdin=b"[]"), code=1)


def test_the_weekly_report_in_every_form(desk: Home, tmp_path: Path) -> None:
    for name in ("tuan.docx", "tuan.html", "tuan.json"):
        done = run_cli("report", "weekly", "--out", tmp_path / name, "--home", desk.path)
        assert done.code == 0, done.stderr
        assert (tmp_path / name).stat().st_size > 200
    assert "BÁO CÁO TUẦN" in run_cli("report", "weekly", "--home", desk.path).stdout
