"""One page, one article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from diembao.core import addresses
from diembao.core.models import ArticleKind, Content, Listed, Page, Source
from diembao.core.text import clean_line, fold
from diembao.crawlers.decoding import document
from diembao.crawlers.extraction.by_profile import Profiled, listed_words, read_by_profile
from diembao.crawlers.extraction.generic import read_generically
from diembao.crawlers.extraction.kinds import kind_of
from diembao.crawlers.extraction.labels import visible_author, visible_section, visible_tags
from diembao.crawlers.extraction.published import META_PUBLISHED, read_published
from diembao.crawlers.extraction.reading import Reading
from diembao.crawlers.extraction.structured import ArticleObject, article_object, breadcrumb, canonical_link, meta
from diembao.crawlers.links import absolute
from diembao.crawlers.paths import is_front, looks_like_article
from diembao.crawlers.profiles import PageKind, Profile, ProfileLookup, shipped_profiles
from diembao.crawlers.reasons import Reason

#: Shorter texts are briefs if they have a lead, else no article at all. In characters.
_SHORT_TEXT = 80
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_PAGE_TYPE = re.compile(r"html|text/plain|xml", re.IGNORECASE)
#: What servers send without saying so: PDF, pictures, archives, feeds; office files are archives.
_OTHER_FILE = re.compile(
    rb"%PDF|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|\xd0\xcf\x11\xe0"
    rb"|(?:\s|\xef\xbb\xbf|<[?!][^>]*>)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b"
)
_LOGIN = re.compile(
    r"vui lòng đăng nhập(?! để (?:gửi|viết|bình luận))|đăng nhập để (đọc|xem)|nội dung dành cho (thuê bao|hội viên)",
    re.IGNORECASE,
)


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


def extract(page: Page, listed: Listed, source: Source, profiles: ProfileLookup | None = None) -> Extracted:
    """Make an article of a fetched page.

    :param listed: what the door said; it fills what the page leaves open.
    :param profiles: how outlets' pages are built; None: the shipped ones.
    :raises Unusable: the page is empty, not HTML, not an article, or without title or text.
    """
    tree = _tree(page)
    if is_front(page.url):
        raise Unusable(Reason.NOT_AN_ARTICLE)
    tags, said = meta(tree), article_object(tree) or ArticleObject()
    profile = _profile(profiles or shipped_profiles(), tree, tags, page)
    lead = said.description or tags.get("og:description") or tags.get("description", "")
    profiled = read_by_profile(tree, profile, page, lead=lead or listed.lead) if profile else Profiled()
    title = profiled.reading.title or _title(tree, tags, said, source) or listed.title
    if not title:
        raise Unusable(Reason.NO_TITLE)
    known = profiled.fits or bool(said.headline)
    if profiled.kind is PageKind.LISTING or (not known and _is_listing(tree, tags, page)):
        raise Unusable(Reason.NOT_AN_ARTICLE)
    authors = _authors(profiled.reading.authors, tree, tags, said, source, page)
    reading = profiled.reading
    if not reading.paragraphs:
        announced = reading.lead or lead or listed.lead
        reading = _better(reading, read_generically(tree, page, title=title, lead=announced, authors=authors))
    lead, authors = reading.lead or lead, authors or reading.authors
    text = "\n\n".join(reading.paragraphs)
    section = listed.section or profiled.reading.section or said.section or _section(tree, tags, title)
    kind = _kind(profiled, reading, tags=tags, said=said, section=section, page=page)
    if len(text) < _SHORT_TEXT:
        if _LOGIN.search(clean_line(tree.text_content())):
            raise Unusable(Reason.LOGIN_WALL)
        if not known and tags.get("og:type", "").lower() != "article":
            raise Unusable(Reason.NOT_AN_ARTICLE if not text else Reason.NO_TEXT)
        if not lead:
            raise Unusable(Reason.NO_TEXT)
        kind = ArticleKind.BRIEF if kind is ArticleKind.ARTICLE else kind
    printed = profiled.reading.published
    published = read_published(
        tree, tags, said, listed, page=page, source=source, visible=printed, order=profiled.order
    )
    return Extracted(
        Content(
            title=title,
            lead=lead,
            text=text,
            authors=authors,
            section=section,
            published_at=published.at,
            published_from=published.provenance,
            published_doubt=published.doubt,
            kind=kind,
            tags=profiled.reading.tags or _tags(tree, tags, said),
            captions=reading.captions,
            links=reading.links,
            credit=reading.credit or profiled.reading.credit,
        ),
        _canonical(tree, tags, page, source),
    )


def _tree(page: Page) -> HtmlElement:
    content_type = page.header("Content-Type")
    if not page.body.strip():
        raise Unusable(Reason.EMPTY_PAGE)
    if content_type and not _PAGE_TYPE.search(content_type):
        raise Unusable(Reason.NOT_HTML, content_type)
    if _OTHER_FILE.match(page.body):
        raise Unusable(Reason.NOT_HTML)
    tree = document(page.body, content_type)
    if tree is None:
        raise Unusable(Reason.EMPTY_PAGE)
    return tree


def _profile(profiles: ProfileLookup, tree: HtmlElement, tags: dict[str, str], page: Page) -> Profile | None:
    """The profile of the host that a page came from, else of the one that it calls its own, else of what built it."""
    addresses_of_it = (page.url, canonical_link(tree), tags.get("og:url", ""))
    found = (profiles.at(addresses.host(url)) for url in addresses_of_it if url)
    return next((profile for profile in found if profile), None) or profiles.built_like(tree)


def _better(profiled: Reading, generic: Reading) -> Reading:
    """What was found without a profile, unless the profile's reading is a photo essay: captions that are the text."""
    essay = profiled.lead and _words(profiled.captions) > _words(generic.paragraphs)
    return profiled if essay else generic


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _authors(
    printed: tuple[str, ...],
    tree: HtmlElement,
    tags: dict[str, str],
    said: ArticleObject,
    source: Source,
    page: Page,
) -> tuple[str, ...]:
    outlet = addresses.host(tags.get("og:url", "")) or addresses.host(page.url)
    no_persons = frozenset({"", source.name, tags.get("og:site_name", "")})
    announced = (_author(tags.get(name, "")) for name in ("author", "article:author"))
    for names in (printed, said.authors, *((name,) for name in announced)):
        if found := _persons(names, no_persons, outlet):
            return found
    return _persons((visible_author(tree),), no_persons, outlet)


