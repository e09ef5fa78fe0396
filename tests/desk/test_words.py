"""Words for values: none is without, in either language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from diembao.core import i18n
from diembao.core.findings import Finding, FlagReason, FlagState, Passage
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


@pytest.mark.parametrize(
    ("reason", "kind", "sentence"),
    [
        (FlagReason.CHANGED_AFTER_PUBLICATION, "figure", "Bài trước nêu ngày 12/3, nay nêu ngày 21/3"),
        (FlagReason.CONFLICTING_FACTS, "date", "Hai bài đưa khác nhau: ngày 21/3 và ngày 12/3"),
        (FlagReason.CONFLICTING_FACTS, "yes-no", "Hai bài nói ngược nhau về việc này"),
        (FlagReason.OLD_NEWS, "words", "Đưa như tin mới ngày 12/3, nhưng trong bài ghi “21/3”"),
        (FlagReason.OLD_NEWS, "copy", "Đăng ngày 21/3, nhưng cùng nội dung đã có trên báo ngày 12/3"),
    ],
)
def test_a_flag_is_one_neutral_sentence(reason: FlagReason, kind: str, sentence: str) -> None:
    i18n.use("vi")
    side = Passage(ref="A", text="Cầu Vàm Sậy khởi công ngày 21/3.")
    values = ("21/3", "12/3") if reason is FlagReason.OLD_NEWS else ("ngày 21/3", "ngày 12/3")
    finding = Finding(reason=reason, claim=side, evidence=side, score=0.7, values=values, facts={"kind": kind})
    assert words.flag_sentence(finding) == sentence
