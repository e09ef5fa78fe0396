"""Shorthand for files to import, pages to take in, and what a home then holds."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from diembao.archive import articles, outbox
from diembao.core import i18n
from diembao.core.models import Article, Channel, Listed, Page
from diembao.pipeline.parts import Parts
from tests.databases import KINDS

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
URL = "https://bao-mau.example/kinh-te/gia-gao-1.html"
WriteLines = Callable[..., Path]


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """Each test runs on both."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def line(number: int = 1, **more: Any) -> dict[str, Any]:
    """One line of a file, with everything that it needs."""
    return {
        "title": f"Bài số {number}",
        "text": f"Giá gạo hôm nay là {number} đồng.",
        "url": f"https://bao-mau.example/bai-{number}.html",
        "date": "2026-11-20T08:00:00+07:00",
    } | more


@pytest.fixture
def write_lines(tmp_path: Path) -> WriteLines:
    """Writes a JSON Lines file of objects, or of texts as they are."""

    def write(*entries: dict[str, Any] | str, name: str = "bai-cu.jsonl") -> Path:
        file = tmp_path / name
        file.write_text(
            "".join((e if isinstance(e, str) else json.dumps(e, ensure_ascii=False)) + "\n" for e in entries)
        )
        return file

    return write


def all_articles(parts: Parts) -> list[Article]:
    with parts.archive.reading() as connection:
        return articles.following(connection, "", 1_000_000)


def waiting(parts: Parts) -> int:
    """How many articles wait for the index."""
    with parts.archive.reading() as connection:
        return outbox.pending(connection)


def indexed(parts: Parts) -> int:
    """How many articles the index holds."""
    parts.index.refresh()
    return parts.index.count()


def listed(url: str = URL, **more: Any) -> Listed:
    return Listed(**{"url": url, "source_id": "bao-mau", "channel": Channel.FEED, **more})


def html(*paragraphs: str, title: str = "Giá gạo tăng trở lại", head: str = "") -> str:
    """A page that is an article."""
    texts = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<html><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">{head}</head>'
        f"<body><article><h1>{title}</h1>{texts}</article></body></html>"
    )


def page(body: str, url: str = URL, at: datetime = NOON) -> Page:
    return Page(
        url=url,
        requested_url=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body.encode(),
        fetched_at=at,
    )


FIRST = "Giá gạo tại các tỉnh đồng bằng sông Cửu Long hôm nay tăng thêm hai trăm đồng mỗi ký so với hôm qua."
SECOND = "Nông dân cho biết vụ mùa năm nay được thu hoạch sớm hơn mọi năm nhờ thời tiết thuận lợi suốt mùa mưa."
