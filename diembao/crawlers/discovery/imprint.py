"""What a front page says of its outlet: its name, and the body that publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from diembao.core.models import SourceKind
from diembao.core.text import clean_line, fold
from diembao.crawlers.extraction.structured import meta

#: How imprints name the publisher. The press law has every outlet print it.
_PUBLISHER = re.compile(
    r"(?:co quan chu quan|don vi chu quan|co quan ngon luan cua|co quan cua|tieng noi cua|truc thuoc)\s*[:–-]?\s*"
)
#: What stands before it: nothing, other parts of the imprint, or the name of the outlet.
_BEFORE = re.compile(
    r"(?:.*[:|;.•–-])?\s*(?:(?:bao|tap chi|dai|cong|trang|kenh|chuyen trang)\b[\w ]{0,40},? (?:la )?)?"
)
#: What follows the publisher's name in the same line.
_END = re.compile(
    r"\s*(?:[|;•\n]|\s[–-]\s|\.\s|giay phep|gp\b|so gp|tong bien tap|phu trach|toa soan|dia chi|dien thoai"
    r"|email|hotline|nguoi chiu|chiu trach nhiem|ban quyen|copyright|©|tru so)"
)
_BLOCKS = ("li", "p", "div", "td", "span", "address", "h3", "h4", "strong", "b")
_SHORTEST, _LONGEST = 4, 120
#: An imprint's line is not longer than this; a sentence of an article may be.
_LONGEST_LINE = 400
_SITE_WORDS = re.compile(r"\s*(?:[|–—:]|\s-\s).*$")
_PROVINCE = re.compile(r"(?:tinh uy|thanh uy|tinh|thanh pho|tp\.?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Name and publisher of an outlet as its front page says them; empty where it does not."""

    name: str = ""
    publisher: str = ""


def read_imprint(tree: HtmlElement) -> Imprint:
    """The imprint of a front page."""
    tags = meta(tree)
    title = _SITE_WORDS.sub("", clean_line(tree.findtext(".//title") or ""))
    name = next(filter(None, (tags.get("og:site_name", ""), *_organisations(tree), title)), "")
    return Imprint(clean_line(name), _publisher(tree))


def kind_of(host: str, imprint: Imprint) -> SourceKind:
    """The sort of outlet that host, name and publisher suggest; a person confirms it."""
    name, publisher = fold(imprint.name).lower(), fold(imprint.publisher).lower()
    if host.endswith(".gov.vn"):
        return SourceKind.PORTAL
    if re.search(r"truyen hinh|phat thanh|\bdai\b|\bvtv\b|\bvov\b", name):
        return SourceKind.RADIO_TV
    if re.search(r"thong tan xa", name):
        return SourceKind.AGENCY
    if re.search(r"tinh uy|thanh uy|(?:uy ban nhan dan|ubnd|hoi dong nhan dan) (?:tinh|thanh pho|tp)", publisher):
        return SourceKind.LOCAL
    return SourceKind.CENTRAL


def place_of(imprint: Imprint) -> str:
    """The province of a local outlet's publisher: "Tỉnh ủy Phú Giang" is of Phú Giang."""
    match = None
    for match in _PROVINCE.finditer(fold(imprint.publisher)):  # noqa: B007 - the last one stands before the name
        pass
    return imprint.publisher[match.end() :].strip() if match else ""


def _publisher(tree: HtmlElement) -> str:
    found = ""
    for element in tree.iter(*_BLOCKS):
        line = _line(element)
        plain = fold(line).lower()
        match = _PUBLISHER.search(plain)
        # In a sentence of an article these words stand in the middle; in an imprint they begin a line, or a part of it.
        if not match or not _BEFORE.fullmatch(plain[: match.start()]):
            continue
        rest = line[match.end() :]
        end = _END.search(fold(rest).lower())
        name = (rest[: end.start()] if end else rest).strip(" .,:–-|")
        if _SHORTEST <= len(name) <= _LONGEST and name[0].isupper():
            found = name  # the last one: the imprint stands at the foot of the page
    return found


def _line(element: HtmlElement) -> str:
    """Text of a small element; empty for one that holds more than a line of an imprint."""
    parts: list[str] = []
    for part in element.itertext():
        parts.append(str(part))
        if sum(map(len, parts)) > 2 * _LONGEST_LINE or len(parts) > 60:
            return ""
    line = clean_line(" ".join(parts))
    return line if len(line) <= _LONGEST_LINE else ""


def _organisations(tree: HtmlElement) -> Iterator[str]:
    """Names of publisher, organisation and site in a page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            said = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        items = said if isinstance(said, list) else [said]
        for item in [one for one in items if isinstance(one, dict)]:
            nested = item.get("@graph")
            for entry in [item, *(nested if isinstance(nested, list) else [])]:
                if not isinstance(entry, dict):
                    continue
                publisher = entry.get("publisher")
                if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                    yield publisher["name"]
                if re.search(r"Organization|WebSite", str(entry.get("@type"))) and isinstance(entry.get("name"), str):
                    yield entry["name"]
