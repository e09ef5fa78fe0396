"""Content encodings: a page may be packed, but not in layers without end, each of which takes time to unpack."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response

from diembao.crawlers.failures import RuleBroken
from diembao.crawlers.reasons import Reason

#: A server that packs a page which was packed on its disk already makes two.
_MOST_LAYERS = 2


class Encodings:
    """Refuses answers of more layers, before Scrapy unpacks any."""

    def process_response(self, request: Any, response: Response) -> Response:
        """Scrapy's hook.

        :raises RuleBroken: there are too many.
        """
        layers = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if len(layers) > _MOST_LAYERS:
            raise RuleBroken(Reason.ENCODING)
        return response
