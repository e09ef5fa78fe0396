"""Going through the pages of one door: an index of sitemaps, a listing with a next page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from diembao.core import addresses
from diembao.core.i18n import _, ngettext, number
from diembao.core.models import Channel, Door, Listed
from diembao.crawlers.doors.readings import Reading

#: Most pages of one door in one pass. An index names many sitemaps of which few are recent; what a listing has on its
#: sixth page is older than any pass that was missed, or the listing has no end.
MOST_PAGES = {Channel.FEED: 5, Channel.LISTING: 5, Channel.SITEMAP: 12}
#: How deep indexes of indexes are followed; the protocol allows none.
DEEPEST = 3
#: A next page is asked for when this share of a page is new. Boxes of recommended articles hold what is known already,
#: and one new article on a front page does not mean that some were missed.
_ENOUGH_NEW = 0.25


class Walk:
    """One door in one pass: what it listed so far, and whether it answered.

    Every page that was asked for ends in one call of :meth:`took` or :meth:`failed`; then :attr:`over` may be true.
    """

    def __init__(self, door: Door) -> None:
        self.door = door
        self._pages = {_key(door.url)}
        self._waiting = 1
        self._seen: set[str] = set()
        self._listed: list[Listed] = []
        self._left_out = 0
        self._read = 0
        self._failures: list[tuple[str, str]] = []
        self.is_index = False
        """Whether the door itself lists no articles, only pages that do: they may change while it does not."""

    def took(
        self, reading: Reading, depth: int, choose: Callable[[Sequence[Listed]], Sequence[Listed]]
    ) -> tuple[Sequence[Listed], list[str]]:
        """Note what a page says.

        :param depth: how many pages lie between it and the door.
        :param choose: says which articles are to be fetched.
        :returns: the articles to fetch, and the pages to read next.
        """
        keys = [addresses.normalise(item.url) for item in reading.listed]
        fresh = [item for key, item in zip(keys, reading.listed, strict=True) if key not in self._seen]
        self._seen.update(keys)
        self._listed += fresh
        wanted = choose(fresh)
        self._left_out += reading.left_out
        self.is_index = self.is_index or (not depth and not reading.listed and bool(reading.further))
        self._read += 1
        self._waiting -= 1
        further = reading.further if self._goes_on(reading, len(wanted), depth) else ()
        pages = []
        for url in further:
            if _key(url) not in self._pages and len(self._pages) < MOST_PAGES[self.door.channel]:
                self._pages.add(_key(url))
                pages.append(url)
        self._waiting += len(pages)
        return wanted, pages

    def failed(self, reason: str, detail: str) -> None:
        """Note that a page could not be read."""
        self._waiting -= 1
        self._failures.append((reason, detail))

    @property
    def over(self) -> bool:
        """Whether every page that was asked for has answered."""
        return self._waiting == 0

    def answer(self) -> tuple[Sequence[Listed], str, str]:
        """What the door listed, why it failed (empty when it works), and a detail.

        A door works when one of its pages does; what was left out or failed beside it is the detail.
        """
        if self._failures and (not self._seen or not self._read):
            return (), *self._failures[0]
        said = []
        if self._left_out:
            said.append(_("{number} older entries left out").format(number=number(self._left_out)))
        if self._failures:
            reason, detail = self._failures[0]
            failed = ngettext("{number} of its pages failed", "{number} of its pages failed", len(self._failures))
            said.append(f"{failed.format(number=number(len(self._failures)))}: {reason} {detail}".strip())
        return self._listed, "", "; ".join(said)

    def _goes_on(self, reading: Reading, wanted: int, depth: int) -> bool:
        if depth >= DEEPEST and self.door.channel is Channel.SITEMAP:
            return False
        if not reading.listed:  # an index: it lists pages only
            return self.door.channel is Channel.SITEMAP
        return wanted > 0 and wanted >= _ENOUGH_NEW * len(reading.listed)


def _key(url: str) -> str:
    try:
        return addresses.normalise(url)
    except ValueError:
        return url
