"""The fictional outlets: who they are, how their sites are built, and the catalogue that describes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import tomlkit

from diembao.core.models import SourceKind

FeedKind = Literal["rss", "rss-us-dates", "rdf", "atom", "broken"]


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One fictional outlet."""

    id: str
    name: str
    kind: SourceKind
    publisher: str
    place: str = ""
    feed: FeedKind | None = None
    sitemap: bool = False
    listing: bool = False
    dates: Literal["json-ld", "meta", "printed"] = "json-ld"
    """Where its pages say when they were published."""
    path: str = "/{section}/{slug}-{number}.html"
    wrong_charset: str = ""
    """Slug of a page whose header names a charset that it is not written in."""

    @property
    def host(self) -> str:
        """Host name; ``localhost`` names are this machine by RFC 6761."""
        return f"{self.id}.localhost"


OUTLETS: Sequence[Outlet] = (
    Outlet(
        id="phuong-nam",
        name="Hãng tin Phương Nam",
        kind=SourceKind.AGENCY,
        publisher="Liên hiệp Báo chí Phương Nam",
        feed="rss",
    ),
    Outlet(
        id="binh-minh",
        name="Nhật báo Bình Minh",
        kind=SourceKind.CENTRAL,
        publisher="Hội Xuất bản Bình Minh",
        feed="atom",
        dates="meta",
        path="/{slug}-{number}.htm",
    ),
    Outlet(
        id="sao-mai",
        name="Thời báo Kinh tế Sao Mai",
        kind=SourceKind.CENTRAL,
        publisher="Hiệp hội Kinh tế Sao Mai",
        feed="rss-us-dates",
        dates="printed",
        path="/{section}/{slug}-post{number}.html",
    ),
    Outlet(
        id="bao-phu-giang",
        name="Báo Phú Giang",
        kind=SourceKind.LOCAL,
        publisher="Tỉnh ủy Phú Giang",
        place="Phú Giang",
        sitemap=True,
        path="/{section}/{day}/{slug}-{number}/",
    ),
    Outlet(
        id="dai-phu-giang",
        name="Đài Phát thanh và Truyền hình Phú Giang",
        kind=SourceKind.RADIO_TV,
        publisher="UBND tỉnh Phú Giang",
        place="Phú Giang",
        feed="rdf",
        dates="meta",
    ),
    Outlet(
        id="cong-phu-giang",
        name="Cổng thông tin điện tử tỉnh Phú Giang",
        kind=SourceKind.PORTAL,
        publisher="Văn phòng UBND tỉnh Phú Giang",
        place="Phú Giang",
        listing=True,
        dates="printed",
        path="/chi-tiet-tin/{slug}-{number}",
    ),
    Outlet(
        id="dan-que",
        name="Báo Dân Quê",
        kind=SourceKind.CENTRAL,
        publisher="Hội Nhà nông Dân Quê",
        feed="rss",
        dates="meta",
        wrong_charset="sau-bao-dung-lai-mai-nha-va-bo-dam",
    ),
    Outlet(
        id="mien-ha",
        name="Đài Tiếng nói Miền Hạ",
        kind=SourceKind.RADIO_TV,
        publisher="Liên đài Miền Hạ",
        feed="rss",
        path="/nghe-doc/{slug}-{number}.html",
    ),
    Outlet(
        id="cong-ly-moi",
        name="Báo Công Lý Mới",
        kind=SourceKind.CENTRAL,
        publisher="Hội Luật gia Công Lý Mới",
        feed="rss",
        listing=True,
    ),
    Outlet(
        id="ben-cang",
        name="Tạp chí Bến Cảng",
        kind=SourceKind.CENTRAL,
        publisher="Hội Cảng biển Bến Cảng",
        feed="broken",
    ),
)

FEED_PATH, SITEMAP_PATH, LISTING_PATH = "/rss/tin-moi.rss", "/sitemap-news.xml", "/tin-tuc"


def catalogue(port: int) -> str:
    """``sources.toml`` for the press served at ``port``."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Báo chí hư cấu của bản chạy thử: không cơ quan nào trong danh sách này có thật."))
    entries = tomlkit.aot()
    for outlet in OUTLETS:
        entry = tomlkit.table()
        entry.update(
            {
                "id": outlet.id,
                "name": outlet.name,
                "publisher": outlet.publisher,
                "kind": outlet.kind.value,
                "domains": [outlet.host],
                "local": True,
                "verified": True,
            }
        )
        if outlet.place:
            entry["place"] = outlet.place
        site = f"http://{outlet.host}:{port}"
        for key, path, present in (
            ("feeds", FEED_PATH, outlet.feed),
            ("sitemaps", SITEMAP_PATH, outlet.sitemap),
            ("listings", LISTING_PATH, outlet.listing),
        ):
            if present:
                entry[key] = [site + path]
        entries.append(entry)
    document["source"] = entries
    return tomlkit.dumps(document)
