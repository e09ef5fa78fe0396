from dataclasses import replace

import pytest

from diembao.archive import Archive, suspects
from diembao.archive.suspects import Suspect
from diembao.core.models import Absence, Doubt
from tests.archive.conftest import NOON, Record, after


@pytest.fixture
def found(record: Record) -> Suspect:
    article_id = record("a", "https://bao-mau.example/bai-1.html").article_id
    return Suspect(article_id=article_id, reason=Doubt.SHORTER, digest="1" * 64, raw_digest="2" * 64, seen_at=NOON)


def meet(archive: Archive, suspect: Suspect) -> bool:
    with archive.writing() as connection:
        return suspects.meet(connection, suspect)


def waiting(archive: Archive, article_id: str) -> Suspect | None:
    with archive.reading() as connection:
        return suspects.of(connection, article_id)


def test_a_doubt_waits_for_a_second_visit_an_hour_later(archive: Archive, found: Suspect) -> None:
    assert not meet(archive, found)
    assert waiting(archive, found.article_id) == found
    assert not meet(archive, replace(found, seen_at=after(0.5)))
    assert meet(archive, replace(found, seen_at=after(1)))
    assert waiting(archive, found.article_id) is None


def test_another_doubt_begins_anew(archive: Archive, found: Suspect) -> None:
    meet(archive, found)
    missing = replace(found, reason=Absence.NOT_FOUND, digest="", raw_digest=None, seen_at=after(1))
    assert not meet(archive, missing)
    assert waiting(archive, found.article_id) == missing


def test_another_text_confirms_only_after_a_day(archive: Archive, found: Suspect) -> None:
    meet(archive, found)
    assert not meet(archive, replace(found, digest="3" * 64, seen_at=after(2)))
    assert meet(archive, replace(found, digest="4" * 64, seen_at=after(24)))


def test_a_doubt_that_is_over_is_forgotten(archive: Archive, found: Suspect) -> None:
    meet(archive, found)
    with archive.writing() as connection:
        suspects.clear(connection, found.article_id)
    assert not meet(archive, replace(found, seen_at=after(1)))
