"""A way to a service on loopback that can be cut, and that can answer in the service's place."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit


class Relay:
    """Passes every connection on to a service; a context manager.

    :param url: of the service, ``http://host:port``.
    """

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._service = (address.hostname or "", address.port or 80)
        self._listener: socket.socket | None = None
        self._port = 0
        self._open: set[socket.socket] = set()
        #: Requests whose head begins like this are not passed on, so many times; they get the answer instead.
        self.refuse: tuple[bytes, int, bytes] = (b"", 0, b"")
        #: Everything that the service was asked.
        self.heard = bytearray()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def connect(self) -> None:
        """Listen, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """End every connection, and take no more."""
        if self._listener:
            # Closing alone would leave the thread that waits for a connection to take one more.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.cut()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _address = listener.accept()
                try:
                    service = socket.create_connection(self._service)
                except OSError:  # the service is down: so is the way to it
                    client.close()
                    continue
                self._open |= {client, service}
                threading.Thread(target=self._pass, args=(client, service, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(service, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if asking:
                    self.heard += data
                beginning, times, answer = self.refuse
                if asking and times and data.startswith(beginning):
                    self.refuse = (beginning, times - 1, answer)
                    source.sendall(answer)
                    break
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            self._open.discard(each)
