"""Downloads over HTTP: Scrapy's, with verified hosts and an end to what a server may say before its page."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from diembao.crawlers.connection.certificates import VerifiedHosts

#: Scrapy setting: a list of :class:`~diembao.crawlers.connection.certificates.Authorities`.
AUTHORITIES = "DIEMBAO_AUTHORITIES"
#: What a status line and headers may have together, in bytes; the most that common servers send is 16,000. What is read
#: at once, 65,536 bytes, may hold the beginning of a small page, too.
_MAX_HEAD = 100_000


class HeadTooLarge(Exception):
    """A server's headers do not end."""


class PressDownloads(HTTP11DownloadHandler):
    """Scrapy's handler for http and https."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = VerifiedHosts(crawler.settings.getlist(AUTHORITIES))
        self._pool._factory = _Factory


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what comes before a page's body."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        answer = super().request(request)
        parser: Any = self._parser
        parser.MAX_LENGTH = _MAX_HEAD  # a single line may be as long as all of them
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > _MAX_HEAD:
                self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 - Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
