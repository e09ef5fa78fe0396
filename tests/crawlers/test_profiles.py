"""Profiles of outlets: every one reads its saved pages completely, in each of its layouts.

``profiles/<name>/`` holds pages that were made here in the outlet's structure (``page.html``, ``page-2018.html``) and
what must be read from each (``expected.json``, ``expected-2018.json``): the address and the time of fetching, and all
fields of the article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from diembao.core.clock import VIETNAM
from diembao.core.models import Channel, Content, Listed, Page, Source
from diembao.crawlers.catalogue import find_source, load_sources
from diembao.crawlers.decoding import document
from diembao.crawlers.extraction import extract
from diembao.crawlers.profiles import Finder, Layout, shipped_profiles

FOLDER = Path(__file__).parent / "profiles"
CATALOGUE = Path(__file__).parents[2] / "diembao" / "crawlers" / "catalogue" / "sources.toml"
PROFILES = shipped_profiles().by_name


@dataclass(frozen=True)
class Saved:
    """A saved page with its expectation."""

    name: str
    file: Path
    expected: dict[str, Any]

    @property
    def page(self) -> Page:
        return Page(
            url=self.expected["url"],
            requested_url=self.expected["url"],
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=self.file.read_bytes(),
            fetched_at=datetime.fromisoformat(self.expected["fetched_at"]),
        )

    @property
    def layout(self) -> Layout:
        """The layout of the day on which the page is said to have been fetched."""
        return PROFILES[self.name].layouts_for(self.page.fetched_at.astimezone(VIETNAM).date())[0]


def saved_pages() -> list[Saved]:
    found = []
    for file in sorted(FOLDER.glob("*/*.json")):
        page = file.with_name(file.name.replace("expected", "page")).with_suffix(".html")
        found.append(Saved(file.parent.name, page, json.loads(file.read_text(encoding="utf-8"))))
    return found


SAVED = saved_pages()


@pytest.fixture(scope="module")
def sources() -> tuple[Source, ...]:
    return load_sources(CATALOGUE)


def as_expected(content: Content) -> dict[str, Any]:
    """An article in the form of ``expected.json``."""
    at = content.published_at
    return {
        "title": content.title,
        "lead": content.lead,
        "authors": list(content.authors),
        "section": content.section,
        "tags": list(content.tags),
        "published": at and at.astimezone(VIETNAM).isoformat(timespec="minutes"),
        "published_from": content.published_from and content.published_from.value,
        "kind": content.kind.value,
        "body": content.text.split("\n\n") if content.text else [],
        "captions": list(content.captions),
        "credit": content.credit,
        "links": [{"url": link.url, "text": link.text} for link in content.links],
    }


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: f"{saved.name}-{saved.file.stem}")
def test_a_saved_page_is_read_completely(saved: Saved, sources: tuple[Source, ...]) -> None:
    listed = Listed(url=saved.page.url, source_id=saved.name, channel=Channel.LISTING)
    found = as_expected(extract(saved.page, listed, find_source(sources, saved.name)).content)
    assert found == {key: saved.expected[key] for key in found}
    assert saved.expected.keys() - found.keys() <= {"url", "fetched_at", "note"}


def test_a_box_before_the_article_that_was_never_closed_does_not_take_it_along(sources: tuple[Source, ...]) -> None:
    saved = next(saved for saved in SAVED if (saved.name, saved.layout.until) == ("kenh14", None))
    body = saved.page.body.replace(b"<body>", b'<body><div class="ad-label">')
    assert body != saved.page.body
    listed = Listed(url=saved.page.url, source_id=saved.name, channel=Channel.LISTING)
    found = as_expected(extract(replace(saved.page, body=body), listed, find_source(sources, saved.name)).content)
    assert found == {key: saved.expected[key] for key in found}


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: f"{saved.name}-{saved.file.stem}")
def test_a_saved_page_is_built_in_the_layout_of_its_day(saved: Saved) -> None:
    tree = document(saved.page.body)
    assert tree is not None
    finder = Finder(tree)
    assert finder.all_elements(saved.layout.body)
    assert not saved.layout.title or finder.first_values(saved.layout.title)


@pytest.mark.parametrize("name", PROFILES)
def test_every_layout_of_a_profile_has_a_saved_page_that_shows_each_of_its_fields(name: str) -> None:
    profile = PROFILES[name]
    for layout in profile.layouts:
        trees = [document(saved.page.body) for saved in SAVED if saved.name == name and saved.layout is layout]
        assert trees, f"no saved page of the layout until {layout.until}"
        for field in fields(Layout):
            selectors = getattr(layout, field.name)
            if field.name in ("until", "author_split") or not selectors:
                continue
            assert any(Finder(tree).all_elements(selectors) for tree in trees if tree is not None), (
                f"{field.name} of the layout until {layout.until} finds nothing on the saved pages"
            )


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_reads_pages_of_a_source_of_the_catalogue(name: str, sources: tuple[Source, ...]) -> None:
    domains = find_source(sources, name).domains
    assert set(domains) & set(PROFILES[name].domains)
