"""Articles of the fictional press, dated relative to the day on which it is served."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from diembao.core.clock import VIETNAM
from diembao.core.text import fold
from diembao.demo.outlets import OUTLETS, Outlet

_DAY = re.compile(r"\{(day|date):(-?\d+)\}")
#: Articles of the day itself are written for a morning that is over at this hour.
_MORNING_ENDS = time(9, 0)


@dataclass(frozen=True, kw_only=True)
class PressArticle:
    """One article as one outlet serves it at one visit."""

    outlet: Outlet
    slug: str
    published_at: datetime
    section: str
    kind: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    author: str
    credit: str
    caption: str
    removed: bool

    @property
    def path(self) -> str:
        """Path of its page, in the outlet's style."""
        return self.outlet.path.format(
            section=re.sub(r"[^a-z0-9]+", "-", fold(self.section.lower())).strip("-"),
            slug=self.slug,
            number=100_000 + zlib.crc32(f"{self.outlet.id}/{self.slug}".encode()) % 900_000,
            day=self.published_at.strftime("%Y%m"),
        )


class Press:
    """Everything that the fictional outlets publish.

    :param served_at: the moment that decides what "today" is.
    """

    def __init__(self, served_at: datetime) -> None:
        self._served_at = served_at.astimezone(VIETNAM)
        self._entries = {outlet.id: _entries(outlet) for outlet in OUTLETS}

    def articles(self, outlet: Outlet, visit: int) -> list[PressArticle]:
        """An outlet's articles at its first or second visit, newest first; removed ones are marked, not left out."""
        articles = [self._article(outlet, entry, visit) for entry in self._entries[outlet.id].values()]
        return sorted(articles, key=lambda article: article.published_at, reverse=True)

    def _article(self, outlet: Outlet, entry: Mapping[str, Any], visit: int) -> PressArticle:
        fields = dict(entry)
        paragraphs = None
        if source := entry.get("reprint_of"):
            outlet_id, _, slug = source.partition("/")
            original = self._entries[outlet_id][slug]
            fields = {**{key: original[key] for key in ("title", "lead", "kind")}, **entry}
            dropped = entry.get("drop", ())
            paragraphs = [text for number, text in enumerate(_paragraphs(original["body"])) if number not in dropped]
        if visit >= 2:
            fields |= entry.get("second", {})
        return PressArticle(
            outlet=outlet,
            slug=entry["slug"],
            published_at=self._moment(entry["day"], time.fromisoformat(entry["time"])),
            section=entry["section"],
            kind=fields["kind"],
            title=self._dated(fields["title"]),
            lead=self._dated(fields["lead"]),
            paragraphs=tuple(self._dated(text) for text in paragraphs or _paragraphs(fields["body"])),
            author=fields.get("author", ""),
            credit=fields.get("credit", ""),
            caption=fields.get("caption", ""),
            removed=bool(fields.get("removed")),
        )

    def _moment(self, day: int, at: time) -> datetime:
        moment = datetime.combine(self._day(day), at, VIETNAM)
        morning = datetime.combine(self._day(0), _MORNING_ENDS, VIETNAM)
        if day < 0 or self._served_at >= morning:
            return moment
        # Served before nine in the morning: today's articles move together so that none lies in the future.
        midnight = datetime.combine(self._day(0), time(), VIETNAM)
        moved = midnight + (moment - midnight) * ((self._served_at - midnight) / (morning - midnight))
        return moved.replace(microsecond=0)

    def _day(self, day: int) -> date:
        return self._served_at.date() + timedelta(days=day)

    def _dated(self, text: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            day = self._day(int(match[2]))
            return day.strftime("%d/%m/%Y") if match[1] == "date" else f"ngày {day.day}/{day.month}"

        return _DAY.sub(replaced, text)


def _entries(outlet: Outlet) -> dict[str, Mapping[str, Any]]:
    source = files("diembao.demo") / "press" / f"{outlet.id}.toml"
    if not source.is_file():  # the outlet whose feed is broken publishes nothing that could be found
        return {}
    return {entry["slug"]: entry for entry in tomllib.loads(source.read_text(encoding="utf-8"))["article"]}


def _paragraphs(body: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", body.strip())]
