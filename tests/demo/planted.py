"""Reads the list of what the fictional press plants, and finds it among flags."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from urllib.parse import urlsplit

from diembao.core.findings import Flag, FlagReason, PassageKind
from diembao.core.models import Article
from diembao.demo.outlets import OUTLETS
from diembao.demo.press import Press


@dataclass(frozen=True, slots=True)
class Planted:
    """One case: a pair of passages that must be flagged."""

    story: str
    reason: FlagReason
    claim: str
    """``outlet/slug`` of one side, with wildcards."""
    evidence: str
    """``outlet/slug`` of the other side, or the slug of a fact-check."""
    values: frozenset[str]


def planted() -> Sequence[Planted]:
    """Every planted case."""
    text = files("diembao.demo").joinpath("press", "planted.toml").read_text(encoding="utf-8")
    return [
        Planted(
            story=entry["story"],
            reason=FlagReason(entry["reason"]),
            claim=entry["claim"],
            evidence=entry["evidence"],
            values=frozenset(entry.get("values", ())),
        )
        for entry in tomllib.loads(text)["flag"]
    ]


def names(press: Press, articles: Sequence[Article]) -> dict[str, str]:
    """Id of each collected article -> ``outlet/slug`` that it was served under."""
    slugs = {
        (outlet.host, article.path): f"{outlet.id}/{article.slug}"
        for outlet in OUTLETS
        for article in press.articles(outlet, 1)
    }
    found = {}
    for article in articles:
        address = urlsplit(article.url)
        found[article.id] = slugs[address.hostname or "", address.path]
    return found


def fits(case: Planted, flag: Flag, sides: Mapping[str, str]) -> bool:
    """Whether a flag is this case; a pair has no first and second side.

    :param sides: id of an article -> ``outlet/slug``; id of a fact-check -> the slug of its address.
    """
    finding = flag.finding
    if finding.reason is not case.reason or (case.values and frozenset(finding.values) != case.values):
        return False
    first, second = sides[finding.claim.ref], sides[finding.evidence.ref]
    orders = [(first, second)]
    if finding.evidence.kind is PassageKind.ARTICLE:
        orders.append((second, first))
    return any(fnmatchcase(one, case.claim) and fnmatchcase(other, case.evidence) for one, other in orders)
