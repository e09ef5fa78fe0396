"""A press server on loopback that misbehaves on request, and remembers everything that it was asked."""

import html
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any, Self


@dataclass
class Answer:
    """What is sent for one path."""

    body: bytes | str = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


#: A path's behaviour: an answer, or a function that writes to the connection itself.
Behaviour = Answer | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """One request as it came in."""

    host: str
    path: str
    headers: Mapping[str, str]
    at: float


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def robots(text: str) -> Answer:
    return Answer(text, type="text/plain")


def article(title: str, *, head: str = "", last: str = "Nước rút dần từ chiều.") -> Answer:
    """A page that is an article and says so."""
    middle = "".join(f"<p>Đoạn {number}: mưa lớn gây ngập nhiều tuyến đường ở trung tâm.</p>" for number in range(4))
    return Answer(
        f'<html><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-09-14T18:44:00+07:00">{head}</head>'
        f"<body><article><h1>{title}</h1>{middle}<p>{last}</p></article></body></html>"
    )


def feed(*urls: str, lead: str = "") -> Answer:
    """An RSS feed of these addresses."""
    items = "".join(
        f"<item><title>Tin</title><link>{html.escape(url)}</link><description>{lead}</description></item>"
        for url in urls
    )
    return Answer(
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>',
        type="application/rss+xml; charset=utf-8",
    )


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Send an answer as it is."""
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    handler.send_response(answer.status)
    if answer.type:
        handler.send_header("Content-Type", answer.type)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class Versioned:
    """A page with an ETag and a date, which is sent only to who does not have it."""

    def __init__(self, answer: Answer, version: int = 1) -> None:
        self.answer = answer
        self.version = version

    @property
    def etag(self) -> str:
        return f'W/"phien-ban-{self.version}"'

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == self.etag
        headers = {"ETag": self.etag, "Last-Modified": "Mon, 14 Sep 2026 11:44:00 GMT"}
        send(handler, Answer(status=304, type="", headers=headers) if known else replace(self.answer, headers=headers))


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A page of 50 MB without announced length; what was sent of it is noted."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.close_connection = True
    for _ in range(500):
        handler.wfile.write(b"<p>" + b"x" * 99_997)
        handler.server.owner.sent_of_endless += 100_000  # type: ignore[attr-defined]


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and says nothing until the server closes."""
    handler.close_connection = True
    handler.server.owner.closing.wait(20)  # type: ignore[attr-defined]


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """One byte after the other, for as long as somebody listens."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.close_connection = True
    while not handler.server.owner.closing.wait(0.05):  # type: ignore[attr-defined]
        handler.wfile.write(b" ")


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Announces more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<html><h1>")
    handler.close_connection = True


class Server:
    """Answers for hosts below ``localhost``; a path that nobody described is a 404, and so is robots.txt."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.asked: list[Asked] = []
        self.most_at_once: dict[str, int] = defaultdict(int)
        self.sent_of_endless = 0
        self.closing = threading.Event()
        self._sites: dict[tuple[str, str], Behaviour] = {}
        self._open: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._http = _HTTPServer(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self.port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def url(self, name: str, path: str = "/") -> str:
        """Address of a path on a host: ``mot`` is ``mot.localhost``."""
        return f"http{'s' if self.tls else ''}://{name}.localhost:{self.port}{path}"

    def put(self, name: str, path: str, behaviour: Behaviour) -> str:
        """Describe a path; returns its address."""
        self._sites[f"{name}.localhost", path] = behaviour
        return self.url(name, path)

    def paths(self, name: str) -> list[str]:
        """Paths that a host was asked for, in order."""
        return [asked.path for asked in self.asked if asked.host == f"{name}.localhost"]

    def gaps(self, name: str) -> list[float]:
        """Seconds between the requests to a host."""
        moments = [asked.at for asked in self.asked if asked.host == f"{name}.localhost"]
        return [later - earlier for earlier, later in pairwise(moments)]

    @contextmanager
    def at_work(self, asked: Asked) -> Iterator[None]:
        """Note a request, and how many of its host are at work beside it."""
        with self._lock:
            self.asked.append(asked)
            self._open[asked.host] += 1
            self.most_at_once[asked.host] = max(self.most_at_once[asked.host], self._open[asked.host])
        try:
            yield
        finally:
            with self._lock:
                self._open[asked.host] -= 1

    def behaviour(self, asked: Asked) -> Behaviour:
        return self._sites.get((asked.host, asked.path), Answer("<h1>Không có trang này</h1>", 404))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


class _HTTPServer(ThreadingHTTPServer):
    owner: Server
    daemon_threads = True
    request_queue_size = 128

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Greet each client in its own thread: one that does not answer holds up nobody else."""
        if self.owner.tls is None:
            super().finish_request(request, client_address)
        else:
            with self.owner.tls.wrap_socket(request, server_side=True) as greeted:
                super().finish_request(greeted, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HTTPServer

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        asked = Asked(host, self.path, dict(self.headers), time.monotonic())
        # The work ends before the answer begins: who has the answer may ask again at once.
        with self.server.owner.at_work(asked):
            time.sleep(0.01)
        behaviour = self.server.owner.behaviour(asked)
        if not isinstance(behaviour, Answer):
            behaviour(self)
            return
        send(self, behaviour)

    def log_message(self, format: str, *args: object) -> None:
        """What was asked is in the server's own list."""
