"""A press review by mail, to a real mail server."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import EmailMessage

import docx
import pytest

from diembao.archive import Archive, audit, people
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import BadMailAddress, SettingsError, UnknownPerson, UsageError
from diembao.core.mailing import SendingState
from diembao.core.reviews import ReviewStep
from diembao.core.settings import MailSettings
from diembao.desk.review import editing as reviewing
from diembao.desk.review.document import document
from diembao.desk.review.mailing import send
from diembao.desk.review.sheets import Sheet, sheet
from diembao.nlp import Topic
from tests.desk.press import DAY, report, story
from tests.smtp import Catcher, mail_server

TOPICS = (Topic(id="environment", name_vi="Bảo vệ môi trường", name_en="Environment"),)


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    i18n.use("vi")


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def story_id(archive: Archive) -> str:
    with archive.writing() as connection:
        people.add(connection, name="Lê Thu An", role=Role.ANALYST)
    return story(archive, [report(archive, "Nước sông Phú lên nhanh", lead="Lũ vượt báo động 2.")])


def noted(archive: Archive, story_id: str, note: str) -> Sheet:
    before = reviewing.load(archive, DAY)
    after = reviewing.with_note(reviewing.with_story(before, story_id, "environment"), story_id, note)
    saved = reviewing.save(archive, before, after, ReviewStep.NOTE, who="Lê Thu An")
    return sheet(archive, saved, topics=TOPICS, source_names={}, desk="Ban Thông tin")


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_readers_get_the_review_with_its_word_file(archive: Archive, server: Catcher, story_id: str) -> None:
    made = noted(archive, story_id, "Đề nghị theo dõi.")
    sent = send(archive, server.settings, made, ["a@co-quan.example.vn", "b@co-quan.example.vn"])
    assert [one.state for one in sent] == [SendingState.SENT] * 2
    assert server.recipients == ["a@co-quan.example.vn", "b@co-quan.example.vn"]
    message = server.messages[0]
    assert message["Subject"] == "Điểm báo ngày 22/11/2026 – Ban Thông tin"
    assert "Đề nghị theo dõi." in part(message, "html") and "Đề nghị theo dõi." in part(message, "plain")
    [file] = message.iter_attachments()
    assert file.get_filename() == "diem-bao-2026-11-22.docx"
    content = file.get_payload(decode=True)
    assert content == document(made)
    assert "1. Nước sông Phú lên nhanh" in [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def test_one_state_of_a_review_goes_to_an_address_once(archive: Archive, server: Catcher, story_id: str) -> None:
    made = noted(archive, story_id, "Bản đầu.")
    for addresses in (["a@co-quan.example.vn"], ["A@co-quan.example.vn", "a@co-quan.example.vn"]):
        send(archive, server.settings, made, addresses)
    assert len(server.contents) == 1
    send(archive, server.settings, noted(archive, story_id, "Bản sau."), ["a@co-quan.example.vn"])
    assert len(server.contents) == 2


def test_the_audit_log_knows_who_sent_it_and_no_address(archive: Archive, server: Catcher, story_id: str) -> None:
    made = noted(archive, story_id, "x")
    send(archive, server.settings, made, ["a@co-quan.example.vn"], who="Lê Thu An")
    with archive.reading() as connection:
        entry = audit.of(connection, "review:2026-11-22")[-1]
        assert people.names(connection, [entry.actor]) == {entry.actor: "Lê Thu An"}
    assert (entry.action, entry.data) == ("review-sent", {"addresses": 1, "revision": 1})
    send(archive, server.settings, made, ["a@co-quan.example.vn"])
    with archive.reading() as connection:
        assert audit.of(connection, "review:2026-11-22")[-1].actor == audit.COMMAND_LINE
    with pytest.raises(UnknownPerson):
        send(archive, server.settings, made, ["b@co-quan.example.vn"], who="Không ai")
    assert len(server.contents) == 1


def test_a_very_long_address_is_no_trouble(archive: Archive, server: Catcher, story_id: str) -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.vn"
    assert send(archive, server.settings, noted(archive, story_id, "x"), [address])[0].state is SendingState.SENT


def test_one_wrong_address_stops_the_mail_before_anybody_gets_it(
    archive: Archive, server: Catcher, story_id: str
) -> None:
    with pytest.raises(BadMailAddress):
        send(archive, server.settings, noted(archive, story_id, "x"), ["a@co-quan.example.vn", "không phải địa chỉ"])
    assert not server.contents


def test_what_cannot_be_sent_says_why(archive: Archive, server: Catcher, story_id: str) -> None:
    made = noted(archive, story_id, "x")
    with pytest.raises(UsageError, match="Chưa có địa chỉ"):
        send(archive, server.settings, made, [])
    with pytest.raises(SettingsError):
        send(archive, MailSettings(), made, ["a@co-quan.example.vn"])
    current = reviewing.load(archive, DAY)
    reviewing.save(
        archive, current, reviewing.without_story(current, story_id), ReviewStep.STORY_DROPPED, who="Lê Thu An"
    )
    empty = sheet(archive, reviewing.load(archive, DAY), topics=TOPICS, source_names={}, desk="Ban Thông tin")
    with pytest.raises(UsageError, match="chưa có tin nào"):
        send(archive, server.settings, empty, ["a@co-quan.example.vn"])
    assert not server.contents


def test_a_refused_reader_does_not_keep_the_others_from_theirs(
    archive: Archive, server: Catcher, story_id: str
) -> None:
    server.refusals["a@co-quan.example.vn"] = "550 no such user"
    sent = send(
        archive, server.settings, noted(archive, story_id, "x"), ["a@co-quan.example.vn", "b@co-quan.example.vn"]
    )
    assert [one.state for one in sent] == [SendingState.FAILED, SendingState.SENT]
