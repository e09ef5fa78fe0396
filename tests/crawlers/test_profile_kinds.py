"""Kinds of pages that outlets' profiles tell by a section's name, an address, or a part of the page.

Each case is a saved page of the outlet with one such thing changed; unchanged it is an ordinary article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from diembao.core.models import ArticleKind, Channel, Listed, Page
from diembao.crawlers.catalogue import find_source, load_sources
from diembao.crawlers.extraction import Unusable, extract
from diembao.crawlers.reasons import Reason

FOLDER = Path(__file__).parent / "profiles"
CATALOGUE = Path(__file__).parents[2] / "diembao" / "crawlers" / "catalogue" / "sources.toml"


@dataclass(frozen=True)
class Changed:
    """A saved page, ``<outlet>/<page>``, in which ``old`` was replaced by ``new``, at ``path`` if that is given."""

    page: str
    old: str = ""
    new: str = ""
    path: str = ""


KINDS = [
    (Changed("vnexpress/2014", "<h1>", '<h1 class="title_gn_detail">'), ArticleKind.OPINION),
    (Changed("tuoitre/2026", ">Thời sự</a></div>", ">Thời sự suy nghĩ</a></div>"), ArticleKind.OPINION),
    (Changed("tuoitre/2015", ">Chính trị - Xã hội</a></li>", ">Thời sự - Suy nghĩ</a></li>"), ArticleKind.OPINION),
    (Changed("dantri/2026", ">Tuyển sinh<", ">Tâm điểm<"), ArticleKind.OPINION),
    (Changed("dantri/2014", path="/blog/mot-cay-cau-865432.htm"), ArticleKind.OPINION),
    (Changed("dantri/2026", path="/dien-dan/ai-giu-cay-cau-20161128120142631.htm"), ArticleKind.OPINION),
    (Changed("dantri/2014", path="/dien-dan/cau-song-van-thong-xe-1415213743.htm"), ArticleKind.ARTICLE),
    (Changed("vietnamnet/2026", ">Dân sinh<", ">Bàn luận<"), ArticleKind.OPINION),
    (Changed("thanhnien/2026", ">Giới trẻ</a></div>", ">Chào ngày mới</a></div>"), ArticleKind.OPINION),
    (Changed("nld/2026", ">Lao động</a><div", ">Nói thẳng</a><div"), ArticleKind.OPINION),
    (Changed("giaoducthoidai/2026", ">Chính sách</a></h2>", ">Trao đổi</a></h2>"), ArticleKind.OPINION),
    (Changed("laodong/2026", path="/su-kien-binh-luan/nghi-viec-luan-phien-1560123.ldo"), ArticleKind.OPINION),
    (Changed("suckhoedoisong/2026", ">Y tế</a></div>", ">Sức khỏe TV</a></div>"), ArticleKind.VIDEO),
]
LISTINGS = [
    Changed("vnexpress/2026", 'name="tt_page_type" content="article"', 'name="tt_page_type" content="site"'),
    Changed("dantri/2014", '<div class="header">', '<div class="noibattrangchu"></div><div class="header">'),
]


def read(changed: Changed) -> ArticleKind:
    outlet = changed.page.partition("/")[0]
    expected = json.loads((FOLDER / f"{changed.page}.json").read_text(encoding="utf-8"))
    text = (FOLDER / f"{changed.page}.html").read_text(encoding="utf-8")
    assert changed.old in text
    url = f"https://{expected['url'].split('/')[2]}{changed.path}" if changed.path else expected["url"]
    page = Page(
        url=url,
        requested_url=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=(text.replace(changed.old, changed.new) if changed.old else text).encode(),
        fetched_at=datetime.fromisoformat(expected["fetched_at"]),
    )
    source = find_source(load_sources(CATALOGUE), outlet)
    return extract(page, Listed(url=url, source_id=outlet, channel=Channel.LISTING), source).content.kind


@pytest.mark.parametrize(("changed", "kind"), KINDS, ids=lambda value: getattr(value, "page", None))
def test_a_section_an_address_or_a_part_of_the_page_tells_its_kind(changed: Changed, kind: ArticleKind) -> None:
    assert read(changed) is kind
    assert read(Changed(changed.page)) is ArticleKind.ARTICLE


@pytest.mark.parametrize("changed", LISTINGS, ids=lambda changed: changed.page)
def test_a_list_of_articles_is_refused(changed: Changed) -> None:
    with pytest.raises(Unusable) as refused:
        read(changed)
    assert refused.value.reason is Reason.NOT_AN_ARTICLE
