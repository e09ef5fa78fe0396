"""Throttle: a site that answers slowly is asked less often, and never more often than it wishes."""

from __future__ import annotations

from time import monotonic
from typing import Any

from scrapy import signals
from scrapy.http import Response

#: The longest pause between two requests that slowness alone brings about, in seconds.
_LONGEST = 30.0


class Throttle:
    """Lets a host rest after each answer, at least as long as it took to give it.

    Scrapy counts the pause from the request on, which leaves a slow host none, and us no time to see that an answer is
    a refusal before the next request leaves. Its AutoThrottle would shorten what ``Crawl-delay`` asks for.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._own = crawler.settings.getfloat("DOWNLOAD_DELAY")
        crawler.signals.connect(self._on_answer, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Throttle:
        """Scrapy's construction contract."""
        return cls(crawler)

    def process_response(self, request: Any, response: Response) -> Response:
        """Scrapy's hook."""
        downloader = self._crawler.engine.downloader
        key = request.meta.get("download_slot")
        latency = request.meta.get("download_latency")
        if latency is not None and (slot := downloader.slots.get(key)):
            wished = downloader.per_slot_settings.get(key, {}).get("delay", self._own)
            slot.delay = max(wished, min((slot.delay + latency) / 2, _LONGEST))
        return response

    def _on_answer(self, response: Response, request: Any) -> None:
        if slot := self._crawler.engine.downloader.slots.get(request.meta.get("download_slot")):
            slot.lastseen = monotonic()
