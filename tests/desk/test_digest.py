"""What a subscriber's mail says: new stories by topic and province, decided flags, conclusions, gaps; and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

import pytest

from diembao.archive import Archive, audit, cases, flags, marks, people, schema, visits
from diembao.core import i18n
from diembao.core.casework import Rating, Role
from diembao.core.clock import VIETNAM
from diembao.core.findings import WHYS, Finding, FlagReason, FlagState, Passage
from diembao.core.mailing import Subscriber
from diembao.core.models import Channel, Door, Source, SourceKind
from diembao.core.settings import DeskSettings, Settings
from diembao.desk.casework import cases as casework
from diembao.desk.digest import contents as digests
from diembao.desk.digest.contents import MOST_STORIES, SETTLING, Digest, compose, due_at, key
from diembao.desk.digest.mail import Letterhead, Mail, render
from diembao.desk.digest.rounds import Office, preview
from diembao.desk.flagged import decide
from diembao.pipeline import verifying
from diembao.pipeline.parts import Parts
from tests.desk.press import DAY, NOON, before, report, story
from tests.verify.texts import BRIDGE, FIRE, RICE

#: When the mail of the day is made: a moment after the newest report.
NOW = NOON + timedelta(seconds=1)
WHY = "Đã đối chiếu hai bài, con số khác nhau thật."
SOURCES = tuple(
    Source(id=name, name=f"Báo {name.title()}", publisher="Sở", kind=SourceKind.LOCAL, domains=(f"{name}.example",))
    for name in ("anh", "binh", "cuong", "dung")
)
Compose = Callable[..., Digest]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("vi")
    monkeypatch.setattr(digests, "now", lambda: NOW)


@pytest.fixture
def composed(archive: Archive) -> Compose:
    def composed(*topics: str, province_only: bool = False, sources: Sequence[Source] = SOURCES) -> Digest:
        return compose(archive, sources, reader(*topics, province_only=province_only), DAY)

    return composed


def reader(*topics: str, province_only: bool = False) -> Subscriber:
    return Subscriber(
        id="01READER",
        name="Văn phòng",
        email="vp@example.vn",
        topics=topics,
        province_only=province_only,
        time=time(6, 30),
        added_at=before(1000),
    )


def mail(found: Digest) -> Mail:
    desk = DeskSettings.model_validate({"name": "Bàn tin Phú Giang", "province": "Phú Giang"})
    return render(found, Letterhead(desk, {"environment": "Môi trường"}, "tin@example.vn"))


def titles(found: Digest) -> list[str]:
    return [entry.title for entry in (*found.home, *found.elsewhere)]


def flag(archive: Archive, first: str, second: str, story_id: str, state: FlagState | None) -> str:
    finding = Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=first, text="Cầu tốn 2.150 tỷ đồng."),
        evidence=Passage(ref=second, text="Cầu tốn 2.510 tỷ đồng."),
        score=0.9,
        values=("2.150 tỷ đồng", "2.510 tỷ đồng"),
        subject="vốn đầu tư",
    )
    with archive.writing() as connection:
        run = flags.Run(rule="test/1", inputs="{}", output="[]", at=NOON)
        flags.record(connection, finding, run, story_id=story_id)
        if not people.listing(connection):
            people.add(connection, name="Lê Thu", role=Role.ANALYST)
    if state:
        decide(archive, finding.key, state, why=WHYS[state][0], note=WHY, who="Lê Thu")
    return finding.key


def test_new_stories_of_the_topics_come_own_province_first_then_by_voices(archive: Archive, composed: Compose) -> None:
    story(archive, [report(archive, "Một báo", topic="environment")])
    story(
        archive, [report(archive, "Hai báo", topic="environment"), report(archive, "Hai báo nữa", topic="environment")]
    )
    story(archive, [report(archive, "Trong tỉnh", topic="environment", home=True, at=before(5))])
    story(archive, [report(archive, "Chủ đề khác", topic="development")])
    story(archive, [report(archive, "Không chủ đề")])
    assert titles(composed("environment")) == ["Trong tỉnh", "Hai báo", "Một báo"]
    assert titles(composed("environment", province_only=True)) == ["Trong tỉnh"]
    assert set(titles(composed("development", "environment"))) == {"Trong tỉnh", "Hai báo", "Một báo", "Chủ đề khác"}
    assert len(titles(composed())) == 5


def test_copies_stand_under_the_text_that_they_copy(archive: Archive, composed: Compose) -> None:
    origin = report(archive, "Bản gốc", source="anh", at=before(3))
    other = report(archive, "Bài riêng", source="binh", at=before(2))
    copies = [report(archive, "Bản gốc", source=source, at=before(1)) for source in ("cuong", "dung", "binh")]
    story(archive, [origin, other], copies=copies)
    found = composed()
    entry = found.elsewhere[0]
    assert (entry.voices, entry.more) == (2, 0)
    assert [(one.title, one.source, one.copies) for one in entry.reports] == [
        ("Bản gốc", "Báo Anh", 3),
        ("Bài riêng", "Báo Binh", 0),
    ]
    assert "và 3 báo đăng lại" in mail(found).html
    assert "và 3 báo đăng lại" in mail(found).text


def test_nothing_is_told_twice(archive: Archive, composed: Compose) -> None:
    """Neither a story without a new text, nor one that was only printed again."""
    old = report(archive, "Cũ", at=before(30))
    story(archive, [old, report(archive, "Bài mới của chuyện cũ", at=before(2))])
    again = report(archive, "Chuyện in lại", at=before(30))
    story(archive, [again], copies=[report(archive, "Chuyện in lại", at=before(1))])
    found = composed()
    assert titles(found) == ["Bài mới của chuyện cũ"]
    assert found.elsewhere[0].voices == 2
    assert [one.title for one in found.elsewhere[0].reports] == ["Bài mới của chuyện cũ"]


def test_a_digest_begins_where_the_last_one_ended(archive: Archive, composed: Compose) -> None:
    assert composed().since == NOW - timedelta(hours=24)

    def ended(day_before: int, at: datetime) -> None:
        with archive.writing() as connection:
            marks.put(connection, key(reader(), DAY - timedelta(day_before)), at)

    ended(7, before(24 * 7.5))
    assert composed().since == NOW - timedelta(days=7), "a long silence is made good as far as it is news"
    ended(3, before(71))
    assert composed().since == before(71)
    ended(1, before(29.5))
    assert composed().since == before(29.5)


def sees(archive: Archive, ref: str, at: datetime) -> None:
    """Let an article have been met first at an instant."""
    with archive.writing() as connection:
        connection.execute(schema.articles.update().where(schema.articles.c.id == ref).values(first_seen_at=at))


def next_days(monkeypatch: pytest.MonkeyPatch, archive: Archive, told: Digest) -> Digest:
    """The mail of the day after one that was sent."""
    with archive.writing() as connection:
        marks.put(connection, key(told.subscriber, told.day), told.until)
    day = told.day + timedelta(days=1)
    monkeypatch.setattr(digests, "now", lambda: NOW + (day - DAY))
    return compose(archive, SOURCES, told.subscriber, day)


def test_an_outlet_that_was_down_over_the_weekend_is_told_once_it_is_met(
    archive: Archive, composed: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is first sight; what was old already when it was met, as in an archive, is no news."""
    for title, days in (("Thứ bảy", 2.2), ("Đầu tuần trước", 6.9), ("Từ kho lưu trữ", 7.3)):
        ref = report(archive, title, at=before(24 * days))
        story(archive, [ref])
        sees(archive, ref, before(4))
    found = composed()
    assert set(titles(found)) == {"Thứ bảy", "Đầu tuần trước"}
    assert not titles(next_days(monkeypatch, archive, found))


