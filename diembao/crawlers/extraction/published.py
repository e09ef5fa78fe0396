"""When an article was published, where that was read, and whether it can be true.

A page says its time in up to six places, and each of them may be wrong: a field that nobody filled in, the clock of the
server, a local time that is called UTC. So all of them are read, what cannot be true gives way to what can, and where
they name different days that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from diembao.core.clock import local
from diembao.core.models import Channel, DateDoubt, Listed, Page, Provenance, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.dates import Moment, Order
from diembao.crawlers.extraction.blocks import names_of
from diembao.crawlers.extraction.structured import ArticleObject

META_PUBLISHED = (
    "article:published_time",
    "article:published",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "date",
)
_A_DAY = timedelta(days=1)
#: Clocks of servers differ, and a page may be announced for the next full hour.
_TOLERANCE = timedelta(hours=1)
#: The first Vietnamese newspaper went on line in this year.
_FIRST_YEAR = 1997
#: An address is given when an article is begun; it may be published weeks later.
_LONGEST_DRAFT = timedelta(days=30)
#: What Vietnamese time is ahead of UTC, and by what a time is off that was called the other.
_ZONE_FAULT = timedelta(hours=7)
#: A time so close to that of the fetch is that of a clock in the page's head.
_CLOCK_OF_THE_PAGE = timedelta(minutes=3)
#: Elements that may hold a printed date: as many are looked at, and as many characters of each.
_MOST_ELEMENTS, _LONGEST_DATE = 60, 120
_DATE_TAGS = ("span", "div", "p", "time", "small", "li", "td")
_NAMED_LIKE_DATE = re.compile(r"date|time|publish|ngay|post-?info", re.IGNORECASE)
_CHANGED = re.compile(r"modif|update", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """A published time with its provenance; ``at`` is None when nobody says one."""

    at: datetime | None = None
    provenance: Provenance | None = None
    doubt: DateDoubt | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time that may be the published one."""

    moment: Moment
    provenance: Provenance
    witness: bool = True
    """Whether it speaks against another day: what was only looked for among a page's texts may belong to another
    article."""
    doubt: DateDoubt | None = None

    @property
    def at(self) -> datetime:
        """Its instant."""
        return self.moment.at


def read_published(
    tree: HtmlElement,
    tags: dict[str, str],
    said: ArticleObject,
    listed: Listed,
    *,
    page: Page,
    source: Source,
    visible: str = "",
    order: Order | None = None,
) -> Published:
    """The published time of an article.

    :param tags: meta tags of the page; ``said``: its article object.
    :param listed: what the door said.
    :param visible: the printed date where a profile has found it; empty: it is looked for.
    :param order: how the outlet prints days and months, where its profile says so.
    """
    printed = list(_printed(tree, page, visible, order))
    announced = list(_announced(tree, tags, said, listed, page))
    ranked = [*announced, *printed] if not visible else _by_trust([*announced, *printed])
    ranked += _last_resorts(listed, page)
    judged = [replace(one, doubt=_doubt(one, page, source)) for one in ranked]
    sound = [one for one in judged if one.doubt is None]
    if not sound:
        first = next(iter(judged), None)
        return Published(first.at, first.provenance, first.doubt) if first else Published()
    chosen = _refined(_backed(sound), sound)
    chosen = _as_printed(chosen, [one for one in printed if _doubt(one, page, source) is None])
    doubt = DateDoubt.DISAGREE if any(_disagree(chosen, one) for one in sound if one.witness) else None
    return Published(chosen.at, chosen.provenance, doubt)


# where times stand


def _announced(
    tree: HtmlElement, tags: dict[str, str], said: ArticleObject, listed: Listed, page: Page
) -> Iterator[Candidate]:
    """What is written for machines, most trusted first: the page's own words, then the door's."""
    if found := _machine(said.published):
        yield Candidate(found, Provenance.JSON_LD)
    for name in META_PUBLISHED:
        if found := _machine(tags.get(name, "")):
            yield Candidate(found, Provenance.META)
    for element in tree.iter("time"):
        named = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if _CHANGED.search(named) and "publish" not in named.lower():
            continue
        if found := _machine(element.get("datetime") or ""):
            yield Candidate(found, Provenance.PAGE)
            break  # the others belong to the articles beside it
    if listed.published_at and listed.channel in (Channel.FEED, Channel.SITEMAP):
        yield Candidate(Moment(listed.published_at), Provenance(listed.channel.value))


def _machine(text: str) -> Moment | None:
    """A time that a template wrote; midnight in it is what it writes for a day."""
    found = dates.read(text) if text else None
    if found and found.exact and (clock := local(found.at)).hour == clock.minute == clock.second == 0:
        return Moment(found.at, _A_DAY)
    return found


