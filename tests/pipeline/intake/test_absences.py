"""Articles that are not at their address any more."""

from datetime import timedelta

import pytest

from diembao.archive.visits import Visit
from diembao.core.models import Absence, Outcome, Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import FIRST, NOON, SECOND, URL, all_articles, html, listed, page
from tests.pipeline.intake.conftest import HEADLINE, LONG, doubt, due, long_page, next_visit_after


def test_a_removal_is_noted_once_and_a_page_that_never_was_an_article_has_failed(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.gone(source, listed(), 404)
    intake.page(source, listed(), page(html(FIRST)))
    intake.gone(source, listed(), 410)
    intake.gone(source, listed(), 410)
    assert [visit.outcome for visit in seen] == [Outcome.FAILED, Outcome.NEW, Outcome.REMOVED, Outcome.FAILED]
    (article,) = all_articles(parts)
    assert article.removed_at
    assert not intake.wanted([listed()])
    assert seen[2].article_id == article.id


def test_one_404_may_be_a_slip_and_the_second_an_hour_later_is_a_removal(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    for hours in (1.0, 1.5, 2.0, 3.0):
        monkeypatch.setattr("diembao.pipeline.intake.receiving.now", lambda at=NOON + timedelta(hours=hours): at)
        intake.gone(source, listed(), 404)
    assert [visit.outcome for visit in seen[1:]] == [Outcome.FAILED, Outcome.FAILED, Outcome.REMOVED, Outcome.FAILED]
    (article,) = all_articles(parts)
    assert (article.removed_at, article.removed_because) == (NOON + timedelta(hours=2), Absence.NOT_FOUND)
    assert next_visit_after(parts, 0) == 6, "it may come back"
    intake.page(source, listed(), long_page(*LONG, hours=6))
    assert all_articles(parts)[0].removed_at is None
    assert seen[-1].outcome is Outcome.UNCHANGED


def test_a_410_is_a_removal_at_once(parts: Parts, intake: Intake, source: Source, seen: list[Visit]) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.gone(source, listed(), 410)
    assert all_articles(parts)[0].removed_because is Absence.GONE


@pytest.mark.parametrize(
    ("url", "body", "because"),
    [
        ("https://bao-mau.example/", html(FIRST), Absence.REDIRECTED),
        ("https://bao-mau.example/kinh-te", "<html><body>Kinh tế</body></html>", Absence.REDIRECTED),
        ("https://bao-mau.example/kinh-te/bai-khac-han-234567.html", html(FIRST, SECOND), Absence.REDIRECTED),
        (URL, html("Mời bạn về trang chủ.", title="Không tìm thấy trang"), Absence.PLACEHOLDER),
        (URL, "<html><head><title>404 Not Found</title></head><body></body></html>", Absence.PLACEHOLDER),
        (
            URL,
            html("Bài viết bạn tìm không có ở đây. " * 5, title="Trang bạn yêu cầu không tồn tại"),
            Absence.PLACEHOLDER,
        ),
    ],
)
def test_what_leads_elsewhere_or_says_that_nothing_is_there_is_a_removal_at_the_second_visit(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], url: str, body: str, because: Absence
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), page(body, url=url, at=NOON + timedelta(hours=1)))
    assert (all_articles(parts)[0].removed_at, doubt(parts)) == (None, because)
    intake.page(source, listed(), page(body, url=url, at=NOON + timedelta(hours=2)))
    (article,) = all_articles(parts)
    assert (article.removed_because, article.version, article.content.title) == (because, 1, HEADLINE)
    assert [visit.outcome for visit in seen[1:]] == [Outcome.FAILED, Outcome.REMOVED]


def test_a_page_that_says_that_nothing_is_there_becomes_no_article(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    body = html("Bài viết bạn tìm không có ở đây. " * 5, title="Trang bạn yêu cầu không tồn tại")
    intake.page(source, listed(), page(body))
    assert (seen[0].outcome, seen[0].reason) == (Outcome.QUARANTINED, "placeholder")
    report = html(*LONG, title="Lỗi 404 là gì và cách sửa trên trang của bạn")
    intake.page(source, listed("https://bao-mau.example/2.html"), page(report, url="https://bao-mau.example/2.html"))
    assert seen[1].outcome is Outcome.NEW


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_moved_is_not_removed_because_its_old_address_ends(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    old = "https://bao-mau.example/kinh-te/muoi-hai-xa-4420519.html"
    new = "https://bao-mau.example/xa-hoi/di-doi-dan-trong-dem-4420519.html"

    def gone(url: str, hours: float) -> None:
        monkeypatch.setattr("diembao.pipeline.intake.receiving.now", lambda: NOON + timedelta(hours=hours))
        intake.gone(source, listed(url), status)

    intake.page(source, listed(old), long_page(*LONG, url=old))
    intake.page(source, listed(new), long_page(*LONG, url=new, hours=1))
    gone(old, 6)
    assert due(parts, 0) == [new], "the second look goes where it was met, too"
    intake.page(source, listed(new), long_page(*LONG, url=new, hours=7))
    assert (doubt(parts), all_articles(parts)[0].url, all_articles(parts)[0].removed_at) == (None, new, None)
    gone(new, 24)
    assert all_articles(parts)[0].removed_at is None
    gone(old, 25)
    assert all_articles(parts)[0].removed_at
    assert [visit.outcome for visit in seen[3:]] == [Outcome.UNCHANGED, Outcome.FAILED, Outcome.REMOVED]
