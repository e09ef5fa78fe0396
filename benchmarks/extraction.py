"""``python -m benchmarks.extraction FOLDER``: reading articles off saved pages, next to trafilatura with its metadata.

Both are given the same bytes, in turn, several times; the fastest run of each page counts, so that other work on the
machine weighs little. Our reading is measured with the outlets' profiles and as if no outlet had one.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from diembao.core.models import Channel, Listed, Page, Source, SourceKind
from diembao.crawlers.extraction import extract
from diembao.crawlers.profiles import ProfileLookup, shipped_profiles

_URL = "https://saved.example/thoi-su/mot-bai-bao-da-luu-lai-100001.html"
_SOURCE = Source(id="saved", name="", publisher="", kind=SourceKind.CENTRAL, domains=("saved.example",))
_LISTED = Listed(url=_URL, source_id="saved", channel=Channel.ADDED)
_ROUNDS = 7


def measure(folder: Path) -> dict[str, float]:
    """Milliseconds a page of each, and how many times as fast ours is.

    :param folder: of ``reference.jsonl`` and the gzipped pages that it names.
    """
    references = (folder / "reference.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [gzip.decompress((folder / json.loads(line)["file"]).read_bytes()) for line in references]
    shipped, none = shipped_profiles(), ProfileLookup([])
    readers: dict[str, Callable[[bytes], object]] = {
        "with_profiles": lambda body: extract(_page(body), _LISTED, _SOURCE, shipped),
        "without_profiles": lambda body: extract(_page(body), _LISTED, _SOURCE, none),
        "trafilatura": lambda body: trafilatura.bare_extraction(body, with_metadata=True),
    }
    fastest = {name: [float("inf")] * len(pages) for name in readers}
    for _round in range(_ROUNDS):
        for place, body in enumerate(pages):
            for name, read in readers.items():
                started = time.process_time()
                read(body)
                fastest[name][place] = min(fastest[name][place], time.process_time() - started)
    a_page = {name: 1000 * sum(times) / len(times) for name, times in fastest.items()}
    return {
        "pages": len(pages),
        **{f"{name}_ms": round(value, 2) for name, value in a_page.items()},
        "ratio_with_profiles": round(a_page["trafilatura"] / a_page["with_profiles"], 2),
        "ratio_without_profiles": round(a_page["trafilatura"] / a_page["without_profiles"], 2),
    }


def _page(body: bytes) -> Page:
    at = datetime(2026, 3, 8, tzinfo=UTC)
    return Page(url=_URL, requested_url=_URL, status=200, headers=(), body=body, fetched_at=at)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=2))
