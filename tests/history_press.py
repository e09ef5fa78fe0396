"""A home with one article that was edited, taken away, put back, and is doubted at last."""

from __future__ import annotations

from datetime import datetime, timedelta

from diembao.archive import articles, visits
from diembao.core.models import Channel, Listed, Page
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts

URL = "https://bao-mau.example/xa-hoi/di-doi-dan-trong-dem-4420519.html"
TITLE = "Mưa lớn suốt đêm, 53 hộ dân phải di dời"
TEXT = (
    "Mưa lớn kéo dài suốt đêm qua làm ba xã ven sông Vĩnh An ngập sâu.",
    "Theo Ban chỉ huy phòng chống thiên tai, 53 hộ dân phải di dời trong đêm. Không có thiệt hại về người.",
    "Đường liên xã bị chia cắt tại hai điểm. Lực lượng chức năng dựng rào chắn và đưa thuyền đến từng nhà.",
    "Ông Trần Văn Bình, chủ tịch xã, cho biết học sinh được nghỉ học đến hết tuần.",
    "Nước trên sông đang rút chậm. <script>alert(1)</script> Dự báo đêm nay còn mưa.".replace("<", "&lt;"),
)
NOTICE = "Đính chính: Bản trước ghi 53 hộ; số đúng theo Ban chỉ huy là 35 hộ."


def tell(parts: Parts, at: datetime) -> str:
    """Have the article's history happen from an instant on; returns its id."""
    with parts.archive.writing() as connection:
        intake = Intake(parts, visits.begin(connection, "collect", at))
    source = parts.sources[0]
    listed = Listed(url=URL, source_id=source.id, channel=Channel.FEED)
    typos = [TEXT[0].replace("làm", ", làm"), *TEXT[1:]]
    mended = [each.replace("53", "35") for each in TEXT]
    longer = [*mended[:3], "Điện bị cắt ở xã An Lạc.", *mended[3:4], NOTICE]
    title = TITLE.replace("53", "35")
    intake.page(source, listed, _page(TITLE, typos, at))
    intake.page(source, listed, _page(TITLE, list(TEXT), at + timedelta(hours=1)))
    intake.page(source, listed, _page(title, longer, at + timedelta(hours=6)))
    for hours in (24, 25):
        nothing = _page("Không tìm thấy trang", ["Mời bạn về trang chủ."], at + timedelta(hours=hours))
        intake.page(source, listed, nothing)
    intake.page(source, listed, _page(title, longer, at + timedelta(hours=72)))
    intake.page(source, listed, _page(title, [*longer[:1], "Bạn đọc theo dõi tiếp."], at + timedelta(hours=168)))
    with parts.archive.reading() as connection:
        (article_id,) = articles.ids(connection)
    return article_id


def _page(title: str, paragraphs: list[str], at: datetime) -> Page:
    texts = "".join(f"<p>{text}</p>" for text in paragraphs)
    body = (
        f'<html><head><title>{title}</title><meta property="og:type" content="article"></head>'
        f"<body><article><h1>{title}</h1>{texts}</article></body></html>"
    )
    return Page(
        url=URL,
        requested_url=URL,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body.encode(),
        fetched_at=at,
    )
