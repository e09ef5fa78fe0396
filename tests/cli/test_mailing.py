"""``digest``, ``subscribers``, ``sendings`` as people run them, with a real mail server; and the job of ``run``."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as clock_time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diembao.archive import Archive, audit, people, schema, sendings
from diembao.cli.app import diembao
from diembao.cli.mailing import digest_job
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.clock import VIETNAM, now, today
from diembao.core.home import Home
from diembao.core.mailing import SendingState
from diembao.desk.digest import rounds as digest_round
from diembao.desk.digest.contents import key
from diembao.desk.digest.subscribers import everybody, subscribe
from tests.browser import free_port
from tests.conftest import run_cli
from tests.desk.press import report, story
from tests.smtp import Catcher, mail_server

_PATIENCE = 180.0


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def mail_home(home: Home, archive: Archive, server: Catcher) -> Home:
    """A home whose mails go to the server, with one subscriber."""
    lines = [f"port = {server.port}", 'host = "127.0.0.1"', 'security = "none"', 'sender = "tin@ban-tin.example.vn"']
    home.settings_file.write_text("\n".join(["[desk]", 'name = "Bàn tin"', "[mail]", *lines]), encoding="utf-8")
    subscribe(archive, name="Văn phòng", email="vp@example.vn", at_time=clock_time(0), known_topics=())
    return home


def test_the_daily_mail_goes_out_once(mail_home: Home, archive: Archive, server: Catcher) -> None:
    story(archive, [report(archive, "Cầu Mơ thông xe", at=now() - timedelta(hours=1))])
    for _run in range(2):
        done = run_cli("digest", "--home", mail_home.path, "--json")
        assert done.code == 0, done.stderr
        assert [(one["recipient"], one["state"]) for one in done.json()] == [("vp@example.vn", "sent")]
    assert len(server.messages) == 1
    message = server.messages[0]
    assert message["Subject"] == f"Bàn tin, {today():%d/%m/%Y}: 1 new story"
    body = message.get_body(("plain",))
    assert body is not None
    assert "Cầu Mơ thông xe" in body.get_content()
    listed = run_cli("sendings", "list", "--home", mail_home.path, "--json").json()
    assert [one["message_id"] for one in listed] == server.message_ids


def test_a_dry_run_writes_files_and_keeps_nothing(
    mail_home: Home, archive: Archive, server: Catcher, tmp_path: Path
) -> None:
    story(archive, [report(archive, "Cầu Mơ thông xe", at=now() - timedelta(hours=1))])
    folder = tmp_path / "thư" / "mới"
    done = run_cli("digest", "--dry-run", folder, "--home", mail_home.path, "--json")
    (sample,) = done.json()
    assert (sample["stories"], sample["email"]) == (1, "vp@example.vn")
    assert sorted(map(str, folder.iterdir())) == sorted((sample["eml"], sample["html"]))
    message = message_from_bytes(Path(sample["eml"]).read_bytes(), _class=EmailMessage, policy=policy.default)
    assert message["To"] == "vp@example.vn"
    assert "Cầu Mơ thông xe" in Path(sample["html"]).read_text(encoding="utf-8")
    assert not server.contents
    with archive.reading() as connection:
        assert not sendings.listing(connection)


def test_a_past_day_has_a_mail_of_its_own(mail_home: Home, server: Catcher) -> None:
    for day in (today() - timedelta(days=1), today()):
        assert run_cli("digest", "--date", str(day), "--to", "VP@example.vn", "--home", mail_home.path).code == 0
    assert len(set(server.message_ids)) == len(server.message_ids) == 2


def test_one_subscriber_can_be_chosen(mail_home: Home, server: Catcher) -> None:
    line = ("subscribers", "add", "Sở", "so@example.vn", "--time", "07:15", "--province-only", "--topic", "environment")
    added = run_cli(*line, "--home", mail_home.path, "--json").json()
    assert (added["time"], added["topics"], added["province_only"]) == ("07:15", ["environment"], True)
    assert run_cli("digest", "--to", added["id"], "--home", mail_home.path).code == 0
    assert server.recipients == ["so@example.vn"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("digest", "--date", "2999-01-01"), "has not come yet"),
        (("digest", "--date", "hôm qua"), "hôm qua"),
        (("digest", "--to", "ai-do"), "ai-do"),
        (("digest", "--due", "--to", "vp@example.vn"), "--due"),
        (("subscribers", "add", "Sở", "so@"), "not an e-mail address"),
        (("subscribers", "add", "Sở", "VP@example.vn"), "already"),
        (("subscribers", "add", " ", "so@example.vn"), "name"),
        (("subscribers", "add", "Sở", "so@example.vn", "--topic", "thể-thao"), "thể-thao"),
        (("subscribers", "add", "Sở", "so@example.vn", "--time", "25:00"), "25:00"),
        (("subscribers", "remove", "ai-do"), "ai-do"),
        (("sendings", "resend", "01XYZ"), "01XYZ"),
    ],
)
def test_wrong_usage_is_named(mail_home: Home, server: Catcher, arguments: tuple[str, ...], said: str) -> None:
    i18n.use("en")
    done = CliRunner().invoke(diembao, [*arguments, "--home", str(mail_home.path)])
    assert done.exit_code == 2
    assert said in done.stderr
    assert not server.contents


def test_a_desk_without_mail_server_says_what_to_set(home: Home) -> None:
    done = run_cli("digest", "--home", home.path)
    assert done.code == 2
    assert "mail.host" in done.stderr


def test_who_leaves_the_list_gets_nothing_more_and_may_come_back(
    mail_home: Home, archive: Archive, server: Catcher
) -> None:
    assert run_cli("subscribers", "remove", "vp@example.vn", "--home", mail_home.path).code == 0
    assert run_cli("digest", "--home", mail_home.path, "--json").json() == []
    assert run_cli("subscribers", "list", "--home", mail_home.path, "--json").json() == []
    subscribe(archive, name="Văn phòng", email="vp@example.vn", known_topics=())
    assert not server.contents


def test_the_audit_log_knows_who_changes_the_list_and_no_address(mail_home: Home, archive: Archive) -> None:
    i18n.use("en")
    with archive.writing() as connection:
        lan = people.add(connection, name="Trần Thị Lan", role=Role.ANALYST)

    def run(*line: str) -> Result:
        return CliRunner().invoke(diembao, ["subscribers", *line, "--home", str(mail_home.path)])

    assert run("add", "Sở", "so@example.vn", "--by", "Trần Thị Lan").exit_code == 0
    (one,) = [one for one in everybody(archive) if one.email == "so@example.vn"]
    assert run("remove", one.id, "--by", "ai-do").exit_code == 2
    assert run("remove", one.id).exit_code == 0
    with archive.reading() as connection:
        done = audit.of(connection, one.id)
    assert [(entry.action, entry.actor) for entry in done] == [
        ("subscriber-added", lan.id),
        ("subscriber-removed", audit.COMMAND_LINE),
    ]
    assert "so@" not in repr(done)


def test_trouble_with_the_server_is_told_in_plain_words(
    mail_home: Home, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its technical words are in the log and in ``--json``."""
    i18n.use("en")
    monkeypatch.setenv("DIEMBAO_MAIL__PORT", str(free_port()))
    done = CliRunner().invoke(diembao, ["digest", "--home", str(mail_home.path)])
    assert "waits for the mail server · The mail server does not answer. ·" in done.stdout
    for shown in (done, CliRunner().invoke(diembao, ["sendings", "list", "--home", str(mail_home.path)])):
        assert "does not answer" in shown.stdout
        assert "Errno" not in shown.stdout
    listed = CliRunner().invoke(diembao, ["sendings", "list", "--home", str(mail_home.path), "--json"])
    assert "ConnectionRefusedError" in listed.stdout


