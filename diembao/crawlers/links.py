"""Links as pages and feeds write them."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from diembao.core import addresses


def absolute(base: str, link: str) -> str:
    """The address that ``link`` leads to from ``base``, without fragment; empty when it leads to no web address."""
    if not link.strip():
        return ""
    try:
        url = urldefrag(urljoin(base, link.strip())).url
        addresses.normalise(url)
    except ValueError:  # "mailto:", "http://[": pages have everything
        return ""
    return url
