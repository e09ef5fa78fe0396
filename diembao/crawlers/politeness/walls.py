"""Walls: pages that a site sends instead of what was asked for. They are recognised, told, and never got round.

Exact rather than eager: an article about Cloudflare, captchas or a site under maintenance is an article. So a page is a
wall only when it is small, has next to no text that readers see, does not call itself an article, and shows what that
kind of wall consists of. A paywall or a log-in before one article is no wall of the site: extraction knows those.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from scrapy.http import Response

from diembao.crawlers.decoding import document

#: Key of a request's ``meta`` under which the name of the wall that answered it stands.
WALL = "diembao_wall"
#: Walls are small, articles are not. In bytes, and in characters of text.
_MOST_BYTES = 50_000
_MOST_TEXT = 500
#: How a page for browsers begins; robots.txt, feeds and sitemaps may speak of anything.
_BEGINNING = 2_000
_PAGE = re.compile(rb"<(!doctype html|html|head|body|script|meta|title)\b", re.I)
_LIST = re.compile(rb"<(rss|feed|rdf:rdf|urlset|sitemapindex)\b|^\s*[{\[]", re.I)
_CLOUDFLARE_TITLE = re.compile(
    r"^(just a moment|attention required|please wait|access denied|một chút|chờ một chút)", re.I
)
_CLOUDFLARE = re.compile(
    r"/cdn-cgi/(challenge-platform|l/chk|styles)|cf-browser-verification|_cf_chl_opt|cf-error-details"
)
_SETS_COOKIE = re.compile(r"document\.cookie\s*=|slowAES\.decrypt")
_LOADS_AGAIN = re.compile(r"location\s*\.\s*(reload|replace|assign)\s*\(|location(\.href)?\s*=")
_CAPTCHA = re.compile(r"cf-turnstile|\b(id|class|name|src)=\"[^\"]*captcha", re.I)
_HUMAN = re.compile(
    r"robot|người máy|không phải (là )?máy|con người|human|captcha|mã xác (nhận|thực|minh)|unusual traffic|"
    r"lưu lượng bất thường",
    re.I,
)
_JAVASCRIPT = re.compile(
    r"(enable|requires?|turn on|bật|kích hoạt|cho phép|hỗ trợ) (and reload )?(java ?script|cookies?)|"
    r"checking (if the site|your browser)|ddos protection by|verifying you are human|"
    r"đang kiểm tra (trình duyệt|kết nối)|xác (minh|thực) trình duyệt",
    re.I,
)
_MAINTENANCE = re.compile(
    r"(trang (web|tin)?|website|hệ thống|cổng thông tin|báo điện tử|máy chủ|chúng tôi)[^.!]{0,60}"
    r"(đang|được|tạm)[^.!]{0,30}(bảo trì|nâng cấp)|"
    r"^\s*(đang |tạm dừng để )?(bảo trì|nâng cấp)( hệ thống| website| trang web| định kỳ)?\s*[.!]?\s*$|"
    r"(site|website|page|we) (is|are) (currently |temporarily )?(down for|under|undergoing) (scheduled )?maintenance|"
    r"^\s*(under maintenance|maintenance( mode)?|site maintenance|scheduled maintenance)\s*[.!]?\s*$",
    re.I | re.M,
)
_CONSENT = re.compile(
    r"before you continue|(accept|agree to|chấp nhận|đồng ý)[^.]{0,40}(all )?cookies?[^.]{0,60}(continue|tiếp tục)",
    re.I,
)
_ARTICLE_TYPES = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(Article|Posting|Report)"')


def wall(response: Response) -> str:
    """Name of the wall that a response is; empty for what is none.

    Names: ``cloudflare``, ``cookie-script`` (a script that sets a cookie and loads the page again), ``captcha``,
    ``javascript``, ``maintenance``, ``consent``.
    """
    if response.headers.get("cf-mitigated", b"").lower() == b"challenge":  # type: ignore[union-attr]
        return "cloudflare"
    # Without the zeros, the beginning of a page in UTF-16 reads as any other.
    beginning = response.body[:_BEGINNING].replace(b"\0", b"")
    if len(response.body) > _MOST_BYTES or not _PAGE.search(beginning) or _LIST.search(beginning):
        return ""
    try:
        tree = document(response.body, (response.headers.get("Content-Type") or b"").decode("latin-1"))
    except (ValueError, RecursionError):
        return ""
    return "" if tree is None or _is_article(tree) else _name(tree)


def _name(tree: HtmlElement) -> str:
    title = " ".join((tree.findtext(".//title") or "").split())
    scripts = "\n".join(element.text or "" for element in tree.iter("script"))
    markup = etree.tostring(tree, encoding="unicode", method="html")
    hidden = "\n".join(element.text_content() for element in tree.iter("noscript"))
    shown = _shown(tree)
    if _CLOUDFLARE_TITLE.search(title) and _CLOUDFLARE.search(markup):
        return "cloudflare"
    if len(shown) > _MOST_TEXT:
        return ""
    said = f"{title}\n{shown}\n{hidden}"
    if not shown and _SETS_COOKIE.search(scripts) and _LOADS_AGAIN.search(scripts):
        return "cookie-script"
    if _CAPTCHA.search(markup) and _HUMAN.search(said):
        return "captcha"
    if _JAVASCRIPT.search(said):
        return "javascript"
    if _MAINTENANCE.search(f"{title}\n{shown}"):
        return "maintenance"
    return "consent" if _CONSENT.search(said) else ""


def _is_article(tree: HtmlElement) -> bool:
    for meta in tree.iter("meta"):
        name, content = meta.get("property") or meta.get("name") or "", meta.get("content") or ""
        if (name == "og:type" and content.lower() == "article") or name == "article:published_time":
            return True
    return any(
        script.get("type") == "application/ld+json" and _ARTICLE_TYPES.search(script.text or "")
        for script in tree.iter("script")
    )


def _shown(tree: HtmlElement) -> str:
    """Text that a reader with scripts sees, a line for each element."""
    body = tree.find("body")
    parts = []
    for element in (tree if body is None else body).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "template", "title"):
            parts.append(element.text or "")
        parts.append(element.tail or "")
    return "\n".join(line for part in parts if (line := " ".join(part.split())))


class Walls:
    """Marks answers that are walls, before anything follows where they lead."""

    def process_response(self, request: Any, response: Response) -> Response:
        """Scrapy's hook."""
        if name := wall(response):
            # A wall's refresh leads round it, and asking again at once is what it stands there against.
            request.meta.update({WALL: name, "dont_redirect": True, "dont_retry": True})
        return response