def test_an_unclear_mail_is_listed_and_sent_again_by_a_person(
    mail_home: Home, archive: Archive, server: Catcher
) -> None:
    server.breaks_after_text = True
    assert run_cli("digest", "--home", mail_home.path).code == 1
    server.breaks_after_text = False
    (unclear,) = run_cli("sendings", "list", "--home", mail_home.path, "--json").json()
    assert unclear["state"] == "handing-over"
    assert run_cli("digest", "--home", mail_home.path).code == 1, "not again by itself"
    again = run_cli("sendings", "resend", unclear["id"], "--home", mail_home.path, "--json")
    assert (again.code, again.json()["state"]) == (0, "sent")
    assert server.contents[0] == server.contents[1]
    refused = run_cli("sendings", "resend", unclear["id"], "--home", mail_home.path)
    assert (refused.code, "already" in refused.stderr) == (2, True)


def at(clock: str) -> datetime:
    """An instant of a fixed day on a Vietnamese clock."""
    return datetime.fromisoformat(f"2026-11-22T{clock}:00").replace(tzinfo=VIETNAM)


def add(archive: Archive, name: str, at_time: str, added_at: datetime) -> str:
    clock = datetime.strptime(at_time, "%H:%M").time()
    added = subscribe(archive, name=name, email=f"{name}@example.vn", at_time=clock, known_topics=())
    with archive.writing() as connection:
        row = schema.subscribers.update().where(schema.subscribers.c.id == added.id)
        connection.execute(row.values(added_at=added_at))
    return added.id


