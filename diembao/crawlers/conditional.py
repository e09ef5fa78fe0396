"""Conditional requests (RFC 9110): asking for a page only if it is not what it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diembao.core.models import Page

#: What may stand in a header, and how much of it is kept. Some servers leave out the quotes of an ETag; it goes back as
#: it came.
_SOUND = re.compile(r"[\x20-\x7e\x80-\xff]{1,500}")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear again; either may be empty."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, page: Page) -> Validators:
        """Those that came with a page."""
        return cls(_sound(page.header("ETag").strip()), _sound(page.header("Last-Modified").strip()))

    def question(self) -> Mapping[str, str]:
        """The request headers that ask whether the page is still the same."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


def _sound(value: str) -> str:
    return value if _SOUND.fullmatch(value) else ""
