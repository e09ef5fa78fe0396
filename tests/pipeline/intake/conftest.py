"""Taking in pages, and what the archive then knows of an article."""

from datetime import timedelta

import pytest

from diembao.archive import (
    article_addresses,
    revisits,
    suspects,
    visits,
)
from diembao.archive.visits import Visit
from diembao.core.clock import now
from diembao.core.models import Absence, Doubt, Page, Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import NOON, URL, all_articles, html, page

KEY = "bao-mau.example/kinh-te/gia-gao-1.html"
LONG = [f"Đoạn {n} kể rằng xã số {n} có {n + 3} hộ phải di dời vì mưa lớn kéo dài suốt đêm." for n in range(12)]
HEADLINE = "Mười hai xã phải di dời dân trong đêm"


@pytest.fixture
def source(parts: Parts) -> Source:
    return parts.sources[0]


@pytest.fixture
def seen() -> list[Visit]:
    return []


@pytest.fixture
def intake(parts: Parts, seen: list[Visit]) -> Intake:
    with parts.archive.writing() as connection:
        return Intake(parts, visits.begin(connection, "collect", NOON), seen.append)


def long_page(*paragraphs: str, hours: float = 0, url: str = URL, title: str = HEADLINE, head: str = "") -> Page:
    """A page with a text that is long enough to be known by its words; ``hours``: when it is fetched, after noon."""
    return page(html(*paragraphs, title=title, head=head), url=url, at=NOON + timedelta(hours=hours))


def due(parts: Parts, hours: float) -> list[str]:
    """Addresses that are visited within so many hours from now."""
    with parts.archive.reading() as connection:
        return list(revisits.due(connection, "bao-mau", now() + timedelta(hours=hours), 10))


def doubt(parts: Parts) -> Doubt | Absence | None:
    """What waits for a second visit to the only article."""
    with parts.archive.reading() as connection:
        found = suspects.of(connection, all_articles(parts)[0].id)
    return found and found.reason


def next_visit_after(parts: Parts, hours: float) -> float | None:
    """Hours from this one after noon to the next visit of the article at ``URL``; None: none is planned."""
    with parts.archive.reading() as connection:
        known = article_addresses.known(connection, KEY)
    assert known
    return (known.next_visit_at - NOON).total_seconds() / 3600 - hours if known.next_visit_at else None
