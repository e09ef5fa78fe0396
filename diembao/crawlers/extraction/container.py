"""Finding the element that holds an article's text on a page that no profile knows.

Every line of the page has a worth: its words where it is prose, minus its words where it is links. The worth of an
element is the sum over its lines, so menus and teasers make it smaller and paragraphs larger; the article's container
is the worthiest element, or the innermost one that holds nearly all of its worth. Names that Vietnamese content systems
give to that element make it worthier.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from diembao.crawlers.extraction.blocks import Block, names_of
from diembao.crawlers.extraction.lines import ends_a_sentence

#: Class names, ids and itemprops of the container: facts of public pages of some two hundred outlets and portals.
_NAMES = frozenset(
    "fck_detail fck detail-content afcbc-body maincontent singular-content the-article-body article__body cms-body "
    "zce-content-body detail__content detail__cmain-main detail-content-body content-detail content_detail "
    "entry-content post-content td-post-content article-content article_content article-body article_body "
    "articlebody article-detail articlecontent news-content newscontent news_content content-news detail-news "
    "knc-content contentdetail noidung noi-dung noi_dung noidungtin noi-dung-tin chitiet chi-tiet chitiettin "
    "chi-tiet-tin detail_content detailcontent bodytext content-body post-body story-body expnoedit "
    "articledetailbody newsdetail news-detail newsdetail-content content-article maincontentdetail main-detail-body "
    "b-maincontent dt-news__content e-magazine__body edittor-content cate-24h-foot-arti-deta-info bbcmainnewscontent "
    "journal-content-article asset-content xwebpart-content ms-rtestate-field content-fck divnewsdetails".split()
)
_KNOWN = 1.25
"""What a name of the container is worth, as a factor."""
_NEARLY_ALL = 0.85
"""Share of an element's worth with which one inside it is the container."""
_SHORT = 12
"""Lines of fewer words that end no sentence are headings, dates and labels: they are worth nothing."""
_LINKED = 0.5


def find_container(lines: Iterable[Block]) -> HtmlElement | None:
    """The element with the article's text; None when no element holds prose.

    :param lines: all lines of the page.
    """
    worth, parents = _worths(lines)
    if not worth:
        return None
    best = max(worth, key=lambda element: worth[element] * (_KNOWN if is_container(element) else 1.0))
    if worth[best] <= 0:
        return None
    inside: dict[HtmlElement, list[HtmlElement]] = {}
    for element, parent in parents.items():
        if parent is not None:
            inside.setdefault(parent, []).append(element)
    while True:
        heaviest = max(inside.get(best, ()), key=lambda element: worth[element], default=None)
        if heaviest is None or worth[heaviest] < _NEARLY_ALL * worth[best] or heaviest.tag in ("p", "tr", "td", "li"):
            return best
        best = heaviest


def _worths(lines: Iterable[Block]) -> tuple[dict[HtmlElement, float], dict[HtmlElement, HtmlElement | None]]:
    """The worth of every element that holds a line, and the element around it."""
    worth: dict[HtmlElement, float] = {}
    parents: dict[HtmlElement, HtmlElement | None] = {}
    for line in lines:
        worth[line.element] = worth.get(line.element, 0.0) + _worth(line)
        element: HtmlElement | None = line.element
        while element is not None and element not in parents:
            parents[element] = parent = element.getparent()
            worth.setdefault(element, 0.0)
            element = parent
    depths: dict[HtmlElement, int] = {}
    for element in reversed(parents):
        _measure(element, parents, depths)
    for element in sorted(parents, key=depths.__getitem__, reverse=True):
        if (parent := parents[element]) is not None:
            worth[parent] += worth[element]
    return worth, parents


def _measure(
    element: HtmlElement, parents: dict[HtmlElement, HtmlElement | None], depths: dict[HtmlElement, int]
) -> None:
    chain = []
    place: HtmlElement | None = element
    while place is not None and place not in depths:
        chain.append(place)
        place = parents[place]
    depth = depths[place] if place is not None else -1
    for place in reversed(chain):
        depth += 1
        depths[place] = depth


def _worth(line: Block) -> float:
    if line.element.tag == "h1":  # a headline may be longer than the text below it
        return 0.0
    words = line.text.count(" ") + 1
    if line.linked >= _LINKED:
        return -words - 3.0
    if words < _SHORT and not ends_a_sentence(line.text):
        return 0.0
    return words * (1 - line.linked)


def is_container(element: HtmlElement) -> bool:
    """Whether an element has a name that content systems give to an article's text."""
    if (element.get("itemprop") or "").lower() == "articlebody":
        return True
    return any(name in _NAMES for name in names_of(element).lower().split())