def _printed(tree: HtmlElement, page: Page, visible: str, order: Order | None) -> Iterator[Candidate]:
    """Times that readers see.

    Without the help of a profile they are looked for in elements that are named like dates; "2 giờ trước" is none then:
    boxes with other articles are full of it.
    """
    if visible:
        line = clean_line(visible)
        found = dates.find_moment(line, now=page.fetched_at, order=order)
        if found := found or dates.read(line, now=page.fetched_at, order=order):
            yield Candidate(found, Provenance.PAGE)
        return
    later = []
    named = (element for element in tree.iter(*_DATE_TAGS) if _NAMED_LIKE_DATE.search(names_of(element)))
    for element in islice(named, _MOST_ELEMENTS):
        text = _beginning(element)
        if len(text) < _LONGEST_DATE and (found := dates.find_moment(clean_line(text))):
            candidate = Candidate(found, Provenance.PAGE, witness=False)
            if abs(page.fetched_at - found.at) < _CLOCK_OF_THE_PAGE:
                later.append(candidate)
            else:
                yield candidate
    yield from later


def _beginning(element: HtmlElement) -> str:
    """Text of an element, read only as far as it may be a date."""
    parts: list[str] = []
    for part in element.itertext():
        parts.append(str(part))
        if sum(map(len, parts)) >= _LONGEST_DATE or len(parts) > _MOST_ELEMENTS:
            break
    return "".join(parts)


def _last_resorts(listed: Listed, page: Page) -> Iterator[Candidate]:
    for url in dict.fromkeys((page.requested_url, page.url)):
        if found := dates.in_address(urlsplit(url).path):
            yield Candidate(found, Provenance.URL)
            break
    if listed.modified_at and listed.channel in (Channel.FEED, Channel.SITEMAP):
        yield Candidate(Moment(listed.modified_at), Provenance(listed.channel.value), witness=False)


# which of them is believed


def _by_trust(candidates: list[Candidate]) -> list[Candidate]:
    """A printed date that a profile knows comes before the door's word, and behind the page's own for machines."""
    doors = (Provenance.FEED, Provenance.SITEMAP)
    return sorted(candidates, key=lambda one: one.provenance in doors)


def _doubt(candidate: Candidate, page: Page, source: Source) -> DateDoubt | None:
    if candidate.at > page.fetched_at + _TOLERANCE:
        return DateDoubt.FUTURE
    if local(candidate.at).year < (source.online_since or _FIRST_YEAR):
        return DateDoubt.TOO_EARLY
    return None


def _backed(sound: Sequence[Candidate]) -> Candidate:
    """The most trusted one, unless nobody backs it and two others agree."""
    first = sound[0]
    if not _backers(first, sound):
        return next((one for one in sound if one.witness and _backers(one, sound)), first)
    return first


def _backers(candidate: Candidate, sound: Sequence[Candidate]) -> set[Provenance]:
    others = {one.provenance for one in sound if one.witness and not _disagree(candidate, one)}
    return others - {candidate.provenance}


def _refined(chosen: Candidate, sound: Sequence[Candidate]) -> Candidate:
    """A day gives way to a minute of that day."""
    if chosen.moment.exact:
        return chosen
    span = chosen.at, chosen.at + chosen.moment.within
    return next((one for one in sound if one.moment.exact and span[0] <= one.at < span[1]), chosen)


def _as_printed(chosen: Candidate, printed: Sequence[Candidate]) -> Candidate:
    """The printed time instead of one that is off by the distance to UTC to the minute.

    Several outlets write their local time as UTC for machines, or UTC as local time; what readers see is right.
    """
    minutes = {_minute(one.at): one for one in printed if one.moment.exact}
    at = _minute(chosen.at)
    if not chosen.moment.exact or at in minutes:
        return chosen
    return minutes.get(at - _ZONE_FAULT) or minutes.get(at + _ZONE_FAULT) or chosen


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _disagree(one: Candidate, other: Candidate) -> bool:
    """Whether two times lie more than a day apart, whatever instants of their spans they mean."""
    if Provenance.URL in (one.provenance, other.provenance):
        begun, published = (one, other) if one.provenance is Provenance.URL else (other, one)
        if published.provenance is not Provenance.URL:
            return not -_A_DAY <= published.at - begun.at <= _LONGEST_DRAFT
    earlier, later = sorted((one, other), key=lambda candidate: candidate.at)
    return later.at - (earlier.at + earlier.moment.within) > _A_DAY
