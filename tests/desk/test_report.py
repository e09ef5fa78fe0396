"""The week's report: its sums, its form, and what it never counts."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from docx import Document
from ulid import ULID

from diembao.archive import Archive, annotation_store, articles, recording, schema, stories
from diembao.core import addresses
from diembao.core.casework import Agency, Person, Rating
from diembao.core.clock import VIETNAM, today
from diembao.core.models import Channel, Content
from diembao.core.settings import DeskSettings
from diembao.desk import report
from diembao.desk.casework import cases
from diembao.desk.report import Report
from diembao.pipeline import indexing
from diembao.pipeline.parts import Parts
from tests.desk.conftest import DESK, REASON

UNTIL = today()
OUTLETS = {"bao-mau": "Báo Mẫu", "bao-hai": "Báo Hai"}


def publish(parts: Parts, title: str, text: str, days_ago: int, source: str = "bao-mau") -> str:
    content = Content(
        title=title,
        text=text,
        published_at=datetime.combine(UNTIL - timedelta(days=days_ago), time(8), VIETNAM),
    )
    url = f"https://{source}.example/{title.replace(' ', '-')}"
    with parts.archive.writing() as connection:
        recorded = recording.record(
            connection,
            content,
            source_id=source,
            keys={addresses.normalise(url): url},
            channel=Channel.FEED,
            fetched_at=content.published_at or datetime.now(VIETNAM),
        )
        annotation_store.put(connection, recorded.article_id, 1, parts.annotator.annotate(content))
    return recorded.article_id


@pytest.fixture
def week(parts: Parts) -> Parts:
    """Two reports of one story, one report of another, and one from before the week."""
    flood = "Mưa lớn gây sạt lở đất ở Lào Cai, giao thông chia cắt, người dân sơ tán."
    bridge = "Dự án cầu Vàm Trúc được phê duyệt tổng mức đầu tư 2.150 tỷ đồng."
    ids = [
        publish(parts, "Sạt lở ở Lào Cai", flood, 0),
        publish(parts, "Lào Cai sạt lở nhiều nơi", flood + " Tin thêm.", 1, "bao-hai"),
        publish(parts, "Cầu Vàm Trúc được phê duyệt", bridge, 6),
        publish(parts, "Sạt lở tuần trước", flood, 7),
    ]
    with parts.archive.writing() as connection:
        flood_story, bridge_story, old_story = (str(ULID()) for _ in range(3))
        stories.found(connection, {flood_story: ids[0], bridge_story: ids[2], old_story: ids[3]})
        members = {ids[0]: flood_story, ids[1]: flood_story, ids[2]: bridge_story, ids[3]: old_story}
        stories.put(connection, members)
    indexing.drain(parts)
    parts.index.refresh()
    return parts


def made(parts: Parts, query: str = "") -> Report:
    return report.weekly(
        parts.archive,
        parts.index,
        until=UNTIL,
        query=query,
        topics=parts.topics,
        source_names=OUTLETS,
        desk=DESK,
    )


def conclude(archive: Archive, lan: Person) -> None:
    for number, rating in enumerate((Rating.FALSE, Rating.MISLEADING, Rating.FALSE), 1):
        claim = f"Cầu Vàm Trúc có vốn {number}.510 tỷ đồng."
        cases.open_from_question(archive, claim=claim, who=lan.id, reason=REASON)
        cases.add_evidence(archive, str(number), quote="Vốn là 2.150 tỷ đồng.", who=lan.id)
        cases.conclude(archive, str(number), rating=rating, reason=REASON, publisher=DESK, who=lan.id)


def test_the_sums_are_those_of_the_seven_days(week: Parts, lan: Person) -> None:
    conclude(week.archive, lan)
    found = made(week)
    assert (found.articles, found.stories) == (3, 2)
    assert [item.count for item in found.by_day] == [1, 0, 0, 0, 0, 1, 1]
    assert [(story.title, story.articles, story.voices) for story in found.top_stories] == [
        ("Lào Cai sạt lở nhiều nơi", 2, 2),
        ("Cầu Vàm Trúc được phê duyệt", 1, 1),
    ]
    assert "Lào Cai" in [item.name for item in found.by_place]
    assert (len(found.opened), len(found.answered), len(found.concluded)) == (3, 0, 3)
    assert found.concluded[0].conclusion == f"Theo {DESK}: sai sự thật"


def test_a_query_narrows_the_articles(week: Parts) -> None:
    found = made(week, "cầu")
    assert (found.articles, found.stories) == (1, 1)


def test_a_week_without_anything_says_so(parts: Parts) -> None:
    found = made(parts)
    assert found.articles == 0
    desk = DeskSettings()
    assert "không có bài" in report.html(found, desk)
    assert report.document(found, desk)


def test_page_and_word_file_say_the_same(week: Parts, lan: Person) -> None:
    conclude(week.archive, lan)
    found, desk = made(week), DeskSettings(name=DESK, superior="UBND tỉnh Phú Giang")
    lines = [paragraph.text for paragraph in Document(io.BytesIO(report.document(found, desk))).paragraphs]
    page = report.html(found, desk)
    assert "UBND TỈNH PHÚ GIANG" in lines
    assert any("Báo cáo tuần" in line or "BÁO CÁO" in line for line in lines)
    shown = re.sub(r"</?a\b[^>]*>", "", page)
    for line in lines:
        assert line in shown
    assert lines.index("- Lào Cai sạt lở nhiều nơi (Báo Hai; 2 bài trong tuần, 2 nguồn độc lập)")
    assert report.document(found, desk) == report.document(found, desk)


def test_of_a_story_only_the_title_is_the_link(week: Parts) -> None:
    found = made(week)
    url = "https://bao-mau.example/Cầu-Vàm-Trúc-được-phê-duyệt"
    assert f'>- <a href="{url}">Cầu Vàm Trúc được phê duyệt</a> (Báo Mẫu; ' in report.html(found, DeskSettings())
    word = Document(io.BytesIO(report.document(found, DeskSettings())))
    assert "Cầu Vàm Trúc được phê duyệt" in [link.text for each in word.paragraphs for link in each.hyperlinks]


def test_voices_are_those_of_the_week(week: Parts) -> None:
    """What else a story has had counts as little as the articles do."""
    with week.archive.reading() as connection:
        ids = {one.content.title: one.id for one in articles.following(connection, "", 1_000)}
        story_id = stories.story_of(connection, ids.values())[ids["Sạt lở ở Lào Cai"]]
    with week.archive.writing() as connection:
        stories.move(connection, ids["Sạt lở tuần trước"], story_id)
        for title in ("Sạt lở ở Lào Cai", "Lào Cai sạt lở nhiều nơi"):
            values = {"article_id": ids[title], "origin_id": ids["Sạt lở tuần trước"], "containment": 1.0}
            connection.execute(schema.copies.insert(), values)
    assert {(one.articles, one.voices) for one in made(week).top_stories} == {(2, 1), (1, 1)}


def test_answers_are_counted_not_cases(week: Parts, lan: Person, office: Agency, case: str) -> None:
    for question in ("Tổng mức đầu tư của cầu là bao nhiêu?", "Công trình được khởi công vào ngày nào?"):
        deadline = today() + timedelta(days=5)
        letter = cases.write_letter(
            week.archive, case, to=office.id, question=question, deadline=deadline, who=lan.id
        ).letters[-1]
        cases.sent_on_paper(week.archive, case, letter.id, who=lan.id)
        cases.record_answer(week.archive, case, letter.id, answer="2.150 tỷ đồng.", who=lan.id)
    found = made(week)
    assert (len(found.answered), found.answers) == (1, 2)
    assert "trả lời nhận được: 2;" in report.text(found)


def test_a_title_that_ends_in_a_stop_leaves_none_inside_the_line(week: Parts, case: str) -> None:
    line = report.text(made(week)).splitlines()[-1]
    assert line == "- Hồ sơ số 1: Cầu Vàm Trúc có tổng mức đầu tư 2.150 tỷ đồng (đang xem xét)."


def test_nothing_is_counted_by_outlet_or_author(week: Parts, lan: Person) -> None:
    """Each outlet's name stands at most beside a quoted report; no figure hangs on it, in any form of the report."""
    conclude(week.archive, lan)
    found = made(week)
    plain = json.loads(json.dumps(asdict(found), default=str))
    assert set(plain) == {
        "since",
        "until",
        "query",
        "made_at",
        "articles",
        "in_home_province",
        "stories",
        "by_topic",
        "by_day",
        "by_place",
        "top_stories",
        "opened",
        "answered",
        "answers",
        "concluded",
    }
    named = [path for path, value in leaves(plain) if any(name in str(value) for name in (*OUTLETS, *OUTLETS.values()))]
    assert {path[0] for path in named} == {"top_stories"}
    assert {path[-1] for path in named} == {"source", "url"}
    assert not any(word in str(key) for path, _value in leaves(plain) for key in path for word in ("flag", "author"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        return [(path, value)]
    return [leaf for key, child in items for leaf in leaves(child, (*path, key))]
