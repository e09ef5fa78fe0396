"""Reading a page that no profile knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import trafilatura
from lxml.html import HtmlElement

from diembao.core.models import Page
from diembao.core.text import clean_line, words
from diembao.crawlers.decoding import decode
from diembao.crawlers.extraction.blocks import Block, Blocks, Role, one_line, read_blocks, web_links
from diembao.crawlers.extraction.container import find_container
from diembao.crawlers.extraction.lines import Article, credit, key, trimmed
from diembao.crawlers.extraction.reading import Reading

#: Words that outlets use in the names of elements that stand in an article's container and are none of its text.
_CAPTION = re.compile(r"caption|chu-?thich|img-?desc|image-desc|photo-desc|pic-desc|image-title", re.I)
_SOURCE = re.compile(r"(^|[\s_-])(source|nguon)", re.I)
_NOT_TEXT = re.compile(
    r"author|byline|by-line|tac-?gia|(^|[\s_-])(source|nguon)|tags?\b|keyword|tu-khoa|related|relate|lien-?quan"
    r"|tin-?moi|tin-?khac|doc-?them|xem-?them|read-?more|breadcrumb|share|social|comment|binh-?luan|banner|advert"
    r"|(^|[\s_-])(ads?|adv|qc|quang-cao)([\s_-]|$)|widget|newsletter|subscribe|rating|vote|poll|survey|paging"
    r"|pagination|sidebar|popup|modal|toolbar|print|most-?read|doc-?nhieu|tin-?noi-?bat|box-?tin|news-?box|tts|audio"
    r"|(^|[\s_-])hidden([\s_-]|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_AROUND = frozenset({"nav", "footer", "aside", "form"})
#: An element with such a name that holds more than this, in characters, is no box inside the article but holds it.
_LARGEST_BOX = 2000
#: Elements of a box that are looked at to tell its size.
_MOST_PIECES = 500
_LARGEST_CAPTION = 600
#: Line of a caption that no element names: it ends with who took the picture.
_PICTURE_CREDIT = re.compile(
    r"(?:^|[\s(.–-])ảnh(?: minh h[oọ]a)?\s*(?::[^.]{1,40}|\))\.?\)?$|\(ảnh[^)]{0,40}\)\.?$", re.I
)
#: Fewer words are no text to rely on.
_CREDIBLE = 25
#: Share of a lead's words that a printed line must have to be that lead, cut or worded a little otherwise.
_SAME_LEAD = 0.8
#: A first line in bold with at least as many words is a lead; fewer are a heading.
_LEAD_WORDS = 8


def read_generically(
    tree: HtmlElement, page: Page, *, title: str, lead: str, authors: Iterable[str], door_lead: str
) -> Reading:
    """The printed fields of a page.

    :param title: of the article; ``lead`` and ``authors`` as far as they are known, ``door_lead`` as the door has it.
    """
    authors = tuple(authors)
    credits: list[str] = []
    blocks = _article_blocks(tree, credits)
    article = trimmed(blocks.lines, base=page.url, title=title, lead="", authors=authors)
    if sum(len(line.text.split()) for line in article.lines) < _CREDIBLE:
        article = _last_resort(article, page, title=title, authors=authors)
    lead, lines = _lead(article.lines, lead, door_lead)
    return Reading(
        lead=lead,
        authors=(article.signature,) if article.signature else (),
        paragraphs=tuple(line.text for line in lines),
        captions=tuple(blocks.captions),
        links=web_links(lines, page.url),
        credit=next((found for text in credits if (found := credit(text))), "") or article.credit,
    )


def _article_blocks(tree: HtmlElement, credits: list[str]) -> Blocks:
    body = tree.find("body")
    root = tree if body is None else body
    container = find_container(read_blocks(root, _role).lines)
    if container is None:
        return Blocks()

    def role(element: HtmlElement) -> Role:
        found = _role(element)
        if found is Role.SKIP and _SOURCE.search(_names(element)):
            credits.append(one_line(element))
        return found

    found = read_blocks(container, role)
    captions = {id(line) for line in found.lines if _is_caption(line)}
    found.captions.extend(line.text for line in found.lines if id(line) in captions)
    found.lines = [line for line in found.lines if id(line) not in captions]
    return found


def _role(element: HtmlElement) -> Role:
    tag = element.tag
    if tag in ("figcaption", "figure"):
        return Role.CAPTION if _smaller_than(element, _LARGEST_BOX) else Role.TEXT
    if tag == "table" and next(element.iter("img"), None) is not None and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    names = _names(element)
    if names != " " and _CAPTION.search(names) and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    box = tag in _AROUND or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    if (box or (names != " " and _NOT_TEXT.search(names))) and _smaller_than(element, _LARGEST_BOX):
        return Role.SKIP
    return Role.TEXT


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _smaller_than(element: HtmlElement, limit: int) -> bool:
    """Whether an element holds less text than ``limit`` characters; looks at no more of it than it must."""
    size = 0
    for pieces, text in enumerate(element.itertext()):
        size += len(text.strip())
        if size > limit or pieces > _MOST_PIECES:
            return False
    return True


def _is_caption(line: Block) -> bool:
    if len(line.text) > _LARGEST_CAPTION or not _PICTURE_CREDIT.search(line.text):
        return False
    before = line.element.getprevious()
    return any(
        element is not None and next(element.iter("img"), None) is not None for element in (line.element, before)
    )


def _lead(lines: list[Block], lead: str, door_lead: str) -> tuple[str, list[Block]]:
    """The lead as it is printed, and the lines without it."""
    if not lines:
        return lead or door_lead, lines
    first = lines[0]
    if not lead and len(lines) > 1 and first.bold and len(first.text.split()) >= _LEAD_WORDS:
        return first.text, lines[1:]
    lead = lead or door_lead
    if lead and _is_lead(first.text, lead):
        return first.text, lines[1:]
    return lead, lines


def _is_lead(line: str, lead: str) -> bool:
    """Whether a printed line is a lead, which meta tags cut and reword."""
    printed, announced = key(line), key(lead)
    if printed == announced or (len(announced) > 40 and printed.startswith(announced)):
        return True
    one, other = Counter(words(printed)), Counter(words(announced))
    common = (one & other).total()
    return common >= _SAME_LEAD * max(one.total(), other.total())


def _last_resort(article: Article, page: Page, *, title: str, authors: tuple[str, ...]) -> Article:
    """What trafilatura finds where the page's lines make no text; the lines themselves when that is no more."""
    text = trafilatura.extract(decode(page.body), include_comments=False, include_tables=True, deduplicate=False)
    container = article.lines[0].element if article.lines else HtmlElement()
    lines = [Block(line, container) for raw in (text or "").split("\n") if (line := clean_line(raw.lstrip("-| ")))]
    found = trimmed(lines, base=page.url, title=title, lead="", authors=authors)
    longer = sum(len(line.text) for line in found.lines) > sum(len(line.text) for line in article.lines)
    return found if longer else article