def _kind(
    profiled: Profiled, reading: Reading, *, tags: dict[str, str], said: ArticleObject, section: str, page: Page
) -> ArticleKind:
    if profiled.kind and profiled.kind is not PageKind.LISTING:
        return ArticleKind(profiled.kind)
    return kind_of(
        types=said.types,
        og_type=tags.get("og:type", ""),
        section=section,
        url=page.url,
        words=_words(reading.paragraphs),
        captions=reading.captions,
    )


def _is_listing(tree: HtmlElement, tags: dict[str, str], page: Page) -> bool:
    """Whether a page without an article object is something else: a site, its front page, or a section."""
    if any(name in tags for name in META_PUBLISHED):
        return False
    if _heads_another(tree):
        return True
    own = [url for link in (canonical_link(tree), tags.get("og:url", "")) if (url := absolute(page.url, link))]
    if not own and tags.get("og:type", "").lower() == "website":  # which many portals write on every page
        own = [page.url]
    return any(is_front(url) for url in own) or bool(own and not looks_like_article(urlsplit(own[0]).path))


def _heads_another(tree: HtmlElement) -> bool:
    """Whether the headline is that of another page: a link, and not what the page calls itself.

    Some outlets link an article's headline to itself; then it stands in the page's title, too.
    """
    whole = clean_line(tree.findtext(".//title") or "")
    headings = [element for element in tree.iter("h1") if clean_line(element.text_content())]
    return bool(whole and headings) and all(
        clean_line(element.text_content()) == clean_line("".join(link.text_content() for link in element.iter("a")))
        and clean_line(element.text_content()) not in whole
        for element in headings
    )


def _title(tree: HtmlElement, tags: dict[str, str], said: ArticleObject, source: Source) -> str:
    no_title = {"", source.name, tags.get("og:site_name", "")}
    headings = [text for element in tree.iter("h1") if (text := clean_line(element.text_content())) not in no_title]
    whole = clean_line(tree.findtext(".//title") or "")
    announced = said.headline or tags.get("og:title", "")
    # A heading that makes up most of the announced title is the printed headline, without the name of the site behind
    # it; one that is only the end of it is that name.
    likely = announced or whole
    printed = [text for text in headings if likely.startswith(text) or (text in likely and 2 * len(text) > len(likely))]
    return max(printed, key=len, default="") or announced or next(iter(headings), "") or _SITE_NAME.sub("", whole)


def _author(name: str) -> str:
    """A meta tag's author, unless it is the outlet or an address."""
    return "" if "http" in name or "." in name or len(name) > 60 else name


def _persons(names: Iterable[str], no_persons: Collection[str], host: str) -> tuple[str, ...]:
    """Names without that of the outlet itself, as the catalogue, the page or its host writes it."""
    labels = [label.removeprefix("bao") for label in host.split(".")]
    return tuple(
        name
        for name in names
        if name not in no_persons and fold(name.lower()).replace(" ", "").removeprefix("bao") not in labels
    )


def _section(tree: HtmlElement, tags: dict[str, str], title: str) -> str:
    named, last = tags.get("article:section") or tags.get("articlesection", ""), breadcrumb(tree)
    # Some systems list all sections in which an article appears; its own is the one that the breadcrumb leads to.
    name = last if last in listed_words(named) else named or last or visible_section(tree)
    return "" if name == title else name


def _tags(tree: HtmlElement, tags: dict[str, str], said: ArticleObject) -> tuple[str, ...]:
    announced = ",".join(said.keywords) or tags.get("news_keywords") or tags.get("keywords", "")
    return visible_tags(tree) or listed_words(announced)


def _canonical(tree: HtmlElement, tags: dict[str, str], page: Page, source: Source) -> str | None:
    url = absolute(page.url, canonical_link(tree) or tags.get("og:url", ""))
    if not url or is_front(url) or not addresses.within(addresses.host(url), source.domains):
        return None
    # A section's address, given by a careless template, would make one article of all that name it.
    own, said = urlsplit(page.url), urlsplit(url)
    same = (own.path.rpartition("/")[2], own.query) == (said.path.rpartition("/")[2], said.query)
    return url if same or looks_like_article(said.path) else None
