"""Claims that the press denies: proposed, taken over by a person, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diembao.archive import Archive, audit, fact_checks, recording
from diembao.core.casework import Person, Rating
from diembao.core.clock import now
from diembao.core.errors import UsageError
from diembao.core.models import Channel, Content
from diembao.desk.factchecks import mining
from diembao.verify import denials
from diembao.verify.reports import Report

TEXT = "UBND huyện Tân Lợi Đông bác bỏ thông tin cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn. Cầu vẫn an toàn."
CLAIM = "Cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn"
NAMES = {"bao-mot": "Báo Một"}


def put(archive: Archive, text: str = TEXT, *, days_ago: int = 1) -> None:
    url = f"https://bao-mot.example/{abs(hash(text))}"
    at = now() - timedelta(days=days_ago)
    with archive.writing() as connection:
        recording.record(
            connection,
            Content(title="Cầu vẫn an toàn", text=text, published_at=at),
            source_id="bao-mot",
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
        )


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (TEXT, [CLAIM]),
        (
            "Tin hồ Suối Mây ở huyện Ea Lâm sắp vỡ đập là bịa đặt, huyện cho biết.",
            ["Hồ Suối Mây ở huyện Ea Lâm sắp vỡ đập"],
        ),
        ("Thông tin này là sai.", []),
        ("Tôi phủ nhận mọi chuyện mà người ta kể về cây cầu ấy.", []),
        ("Cầu Vàm Rạch bị sập một nhịp sau trận mưa lớn.", []),
    ],
)
def test_what_a_report_denies(text: str, claims: list[str]) -> None:
    assert [claim for claim, _said in denials.denied_claims(Report(id="a", title="Tin", text=text))] == claims


def test_proposed_and_taken_over_in_a_persons_name(archive: Archive, lan: Person) -> None:
    put(archive)
    put(archive, "Tin đê biển xã An Lạc Đông bị vỡ là bịa đặt, xã cho biết.", days_ago=30)
    (item,) = mining.mined(archive, NAMES)
    assert (item.claim, item.publisher) == (CLAIM, "Báo Một")
    with archive.reading() as connection:
        assert fact_checks.every(connection) == []
    taken = mining.take(archive, item.key, NAMES, who=lan.id, claim="Cầu Vàm Rạch bị sập sau trận mưa lớn.")
    with archive.reading() as connection:
        (kept,) = fact_checks.every(connection)
        (entry,) = audit.of(connection, kept.id)
    assert (kept.publisher, kept.rating, kept.summary) == ("Báo Một", Rating.FALSE, item.sentence)
    assert entry.actor == lan.id and kept.claim == taken.claim
    assert mining.mined(archive, NAMES) == []  # also under other words
    with pytest.raises(UsageError):
        mining.take(archive, item.key, NAMES, who=lan.id)


def test_an_opinion_is_not_taken_over(archive: Archive, lan: Person) -> None:
    put(archive)
    (item,) = mining.mined(archive, NAMES)
    with pytest.raises(UsageError, match="opinion"):
        mining.take(archive, item.key, NAMES, who=lan.id, claim="Ông chủ tịch huyện thật là kém cỏi!")
