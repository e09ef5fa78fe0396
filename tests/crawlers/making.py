"""Pages, feeds and sources as the tests write them."""

from datetime import UTC, datetime

from diembao.core.models import Channel, Door, Listed, Page, Source, SourceKind

SITE = "https://baophugiang.vn"
ARTICLE = f"{SITE}/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html"

SOURCE = Source(
    id="baophugiang",
    name="Báo Phú Giang",
    publisher="Tỉnh ủy Phú Giang",
    kind=SourceKind.LOCAL,
    domains=("baophugiang.vn", "phugiangonline.vn"),
)


def page(body: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8") -> Page:
    return Page(
        url=url,
        requested_url=url,
        status=200,
        headers=(("Content-Type", type),) if type else (),
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=datetime(2026, 9, 14, 12, tzinfo=UTC),
    )


def listed(url: str = ARTICLE, **said: object) -> Listed:
    return Listed(**{"url": url, "source_id": SOURCE.id, "channel": Channel.FEED, **said})  # type: ignore[arg-type]


def door(channel: Channel, **said: str) -> Door:
    return Door(**{"url": f"{SITE}/door", "channel": channel, **said})  # type: ignore[arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
