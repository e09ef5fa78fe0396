"""What goes wrong with the service, as errors that say what to do.

A message never holds what Elasticsearch says in its own words: that may repeat the query.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import ApiError, ConnectionTimeout, TransportError, UnsupportedProductError

from diembao.core.errors import SearchIndexDown, SearchIndexError
from diembao.core.i18n import _


@contextmanager
def asking(url: str) -> Iterator[None]:
    """Turns what the client raises into :class:`SearchIndexError`.

    :param url: address of the service, for the message.
    """
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise translated(url, error) from error


def translated(url: str, error: Exception) -> SearchIndexError:
    """The error of ours for one of the client's."""
    match error:
        case UnsupportedProductError():
            return SearchIndexError(
                _("What answers at {url} is not Elasticsearch.").format(url=url),
                _("Check url in the section [index] of diembao.toml."),
            )
        case ApiError(status_code=401 | 403):
            return SearchIndexError(
                _("Elasticsearch at {url} refuses the user name or the password.").format(url=url),
                _(
                    "Set username in the section [index] of diembao.toml, and DIEMBAO_INDEX__PASSWORD in the "
                    "environment; the user needs all rights on indexes that begin with the prefix. Collecting goes on, "
                    "and articles wait for the index."
                ),
            )
        case ApiError(status_code=int(status)) if status >= 500 or status == 429:
            return down(url, _("it answers {status}").format(status=status))
        case ApiError(status_code=status, error="media_type_header_exception"):
            return SearchIndexError(
                _("Elasticsearch at {url} is of another version: it refuses our requests.").format(url=url),
                _("Elasticsearch 9 is needed."),
            )
        case ApiError(status_code=status, error=kind):
            return SearchIndexError(
                _("Elasticsearch at {url} refuses a request: {status}, {kind}.").format(
                    url=url, status=status, kind=kind
                ),
                _("`diembao reindex` makes the index anew from the archive; no article is lost."),
            )
        case ConnectionTimeout():
            return down(url, _("no answer in time"))
    return down(url, _("no connection"))


def down(url: str, reason: object) -> SearchIndexDown:
    """The service does not do its work."""
    return SearchIndexDown(
        _("Search is down: Elasticsearch at {url} does not do its work: {reason}.").format(url=url, reason=reason),
        _(
            "Start it, or check url in the section [index] of diembao.toml. Collecting goes on, and articles wait for "
            "the index."
        ),
    )


def gone(name: str) -> SearchIndexError:
    """An index that somebody has removed."""
    return SearchIndexError(
        _("The search index {name} is gone.").format(name=name),
        _("`diembao reindex` makes it anew from the archive; no article is lost."),
    )
