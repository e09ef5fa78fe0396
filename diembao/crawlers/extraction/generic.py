"""Reading a page that no profile knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import trafilatura
from lxml.html import HtmlElement

from diembao.core.models import Page
from diembao.core.text import clean_line, words
from diembao.crawlers.decoding import decode
from diembao.crawlers.extraction.blocks import Block, Role, one_line, read_blocks, web_links
from diembao.crawlers.extraction.container import find_container, is_container
from diembao.crawlers.extraction.lines import Article, credit, ends_a_sentence, key, trimmed
from diembao.crawlers.extraction.reading import Reading

#: Words that outlets use in the names of elements that stand in an article's container and are none of its text.
_CAPTION = re.compile(r"caption|chu-?thich|img-?desc|image-desc|photo-desc|pic-desc|image-title", re.I)
_PICTURE = re.compile(r"(^|[\s_-])(photos?|imgs?|images?|pics?|pictures?|anh|hinh-?anh)([\s_-]|$)", re.I)
_SOURCE = re.compile(r"(^|[\s_-])(source|nguon)", re.I)
_NOT_TEXT = re.compile(
    r"author|byline|by-line|tac-?gia|(^|[\s_-])(source|nguon)|tags?\b|keyword|tu-khoa|related|relate|lien-?quan"
    r"|tin-?moi|tin-?khac|doc-?them|xem-?them|read-?more|breadcrumb|share|social|comment|binh-?luan|banner|advert"
    r"|(^|[\s_-])(ads?|adv|qc|quang-cao)([\s_-]|$)|(^|[\s_])widget|location-stamp|newsletter|subscribe|rating|vote|poll|survey|paging"
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
_CENTRED = re.compile(r"center|(^|\s)note(\s|$)", re.I)
_CLIP = re.compile(r"(?:video|clip)\s*:\s", re.I)
#: Fewer words are no text to rely on.
_CREDIBLE = 25
#: Share of a lead's words that a printed line must have to be that lead, cut or worded a little otherwise.
_SAME_LEAD = 0.8
#: Names of an element that holds the lead.
_LEAD = re.compile(
    r"sapo|chapeau|(^|[\s_-])(lead|summary|tom-?tat|trich-?dan|trich|description|desc?|intro|mota|mo-?ta)([\s_-]|$)",
    re.I,
)
#: Lines at the beginning of a container among which a lead may stand.
_TOP = 3
#: A first line in bold with at least as many words is a lead; fewer are a heading.
_LEAD_WORDS = 8


def read_generically(
    tree: HtmlElement, page: Page, *, title: str, lead: str, authors: Iterable[str], door_lead: str
) -> Reading:
    """The printed fields of a page.

    :param title: of the article; ``lead`` and ``authors`` as far as they are known, ``door_lead`` as the door has it.
    """
    authors = tuple(authors)
    found = _found(tree, title)
    article = trimmed(found.lines, base=page.url, title=title, lead="", authors=authors)
    if sum(len(line.text.split()) for line in article.lines) < _CREDIBLE:
        article = _last_resort(article, page, title=title, authors=authors)
    lead, lines = _lead(article.lines, found.before, lead, door_lead)
    return Reading(
        lead=lead,
        authors=(article.signature,) if article.signature else (),
        paragraphs=tuple(line.text for line in lines),
        captions=tuple(found.captions),
        links=web_links(lines, page.url),
        credit=next((name for text in found.credits if (name := credit(text))), "") or article.credit,
    )


@dataclass(slots=True)
class _Found:
    """What stands in an article's container, and the lines between the headline and it."""

    before: list[Block] = field(default_factory=list)
    lines: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


def _found(tree: HtmlElement, title: str) -> _Found:
    body = tree.find("body")
    everything = read_blocks(tree if body is None else body, _role).lines
    container = find_container(everything)
    found = _Found()
    if container is None:
        return found

    def role(element: HtmlElement) -> Role:
        meaning = _role(element)
        if meaning is Role.SKIP and _SOURCE.search(_names(element)):
            found.credits.append(one_line(element))
        return meaning

    blocks = read_blocks(container, role)
    found.captions = blocks.captions
    for line in blocks.lines:
        if _is_caption(line):
            found.captions.append(line.text)
        else:
            found.lines.append(line)
    if blocks.lines:
        found.before = _between(everything, title, blocks.lines[0])
    return found


def _between(everything: list[Block], title: str, first: Block) -> list[Block]:
    """The lines between the last print of the headline before the text and the text's first line."""
    start = next((place for place, line in enumerate(everything) if line.element is first.element), 0)
    headline = key(title)
    top = next((place for place in range(start - 1, -1, -1) if key(everything[place].text) == headline), start)
    return everything[top + 1 : start]


def _role(element: HtmlElement) -> Role:
    tag = element.tag
    if tag in ("figcaption", "figure"):
        return Role.CAPTION if _smaller_than(element, _LARGEST_BOX) else Role.TEXT
    names = _names(element)
    framed = tag == "table" or (tag in ("div", "p") and _PICTURE.search(names))
    if framed and _has_picture(element) and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    if names != " " and _CAPTION.search(names) and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    box = tag in _AROUND or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    if not box and (names == " " or not _NOT_TEXT.search(names)):
        return Role.TEXT
    holds_it = is_container(element) or not _smaller_than(element, _LARGEST_BOX)
    return Role.TEXT if holds_it or next(element.iter("h1"), None) is not None else Role.SKIP


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
    if _CLIP.match(line.text) and not ends_a_sentence(line.text):
        return True
    if len(line.text) > _LARGEST_CAPTION:
        return False
    before = line.element.getprevious()
    under_picture = before is not None and _is_picture(before)
    if under_picture and _is_set_apart(line.element):
        return True
    return bool(_PICTURE_CREDIT.search(line.text)) and (under_picture or _has_picture(line.element))


def _has_picture(element: HtmlElement) -> bool:
    return next(element.iter("img"), None) is not None


def _is_picture(element: HtmlElement) -> bool:
    return _has_picture(element) and _smaller_than(element, 1)


def _is_set_apart(element: HtmlElement) -> bool:
    """Whether a line is printed as captions are: in the middle or in italics."""
    look = f"{element.get('style') or ''} {element.get('align') or ''} {_names(element)}"
    inner = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    slanted = inner is not None and inner.tag in ("em", "i") and not (inner.tail or "").strip()
    return slanted or bool(_CENTRED.search(look))


def _lead(lines: list[Block], before: list[Block], lead: str, door_lead: str) -> tuple[str, list[Block]]:
    """The lead as it is printed, and the lines without it.

    :param before: lines between the headline and the text.
    """
    top = lines[:_TOP]
    announced = lead or door_lead
    named = next((line for line in (*before, *top) if _is_named_lead(line)), None)
    alike = next((line for line in (*top, *before) if announced and _is_lead(line.text, announced)), None)
    bold = top[0] if len(lines) > 1 and top[0].bold and _is_long(top[0]) else None
    alone = next((line for line in before if not announced and _is_long(line) and ends_a_sentence(line.text)), None)
    if printed := named or alike or bold or alone:
        place = next((place for place, line in enumerate(top) if line is printed), -1)
        return printed.text, lines[place + 1 :] if 0 <= place < len(lines) - 1 else lines
    return announced, lines


def _is_named_lead(line: Block) -> bool:
    around = line.element.getparent()
    names = _names(line.element) + (_names(around) if around is not None and len(around) == 1 else "")
    return bool(_LEAD.search(names)) and _is_long(line)


def _is_long(line: Block) -> bool:
    return len(line.text.split()) >= _LEAD_WORDS and line.linked < 0.5


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
