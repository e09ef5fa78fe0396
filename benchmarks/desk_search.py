"""``python -m benchmarks.desk_search HOME``: a search as the dashboard asks it, in one process.

300 queries drawn by seed from the archive's own titles; each gives 20 hits with highlights and passages, four facets
and a histogram. The peer is the index alone with one hit: the ratio says what the page around it costs.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from diembao.archive import articles
from diembao.core.home import Home
from diembao.core.text import fold, index_form, words
from diembao.desk.search import search
from diembao.index import parse
from diembao.pipeline.parts import Parts

_QUERIES = 300


def queries(titles: list[str], seed: int = 7) -> list[str]:
    """One to three words of a title, a phrase of two, or words typed without marks, in turn."""
    draw = random.Random(seed)
    found: list[str] = []
    while len(found) < _QUERIES:
        title = words(index_form(draw.choice(titles)))
        if len(title) < 4:
            continue
        start = draw.randrange(len(title) - 2)
        match len(found) % 3:
            case 0:
                found.append(" ".join(draw.sample(title, draw.randint(1, 3))))
            case 1:
                found.append(f'"{title[start]} {title[start + 1]}"')
            case _:
                found.append(fold(" ".join(title[start : start + 3])))
    return found


def measure(path: Path) -> None:
    """Ask and report."""
    with Parts(Home(path)) as parts:
        with parts.archive.reading() as connection:
            titles = [article.content.title for article in articles.newest(connection, 5000)]
        asked = queries(titles)
        whole, bare = [], []
        for text in asked:
            started = time.perf_counter()
            page = search(parts.archive, parts.index, text)
            whole.append(time.perf_counter() - started)
            assert page.total, text
            started = time.perf_counter()
            parts.index.search(parse(text), limit=1)
            bare.append(time.perf_counter() - started)
    p50, p95 = statistics.median(whole) * 1000, statistics.quantiles(whole, n=20)[18] * 1000
    ratio = statistics.median(whole) / statistics.median(bare)
    print(f"desk search: {len(asked)} queries, p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest {max(whole) * 1000:.1f} ms")
    print(f"  {ratio:.1f} times the bare index")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
