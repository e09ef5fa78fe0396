"""Shorthand for contents, fetches and pages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diembao.archive import Archive, articles, outbox, recording
from diembao.archive.recording import Recorded
from diembao.core import addresses, i18n
from diembao.core.models import Article, Channel, Content, Page, Provenance
from tests.databases import KINDS

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
PLAIN = "https://www.bao-mau.example/bai-1.html"
Record = Callable[..., Recorded]


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """Each test runs on both."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def content(text: str = "Giá gạo tăng.", title: str = "Giá gạo", **more: Any) -> Content:
    if "published_at" in more:
        more.setdefault("published_from", Provenance.JSON_LD)
    return Content(title=title, text=text, **more)


def page(body: str, *, url: str = "https://bao-mau.example/bai-1", at: datetime = NOON, **headers: str) -> Page:
    return Page(
        url=url,
        requested_url=url,
        status=200,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body.encode(),
        fetched_at=at,
    )


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def get(archive: Archive, article_id: str) -> Article:
    """An article as it stands."""
    with archive.reading() as connection:
        return articles.get(connection, [article_id])[0]


def waiting(archive: Archive) -> list[str]:
    """Ids of the entries in the outbox, in their order."""
    with archive.reading() as connection:
        return [article_id for _seq, article_id in outbox.peek(connection, 100)]


def drain(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.remove(connection, outbox.pending_seqs(connection))


@pytest.fixture
def record(archive: Archive) -> Record:
    """Records a fetch: the text, then every address of the fetch in order."""

    def record(text: str, *urls: str, source: str = "bao-mau", at: datetime = NOON, **more: Any) -> Recorded:
        given = more.pop("content", None) or content(text)
        with archive.writing() as connection:
            return recording.record(
                connection,
                given,
                source_id=source,
                keys={addresses.normalise(url): url for url in urls},
                channel=more.pop("channel", Channel.FEED),
                fetched_at=at,
                **more,
            )

    return record
