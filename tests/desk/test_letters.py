"""Letters to agencies: the official form, as Word file, page and mail."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from diembao.archive import Archive, recording
from diembao.core import addresses
from diembao.core.casework import Agency, CaseState, Person
from diembao.core.clock import local, now, today
from diembao.core.errors import MailError, SettingsError, UnknownPerson, UsageError, WrongStep
from diembao.core.mailing import SendingState
from diembao.core.models import Channel, Content
from diembao.core.settings import Settings
from diembao.core.text import fold
from diembao.desk.casework import cases, letters
from diembao.desk.casework import words as case_words
from diembao.desk.casework.cases import CaseFile
from diembao.desk.casework.letters import Sheet
from diembao.desk.mail import sending as mailing
from tests.desk.conftest import CLAIM, DESK, REASON
from tests.pairs import NOON, plant_flag, plant_pair
from tests.smtp import Catcher, mail_server

QUESTION = "Tổng mức đầu tư được duyệt là bao nhiêu?\n\nVăn bản nào quyết định, ngày nào?"
DEADLINE = today() + timedelta(days=7)


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


def settings(**mail: object) -> Settings:
    desk = {"name": DESK, "province": "Phú Giang", "superior": "UBND tỉnh Phú Giang"}
    return Settings.model_validate({"desk": desk, "mail": mail})


@pytest.fixture
def asked(archive: Archive, lan: Person, office: Agency, case: str) -> CaseFile:
    cases.write_letter(archive, case, to=office.id, question=QUESTION, deadline=DEADLINE, who=lan.id)
    return cases.case_file(archive, case)


def sheet(asked: CaseFile, **mail: object) -> Sheet:
    return letters.sheet(asked, "1", settings=settings(**mail), source_names={"bao-mau": "Báo Mẫu"})


def word_lines(document: bytes) -> list[str]:
    made = Document(io.BytesIO(document))
    in_tables = [p.text for table in made.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return [*(paragraph.text for paragraph in made.paragraphs), *in_tables]


def test_the_letter_has_everything_that_the_official_form_asks_for(asked: CaseFile) -> None:
    day = local(now())
    wanted = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND TỈNH PHÚ GIANG",
        DESK.upper(),
        "Số: 1-1/HSKC",
        "V/v đề nghị cung cấp thông tin",
        f"Phú Giang, ngày {day.day:02} tháng {day.month:02} năm {day.year}",
        "Kính gửi: Sở Xây dựng tỉnh Phú Giang",
        f"“{CLAIM}”",
        "Tổng mức đầu tư được duyệt là bao nhiêu?",
        "Văn bản nào quyết định, ngày nào?",
        "Nơi nhận:",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ]
    written = sheet(asked)
    lines = word_lines(letters.document(written))
    for line in wanted:
        assert line in lines
        assert line in letters.html(written)
        assert line in letters.text(written)
    assert any(DEADLINE.strftime("%d/%m/%Y") in line for line in lines)


def test_the_claim_stands_once_with_where_it_was_read(archive: Archive, lan: Person, office: Agency) -> None:
    pair = plant_pair(archive)
    with archive.writing() as connection:
        recording.record(
            connection,
            Content(title="Cầu tốn 2.510 tỷ đồng", text="Cầu tốn 2.510 tỷ đồng.", published_at=NOON),
            source_id="bao-mau",
            keys={addresses.normalise("https://b.example/1"): "https://b.example/1"},
            channel=Channel.FEED,
            fetched_at=NOON,
        )
    claim = "Cầu tốn 2.150 tỷ đồng."
    cases.open_from_flag(archive, plant_flag(archive, pair), who=lan.id, reason=REASON)
    cases.write_letter(archive, "1", to=office.id, question=QUESTION, deadline=DEADLINE, who=lan.id)
    mail = {"host": "mail.example.vn", "sender": "Điểm Báo <diem-bao@ban-tin.example.vn>"}
    written = sheet(cases.case_file(archive, "1"), **mail)
    for told in (letters.text(written), "\n".join(word_lines(letters.document(written)))):
        assert told.count(claim) == 1
        assert "- Báo Mẫu https://a.example/1" in told
        assert "- Báo Mẫu, 22/11/2026: “Cầu tốn 2.510 tỷ đồng.” https://b.example/1" in told
        assert "địa chỉ thư điện tử diem-bao@ban-tin.example.vn chậm nhất là ngày" in told
        assert "<" not in told


def test_an_ordinary_letter_is_one_page_and_its_head_does_not_wrap(asked: CaseFile, tmp_path: Path) -> None:
    office, reader = shutil.which("libreoffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("there is no LibreOffice or no pdftotext on this machine")
    (tmp_path / "letter.docx").write_bytes(letters.document(sheet(asked)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "letter.docx"]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    read = subprocess.run([reader, "-layout", tmp_path / "letter.pdf", "-"], check=True, capture_output=True, text=True)
    [page, after] = unicodedata.normalize("NFC", read.stdout).split("\f")
    assert after == ""
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "V/v đề nghị cung cấp thông tin", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert line in page


def test_the_letter_asks_for_nothing_but_information(asked: CaseFile) -> None:
    said = fold(letters.text(sheet(asked))).lower()
    for word in ("go bo", "xoa", "ha bai", "chan ", "thu hoi", "xu phat", "xu ly"):
        assert word not in said


def test_the_same_letter_is_the_same_file(asked: CaseFile) -> None:
    assert letters.document(sheet(asked)) == letters.document(sheet(asked))


def test_what_people_typed_is_escaped(archive: Archive, lan: Person, office: Agency, case: str) -> None:
    question = "Số liệu <script>alert(1)</script> & “dấu” nào là đúng?"
    cases.write_letter(archive, case, to=office.id, question=question, deadline=DEADLINE, who=lan.id)
    written = cases.case_file(archive, case)
    assert "<script>alert" not in letters.html(sheet(written))
    assert question in word_lines(letters.document(sheet(written)))


def test_a_letter_is_mailed_once_with_its_word_file(
    archive: Archive, lan: Person, asked: CaseFile, server: Catcher
) -> None:
    number, mail = str(asked.case.number), server.settings.model_dump()
    case, _sending = letters.send(archive, number, "1", settings=settings(**mail), source_names={}, who=lan.id)
    assert (case.state, case.letters[0].sent_how) == (CaseState.ASKED, "mail")
    with pytest.raises(WrongStep):
        letters.send(archive, number, "1", settings=settings(**mail), source_names={}, who=lan.id)
    [message] = server.messages
    assert server.recipients == ["so-xay-dung@phu-giang.example.vn"]
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "cong-van-1-1.docx"
    assert attached.get_payload(decode=True) == letters.document(
        letters.sheet(asked, "1", settings=settings(**mail), source_names={})
    )


def test_a_letter_that_cannot_be_mailed_stays_a_draft(
    archive: Archive, lan: Person, asked: CaseFile, server: Catcher
) -> None:
    with pytest.raises(SettingsError):
        letters.send(archive, "1", "1", settings=settings(), source_names={}, who=lan.id)
    with pytest.raises(UnknownPerson):
        letters.send(archive, "1", "1", settings=settings(**server.settings.model_dump()), source_names={}, who="Ai Đó")
    assert server.messages == []
    server.refusals["RCPT"] = "550 no such office"
    with pytest.raises(MailError, match="no such office"):
        letters.send(archive, "1", "1", settings=settings(**server.settings.model_dump()), source_names={}, who=lan.id)
    assert cases.case_file(archive, "1").case.letters[0].sent_at is None
    assert cases.sent_on_paper(archive, "1", "1", who=lan.id).state is CaseState.ASKED


def test_a_letter_that_waits_for_the_server_is_not_sent_until_it_is(
    archive: Archive, lan: Person, asked: CaseFile
) -> None:
    with mail_server() as server:
        down = settings(**server.settings.model_dump())
    case, sending = letters.send(archive, "1", "1", settings=down, source_names={}, who=lan.id)
    assert sending.state is SendingState.CLAIMED
    assert "waits to be sent" in letters.told(sending)
    assert (case.state, case.letters[0].sent_at, case.letters[0].sent_how) == (CaseState.OPEN, None, "")
    assert case_words.sent(case.letters[0]) == "waits for the mail server"
    assert cases.listing(archive, [CaseState.ASKED]) == []
    with pytest.raises(WrongStep, match="not sent"):
        cases.record_answer(archive, "1", "1", answer="2.150 tỷ đồng.", who=lan.id)
    with mail_server() as server:
        mailing.deliver(archive, server.settings, only=[sending.id])
        assert len(server.messages) == 1
    [case] = cases.listing(archive, [CaseState.ASKED])
    assert (case.letters[0].sent_how, bool(case.letters[0].sent_at)) == ("mail", True)
    with pytest.raises(WrongStep, match="sent already"):
        cases.sent_on_paper(archive, "1", "1", who=lan.id)
    assert cases.record_answer(archive, "1", "1", answer="2.150 tỷ đồng.", who=lan.id).state is CaseState.OPEN
    actions = [entry.action for entry in cases.case_file(archive, "1").history]
    assert actions[-2:] == ["case-letter-mailed", "case-answered"]


def test_a_letter_that_is_refused_later_can_be_tried_anew(archive: Archive, lan: Person, asked: CaseFile) -> None:
    with mail_server() as server:
        down = settings(**server.settings.model_dump())
    _case, sending = letters.send(archive, "1", "1", settings=down, source_names={}, who=lan.id)
    with mail_server() as server:
        server.refusals["RCPT"] = "550 no such office"
        mailing.deliver(archive, server.settings, only=[sending.id])
        refused = cases.case_file(archive, "1").case
        assert (refused.state, refused.letters[0].sent_at) == (CaseState.OPEN, None)
        assert case_words.sent(refused.letters[0]) == "the mail was not sent: 550 no such office"
        server.refusals.clear()
        case, _sending = letters.send(
            archive, "1", "1", settings=settings(**server.settings.model_dump()), source_names={}, who=lan.id
        )
        assert (case.state, case.letters[0].sent_how) == (CaseState.ASKED, "mail")
        assert len(server.messages) == 1


def test_a_letter_that_went_out_on_paper_is_not_mailed_as_well(archive: Archive, lan: Person, asked: CaseFile) -> None:
    with mail_server() as server:
        down = settings(**server.settings.model_dump())
    letters.send(archive, "1", "1", settings=down, source_names={}, who=lan.id)
    case = cases.sent_on_paper(archive, "1", "1", who=lan.id)
    assert (case.state, case.letters[0].sent_how) == (CaseState.ASKED, "print")
    with mail_server() as server:
        mailing.deliver(archive, server.settings)
        assert server.messages == []


def test_an_answer_may_come_to_a_mail_that_may_have_been_lost(
    archive: Archive, lan: Person, asked: CaseFile, server: Catcher
) -> None:
    server.breaks_after_text = True
    case, sending = letters.send(
        archive, "1", "1", settings=settings(**server.settings.model_dump()), source_names={}, who=lan.id
    )
    assert sending.state is SendingState.HANDING_OVER
    assert case.letters[0].sent_at is None
    assert cases.record_answer(archive, "1", "1", answer="2.150 tỷ đồng.", who=lan.id).letters[0].answered_at


def test_an_agency_without_address_is_written_to_on_paper(archive: Archive, lan: Person, case: str) -> None:
    from diembao.archive import agencies

    with archive.writing() as connection:
        agencies.add(connection, name="UBND xã Tân Mỹ", actor=lan.id)
    cases.write_letter(archive, case, to="UBND xã Tân Mỹ", question=QUESTION, deadline=DEADLINE, who=lan.id)
    with pytest.raises(UsageError, match="no e-mail address"):
        letters.send(archive, case, "1", settings=settings(), source_names={}, who=lan.id)


def test_a_date_has_two_digits_as_offices_write_it() -> None:
    from diembao.core.i18n import speaking

    with speaking("vi"):
        assert letters._dated("", date(2026, 2, 3)) == "ngày 03 tháng 02 năm 2026"
