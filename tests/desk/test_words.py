"""Words for values: none is without, in either language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from diembao.core import i18n
from diembao.core.findings import FlagReason, FlagState
from diembao.core.mailing import SendingKind, SendingState
from diembao.core.models import (
    Absence,
    ArticleKind,
    Channel,
    Content,
    DateDoubt,
    Doubt,
    Edit,
    Outcome,
    Provenance,
    SourceKind,
)
from diembao.desk import words

_SAID_BY: dict[type[StrEnum], Callable[[Any], str]] = {
    Absence: words.waiting,
    ArticleKind: words.article_kind,
    Channel: words.channel,
    Doubt: words.waiting,
    Edit: words.edit,
    FlagReason: words.flag_reason,
    FlagState: words.flag_state,
    Outcome: words.outcome,
    Provenance: words.provenance,
    SendingKind: words.sending_kind,
    SendingState: words.sending_state,
    SourceKind: words.source_kind,
}
_VALUES = [(say, value) for kind, say in _SAID_BY.items() for value in kind]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("say", "value"), _VALUES, ids=[f"{type(value).__name__}-{value}" for _say, value in _VALUES])
def test_every_value_has_words(say: Callable[[Any], str], value: StrEnum, language: str) -> None:
    i18n.use(language)
    assert say(value)


@pytest.mark.parametrize("doubt", DateDoubt)
def test_a_doubtful_time_is_told_with_what_speaks_against_it(doubt: DateDoubt) -> None:
    i18n.use("vi")
    at = datetime(2026, 11, 10, 1, tzinfo=UTC)
    sound = words.published(Content(title="a", text="b", published_at=at))
    assert sound == "10/11/2026 08:00"
    assert words.published(Content(title="a", text="b", published_at=at, published_doubt=doubt)).startswith(
        f"{sound} (chưa chắc: "
    )
    assert words.published(Content(title="a", text="b")) == "không rõ"
