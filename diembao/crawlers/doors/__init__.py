"""Doors: the addresses at which a source lists its articles. One module a kind, one function ``read`` in each.

A door may have several pages: an index names sitemaps, a listing has a next page. :class:`Walk` says which of them are
worth a request.
"""

from collections.abc import Callable

from diembao.core.models import Channel, Door, Page, Source
from diembao.crawlers.doors import feeds, listings, sitemaps
from diembao.crawlers.doors.readings import MOST_LISTED, Reading
from diembao.crawlers.doors.walk import Walk

__all__ = ["MOST_LISTED", "READERS", "Reading", "Walk"]

#: ``reader(page, source, door)`` gives what a page of a door lists.
#: It raises :class:`~diembao.core.errors.FetchError` when the page is not such a door.
READERS: dict[Channel, Callable[[Page, Source, Door], Reading]] = {
    Channel.FEED: feeds.read,
    Channel.LISTING: listings.read,
    Channel.SITEMAP: sitemaps.read,
}
