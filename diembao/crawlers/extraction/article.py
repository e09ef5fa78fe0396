"""One page, one article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from diembao.core import addresses
from diembao.core.models import ArticleKind, Content, Listed, Page, Provenance, Source
from diembao.core.text import clean_line, fold
from diembao.crawlers import dates
from diembao.crawlers.decoding import decode
from diembao.crawlers.extraction.body import extract_paragraphs, opens_in_bold, visible_author
from diembao.crawlers.extraction.structured import ArticleObject, article_object, breadcrumb, meta
from diembao.crawlers.paths import is_front, looks_like_article
from diembao.crawlers.reasons import Reason

#: Shorter texts are briefs if they have a lead, else no article at all. In characters.
_SHORT_TEXT = 80
_META_PUBLISHED = (
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
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_LOGIN = re.compile(r"vui lòng đăng nhập|đăng nhập để (đọc|xem)|nội dung dành cho (thuê bao|hội viên)", re.IGNORECASE)


class Unusable(Exception):
    """A page from which no article can be made; it goes to quarantine.

    :param reason: one of :class:`~diembao.crawlers.reasons.Reason`.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Extracted:
    """Content of a page, and the address that the page itself calls its own."""

    content: Content
    canonical_url: str | None
    """Only when it lies within the source's domains and is not a front page."""


def extract(page: Page, listed: Listed, source: Source) -> Extracted:
    """Make an article of a fetched page.

    :param listed: what the door said; it fills what the page leaves open.
    :raises Unusable: the page is empty, not HTML, not an article, or without title or text.
    """
    headers = {name.lower(): value for name, value in page.headers}
    content_type = headers.get("content-type", "")
    if not page.body.strip():
        raise Unusable(Reason.EMPTY_PAGE)
    if content_type and not re.search(r"html|text/plain|xml", content_type, re.IGNORECASE):
        raise Unusable(Reason.NOT_HTML, content_type)
    try:
        tree = html.document_fromstring(_without_declaration(decode(page.body, content_type)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unusable(Reason.EMPTY_PAGE) from error
    tags, said = meta(tree), article_object(tree) or ArticleObject()
    title = _title(tree, tags, said) or listed.title
    if not title:
        raise Unusable(Reason.NO_TITLE)
    if not said.headline and _is_listing(tree, tags):
        raise Unusable(Reason.NOT_AN_ARTICLE)
    lead = said.description or tags.get("og:description") or tags.get("description") or listed.lead
    named = _author(tags.get("author") or tags.get("article:author", "")) or visible_author(tree)
    outlet = addresses.host(tags.get("og:url", "")) or addresses.host(page.url)
    authors = tuple(name for name in said.authors or (named,) if name and not _is_outlet(name, source, outlet))
    paragraphs, signature = extract_paragraphs(tree, title=title, lead=lead, authors=authors)
    authors = authors or ((signature,) if signature else ())
    if not lead and len(paragraphs) > 1 and opens_in_bold(tree, paragraphs[0]):
        lead, *paragraphs = paragraphs
    text = "\n\n".join(paragraphs)
    kind = ArticleKind.ARTICLE
    if len(text) < _SHORT_TEXT:
        if _LOGIN.search(tree.text_content()):
            raise Unusable(Reason.LOGIN_WALL)
        if not said.headline and tags.get("og:type", "").lower() != "article":
            raise Unusable(Reason.NOT_AN_ARTICLE if not text else Reason.NO_TEXT)
        if not text and not lead:
            raise Unusable(Reason.NO_TEXT)
        kind = ArticleKind.BRIEF
    published_at, published_from = _published(tree, tags, said, listed)
    return Extracted(
        Content(
            title=title,
            lead=lead,
            text=text,
            authors=authors,
            section=listed.section or said.section or _section(tree, tags, title),
            published_at=published_at,
            published_from=published_from,
            kind=kind,
        ),
        _canonical(tree, tags, page, source),
    )


def _is_listing(tree: HtmlElement, tags: dict[str, str]) -> bool:
    """Whether a page without an article object calls itself something else: a site, its front page, or a section."""
    if any(name in tags for name in _META_PUBLISHED):
        return False
    if tags.get("og:type", "").lower() == "website":
        return True
    own = [url for url in (_canonical_link(tree), tags.get("og:url", "")) if addresses.is_web_address(url)]
    return any(is_front(url) for url in own) or bool(own and not looks_like_article(urlsplit(own[0]).path))


def _canonical_link(tree: HtmlElement) -> str:
    links = (element.get("href") for element in tree.iter("link") if "canonical" in (element.get("rel") or "").lower())
    return next((link.strip() for link in links if link), "")


def _without_declaration(text: str) -> str:
    """Lxml refuses decoded text that still declares an encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


def _title(tree: HtmlElement, tags: dict[str, str], said: ArticleObject) -> str:
    headings = [text for element in tree.iter("h1") if (text := clean_line(element.text_content()))]
    announced = said.headline or tags.get("og:title", "")
    # A heading that the announced title contains is the printed headline, without the name of the site behind it.
    printed = next((heading for heading in headings if heading in announced or announced in heading), "")
    if announced:
        return printed if printed and printed in announced else announced
    if headings:
        return headings[0]
    return _SITE_NAME.sub("", clean_line(tree.findtext(".//title") or ""))


def _author(name: str) -> str:
    """A meta tag's author, unless it is the outlet or an address."""
    return "" if "http" in name or "." in name or len(name) > 60 else name


def _is_outlet(name: str, source: Source, host: str) -> bool:
    return name == source.name or fold(name.lower()).replace(" ", "") in host


def _section(tree: HtmlElement, tags: dict[str, str], title: str) -> str:
    name = tags.get("article:section") or tags.get("articlesection") or breadcrumb(tree)
    return "" if name == title else name


def _published(
    tree: HtmlElement, tags: dict[str, str], said: ArticleObject, listed: Listed
) -> tuple[datetime | None, Provenance | None]:
    if found := dates.parse(said.published):
        return found, Provenance.JSON_LD
    for name in _META_PUBLISHED:
        if found := dates.parse(tags.get(name, "")):
            return found, Provenance.META
    for element in tree.iter("time"):
        if found := dates.parse(element.get("datetime") or ""):
            return found, Provenance.PAGE
    if listed.published_at:
        return listed.published_at, Provenance(listed.channel.value)
    for element in tree.iter("span", "div", "p", "time", "small", "li"):
        if _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            content = element.text_content()
            if len(content) < 120 and (found := dates.find(clean_line(content))):
                return found, Provenance.PAGE
    return None, None


def _canonical(tree: HtmlElement, tags: dict[str, str], page: Page, source: Source) -> str | None:
    url = urljoin(page.url, _canonical_link(tree) or tags.get("og:url", ""))
    if not addresses.is_web_address(url) or not addresses.within(addresses.host(url), source.domains):
        return None
    return None if is_front(url) else url
