"""What was read off a page's printed part, before it is completed by what the page says for machines."""

from __future__ import annotations

from dataclasses import dataclass

from diembao.core.models import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Fields as printed; empty where nothing was found."""

    title: str = ""
    lead: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    credit: str = ""
