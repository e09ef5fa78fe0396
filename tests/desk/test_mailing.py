"""Mails against a real server: sent once, put off, refused, left unclear; and headers that nobody can forge."""

from __future__ import annotations

import dataclasses
import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from diembao.archive import Archive, marks, sendings
from diembao.core import i18n
from diembao.core.clock import now
from diembao.core.errors import BadMailAddress, MailError, SettingsError, UnknownSending, UsageError
from diembao.core.home import Home
from diembao.core.mailing import Attachment, Sending, SendingKind, SendingState
from diembao.core.settings import MailSettings
from diembao.desk.digest.subscribers import subscribe, unsubscribe
from diembao.desk.mail import sending as mailing
from diembao.desk.mail.message import mail_address
from diembao.desk.mail.unbroken import unbroken
from diembao.desk.mail.words import answer
from diembao.pipeline.parts import Parts
from tests.browser import free_port
from tests.smtp import Catcher, mail_server


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


def send(archive: Archive, mail: MailSettings, key: str = "letter:1", **more: object) -> Sending:
    values: dict[str, object] = {
        "kind": SendingKind.LETTER,
        "recipient": "hung@co-quan.example.vn",
        "subject": "Đề nghị cung cấp thông tin",
        "html": "<p>Kính gửi</p>",
        "text": "Kính gửi\n",
    }
    return mailing.send(archive, mail, key=key, **values | more)  # type: ignore[arg-type]


def claimed(
    archive: Archive,
    mail: MailSettings,
    key: str,
    recipient: str = "hung@co-quan.example.vn",
    tells_until: datetime | None = None,
) -> Sending:
    return mailing.claim(
        archive,
        mail,
        key=key,
        kind=SendingKind.LETTER,
        recipient=recipient,
        subject="Thư",
        html="<p>Thư</p>",
        text="Thư",
        tells_until=tells_until,
    )


def nobody_listens() -> MailSettings:
    values = {"host": "127.0.0.1", "port": free_port(), "security": "none", "sender": "tin@ban-tin.example.vn"}
    return MailSettings.model_validate(values)


def get(archive: Archive, sending: Sending) -> Sending:
    with archive.reading() as connection:
        found = sendings.get(connection, sending.id)
    assert found is not None
    return found


