"""A photo essay with everything that an outlet prints around a text."""

from __future__ import annotations

from datetime import datetime, timedelta

from diembao.archive import recording
from diembao.core.models import ArticleKind, Channel, Content, DateDoubt, Link, Provenance
from diembao.pipeline.parts import Parts

URL = "https://bao-mau.example/anh/cho-noi-vinh-an-4420600.html"


def content(at: datetime) -> Content:
    """What the page says; its date lies a day after ``at``."""
    return Content(
        title="Chợ nổi Vĩnh An mở lại",
        lead="Chợ nổi mở lại sau hai năm tạm dừng.",
        text="Hơn 2.000 lượt khách đến trong tuần đầu. Ghe hàng neo dọc bờ sông từ bốn giờ sáng.",
        authors=("Nguyễn Văn An",),
        section="Ảnh",
        published_at=at + timedelta(days=1),
        published_from=Provenance.URL,
        published_doubt=DateDoubt.FUTURE,
        kind=ArticleKind.PHOTO,
        tags=("chợ nổi", "<b>sông nước</b>"),
        captions=("Ghe hàng sáng sớm. Ảnh: Trần Bình", "<img src=x> Du khách."),
        links=(
            Link("https://cong.example/quyet-dinh?a=1&b=2", "quyết định của tỉnh"),
            Link("javascript:alert(1)", "bấm vào đây"),
        ),
        credit="Hãng tin Phương Nam",
    )


def keep(parts: Parts, at: datetime) -> str:
    """Put it into the archive; returns its id."""
    with parts.archive.writing() as connection:
        recorded = recording.record(
            connection,
            content(at),
            source_id=parts.sources[0].id,
            keys={URL: URL},
            channel=Channel.FEED,
            fetched_at=at,
            raw_digest=None,
        )
    assert recorded.article_id
    return recorded.article_id
