"""Telling an article's address from a section's by its path."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# An article's last path segment is a title written with hyphens, mostly with a number, or a long number alone; a
# section's is a word or a few. Measured on 26 saved pages of seven outlets.
_LONG_NUMBER = re.compile(r"\d{5,}")
_MIN_WORDS, _MIN_WORDS_WITH_NUMBER = 6, 4
_NOT_A_PAGE = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|css|js|ico|pdf|docx?|xlsx?|mp[34]|rss|xml|zip|rar)$", re.IGNORECASE
)


def is_front(url: str) -> bool:
    """Whether an address is the front page of a site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def looks_like_article(path: str) -> bool:
    """Whether a path is written as articles' paths are."""
    if _NOT_A_PAGE.search(path):
        return False
    segment = path.rstrip("/").rpartition("/")[2]
    words = len(segment.split("-"))
    if _LONG_NUMBER.search(segment):
        return words >= _MIN_WORDS_WITH_NUMBER or _LONG_NUMBER.fullmatch(segment.partition(".")[0]) is not None
    return words >= _MIN_WORDS
