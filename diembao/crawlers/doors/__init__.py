"""Doors: the addresses at which a source lists its articles. One module a kind, one function ``read`` in each."""

from collections.abc import Callable

from diembao.core.models import Channel, Door, Listed, Page, Source
from diembao.crawlers.doors import feeds, listings, sitemaps

#: ``reader(page, source, door)`` gives what a door lists.
#: It raises :class:`~diembao.core.errors.FetchError` when the page is not such a door.
READERS: dict[Channel, Callable[[Page, Source, Door], list[Listed]]] = {
    Channel.FEED: feeds.read,
    Channel.LISTING: listings.read,
    Channel.SITEMAP: sitemaps.read,
}
