"""Pages that say, with status 200, that the article which was asked for is not there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from diembao.core import addresses
from diembao.core.models import Absence, Content, Page
from diembao.core.text import clean_line, index_form
from diembao.crawlers.decoding import document
from diembao.crawlers.paths import is_front, looks_like_article

_WHAT = (
    r"(?:trang|bài viết|bài báo|tin|nội dung|đường dẫn|liên kết|địa chỉ)"
    r"(?: web| này| (?:mà )?bạn (?:đang )?(?:yêu cầu|tìm|tìm kiếm|truy cập|cần tìm))*"
)
_SAYS_SO = re.compile(
    rf"(?:lỗi |error )?404\b|(?:page )?not found\b|(?:xin lỗi,? )?không tìm thấy {_WHAT}|"
    rf"(?:xin lỗi,? )?{_WHAT} (?:không (?:còn )?tồn tại|không (?:được )?tìm thấy|đã bị (?:xóa|gỡ)|đã được gỡ)"
)
#: With this much text below, such a title is a headline ("Lỗi 404 là gì"). In characters.
_MOST_TEXT = 600


def is_placeholder(content: Content) -> bool:
    """Whether what was taken for an article only says that there is none."""
    return len(content.text) < _MOST_TEXT and _SAYS_SO.match(index_form(content.title)) is not None


def absence(page: Page, asked: str) -> Absence | None:
    """How a page of which no article can be made says that the article is not there; None: it does not.

    :param asked: the article's address.
    """
    if addresses.normalise(page.url) != addresses.normalise(asked) and (
        is_front(page.url) or not looks_like_article(urlsplit(page.url).path)
    ):
        return Absence.REDIRECTED
    tree = document(page.body, page.header("Content-Type"))
    if tree is None:
        return None
    headings = [clean_line(element.text_content()) for name in ("title", "h1") for element in tree.iter(name)]
    return Absence.PLACEHOLDER if any(_SAYS_SO.match(index_form(heading)) for heading in headings) else None
