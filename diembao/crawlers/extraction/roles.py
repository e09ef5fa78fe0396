"""What elements and lines inside an article's container are, by the names and looks that outlets give them."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from diembao.crawlers.extraction.blocks import Block, Role, names_of
from diembao.crawlers.extraction.container import is_container
from diembao.crawlers.extraction.lines import ends_a_sentence

#: Words that outlets use in the names of elements that stand in an article's container and are none of its text.
_CAPTION = re.compile(r"caption|chu-?thich|img-?desc|image-desc|photo-desc|pic-desc|image-title", re.I)
_PICTURE = re.compile(r"(^|[\s_-])(photos?|imgs?|images?|pics?|pictures?|anh|hinh-?anh)([\s_-]|$)", re.I)
_SOURCE = re.compile(r"(^|[\s_-])(source|nguon)", re.I)
_NOT_TEXT = re.compile(
    r"author|byline|by-line|tac-?gia|(^|[\s_-])(source|nguon)|tags?\b|keyword|tu-khoa|related|relate|lien-?quan"
    r"|tin-?moi|tin-?khac|doc-?them|xem-?them|read-?more|breadcrumb|share|social|comment|binh-?luan|banner|advert"
    r"|(^|[\s_-])(ads?|adv|qc|quang-cao)([\s_-]|$)|(^|[\s_])widget|location-stamp|newsletter|subscribe"
    r"|rating|vote|poll|survey|paging|pagination|sidebar|popup|modal|toolbar|print|most-?read|doc-?nhieu|tin-?noi-?bat|box-?tin|news-?box|tts|audio"
    r"|(^|[\s_-])hidden([\s_-]|$)|(gg|google)-?news",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_AROUND = frozenset({"nav", "footer", "aside", "form"})
#: An element with such a name that holds more than this, in characters, is no box inside the article but holds it.
_LARGEST_BOX = 2000
#: Elements of a box that are looked at to tell its size.
_MOST_PIECES = 500
_LARGEST_CAPTION = 600
#: A linked title has at least as many words; fewer are a label or the way to a section.
_TITLE_WORDS = 4
#: Line of a caption that no element names: it ends with who took the picture.
_PICTURE_CREDIT = re.compile(
    r"(?:^|[\s(.–-])ảnh(?: minh h[oọ]a)?\s*(?::[^.]{1,40}|\))\.?\)?$|\(ảnh[^)]{0,40}\)\.?$", re.I
)
_CENTRED = re.compile(r"center|(^|\s)note(\s|$)", re.I)
_CLIP = re.compile(r"(?:video|clip)\s*:\s", re.I)


@lru_cache(maxsize=20_000)
def _named(names: str) -> tuple[bool, bool, bool]:
    """Whether names say that an element holds a picture, that it is a caption, that it is no text."""
    return bool(_PICTURE.search(names)), bool(_CAPTION.search(names)), bool(_NOT_TEXT.search(names))


def role_of(element: HtmlElement) -> Role:
    """What an element is for the article in whose container it stands."""
    tag = element.tag
    picture, caption, no_text = _named(names_of(element))
    if tag in ("figcaption", "figure"):
        return Role.CAPTION if _smaller_than(element, _LARGEST_BOX) else Role.TEXT
    framed = tag == "table" or (picture and tag in ("div", "p"))
    if framed and _has_picture(element) and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    if caption and _smaller_than(element, _LARGEST_CAPTION):
        return Role.CAPTION
    style = element.get("style")
    hidden = element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)
    if not (no_text or hidden or tag in _AROUND):
        return Role.SKIP if tag == "article" and _is_card(element) else Role.TEXT
    if tag == "a" and not hidden and _stands_in_a_sentence(element):
        return Role.TEXT
    holds_it = is_container(element) or not _smaller_than(element, _LARGEST_BOX)
    return Role.TEXT if holds_it or next(element.iter("h1"), None) is not None else Role.SKIP


def _stands_in_a_sentence(link: HtmlElement) -> bool:
    """Whether other words stand beside a link: whatever it is named, it is part of their line."""
    around = link.getparent()
    beside = (around.text, *(child.tail for child in around)) if around is not None else ()
    return any(text and text.strip() for text in beside)


def _is_card(element: HtmlElement) -> bool:
    """Whether an ``<article>`` only leads to another: it is small, has no headline, and begins with a linked title."""
    if not _smaller_than(element, _LARGEST_BOX) or next(element.iter("h1"), None) is not None:
        return False
    title = next((text for link in element.iter("a") if (text := link.text_content().strip())), "")
    return len(title.split()) >= _TITLE_WORDS and element.text_content().strip().startswith(title)


def is_source(element: HtmlElement) -> bool:
    """Whether an element is named as the place where an outlet says where it has a text from."""
    return bool(_SOURCE.search(names_of(element)))


def _smaller_than(element: HtmlElement, limit: int) -> bool:
    """Whether an element holds less text than ``limit`` characters; looks at no more of it than it must."""
    size = 0
    for pieces, text in enumerate(element.itertext()):
        size += len(text.strip())
        if size > limit or pieces > _MOST_PIECES:
            return False
    return True


def is_caption(line: Block) -> bool:
    """Whether a line that no element names as one is a caption."""
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
    look = f"{element.get('style') or ''} {element.get('align') or ''} {names_of(element)}"
    inner = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    slanted = inner is not None and inner.tag in ("em", "i") and not (inner.tail or "").strip()
    return slanted or bool(_CENTRED.search(look))
