"""The worker is killed at every boundary of a mail's life, against a real server: nobody gets two, none is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from diembao.archive import Archive, sendings
from diembao.core.clock import today
from diembao.core.home import Home
from diembao.core.mailing import Sending, SendingState, Subscriber
from diembao.desk.digest.contents import key
from diembao.desk.digest.rounds import Office, send_round
from diembao.desk.digest.subscribers import everybody, subscribe
from diembao.desk.mail import sending as mailing
from diembao.pipeline.parts import Parts
from tests.smtp import Catcher, mail_server

ROUNDS = 10
_PATIENCE = 120.0
#: One process that forks a worker for each round, so that the program is loaded once. A worker sends the mails of one
#: day to three subscribers, and is killed over the second mail.
WORKERS = """
import os, signal, smtplib, sys
from datetime import date
from pathlib import Path
from diembao.archive import sendings
from diembao.core.home import Home
from diembao.core.mailing import SendingState
from diembao.desk.digest.rounds import Office, send_round
from diembao.desk.digest.subscribers import everybody
from diembao.desk.mail import sending as mailing
from diembao.pipeline.parts import Parts

boundary, folder, *days = sys.argv[1:]
claim, move, give = sendings.claim, sendings.move, mailing.give_text
mails = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def second(at):
    global mails
    if boundary == at:
        mails += 1
        if mails == 2:
            die()

def killing_claim(connection, **values):
    claimed = claim(connection, **values)
    second("claiming")
    return claimed

def killing_move(connection, sending_id, **values):
    moved = move(connection, sending_id, **values)
    if values["state"] is SendingState.HANDING_OVER:
        second("claimed")
    if values["state"] is SendingState.SENT:
        second("answered")
    return moved

def killing_give(server, message):
    second("handing-over")
    answer = give(server, message)
    second("taken")
    return answer

def killing_rset(server):
    second("sent")  # the second mail begins: the first one is sent
    return rset(server)

sendings.claim, sendings.move, mailing.give_text = killing_claim, killing_move, killing_give
rset, smtplib.SMTP.rset = smtplib.SMTP.rset, killing_rset
for day in days:
    if not (worker := os.fork()):
        with Parts(Home(Path(folder))) as parts:
            office = Office(archive=parts.archive, settings=parts.home.settings, sources=(), topics=())
            send_round(office, date.fromisoformat(day), everybody(parts.archive))
        os._exit(0)
    _pid, status = os.waitpid(worker, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "not killed", flush=True)
"""
#: Where the worker is killed -> state of the second mail then, whether its text had reached the server, and how many
#: of the three mails had.
BOUNDARIES: dict[str, tuple[SendingState | None, bool, int]] = {
    "claiming": (None, False, 0),
    "claimed": (SendingState.CLAIMED, False, 1),
    "handing-over": (SendingState.HANDING_OVER, False, 1),
    "taken": (SendingState.HANDING_OVER, True, 2),
    "answered": (SendingState.HANDING_OVER, True, 2),
    "sent": (SendingState.CLAIMED, False, 1),
}


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def mail_home(home: Home, server: Catcher) -> Home:
    """A home whose mails go to the server."""
    mail = server.settings
    lines = [f'{name} = "{getattr(mail, name)}"' for name in ("host", "security", "sender")]
    home.settings_file.write_text("\n".join(["[mail]", f"port = {mail.port}", *lines]), encoding="utf-8")
    return Home(home.path)


@pytest.fixture
def office(mail_home: Home) -> Iterator[Office]:
    with Parts(mail_home) as parts:
        for number in range(3):
            subscribe(parts.archive, name=f"Sở {number}", email=f"so{number}@example.vn", known_topics=())
        yield Office(archive=parts.archive, settings=mail_home.settings, sources=(), topics=())


def kept(archive: Archive, day: date, subscribers: list[Subscriber]) -> list[Sending | None]:
    keys = [key(one, day) for one in subscribers]
    with archive.reading() as connection:
        found = sendings.by_key(connection, keys)
    return [found.get(one) for one in keys]


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_killed_at_a_boundary_nobody_gets_two_and_none_is_lost(office: Office, server: Catcher, boundary: str) -> None:
    state, reached, together = BOUNDARIES[boundary]
    days = [today() - timedelta(days=number) for number in range(ROUNDS)]
    folder = office.archive.lock("any").lock_file.rpartition("/")[0]
    line = [sys.executable, "-c", WORKERS, boundary, folder, *(day.isoformat() for day in days)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["9"] * ROUNDS, done.stderr
    subscribers = everybody(office.archive)
    for day in days:
        second = kept(office.archive, day, subscribers)[1]
        assert (second.state if second else None) == state
        assert second is None or (second.message_id in server.message_ids) == reached
    assert len(server.contents) == together * ROUNDS

    for day in days:  # the next run of the desk, and the one after it
        send_round(office, day, subscribers)
        send_round(office, day, subscribers)
    mailing.deliver(office.archive, office.settings.mail)

    assert_each_once(office, server, days, unclear=state is SendingState.HANDING_OVER)

    # a person sends what is unclear
    mails = dict(zip(server.message_ids, server.contents, strict=True))
    for day in days:
        for sending in kept(office.archive, day, subscribers):
            assert sending
            if sending.state is SendingState.HANDING_OVER:
                again = mailing.send_again(office.archive, office.settings.mail, sending.id)
                assert (again.state, again.message_id) == (SendingState.SENT, sending.message_id)
                assert server.contents[-1] == mails.get(sending.message_id, server.contents[-1])
    assert len(set(server.message_ids)) == 3 * ROUNDS


def assert_each_once(office: Office, server: Catcher, days: list[date], *, unclear: bool) -> None:
    """Every mail was given to the server once, or is listed as unclear."""
    times = Counter(server.message_ids)
    assert max(times.values()) == 1
    for day in days:
        first, second, third = kept(office.archive, day, everybody(office.archive))
        assert first and second and third
        assert [first.state, third.state] == [SendingState.SENT] * 2
        assert second.state is (SendingState.HANDING_OVER if unclear else SendingState.SENT)
        for sending in (first, second, third):
            assert times[sending.message_id] == 1 or (sending is second and unclear)
        assert second.id in {one.id for one in mailing.of_day(office.archive, today())}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_orderly_stop_lets_the_mail_in_hand_finish(
    mail_home: Home, office: Office, server: Catcher, number: signal.Signals
) -> None:
    server.pauses["DATA"] = 3
    worker = subprocess.Popen(
        [sys.executable, "-m", "diembao", "digest", "--home", str(mail_home.path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + _PATIENCE
        while not server.contents:
            assert worker.poll() is None
            assert time.monotonic() < deadline, "no mail was handed over"
            time.sleep(0.05)
        worker.send_signal(number)
        assert worker.wait(_PATIENCE) != 0
    finally:
        worker.kill()
        worker.wait()
    first, *others = kept(office.archive, today(), everybody(office.archive))
    assert first and first.state is SendingState.SENT
    assert [one and one.state for one in others] == [SendingState.CLAIMED] * 2
    assert len(server.contents) == 1
