"""Trying again and following: what Scrapy does with failures and redirects, within good manners."""

from __future__ import annotations

from typing import Any

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response

from diembao.crawlers.failures import RuleBroken, reason_of
from diembao.crawlers.reasons import Reason


class Retries(RetryMiddleware):
    """Tries again what may be better in a moment: not what asks for a pause, nor a certificate that does not hold."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Scrapy's hook."""
        return response if "Retry-After" in response.headers else super().process_response(request, response)

    def process_exception(
        self, request: Request, exception: Exception, spider: Any = None
    ) -> Request | Response | None:
        """Scrapy's hook."""
        if reason_of(exception)[0] in (Reason.CERTIFICATE, Reason.TOO_LARGE):
            return None
        return super().process_exception(request, exception)


class Redirects(RedirectMiddleware):
    """Follows redirects, until one leads where this request has been before.

    :raises RuleBroken: it does. A site that sets a cookie while it leads in a circle wants it sent back, which we do
        not do.
    """

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Scrapy's hook."""
        answer = super().process_response(request, response)
        if isinstance(answer, Request) and answer.url in answer.meta["redirect_urls"]:
            if "Set-Cookie" in response.headers:
                raise RuleBroken(Reason.BLOCKED, "cookies")
            raise RuleBroken(Reason.REDIRECT_LOOP)
        return answer
