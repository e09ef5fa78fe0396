"""How well articles are read off saved pages, beside other programs on the same pages: title, published minute, body.

The body is measured as F1 over its syllables, as a multiset: what both have, in relation to what each has. A lead is
part of the body, once: references print it as the first paragraph where readers see it there, we keep it apart. So it
is put in front of ours, and of a reference that does not begin with it; of another program's text the better of two
counts, as it is or with that program's description in front.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import trafilatura
from trafilatura.settings import Document

from diembao.core import addresses
from diembao.core.clock import VIETNAM
from diembao.core.models import Channel, Listed, Page, Source, SourceKind
from diembao.core.text import clean_line, index_form, nfc, words
from diembao.crawlers.catalogue import SourceLookup, load_sources
from diembao.crawlers.decoding import decode, document
from diembao.crawlers.extraction import Unusable, extract
from diembao.crawlers.extraction.structured import own_address

#: Where a saved page that names no address of its own is said to come from.
_NOWHERE = "https://saved.example"


@dataclass(frozen=True, slots=True)
class Found:
    """What a program reads off a page."""

    title: str = ""
    published: datetime | None = None
    bodies: tuple[str, ...] = ("",)
    """Text, in the forms of which the best counts."""


def evaluate(rows: Iterable[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """Measures :func:`diembao.crawlers.extraction.extract`. All ratios are 0 to 1.

    :param rows: references with ``file`` (a page, gzipped or not, in ``folder``), ``title``, ``published`` (ISO 8601,
        to the minute), ``lead`` and ``body`` (paragraphs); ``url`` and ``fetched_at`` where they are known.
    :return: ``pages``, ``title_exact``, ``time_exact`` (to the minute), ``body_f1`` (mean), ``body_f1_least``; title,
        time and body of ``trafilatura`` (which gives days only, so no time) and ``newspaper4k`` with their names in
        front, or ``absent``; under ``page`` a row for each.
    """
    with as_file(files("diembao.crawlers.catalogue") / "sources.toml") as file:
        lookup = SourceLookup(load_sources(file))
    programs: dict[str, Callable[[Page], Found]] = {"": lambda page: _ours(page, lookup), "trafilatura": _trafilatura}
    absent = []
    try:
        import newspaper  # noqa: F401

        programs["newspaper4k"] = _newspaper4k
    except ImportError:
        absent.append("newspaper4k")
    pages: dict[str, dict[str, Any]] = {}
    for row in rows:
        page = _page(row, folder)
        pages[row["file"]] = {
            f"{name}_{key}".lstrip("_"): value
            for name, read in programs.items()
            for key, value in _compared(read(page), row, with_time=name != "trafilatura").items()
        }
    columns = next(iter(pages.values()), {})
    means = {key: sum(page[key] for page in pages.values()) / len(pages) for key in columns}
    least = min((page["body_f1"] for page in pages.values()), default=0.0)
    return {
        "pages": len(pages),
        **{key: means[key] for key in ("title_exact", "time_exact", "body_f1") if key in means},
        "body_f1_least": least,
        **{key: value for key, value in means.items() if key.startswith(("trafilatura", "newspaper4k"))},
        **({"absent": ", ".join(absent)} if absent else {}),
        "page": pages,
    }


def body_f1(found: str, reference: str) -> float:
    """F1 of the syllables of two texts as multisets; capitals and places of tone marks make no difference."""
    one, other = (Counter(words(index_form(nfc(text)))) for text in (found, reference))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _compared(found: Found, row: Mapping[str, Any], *, with_time: bool) -> dict[str, float]:
    body = [clean_line(text) for text in row["body"]]
    lead = clean_line(row.get("lead") or "")
    if lead and lead not in body[:1]:
        body.insert(0, lead)
    reference = "\n".join(body)
    published = datetime.fromisoformat(row["published"])
    minute = found.published and found.published.replace(second=0, microsecond=0)
    return {
        "title_exact": float(clean_line(found.title) == clean_line(row["title"])),
        **({"time_exact": float(minute == published)} if with_time else {}),
        "body_f1": max(body_f1(text, reference) for text in found.bodies),
    }


def _page(row: Mapping[str, Any], folder: Path) -> Page:
    content = (folder / row["file"]).read_bytes()
    body = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    tree = document(body)
    url = row.get("url") or (own_address(tree) if tree is not None else "") or f"{_NOWHERE}/{row['file']}"
    fetched = row.get("fetched_at")
    return Page(
        url=url,
        requested_url=url,
        status=200,
        headers=(),
        body=body,
        fetched_at=datetime.fromisoformat(fetched or row["published"]) + timedelta(hours=0 if fetched else 1),
    )


def _ours(page: Page, lookup: SourceLookup) -> Found:
    host = addresses.host(page.url)
    source = lookup.at(host) or Source(id="saved", name="", publisher="", kind=SourceKind.CENTRAL, domains=(host,))
    listed = Listed(url=page.url, source_id=source.id, channel=Channel.LISTING)
    try:
        content = extract(page, listed, source).content
    except Unusable:
        return Found()
    return Found(content.title, content.published_at, (f"{content.lead}\n{content.text}",))


def _trafilatura(page: Page) -> Found:
    found = trafilatura.bare_extraction(decode(page.body), url=page.url, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return Found()
    text = found.text or ""
    return Found(found.title or "", None, (text, f"{found.description or ''}\n{text}"))


def _newspaper4k(page: Page) -> Found:
    import newspaper

    article = newspaper.article(page.url, language="vi", input_html=decode(page.body))
    published = article.publish_date
    if published and published.tzinfo is None:
        published = published.replace(tzinfo=VIETNAM)
    text = article.text or ""
    return Found(article.title or "", published, (text, f"{article.meta_description or ''}\n{text}"))
