"""When an article was published, where that was read, and whether it can be true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from diembao.core.models import DateDoubt, Listed, Page, Provenance, Source
from diembao.core.text import clean_line
from diembao.crawlers import dates
from diembao.crawlers.extraction.structured import ArticleObject

META_PUBLISHED = (
    "article:published_time",
    "pubdate",
    "publishdate",
    "datepublished",
    "og:published_time",
    "dc.date.issued",
    "dc.date",
    "date",
)
_DATE_CLASS = re.compile(r"date|time|publish|ngay|post-?info", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """A published time with its provenance; ``at`` is None when nobody says one."""

    at: datetime | None = None
    provenance: Provenance | None = None
    doubt: DateDoubt | None = None


def read_published(
    tree: HtmlElement,
    tags: dict[str, str],
    said: ArticleObject,
    listed: Listed,
    *,
    page: Page,
    source: Source,
    visible: str = "",
) -> Published:
    """The published time of an article.

    :param tags: meta tags of the page; ``said``: its article object.
    :param listed: what the door said.
    :param visible: the printed date where a profile has found it; empty: it is looked for.
    """
    if found := dates.parse(said.published):
        return Published(found, Provenance.JSON_LD)
    for name in META_PUBLISHED:
        if found := dates.parse(tags.get(name, "")):
            return Published(found, Provenance.META)
    for element in tree.iter("time"):
        if found := dates.parse(element.get("datetime") or ""):
            return Published(found, Provenance.PAGE)
    if listed.published_at:
        return Published(listed.published_at, Provenance(listed.channel.value))
    for element in tree.iter("span", "div", "p", "time", "small", "li"):
        if _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            content = element.text_content()
            if len(content) < 120 and (found := dates.find(clean_line(content))):
                return Published(found, Provenance.PAGE)
    return Published()