def test_what_waits_for_its_story_is_told_by_the_next_mail(
    parts: Parts, archive: Archive, composed: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fetched 11:30 and 11:55, the mail 12:00, grouped 12:10: no story is lost and none told twice."""
    texts = [*FIRE[:1], *BRIDGE[:1], *RICE[:1]]
    for (title, body), hours in zip(texts, (1.0, 0.5, 5 / 60), strict=True):
        report(archive, title, lead=body, at=before(hours))
        if hours == 1.0:
            verifying.drain(parts)
    first = composed()
    assert (titles(first), first.until) == ([FIRE[0][0]], before(0.5))
    verifying.drain(parts)
    second = next_days(monkeypatch, archive, first)
    assert second.since == first.until
    assert set(titles(second)) == {BRIDGE[0][0], RICE[0][0]}
    assert not titles(next_days(monkeypatch, archive, second))


def test_old_texts_that_wait_hold_up_no_mail(archive: Archive, composed: Compose) -> None:
    ref = report(archive, "Từ kho lưu trữ", at=before(24 * 400))
    sees(archive, ref, before(4))
    assert composed().until == NOW


def test_while_pages_are_fetched_the_last_minutes_are_left_to_the_next_mail(
    archive: Archive, composed: Compose
) -> None:
    with archive.writing() as connection:
        run = visits.begin(connection, "collect", before(1))
    assert composed().until == NOW - SETTLING
    with archive.writing() as connection:
        visits.finish(connection, run, NOON, {})
    assert composed().until == NOW


def test_the_outlets_own_page_may_follow_its_copies(archive: Archive, composed: Compose) -> None:
    """The print dated first speaks for a text, but if a copy was met before, the text is told already."""
    origin = report(archive, "Bản gốc", source="anh", at=before(32))
    copy = report(archive, "Bản gốc", source="binh", at=before(31))
    story(archive, [origin], copies=[copy])
    sees(archive, origin, before(2))
    assert not titles(composed())


def test_an_article_that_is_dated_ahead_is_told(archive: Archive, composed: Compose) -> None:
    ahead = report(archive, "Hẹn giờ đăng", at=NOON + timedelta(minutes=20))
    story(archive, [ahead])
    with archive.writing() as connection:
        seen = schema.articles.update().where(schema.articles.c.id == ahead)
        connection.execute(seen.values(first_seen_at=NOON - timedelta(minutes=5)))
    assert titles(composed()) == ["Hẹn giờ đăng"]


def test_a_day_that_is_over_ends_at_the_subscribers_time(archive: Archive) -> None:
    for hours, title in ((5, "Sau giờ gửi"), (6, "Trước giờ gửi")):
        story(archive, [report(archive, title, at=NOON - timedelta(days=1, hours=hours))])
    found = compose(archive, SOURCES, reader(), DAY - timedelta(days=1))
    assert found.until == datetime(2026, 11, 21, 6, 30, tzinfo=VIETNAM) == due_at(reader(), found.day)
    assert titles(found) == ["Trước giờ gửi"]


def test_what_is_gone_at_its_source_is_not_linked(archive: Archive, composed: Compose) -> None:
    gone, other, alone = (report(archive, title) for title in ("Đã gỡ", "Còn", "Gỡ hết"))
    story(archive, [gone, other])
    story(archive, [alone])
    with archive.writing() as connection:
        removed = schema.articles.update().where(schema.articles.c.id.in_([gone, alone]))
        connection.execute(removed.values(removed_at=NOON))
    assert titles(composed()) == ["Còn"]


@pytest.mark.parametrize("state", [None, FlagState.REJECTED, FlagState.CONFIRMED])
def test_only_what_a_person_confirmed_is_told_and_takes_no_side(
    archive: Archive, composed: Compose, state: FlagState | None
) -> None:
    pair = [report(archive, f"Bài {name}", source=name, topic="environment") for name in ("anh", "binh")]
    told = flag(archive, pair[0], pair[1], story(archive, pair), state)
    found = composed("environment")
    made = mail(found)
    if state is not FlagState.CONFIRMED:
        assert not found.flags
        assert "kiểm chứng" not in made.html + made.text
        return
    assert [one.key for one in found.flags] == [told]
    assert [quote.publisher for quote in found.flags[0].quotes] == ["Báo Anh", "Báo Binh"]
    for quoted in ("2.150 tỷ đồng", "2.510 tỷ đồng", "https://anh.example/", "https://binh.example/"):
        assert quoted in made.html
        assert quoted in made.text
    assert not composed("development").flags


def test_that_somebody_opened_a_case_is_not_told_as_confirmed(archive: Archive, composed: Compose) -> None:
    pair = [report(archive, f"Bài {name}", source=name) for name in ("anh", "binh")]
    key = flag(archive, pair[0], pair[1], story(archive, pair), None)
    casework.open_from_flag(archive, key, claim="Cầu Mơ tốn 2.150 tỷ đồng.", who="Lê Thu", reason=WHY)
    made = mail(composed())
    for said in (made.html, made.text):
        assert "2.510 tỷ đồng" in said
        assert "Cán bộ bàn tin đã lập hồ sơ kiểm chứng việc này" in said
        assert "xác nhận" not in said


def test_a_flag_is_told_until_its_case_is_concluded(archive: Archive, composed: Compose) -> None:
    pair = [report(archive, f"Bài {name}", source=name) for name in ("anh", "binh")]
    key = flag(archive, pair[0], pair[1], story(archive, pair), FlagState.CONFIRMED)
    case = casework.open_from_flag(archive, key, claim="Cầu Mơ tốn 2.150 tỷ đồng.", who="Lê Thu", reason=WHY)
    assert [one.key for one in composed().flags] == [key]
    casework.conclude(archive, case.id, rating=Rating.FALSE, reason=WHY, publisher="Bàn tin", who="Lê Thu")
    assert not composed().flags
    casework.reopen(archive, case.id, who="Lê Thu", reason=WHY)
    assert [one.key for one in composed().flags] == [key]


def test_a_decision_on_an_older_story_is_told_to_those_whom_it_concerns(
    archive: Archive, composed: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = [report(archive, f"Bài {name}", source=name, topic="environment", at=before(60)) for name in ("anh", "binh")]
    told = flag(archive, pair[0], pair[1], story(archive, pair), FlagState.CONFIRMED)
    with archive.reading() as connection:
        at = audit.of(connection, told)[-1].at
    monkeypatch.setattr(digests, "now", lambda: at + timedelta(minutes=1))
    monkeypatch.setattr(digests, "local_day", lambda instant: DAY)
    assert [one.key for one in composed("environment").flags] == [told]
    assert not composed("development").flags
    assert not composed("environment", province_only=True).flags
    monkeypatch.setattr(digests, "now", lambda: at + timedelta(hours=25))
    assert not composed("environment").flags, "told already"


def test_a_conclusion_is_told_as_that_of_the_desk(
    archive: Archive, composed: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.writing() as connection:
        who = people.add(connection, name="Lê Thu", role=Role.ANALYST).id
        case = cases.open_case(connection, title="Vỡ đập", claim="Đập Sông Mơ đã vỡ.", actor=who, reason=WHY)
        cases.conclude(connection, case, rating=Rating.FALSE, conclusion="Ban quản lý: đập an toàn.", actor=who)
        at = cases.get(connection, [case])[0].concluded_at
    assert at
    monkeypatch.setattr(digests, "now", lambda: at + timedelta(minutes=1))
    monkeypatch.setattr(digests, "local_day", lambda instant: DAY)
    found = composed()
    text = mail(found).text
    assert "“Đập Sông Mơ đã vỡ.”" in text
    assert "Theo Bàn tin Phú Giang: " in text
    assert "Lê Thu" not in text
    monkeypatch.setattr(digests, "now", lambda: at - timedelta(minutes=1))
    assert not composed().conclusions


def test_sources_that_fail_are_named_with_since_when(
    archive: Archive, composed: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://anh.example/rss"
    source = Source(
        id="anh", name="Báo Anh", publisher="Sở", kind=SourceKind.LOCAL, domains=("anh.example",),
        doors=(Door(url=url, channel=Channel.FEED),),
    )  # fmt: skip
    for hours, reason in enumerate(("", "unreachable"), start=1):
        assert not composed(sources=[source]).gaps
        with archive.writing() as connection:
            visits.note_door(connection, "anh", source.doors[0], NOON, listed=0, reason=reason)
        monkeypatch.setattr(digests, "now", lambda at=NOW + timedelta(hours=hours): at)
    found = composed(sources=[source])
    assert [(gap.source, gap.answers, gap.since) for gap in found.gaps] == [("Báo Anh", False, NOON)]
    assert "Báo Anh: không truy cập được từ 22/11/2026 12:00." in mail(found).text


@pytest.mark.parametrize(("days", "told"), [(1, False), (6.9, False), (7, True), (16, True), (40, True)])
def test_sources_that_answer_but_bring_nothing_are_named_for_as_long(
    archive: Archive, composed: Compose, days: float, told: bool
) -> None:
    """Measured at the last look: that nobody looked is no silence of the source."""
    door = Door(url="https://anh.example/rss", channel=Channel.FEED)
    source = dataclasses.replace(SOURCES[0], doors=(door,))
    report(archive, "Bài cuối cùng", source="anh", at=before(24 * days))
    with archive.writing() as connection:
        visits.note_door(connection, "anh", door, NOON, listed=20)
    found = composed(sources=[source])
    assert [gap.since for gap in found.gaps] == ([before(24 * days)] if told else [])
    if days == 16:
        assert "Báo Anh: vẫn truy cập được nhưng không có tin mới từ ngày 06/11/2026." in mail(found).text


def test_only_an_admin_is_told_what_to_do_about_sources(archive: Archive, composed: Compose) -> None:
    door = Door(url="https://anh.example/rss", channel=Channel.FEED)
    other = Door(url="https://anh.example/sitemap.xml", channel=Channel.SITEMAP)
    source = dataclasses.replace(SOURCES[0], doors=(door, other))
    with archive.writing() as connection:
        visits.note_door(connection, source.id, door, NOON, listed=20)
        visits.note_door(connection, source.id, other, NOON, listed=0, reason="timeout")
        people.add(connection, name="Lê Thu", role=Role.ANALYST, email=reader().email)
    found = composed(sources=[source])
    assert not found.troubled
    assert not found.gaps  # news comes in by the other door
    with archive.writing() as connection:
        people.add(connection, name="Trần An", role=Role.ADMIN, email=reader().email.upper())
    found = composed(sources=[source])
    assert [one.source.id for one in found.troubled] == [source.id]
    made = mail(found)
    for text in (made.text, made.html):
        assert "1 trong 2 kênh không đọc được" in text
        assert "Từ 22/11/2026 12:00." in text
        assert f"diembao sources check {source.id}" in text


def test_a_day_without_news_says_so(composed: Compose) -> None:
    made = mail(composed("environment", province_only=True))
    assert made.subject == "Bàn tin Phú Giang, 22/11/2026: không có sự kiện mới"
    assert "Trong thời gian này không có sự kiện mới nào" in made.text
    assert "Chủ đề: Môi trường. Chỉ tin trong tỉnh." in made.text
    assert len(made.text) < 700


def test_more_stories_than_there_is_room_for_are_counted(archive: Archive, composed: Compose) -> None:
    for number in range(MOST_STORIES + 3):
        story(archive, [report(archive, f"Việc {number}", lead="Lời dẫn dài. " * 40)])
    found = composed()
    assert (len(found.elsewhere), found.left_out, found.stories) == (MOST_STORIES, 3, MOST_STORIES + 3)
    made = mail(found)
    assert "Còn 3 sự kiện khác" in made.text
    assert len(made.html.encode()) < 100_000, "mail programs cut off what is longer"


def test_stories_are_counted_before_the_cut(archive: Archive, composed: Compose) -> None:
    for number in range(MOST_STORIES + 5):
        story(archive, [report(archive, f"Việc {number}", home=True)])
    assert mail(composed()).subject.endswith("25 sự kiện mới, trong đó 25 trong tỉnh")


def test_hostile_titles_and_addresses_stay_text(archive: Archive, composed: Compose) -> None:
    hostile = "<script>alert(1)</script> & {{ 7 * 7 }} \"' javascript:"
    story(
        archive,
        [report(archive, hostile, lead="<img src=x onerror=alert(1)>", url="https://anh.example/%22onload=%22")],
    )
    made = mail(composed())
    assert "<script>" not in made.html
    assert "<img" not in made.html
    assert "&lt;script&gt;" in made.html
    assert hostile in made.text
    assert 'onload="' not in made.html


def test_a_report_without_web_address_has_no_link(archive: Archive, composed: Compose) -> None:
    story(archive, [report(archive, "Từ tệp nhập", url="urn:sha256:1234")])
    made = mail(composed())
    assert "urn:" not in made.html + made.text
    assert "Từ tệp nhập" in made.html


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_both_forms_say_the_same_in_the_desks_language(archive: Archive, language: str) -> None:
    pair = [report(archive, f"Bài {name}", source=name, home=True, lead="Lời dẫn.") for name in ("anh", "binh")]
    flag(archive, pair[0], pair[1], story(archive, pair), FlagState.CONFIRMED)
    values = {"desk": {"language": language}, "mail": {"sender": "tin@example.vn"}}
    office = Office(archive=archive, settings=Settings.model_validate(values), sources=SOURCES, topics=())
    i18n.use("en" if language == "vi" else "vi")
    spoken = i18n.language()
    _digest, made = preview(office, reader(), DAY)
    own, other = ("Trong tỉnh", "In the province")[:: 1 if language == "vi" else -1]
    neutral = {"vi": "Cần kiểm chứng", "en": "Needs checking"}[language]
    for said in ("Bài anh", "Bài binh", "Lời dẫn.", "Báo Anh", "22/11/2026 12:00", "tin@example.vn", own, neutral):
        assert said.casefold() in made.html.casefold()
        assert said.casefold() in made.text.casefold()
    assert other not in made.html
    assert f'lang="{language}"' in made.html
    assert i18n.language() == spoken, "the reader of the screen keeps the own language"
