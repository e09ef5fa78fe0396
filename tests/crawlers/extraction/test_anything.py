"""Anything at all is an article or unusable."""

from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import clean_line
from diembao.crawlers.extraction import Unusable
from diembao.crawlers.reasons import Reason
from tests.crawlers.extraction.markup import PIECES
from tests.crawlers.extraction.pages import TITLE, read
from tests.crawlers.making import ARTICLE, SITE


@given(st.binary(), st.sampled_from(["", "text/html", "text/html; charset=utf-16", "text/html; charset=hex"]))
def test_any_bytes_are_an_article_or_unusable(body: bytes, type: str) -> None:
    for url in (ARTICLE, SITE):
        try:
            read(body, url, type, title=TITLE)
        except Unusable as error:
            assert error.reason in Reason


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_markup_is_an_article_that_can_be_stored_or_unusable(markup: str) -> None:
    try:
        content = read(markup.encode(errors="replace"), title=TITLE)
    except Unusable:
        return
    assert content.title
    assert content.digest
    assert all(clean_line(text) == text for text in (content.title, content.section, *content.authors))
