"""A small HTTP server on loopback that answers for every fictional outlet, by host name."""

from __future__ import annotations

import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from diembao.core.errors import DiembaoError
from diembao.core.i18n import _
from diembao.demo.outlets import OUTLETS
from diembao.demo.press import Press
from diembao.demo.sites import Site


class PressServer:
    """Serves the fictional press while it is open.

    :param served_at: the moment that decides what "today" is.
    :param port: port on 127.0.0.1; 0 takes a free one.
    :raises DiembaoError: the port is taken.
    """

    def __init__(self, served_at: datetime, port: int = 0) -> None:
        self.visit = 1
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        except OSError as error:
            raise DiembaoError(
                _("Port {port} of this machine is taken.").format(port=port),
                _("Another demo is running on this home: end it, or use another --home."),
            ) from error
        self._server.daemon_threads = True
        self.port = self._server.server_port
        press = Press(served_at)
        self._sites = {outlet.host: Site(outlet, press, self.port) for outlet in OUTLETS}
        self._thread = threading.Thread(target=self._server.serve_forever, name="press", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version = "diembao-demo"

            def do_GET(self) -> None:
                site = server._sites.get((self.headers.get("Host") or "").partition(":")[0])
                if site is None:
                    self.send_error(404)
                    return
                answer = site.answer(urlsplit(self.path).path, server.visit)
                body = answer.text.encode()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: what matters is in the archive's visits."""

        return Handler