def later(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    """Let the desk's clock go on."""
    at = now() + timedelta(minutes=minutes)
    monkeypatch.setattr(mailing, "now", lambda: at)


def test_a_mail_is_sent_once_under_its_key(archive: Archive, server: Catcher) -> None:
    first = send(archive, server.settings)
    again = send(archive, server.settings, subject="Khác", resend=True)
    assert first == again
    assert (first.state, first.attempts, first.detail) == (SendingState.SENT, 1, "")
    assert server.message_ids == [first.message_id]
    assert server.recipients == ["hung@co-quan.example.vn"]


def test_up_to_when_a_mail_tells_is_marked_once(archive: Archive, server: Catcher) -> None:
    ends = [now() - timedelta(hours=hours) for hours in (2, 1)]
    for end in ends:
        claimed(archive, server.settings, "digest:1", tells_until=end)
    with archive.reading() as connection:
        assert marks.get(connection, "digest:1") == ends[0], "that of the mail that is kept"


def test_what_the_server_gets_is_what_was_kept(archive: Archive, server: Catcher) -> None:
    word = Attachment(
        "Công văn số 1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"
    )
    sent = send(archive, server.settings, attachments=[word], text=".một dòng bắt đầu bằng dấu chấm\n")
    with archive.reading() as connection:
        kept = sendings.message(connection, sent.id)
    assert server.contents[0].rstrip() == kept.rstrip()
    message = server.messages[0]
    assert message["From"] == "Bàn tin <tin@ban-tin.example.vn>"
    assert message["Subject"] == "Đề nghị cung cấp thông tin"
    assert message["Message-ID"].endswith("@ban-tin.example.vn>")
    assert message["Date"].datetime.utcoffset() == timedelta(hours=7)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    assert text.get_content().strip() == ".một dòng bắt đầu bằng dấu chấm"
    assert html.get_content().strip() == "<p>Kính gửi</p>"
    attached = list(message.iter_attachments())
    assert [(part.get_filename(), part.get_content()) for part in attached] == [("Công văn số 1.docx", b"PK")]
    assert all(len(line) <= 998 for line in kept.split(b"\r\n"))
    kept.decode("ascii")


def test_only_the_daily_mail_says_that_a_machine_wrote_it_and_how_to_leave(archive: Archive, server: Catcher) -> None:
    send(archive, server.settings)
    answers = server.settings.model_copy(update={"reply_to": "tra-loi@ban-tin.example.vn"})
    send(archive, answers, key="digest:1", kind=SendingKind.DIGEST)
    letter, digest = server.messages
    assert letter["Auto-Submitted"] is None and letter["List-Unsubscribe"] is None
    assert digest["Auto-Submitted"] == "auto-generated"
    assert digest["List-Unsubscribe"] == "<mailto:tra-loi@ban-tin.example.vn?subject=unsubscribe>"
    assert digest["Reply-To"] == "tra-loi@ban-tin.example.vn"


@pytest.mark.parametrize(
    "subject", ["Tin\r\nBcc: x@example.vn", "Tin\nBcc: x@example.vn", "Tin\u2028Bcc:\x00\x85 x", "Tin " * 400]
)
def test_no_subject_begins_a_header_of_its_own(archive: Archive, server: Catcher, subject: str) -> None:
    send(archive, server.settings, subject=subject)
    message = server.messages[0]
    assert message["Bcc"] is None
    assert message["To"] == "hung@co-quan.example.vn"
    assert " ".join(message["Subject"].split()) == " ".join(subject.replace("\x00", "").split())


@pytest.mark.parametrize("field", ["subject", "sender", "attachment"])
def test_no_encoded_word_begins_a_header_or_a_text(archive: Archive, server: Catcher, field: str) -> None:
    """``email`` decodes what looks like RFC 2047 in a value that it is given, line ends with it."""
    forged = "Tin =?utf-8?q?=0ABcc:_x=40example.vn=0ASubject:_y=0A=0A<h1>z</h1>?="
    settings = server.settings
    if field == "sender":
        settings = settings.model_copy(
            update={"sender": f"{forged.replace('<h1>z</h1>', 'z')} <tin@ban-tin.example.vn>"}
        )
    send(
        archive,
        settings,
        subject=forged if field == "subject" else "Tin",
        attachments=[
            Attachment(
                name=f"{forged}.txt" if field == "attachment" else "a.txt", content_type="text/plain", content=b"x"
            )
        ],
    )
    message = server.messages[0]
    assert message["Bcc"] is None and len(message.get_all("Subject")) == 1
    assert b"<h1>" not in server.contents[0].replace(b"<h1>z</h1>?=", b"") and b"\nBcc:" not in server.contents[0]
    assert [part.get_filename() for part in message.iter_attachments()] != []


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "hung",
        "hung@",
        "@x.vn",
        "hung@localhost",
        "a b@x.vn",
        "a@x.vn\nBcc: b@x.vn",
        "a@x.vn,b@x.vn",
        "<a@x.vn>",
        "hùng@x.vn",
        "a@-x.vn",
        "a..b@x.vn",
        "a@x..vn",
        f"{'a' * 65}@x.vn",
        f"a@{'x.' * 130}vn",
        '"a b"@x.vn',
        "a@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_kept(archive: Archive, server: Catcher, wrong: str) -> None:
    with pytest.raises(BadMailAddress):
        send(archive, server.settings, recipient=wrong)
    with archive.reading() as connection:
        assert not sendings.listing(connection)


@pytest.mark.parametrize(
    "right", ["a@x.vn", "  a@x.vn\n", "nguyen.van-hung+tin@so.phu-giang.gov.vn", "a@xn--vit-nam-bbb.vn"]
)
def test_usable_addresses_are_taken_as_they_are(right: str) -> None:
    assert mail_address(right) == right.strip()


def test_a_desk_without_mail_server_or_sender_says_what_to_set(archive: Archive, server: Catcher) -> None:
    for setting in ("host", "sender"):
        with pytest.raises(SettingsError) as caught:
            send(archive, server.settings.model_copy(update={setting: ""}))
        assert "mail.sender" in caught.value.hint
    with pytest.raises(SettingsError):
        send(archive, server.settings.model_copy(update={"sender": "Bàn tin"}))
    assert not server.contents


def test_a_server_that_cannot_be_reached_puts_off_with_growing_pauses(
    archive: Archive, server: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = send(archive, nobody_listens())
    assert (waits.state, waits.attempts) == (SendingState.CLAIMED, 1)
    assert "refused" in waits.detail.lower()
    assert not mailing.deliver(archive, server.settings), "its pause is not over"
    later(monkeypatch, 2)
    assert mailing.deliver(archive, nobody_listens())[0].attempts == 2
    later(monkeypatch, 5)
    assert not mailing.deliver(archive, server.settings), "the second pause is longer"
    later(monkeypatch, 9)
    assert [one.state for one in mailing.deliver(archive, server.settings)] == [SendingState.SENT]
    assert server.message_ids == [waits.message_id]


def test_a_mail_that_is_put_off_for_days_has_failed_and_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = send(archive, nobody_listens())
    later(monkeypatch, 60 * 24 * 5)
    assert [one.state for one in mailing.deliver(archive, nobody_listens())] == [SendingState.FAILED]
    assert get(archive, waits).detail


@pytest.mark.parametrize(
    ("command", "reply", "state"),
    [
        ("RCPT", "550 5.1.1 No such user", SendingState.FAILED),
        ("RCPT", "450 4.2.1 Mailbox busy", SendingState.CLAIMED),
        ("MAIL", "550 5.7.1 Sender not allowed", SendingState.CLAIMED),
        ("MAIL", "451 4.7.1 Try later", SendingState.CLAIMED),
        ("DATA", "554 5.7.1 Looks like spam", SendingState.FAILED),
        ("DATA", "452 4.3.1 No space", SendingState.CLAIMED),
    ],
)
def test_a_refusal_is_kept_as_the_server_worded_it(
    archive: Archive, server: Catcher, command: str, reply: str, state: SendingState
) -> None:
    server.refusals[command] = reply
    refused = send(archive, server.settings)
    assert (refused.state, refused.attempts, refused.detail) == (state, 1, reply)
    assert not server.contents


def test_a_refused_address_does_not_hold_up_the_others(archive: Archive, server: Catcher) -> None:
    server.refusals["hung@co-quan.example.vn"] = "550 5.1.1 No such user"
    for number in range(4):
        recipient = "hung@co-quan.example.vn" if number % 2 else f"so{number}@co-quan.example.vn"
        claimed(archive, server.settings, str(number), recipient)
    assert [one.state for one in mailing.deliver(archive, server.settings)] == ["sent", "failed"] * 2
    assert server.recipients == ["so0@co-quan.example.vn", "so2@co-quan.example.vn"]


def test_a_person_may_send_what_was_refused_once_that_is_mended(archive: Archive, server: Catcher) -> None:
    server.refusals["RCPT"] = "550 5.1.1 No such user"
    refused = send(archive, server.settings)
    assert not mailing.deliver(archive, server.settings), "never by itself"
    server.refusals.clear()
    assert mailing.send_again(archive, server.settings, refused.id).state is SendingState.SENT
    with pytest.raises(UsageError, match="already"):
        mailing.send_again(archive, server.settings, refused.id)
    assert server.message_ids == [refused.message_id]


def test_a_connection_that_breaks_after_the_text_leaves_the_mail_unclear(
    archive: Archive, server: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.breaks_after_text = True
    unclear = send(archive, server.settings)
    assert unclear.state is SendingState.HANDING_OVER
    assert unclear.detail
    server.breaks_after_text = False
    later(monkeypatch, 600)
    assert not mailing.deliver(archive, server.settings)
    assert send(archive, server.settings).state is SendingState.HANDING_OVER, "never again by itself"
    assert len(server.contents) == 1
    assert [one.id for one in mailing.of_day(archive, now().date() + timedelta(days=3))] == [unclear.id]
    assert send(archive, server.settings, resend=True).state is SendingState.SENT
    assert server.contents[0] == server.contents[1], "the same mail to the byte"


def test_a_server_may_take_long_over_a_text_and_over_nothing_else(archive: Archive, server: Catcher) -> None:
    """Scanners take minutes; whoever breaks off meanwhile cannot know what became of the mail."""
    hurried = server.settings.model_copy(update={"timeout_seconds": 0.5})
    server.pauses["DATA"] = 1.5
    assert send(archive, hurried).state is SendingState.SENT
    server.pauses = {"RCPT": 1.5}
    assert send(archive, hurried, key="letter:2").state is SendingState.CLAIMED
    assert len(server.contents) == 1


def test_a_signal_waits_for_the_end_of_the_work_and_a_second_one_does_not() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), unbroken():
        signal.raise_signal(signal.SIGINT)
        done.append("whole")
    with pytest.raises(KeyboardInterrupt), unbroken():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("never")
    assert done == ["whole"]


@pytest.mark.parametrize(
    ("detail", "state", "told"),
    [
        ("", SendingState.SENT, ""),
        ("550 5.1.1 No such user", SendingState.FAILED, "550 5.1.1 No such user"),
        ("535 5.7.8 Authentication failed", SendingState.CLAIMED, "535 5.7.8 Authentication failed"),
        ("TimeoutError: timed out", SendingState.CLAIMED, "The mail server does not answer."),
        ("ConnectionRefusedError: [Errno 111] Connection refused", SendingState.FAILED, "does not answer"),
        ("gaierror: [Errno -2] Name or service not known", SendingState.CLAIMED, "check mail.host"),
        ("SSLError: [SSL: WRONG_VERSION_NUMBER]", SendingState.CLAIMED, "check mail.security"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", SendingState.HANDING_OVER, "broke before"),
    ],
)
def test_what_became_of_a_mail_is_told_in_words(
    archive: Archive, server: Catcher, detail: str, state: SendingState, told: str
) -> None:
    one = dataclasses.replace(claimed(archive, server.settings, "letter:1"), detail=detail, state=state)
    assert told in answer(one)
    assert "Error" not in answer(one) and bool(answer(one)) == bool(detail)


def test_the_rest_goes_out_after_a_broken_connection(archive: Archive, server: Catcher) -> None:
    made = [claimed(archive, server.settings, f"letter:{number}") for number in range(3)]
    server.breaks_after_text = True
    mailing.deliver(archive, server.settings)
    server.breaks_after_text = False
    assert [get(archive, one).state for one in made] == ["handing-over", "claimed", "claimed"]
    assert [one.state for one in mailing.deliver(archive, server.settings)] == ["sent", "sent"]
    assert len(set(server.message_ids)) == len(server.message_ids) == 3


def test_many_workers_hand_over_each_mail_once(home: Home, archive: Archive, server: Catcher) -> None:
    for number in range(20):
        claimed(archive, server.settings, f"letter:{number}")
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Parts(Home(home.path)) as parts:
                mailing.deliver(parts.archive, server.settings)
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    assert len(server.message_ids) == len(set(server.message_ids)) == 20


def test_of_two_that_hand_over_the_same_mail_one_succeeds(archive: Archive, server: Catcher) -> None:
    """Also without the lock between processes, as with two machines on one database."""
    one = claimed(archive, server.settings, "letter:1")
    states = []
    with archive.writing() as connection:
        for _ in range(2):
            moved = sendings.move(
                connection, one.id, before=[SendingState.CLAIMED], state=SendingState.HANDING_OVER, at=now()
            )
            states.append(moved)
    assert states == [True, False]
    assert not mailing.deliver(archive, server.settings, only=[one.id])


def test_while_another_process_sends_a_mail_waits_and_a_person_is_told(
    archive: Archive, server: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "_PATIENCE_SECONDS", 0.05)
    with archive.lock("mail"):
        waits = send(archive, server.settings)
        assert waits.state is SendingState.CLAIMED
        with pytest.raises(MailError):
            mailing.send_again(archive, server.settings, waits.id)
    assert [one.state for one in mailing.deliver(archive, server.settings)] == [SendingState.SENT]


def test_an_unknown_mail_is_named(archive: Archive, server: Catcher) -> None:
    with pytest.raises(UnknownSending, match="01XYZ"):
        mailing.send_again(archive, server.settings, "01XYZ")


def test_encryption_that_the_server_does_not_have_is_not_done_without(archive: Archive, server: Catcher) -> None:
    for security in ("starttls", "tls"):
        waits = send(archive, server.settings.model_copy(update={"security": security}), key=security)
        assert (waits.state, waits.attempts) == (SendingState.CLAIMED, 1)
    assert not server.contents


def test_the_password_stands_in_no_word_about_the_settings() -> None:
    mail = MailSettings.model_validate({"password": "bí mật"})
    assert "bí mật" not in repr(mail) + str(mail)


def test_a_long_domain_leaves_the_message_id_in_one_piece(archive: Archive, server: Catcher) -> None:
    domain = f"{'ban-tuyen-giao-' * 4}van.phu-giang.gov.vn"
    sent = send(archive, server.settings.model_copy(update={"sender": f"tin@{domain}"}))
    raw = server.contents[0]
    assert f"{sent.message_id}".encode() in raw.replace(b"\r\n ", b"")
    assert message_from_bytes(raw, _class=EmailMessage, policy=policy.default)["Message-ID"] == sent.message_id


def test_who_leaves_the_list_gets_no_mail_that_waited_for_the_server(archive: Archive, server: Catcher) -> None:
    one = subscribe(archive, name="Văn phòng", email="vp@example.vn", known_topics=())
    waiting = mailing.claim(
        archive,
        nobody_listens(),
        key="digest:1",
        kind=SendingKind.DIGEST,
        recipient=one.email,
        subject="Bản tin",
        html="<p>Tin</p>",
        text="Tin",
    )
    letter = claimed(archive, server.settings, "letter:1", recipient=one.email)
    unsubscribe(archive, one.id)
    mailing.deliver(archive, server.settings)
    assert [message["Subject"] for message in server.messages] == ["Thư"]
    with archive.reading() as connection:
        left = sendings.get(connection, waiting.id)
        assert sendings.get(connection, letter.id).state is SendingState.SENT  # type: ignore[union-attr]
    assert left and left.state is SendingState.FAILED
    assert answer(left) == "Its reader is no longer on the list."
