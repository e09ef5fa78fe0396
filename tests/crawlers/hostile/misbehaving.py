"""Behaviours that write to the connection themselves."""

import gzip
import zlib
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler

import brotli
from backports import zstd

from tests.crawlers.server import Answer, Behaviour, redirect, send

Writes = Callable[[BaseHTTPRequestHandler], None]

#: 60 megabytes of nothing, packed by those who can.
_NOTHING = b"<p>" * 20_000_000


def says(data: bytes) -> Writes:
    """Sends these bytes and hangs up."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(data)

    return write


def endless_head(handler: BaseHTTPRequestHandler) -> None:
    """Headers without end, as fast as they are taken."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(5_000_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"x" * 200))


def endless_line(handler: BaseHTTPRequestHandler) -> None:
    """One header without end."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(50_000):
        handler.wfile.write(b"x" * 10_000)


def slow_head(handler: BaseHTTPRequestHandler) -> None:
    """A header line now and then."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.owner.closing.wait(0.1):  # type: ignore[attr-defined]
        handler.wfile.write(b"X: y\r\n")


def longer_than_announced(answer: Answer) -> Writes:
    """A whole page, and then more than was announced."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        send(handler, answer)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nxin")

    return write


def broken_chunks(handler: BaseHTTPRequestHandler) -> None:
    """Chunks whose lengths are no numbers."""
    says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nkhong-phai-so\r\n<html>")(handler)


class Recovering:
    """An error the first time, a page from then on."""

    def __init__(self, page: Answer) -> None:
        self._page = page
        self._asked = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self._asked += 1
        send(handler, Answer("", 500) if self._asked == 1 else self._page)


def packed(encoding: str) -> Answer:
    """A bomb."""
    pack: dict[str, Callable[[], bytes]] = {
        "gzip": lambda: gzip.compress(_NOTHING),
        "deflate": lambda: zlib.compress(_NOTHING),
        "br": lambda: brotli.compress(_NOTHING, quality=4),
        "zstd": lambda: zstd.compress(_NOTHING),
    }
    return Answer(pack[encoding](), headers={"Content-Encoding": encoding})


def chain(length: int) -> dict[str, Behaviour]:
    """Redirects that lead on and on."""
    return {f"/chuyen/{number}": redirect(f"/chuyen/{number + 1}") for number in range(length)}


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def refreshing(url: str) -> Answer:
    return Answer(f'<meta http-equiv="refresh" content="0;url={url}">')


def published(time: str) -> str:
    return f'<meta property="article:published_time" content="{time}">'


# doors, made of the outlet's front address and of those that it lists


def _feed(*items: str, before: str = "") -> Answer:
    start = f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0"><channel><title>Tin</title>'
    return Answer(f"{start}{''.join(items)}</channel></rss>", type="application/rss+xml")


def _item(url: str, title: str = "Tin", guid: str = "") -> str:
    return f"<item><title>{title}</title><link>{url}</link><guid>{guid}</guid></item>"


def with_one_guid(_own: str, urls: Sequence[str]) -> Answer:
    return _feed(*(_item(url, guid="1") for url in urls))


def with_empty_items(number: int) -> Callable[[str, Sequence[str]], Answer]:
    return lambda _own, urls: _feed("<item/>" * number, *(_item(url) for url in urls))


def json_feed(items: str) -> Callable[[str, Sequence[str]], Answer]:
    def door(_own: str, urls: Sequence[str]) -> Answer:
        good = "".join(f'{{"id": "{url}", "url": "{url}"}}' for url in urls)
        return Answer(f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}{good}]}}')

    return door


def sitemap_index(number: int) -> Callable[[str, Sequence[str]], Answer]:
    """An index of so many sitemaps, in a folder that has them."""

    def door(own: str, _urls: Sequence[str]) -> Answer:
        names = "".join(f"<sitemap><loc>{own}/so-do/{each}.xml</loc></sitemap>" for each in range(number))
        return Answer(f"<sitemapindex>{names}</sitemapindex>", type="application/xml")

    return door


def sitemap(path: str) -> Behaviour:
    """A sitemap of one article of its own host."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        own = f"http://{handler.headers['Host']}"
        send(handler, Answer(f"<urlset><url><loc>{own}{path}</loc></url></urlset>", type="application/xml"))

    return answer


def turning(number: int) -> Callable[[str, Sequence[str]], Answer]:
    """A page of a listing that has always another one behind it."""

    def door(_own: str, urls: Sequence[str]) -> Answer:
        links = "".join(f'<a href="{url}">Bài viết</a>' for url in urls)
        following = f'<link rel="next" href="/danh-sach/{number + 1}">'
        return Answer(f"<html><head>{following}</head><body>{links}</body></html>")

    return door


def calendar(_own: str, urls: Sequence[str]) -> Answer:
    """A link for each day of many years, beside articles."""
    days = (f"/lich/{year}/{month:02}/{day:02}" for year in range(1, 100) for month in range(1, 13) for day in (1, 28))
    links = "".join(f'<a href="{url}">Ngày</a>' for url in (*days, *urls))
    return Answer(f"<html><body>{links}</body></html>")


def with_links_to_nowhere(_own: str, urls: Sequence[str]) -> Answer:
    nowhere = ("", "javascript:alert(1)", "mailto:a@b.vn", "http://[xau", "http://a:b:c/", "data:text/html,x")
    return _feed(*(_item(url) for url in (*nowhere, *urls)))


def with_items(number: int) -> Callable[[str, Sequence[str]], Answer]:
    return lambda own, _urls: _feed(*(_item(f"{own}/tin-{item}.html") for item in range(number)))


def laughing(entities: str) -> Callable[[str, Sequence[str]], Answer]:
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>'
    return lambda _own, urls: _feed(*(_item(url, "&a12;") for url in urls), before=doctype)


def reading_files(_own: str, urls: Sequence[str]) -> Answer:
    doctype = '<!DOCTYPE rss [<!ENTITY tep SYSTEM "file:///etc/passwd">]>'
    return _feed(*(_item(url, "&tep;") for url in urls), before=doctype)


def based(base: str) -> Callable[[str, Sequence[str]], Answer]:
    def door(own: str, urls: Sequence[str]) -> Answer:
        links = "".join(f'<a href="{url.removeprefix(own)}">Bài viết</a>' for url in urls)
        return Answer(f'<html><head><base href="{base}"></head><body>{links}</body></html>')

    return door


def with_script_links(_own: str, urls: Sequence[str]) -> Answer:
    links = "".join(f'<a href="{url}">Bài viết</a>' for url in urls)
    return Answer(
        f"""<html><body><a href="javascript:void(0)">Bài</a><a href="#">Bài</a><a>Bài</a>{links}</body></html>"""
    )
