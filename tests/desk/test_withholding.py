"""Withholding: who may, what goes, what stays, and what can still be done afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from diembao.archive import (
    Archive,
    article_addresses,
    articles,
    audit,
    flags,
    outbox,
    people,
    quarantine,
    recording,
    revisits,
    sendings,
    signatures,
    stories,
    unverified,
    validators,
    versions,
    visits,
)
from diembao.archive import withholdings as rows
from diembao.archive.flags import Run
from diembao.archive.quarantine import Quarantined
from diembao.archive.schema import raw_pages
from diembao.archive.schema import visits as visit_rows
from diembao.core.casework import Person, Role
from diembao.core.errors import NoReason, NotAllowed, UnknownArticle, UnknownWithholding, UsageError
from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.home import Home
from diembao.core.mailing import SendingKind, SendingState
from diembao.core.models import Annotation, Channel, Content, Outcome, Page
from diembao.desk import withholding
from diembao.desk.withholding import Withheld
from tests.desk.press import NOON, before

REASON = "Theo yêu cầu của người được nêu tên."
SECRET = "Ngần Xoẻn Loẳng ở số 7 ngõ Hòa Bình"
TEXT = f"Chị {SECRET}. Cầu Vàm Trúc nối hai bờ sông Hưng từ năm 2019."
URL = "https://bao-mau.example/1"


@pytest.fixture
def boss(archive: Archive) -> Person:
    with archive.writing() as connection:
        return people.add(connection, name="Lê Văn Bình", role=Role.ADMIN)


def fetch(
    archive: Archive, text: str = TEXT, *, url: str = URL, at: datetime = NOON, kept: bool = True
) -> tuple[str, Outcome]:
    page = Page(url=url, requested_url=url, status=200, headers=(), body=text.encode(), fetched_at=at)
    with archive.writing() as connection:
        recorded = recording.record(
            connection,
            Content(title="Cầu Vàm Trúc", text=text, published_at=at),
            source_id="bao-mau",
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
            raw_digest=archive.raw.put(connection, page) if kept else None,
        )
    return recorded.article_id, recorded.outcome


def withhold(
    archive: Archive, home: Home, article_id: str, who: Person, text: str = "", reason: str = REASON
) -> Withheld:
    if not text:
        return withholding.withhold_article(archive, home, article_id, who=who.id, reason=reason, source_names={})
    return withholding.withhold_passage(
        archive,
        home,
        article_id,
        text,
        who=who.id,
        reason=reason,
        source_names={},
        annotate=lambda content: Annotation(language="vi"),
    )


def texts(archive: Archive, article_id: str) -> list[str]:
    with archive.reading() as connection:
        return [version.content.text for version in versions.history(connection, article_id)]


def pages(archive: Archive) -> int:
    with archive.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(raw_pages)) or 0


def test_a_passage_goes_from_every_version_and_stays_away(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive, at=before(2))
    fetch(archive, TEXT + " Thêm một câu.", at=before(1))
    done = withhold(archive, home, article_id, boss, SECRET.upper())
    assert texts(archive, article_id) == [TEXT.replace(SECRET, "[…]"), TEXT.replace(SECRET, "[…]") + " Thêm một câu."]
    assert pages(archive) == 0
    assert done.withholding.passage and done.withholding.passage.words == 9
    # The same page again is the same text, and a new text comes without the passage and without its page.
    assert fetch(archive, TEXT + " Thêm một câu.") == (article_id, Outcome.UNCHANGED)
    assert fetch(archive, TEXT + " Thêm hai câu.") == (article_id, Outcome.CHANGED)
    assert texts(archive, article_id)[-1] == TEXT.replace(SECRET, "[…]") + " Thêm hai câu."
    with archive.reading() as connection:
        assert [version.raw_digest for version in versions.history(connection, article_id)] == [None] * 3


def test_a_withheld_article_is_nowhere_and_is_not_kept_again(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    other, _outcome = fetch(archive, "Một bài khác hẳn.", url="https://bao-mau.example/2")
    withhold(archive, home, article_id, boss)
    with archive.reading() as connection:
        assert articles.get(connection, [article_id]) == []
        assert articles.ids(connection) == [other] and articles.count(connection) == 1
        known = article_addresses.known(connection, URL)
        assert known and known.next_visit_at is None
        assert article_id in [article for _seq, article in outbox.peek(connection, 10)]
        assert article_id not in [article for _seq, article in unverified.peek(connection, 10)]
    assert fetch(archive, "Văn bản mới.", kept=False) == (article_id, Outcome.SKIPPED)
    assert texts(archive, article_id) == [] and pages(archive) == 1
    with pytest.raises(UnknownArticle, match="withheld already"):
        withhold(archive, home, article_id, boss)


def test_pages_of_its_address_that_came_to_nothing_go_too(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    page = Page(url=URL, requested_url=URL, status=200, headers=(), body=SECRET.encode(), fetched_at=NOON)
    with archive.writing() as connection:
        digest = archive.raw.put(connection, page)
        run = visits.begin(connection, "collect", NOON)
        failed = visits.Visit("bao-mau", URL, Channel.FEED, Outcome.QUARANTINED, NOON, "no-text", SECRET, None, digest)
        visits.add(connection, run, failed)
        waiting = Quarantined(URL, "bao-mau", "extract", "no-text", SECRET, digest, NOON, NOON)
        quarantine.put(connection, URL, waiting)
    withhold(archive, home, article_id, boss)
    assert pages(archive) == 0
    with archive.reading() as connection:
        assert quarantine.count(connection) == 0
        assert connection.scalar(sa.select(visit_rows.c.detail)) == ""


def test_a_story_goes_on_without_it_and_one_of_its_own_ends(archive: Archive, home: Home, boss: Person) -> None:
    ids = [fetch(archive, f"Bài {number}.", url=f"{URL}{number}", at=before(3 - number))[0] for number in range(3)]
    with archive.writing() as connection:
        stories.found(connection, {"s" * 26: ids[0], "t" * 26: ids[2]})
        stories.put(connection, {ids[0]: "s" * 26, ids[1]: "s" * 26, ids[2]: "t" * 26})
        signatures.put(connection, [signatures.Signature(article_id, 1, b"", b"") for article_id in ids])
        signatures.put_copies(connection, {ids[1]: (ids[0], 1.0)})
    done = withhold(archive, home, ids[0], boss)
    assert done.copies == (ids[1],)
    withhold(archive, home, ids[2], boss)
    with archive.reading() as connection:
        (story,) = stories.get(connection, ["s" * 26, "t" * 26])
        assert story.articles == (ids[1],) and story.founded_at == before(2)
        assert stories.count(connection) == 1
        assert stories.voices(connection, [ids[1]]) == {ids[1]: ids[1]}
        assert ids[1] in [article for _seq, article in unverified.peek(connection, 100)]


def test_flags_that_quote_it_go_and_others_name_it_no_longer(archive: Archive, home: Home, boss: Person) -> None:
    ids = [fetch(archive, f"Bài {number}.", url=f"{URL}{number}")[0] for number in range(3)]
    sides = [Passage(ref=ref, text=f"Câu {number}.") for number, ref in enumerate(ids)]
    several = [
        Finding(
            reason=FlagReason.CONFLICTING_FIGURES,
            claim=claim,
            evidence=evidence,
            score=0.9,
            also=((ids[0],), (ids[1],)),
        )
        for claim, evidence in ((sides[0], sides[1]), (sides[1], sides[2]))
    ]
    with archive.writing() as connection:
        for finding in several:
            flags.record(connection, finding, Run(rule="x/1", inputs=f'["{ids[0]}"]', output="{}", at=NOON))
    assert withhold(archive, home, ids[0], boss).flags == 1
    with archive.reading() as connection:
        assert flags.get(connection, several[0].key) is None
        left = flags.get(connection, several[1].key)
        assert left and left.finding.also == ((), (ids[1],))
        assert flags.runs(connection, several[1].key) == []  # it was given the text; the rule runs again
        assert ids[2] in [article for _seq, article in unverified.peek(connection, 100)]


def test_only_an_administrator_with_a_reason_that_quotes_nothing(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    with archive.writing() as connection:
        clerk = people.add(connection, name="Trần Thị Lan", role=Role.EDITOR)
    with pytest.raises(NotAllowed, match="Trần Thị Lan is no administrator"):
        withhold(archive, home, article_id, clerk)
    with pytest.raises(NoReason):
        withhold(archive, home, article_id, boss, reason="vì thế")
    with pytest.raises(UsageError, match="repeats what is to be withheld"):
        withhold(archive, home, article_id, boss, SECRET, reason=f"Vì có câu: {SECRET}.")
    with pytest.raises(UsageError, match="stands in no version"):
        withhold(archive, home, article_id, boss, "Ngần Xoẻn ở chỗ khác")
    with pytest.raises(UsageError, match="at least 3 words"):
        withhold(archive, home, article_id, boss, "Ngần Xoẻn")
    assert texts(archive, article_id) == [TEXT]
    assert withholding.entries(archive) == []


def test_the_log_says_who_and_why_and_nothing_of_the_text(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    withhold(archive, home, article_id, boss, SECRET)
    with archive.reading() as connection:
        (entry,) = audit.of(connection, article_id)
        assert (entry.action, entry.actor, entry.reason) == ("passage-withheld", boss.id, REASON)
        assert len(entry.data["hash"]) == 64 and "Xoẻn" not in repr(entry)
        assert audit.verify(connection).broken is None


def test_lifted_it_is_asked_for_again_and_the_article_is_the_same(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    done = withhold(archive, home, article_id, boss)
    withholding.lift(archive, done.withholding.id, who=boss.id, reason="Gia đình đã đồng ý cho hiển thị.")
    assert withholding.entries(archive) == []
    with archive.reading() as connection:
        assert revisits.due(connection, "bao-mau", datetime.now(UTC), 10) == [URL]
    assert fetch(archive) == (article_id, Outcome.CHANGED)
    assert texts(archive, article_id) == [TEXT]
    with pytest.raises(UnknownWithholding):
        withholding.lift(archive, done.withholding.id, who=boss.id, reason="Lần nữa thì không được.")
    (entry,) = withholding.entries(archive, lifted=True)
    assert entry.person == boss.name and entry.withholding.lifted_at


def test_a_mail_that_quotes_it_loses_its_text_and_is_not_sent(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    ids = []
    with archive.writing() as connection:
        for number, text in enumerate((SECRET, "Chuyện khác.")):
            mail = EmailMessage()
            mail.set_content(text, cte="base64")
            ids.append(
                sendings.claim(
                    connection,
                    key=f"k{number}",
                    kind=SendingKind.DIGEST,
                    recipient="a@b.example",
                    subject="Điểm báo",
                    message_id=f"<{number}@x>",
                    message=bytes(mail),
                    at=NOON,
                ).id
            )
    withhold(archive, home, article_id, boss, SECRET)
    with archive.reading() as connection:
        assert [bool(sendings.message(connection, each)) for each in ids] == [False, True]
        states = [found.state for each in ids if (found := sendings.get(connection, each))]
    assert states == [SendingState.FAILED, SendingState.CLAIMED]


def test_what_is_withheld_at_an_address_is_known_before_it_is_fetched(
    archive: Archive, home: Home, boss: Person
) -> None:
    article_id, _outcome = fetch(archive)
    with archive.reading() as connection:
        assert rows.at(connection, {URL: URL}, "bao-mau") is None
    withhold(archive, home, article_id, boss, SECRET)
    with archive.reading() as connection:
        held = rows.at(connection, {url: url for url in (URL, "https://bao-mau.example/2")}, "bao-mau")
        assert held and not held.whole and len(held.passages) == 1
    withhold(archive, home, article_id, boss)
    with archive.reading() as connection:
        held = rows.at(connection, {URL: URL}, "bao-mau")
        assert held and held.whole


def test_what_is_withheld_is_known_by_its_number_when_it_comes_from_another_address(
    archive: Archive, home: Home, boss: Person
) -> None:
    here, moved = (f"https://bao-mau.example/{path}-4420519.html" for path in ("thoi-su/cau", "xa-hoi/cau-moi"))
    article_id, _outcome = fetch(archive, url=here)
    withhold(archive, home, article_id, boss, SECRET)
    with archive.reading() as connection:
        held = rows.at(connection, {moved: moved}, "bao-mau")
        assert held and not held.whole
        assert rows.at(connection, {moved: moved}, "bao-khac") is None, "another outlet counts by itself"
    withhold(archive, home, article_id, boss)
    assert fetch(archive, url=moved, kept=False) == (article_id, Outcome.SKIPPED)
    with archive.reading() as connection:
        held = rows.at(connection, {moved: moved}, "bao-mau")
        assert held and held.whole


def test_what_is_withheld_no_longer_is_asked_for_in_full(archive: Archive, home: Home, boss: Person) -> None:
    article_id, _outcome = fetch(archive)
    with archive.writing() as connection:
        validators.put(connection, [URL], validators.Validators('"1"', "", NOON))
    kept = withhold(archive, home, article_id, boss, SECRET).withholding
    withholding.lift(archive, kept.id, who=boss.id, reason=REASON)
    with archive.reading() as connection:
        assert validators.get(connection, URL) is None
