"""Why a request came to nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from gzip import BadGzipFile

from OpenSSL import SSL
from scrapy import exceptions
from twisted.internet.error import ConnectError, ConnectionClosed

from diembao.crawlers.connection.certificates import CertificateRefused
from diembao.crawlers.connection.handler import HeadTooLarge
from diembao.crawlers.reasons import Reason


class RuleBroken(exceptions.IgnoreRequest):
    """A request that a rule keeps from being sent, or from being followed further.

    :param reason: one of :class:`~diembao.crawlers.reasons.Reason`.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


_REASONS: Sequence[tuple[type[Exception], Reason]] = (
    (HeadTooLarge, Reason.TOO_LARGE),
    (SSL.Error, Reason.CERTIFICATE),
    (exceptions.DownloadTimeoutError, Reason.TIMEOUT),
    (exceptions.CannotResolveHostError, Reason.NAME_UNKNOWN),
    (exceptions.DownloadCancelledError, Reason.TOO_LARGE),
    (exceptions.DownloadConnectionRefusedError, Reason.CONNECTION),
    (exceptions.DownloadFailedError, Reason.CONNECTION),
    (exceptions.ResponseDataLossError, Reason.CONNECTION),
    (exceptions.UnsupportedURLSchemeError, Reason.OUTSIDE_SOURCE),
    (ConnectError, Reason.CONNECTION),
    (ConnectionClosed, Reason.CONNECTION),
    (BadGzipFile, Reason.ENCODING),
    (zlib.error, Reason.ENCODING),
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
    for kind, reason in _REASONS:
        for one in _with_causes(error):
            if isinstance(one, kind):
                return reason, one.fault if isinstance(one, CertificateRefused) else ""
    return Reason.UNEXPECTED, f"{type(error).__name__}: {error}"


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what Twisted says in it of why the connection came to its end."""
    if error is not None:
        yield error
        yield from _with_causes(error.__cause__)
        for failure in getattr(error, "reasons", ()):
            yield from _with_causes(failure.value)
