"""What became of a flagged passage: still there, corrected, taken out, or its page gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import Archive, articles, recording, revisits
from diembao.core.findings import Part, Passage
from diembao.core.models import Absence, Channel, Content
from diembao.desk.following import Fate, follow
from tests.pairs import NOON

URL = "https://bao-mau.example/cau"
FIRST = "Cầu Vàm Sậy có tổng mức đầu tư 2.150 tỷ đồng."
SECOND = "Cầu được khởi công tại xã Hưng Lộc Tây vào năm 2024."
THIRD = "Đơn vị thi công đã bắc xong bốn nhịp chính qua sông."


def fetch(archive: Archive, *sentences: str, title: str = "Cầu Vàm Sậy hợp long") -> str:
    with archive.writing() as connection:
        return recording.record(
            connection,
            Content(title=title, text=" ".join(sentences)),
            source_id="bao-mau",
            keys={URL: URL},
            channel=Channel.FEED,
            fetched_at=NOON,
        ).article_id


@pytest.mark.parametrize(
    ("later", "fate", "now"),
    [
        ((FIRST, SECOND, THIRD), Fate.THERE, ""),
        ((THIRD, SECOND, FIRST), Fate.THERE, ""),
        ((FIRST.replace(".", " .").replace("Cầu", "CẦU"), SECOND, THIRD), Fate.THERE, ""),
        ((FIRST.replace("2.150", "2.510"), SECOND, THIRD), Fate.CORRECTED, FIRST.replace("2.150", "2.510")),
        ((SECOND, THIRD), Fate.REMOVED, ""),
    ],
)
def test_a_passage_is_looked_up_in_the_present_version(
    archive: Archive, later: tuple[str, ...], fate: Fate, now: str
) -> None:
    article_id = fetch(archive, FIRST, SECOND, THIRD)
    fetch(archive, *later, title="Cầu Vàm Sậy hợp long hôm nay")
    passage = Passage(ref=article_id, version=1, text=FIRST)
    with archive.reading() as connection:
        (article,) = articles.get(connection, [article_id])
        followed = follow(connection, passage, article)
    assert (followed.fate, followed.now, followed.version) == (fate, now, 2)


def test_a_headline_is_followed_too(archive: Archive) -> None:
    article_id = fetch(archive, SECOND, title="Cầu Vàm Sậy tốn 2.150 tỷ đồng")
    fetch(archive, SECOND, title="Cầu Vàm Sậy tốn 2.510 tỷ đồng")
    passage = Passage(ref=article_id, part=Part.TITLE, text="Cầu Vàm Sậy tốn 2.150 tỷ đồng")
    with archive.reading() as connection:
        (article,) = articles.get(connection, [article_id])
        followed = follow(connection, passage, article)
    assert (followed.fate, followed.now) == (Fate.CORRECTED, "Cầu Vàm Sậy tốn 2.510 tỷ đồng")


def test_a_page_that_is_gone_keeps_what_it_said(archive: Archive) -> None:
    article_id = fetch(archive, FIRST, SECOND)
    with archive.writing() as connection:
        revisits.mark_removed(connection, article_id, NOON + timedelta(days=1), Absence.GONE)
        (article,) = articles.get(connection, [article_id])
        followed = follow(connection, Passage(ref=article_id, text=FIRST), article)
    assert followed.fate is Fate.GONE
