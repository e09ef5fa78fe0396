"""Throttle: a site that answers slowly is asked less often, and never more often than it wishes."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response

#: The longest pause between two requests that slowness alone brings about, in seconds.
_LONGEST = 30.0


class Throttle:
    """Lets a host rest at least as long as it took to answer.

    Scrapy's own AutoThrottle would shorten what ``Crawl-delay`` asks for.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._own = crawler.settings.getfloat("DOWNLOAD_DELAY")

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
