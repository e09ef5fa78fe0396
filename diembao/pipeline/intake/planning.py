"""When an article's page is visited again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import articles, flags, stories
from diembao.core.findings import FlagState
from diembao.core.models import ArticleKind, Content
from diembao.pipeline.schedule import next_visit, next_visit_of_watched

_SECOND_LOOK = timedelta(hours=1)
#: A story with so many reports that were first seen within this time grows.
_GROWING_STORY, _GROWING_WITHIN = 3, timedelta(hours=6)
#: A text that is longer by this factor than at the visit before grows.
_GROWS = 1.1
#: What people have not done with yet.
_WATCHED_FLAGS = (FlagState.OPEN, FlagState.CONFIRMED, FlagState.CASE)


class VisitPlan:
    """Plans visits by the hours of the settings; more of them to what people have to look at, and to what grows."""

    def __init__(self, hours: Sequence[float]) -> None:
        self._hours = hours

    def after(
        self, connection: Connection, article_id: str | None, before: Content | None, content: Content, at: datetime
    ) -> datetime | None:
        """When to look again: more often at what people have to look at, and at what grows."""
        first_seen_at = articles.first_seen_at(connection, article_id) if article_id else at
        grows = content.kind is ArticleKind.LIVE or (before and len(content.text) > _GROWS * len(before.text))
        if grows or (article_id and self._is_watched(connection, article_id, at)):
            return next_visit_of_watched(first_seen_at, at, self._hours)
        return next_visit(first_seen_at, at, self._hours)

    def _is_watched(self, connection: Connection, article_id: str, at: datetime) -> bool:
        raised = flags.of_articles(connection, [article_id]).get(article_id, ())
        return any(flag.state in _WATCHED_FLAGS for flag in raised) or (
            stories.newcomers(connection, article_id, at - _GROWING_WITHIN) >= _GROWING_STORY
        )

    def second_look(self, at: datetime) -> datetime:
        """When to look again after a visit that may have met a fault of the page."""
        return at if 0 in self._hours else at + _SECOND_LOOK

    def usual(self, first_seen_at: datetime, at: datetime) -> datetime | None:
        """When to look again after a visit that brought nothing."""
        return next_visit(first_seen_at, at, self._hours)
