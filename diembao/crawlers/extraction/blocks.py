"""An element's text as it is printed: one block a line, in the order of the page, with the links in it.

One pass over the element, whatever its depth: blocks and line ends part the text, cells of one table row stay together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree
from lxml.html import HtmlElement

from diembao.core.models import Link
from diembao.core.text import clean_line
from diembao.crawlers.links import absolute

#: Elements that start and end a line of their own.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
#: Elements whose contents are no text for readers.
SILENT = frozenset(
    "applet audio base button canvas datalist embed frame frameset head iframe img input link map math meta meter "
    "noframes noscript object option param picture progress script select source style svg template textarea title "
    "track video".split()
)
#: What makes a table row more than a row of words.
_NO_ROW = ("table", "img", "picture", "figure", "ul", "ol", "iframe", "video")
#: Longest cell of a row that is read as one line, in characters.
_LONGEST_CELL = 300


#: More lines are no article: the rest of such a page is left alone.
_MOST_LINES = 20_000


class Role(Enum):
    """What an element inside a container is for the article."""

    TEXT = auto()
    """Nothing special: its blocks are blocks of the container."""
    CAPTION = auto()
    SKIP = auto()
    END = auto()
    """From here on nothing belongs to the article."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a container."""

    text: str
    element: HtmlElement
    """The nearest block element around it."""
    links: tuple[tuple[str, str], ...] = ()
    """Address as written and text of each link in it."""
    bold: bool = False
    """Whether it is printed wholly in bold."""

    @property
    def linked(self) -> float:
        """Share of its text that is linked, 0 to 1."""
        return min(1.0, sum(len(text) for _url, text in self.links) / len(self.text))


@dataclass(slots=True)
class Blocks:
    """Lines and captions of a container."""

    lines: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def names_of(element: HtmlElement) -> str:
    """The names that an element has for style sheets and scripts; a blank when it has none."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def web_links(blocks: Iterable[Block], base: str) -> tuple[Link, ...]:
    """The http and https links of blocks, absolute, each address once."""
    found: dict[str, Link] = {}
    for block in blocks:
        for written, text in block.links:
            if url := absolute(base, written):
                found.setdefault(url, Link(url, text))
    return tuple(found.values())


class _Line:
    """The line that is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.plain = False

    def add(self, text: str | None, *, bold: bool) -> None:
        if text:
            self.pieces.append(text)
            if not bold and not self.plain and text.strip():
                self.plain = True


def read_blocks(container: HtmlElement, role: Callable[[HtmlElement], Role]) -> Blocks:
    """The text of ``container``, which itself has no role.

    :param role: says what an element inside is; it is asked once for each that is reached.
    """
    found = Blocks()
    line = _Line()
    blocks = [container]
    bold = 0
    links: list[tuple[str, int]] = []

    def flush() -> None:
        nonlocal line
        if line.pieces and (text := clean_line("".join(line.pieces))):
            found.lines.append(Block(text, blocks[-1], tuple(line.links), bold=not line.plain))
        line = _Line()
        links[:] = [(url, 0) for url, _start in links]

    steps = etree.iterwalk(container, events=("start", "end"))
    silent: HtmlElement | None = None
    for event, element in steps:
        tag = element.tag
        if event == "end":
            if element is silent:
                silent = None
            else:
                if tag in BLOCKS:
                    flush()
                    if len(blocks) > 1:
                        blocks.pop()
                elif tag in ("b", "strong"):
                    bold -= 1
                elif tag == "a" and links:
                    url, start = links.pop()
                    if url and (text := clean_line("".join(line.pieces[start:]))):
                        line.links.append((url, text))
            if element is not container:
                line.add(element.tail, bold=bold > 0)
            continue
        meaning = role(element) if element is not container else Role.TEXT
        if meaning is Role.END or len(found.lines) >= _MOST_LINES:
            break
        if tag in SILENT or meaning is not Role.TEXT:
            if tag in BLOCKS:
                flush()
            if meaning is Role.CAPTION and (text := one_line(element)):
                found.captions.append(text)
            silent = element
            steps.skip_subtree()
        elif tag == "tr" and (row := _row(element, role)):
            flush()
            found.lines.append(row)
            silent = element
            steps.skip_subtree()
        else:
            if tag in BLOCKS:
                flush()
                blocks.append(element)
            elif tag == "br":
                flush()
            elif tag in ("b", "strong"):
                bold += 1
            elif tag == "a":
                links.append((element.get("href") or "", len(line.pieces)))
            line.add(element.text, bold=bold > 0)
    flush()
    return found


def one_line(element: HtmlElement) -> str:
    """The text of an element as one line; its blocks are parted by blanks."""
    if not len(element):
        return clean_line(element.text or "")
    inner = read_blocks(element, lambda _element: Role.TEXT)
    return clean_line(" ".join(line.text for line in inner.lines))


def _row(row: HtmlElement, role: Callable[[HtmlElement], Role]) -> Block | None:
    """A table row as one line, its cells parted by " | "; None when it lays out something else than words."""
    if next(row.iter(*_NO_ROW), None) is not None:
        return None
    cells = [one_line(cell) for cell in row.iterchildren("td", "th")]
    filled = [text for text in cells if text]
    if len(filled) < 2 or any(len(text) > _LONGEST_CELL for text in filled):
        return None
    if any(role(element) is not Role.TEXT for element in row.iterdescendants()):
        return None
    links = tuple((link.get("href") or "", text) for link in row.iter("a") if (text := clean_line(link.text_content())))
    return Block(" | ".join(filled), row, links)
