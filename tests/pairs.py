"""Two reports that differ, and the flag on them, put straight into an archive."""

from __future__ import annotations

from datetime import UTC, datetime

from diembao.archive import Archive, flags, recording
from diembao.core import addresses
from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.models import Channel, Content

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def plant_article(archive: Archive, url: str, title: str, *, source: str = "bao-mau") -> str:
    """An article of one sentence; gives its id."""
    with archive.writing() as connection:
        return recording.record(
            connection,
            Content(title=title, text=f"{title}."),
            source_id=source,
            keys={addresses.normalise(url): url},
            channel=Channel.FEED,
            fetched_at=NOON,
        ).article_id


def plant_pair(archive: Archive) -> tuple[str, str]:
    """Two articles that give different costs of one bridge."""
    return (
        plant_article(archive, "https://a.example/1", "Cầu tốn 2.150 tỷ đồng"),
        plant_article(archive, "https://b.example/1", "Cầu tốn 2.510 tỷ đồng"),
    )


def plant_flag(archive: Archive, pair: tuple[str, str]) -> str:
    """The flag on such a pair; gives its key."""
    finding = Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=Passage(ref=pair[0], text="Cầu tốn 2.150 tỷ đồng.", marks=((8, 21),)),
        evidence=Passage(ref=pair[1], text="Cầu tốn 2.510 tỷ đồng.", marks=((8, 21),)),
        score=0.9,
        values=("2.150 tỷ đồng", "2.510 tỷ đồng"),
    )
    with archive.writing() as connection:
        flags.record(connection, finding, flags.Run(rule="test/1", inputs="{}", output="[]", at=NOON))
    return finding.key
