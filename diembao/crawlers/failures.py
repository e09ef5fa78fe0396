"""Why a request came to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from gzip import BadGzipFile

from scrapy import exceptions
from twisted.internet.error import ConnectError, ConnectionClosed

from diembao.crawlers.reasons import Reason


class RuleBroken(exceptions.IgnoreRequest):
    """A request that a rule keeps from being sent.

    :param reason: one of :class:`~diembao.crawlers.reasons.Reason`.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


_REASONS: Sequence[tuple[type[Exception], Reason]] = (
    (exceptions.DownloadTimeoutError, Reason.TIMEOUT),
    (exceptions.CannotResolveHostError, Reason.NAME_UNKNOWN),
    (exceptions.DownloadCancelledError, Reason.TOO_LARGE),
    (exceptions.DownloadConnectionRefusedError, Reason.CONNECTION),
    (exceptions.DownloadFailedError, Reason.CONNECTION),
    (exceptions.ResponseDataLossError, Reason.CONNECTION),
    (exceptions.UnsupportedURLSchemeError, Reason.OUTSIDE_SOURCE),
    (ConnectError, Reason.CONNECTION),
    (ConnectionClosed, Reason.CONNECTION),
    (BadGzipFile, Reason.UNEXPECTED),
    (OSError, Reason.CONNECTION),
)


def reason_of(error: BaseException | None) -> tuple[Reason, str]:
    """The reason word for what kept a request from its answer, and a detail where the word does not say it all."""
    if isinstance(error, RuleBroken):
        return error.reason, error.detail
    if isinstance(error, exceptions.IgnoreRequest):
        # Scrapy gives up a body that grows too large when it is unpacked, for which it names a cause, and a request
        # that is redirected too often.
        return (Reason.TOO_LARGE if error.__cause__ else Reason.REDIRECT_LOOP), ""
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), Reason.UNEXPECTED)
    return reason, f"{type(error).__name__}: {error}" if reason is Reason.UNEXPECTED else ""
