"""Pages in the structures of Vietnamese outlets, and what is read in them."""

import json
from typing import Any

import pytest

from diembao.core.models import Content
from diembao.crawlers.extraction import Extracted, Unusable, extract
from diembao.crawlers.reasons import Reason
from tests.crawlers.making import ARTICLE, SOURCE, listed, page, utc

EVENING = utc(2026, 9, 14, 11, 44)
TITLE = "Ngập nặng ở ba phường trung tâm Phú Giang"
LEAD = "Mưa lớn suốt đêm làm ba phường trung tâm ngập sâu nửa mét, nhiều trường cho học sinh nghỉ."
PARAGRAPHS = (
    "Theo Đài Khí tượng Thủy văn tỉnh, lượng mưa đo được từ 19 giờ hôm qua đến 6 giờ sáng nay là 182 mm.",
    "Tại phường Hòa An, nước tràn vào hơn 300 nhà dân; lực lượng dân quân đã đưa 45 hộ đến nơi cao.",
    "Công ty Thoát nước cho biết ba trạm bơm chạy hết công suất và dự kiến nước rút trước 15 giờ chiều nay.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def said(**fields: Any) -> str:
    news = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "description": LEAD}
    return script(news | {"datePublished": "2026-09-14T18:44:00+07:00"} | fields)


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in tags.items())


def html(head: str = "", body: str = BODY, *, heading: str = f"<h1>{TITLE}</h1>", title: str = TITLE) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head><title>{title} - Báo Phú Giang</title>{head}</head><body>
      <header><nav><a href="/">Trang chủ</a><a href="/thoi-su">Thời sự</a></nav></header>
      <main><article>{heading}{body}</article></main>
      <footer>Cơ quan chủ quản: Tỉnh ủy Phú Giang</footer></body></html>"""


def whole(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Extracted:
    return extract(page(text, url, type), listed(url, **door), SOURCE)


def read(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Content:
    return whole(text, url, type, **door).content


def refused(text: str | bytes, url: str = ARTICLE, type: str = "text/html; charset=utf-8", **door: object) -> Reason:
    with pytest.raises(Unusable) as error:
        read(text, url, type, **door)
    return error.value.reason
