"""Published conclusions: pages for people, ClaimReview for machines."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from diembao.archive import Archive, fact_checks
from diembao.core.casework import Agency, CaseState, Person, Rating
from diembao.core.clock import today
from diembao.core.errors import PublishingError, WrongStep
from diembao.core.home import Home
from diembao.desk.casework import cases, publishing
from diembao.desk.factchecks import claim_review
from tests.desk.conftest import CLAIM, DESK, REASON

ANSWER = "Tổng mức đầu tư là 2.150 tỷ đồng, theo Quyết định số 88."
WHY = "Quyết định số 88 ghi 2.150 tỷ đồng.\n\nCon số 2.510 là lỗi đánh máy </script><script>alert(1)</script>."


@pytest.fixture
def home(home: Home) -> Home:
    home.settings_file.write_text(
        f'[desk]\nname = "{DESK}"\npublished_url = "https://kiem-chung.example.vn/"\n', encoding="utf-8"
    )
    return Home(home.path)


@pytest.fixture
def concluded(archive: Archive, lan: Person, office: Agency, case: str) -> str:
    cases.write_letter(archive, case, to=office.id, question="Vốn là bao nhiêu tỷ?", deadline=today(), who=lan.id)
    cases.sent_on_paper(archive, case, "1", who=lan.id)
    cases.record_answer(archive, case, "1", answer=ANSWER, who=lan.id)
    cases.conclude(archive, case, rating=Rating.TRUE, reason=WHY, publisher=DESK, who=lan.id)
    return case


def publish(archive: Archive, home: Home, ref: str, who: Person) -> Path:
    return publishing.publish(archive, home, ref, source_names={}, who=who.id)


def structured(page: Path) -> Any:
    [script] = html.parse(page).findall(".//script")
    return json.loads(script.text)


def test_the_page_says_what_was_checked_on_which_evidence_and_who_concludes(
    archive: Archive, home: Home, lan: Person, concluded: str
) -> None:
    page = publish(archive, home, concluded, lan)
    assert page == home.path / "published" / "ho-so-1.html"
    shown = " ".join(html.parse(page).getroot().find("body").text_content().split())
    for text in (CLAIM, f"Theo {DESK}: Đúng", "Trần Thị Lan", "Tổng mức đầu tư là 2.510 tỷ đồng.", ANSWER, "alert(1)"):
        assert text in shown
    assert "Sở Xây dựng tỉnh Phú Giang trả lời" in shown
    assert cases.case_file(archive, concluded).case.state is CaseState.PUBLISHED


def test_the_claim_review_is_complete_and_can_be_taken_over_by_another_desk(
    archive: Archive, home: Home, lan: Person, concluded: str
) -> None:
    page = publish(archive, home, concluded, lan)
    review = structured(page)
    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == CLAIM
    assert review["url"] == "https://kiem-chung.example.vn/ho-so-1.html"
    assert review["datePublished"] == today().isoformat()
    assert review["author"] == {"@type": "Organization", "name": DESK}
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "Đúng",
    }
    for name in ("ho-so-1.html", "claim-reviews.json"):
        [read] = claim_review.read((home.published_folder / name).read_text(encoding="utf-8"))
        assert (read.claim, read.rating, read.publisher, read.problem) == (CLAIM, Rating.TRUE, DESK, "")
    with archive.reading() as connection:
        assert fact_checks.every(connection)[0].url == review["url"]


def test_a_desk_that_was_renamed_publishes_under_its_new_name_once(
    archive: Archive, home: Home, lan: Person, concluded: str
) -> None:
    home.settings_file.write_text('[desk]\nname = "Bàn tin mới"\n', encoding="utf-8")
    publish(archive, Home(home.path), concluded, lan)
    with archive.reading() as connection:
        assert [item.publisher for item in fact_checks.every(connection)] == ["Bàn tin mới"]


def test_only_a_conclusion_is_published_and_only_once(archive: Archive, home: Home, lan: Person, case: str) -> None:
    with pytest.raises(WrongStep):
        publish(archive, home, case, lan)
    cases.conclude(archive, case, rating=Rating.UNPROVEN, reason=REASON, publisher=DESK, who=lan.id)
    publish(archive, home, case, lan)
    with pytest.raises(WrongStep):
        publish(archive, home, case, lan)


def test_the_page_of_a_case_that_was_opened_again_says_so_and_keeps_its_address(
    archive: Archive, home: Home, lan: Person, concluded: str
) -> None:
    page = publish(archive, home, concluded, lan)
    index = home.published_folder / "index.html"
    assert "ho-so-1.html" in index.read_text(encoding="utf-8")
    publishing.reopen(archive, home, concluded, source_names={}, who=lan.id, reason="Có văn bản mới cần xem xét.")
    text = page.read_text(encoding="utf-8")
    assert "đang kiểm chứng lại" in text
    assert "ClaimReview" not in text
    assert "ho-so-1.html" not in index.read_text(encoding="utf-8")
    assert list(claim_review.read((home.published_folder / "claim-reviews.json").read_text(encoding="utf-8"))) == []
    cases.conclude(archive, concluded, rating=Rating.FALSE, reason=REASON, publisher=DESK, who=lan.id)
    publish(archive, home, concluded, lan)
    assert "Sai sự thật" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("unwritable", ["ho-so-1.html", "index.html", "claim-reviews.json"])
def test_a_page_that_cannot_be_written_leaves_the_case_as_it_was(
    archive: Archive, home: Home, lan: Person, concluded: str, unwritable: str
) -> None:
    blocked = home.published_folder / f".{unwritable}.new"
    blocked.mkdir(parents=True)
    with pytest.raises(PublishingError, match="cannot be written"):
        publish(archive, home, concluded, lan)
    assert cases.case_file(archive, concluded).case.state is CaseState.CONCLUDED
    assert not (home.published_folder / "ho-so-1.html").exists()
    blocked.rmdir()
    page = publish(archive, home, concluded, lan)
    said = page.read_text(encoding="utf-8")
    blocked.mkdir()
    with pytest.raises(PublishingError, match="cannot be written"):
        publishing.reopen(archive, home, concluded, source_names={}, who=lan.id, reason=REASON)
    assert cases.case_file(archive, concluded).case.state is CaseState.PUBLISHED
    assert page.read_text(encoding="utf-8") == said
    blocked.rmdir()
    publishing.reopen(archive, home, concluded, source_names={}, who=lan.id, reason=REASON)
    assert "đang kiểm chứng lại" in page.read_text(encoding="utf-8")


def test_two_people_who_publish_at_once_lose_no_entry_of_the_list(archive: Archive, home: Home, lan: Person) -> None:
    numbers = [str(n) for n in range(1, 9)]
    for number in numbers:
        claim = f"Cầu số {number} ở huyện Vàm Trúc có vốn 2.150 tỷ đồng."
        cases.open_from_question(archive, claim=claim, who=lan.id, reason=REASON)
        cases.add_evidence(archive, number, quote="Vốn là 2.150 tỷ đồng.", who=lan.id)
        cases.conclude(archive, number, rating=Rating.TRUE, reason=REASON, publisher=DESK, who=lan.id)
    with ThreadPoolExecutor(4) as desk:
        list(desk.map(lambda number: publish(archive, home, number, lan), numbers))
    index = (home.published_folder / "index.html").read_text(encoding="utf-8")
    assert all(f"ho-so-{number}.html" in index for number in numbers)
    assert len(list(claim_review.read((home.published_folder / "claim-reviews.json").read_text("utf-8")))) == 8


def test_lost_pages_are_written_anew_to_the_byte(archive: Archive, home: Home, lan: Person, concluded: str) -> None:
    publish(archive, home, concluded, lan)
    cases.open_from_question(archive, claim="Cầu Rạch Miễu dài 2.150 m.", who=lan.id, reason=REASON)

    def files() -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in home.published_folder.iterdir()}

    for published in (True, False):
        if not published:
            publishing.reopen(archive, home, concluded, source_names={}, who=lan.id, reason=REASON)
        before = files()
        shutil.rmtree(home.published_folder)
        written = publishing.write_pages(archive, home, source_names={})
        assert [file.name for file in written] == sorted(before)
        assert files() == before