def test_each_is_due_at_the_own_time_and_later_on_the_same_day(archive: Archive) -> None:
    for name, clock in (("som", "06:30"), ("trua", "12:00"), ("toi", "23:45")):
        add(archive, name, clock, at("00:00") - timedelta(days=9))
    add(archive, "moi", "06:30", at("08:00"))

    def due(clock: str, days: int = 0) -> list[str]:
        return [one.name for one in digest_round.due(archive, at(clock) + timedelta(days=days))]

    assert due("06:29") == []
    assert due("06:30") == ["som"]
    assert due("12:00") == ["som", "trua"], "after a stop it is made good"
    assert due("23:59") == ["som", "trua", "toi"], "who came after the own time waits for the next day"
    assert due("00:01", days=1) == [], "yesterday's is not sent today"
    assert due("06:30", days=1) == ["som", "moi"]


def test_who_has_had_the_mail_is_not_due(archive: Archive) -> None:
    add(archive, "som", "06:30", at("00:00") - timedelta(days=9))
    (one,) = everybody(archive)
    for state in SendingState:
        with archive.writing() as connection:
            connection.execute(schema.sendings.delete())
            values = dict.fromkeys(("id", "kind", "recipient", "subject", "message_id", "detail"), "x")
            row = values | {"kind": "digest", "key": key(one, at("00:00").date()), "state": state.value, "attempts": 1}
            times = {"claimed_at": at("06:30"), "changed_at": at("06:30")}
            connection.execute(schema.sendings.insert().values(**row, **times, message=b"x"))
        assert digest_round.due(archive, at("12:00")) == []
        assert digest_round.is_work(archive, at("12:00")) == (state is SendingState.CLAIMED)


def test_the_job_of_run_needs_a_mail_server(home: Home, mail_home: Home, archive: Archive) -> None:
    with archive.writing() as connection:
        connection.execute(schema.subscribers.update().values(added_at=now() - timedelta(days=2)))
    job = digest_job(home)
    assert job.is_due()
    mail_home.settings_file.write_text("", encoding="utf-8")
    assert not job.is_due(), "settings are read anew"


def test_run_sends_the_daily_mail_by_itself_and_once(mail_home: Home, archive: Archive, server: Catcher) -> None:
    with archive.writing() as connection:
        connection.execute(schema.subscribers.update().values(added_at=now() - timedelta(days=2)))
    (mail_home.path / "sources.toml").write_text("")

    def sent() -> bool:
        with archive.reading() as connection:
            return bool(sendings.listing(connection, states=[SendingState.SENT]))

    process = subprocess.Popen(
        [sys.executable, "-m", "diembao", "run", "--no-dashboard", "--home", str(mail_home.path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + _PATIENCE
        while not sent():
            assert process.poll() is None
            assert time.monotonic() < deadline, "no mail was sent"
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(_PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
    assert run_cli("digest", "--due", "--home", mail_home.path, "--json").json() == []
    assert server.recipients == ["vp@example.vn"]
