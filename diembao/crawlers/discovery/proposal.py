"""A catalogue entry for a site that was looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diembao.core import addresses
from diembao.core.errors import CatalogueError, FetchError, RefusedAddress
from diembao.core.i18n import _
from diembao.core.models import Source, SourceKind
from diembao.crawlers.discovery.imprint import kind_of, place_of
from diembao.crawlers.discovery.spider import Discovery
from diembao.crawlers.reasons import Reason

#: What stands before the domain's last labels says whose site it is.
_SUFFIX = re.compile(r"(?:\.(?:com|net|org|gov|edu|info|health|name))?\.[a-z]{2,}$")
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person says of a source; what is left open is taken from the site."""

    id: str = ""
    name: str = ""
    publisher: str = ""
    kind: str = ""
    place: str = ""
    local: bool = False


def refuse_address(url: str, *, local: bool) -> None:
    """Refuse what is never collected, before anything is asked of it.

    :raises RefusedAddress: no web address, a social network, or a host that is not public.
    """
    if not addresses.is_web_address(url):
        raise RefusedAddress(
            _("{url} is not a web address.").format(url=url), _("It begins with https:// and names a page.")
        )
    host = addresses.host(url)
    if addresses.is_refused(url):
        raise RefusedAddress(
            _("{host} is a social network or messenger.").format(host=host),
            _("The desk collects press and portals only, never posts of private people."),
        )
    if addresses.is_private(host) and not local:
        raise RefusedAddress(
            _("{host} is not a public host.").format(host=host), _("--local allows it, for tests and the like.")
        )


def propose(url: str, discovery: Discovery, wishes: Wishes) -> Source:
    """The source that a site may be.

    :raises FetchError: nothing was found by which it could be collected.
    :raises CatalogueError: it does not say who publishes it, and neither do the wishes.
    """
    doors = discovery.doors()
    host = addresses.host(url)
    if not doors:
        raise FetchError(
            _("No feed, sitemap or list of articles was found at {host}; {number} addresses were tried.").format(
                host=host, number=len(discovery.tried)
            ),
            _("Give the address of a feed or of a section page."),
            reason=Reason.NO_ARTICLES,
        )
    imprint = discovery.imprint
    publisher = wishes.publisher or imprint.publisher
    if not publisher:
        raise CatalogueError(
            _("{host} does not say on its front page which body publishes it.").format(host=host),
            _("A source names its responsible publisher: find it in the imprint and give it with --publisher."),
        )
    kind = SourceKind(wishes.kind) if wishes.kind else kind_of(host, imprint)
    return Source(
        id=wishes.id or _NO_ID.sub("-", _SUFFIX.sub("", host)).strip("-"),
        name=wishes.name or imprint.name or host,
        publisher=publisher,
        kind=kind,
        place=wishes.place or (place_of(imprint) if kind is SourceKind.LOCAL else ""),
        domains=(host,),
        doors=doors,
        local=wishes.local,
    )
