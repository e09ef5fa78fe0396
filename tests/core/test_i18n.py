import contextvars
from datetime import UTC, date, datetime

import pytest

from diembao.core import i18n
from diembao.core.i18n import _, ngettext


@pytest.fixture(autouse=True)
def nobody_has_chosen() -> None:
    i18n._language.set("")


def test_vietnamese_is_spoken_unless_somebody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert i18n.language() == "vi"
    assert _("No home is named.") != "No home is named."
    monkeypatch.setenv("DIEMBAO_DESK__LANGUAGE", "en")
    assert i18n.language() == "en"
    assert _("No home is named.") == "No home is named."


def test_a_chosen_language_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMBAO_DESK__LANGUAGE", "en")
    i18n.use("vi")
    assert i18n.language() == "vi"


@pytest.mark.parametrize("name", ["fr", "", "VI", "../vi"])
def test_an_unknown_language_is_vietnamese(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMBAO_DESK__LANGUAGE", name)
    assert i18n.language() == "vi"
    i18n.use(name)
    assert i18n.language() == "vi"


def test_a_choice_holds_in_its_own_context_only() -> None:
    contextvars.copy_context().run(i18n.use, "en")
    assert i18n.language() == "vi"


def test_what_has_no_translation_stays_as_it_is() -> None:
    assert _("a message that no catalogue has") == "a message that no catalogue has"
    assert ngettext("{n} odd thing", "{n} odd things", 1) == "{n} odd thing"


def test_counted_messages_in_english() -> None:
    i18n.use("en")
    assert ngettext("one", "many", 1) == "one"
    assert ngettext("one", "many", 2) == "many"


@pytest.mark.parametrize(("language", "shown"), [("vi", "35.227,5"), ("en", "35,227.5")])
def test_numbers(language: str, shown: str) -> None:
    i18n.use(language)
    assert i18n.number(35_227.5) == shown


def test_days_and_moments_are_vietnamese_ones() -> None:
    evening = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert i18n.moment(evening) == "22/11/2026 00:30"
    assert i18n.day(date(2026, 11, 22)) == "22/11/2026"
    assert i18n.long_day(date(2026, 11, 22)).startswith("Chủ")
    i18n.use("en")
    assert i18n.long_day(date(2026, 11, 22)) == "Sunday, November 22, 2026"
