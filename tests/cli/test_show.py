"""``show``: one article with everything known about it."""

from __future__ import annotations

from datetime import UTC, datetime

from diembao.core.home import Home
from diembao.core.models import ArticleKind
from diembao.pipeline.parts import Parts
from tests import fields_press
from tests.conftest import run_cli

AT = datetime(2026, 11, 10, 1, tzinfo=UTC)


def test_everything_that_the_outlet_prints_is_shown(home: Home, parts: Parts) -> None:
    article_id = fields_press.keep(parts, AT)
    said = run_cli("show", article_id, "--home", home.path, DIEMBAO_DESK__LANGUAGE="vi").stdout.splitlines()
    assert {
        "Thể loại: phóng sự ảnh",
        "Đăng lúc: 11/11/2026 08:00 (chưa chắc: ở tương lai)",
        "Giờ đăng lấy từ: địa chỉ của trang",
        "Nguồn do báo ghi: Hãng tin Phương Nam",
        "Từ khóa của báo: chợ nổi, <b>sông nước</b>",
        "- Ghe hàng sáng sớm. Ảnh: Trần Bình",
        "- quyết định của tỉnh <https://cong.example/quyet-dinh?a=1&b=2>",
    } <= set(said)


def test_json_holds_the_fields_as_they_are_kept(home: Home, parts: Parts) -> None:
    known = run_cli("show", fields_press.keep(parts, AT), "--home", home.path, "--json").json()
    content = fields_press.content(AT)
    assert known["kind"] == ArticleKind.PHOTO
    assert (known["published_from"], known["published_doubt"]) == ("url", "future")
    assert known["credit"] == content.credit
    assert (known["tags"], known["captions"]) == (list(content.tags), list(content.captions))
    assert known["links"][0] == {"url": content.links[0].url, "text": content.links[0].text}
