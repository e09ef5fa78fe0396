"""Real feeds and real date strings."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from diembao.core.clock import local, local_day, now
from diembao.core.models import Channel, Door, Page, Source, SourceKind
from diembao.crawlers import dates
from diembao.crawlers.doors import feeds

pytestmark = pytest.mark.corpus

#: When the entries of each feed were published, read in the files by a person; Vietnamese clock.
PUBLISHED = {
    "dantri": ["2026-09-14 14:18:47", "2026-09-10 08:48:57"],
    "nhandan": ["2026-09-14 18:48:23", "2026-09-14 18:31:08"],
    "tuoitre": ["2026-09-14 07:37:00", "2026-09-14 01:22:00"],
    "vnexpress": ["2026-09-14 09:43:55", "2026-09-14 08:54:44", "2026-09-14 00:03:00"],
    "vov": ["2026-09-14 19:42:39", "2026-09-14 18:43:55"],
    "znews": ["2026-09-14 14:53:20", "2026-09-14 14:17:58"],
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_entries_of_real_feeds_are_read_to_the_second(corpus: Path, name: str) -> None:
    url = f"https://{name}.vn/rss"
    source = Source(id=name, name=name, publisher="-", kind=SourceKind.CENTRAL, domains=(f"{name}.vn",))
    page = Page(
        url=url,
        requested_url=url,
        status=200,
        headers=(),
        body=(corpus / "rss" / f"{name}.rss").read_bytes(),
        fetched_at=now(),
    )
    found = feeds.read(page, source, Door(url=url, channel=Channel.FEED)).listed
    read = [f"{local(item.published_at):%Y-%m-%d %H:%M:%S}" if item.published_at else "" for item in found]
    assert read == PUBLISHED[name]


def test_every_feed_of_the_corpus_is_in_the_table(corpus: Path) -> None:
    assert {file.stem for file in (corpus / "rss").glob("*.rss")} == PUBLISHED.keys()


def test_the_days_of_dated_articles_are_read(corpus: Path) -> None:
    """All but those of one crawl that wrote Vietnamese time as UTC: there the day differs in the evening."""
    differ: list[str] = []
    with gzip.open(corpus / "press" / "dated_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["date"] is None:
                assert dates.parse(row["date_raw"] or "") is None
                continue
            found = dates.parse(row["date_raw"])
            assert found is not None, row["date_raw"]
            if local_day(found).isoformat() != row["date"]:
                differ.append(row["date_raw"])
    assert all(re.fullmatch(r"[\d-]{10}, [\d:]{8}\+00:00", text) for text in differ)
    assert all(datetime.fromisoformat(text.replace(", ", "T")).hour >= 17 for text in differ)
    assert len(differ) == 218
