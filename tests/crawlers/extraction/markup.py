"""Pieces of markup, good and broken, from which pages are put together at random."""

from hypothesis import strategies as st

from tests.crawlers.extraction.pages import LEAD, PARAGRAPHS

MARKUP = (
    "<p>",
    "</p>",
    "<h1>",
    "<svg>",
    "<body>",
    "<!--",
    "<div class='caption'>",
    "<a href='http://['>",
    "<table><tr><td>",
    "<time datetime='9999-12-31T23:59:59-23:59'>",
    "<meta property='og:title' content='",
    "<link rel='canonical' href='http://[x'>",
    "'>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "',
    '"}</script>',
    "&#xD800;",
    "\\ud800",
    LEAD,
    PARAGRAPHS[0],
)
PIECES = st.one_of(st.sampled_from(MARKUP), st.text(max_size=30))
