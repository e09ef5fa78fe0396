"""What a press review says, on paper, on a page and as text."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from lxml import html

from diembao.archive import Archive, articles, flags, people, stories
from diembao.core import i18n
from diembao.core.casework import Role
from diembao.core.errors import UsageError
from diembao.core.findings import Finding, FlagReason, FlagState, Passage
from diembao.core.reviews import Review, ReviewStep
from diembao.desk.review import editing as reviewing
from diembao.desk.review import pages as review_pages
from diembao.desk.review.document import document
from diembao.desk.review.sheets import Sheet, sheet
from diembao.nlp import Topic
from tests.desk.press import DAY, NOON, before, report, story
from tests.services import absent

TOPICS = (
    Topic(id="environment", name_vi="Bảo vệ môi trường", name_en="Environment"),
    Topic(id="development", name_vi="Phát triển", name_en="Development"),
)
NAMES = {"bao-mau": "Báo Mẫu", "bao-song": "Báo Sông"}
NASTY = "<script>alert(1)</script> & “Tít” {{ 7*7 }} \ufffe 🌧"

Make = Callable[[Review], Sheet]


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    i18n.use("vi")


@pytest.fixture(autouse=True)
def analyst(archive: Archive) -> None:
    with archive.writing() as connection:
        people.add(connection, name="Lê Thu An", role=Role.ANALYST)


@pytest.fixture
def make(archive: Archive) -> Make:
    def make(review: Review) -> Sheet:
        saved = reviewing.save(archive, reviewing.load(archive, DAY), review, ReviewStep.STORY_ADDED, who="Lê Thu An")
        return sheet(archive, saved, topics=TOPICS, source_names=NAMES, desk="Ban Thông tin")

    return make


@pytest.fixture
def refs(archive: Archive) -> list[str]:
    return [
        report(archive, "Nước sông Phú lên nhanh", lead="Lũ vượt báo động 2.", topic="environment", at=before(3)),
        report(archive, "Sông Phú vượt báo động 2", topic="environment", source="bao-song", at=before(2)),
        report(archive, "Hợp long cầu Vàm Trúc", lead="Nhịp cuối đã nối.", topic="development", url="urn:sha256:0"),
    ]


@pytest.fixture
def review(archive: Archive, refs: list[str]) -> Review:
    flood, bridge = story(archive, refs[:2]), story(archive, refs[2:])
    review = reviewing.with_story(Review(day=DAY, revision=0), bridge, "development")
    review = reviewing.with_story(review, flood, "environment")
    review = reviewing.with_note(review, flood, "Mưa lớn kéo dài.\nĐề nghị theo dõi.")
    return reviewing.with_intro(review, "Báo chí tập trung đưa tin lũ.")


def confirmed(archive: Archive, refs: list[str], state: FlagState) -> Finding:
    finding = Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=refs[0], text="Lũ làm 12 nhà ngập."),
        evidence=Passage(ref=refs[1], text="Có 21 nhà bị ngập."),
        score=0.9,
        values=("12 nhà", "21 nhà"),
    )
    with archive.writing() as connection:
        flags.record(connection, finding, flags.Run(rule="t/1", inputs="{}", output="[]", at=NOON))
        flags.set_state(connection, finding.key, state)
    return finding


def lines(content: bytes) -> list[tuple[str, str]]:
    made = docx.Document(io.BytesIO(content))
    return [(paragraph.style.name, paragraph.text) for paragraph in made.paragraphs if paragraph.style]


def test_the_document_has_the_usual_form(make: Make, review: Review) -> None:
    assert lines(document(make(review))) == [
        ("Agency", "BAN THÔNG TIN"),
        ("Title", "ĐIỂM BÁO NGÀY 22/11/2026"),
        ("Review Date", "Chủ Nhật, ngày 22 tháng 11 năm 2026"),
        ("Body Text", "Báo chí tập trung đưa tin lũ."),
        ("Heading 1", "I. BẢO VỆ MÔI TRƯỜNG"),
        ("Heading 2", "1. Nước sông Phú lên nhanh"),
        ("Body Text", "Mưa lớn kéo dài."),
        ("Body Text", "Đề nghị theo dõi."),
        ("Source Line", "Nguồn: Báo Mẫu (22/11/2026 09:00); cùng 1 bài khác."),
        ("Heading 1", "II. PHÁT TRIỂN"),
        ("Heading 2", "1. Hợp long cầu Vàm Trúc"),
        ("Body Text", "Nhịp cuối đã nối."),
        ("Source Line", "Nguồn: Báo Mẫu (22/11/2026 12:00)."),
        ("Signature Line", "NGƯỜI ĐIỂM BÁO"),
        ("Signature Line", "Lê Thu An"),
    ]


def test_page_fonts_and_links_are_those_of_an_office(make: Make, review: Review) -> None:
    made = docx.Document(io.BytesIO(document(make(review))))
    section = made.sections[0]
    lengths = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(length.cm, 1) for length in lengths if length is not None] == [21, 29.7, 3, 2]
    assert "PAGE" in section.header._element.xml and not section.first_page_header.paragraphs[0].text
    for name in ("Normal", "Heading 1", "Heading 2", "Title", "Body Text"):
        fonts = made.styles[name].element.rPr.rFonts
        assert set(fonts.attrib.values()) == {"Times New Roman"}, name
    assert made.styles["Normal"].font.size == Pt(14)
    assert not made.tables
    links = [link for paragraph in made.paragraphs for link in paragraph.hyperlinks]
    assert [(link.text, link.address[:23]) for link in links] == [
        ("Báo Mẫu (22/11/2026 09:00)", "https://bao-mau.example")
    ]


def test_the_same_review_gives_the_same_bytes(make: Make, review: Review) -> None:
    made = make(review)
    first = document(made)
    assert document(made) == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(first)).core_properties
    assert properties.author == properties.last_modified_by == "Lê Thu An"
    assert properties.modified.replace(tzinfo=None) == made.edited_at.replace(tzinfo=None, microsecond=0)


def test_reports_that_the_analyst_chose_stand_for_the_story(make: Make, review: Review, refs: list[str]) -> None:
    flood = review.items[1].story_id
    entry = make(reviewing.with_reports(review, flood, [refs[1], refs[0]])).sections[0].entries[0]
    assert entry.headline == "Sông Phú vượt báo động 2"
    assert [one.source for one in entry.reports] == ["Báo Sông", "Báo Mẫu"]
    assert entry.others == 0


@pytest.mark.parametrize("state", [FlagState.CONFIRMED, FlagState.CASE])
def test_a_flag_that_a_person_took_up_is_told_neutrally(
    archive: Archive, make: Make, review: Review, refs: list[str], state: FlagState
) -> None:
    confirmed(archive, refs, state)
    made = lines(document(make(review)))
    start = made.index(("Heading 1", "III. TIN ĐANG CẦN KIỂM CHỨNG"))
    said = [text for _style, text in made[start + 1 : start + 4]]
    assert "12 nhà" in said[0] and "21 nhà" in said[0]
    assert said[1:] == ["“Lũ làm 12 nhà ngập.” – Báo Mẫu.", "“Có 21 nhà bị ngập.” – Báo Sông."]


@pytest.mark.parametrize("state", [FlagState.OPEN, FlagState.REJECTED])
def test_what_only_the_machine_found_never_leaves_the_desk(
    archive: Archive, make: Make, review: Review, refs: list[str], state: FlagState
) -> None:
    confirmed(archive, refs, state)
    made = make(review)
    assert made.flags == ()
    for said in (
        review_pages.html(made),
        review_pages.text(made),
        "\n".join(text for _s, text in lines(document(made))),
    ):
        assert "12 nhà" not in said and "CẦN KIỂM CHỨNG" not in said


def test_a_flag_of_a_story_outside_the_review_is_not_told(
    archive: Archive, make: Make, review: Review, refs: list[str]
) -> None:
    confirmed(archive, refs, FlagState.CONFIRMED)
    assert make(reviewing.without_story(review, review.items[1].story_id)).flags == ()


def test_only_titles_and_leads_are_quoted(archive: Archive, make: Make, review: Review, refs: list[str]) -> None:
    made = make(reviewing.with_note(review, review.items[1].story_id, ""))
    with archive.reading() as connection:
        text = articles.get(connection, refs[:1])[0].content.text
    assert text not in review_pages.html(made)
    assert "Lũ vượt báo động 2." in review_pages.html(made)


def test_whatever_a_title_or_a_note_holds_stays_text(archive: Archive, make: Make) -> None:
    story_id = story(archive, [report(archive, NASTY, lead=NASTY)])
    review = reviewing.with_story(Review(day=DAY, revision=0), story_id, "deleted-topic")
    made = make(reviewing.with_title(reviewing.with_note(review, story_id, NASTY), NASTY))
    assert any("<script>alert(1)</script>" in text for _style, text in lines(document(made)))
    page = html.fromstring(review_pages.html(made))
    assert not page.xpath("//script")
    assert "<script>alert(1)</script> & “Tít” {{ 7*7 }}" in page.text_content()
    assert made.sections[0].name == "Tin khác"


def test_a_story_that_was_merged_is_found_under_its_old_id(
    archive: Archive, make: Make, review: Review, refs: list[str]
) -> None:
    older = story(archive, [report(archive, "Mưa lớn ở thượng nguồn", at=before(20))])
    with archive.writing() as connection:
        stories.merge(connection, older, review.items[1].story_id)
    entry = make(review).sections[0].entries[0]
    assert entry.story and entry.story.story.id == older
    assert entry.others == 2


def test_a_story_that_is_gone_is_left_out_and_said_to_be(make: Make, review: Review) -> None:
    made = make(reviewing.with_story(review, "gone", "environment"))
    assert [item.story_id for item in made.missing] == ["gone"]
    assert sum(len(section.entries) for section in made.sections) == 2


def test_page_and_text_say_what_the_document_says(make: Make, review: Review) -> None:
    made = make(review)
    page = html.fromstring(review_pages.html(made))
    plain = review_pages.text(made)
    for _style, said in lines(document(made)):
        assert said in " ".join(page.text_content().split())
    for said in ("ĐIỂM BÁO NGÀY 22/11/2026", "1. Nước sông Phú lên nhanh", "Đề nghị theo dõi.", "Lê Thu An"):
        assert said in plain
    assert [link.get("href")[:23] for link in page.xpath("//a")] == ["https://bao-mau.example"]


def test_a_review_that_nobody_has_begun_has_no_document(archive: Archive) -> None:
    with pytest.raises(UsageError, match=r"22/11/2026"):
        sheet(archive, reviewing.load(archive, DAY), topics=TOPICS, source_names=NAMES, desk="Ban")


def test_a_review_without_stories_says_so(make: Make) -> None:
    made = make(reviewing.with_intro(Review(day=DAY, revision=0), "Không có tin."))
    assert ("Body Text", "Chưa chọn tin nào.") in lines(document(made))


def test_libreoffice_opens_the_document(make: Make, review: Review, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        absent("libreoffice", "there is no LibreOffice on this machine")
    file = tmp_path / "diem-bao.docx"
    file.write_bytes(document(make(review)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tmp_path / "diem-bao.txt").is_file(), done.stderr
    text = (tmp_path / "diem-bao.txt").read_text(encoding="utf-8-sig")
    assert "I. BẢO VỆ MÔI TRƯỜNG" in text and "Nguồn: Báo Mẫu (22/11/2026 09:00); cùng 1 bài khác." in text
